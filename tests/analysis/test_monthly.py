"""Counts of single months, and what stands where a month has none."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.monthly import KEYS, first_months_of_other_homes, missing_against_other, monthly_counts
from analysis.periods import Period
from analysis.results import ALL_HOMES, RESULT_COLUMNS, MissingColumns

APRIL, MAY, JUNE, JULY = (date(2022, month, 1) for month in (4, 5, 6, 7))
SPRING = Period(APRIL, JULY)
PLACES = pd.DataFrame(
    [(3, "Home 3/4", 2, None, None), (1, "Home 1", 1, None, None), (4, "Home 3/4", 2, None, None)],
    columns=["home_id", "line", "line_order", "opened", "closed"],
)


def coverage(*without):
    """Homes 1, 3 and 4 in every month, but for the (home, month) left out."""
    rows = [("home", str(home), month) for home in (1, 3, 4) for month in SPRING.months if (home, month) not in without]
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def counts(*rows):
    flat = [row if len(row) == 5 else (*row, False, False) for row in rows]
    return pd.DataFrame(flat, columns=["home_id", "month", "count", "missing", "no_apparent_risk"])


def by_month(table, covered=None, places=PLACES, period=SPRING):
    return monthly_counts(table, places, coverage() if covered is None else covered, period)


def printed(frame, line):
    """The months of a line as counts, or as the word that stands for them."""
    rows = frame[frame["line"] == line].sort_values("month")
    return [v if s == "shown" else s for v, s in zip(rows["value"], rows["status"], strict=True)]


def with_home_3_open(opened=None, closed=None):
    return PLACES[PLACES["home_id"] != 4].assign(
        opened=[opened, None], closed=[closed, None], line=["Home 3", "Home 1"]
    )


def test_lines_stand_in_register_order_with_all_homes_last_and_types_are_added_up():
    found = by_month(counts((1, APRIL, 2), (1, APRIL, 3), (3, APRIL, 1), (4, APRIL, 4), (4, JUNE, 7)))
    assert list(dict.fromkeys(found["line"])) == ["Home 1", "Home 3/4", ALL_HOMES]
    assert list(found.columns) == [*KEYS, *RESULT_COLUMNS]
    assert set(found["measure"]) == {"count"}
    assert set(found["period"]) == {"month"}
    assert printed(found, "Home 1") == [5, 0, 0]
    assert printed(found, "Home 3/4") == [5, 0, 7]
    assert printed(found, ALL_HOMES) == [10, 0, 7]


def test_a_month_that_is_not_covered_is_not_supplied_and_never_zero():
    found = by_month(counts((1, MAY, 2), (4, MAY, 4)), coverage((4, MAY), (1, JUNE)))
    assert printed(found, "Home 1") == [0, 2, "not supplied"]
    assert printed(found, "Home 3/4") == [0, "not supplied", 0]
    assert printed(found, ALL_HOMES) == [0, "not supplied", "not supplied"]
    assert found.loc[found["status"] == "not supplied", "value"].isna().all()


def test_a_month_in_which_no_home_of_a_line_was_open_is_not_open_and_needs_no_coverage():
    places = with_home_3_open(opened=date(2022, 5, 17))
    found = by_month(counts((1, APRIL, 2), (3, MAY, 1)), coverage((3, APRIL)), places)
    assert printed(found, "Home 3") == ["not open", 1, 0]
    assert printed(found, ALL_HOMES) == [2, 1, 0]


def test_all_homes_are_not_open_where_none_was():
    places = with_home_3_open(opened=MAY)[lambda frame: frame["line"] == "Home 3"]
    assert printed(by_month(counts(), places=places), ALL_HOMES) == ["not open", 0, 0]


def test_a_line_is_open_while_one_of_its_homes_is():
    places = PLACES.assign(closed=[date(2022, 4, 30), None, None])
    found = by_month(counts((4, JUNE, 2)), coverage((3, MAY), (3, JUNE)), places)
    assert printed(found, "Home 3/4") == [0, 0, 2]


def test_records_of_a_home_that_was_not_open_are_shown_so_that_homes_add_up_to_the_total():
    places = with_home_3_open(closed=date(2022, 4, 30))
    found = by_month(counts((3, JUNE, 2)), places=places)
    assert printed(found, "Home 3") == [0, "not open", 2]
    assert printed(found, ALL_HOMES) == [0, 0, 2]


def test_without_places_there_are_no_rows():
    found = by_month(counts(), places=PLACES.iloc[:0])
    assert list(found.columns) == [*KEYS, *RESULT_COLUMNS]
    assert found.empty


def test_coverage_of_a_neighbourhood_covers_no_home():
    covered = coverage().assign(place_kind="neighbourhood")
    assert set(by_month(counts(), covered)["status"]) == {"not supplied"}


def test_missing_columns_are_named():
    with pytest.raises(MissingColumns, match="count"):
        by_month(counts().drop(columns="count"))
    with pytest.raises(MissingColumns, match="opened"):
        by_month(counts(), places=PLACES.drop(columns="opened"))
    with pytest.raises(MissingColumns, match="no_apparent_risk"):
        missing_against_other(counts().drop(columns="no_apparent_risk"), PLACES, coverage(), SPRING)


@given(
    st.lists(st.tuples(st.sampled_from([1, 3, 4]), st.sampled_from([APRIL, MAY, JUNE]), st.integers(0, 50))),
    st.sets(st.tuples(st.sampled_from([1, 3, 4]), st.sampled_from([APRIL, MAY, JUNE]))),
)
def test_the_homes_add_up_to_all_homes_in_every_month_that_is_shown(rows, gaps):
    found = by_month(counts(*rows), coverage(*gaps)).set_index(["line", "month"])
    for month in SPRING.months:
        total = found.loc[(ALL_HOMES, month)]
        homes = [found.loc[(line, month)] for line in ("Home 1", "Home 3/4")]
        if total["status"] == "shown":
            assert total["value"] == sum(home["value"] for home in homes)
        else:
            assert {home["status"] for home in homes} & {"not supplied"}


def test_missing_no_apparent_risk_stands_with_the_other_incidents():
    table = counts((1, APRIL, 5, True, False), (3, APRIL, 2, True, True), (4, APRIL, 1, False, False))
    found = missing_against_other(table, PLACES, coverage((1, JUNE)), SPRING)
    series = {name: rows.sort_values("month") for name, rows in found.groupby("series", sort=False)}
    assert list(series) == ["missing", "other"]
    assert list(series["missing"]["value"])[:2] == [5, 0]
    assert list(series["other"]["value"])[:2] == [3, 0]
    assert list(found.loc[found["month"] == JUNE, "status"]) == ["not supplied"] * 2


def test_missing_and_other_are_told_for_all_homes_together_only():
    found = missing_against_other(counts((1, APRIL, 5, True, False)), PLACES, coverage(), SPRING)
    assert not {"line", "home_id", "type"} & set(found.columns)
    assert missing_against_other(counts(), PLACES.iloc[:0], coverage(), SPRING).empty


def test_other_homes_are_open_from_the_month_in_which_one_opened_and_after_that_in_which_one_closed():
    assert first_months_of_other_homes(with_home_3_open(opened=date(2022, 5, 20)), SPRING) == (MAY,)
    assert first_months_of_other_homes(with_home_3_open(closed=date(2022, 5, 20)), SPRING) == (JUNE,)
    assert first_months_of_other_homes(with_home_3_open(opened=MAY, closed=date(2022, 5, 20)), SPRING) == (MAY, JUNE)


def test_one_home_that_follows_another_within_a_line_is_another_home():
    follows = PLACES[PLACES["home_id"] != 1].assign(opened=[None, MAY], closed=[date(2022, 4, 30), None])
    assert first_months_of_other_homes(follows, SPRING) == (MAY,)


def test_homes_open_all_the_time_or_a_home_alone_are_never_other_homes():
    assert first_months_of_other_homes(PLACES, SPRING) == ()
    assert first_months_of_other_homes(PLACES.iloc[:0], SPRING) == ()
    alone = PLACES[PLACES["home_id"] == 1].assign(opened=[MAY])
    assert first_months_of_other_homes(alone, SPRING) == ()
    assert first_months_of_other_homes(with_home_3_open(opened=date(2010, 1, 1)), SPRING) == ()
