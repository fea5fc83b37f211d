"""Every finding on the sample: its words, its rows as published, and what it says of itself."""

import csv
import re
from pathlib import Path

import pytest

from analysis.formats import spoken_type
from analysis.wording import FORBIDDEN
from app.findings import protocol
from app.findings.about import MEASURES, about
from app.findings.actions import action_plan
from app.findings.benchmarks import convicted_or_cautioned
from app.findings.children import involved_children
from app.findings.cromarty import cromarty
from app.findings.homes import crimes_against_neighbourhoods, incidents_against_neighbourhoods
from app.findings.incidents import incident_types, missing_shares
from app.findings.interventions import contacts_by_deliverer, contacts_by_month
from app.findings.monthly import crimes_by_month, incidents_by_month, missing_by_month, months_of_each_home
from app.findings.occupancy import rates
from app.findings.offences import offence_types, outcome_classes
from app.findings.overview import overview
from app.findings.youth_justice import youth_justice

PUBLISHED = Path(__file__).resolve().parents[2] / "published"
FINDINGS = (
    overview,
    crimes_against_neighbourhoods,
    incidents_against_neighbourhoods,
    incident_types,
    missing_shares,
    involved_children,
    rates,
    offence_types,
    outcome_classes,
    youth_justice,
    contacts_by_deliverer,
    contacts_by_month,
    cromarty,
    incidents_by_month,
    months_of_each_home,
    missing_by_month,
    crimes_by_month,
    *protocol.FINDINGS,
)
OF_NO_PERIOD = (convicted_or_cautioned, action_plan)  # the same whatever period and homes are chosen
SENSITIVE = ("sexual", "domestic", "sudden death")
UNCOVERED = {"current": "2024-25", "previous": "2023-24"}


def published(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def printed_rows(table):
    return {row[0]: tuple(row[1:4]) for row in table.text.itertuples(index=False)}


@pytest.mark.parametrize("build", FINDINGS)
def test_a_finding_names_whom_it_counts_its_scope_its_sources_and_its_date(build, ask, source, as_at_of_the_sample):
    finding = build(ask(), source)
    assert finding.as_at == as_at_of_the_sample
    assert finding.population
    assert "April 2022 to March 2023" in finding.scope
    assert finding.sources
    assert finding.figure is None or finding.alt


@pytest.mark.parametrize("lines", [(), ("home-3-4",), ("home-1", "home-2")])
@pytest.mark.parametrize("current", ["2022-23", "2022-23-H1", "2022-23-Q3", "2022-23-T2", "2022-06..2022-06"])
@pytest.mark.parametrize("build", [*FINDINGS, *OF_NO_PERIOD])
def test_words_are_short_and_say_nothing_forbidden_nor_sensitive(build, current, lines, ask, source):
    previous = {"2022-06..2022-06": "2021-06..2021-06"}.get(current, current.replace("2022-23", "2021-22"))
    finding = build(ask(current=current, previous=previous, lines=lines), source)
    assert len(finding.title.split()) <= 10, finding.title
    told = [
        finding.title,
        finding.alt,
        *finding.sentences,
        *(t.big for t in finding.tiles),
        *(t.small for t in finding.tiles),
    ]
    for text in told:
        assert not [rule for rule in FORBIDDEN if re.search(rule, text, re.IGNORECASE)], text
        assert not [word for word in SENSITIVE if word in text.lower()], text


def test_the_published_rows_of_homes_and_neighbourhoods_are_printed(ask, source):
    for thing, build in (("crimes", crimes_against_neighbourhoods), ("incidents", incidents_against_neighbourhoods)):
        rows = printed_rows(build(ask(), source).tables[0])
        for row in published(f"{thing}_home_vs_neighbourhood.csv"):
            place = "All homes" if row["kind"] == "total" else row["place"]
            counts = (f"{int(row['previous_2021_22']):,}", f"{int(row['current_2022_23']):,}")
            assert rows[place] == (*counts, row["change_pct"])


@pytest.mark.parametrize(
    ("build", "name", "things", "label"),
    [
        (incident_types, "incidents_by_type.csv", "Incidents", "incident_type"),
        (offence_types, "crimes_by_offence_type.csv", "Crimes", "offence_type"),
    ],
)
def test_the_published_rows_by_type_are_printed_in_their_order(build, name, things, label, ask, source):
    tables = {table.title: table for table in build(ask(), source).tables}
    for home in ("Home 1", "Home 2", "Home 3/4"):
        rows = [row for row in published(name) if row["home"] == home]
        expected = {row[label]: (row["previous_2021_22"], row["current_2022_23"], row["change_pct"]) for row in rows}
        assert printed_rows(tables[f"{things} by type: {home}"]) == expected
        assert list(tables[f"{things} by type: {home}"].text.iloc[:, 0]) == [row[label] for row in rows]


def test_the_published_youth_justice_table_is_printed(ask, source):
    rows = {name.lower(): row for name, row in printed_rows(youth_justice(ask(), source).tables[0]).items()}
    for row in published("youth_justice.csv"):
        assert rows[row["measure"].lower()] == (row["previous_2021_22"], row["current_2022_23"], row["change_pct"])


def test_ten_children_improved_one_stayed_one_went_lower(ask, source):
    finding = cromarty(ask(), source)
    assert list(finding.tables[0].text.iloc[:, 1]) == ["10", "1", "1", "0"]
    assert not finding.picture_may_be_saved
    assert len(finding.choices) == 12


@pytest.mark.parametrize("build", FINDINGS)
def test_an_uncovered_period_is_not_supplied_and_never_zero(build, ask, source):
    finding = build(ask(**UNCOVERED), source)
    told = " ".join([finding.title, *finding.sentences]).lower()
    assert "supplied" in told
    for table in finding.tables:
        assert "0" not in {cell for row in table.text.iloc[:, 1:].to_numpy() for cell in row}
    for tile in finding.tiles:
        assert tile.big == "not supplied"


def test_orders_are_counted_for_whole_reporting_years_only(ask, source):
    finding = youth_justice(ask(current="2022-23-Q2", previous="2021-22-Q2"), source)
    rows = printed_rows(finding.tables[0])
    assert rows["On substantive court orders"] == ("not supplied",) * 3
    assert any("whole reporting years" in note for note in finding.notes)


def test_a_choice_of_homes_is_not_called_all_homes(ask, source):
    finding = crimes_against_neighbourhoods(ask(lines=("home-1", "home-2")), source)
    assert "All homes" not in set(finding.tables[0].text["Place"])
    assert finding.tables[0].text["Place"].iloc[-1] == "Chosen homes"
    assert "all homes" not in " ".join(finding.sentences)


def test_figures_without_a_home_say_that_the_choice_of_homes_does_not_apply(ask, source):
    assert any("does not apply" in note for note in youth_justice(ask(lines=("home-1",)), source).notes)


def test_every_definition_on_the_about_page_is_a_sentence_from_its_measure(ask, source):
    told = about(ask(), source)
    assert list(told.definitions["Measure"]) == list(MEASURES)
    assert all(text.endswith(".") and len(text) > 20 for text in told.definitions["Definition"])
    assert "higher is better" in set(told.definitions["Direction"])


def test_the_about_page_says_of_every_source_how_far_it_reaches(ask, source):
    coverage = about(ask(), source).coverage
    assert set(coverage["To (as at)"]) == {"31/03/2023"}


@pytest.mark.parametrize("build", [incident_types, offence_types])
@pytest.mark.parametrize("quarter", ["Q1", "Q2", "Q3", "Q4"])
def test_a_type_of_one_or_two_at_all_homes_is_in_the_table_but_never_said_or_drawn(build, quarter, ask, source):
    finding = build(ask(current=f"2022-23-{quarter}", previous=f"2021-22-{quarter}"), source)
    table = finding.tables[0].text
    small = {row[0] for row in table.itertuples(index=False) if {row[1], row[2]} & {"1", "2"}}
    assert small
    said = " ".join([finding.title, finding.alt, *finding.sentences, *finding.figure.layout.yaxis.ticktext])
    said = said.replace("<br>", " ").lower()
    assert [name for name in small if f"{spoken_type(name).lower()} " in f"{said} "] == []


def test_one_or_two_missing_at_a_home_stand_only_in_the_tables_at_a_desk(ask, source):
    question = ask(lines=("home-1",), current="2022-23-Q3", previous="2021-22-Q3")
    finding = missing_shares(question, source)
    before, now = finding.tables[0].text.iloc[0, 1], finding.tables[0].text.iloc[0, 3]
    assert now == "1 of 4"
    shown = [finding.title, finding.alt, *finding.sentences, str(finding.figure.to_json())]
    shown += [finding.room_table.text.to_csv(), finding.room_table.numbers.to_csv()]
    for text in shown:
        assert not [counts for counts in (before, now, "25.0%", "withheld") if counts in text.partition("status")[0]]
    assert "too few to show" in finding.title
    assert set(finding.room_table.text.iloc[0, 1:]) == {"too few to show"}


def test_the_room_s_table_of_missing_shares_is_that_of_the_desk_where_all_may_be_shown(ask, source):
    finding = missing_shares(ask(), source)
    assert finding.room_table.text.equals(finding.tables[0].text)
