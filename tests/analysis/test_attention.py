"""Sources that have fallen behind, and homes to look at first."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.attention import MOST_LINES, first_lines, overdue_from, overdue_sources
from analysis.results import MissingColumns

SOURCES = pd.DataFrame(
    [("crimes", date(2023, 3, 1)), ("incidents", date(2022, 12, 1))], columns=["source", "last_month"]
)


@pytest.mark.parametrize(
    ("last_month", "first_day"),
    [
        (date(2023, 3, 1), date(2023, 8, 1)),
        (date(2022, 12, 1), date(2023, 5, 1)),
        (date(2023, 8, 1), date(2024, 1, 1)),
        (date(2023, 9, 1), date(2024, 2, 1)),
    ],
)
def test_a_source_is_overdue_from_the_day_after_the_month_to_send_the_next_quarter(last_month, first_day):
    sources = pd.DataFrame({"source": ["crimes"], "last_month": [last_month]})
    assert overdue_from(last_month) == first_day
    assert overdue_sources(sources, ("crimes",), first_day) == {"crimes": last_month}
    assert overdue_sources(sources, ("crimes",), first_day - timedelta(days=1)) == {}


def test_of_several_sources_only_the_overdue_are_told():
    assert overdue_sources(SOURCES, ("crimes", "incidents"), date(2023, 5, 31)) == {"incidents": date(2022, 12, 1)}


def test_a_source_never_supplied_is_told_and_one_not_expected_is_not():
    assert overdue_sources(SOURCES, ("occupancy",), date(2023, 4, 1)) == {"occupancy": None}


def test_the_order_is_that_of_what_is_expected():
    late = overdue_sources(SOURCES, ("occupancy", "incidents", "crimes"), date(2024, 1, 1))
    assert list(late) == ["occupancy", "incidents", "crimes"]


def test_a_table_without_the_columns_is_refused():
    with pytest.raises(MissingColumns, match="last_month"):
        overdue_sources(SOURCES[["source"]], ("crimes",), date(2024, 1, 1))


def test_up_to_six_lines_are_all_shown():
    lines = [f"Home {number}" for number in range(MOST_LINES)]
    assert first_lines(lines, []) == lines


def test_of_more_lines_those_that_moved_come_first_and_stand_in_register_order():
    lines = [f"Home {number:02}" for number in range(40)]
    shown = first_lines(lines, {"Home 39", "Home 20"})
    assert shown == ["Home 00", "Home 01", "Home 02", "Home 03", "Home 20", "Home 39"]
