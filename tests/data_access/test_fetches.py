"""What fetches answer: the published numbers, of the homes asked for, in the months covered."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from data_access.coverage import fetch_batches, fetch_coverage, fetch_sources
from data_access.crimes import fetch_crime_counts, fetch_outcome_counts
from data_access.homes import fetch_lines, fetch_places
from data_access.incidents import fetch_incident_counts
from data_access.neighbourhoods import fetch_neighbourhood_counts
from data_access.selection import Selection
from data_access.youth_justice import fetch_youth_justice_counts

PUBLISHED = Path(__file__).parents[1] / "published"
DERBY = Selection("derby-city")
YEARS = {
    "previous_2021_22": (date(2021, 4, 1), date(2022, 4, 1)),
    "current_2022_23": (date(2022, 4, 1), date(2023, 4, 1)),
}
ALL_YEARS = {"start": date(2021, 4, 1), "end": date(2023, 4, 1)}
EVERY_YEAR = pytest.mark.parametrize("year", YEARS)
YOUTH_JUSTICE_AS_PRINTED = {
    "children": "young people involved with YJS",
    "substantive_orders": "on substantive court orders",
    "offences": "offences committed in period",
    "court_appearances": "court appearances",
    "contacts": "face to face contacts with services in the period",
    "assessments": "assessments completed",
    "breaches": "breach",
}


def published(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def ask(sample_engine, viewer_of):
    """Asks a fetch about the sample: ask(fetch_incident_counts, DERBY, start=..., end=...)."""

    def answer(fetch, *arguments, viewer=None, **keywords):
        with Session(sample_engine) as session:
            return fetch(session, viewer or viewer_of(), *arguments, **keywords)

    return answer


def sums(frame, *keys):
    return {key: int(count) for key, count in frame.groupby(list(keys))["count"].sum().items()}


@EVERY_YEAR
@pytest.mark.parametrize(
    ("fetch", "table", "column"),
    [
        (fetch_incident_counts, "incidents_by_type.csv", "incident_type"),
        (fetch_crime_counts, "crimes_by_offence_type.csv", "offence_type"),
    ],
)
def test_counts_by_line_and_type_are_the_published_ones(ask, year, fetch, table, column):
    start, end = YEARS[year]
    found = sums(ask(fetch, DERBY, start=start, end=end), "line", "type")
    assert found == {(row["home"], row[column]): int(row[year]) for row in published(table) if row[year] != "0"}


@EVERY_YEAR
@pytest.mark.parametrize(
    ("fetch", "table"),
    [
        (fetch_incident_counts, "incidents_home_vs_neighbourhood.csv"),
        (fetch_crime_counts, "crimes_home_vs_neighbourhood.csv"),
    ],
)
def test_counts_by_line_and_neighbourhood_are_the_published_ones(ask, year, fetch, table):
    start, end = YEARS[year]
    found = sums(ask(fetch, DERBY, start=start, end=end), "line", "neighbourhood")
    homes = [row for row in published(table) if row["kind"] == "home"]
    assert found == {(row["place"], row["neighbourhood"]): int(row[year]) for row in homes}
    (total,) = (int(row[year]) for row in published(table) if row["kind"] == "total")
    assert sum(found.values()) == total


@EVERY_YEAR
@pytest.mark.parametrize("kind", ["incident", "crime"])
def test_counts_of_neighbourhoods_are_the_published_ones(ask, year, kind):
    start, end = YEARS[year]
    found = sums(ask(fetch_neighbourhood_counts, DERBY, kind=kind, start=start, end=end), "neighbourhood")
    areas = [row for row in published(f"{kind}s_home_vs_neighbourhood.csv") if row["kind"] == "neighbourhood"]
    assert found == {row["place"]: int(row[year]) for row in areas}


@EVERY_YEAR
def test_youth_justice_counts_are_the_published_ones(ask, year):
    start, end = YEARS[year]
    counts = ask(fetch_youth_justice_counts, authority="derby-city", start=start, end=end)
    found = dict(zip(counts["measure"], counts["count"], strict=True))
    printed = {row["measure"]: int(row[year]) for row in published("youth_justice.csv")}
    assert {words: found.get(measure, 0) for measure, words in YOUTH_JUSTICE_AS_PRINTED.items()} == printed


def test_children_are_counted_once_over_a_period_and_do_not_add_up(ask):
    def children(start, end):
        counts = ask(fetch_youth_justice_counts, authority="derby-city", start=start, end=end).set_index("measure")
        return counts.at["children", "count"]

    both_years = children(date(2021, 4, 1), date(2023, 4, 1))
    assert both_years < children(*YEARS["previous_2021_22"]) + children(*YEARS["current_2022_23"])


def test_outcomes_add_up_to_the_crimes_and_stand_in_the_order_of_their_classes(ask):
    outcomes = ask(fetch_outcome_counts, DERBY, **ALL_YEARS)
    assert outcomes["count"].sum() == 54 + 18
    assert list(outcomes["class_order"]) == sorted(outcomes["class_order"])
    assert outcomes["outcome_class"].is_unique
    assert list(outcomes.columns) == ["outcome_class", "class_order", "count"]


@pytest.mark.parametrize(("year", "still_open", "crimes"), [("previous_2021_22", 0, 54), ("current_2022_23", 6, 18)])
def test_so_many_crimes_of_the_sample_are_open(ask, year, still_open, crimes):
    start, end = YEARS[year]
    outcomes = ask(fetch_outcome_counts, DERBY, start=start, end=end).set_index("outcome_class")["count"]
    assert (outcomes.get("open", 0), outcomes.sum()) == (still_open, crimes)


def test_what_became_of_crimes_is_not_supplied_where_no_file_had_a_column_of_it(home_engine, load_rows, viewer_of):
    load_rows(home_engine, "crimes", {}, {"reference": "CR-2"}, without=("outcome_code", "outcome_date"))
    load_rows(home_engine, "crimes", {"reference": "CR-3", "outcome_code": ""})
    with Session(home_engine) as session:
        outcomes = fetch_outcome_counts(session, viewer_of(), DERBY, **ALL_YEARS)
    assert outcomes.to_dict("records") == [
        {"outcome_class": "open", "class_order": 1, "count": 1},
        {"outcome_class": "not supplied", "class_order": 99, "count": 2},
    ]


def test_a_crime_without_an_outcome_is_open(home_engine, load_rows, viewer_of):
    load_rows(
        home_engine, "crimes", {"outcome_code": "", "outcome_date": ""}, {"reference": "CR-2", "outcome_code": "0"}
    )
    with Session(home_engine) as session:
        outcomes = fetch_outcome_counts(session, viewer_of(), DERBY, **ALL_YEARS)
    assert outcomes.to_dict("records") == [{"outcome_class": "open", "class_order": 1, "count": 2}]


@pytest.mark.parametrize(
    ("selection", "lines"),
    [
        (DERBY, ["Home 1", "Home 2", "Home 3/4"]),
        (Selection("derby-city", lines=("home-2",)), ["Home 2"]),
        (Selection("derby-city", lines=("home-3-4", "home-1")), ["Home 1", "Home 3/4"]),
        (Selection("derby-city", provider="council"), ["Home 1", "Home 2", "Home 3/4"]),
        (Selection("derby-city", provider="private"), []),
        (Selection("derby-city", lines=("home-9",)), []),
    ],
)
@pytest.mark.parametrize("fetch", [fetch_incident_counts, fetch_crime_counts])
def test_only_the_lines_and_the_provider_asked_for_are_counted(ask, fetch, selection, lines):
    found = ask(fetch, selection, **ALL_YEARS)
    assert list(dict.fromkeys(found["line"])) == lines


@pytest.mark.parametrize("fetch", [fetch_incident_counts, fetch_crime_counts])
def test_only_the_homes_of_the_viewer_are_counted(ask, viewer_of, fetch):
    every_home = ask(fetch, DERBY, **ALL_YEARS)
    own = ask(fetch, DERBY, viewer=viewer_of(homes=["Home 3"]), **ALL_YEARS)
    home_3, others = own["home_id"].unique()
    assert own[own["home_id"] == home_3].equals(every_home[every_home["home_id"] == home_3].reset_index(drop=True))
    assert list(own.loc[own["home_id"] == others, "line"].unique()) == ["Other homes"]
    assert own["count"].sum() == every_home["count"].sum()
    assert (
        len(ask(fetch, Selection("derby-city", lines=("home-1",)), viewer=viewer_of(homes=["Home 3"]), **ALL_YEARS))
        == 0
    )


def test_neighbourhoods_are_those_of_the_homes_asked_for(ask):
    found = ask(fetch_neighbourhood_counts, Selection("derby-city", lines=("home-1",)), kind="crime", **ALL_YEARS)
    assert set(found["neighbourhood"]) == {"Chellaston"}


def test_a_period_begins_with_its_first_month_and_ends_before_the_month_given(ask):
    found = ask(fetch_incident_counts, DERBY, start=date(2022, 5, 1), end=date(2022, 7, 1))
    assert set(found["month"]) == {date(2022, 5, 1), date(2022, 6, 1)}


@pytest.mark.parametrize(
    ("fetch", "keywords"),
    [
        (fetch_incident_counts, {}),
        (fetch_crime_counts, {}),
        (fetch_outcome_counts, {}),
        (fetch_neighbourhood_counts, {"kind": "crime"}),
    ],
)
def test_a_period_without_a_record_gives_the_columns_and_no_row(ask, fetch, keywords):
    then = {"start": date(2019, 4, 1), "end": date(2020, 4, 1)}
    found = ask(fetch, DERBY, **keywords, **then)
    assert len(found) == 0
    assert list(found.columns) == list(ask(fetch, DERBY, **keywords, **ALL_YEARS).columns)


def test_missing_episodes_are_those_the_paper_counts(ask):
    found = ask(fetch_incident_counts, DERBY, **ALL_YEARS)
    assert set(found.loc[found["missing"], "type"]) == {"Missing Person"}
    assert set(found.loc[found["no_apparent_risk"], "type"]) == {"Missing No Apparent Risk"}
    assert {"Sexual Offence *C*", "Domestic Incident", "Sudden Death"} == set(found.loc[found["sensitive"], "type"])


def test_a_crime_is_never_missing_and_has_the_columns_of_an_incident(ask):
    crimes = ask(fetch_crime_counts, DERBY, **ALL_YEARS)
    assert not crimes["missing"].any()
    assert not crimes["no_apparent_risk"].any()
    assert list(crimes.columns) == list(ask(fetch_incident_counts, DERBY, **ALL_YEARS).columns)


def test_lines_and_places_stand_in_register_order(ask):
    lines = ask(fetch_lines, authority="derby-city")
    assert list(zip(lines["key"], lines["name"], strict=True)) == [
        ("home-1", "Home 1"),
        ("home-2", "Home 2"),
        ("home-3-4", "Home 3/4"),
    ]
    places = ask(fetch_places, DERBY, at=date(2023, 3, 1))
    assert list(places["home"]) == ["Home 1", "Home 2", "Home 3", "Home 4"]
    assert list(places["neighbourhood"]) == ["Chellaston", *["Boulton, Sinfin and Osmaston"] * 3]


def test_a_month_that_no_file_covers_has_no_row_of_coverage(ask):
    period = {"start": date(2021, 1, 1), "end": date(2023, 7, 1)}
    covered = ask(fetch_coverage, authority="derby-city", source="incidents", **period)
    assert Counter(covered["place_kind"]) == {"home": 4 * 24}
    assert (min(covered["month"]), max(covered["month"])) == (date(2021, 4, 1), date(2023, 3, 1))


@pytest.mark.parametrize(
    ("source", "kind", "places"),
    [
        ("crimes", "home", 4),
        ("occupancy", "home", 4),
        ("neighbourhood incident", "neighbourhood", 2),
        ("neighbourhood crime", "neighbourhood", 2),
        ("youth_justice", "authority", 1),
        ("cromarty", "authority", 1),
        ("nothing of that name", "", 0),
    ],
)
def test_coverage_names_the_places_that_a_source_covers(ask, source, kind, places):
    covered = ask(fetch_coverage, authority="derby-city", source=source, **ALL_YEARS)
    assert set(covered["place_kind"]) == ({kind} if places else set())
    assert len(set(covered["place"])) == places
    assert len(covered) == places * 24


def test_coverage_of_a_home_names_it_as_counts_do(ask):
    covered = ask(fetch_coverage, authority="derby-city", source="incidents", **ALL_YEARS)
    homes = ask(fetch_places, DERBY, at=date(2023, 3, 1))["home_id"]
    assert set(covered["place"]) == set(map(str, homes))


def test_every_source_says_from_when_to_when_and_when_it_was_drawn(ask):
    sources = ask(fetch_sources, authority="derby-city").set_index("source")
    assert set(sources.index) == {
        "incidents",
        "crimes",
        "neighbourhood incident",
        "neighbourhood crime",
        "youth_justice",
        "cromarty",
        "occupancy",
        "internal_counts",
    }
    assert set(sources["first_month"]) == {date(2021, 4, 1)}
    assert set(sources["last_month"]) == {date(2023, 3, 1)}
    assert set(sources["extract_date"]) == {date(2023, 4, 12)}


def test_the_files_loaded_stand_newest_first(ask):
    batches = ask(fetch_batches, authority="derby-city")
    assert list(batches["kind"].iloc[[0, -1]]) == ["summary", "homes"]
    of_records = batches[batches["kind"] != "summary"]  # a row of the yearly tables holds several counts
    assert (of_records["rows_read"] == of_records["added"]).all()
    assert list(batches["id"]) == sorted(batches["id"], reverse=True)


def test_of_the_files_loaded_those_may_be_undone_that_nobody_writes_on_by_hand(ask):
    batches = ask(fetch_batches, authority="derby-city")
    assert set(batches.loc[~batches["may_undo"].astype(bool), "kind"]) == {"investigations", "checklist", "actions"}
    assert batches["undone_at"].isna().all()
    assert batches["source"].iloc[0] == "Corporate Parenting Committee, 31 October 2023"


def test_a_home_that_moved_is_counted_by_month_in_the_neighbourhood_it_lay_in(home_engine, load_rows, viewer_of):
    load_rows(home_engine, "homes", extract_date=date(2022, 4, 1))
    load_rows(home_engine, "homes", {"neighbourhood": "Sinfin"}, extract_date=date(2022, 6, 10))
    load_rows(
        home_engine,
        "incidents",
        {"reference": "INC-1", "reported_at": "01/05/2022 10:00", "occurred_at": ""},
        {"reference": "INC-2", "reported_at": "30/06/2022 10:00", "occurred_at": ""},
        {"reference": "INC-3", "reported_at": "01/07/2022 10:00", "occurred_at": ""},
    )
    with Session(home_engine) as session:
        counts = fetch_incident_counts(session, viewer_of(), DERBY, **ALL_YEARS)
        before = fetch_places(session, viewer_of(), DERBY, at=date(2022, 6, 1))
        after = fetch_places(session, viewer_of(), DERBY, at=date(2022, 7, 1))
    assert list(zip(counts["month"], counts["neighbourhood"], strict=True)) == [
        (date(2022, 5, 1), "Chellaston"),
        (date(2022, 6, 1), "Chellaston"),  # it moved within the month
        (date(2022, 7, 1), "Sinfin"),
    ]
    assert (before["neighbourhood"][0], after["neighbourhood"][0]) == ("Chellaston", "Sinfin")


def test_a_home_that_moved_brings_the_counts_of_both_neighbourhoods(home_engine, load_rows, viewer_of):
    load_rows(home_engine, "homes", extract_date=date(2022, 4, 1))
    load_rows(home_engine, "homes", {"neighbourhood": "Sinfin"}, extract_date=date(2022, 6, 10))
    load_rows(home_engine, "neighbourhood_counts", {}, {"neighbourhood": "Sinfin", "month": "2022-07"})
    with Session(home_engine) as session:
        counts = fetch_neighbourhood_counts(
            session, viewer_of(), Selection("derby-city", lines=("home-1",)), kind="incident", **ALL_YEARS
        )
    assert list(counts["neighbourhood"]) == ["Chellaston", "Sinfin"]


@pytest.mark.parametrize("opened", ["", "2022-04-20"])
def test_records_of_a_home_whose_opening_day_came_later_or_is_not_known_have_its_neighbourhood(
    engine, load_rows, viewer_of, opened
):
    load_rows(engine, "homes", {"opened": opened})
    load_rows(engine, "incidents", {"reported_at": "21/04/2022 10:00", "occurred_at": ""})
    with Session(engine) as session:
        counts = fetch_incident_counts(session, viewer_of(), DERBY, **ALL_YEARS)
    assert list(counts["neighbourhood"]) == ["Chellaston"]


def test_a_home_without_a_neighbourhood_has_an_empty_one(engine, load_rows, viewer_of):
    load_rows(engine, "homes", {"neighbourhood": ""})
    with Session(engine) as session:
        assert list(fetch_places(session, viewer_of(), DERBY, at=date(2022, 4, 1))["neighbourhood"]) == [""]


def test_counts_by_type_of_a_neighbourhood_are_added_up(home_engine, load_rows, viewer_of):
    load_rows(
        home_engine,
        "neighbourhood_counts",
        {"type": "Nuisance", "count": "5"},
        {"type": "Personal", "count": "7"},
        {"kind": "crime", "count": "100"},
    )
    with Session(home_engine) as session:
        counts = fetch_neighbourhood_counts(session, viewer_of(), DERBY, kind="incident", **ALL_YEARS)
    assert counts.to_dict("records") == [
        {"neighbourhood": "Chellaston", "month": date(2022, 4, 1), "kind": "incident", "count": 12}
    ]
