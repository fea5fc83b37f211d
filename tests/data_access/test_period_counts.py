"""Published counts of whole periods, as fetched: the newest publication, of what a viewer may see."""

from datetime import date

import pytest
from sqlmodel import Session

from data_access.imports.saving import months_between
from data_access.period_counts import (
    fetch_authority_totals,
    fetch_line_totals,
    fetch_neighbourhood_totals,
    fetch_published_periods,
)
from data_access.selection import Selection

DERBY = Selection("derby-city")
YEAR = {"start": date(2022, 4, 1), "end": date(2023, 4, 1)}
PLACES = ("Place", "Kind", "Neighbourhood", "2021-22", "2022-23")
EARLIER, LATER = date(2022, 10, 31), date(2023, 10, 31)


def about(published_on):
    return [("Authority", "Derby City"), ("Published on", published_on)]


@pytest.fixture
def published(home_engine, load_rows, workbook_of):
    """Loads yearly tables into a database of two homes: published(EARLIER, {"Crimes": rows})."""

    def load(published_on, sheets):
        report = load_rows(home_engine, "summary", data=workbook_of({"About": about(published_on), **sheets}))
        assert report.problems == ()

    return load


@pytest.fixture
def ask(home_engine, viewer_of):
    """Runs a fetch as a viewer who may see everything, but for what is given."""

    def run(fetch, *args, viewer=None, **kwargs):
        with Session(home_engine) as session:
            return fetch(session, viewer or viewer_of(), *args, **kwargs)

    return run


def test_the_newest_publication_of_a_count_is_used(ask, published):
    published(LATER, {"Crimes": [PLACES, ("Home 1", "home", None, 18, 5)]})
    published(EARLIER, {"Crimes": [PLACES, ("Home 1", "home", None, 17, 9), ("Home 2", "home", None, 2, 3)]})
    totals = ask(fetch_line_totals, DERBY, measure="crimes", **YEAR)
    assert list(zip(totals["line"], totals["type"], totals["count"], totals["published_on"], strict=True)) == [
        ("Home 1", "", 5, LATER),
        ("Home 2", "", 3, EARLIER),
    ]


def test_of_two_loads_of_one_publication_the_last_is_used(ask, published):
    published(LATER, {"Crimes": [PLACES, ("Home 1", "home", None, 18, 5)]})
    published(LATER, {"Crimes": [PLACES, ("Home 1", "home", None, 18, 6)]})
    assert list(ask(fetch_line_totals, DERBY, measure="crimes", **YEAR)["count"]) == [6]


def test_a_period_that_is_not_wholly_asked_for_has_no_row(ask, published):
    published(LATER, {"Crimes": [PLACES, ("Home 1", "home", None, 18, 5)]})
    totals = ask(fetch_line_totals, DERBY, measure="crimes", start=date(2021, 5, 1), end=date(2023, 4, 1))
    assert list(totals["first_month"]) == [date(2022, 4, 1)]


def test_types_stand_with_their_group_and_flags_beside_the_count_of_all_types(ask, published):
    types = [("Home", "Incident type", "2022-23"), ("Home 1", "missing person", 8), ("Home 1", "Sexual Offence *C*", 2)]
    published(LATER, {"Incidents": [PLACES, ("Home 1", "home", None, None, 10)], "Incident types": types})
    totals = ask(fetch_line_totals, DERBY, measure="incidents", **YEAR)
    named = ["type", "type_group", "missing", "no_apparent_risk", "sensitive"]
    assert totals[named].astype(object).replace({1: True, 0: False}).to_numpy().tolist() == [
        ["", "", False, False, False],
        ["Missing Person", "Missing", True, False, False],
        ["Sexual Offence *C*", "Crime-related", False, False, True],
    ]


def test_a_line_chosen_only_in_part_by_provider_has_no_row(home_engine, load_rows, ask, published):
    load_rows(home_engine, "homes", {"home": "Home 3", "reporting_line": "Home 1", "provider": "private"})
    published(LATER, {"Crimes": [PLACES, ("Home 1", "home", None, 18, 5), ("Home 2", "home", None, 32, 10)]})
    by_council = Selection("derby-city", provider="council")
    assert list(ask(fetch_line_totals, by_council, measure="crimes", **YEAR)["line"]) == ["Home 2"]
    assert list(ask(fetch_line_totals, DERBY, measure="crimes", **YEAR)["line"]) == ["Home 1", "Home 2"]


def test_a_line_of_which_a_viewer_may_see_some_homes_only_has_no_row(home_engine, load_rows, ask, published, viewer_of):
    load_rows(home_engine, "homes", {"home": "Home 3", "reporting_line": "Home 1"})
    published(LATER, {"Crimes": [PLACES, ("Home 1", "home", None, 18, 5), ("Home 2", "home", None, 32, 10)]})
    totals = ask(fetch_line_totals, DERBY, viewer=viewer_of(homes=["Home 1", "Home 2"]), measure="crimes", **YEAR)
    assert list(totals["line"]) == ["Home 2"]


def test_viewers_without_the_homes_see_nothing_of_them_or_their_neighbourhoods(ask, published, viewer_of):
    area = ("Chellaston", "neighbourhood", None, 936, 873)
    published(LATER, {"Crimes": [PLACES, area, ("Home 1", "home", None, 18, 5)]})
    for homes, lines, areas in ((["Home 2"], [], []), (["Home 1"], ["Home 1"], ["Chellaston"])):
        viewer = viewer_of(homes=homes)
        assert list(ask(fetch_line_totals, DERBY, viewer=viewer, measure="crimes", **YEAR)["line"]) == lines
        found = ask(fetch_neighbourhood_totals, DERBY, viewer=viewer, measure="crimes", **YEAR)
        assert list(found["neighbourhood"]) == areas


def test_only_neighbourhoods_in_which_a_home_lies_are_told(ask, published):
    rows = [("Allestree", "neighbourhood", None, 1, 2), ("Sinfin", "neighbourhood", None, 3, 4)]
    published(LATER, {"Incidents": [PLACES, *rows], "Crimes": [PLACES, ("Sinfin", "neighbourhood", None, 7, 9)]})
    totals = ask(fetch_neighbourhood_totals, DERBY, measure="incidents", **YEAR)
    assert totals.to_numpy().tolist() == [["Sinfin", date(2022, 4, 1), date(2023, 3, 1), 4, LATER]]


def test_counts_of_the_whole_authority_are_told_by_label(ask, published):
    published(
        LATER,
        {
            "Youth justice": [("Measure", "2022-23"), ("offences", 7), ("breach", 0)],
            "Cromarty": [("Result", "2022-23"), ("Improved", 10)],
            "Other measures": [("Measure", "Home", "2022-23"), ("Timetables", None, 12), ("Timetables", "Home 1", 3)],
        },
    )
    told = {
        measure: ask(fetch_authority_totals, authority="derby-city", measure=measure, **YEAR)
        for measure in ("youth_justice", "cromarty", "other")
    }
    assert {measure: list(zip(rows["label"], rows["count"], strict=True)) for measure, rows in told.items()} == {
        "youth_justice": [("breaches", 0), ("offences", 7)],
        "cromarty": [("improved", 10)],
        "other": [("Timetables", 12)],
    }
    of_homes = ask(fetch_line_totals, DERBY, measure="other", **YEAR)
    assert list(zip(of_homes["line"], of_homes["type"], of_homes["count"], strict=True)) == [
        ("Home 1", "Timetables", 3)
    ]


def test_the_periods_published_stand_by_source_with_their_newest_publication(ask, published):
    area = ("Chellaston", "neighbourhood", None, None, 873)
    published(EARLIER, {"Crimes": [PLACES, ("Home 1", "home", None, 18, None)]})
    published(LATER, {"Crimes": [PLACES, area, ("Home 1", "home", None, 18, 5)]})
    periods = ask(fetch_published_periods, authority="derby-city")
    first, last = months_between(date(2022, 4, 1), date(2023, 3, 1))[::11]
    assert periods.to_numpy().tolist() == [
        ["crimes", date(2021, 4, 1), date(2022, 3, 1), LATER],
        ["crimes", first, last, LATER],
        ["neighbourhood crime", first, last, LATER],
    ]
