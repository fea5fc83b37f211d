"""Children involved, and counts for as many children as lived there, against a slow count of the sample's own files."""

import csv
import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlmodel import Session, col

from analysis.children_tables import NO_BREAK
from analysis.wording import NOT_ALLOWED_FOR_OCCUPANCY, RATES_BELOW, RATES_ON_HOMES_PAGE, TWO_DEFINITIONS
from app.findings.children import involved_children
from app.findings.homes import crimes_against_neighbourhoods, incidents_against_neighbourhoods
from app.findings.incidents import incident_types, missing_shares
from app.findings.occupancy import rates
from app.findings.offences import offence_types
from app.findings.overview import overview
from data_access.database import make_engine, run_fetch
from data_access.models import Coverage, Occupancy
from data_access.occupancy import fetch_occupancy
from data_access.viewer import Viewer

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"
PARTNER = Viewer(who="test", audiences=frozenset({"partnership"}))
PROVIDER = Viewer(who="test", audiences=frozenset({"partnership"}), homes=frozenset({"derby-city/Home 2"}))
LINE_OF = {"Home 1": "Home 1", "Home 2": "Home 2", "Home 3": "Home 3/4", "Home 4": "Home 3/4"}
YEARS = {"2021-22": ("2021-04", "2022-03"), "2022-23": ("2022-04", "2023-03")}


def rows_of(name):
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def reported(row):
    return datetime.strptime(row["reported_at"], "%d/%m/%Y %H:%M").strftime("%Y-%m")


def records(name, first, last):
    return [row for row in rows_of(name) if first <= reported(row) <= last]


def line_of(row, aliases):
    name = " ".join(row["home"].split())
    return LINE_OF[name] if name in LINE_OF else LINE_OF[aliases[name.lower()]]


def printed(table):
    return {
        row[0]: tuple(cell.replace(NO_BREAK, " ") for cell in row[1:]) for row in table.text.itertuples(index=False)
    }


def slow_count(incidents):
    """What the table prints of one period: every number by going through the rows once more."""
    named = [row["child_reference"] for row in incidents if row["child_reference"]]
    three = {child for child, _ in Counter(named).most_common(3)}
    of_three = sum(row["child_reference"] in three for row in incidents)
    numbers = (len(set(named)), len(incidents), len(named), of_three)
    return (*map(str, numbers), f"{100 * of_three / len(named):.1f}%", str(len(incidents) - len(named)))


@pytest.mark.parametrize(("table", "missing_only"), [(0, False), (1, True)])
def test_children_involved_are_those_of_the_file(table, missing_only, ask, source):
    expected = []
    for first, last in YEARS.values():
        found = records("incidents", first, last)
        expected.append(slow_count([r for r in found if not missing_only or r["incident_type"] == "Missing Person"]))
    cells = printed(involved_children(ask(), source).tables[table])
    assert list(cells.values()) == list(zip(*expected, strict=True))


@pytest.mark.parametrize("lines", [("home-1",), ("home-2", "home-3-4")])
def test_the_choice_of_homes_changes_nothing_of_the_children_involved_and_that_is_said(lines, ask, source):
    everything, chosen = involved_children(ask(), source), involved_children(ask(lines=lines), source)
    assert chosen.sentences == everything.sentences
    assert chosen.scope == everything.scope
    assert printed(chosen.tables[0]) == printed(everything.tables[0])
    assert "All homes together: the choice of homes does not apply." in chosen.notes
    assert not any("does not apply" in note for note in everything.notes)


@pytest.mark.parametrize("month", [f"2021-{number:02}" for number in range(4, 13)] + ["2022-09", "2022-10", "2023-01"])
def test_no_number_of_one_or_two_children_leaves_the_finding(month, ask, source):
    finding = involved_children(ask(current=f"{month}..{month}", previous="2021-22-Q1"), source)
    for table, type_wanted in zip(finding.tables, ("", "Missing Person"), strict=True):
        found = [r for r in records("incidents", month, month) if type_wanted in ("", r["incident_type"])]
        of_each = Counter(row["child_reference"] for row in found if row["child_reference"])
        cells = [now for _, now in printed(table).values()]
        if len(of_each) in (1, 2):
            assert cells == ["fewer than 3 children", str(len(found)), *["fewer than 3 children"] * 4]
        elif len(of_each) < 6:
            assert cells[3:5] == ["too few children"] * 2
        else:
            assert cells[3] == str(sum(number for _, number in of_each.most_common(3)))


def test_nothing_that_names_a_child_leaves_the_finding(ask, source):
    finding = involved_children(ask(), source)
    told = " ".join(
        [
            finding.title,
            finding.alt,
            *finding.sentences,
            json.dumps(finding.figure.to_plotly_json(), default=str),
            *(table.numbers.to_csv() for table in finding.tables),
        ]
    )
    assert not [row["child_reference"] for row in rows_of("incidents") if (row["child_reference"] or "none") in told]


def test_a_role_limited_to_some_homes_gets_the_reason_and_no_figure(ask, sample_url):
    engine = make_engine(sample_url)
    finding = involved_children(ask(), lambda fetch, *args, **kw: run_fetch(engine, fetch, PROVIDER, *args, **kw))
    engine.dispose()
    assert finding.title == "Children involved: for all homes together only"
    assert (finding.tables, finding.figure) == ((), None)
    assert not any(character.isdigit() for character in " ".join(finding.sentences))


@pytest.mark.parametrize(("table", "name"), [(0, "incidents"), (1, "crimes")])
def test_rates_are_those_of_the_files(table, name, ask, source):
    aliases = {" ".join(row["alias"].split()).lower(): row["home"] for row in rows_of("home_aliases")}
    expected = {}
    for first, last in YEARS.values():
        counts = Counter(line_of(row, aliases) for row in records(name, first, last))
        lived = Counter()
        for row in rows_of("occupancy"):
            if first <= row["month"] <= last:
                lived[LINE_OF[row["home"]]] += float(row["average_children"])
        for line in ("Home 1", "Home 2", "Home 3/4", "All homes"):
            count = counts.total() if line == "All homes" else counts[line]
            months = lived.total() if line == "All homes" else lived[line]
            expected.setdefault(line, []).extend([f"{count} in {months:.1f}", f"{100 * count / months:.1f}"])
    cells = printed(rates(ask(), source).tables[table])
    assert {line: list(row) for line, row in cells.items()} == expected


def test_the_picture_shows_counts_where_they_are_under_20(ask, source):
    hollow, solid = rates(ask(), source).figure.data
    assert list(hollow.text) == ["226.8", "365.2", "186.8", "256.4"]
    assert list(solid.text) == [f"<b>{text}</b>" for text in ("19 in 54.0", "138.4", "108.7", "94.7")]


def test_exact_limits_stand_behind_how_sure_and_nowhere_else(ask, source):
    finding = rates(ask(), source)
    assert printed(finding.how_sure.tables[0])["All homes"] == ("256.4 (232.7 to 281.8)", "94.7 (80.6 to 110.6)")
    assert "232.7" not in " ".join([*finding.sentences, finding.alt, finding.title, finding.tables[0].text.to_csv()])


@pytest.mark.parametrize("lines", [(), ("home-1",), ("home-1", "home-2")])
def test_where_one_child_lived_neither_picture_nor_words_nor_tables_give_counts_in_child_months(lines, ask, source):
    def with_one_child_at_home_1(fetch, *args, **keywords):
        found = source(fetch, *args, **keywords)
        if fetch is not fetch_occupancy:
            return found
        home = found["home_id"].min()
        return found.assign(average_children=found["average_children"].where(found["home_id"] != home, 1.0))

    finding = rates(ask(lines=lines), with_one_child_at_home_1)
    assert any(note.startswith("Withheld: in a period fewer than 3 children") for note in finding.notes)
    tables = [*finding.tables, *finding.how_sure.tables]
    told = " ".join([finding.title, *finding.sentences, finding.alt, finding.figure.to_json()])
    for text in (told, *(table.text.to_csv().replace(NO_BREAK, " ") + table.numbers.to_csv() for table in tables)):
        assert "withheld" in text
        assert "in 12.0" not in text
        assert ",12.0" not in text
    for table in tables:
        assert set(printed(table)["Home 1"]) == {"withheld"}


def notes_of(question, source):
    """What each finding says of how many children lived there."""
    said = {}
    for build in (
        crimes_against_neighbourhoods,
        incidents_against_neighbourhoods,
        overview,
        incident_types,
        offence_types,
    ):
        said[build] = [build(question, source).caution]
    return said


def test_where_occupancy_was_supplied_the_caution_says_where_the_rates_are(ask, source):
    said = notes_of(ask(), source)
    below = (crimes_against_neighbourhoods, incidents_against_neighbourhoods)
    assert said == {build: [RATES_BELOW if build in below else RATES_ON_HOMES_PAGE] for build in said}


def test_of_a_period_without_occupancy_the_caution_stays(ask, source):
    said = notes_of(ask(current="2021-22", previous="2020-21"), source)
    assert set(map(tuple, said.values())) == {(NOT_ALLOWED_FOR_OCCUPANCY,)}


@pytest.fixture
def without(sample_url):
    """Sources on the sample without the occupancy of some months: without("2021-04", "2022-03")."""
    engine = make_engine(sample_url)

    def make(first, last):
        with Session(engine) as session, session.begin():
            for model, more in ((Occupancy, ()), (Coverage, (col(Coverage.source) == "occupancy",))):
                from_day, until = (datetime.strptime(month, "%Y-%m").date() for month in (first, last))
                session.execute(delete(model).where(col(model.month) >= from_day, col(model.month) <= until, *more))
        return lambda fetch, *args, **keywords: run_fetch(engine, fetch, PARTNER, *args, **keywords)

    yield make
    engine.dispose()


def test_occupancy_that_was_never_supplied_is_said_and_no_rate_is_shown(ask, without):
    source = without("2021-04", "2023-03")
    finding = rates(ask(), source)
    assert finding.title == "Occupancy not supplied, so no rates"
    assert (finding.tables, finding.figure, finding.how_sure) == ((), None, None)
    assert "not supplied for 2021-22 or 2022-23" in finding.sentences[0]
    assert "Occupancy of the homes: not supplied." in finding.sources
    assert set(map(tuple, notes_of(ask(), source).values())) == {(NOT_ALLOWED_FOR_OCCUPANCY,)}


def test_one_month_without_occupancy_leaves_its_period_without_rates(ask, without):
    source = without("2021-12", "2021-12")
    finding = rates(ask(), source)
    assert finding.title == "Rates per child-month: 2021-22 not supplied"
    assert printed(finding.tables[0])["All homes"] == ("not supplied", "not supplied", "160 in 168.9", "94.7")
    assert any("Occupancy of the homes not supplied: December 2021" in note for note in finding.notes)
    assert set(map(tuple, notes_of(ask(), source).values())) == {(NOT_ALLOWED_FOR_OCCUPANCY,)}


def test_both_definitions_of_missing_stand_there_and_a_change_in_recording_is_said(ask, source):
    finding = missing_shares(ask(), source)
    assert TWO_DEFINITIONS in finding.notes
    assert len(finding.tables) == 2
    assert "did not move alike; how such calls are recorded may have changed." in finding.sentences[-1]
