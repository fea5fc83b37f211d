"""Every measure, split as it allows, answered on the sample and on odd data."""

import csv
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from analysis.periods import parse_period
from analysis.wording import FORBIDDEN
from app.findings.asked import OF_COUNTS, Ask, UnknownAsk, can_be_asked
from app.findings.explore import explore
from app.findings.finding import Question
from data_access.database import make_engine, run_fetch
from data_access.homes import fetch_authorities
from data_access.models import Authority, ImportBatch, PeriodCount, ReportingLine
from data_access.selection import Selection
from data_access.viewer import Viewer
from tests.app.odd_databases import DAMAGE, MISSING, MONTHS, NUISANCE, Records, home, make_database

PUBLISHED = Path(__file__).resolve().parents[2] / "published"
VIEWER = Viewer(who="test", audiences=frozenset({"partnership"}))
SENSITIVE = ("sexual", "domestic", "sudden death", "rape")
QUESTIONS = {
    "all homes": {},
    "Home 3/4": {"lines": ("home-3-4",)},
    "the quarter before": {"current": "2022-23-Q3", "previous": "2022-23-Q2"},
    "not covered": {"current": "2024-25", "previous": "2023-24"},
}
NARROWED_FOR = ("all homes", "not covered")  # of the four questions; odd data are narrowed too
ONLY = {"crimes": ("violence-without-injury", "group-violence-against-the-person"), "incidents": ("missing-person",)}


def published(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def remembering(fetch_now):
    """A source that asks the database each question once, as pages do."""
    known = {}

    def fetch(function, *args, **kwargs):
        key = repr((function.__name__, args, sorted(kwargs.items())))
        if key not in known:
            known[key] = fetch_now(function, *args, **kwargs)
        return known[key].copy()

    return fetch


def rows(table):
    return {row[0]: tuple(row[1:]) for row in table.text.itertuples(index=False)}


def shown_to_a_room(finding):
    """All that a room can see of a finding, as one text."""
    table = finding.room_table or finding.tables[0]
    traces = [] if finding.figure is None else finding.figure.data
    picture = str([(trace.x, trace.y, trace.text, trace.hovertext) for trace in traces])
    return "\n".join(
        [finding.title, finding.alt, *finding.sentences, table.text.to_csv(), table.numbers.to_csv(), picture]
    )


def answers(question, source, measure, narrowed, **more):
    """The answer of each split that the measure allows, and if `narrowed` of each type it is narrowed to."""
    for only in ("", *(ONLY.get(measure, ()) if narrowed else ())):
        for split in can_be_asked(question, source, Ask(measure, only=only)).splits:
            yield explore(question, source, Ask(measure, split, only, **more))


@pytest.mark.parametrize("named", QUESTIONS)
def test_every_measure_is_answered_in_every_split_it_allows(named, ask, source):
    question = ask(**QUESTIONS[named])
    for measure in can_be_asked(question, source, Ask()).measures:
        for finding in answers(question, source, measure, named in NARROWED_FOR):
            assert len(finding.title.split()) <= 10, finding.title
            assert finding.key == "explore"
            assert finding.population
            assert finding.sources
            assert finding.sentences
            assert finding.tables or "year" in finding.title
            assert finding.figure is None or finding.alt
            for text in (finding.title, finding.alt, *finding.sentences, *finding.notes):
                assert not [rule for rule in FORBIDDEN if re.search(rule, text, re.IGNORECASE)], text
            said = " ".join(text for text in (finding.title, finding.alt, *finding.sentences) if text).lower()
            assert not [word for word in SENSITIVE if word in said]
            assert not re.search(r"nan\b|\bat :|  ", said), said


def test_a_period_not_covered_is_not_supplied_and_never_zero(ask, source):
    question = ask(**QUESTIONS["not covered"])
    for measure in ("crimes", "incidents", "missing-share", "crime-rate", "yjs-offences"):
        for split in can_be_asked(question, source, Ask(measure)).splits:
            if split in ("year", "provider"):
                continue
            finding = explore(question, source, Ask(measure, split))
            assert "supplied" in " ".join([finding.title, *finding.sentences]).lower()
            for table in finding.tables:
                assert "0" not in {cell for row in table.text.iloc[:, 1:].to_numpy() for cell in row}


def test_violence_without_injury_at_home_2_went_from_14_to_4_where_its_area_would_have_had_13_and_a_half(ask, source):
    question = ask(lines=("home-2",))
    asked = Ask("crimes", only="violence-without-injury")
    finding = explore(question, source, asked)
    assert can_be_asked(question, source, asked).words == (
        "How many crimes of violence without injury were recorded at Home 2 in April 2022 to March 2023, against April "
        "2021 to March 2022 and its neighbourhood?"
    )
    assert finding.title == "Violence without injury, Home 2: 14 to 4, too few"
    assert rows(finding.tables[0]) == {"Home 2": ("14", "4", "-71.4%", "13.5")}
    assert finding.sentences == (
        "Crimes of violence without injury at Home 2: 14 to 4, too few to compare.",
        "All crimes in the neighbourhood, Boulton, Sinfin and Osmaston, went from 3,847 to 3,709.",
        "Had Home 2 moved like its neighbourhood, there would have been about 13.5.",
    )
    assert any("never compared" in note for note in finding.notes)
    assert finding.how_sure is None


def test_without_the_area_nothing_is_said_of_it(ask, source):
    finding = explore(ask(), source, Ask("crimes", "line", area=False))
    assert rows(finding.tables[0])["Home 2"] == ("32", "10", "-68.8%")
    assert len(finding.tables) == 1
    told = " ".join([finding.title, finding.alt, *finding.sentences, *finding.notes])
    assert "neighbourhood" not in told
    assert not any("not supplied" in note for note in finding.notes)
    assert finding.sources[0].startswith("Police crimes:")


@pytest.mark.parametrize("thing", ["crimes", "incidents"])
def test_the_published_rows_of_homes_and_neighbourhoods_are_printed(thing, ask, source):
    finding = explore(ask(), source, Ask(thing, "line"))
    printed = {**rows(finding.tables[0]), **rows(finding.tables[1])}
    for row in published(f"{thing}_home_vs_neighbourhood.csv"):
        place = "All homes" if row["kind"] == "total" else row["place"]
        counts = (f"{int(row['previous_2021_22']):,}", f"{int(row['current_2022_23']):,}")
        assert printed[place][:3] == (*counts, row["change_pct"])
    together = explore(ask(), source, Ask(thing))
    assert rows(together.tables[0])["All homes"] == rows(finding.tables[0])["All homes"]


@pytest.mark.parametrize(
    ("measure", "name", "label"),
    [("crimes", "crimes_by_offence_type.csv", "offence_type"), ("incidents", "incidents_by_type.csv", "incident_type")],
)
def test_every_published_type_is_told_when_the_count_is_narrowed_to_it(measure, name, label, ask, source):
    types = {text.lower(): key for key, text in can_be_asked(ask(), source, Ask(measure)).types.items()}
    for row in published(name):
        spoken = row[label].lower().replace(" *c*", " (crime-related)")
        if spoken not in types:
            assert any(word in spoken for word in SENSITIVE)
            continue
        finding = explore(ask(), source, Ask(measure, "line", types[spoken], area=False))
        expected = (row["previous_2021_22"], row["current_2022_23"], row["change_pct"])
        assert rows(finding.tables[0])[row["home"]] == expected


def test_the_published_youth_justice_numbers_are_printed(ask, source):
    by_label = {row["measure"].lower(): row for row in published("youth_justice.csv")}
    for key, name in can_be_asked(ask(), source, Ask()).measures.items():
        row = by_label.get(name.removeprefix("Youth justice: ").lower())
        if row is None:
            continue
        printed = next(iter(rows(explore(ask(), source, Ask(key)).tables[0]).values()))
        assert printed == (row["previous_2021_22"], row["current_2022_23"], row["change_pct"])
        of_years = rows(explore(ask(), source, Ask(key, "year")).tables[0])
        assert of_years == {"2021-22": (row["previous_2021_22"],), "2022-23": (row["current_2022_23"],)}
        del by_label[row["measure"].lower()]
    assert by_label == {}


@pytest.mark.parametrize("split", ["month", "quarter", "year"])
@pytest.mark.parametrize(
    ("measure", "whole"), [("crimes", (54, 18)), ("incidents", (430, 160)), ("yjs-contacts", (37, 96))]
)
def test_parts_add_up_to_what_was_published(measure, whole, split, ask, source):
    numbers = explore(ask(), source, Ask(measure, split)).tables[0].numbers
    if split == "year":
        assert tuple(numbers.iloc[:, 1]) == whole
        return
    assert (numbers["2021-22"].iloc[-1], numbers["2022-23"].iloc[-1]) == whole
    assert (numbers["2021-22"].iloc[:-1].sum(), numbers["2022-23"].iloc[:-1].sum()) == whole


def test_the_missing_share_has_its_numbers_together_by_home_by_quarter_and_by_year(ask, source):
    assert rows(explore(ask(), source, Ask("missing-share")).tables[0])["All homes"] == (
        "306 of 430",
        "71.2%",
        "115 of 160",
        "71.9%",
    )
    assert rows(explore(ask(), source, Ask("missing-share", "year")).tables[0]) == {
        "2021-22": ("306 of 430", "71.2%"),
        "2022-23": ("115 of 160", "71.9%"),
    }
    assert rows(explore(ask(), source, Ask("missing-share", "quarter")).tables[0])["Whole period"][0] == "306 of 430"
    assert list(rows(explore(ask(), source, Ask("missing-share", "home")).tables[0])) == [
        "All homes",
        "Home 1",
        "Home 2",
        "Home 3",
        "Home 4",
    ]


def listed(trace, name):
    value = trace.get(name)
    return value if isinstance(value, list) else [value]


def test_one_robbery_at_one_home_is_in_the_table_at_a_desk_and_nowhere_in_a_room(ask, source):
    for split in ("", "line", "home", "provider", "quarter", "month", "year"):
        finding = explore(ask(), source, Ask("incidents", split, "robbery-c"))
        assert "1" in {cell for row in finding.tables[0].text.to_numpy() for cell in row}
        assert "too few to show" in finding.title or split == "year"
        room = finding.room_table
        assert not {"1", "2"} & {cell for row in room.text.iloc[:, 1:].to_numpy() for cell in row}
        assert not {1, 2} & {cell for row in room.numbers.iloc[:, 1:].to_numpy() for cell in row}
        assert not re.search(r"\b[12] (to|in)\b|to [12]\b", " ".join([finding.title, finding.alt, *finding.sentences]))
        drawn = json.loads(finding.figure.to_json())["data"]
        of_numbers = "x" if split in ("", "line", "home", "provider") else "y"
        told = [value for trace in drawn for name in (of_numbers, "text", "hovertext") for value in listed(trace, name)]
        assert not {1, 2} & {value for value in told if isinstance(value, int | float)}
        assert not [value for value in told if isinstance(value, str) and re.search(r"(: |>|^)[12](<|$)", value)]
        assert any("one or two of one type" in note for note in finding.notes)


def test_sensitive_types_are_neither_offered_nor_answered(ask, source):
    for measure in ("crimes", "incidents"):
        offered = can_be_asked(ask(), source, Ask(measure))
        names = " ".join([*offered.types.values(), *offered.groups.values()]).lower()
        assert not [word for word in SENSITIVE if word in names]
        for key in ("rape", "other-sexual-offences", "group-sexual-offences", "sudden-death", "domestic-incident"):
            with pytest.raises(UnknownAsk, match="cannot be narrowed"):
                explore(ask(), source, Ask(measure, only=key))


def test_a_group_of_sensitive_types_alone_is_not_named_in_a_room(ask, source):
    finding = explore(ask(), source, Ask("crimes", "group"))
    assert "Sexual offences" in rows(finding.tables[0])
    assert "sexual" not in shown_to_a_room(finding).lower()
    assert rows(finding.tables[0])["Violence against the person"] == ("27", "10", "-63.0%")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Ask("crimez"), "There is no measure crimez. There is: incidents, crimes, missing-share"),
        (Ask("crimes", "colour"), "Nothing can be split by colour. There is: "),
        (Ask("crimes", only="group-colour"), "Crimes cannot be narrowed to group-colour. There is: all-other-theft"),
        (Ask("missing-share", only="robbery"), "Missing-person share of incidents cannot be narrowed to a type"),
    ],
)
def test_what_does_not_exist_is_refused_with_a_sentence_that_names_what_there_is(asked, told, ask, source):
    for answer in (explore, can_be_asked):
        with pytest.raises(UnknownAsk) as refused:
            answer(ask(), source, asked)
        assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    "asked",
    [
        Ask("missing-share", "month"),
        Ask("crimes", "outcome"),
        Ask("crimes", "type", "robbery"),
        Ask("crimes", "group", "group-robbery"),
        Ask("yjs-children", "quarter"),
        Ask("outcomes"),
        Ask("cromarty-improved", "year"),
        Ask("incident-rate", "home"),
    ],
)
def test_a_split_that_does_not_fit_is_refused_and_one_that_does_is_offered_in_its_place(asked, ask, source):
    with pytest.raises(UnknownAsk, match=r"cannot be split by .* There is: "):
        explore(ask(), source, asked)
    offered = can_be_asked(ask(), source, asked)
    assert "cannot be split by" in offered.unfit
    assert explore(ask(), source, offered.fitting).title


def test_the_choices_fit_each_other(ask, source):
    assert tuple(can_be_asked(ask(), source, Ask("crimes")).splits) == OF_COUNTS
    assert not {"type", "group"} & set(can_be_asked(ask(), source, Ask("crimes", only="robbery")).splits)
    by_type = can_be_asked(ask(), source, Ask("crimes", "type"))
    assert not by_type.types
    assert not by_type.groups
    assert not can_be_asked(ask(), source, Ask("missing-share")).types


def test_outcomes_and_cromarty_are_of_all_homes_whatever_homes_are_chosen(ask, source):
    for asked in (Ask("outcomes", "outcome"), Ask("cromarty-improved")):
        every, one = explore(ask(), source, asked), explore(ask(lines=("home-2",)), source, asked)
        assert every.tables[0].text.equals(one.tables[0].text)
        assert any("does not apply" in note for note in one.notes)
        assert one.figure is None
        assert not one.choices


def test_behind_a_comparison_that_is_not_narrowed_stands_how_sure_it_is(ask, source):
    assert explore(ask(), source, Ask("crimes", "line")).how_sure is not None


# --- odd data ------------------------------------------------------------------------------------------------------


@pytest.fixture
def odd(tmp_path):
    """Makes a database of any shape and answers its source and a question of all its homes."""
    engines = []

    def make(**shape):
        url = f"sqlite:///{tmp_path / f'{len(engines)}.db'}"
        make_database(url, **shape)
        engine = make_engine(url)
        engines.append(engine)
        fetch = remembering(lambda function, *args, **kwargs: run_fetch(engine, function, VIEWER, *args, **kwargs))
        selection = Selection(fetch(fetch_authorities)["key"].iloc[0])
        periods = parse_period("2022-23"), parse_period("2021-22")
        return fetch, Question(selection, "A council", (), "", *periods, date(2023, 3, 31)), engine

    yield make
    for engine in engines:
        engine.dispose()


ODD = {
    "opened mid-way": {"homes": (home("Home 1"), home("Home 2", opened=date(2022, 9, 12)))},
    "nothing supplied": {
        "covered": dict.fromkeys(("incidents", "crimes", "youth_justice", "cromarty"), ()),
        "occupancy": None,
    },
    "no records": {"incidents": (), "crimes": (), "events": (), "scores": ()},
    "one home": {"homes": (home("Home 1"),)},
    "no neighbourhood": {"homes": (home("Home 1", area=""),), "area_counts": ()},
    "two homes in one line": {
        "homes": (home("Home 1", line="Home 1/2"), home("Home 2", line="Home 1/2", provider="private"))
    },
    "only the later year": {"covered": dict.fromkeys(("incidents", "crimes", "youth_justice"), MONTHS[12:])},
}


@pytest.mark.parametrize("shape", ODD)
def test_odd_data_are_answered_in_words(shape, odd):
    source, question, _ = odd(**ODD[shape])
    narrowed = (Ask("crimes", split, "criminal-damage") for split in ("", "line", "home", "month", "year"))
    plain = (
        Ask(measure, split)
        for measure in ("crimes", "incidents", "missing-share", "incident-rate", "yjs-offences", "yjs-court-children")
        for split in can_be_asked(question, source, Ask(measure)).splits
    )
    for asked in (*narrowed, *plain):
        finding = explore(question, source, asked)
        assert finding.sentences, asked
        assert len(finding.title.split()) <= 10
        assert not re.search(r"nan\b|\bat :", " ".join([finding.title, *finding.sentences]).lower()), asked


def test_a_home_that_opened_mid_way_is_counted_and_not_compared(odd):
    source, question, _ = odd(**ODD["opened mid-way"])
    finding = explore(question, source, Ask("crimes", "line", "criminal-damage"))
    assert rows(finding.tables[0])["Home 2"] == ("not open", "14", "not open", "not open")
    quarters = rows(explore(question, source, Ask("crimes", "quarter")).tables[0])
    assert quarters["April to June"] == ("6", "6", "0.0%")  # it was open in neither of the two
    assert quarters["July to September"] == ("6", "8", "not open")
    lines = replace(question.selection, lines=("home-2-2",))
    alone = rows(explore(replace(question, selection=lines), source, Ask("crimes", "quarter")).tables[0])
    assert alone["April to June"] == ("not open", "not open", "not open")
    assert alone["July to September"] == ("not open", "2", "not open")


def test_a_hidden_home_is_told_by_no_total_in_a_room(odd):
    month = MONTHS[14]
    source, question, _ = odd(
        crimes=(Records("Home 1", month, DAMAGE), *(Records("Home 2", one, DAMAGE) for one in MONTHS)),
    )
    finding = explore(question, source, Ask("crimes", "line", "criminal-damage"))
    assert rows(finding.tables[0])["All homes"][:2] == ("12", "13")
    room = rows(finding.room_table)
    assert set(room["Home 1"]) == set(room["All homes"]) == {"too few to show"}
    assert room["Home 2"][:2] == ("12", "12")


def test_a_hidden_missing_share_is_told_by_no_total_in_a_room(odd):
    many = [Records("Home 2", month, kind, 3) for month in MONTHS for kind in (MISSING, NUISANCE)]
    source, question, _ = odd(incidents=(Records("Home 1", MONTHS[13], MISSING), *many))
    finding = explore(question, source, Ask("missing-share", "line"))
    assert rows(finding.tables[0])["All homes"] == ("36 of 72", "50.0%", "37 of 73", "50.7%")
    room = rows(finding.room_table)
    assert set(room["All homes"]) == set(room["Home 1"]) == {"too few to show"}
    assert "would tell of a home" in finding.sentences[0]
    assert "37" not in shown_to_a_room(finding)
    assert "37" in finding.tables[0].text.to_csv()


def publish(engine, *counts):
    """Published counts (measure, label, line, first month, last month, count); line "" is the whole authority."""
    with Session(engine) as session, session.begin():
        authority = session.execute(select(Authority.id)).scalar_one()
        batch = session.execute(select(ImportBatch.id)).scalars().first()
        lines = dict(session.execute(select(ReportingLine.name, ReportingLine.id)).all())
        for measure, label, line, first, last, count in counts:
            session.add(
                PeriodCount(
                    authority_id=authority,
                    measure=measure,
                    label=label,
                    reporting_line_id=lines.get(line),
                    first_month=first,
                    last_month=last,
                    count=count,
                    published_on=date(2023, 10, 31),
                    batch_id=batch,
                )
            )


YEARS = {"2021-22": (date(2021, 4, 1), date(2022, 3, 1)), "2022-23": (date(2022, 4, 1), date(2023, 3, 1))}
TWO_IN_ONE = (home("Home 1"), home("Home 2", line="Home 2/3"), home("Home 3", line="Home 2/3"))


def of_years(measure, label, line, *counts):
    return [(measure, label, line, *months, count) for months, count in zip(YEARS.values(), counts, strict=True)]


def test_published_totals_tell_whole_years_and_neither_their_quarters_nor_single_homes_of_a_line(odd):
    source, question, engine = odd(homes=TWO_IN_ONE, crimes=(), covered={"crimes": ()}, area_counts=())
    publish(
        engine,
        *of_years("crimes", "", "Home 1", 18, 5),
        *of_years("crimes", "", "Home 2/3", 32, 10),
        *of_years("crimes", "ROBBERY", "Home 1", 9, 4),
        *of_years("crimes", "ROBBERY", "Home 2/3", 12, 3),
        *of_years("crimes", "DRUG POSSESSION", "Home 1", 9, 1),
        *of_years("crimes", "DRUG POSSESSION", "Home 2/3", 20, 7),
    )
    by_line = rows(explore(question, source, Ask("crimes", "line", area=False)).tables[0])
    assert by_line == {
        "Home 1": ("18", "5", "-72.2%"),
        "Home 2/3": ("32", "10", "-68.8%"),
        "All homes": ("50", "15", "-70.0%"),
    }
    narrowed = explore(question, source, Ask("crimes", "line", "robbery", area=False))
    assert rows(narrowed.tables[0])["All homes"] == ("21", "7", "-66.7%")
    by_home = explore(question, source, Ask("crimes", "home", area=False))
    gap = ("not supplied",) * 3
    assert rows(by_home.tables[0]) == {
        "Home 1": ("18", "5", "-72.2%"),
        **dict.fromkeys(("Home 2", "Home 3", "All homes"), gap),
    }
    assert any("its single homes are not told" in note for note in by_home.notes)
    quarters = explore(question, source, Ask("crimes", "quarter"))
    assert rows(quarters.tables[0])["April to June"] == gap
    assert rows(quarters.tables[0])["Whole period"] == ("50", "15", "-70.0%")
    assert any("only yearly totals supplied; they" in note for note in quarters.notes)
    assert rows(explore(question, source, Ask("crimes", "year")).tables[0]) == {"2021-22": ("50",), "2022-23": ("15",)}


def test_a_year_that_was_only_published_stands_beside_those_that_records_cover(odd):
    source, question, engine = odd(homes=(home("Home 1"),))
    publish(engine, ("crimes", "", "Home 1", date(2020, 4, 1), date(2021, 3, 1), 40))
    assert rows(explore(question, source, Ask("crimes", "year")).tables[0]) == {
        "2020-21": ("40",),
        "2021-22": ("24",),
        "2022-23": ("24",),
    }


def test_other_measures_are_asked_for_by_their_name(odd):
    source, question, engine = odd(homes=(home("Home 1"), home("Home 2")))
    timetables, cost = "Children on part-time timetables", "Crimes"
    publish(
        engine,
        *of_years("other", timetables, "Home 1", 9, 1),
        *of_years("other", timetables, "Home 2", 7, 6),
        *of_years("other", cost, "", 40, 30),
    )
    offered = can_be_asked(question, source, Ask())
    assert offered.measures["other-children-on-part-time-timetables"] == f"Other: {timetables}"
    assert offered.measures["other-crimes"] == "Other: Crimes"
    key = "other-children-on-part-time-timetables"
    by_line = explore(question, source, Ask(key, "line"))
    assert rows(by_line.tables[0]) == {
        "Home 1": ("9", "1", "-88.9%"),
        "Home 2": ("7", "6", "-14.3%"),
        "All homes": ("not supplied",) * 3,
    }
    assert set(rows(by_line.room_table)["Home 1"]) == {"too few to show"}
    assert explore(question, source, Ask(key)).title.endswith("not supplied")
    assert rows(explore(question, source, Ask("other-crimes")).tables[0]) == {"Crimes": ("40", "30", "-25.0%")}
    assert explore(question, source, Ask("other-crimes", "year")).title == "Crimes: 40 in 2021-22, 30 in 2022-23"
    by_line = explore(question, source, Ask("other-crimes", "line"))
    assert rows(by_line.tables[0])["Home 1"] == ("not supplied",) * 3
    assert by_line.sources == (
        "Published figures: only yearly totals supplied, to 31/03/2023, published on 31/10/2023.",
    )


def test_children_that_another_measure_may_count_are_added_neither_over_homes_nor_over_parts(odd):
    source, question, engine = odd(homes=(home("Home 1"), home("Home 2")))
    halves = ((date(2022, 4, 1), date(2022, 9, 1), 5), (date(2022, 10, 1), date(2023, 3, 1), 6))
    publish(engine, *[("other", "Children excluded", "", *half) for half in halves])
    answer = explore(question, source, Ask("other-children-excluded"))
    assert rows(answer.tables[0])["Children excluded"] == ("not supplied",) * 3


def test_one_child_of_another_measure_stands_in_no_title(odd):
    source, question, engine = odd(homes=(home("Home 1"), home("Home 2")))
    publish(engine, *of_years("other", "Children excluded", "Home 1", 1, 2))
    chosen = replace(question, selection=Selection("derby-city", ("home-1-1",)), line_names=("Home 1",))
    for split in ("", "line", "year"):
        answer = explore(chosen, source, Ask("other-children-excluded", split))
        assert not re.search(r"(: | to )[12]\b", answer.title)
        assert answer.room_table is not None


def test_names_of_other_measures_that_look_alike_stay_apart(odd):
    source, question, engine = odd(homes=(home("Home 1"),))
    publish(
        engine,
        *of_years("other", "Part-time timetables", "", 1, 2),
        *of_years("other", "Part time timetables", "", 30, 40),
    )
    offered = can_be_asked(question, source, Ask()).measures
    own = [key for key in offered if key.startswith("other-part-time-timetables-")]
    assert len(own) == 2


def test_published_youth_justice_numbers_tell_years_that_no_events_cover(odd):
    source, question, engine = odd(covered={"youth_justice": ()}, events=())
    publish(engine, *of_years("youth_justice", "contacts", "", 37, 96))
    assert rows(explore(question, source, Ask("yjs-contacts", "year")).tables[0]) == {
        "2021-22": ("37",),
        "2022-23": ("96",),
    }
    months = explore(question, source, Ask("yjs-contacts", "month"))
    assert rows(months.tables[0])["April"] == ("not supplied",) * 3
    assert rows(months.tables[0])["Whole period"][:2] == ("37", "96")
    assert any("only yearly totals supplied" in note for note in months.notes)
