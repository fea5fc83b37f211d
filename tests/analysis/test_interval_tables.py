"""The tables behind "How sure are we?": digits as worked out by hand, numbers unrounded beside them."""

import math

import pandas as pd
import pytest

from analysis.disclosure import release
from analysis.interval_tables import (
    NO_BREAK,
    against_table,
    count_interval_table,
    ratio_table,
    share_interval_table,
    sign_table,
    widened_table,
)
from analysis.ratios import DEFAULT_PHI, ratio_of_ratios, widened_ratio_of_ratios
from analysis.results import count_figure, figure, ratio_figures, result_frame, share_figure

KEYS = ("place", "place_kind", "order")
PERIODS = {"previous": "2021-22", "current": "2022-23"}
NAN = math.nan


def give(keys, rows):
    return release({"table": result_frame(keys, rows)}, "partnership")["table"]


def places(*rows, phi=DEFAULT_PHI, months=0, area=(4783, 4582), **choices):
    """Rows as (name, kind, before, now)."""
    figures = []
    for order, (name, kind, before, now) in enumerate(rows):
        keys = dict(zip(KEYS, (name, kind, order), strict=True))
        figures += [count_figure(keys, "previous", before), count_figure(keys, "current", now)]
        figures += ratio_figures(keys, before, now, phi, months, **choices)
        if kind in ("home", "all homes") and before == before:
            against = {
                "ratio_of_ratios": ratio_of_ratios(before, now, *area),
                "widened_ratio_of_ratios": widened_ratio_of_ratios(before, now, *area, phi, phi),
            }
            for measure, (value, low, high) in against.items():
                figures.append(figure(keys, "both", measure, "ratio", value, low=low, high=high))
    return give(KEYS, figures)


def cells(table):
    """The printed cells, with ordinary spaces."""
    return [[cell.replace(NO_BREAK, " ") for cell in row] for row in table.text.to_numpy().tolist()]


CRIMES = places(
    ("Chellaston", "neighbourhood", 936, 873),
    ("Home 1", "home", 18, 5),
    ("Home 2", "home", 32, 10),
    ("Home 3/4", "home", 4, 3),
    ("All homes", "all homes", 54, 18),
)


def test_counts_exact_ratios_and_p_are_printed_as_worked_out():
    assert cells(ratio_table(CRIMES, "Exact", "place", "Place")) == [
        ["Chellaston", "936 to 873", "0.933 (0.850 to 1.024)", "0.145"],
        ["Home 1", "18 to 5", "0.278 (0.081 to 0.776)", "0.011"],
        ["Home 2", "32 to 10", "0.313 (0.137 to 0.652)", "under 0.001"],
        ["Home 3/4", "4 to 3", "0.750 (0.110 to 4.433)", "1.000"],
        ["All homes", "54 to 18", "0.333 (0.184 to 0.577)", "under 0.001"],
    ]


def test_p_stands_in_a_column_that_is_called_exact_and_nowhere_else():
    assert [name for name in ratio_table(CRIMES, "Exact", "place", "Place").text if name.startswith("p ")] == [
        "p (exact)"
    ]
    assert "p (exact)" not in widened_table(CRIMES, "Widened", "place", "Place").text


def test_widened_intervals_and_the_verdicts_they_lead_to_with_the_setting_for_totals():
    assert cells(widened_table(CRIMES, "Widened", "place", "Place")) == [
        ["Chellaston", "3.0 (setting)", "0.80 to 1.09", "none"],
        ["Home 1", "3.0 (setting)", "0.05 to 1.55", "as usual"],
        ["Home 2", "3.0 (setting)", "0.09 to 1.07", "as usual"],
        ["Home 3/4", "3.0 (setting)", "0.06 to 10.0", "too few"],
        ["All homes", "3.0 (setting)", "0.13 to 0.84", "fewer"],
    ]


def test_incidents_of_home_3_and_4_with_the_setting_for_totals():
    table = widened_table(places(("Home 3/4", "home", 113, 66)), "Widened", "place", "Place")
    assert cells(table) == [["Home 3/4", "3.0 (setting)", "0.35 to 0.99", "fewer"]]


def test_a_phi_that_the_months_told_is_not_called_a_setting():
    table = widened_table(places(("Home 1", "home", 18, 5), phi=2.15, months=24), "Widened", "place", "Place")
    assert cells(table)[0][1] == "2.2"
    assert table.numbers["phi"].tolist() == [2.15]
    assert table.numbers["months that told phi"].tolist() == [24]


def test_a_phi_from_few_months_that_is_the_setting_is_called_so():
    quarters = widened_table(places(("Home 1", "home", 18, 5), months=6), "Widened", "place", "Place")
    assert cells(quarters)[0][1] == "3.0 (setting)"
    years = widened_table(places(("Home 1", "home", 18, 5), months=24), "Widened", "place", "Place")
    assert cells(years)[0][1] == "3.0"


def test_the_ratio_of_ratios_is_printed_exact_and_widened():
    assert cells(against_table(CRIMES, "Against"))[-1] == ["All homes", "0.348 (0.192 to 0.604)", "0.14 to 0.88"]


def test_an_interval_without_end_says_so_and_nothing_to_divide_by_is_no_number():
    rows = cells(ratio_table(places(("Home 1", "home", 0, 5), ("Home 2", "home", 0, 0)), "Exact", "place", "Place"))
    assert rows == [
        ["Home 1", "0 to 5", "n/a (0.916 or more)", "0.063"],
        ["Home 2", "0 to 0", "n/a", "n/a"],
    ]


def test_nothing_in_either_period_has_no_widened_interval_either():
    nothing = places(("Home 1", "home", 0, 0))
    assert cells(widened_table(nothing, "Widened", "place", "Place")) == [["Home 1", "3.0 (setting)", "n/a", "too few"]]
    assert cells(against_table(nothing, "Against")) == [["Home 1", "n/a", "n/a"]]


@pytest.mark.parametrize(
    ("choices", "status"), [({"before": NAN}, "not supplied"), ({"open_throughout": False}, "not open")]
)
def test_what_is_not_compared_says_why_in_every_cell(choices, status):
    before = choices.pop("before", 18)
    gap = places(("Home 1", "home", before, 5), **choices)
    assert set(cells(ratio_table(gap, "Exact", "place", "Place"))[0][1:]) == {status}
    assert set(cells(widened_table(gap, "Widened", "place", "Place"))[0][1:]) == {status}


def test_one_line_alone_is_not_followed_by_rows_that_say_it_twice():
    one = places(
        ("Chellaston", "neighbourhood", 936, 873),
        ("Home 1", "home", 18, 5),
        ("All neighbourhoods", "all neighbourhoods", 936, 873),
        ("All homes", "all homes", 18, 5),
    )
    for table in (ratio_table(one, "Exact", "place", "Place"), widened_table(one, "Widened", "place", "Place")):
        assert table.text["Place"].tolist() == ["Chellaston", "Home 1"]
    assert against_table(one, "Against").text["Place"].tolist() == ["Home 1"]


def test_a_choice_of_homes_is_not_called_all_homes():
    table = ratio_table(CRIMES, "Exact", "place", "Place", total_name="Chosen homes")
    assert table.text["Place"].tolist()[-1] == "Chosen homes"


def test_a_download_holds_the_numbers_unrounded_with_their_status():
    numbers = ratio_table(CRIMES, "Exact", "place", "Place").numbers.set_index("Place")
    assert numbers.loc["All homes", "ratio"] == pytest.approx(18 / 54)
    assert numbers.loc["All homes", "p (exact)"] == pytest.approx(2.57e-5, rel=0.01)
    assert numbers.loc["All homes", "status"] == "shown"


def shares(*rows):
    """Rows as (line, (part, whole) before, (part, whole) now)."""
    figures = [
        share_figure({"line": line}, when, "share", *parts, wilson=True)
        for line, *both in rows
        for when, parts in zip(PERIODS, both, strict=True)
    ]
    return give(("line",), figures)


def test_shares_are_printed_with_their_wilson_intervals():
    table = share_interval_table(
        shares(("All homes", (306, 430), (115, 160))), "Shares", "line", "Home", PERIODS, decimals=1
    )
    assert list(table.text) == ["Home", "2021-22 (95%)", "2022-23 (95%)"]
    assert cells(table) == [["All homes", "71.2% (66.7% to 75.2%)", "71.9% (64.5% to 78.3%)"]]


def test_shares_of_fewer_than_asked_for_are_too_few_of_nothing_no_number_and_gaps_say_so():
    table = share_interval_table(
        shares(("open", (1, 19), (10, 20)), ("closed", (NAN, NAN), (0, 0))), "Shares", "line", "Home", PERIODS, least=20
    )
    assert cells(table) == [["Open", "too few", "50% (30% to 70%)"], ["Closed", "not supplied", "too few"]]
    nothing = share_interval_table(shares(("closed", (0, 0), (0, 0))), "Shares", "line", "Home", PERIODS)
    assert cells(nothing) == [["Closed", "n/a", "n/a"]]


def test_counts_are_printed_with_their_intervals():
    rows = [
        figure({"label": "offences"}, when, "count", "count", value, low=low, high=high, supplied=value == value)
        for when, value, low, high in (("previous", NAN, NAN, NAN), ("current", 7, 2.814, 14.423))
    ]
    table = count_interval_table(give(("label",), rows), "Counts", "Measure", PERIODS)
    assert cells(table) == [["Offences", "not supplied", "7 (2.8 to 14.4)"]]


@pytest.mark.parametrize(("supplied", "expected"), [(True, ["10", "1", "0.012"]), (False, ["not supplied"] * 3)])
def test_higher_and_lower_are_printed_with_the_p_of_the_sign_test(supplied, expected):
    row = figure({"result": ""}, "current", "exact_p", "p", 0.0117, numerator=10, denominator=11, supplied=supplied)
    assert cells(sign_table(give(("result",), [row]), "Sign")) == [expected]


def test_a_table_takes_nothing_that_did_not_pass_the_gate():
    frame = pd.DataFrame()
    for make in (
        lambda: ratio_table(frame, "", "place", "Place"),
        lambda: widened_table(frame, "", "place", "Place"),
        lambda: against_table(frame, ""),
        lambda: share_interval_table(frame, "", "line", "Home", PERIODS),
        lambda: count_interval_table(frame, "", "Measure", PERIODS),
        lambda: sign_table(frame, ""),
    ):
        with pytest.raises(TypeError, match="Released"):
            make()
