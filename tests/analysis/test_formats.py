import csv
from datetime import date
from math import inf, nan
from pathlib import Path

import pytest

from analysis.formats import (
    format_cell,
    format_change,
    format_count,
    format_date,
    format_expected,
    format_marked_date,
    format_p,
    format_range,
    format_ratio,
    format_score,
    format_share,
)
from analysis.ratios import change

PUBLISHED = Path(__file__).parents[1] / "published"
WITH_CHANGES = [
    ("crimes_by_offence_type", 1),
    ("crimes_home_vs_neighbourhood", 1),
    ("incidents_by_type", 1),
    ("incidents_home_vs_neighbourhood", 1),
    ("youth_justice", 0),
]


@pytest.mark.parametrize(("name", "decimals"), WITH_CHANGES)
def test_every_change_reads_as_it_was_printed(name: str, decimals: int) -> None:
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    worked_out = [
        format_change(change(float(row["previous_2021_22"]), float(row["current_2022_23"])), decimals) for row in rows
    ]
    assert worked_out == [row["change_pct"] for row in rows]


def test_counts_of_thousands_carry_a_comma() -> None:
    assert [format_count(count) for count in (0, 18, 1234, 11853)] == ["0", "18", "1,234", "11,853"]


def test_a_missing_count_is_not_supplied_and_never_0() -> None:
    assert format_count(nan) == "not supplied"


def test_shares_are_printed_with_one_decimal() -> None:
    assert [format_share(306 / 430), format_share(115 / 160)] == ["71.2%", "71.9%"]
    assert format_share(nan) == "n/a"


def test_a_half_is_rounded_away_from_zero() -> None:
    assert format_change(-0.6875) == "-68.8%"
    assert format_share(0.0625) == "6.3%"
    assert format_share(0.145, 0) == "15%"


def test_a_change_that_rounds_to_nothing_has_no_sign() -> None:
    assert format_change(-0.0001) == "0.0%"


def test_a_change_from_nothing_is_not_applicable() -> None:
    assert format_change(nan) == "n/a"


def test_ratios_have_two_decimals_and_may_have_no_upper_limit() -> None:
    assert [format_ratio(18 / 54), format_ratio(inf), format_ratio(nan)] == ["0.33", "no upper limit", "n/a"]


def test_a_p_has_three_decimals_and_never_pretends_to_be_0() -> None:
    assert [format_p(0.0117), format_p(1.0), format_p(0.001), format_p(2.57e-5), format_p(nan)] == [
        "0.012",
        "1.000",
        "0.001",
        "under 0.001",
        "n/a",
    ]


@pytest.mark.parametrize(
    ("low", "high", "decimals", "printed"),
    [
        (0.18398, 0.57735, 3, "0.184 to 0.577"),
        (0.1297, 0.8401, 2, "0.13 to 0.84"),
        (0.899, 315.483, 3, "0.899 to 315"),
        (0.06, 10.026, 2, "0.06 to 10.0"),
        (0.9, inf, 2, "0.90 or more"),
        (0.9, nan, 2, "0.90 or more"),
        (nan, nan, 2, "n/a"),
    ],
)
def test_limits_are_printed_no_more_exactly_than_they_are_known(
    low: float, high: float, decimals: int, printed: str
) -> None:
    assert format_range(low, high, decimals) == printed


def test_expected_counts_and_scores_have_one_decimal() -> None:
    assert [format_expected(51.497), format_score(6.44), format_expected(nan)] == ["51.5", "6.4", "n/a"]


def test_dates_are_day_month_year() -> None:
    assert [format_date(date(2023, 3, 31)), format_date(None)] == ["31/03/2023", "not supplied"]


def test_the_first_of_a_month_is_marked_as_its_month_and_any_other_day_as_a_day():
    assert [format_marked_date(date(2022, 10, day)) for day in (1, 2)] == ["October 2022", "02/10/2022"]


@pytest.mark.parametrize("status", ["not supplied", "not open", "withheld"])
def test_a_cell_without_a_figure_says_why(status: str) -> None:
    assert format_cell(5.0, "count", status) == status


def test_a_folded_row_prints_its_number_at_a_desk() -> None:
    assert format_cell(1.0, "count", "folded") == "1"


@pytest.mark.parametrize(
    ("unit", "printed"),
    [
        ("count", "1"),
        ("share", "50.0%"),
        ("change", "50.0%"),
        ("ratio", "0.50"),
        ("expected", "0.5"),
        ("score", "0.5"),
        ("p", "0.500"),
        ("per_100_child_months", "50.0"),
    ],
)
def test_a_cell_is_printed_by_its_unit(unit: str, printed: str) -> None:
    assert format_cell(0.5, unit) == printed


def test_a_cell_of_the_yjs_table_has_whole_percentages() -> None:
    assert format_cell(1.594, "change", decimals=0) == "159%"


def test_an_unknown_unit_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        ValueError, match="use one of change, count, days, expected, p, per_100_child_months, ratio, score"
    ):
        format_cell(1.0, "hours")
