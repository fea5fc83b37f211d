"""Mean, limits and signals, against examples worked by hand and against the rules of NHSRplotthedots."""

import itertools
import math
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.monthly import KEYS as MONTH_KEYS
from analysis.periods import Period, add_months
from analysis.results import NAN, RESULT_COLUMNS, MissingColumns, figure, result_frame
from analysis.xmr import (
    KEYS,
    NO_BASELINE,
    NO_TWO_MONTHS,
    OTHER_HOMES,
    TOO_FEW_A_MONTH,
    first_months_after,
    xmr_limits,
)

START = date(2021, 4, 1)
GAP = None
COUNTS = st.lists(st.integers(8, 60), min_size=2, max_size=40)


def months(*values, line="All homes", gap="not supplied"):
    """One line from April 2021; None: a month without a figure."""
    rows = [
        figure(
            dict(zip(MONTH_KEYS, (line, 1, add_months(START, number)), strict=True)),
            "month",
            "count",
            "count",
            NAN if value is GAP else value,
            supplied=value is not GAP or gap != "not supplied",
            open_throughout=value is not GAP,
        )
        for number, value in enumerate(values)
    ]
    return result_frame(MONTH_KEYS, rows)


def limits(*values, **options):
    return xmr_limits(months(*values), "All homes", **options)


def means(frame):
    return frame[frame["measure"] == "mean"].reset_index(drop=True)


def marked(frame, rule):
    """The positions of the months that a rule marks."""
    return [number for number, holds in enumerate(frame.loc[frame["measure"] == "count", rule]) if holds]


def test_mean_and_limits_of_six_points_worked_by_hand():
    # mean 66 / 6 = 11; ranges 2, 4, 6, 4, 2: mean 18 / 5 = 3.6; 2.66 x 3.6 = 9.576
    found = limits(10, 12, 8, 14, 10, 12)
    row = means(found).iloc[0]
    assert (row["value"], row["numerator"], row["denominator"]) == (11, 66, 6)
    assert (row["low"], row["high"]) == (pytest.approx(1.424), pytest.approx(20.576))
    ranges = found[found["measure"] == "moving range"].iloc[0]
    assert (ranges["value"], ranges["numerator"], ranges["denominator"]) == (pytest.approx(3.6), 18, 5)
    assert list(found.columns) == [*KEYS, *RESULT_COLUMNS]


def test_the_sample_s_incidents_worked_by_hand():
    # sum 590 / 24; the 23 ranges sum to 254
    values = (33, 28, 25, 36, 57, 32, 60, 28, 31, 53, 31, 16, 10, 11, 16, 23, 9, 19, 21, 13, 15, 10, 10, 3)
    found = limits(*values)
    row = means(found).iloc[0]
    assert row["value"] == pytest.approx(590 / 24)
    assert row["high"] == pytest.approx(590 / 24 + 2.66 * 254 / 23)
    assert row["low"] == 0
    assert marked(found, "outside") == [4, 6]
    assert marked(found, "run") == list(range(24))


def test_a_lower_limit_is_never_below_zero():
    row = means(limits(30, 2, 28, 4)).iloc[0]
    assert row["value"] - 2.66 * 26 < 0
    assert row["low"] == 0


def test_a_large_range_counts_like_any_other():
    # NHSRplotthedots would leave the two ranges of 40 out: over 3.267 x (80 + 18) / 11
    values = [10, 12, 10, 12, 10, 50, 10, 12, 10, 12, 10, 12]
    assert means(limits(*values)).iloc[0]["high"] == pytest.approx(170 / 12 + 2.66 * 98 / 11)


def test_no_range_is_taken_across_a_month_without_a_figure():
    # mean 46 / 4 = 11.5; ranges 2 and 4 only
    found = limits(10, 12, GAP, 14, 10)
    row = means(found).iloc[0]
    assert (row["value"], row["denominator"]) == (11.5, 4)
    assert (row["low"], row["high"]) == (pytest.approx(11.5 - 2.66 * 3), pytest.approx(11.5 + 2.66 * 3))


@pytest.mark.parametrize("status", ["not supplied", "not open"])
def test_a_month_without_a_figure_has_no_mean_and_no_limits_either(status):
    found = xmr_limits(months(10, 12, GAP, 14, 10, gap=status), "All homes")
    gap = found[found["month"] == add_months(START, 2)]
    assert set(gap["status"]) == {status}
    assert gap[["value", "low", "high", "numerator", "denominator"]].isna().all().all()
    assert not gap[["outside", "run"]].any().any()


def test_seven_in_a_row_on_one_side_are_a_signal_and_six_are_not():
    assert marked(limits(*[30] * 7, *[20] * 6), "run") == list(range(7))
    assert marked(limits(*[30] * 6, *[20] * 6), "run") == []


def test_a_point_on_the_mean_ends_a_row():
    values = [*[20] * 3, 15, *[20] * 3, *[10] * 6]
    assert sum(values) / len(values) == 15
    assert marked(limits(*values), "run") == []


def test_a_gap_ends_a_row():
    assert marked(limits(*[30] * 4, GAP, *[30] * 4, *[20] * 9), "run") == list(range(9, 18))


def test_a_point_outside_either_limit_is_a_signal():
    steady = [20, 22] * 8
    assert marked(limits(*steady, 45), "outside") == [16]
    assert marked(limits(*steady, 9), "outside") == [16]


def test_a_point_on_the_limit_is_not_outside():
    # 75, 125: mean 100, range 50: the upper limit is 233
    found = limits(75, 125, 100, 233, 234, baseline=Period(START, add_months(START, 2)))
    assert means(found).iloc[0]["high"] == pytest.approx(233)
    assert marked(found, "outside") == [4]


@pytest.mark.parametrize(("points", "trial"), [(11, True), (12, False)])
def test_limits_are_trial_limits_under_twelve_points(points, trial):
    assert set(limits(*[20] * points)["trial"]) == {trial}
    assert set(limits(*[20] * points, GAP)["trial"]) == {trial}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ((7, 8, 8), TOO_FEW_A_MONTH),
        ((8, 8, 8), ""),
        ((0, 0, 0), TOO_FEW_A_MONTH),
        ((20, GAP, 20), NO_TWO_MONTHS),
        ((20,), NO_TWO_MONTHS),
        ((GAP, GAP), NO_TWO_MONTHS),
    ],
)
def test_limits_are_drawn_only_where_there_is_enough_and_the_reason_is_told(values, reason):
    found = limits(*values)
    assert set(found["reason"]) == {reason}
    assert means(found)["low"].notna().any() == (not reason)


def test_without_limits_there_are_no_signals_and_the_mean_is_still_told():
    found = limits(*[4] * 8, *[1] * 8, 30)
    assert means(found).iloc[0]["value"] == 70 / 17
    assert marked(found, "outside") == marked(found, "run") == []
    assert not found["trial"].any()


def test_a_part_starts_with_the_first_whole_month_after_a_date():
    assert first_months_after([date(2022, 9, 27), date(2022, 10, 1)]) == (date(2022, 10, 1),)
    assert first_months_after([date(2022, 12, 31), date(2021, 5, 2)]) == (date(2021, 6, 1), date(2023, 1, 1))
    assert first_months_after([]) == ()


def test_each_part_has_its_own_mean_limits_and_rows():
    # 20, 24: mean 22, range 4; 10, 12, 11: mean 11, ranges 2 and 1
    found = means(limits(20, 24, 10, 12, 11, starts=[add_months(START, 2)]))
    assert list(found["part"]) == [1, 1, 2, 2, 2]
    assert list(found["value"]) == [22, 22, 11, 11, 11]
    assert found["high"].iloc[0] == pytest.approx(22 + 2.66 * 4)
    assert found["high"].iloc[2] == pytest.approx(11 + 2.66 * 1.5)
    assert set(found["trial"]) == {True}


def test_a_row_does_not_go_on_into_the_next_part():
    values = [*[30] * 5, *[10] * 5, *[10] * 5, *[30] * 5]
    assert marked(limits(*values), "run") == list(range(5, 15))
    assert marked(limits(*values, starts=[add_months(START, 10)]), "run") == []


def test_a_part_under_eight_a_month_has_no_limits_beside_one_that_has():
    found = means(limits(20, 24, 5, 6, starts=[add_months(START, 2)]))
    assert list(found["reason"]) == ["", "", TOO_FEW_A_MONTH, TOO_FEW_A_MONTH]


@pytest.mark.parametrize("start", [add_months(START, -5), START, add_months(START, 40)])
def test_a_start_that_divides_nothing_changes_nothing(start):
    assert limits(20, 24, 22, starts=[start]).equals(limits(20, 24, 22))


def test_limits_of_a_baseline_are_held_against_every_month():
    found = limits(20, 24, 22, 60, 22, baseline=Period(START, add_months(START, 3)))
    # 20, 24, 22: mean 22, ranges 4 and 2
    assert set(means(found)["value"]) == {22}
    assert means(found)["high"].iloc[-1] == pytest.approx(22 + 2.66 * 3)
    assert marked(found, "outside") == [3]
    assert set(found["trial"]) == {True}


def test_a_baseline_outside_the_months_shown_gives_no_limits():
    baseline = Period(add_months(START, -12), START)
    assert set(limits(20, 24, 22, baseline=baseline)["reason"]) == {NO_BASELINE}


def test_parts_and_a_baseline_together_are_refused():
    with pytest.raises(ValueError, match="not from both"):
        limits(20, 24, starts=[START], baseline=Period(START, add_months(START, 1)))


def test_only_the_line_asked_for_is_looked_at():
    frame = months(20, 24, line="Home 1")
    assert xmr_limits(frame, "All homes").empty
    assert list(xmr_limits(frame, "All homes").columns) == [*KEYS, *RESULT_COLUMNS]
    assert set(xmr_limits(frame, "Home 1")["line"]) == {"Home 1"}


def test_missing_columns_are_named():
    with pytest.raises(MissingColumns, match="status"):
        xmr_limits(months(20, 24).drop(columns="status"), "All homes")


def plot_the_dots(values):
    """NHSRplotthedots (ptd_spc_standard, ptd_calculate_point_type) without leaving large ranges out, in fractions."""
    mean = Fraction(sum(values), len(values))
    mean_range = Fraction(sum(abs(b - a) for a, b in itertools.pairwise(values)), len(values) - 1)
    upper, lower = mean + Fraction(266, 100) * mean_range, mean - Fraction(266, 100) * mean_range
    side = [0] * 6 + [(value > mean) - (value < mean) for value in values]
    ends = [all(side[i] == side[i - n] for n in range(1, 7)) and side[i] != 0 for i in range(6, len(side))]
    ends += [False] * 6
    return (
        [number for number, value in enumerate(values) if value > upper or value < lower],
        [number for number in range(len(values)) if any(ends[number : number + 7])],
    )


@given(COUNTS)
def test_signals_are_those_of_nhsrplotthedots(values):
    found = limits(*values)
    outside, run = plot_the_dots(values)
    assert marked(found, "outside") == outside
    assert marked(found, "run") == run


@given(st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=1, max_size=40), st.integers(0, 40))
def test_limits_always_enclose_the_mean_and_every_month_has_three_rows(values, start):
    found = limits(*values, starts=[add_months(START, start)])
    assert len(found) == 3 * len(values)
    for row in means(found).itertuples():
        if not math.isnan(row.low):
            assert 0 <= row.low <= row.value <= row.high
            assert row.reason == ""


def test_a_home_that_opens_makes_no_signal_of_the_months_before_or_after():
    # without the part, all 24 months would be in rows on one side of the mean
    values = [20, 22, 21, 19, 20, 22] * 2 + [40, 42, 41, 39, 40, 42] * 2
    assert marked(limits(*values), "run") == list(range(24))
    found = limits(*values, other_homes=[add_months(START, 12)])
    assert marked(found, "run") == marked(found, "outside") == []
    assert means(found)["value"].unique() == pytest.approx([20.6666667, 40.6666667])


def test_marked_dates_and_other_homes_both_start_parts():
    found = means(limits(*[20] * 6, starts=[add_months(START, 2)], other_homes=[add_months(START, 4)]))
    assert list(found["part"]) == [1, 1, 2, 2, 3, 3]
    same = means(limits(*[20] * 6, starts=[add_months(START, 2)], other_homes=[add_months(START, 2), START]))
    assert list(same["part"]) == [1, 1, 2, 2, 2, 2]


def test_a_baseline_is_held_only_against_months_of_the_same_homes():
    months_of_baseline = Period(START, add_months(START, 4))
    found = means(limits(20, 24, 20, 24, 22, 60, 61, baseline=months_of_baseline, other_homes=[add_months(START, 5)]))
    assert list(found["reason"]) == [""] * 5 + [OTHER_HOMES] * 2
    assert list(found["value"][:5]) == [22] * 5
    assert found["high"].notna().tolist() == [True] * 5 + [False] * 2


def test_a_baseline_with_a_change_of_homes_gives_each_part_its_own_months():
    within = Period(START, add_months(START, 6))
    found = means(limits(20, 24, 22, 40, 44, 42, 43, baseline=within, other_homes=[add_months(START, 3)]))
    assert list(found["value"]) == [22] * 3 + [42] * 4
    assert list(found["denominator"]) == [3] * 7


def test_without_any_month_of_the_baseline_that_is_the_reason_whichever_homes_were_open():
    before = Period(add_months(START, -12), START)
    found = limits(*[20] * 4, baseline=before, other_homes=[add_months(START, 2)])
    assert set(found["reason"]) == {NO_BASELINE}
