"""How many children lived in the homes: the homes asked for, in the months asked for."""

import csv
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from data_access.occupancy import fetch_occupancy
from data_access.selection import Selection
from data_access.viewer import NotPermitted

SAMPLE = Path(__file__).parents[2] / "sample_data"
DERBY = Selection("derby-city")
BOTH_YEARS = {"start": date(2021, 4, 1), "end": date(2023, 4, 1)}
COLUMNS = ["home_id", "line", "line_order", "month", "average_children"]


@pytest.fixture
def ask(sample_engine, viewer_of):
    """Asks for the occupancy of the sample: ask(DERBY, start=..., end=...)."""

    def answer(selection, viewer=None, **period):
        with Session(sample_engine) as session:
            return fetch_occupancy(session, viewer or viewer_of(), selection, **(period or BOTH_YEARS))

    return answer


def supplied():
    with (SAMPLE / "occupancy.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["home"], row["month"], float(row["average_children"])) for row in csv.DictReader(lines)]


def test_every_month_of_every_home_is_there_as_supplied_in_register_order(ask):
    found = ask(DERBY)
    assert list(found.columns) == COLUMNS
    assert list(found["average_children"]) == [average for _, _, average in supplied()]
    assert list(dict.fromkeys(found["line"])) == ["Home 1", "Home 2", "Home 3/4"]
    assert found["home_id"].nunique() == 4


def test_a_period_begins_with_its_first_month_and_ends_before_the_month_given(ask):
    found = ask(DERBY, start=date(2022, 5, 1), end=date(2022, 7, 1))
    assert set(found["month"]) == {date(2022, 5, 1), date(2022, 6, 1)}


def test_only_the_homes_asked_for_and_allowed_are_there(ask, viewer_of):
    assert set(ask(Selection("derby-city", lines=("home-2",)))["line"]) == {"Home 2"}
    limited = ask(DERBY, viewer_of(homes=["Home 3"]))
    assert list(limited["line"].unique()) == ["Home 3/4", "Other homes"]
    assert limited["home_id"].nunique() == 2
    assert limited["average_children"].sum() == pytest.approx(ask(DERBY)["average_children"].sum())


def test_months_that_were_not_supplied_have_no_row_but_the_columns(ask):
    found = ask(DERBY, start=date(2019, 4, 1), end=date(2020, 4, 1))
    assert found.empty
    assert list(found.columns) == COLUMNS


def test_who_may_not_see_the_authority_is_refused(ask, viewer_of):
    with pytest.raises(NotPermitted):
        ask(DERBY, viewer_of(authorities=["elsewhere"]))
