"""The long table: its columns, its rows, and when a place is covered."""

import math
from datetime import date

import pandas as pd
import pytest

from analysis.coverage import covered_homes, covered_neighbourhoods
from analysis.periods import parse_period
from analysis.results import (
    RESULT_COLUMNS,
    MissingColumns,
    change_figure,
    count_figure,
    figure,
    require_columns,
    result_frame,
    share_figure,
)

QUARTER = parse_period("2022-23-Q1")
APRIL, MAY, JUNE = QUARTER.months


def places(*rows):
    return pd.DataFrame(rows, columns=["home_id", "line", "line_order", "opened", "closed"])


def coverage(*rows):
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def test_missing_columns_are_listed_all_at_once():
    with pytest.raises(MissingColumns, match="needs the columns a, b, c; missing: b, c; given: a, x"):
        require_columns(pd.DataFrame(columns=["a", "x"]), ["a", "b", "c"], "a measure")


def test_no_rows_give_an_empty_table_with_every_column():
    frame = result_frame(("line",), [])
    assert list(frame.columns) == ["line", *RESULT_COLUMNS]
    assert frame["value"].dtype == "float64"


def test_a_figure_that_was_not_supplied_has_no_numbers():
    row = figure({}, "both", "rate_ratio", "ratio", 1.0, numerator=3, denominator=3, low=0.1, high=9, supplied=False)
    assert row["status"] == "not supplied"
    assert all(math.isnan(row[name]) for name in ("numerator", "denominator", "value", "low", "high"))


def test_an_endless_limit_is_missing_and_the_rest_is_shown():
    row = figure({}, "both", "rate_ratio", "ratio", math.inf, low=0.9, high=math.inf)
    assert (row["low"], row["status"]) == (0.9, "shown")
    assert math.isnan(row["value"])
    assert math.isnan(row["high"])


def test_a_count_of_nothing_is_shown_as_0():
    assert (count_figure({}, "current", 0.0)["value"], count_figure({}, "current", 0.0)["status"]) == (0.0, "shown")


def test_a_change_carries_the_counts_it_comes_from():
    row = change_figure({"line": "Home 1"}, 54.0, 18.0)
    assert (row["line"], row["denominator"], row["numerator"]) == ("Home 1", 54.0, 18.0)
    assert row["value"] == pytest.approx(-36 / 54)


def test_a_change_from_nothing_is_shown_without_a_value():
    row = change_figure({}, 0.0, 7.0)
    assert row["status"] == "shown"
    assert math.isnan(row["value"])


def test_a_change_to_or_from_an_uncovered_period_is_not_supplied():
    assert change_figure({}, math.nan, 7.0)["status"] == "not supplied"
    assert change_figure({}, 7.0, math.nan)["status"] == "not supplied"


def test_a_share_of_nothing_has_no_value_and_is_shown():
    row = share_figure({}, "current", "share", 0.0, 0.0, wilson=True)
    assert row["status"] == "shown"
    assert math.isnan(row["value"])
    assert math.isnan(row["low"])


def test_a_line_is_covered_when_each_of_its_homes_is_covered_in_every_month():
    both = places((3, "Home 3/4", 3, None, None), (4, "Home 3/4", 3, None, None), (1, "Home 1", 1, None, None))
    months = [("home", str(home), month) for home in (1, 3, 4) for month in QUARTER.months]
    assert covered_homes(both, coverage(*months), QUARTER) == {"Home 3/4": True, "Home 1": True}
    assert covered_homes(both, coverage(*months[:-1]), QUARTER) == {"Home 3/4": False, "Home 1": True}


def test_months_before_a_home_opened_or_after_it_closed_need_no_coverage():
    home = places((1, "Home 1", 1, date(2022, 5, 20), date(2022, 5, 25)))
    assert covered_homes(home, coverage(("home", "1", MAY)), QUARTER) == {"Home 1": True}


def test_the_months_in_which_a_home_opened_or_closed_need_coverage():
    home = places((1, "Home 1", 1, date(2022, 5, 20), date(2022, 6, 2)))
    assert covered_homes(home, coverage(("home", "1", MAY)), QUARTER) == {"Home 1": False}
    assert covered_homes(home, coverage(("home", "1", JUNE)), QUARTER) == {"Home 1": False}


def test_coverage_of_a_neighbourhood_does_not_cover_a_home_of_the_same_name():
    home = places((1, "Home 1", 1, None, None))
    area = coverage(*[("neighbourhood", "1", month) for month in QUARTER.months])
    assert covered_homes(home, area, QUARTER) == {"Home 1": False}
    assert covered_neighbourhoods(["1", "2"], area, QUARTER) == {"1": True, "2": False}


def test_without_coverage_nothing_is_covered():
    assert covered_homes(places((1, "Home 1", 1, pd.NaT, pd.NaT)), coverage(), QUARTER) == {"Home 1": False}
    assert covered_homes(places(), coverage(), QUARTER) == {}
