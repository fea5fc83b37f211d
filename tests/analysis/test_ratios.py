"""Changes, ratios, their intervals, and verdicts."""

import csv
import math
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats.contingency import odds_ratio

from analysis.ratios import (
    DEFAULT_PHI,
    change,
    dispersion,
    exact_rate_ratio,
    months_that_tell,
    ratio_of_ratios,
    verdict,
    widened_rate_ratio,
    widened_ratio_of_ratios,
)

PUBLISHED = Path(__file__).parents[1] / "published"
counts_of = st.integers(0, 400)


def published(name):
    with (PUBLISHED / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def printed_changes():
    for name in (
        "crimes_by_offence_type.csv",
        "crimes_home_vs_neighbourhood.csv",
        "incidents_by_type.csv",
        "incidents_home_vs_neighbourhood.csv",
        "youth_justice.csv",
    ):
        for row in published(name):
            yield name, int(row["previous_2021_22"]), int(row["current_2022_23"]), row["change_pct"]


@pytest.mark.parametrize(("table", "previous", "current", "printed"), list(printed_changes()))
def test_every_printed_change_comes_out_to_the_printed_digit(table, previous, current, printed):
    value = change(previous, current)
    decimals = 0 if table == "youth_justice.csv" else 1
    assert ("n/a" if math.isnan(value) else f"{100 * value:.{decimals}f}%") == printed


def test_nothing_before_and_nothing_now_is_no_change():
    assert change(0, 0) == 0.0


def test_something_after_nothing_has_no_change():
    assert math.isnan(change(0, 3))


def test_a_count_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="have to be supplied"):
        change(math.nan, 3)


@given(counts_of, counts_of)
def test_a_change_never_goes_below_minus_all(previous, current):
    assume(previous > 0)
    assert change(previous, current) >= -1
    assert (change(previous, current) < 0) == (current < previous)


@pytest.mark.parametrize(
    ("previous", "current", "ratio", "low", "high", "p"),
    [
        (18, 5, "0.278", "0.081", "0.776", "0.0106"),
        (32, 10, "0.312", "0.137", "0.652", "0.00094"),
        (4, 3, "0.750", "0.110", "4.433", "1"),
        (54, 18, "0.333", "0.184", "0.577", "2.57e-05"),
        (936, 873, "0.933", "0.850", "1.024", "0.145"),
        (3847, 3709, "0.964", "0.921", "1.009", "0.115"),
        (4783, 4582, "0.958", "0.920", "0.998", "0.039"),
        (122, 19, "0.156", "0.091", "0.254", "1.3e-19"),
        (195, 75, "0.385", "0.291", "0.504", "1.8e-13"),
        (113, 66, "0.584", "0.424", "0.798", "0.00055"),
        (430, 160, "0.372", "0.308", "0.447", "1.6e-29"),
        (11853, 11417, "0.963", "0.939", "0.988", "0.0043"),
        (306, 115, "0.376", "0.301", "0.467", "4.2e-21"),
        (1, 7, "7.000", "0.899", "315.483", "0.07"),
    ],
)
def test_the_exact_rate_ratio_of_published_counts(previous, current, ratio, low, high, p):
    found = exact_rate_ratio(previous, current)
    assert tuple(f"{number:.3f}" for number in found[:3]) == (ratio, low, high)
    digits = len(p.split("e")[0].replace(".", "").lstrip("0"))
    assert f"{found[3]:.{digits}g}" == p


def test_the_exact_rate_ratio_at_nothing():
    assert exact_rate_ratio(0, 5)[::2] == (math.inf, math.inf)
    assert exact_rate_ratio(5, 0)[:2] == (0.0, 0.0)
    assert math.isnan(exact_rate_ratio(0, 0)[0])
    assert exact_rate_ratio(0, 0)[1:] == (0.0, math.inf, 1.0)


@given(counts_of, counts_of)
def test_the_exact_interval_is_that_of_the_binomial_test(previous, current):
    assume(previous + current > 0)
    share = binomtest(current, previous + current, 0.5).proportion_ci(confidence_level=0.95, method="exact")
    low, high = (odds / (1 + odds) if math.isfinite(odds) else 1.0 for odds in exact_rate_ratio(previous, current)[1:3])
    assert (low, high) == pytest.approx((share.low, share.high), rel=1e-9, abs=1e-9)


@given(counts_of, counts_of)
def test_the_exact_interval_contains_the_ratio(previous, current):
    assume(previous + current > 0)
    ratio, low, high, p = exact_rate_ratio(previous, current)
    assert low <= ratio <= high
    assert 0 <= p <= 1


@pytest.mark.parametrize(
    ("previous", "current", "low", "high"),
    [(54, 18, "0.13", "0.84"), (18, 5, "0.05", "1.55"), (32, 10, "0.09", "1.07"), (113, 66, "0.35", "0.99")],
)
def test_the_interval_widened_for_runs_of_events(previous, current, low, high):
    assert tuple(f"{number:.2f}" for number in widened_rate_ratio(previous, current, DEFAULT_PHI)[1:]) == (low, high)


def test_half_an_event_is_added_to_both_where_one_is_0():
    assert widened_rate_ratio(0, 4, 1.0)[0] == pytest.approx(4.5 / 0.5)
    assert widened_rate_ratio(0, 0, 1.0)[0] == 1.0


def test_a_phi_below_1_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        widened_rate_ratio(4, 4, 0.5)


@given(counts_of, counts_of, st.floats(1, 20))
def test_the_widened_interval_contains_the_ratio_and_grows_with_phi(previous, current, phi):
    ratio, low, high = widened_rate_ratio(previous, current, phi)
    _, plain_low, plain_high = widened_rate_ratio(previous, current, 1.0)
    assert low <= plain_low < ratio < plain_high <= high


def test_months_that_vary_like_single_events_are_not_widened():
    assert dispersion([[2] * 12, [5] * 12]) == 1.0


def test_dispersion_is_variance_over_mean_within_each_period_pooled():
    # first period: mean 2, squares 3 x 4 + 3 x 4 = 24, 24 / 2 = 12; second: mean 3, squares 6 x 1 = 6, 6 / 3 = 2
    assert dispersion([[0, 4, 0, 4, 0, 4], [2, 4, 2, 4, 2, 4]]) == pytest.approx((12 + 2) / 10)


@pytest.mark.parametrize(
    ("months", "least"),
    [
        ([[2, 2, 2], [5, 5, 5]], 3.0),
        ([[2, 2], [5, 5]], 3.0),
        ([[5] * 10], 3.0),
        ([[2] * 5, [5] * 6], 3.0),
        ([[2] * 6, [5] * 6], 1.0),
        ([[5] * 11], 1.0),
    ],
    ids=["quarters", "two months", "9 degrees", "9 of both", "half-years", "one period of 11"],
)
def test_from_less_than_two_half_years_dispersion_is_at_least_the_setting(months, least):
    assert dispersion(months) == least


def test_few_months_that_vary_more_than_the_setting_keep_what_they_tell():
    # mean 4, squares 16 + 16 = 32, 32 / 4 = 8; mean 2, squares 2, 2 / 2 = 1; 9 over 1 + 1
    assert dispersion([[0, 8], [1, 3]]) == pytest.approx((8 + 1) / 2)


def test_a_fall_between_periods_is_not_taken_for_ups_and_downs():
    assert dispersion([[20] * 6, [5] * 6]) == 1.0


@pytest.mark.parametrize("months", [[], [[], []], [[54], [18]], [[0, 0, 0], [7]]])
def test_without_months_to_compare_dispersion_is_the_stated_setting(months):
    assert dispersion(months) == DEFAULT_PHI == 3.0


@pytest.mark.parametrize(
    ("months", "told_by"), [([[2, 3], [0, 0]], 2), ([[2, 3], [1, 4, 2]], 5), ([[54], [18]], 0), ([], 0)]
)
def test_only_months_with_events_of_a_period_of_two_or_more_tell_dispersion(months, told_by):
    assert months_that_tell(months) == told_by


@given(st.lists(st.lists(st.integers(0, 50), max_size=12), max_size=2))
def test_dispersion_is_never_below_1(months):
    assert dispersion(months) >= 1


def test_the_ratio_of_ratios_of_published_crimes():
    assert tuple(f"{number:.3f}" for number in ratio_of_ratios(54, 18, 4783, 4582)) == ("0.348", "0.192", "0.604")


def test_the_ratio_of_ratios_without_anything_to_divide_by():
    assert math.isnan(ratio_of_ratios(0, 0, 5, 5)[0])
    assert ratio_of_ratios(0, 3, 10, 10)[::2] == (math.inf, math.inf)
    assert ratio_of_ratios(3, 0, 10, 10)[:2] == (0.0, 0.0)


@given(*[st.integers(0, 60)] * 4)
def test_the_ratio_of_ratios_has_the_interval_of_the_two_by_two_table(h0, h1, c0, c1):
    value, low, high = ratio_of_ratios(h0, h1, c0, c1)
    expected = odds_ratio([[h1, c1], [h0, c0]], kind="conditional").confidence_interval(0.95)
    assert (low, high) == pytest.approx((expected.low, expected.high), rel=1e-6)
    assert math.isnan(value) or low <= value <= high


def test_the_widened_ratio_of_ratios_of_published_crimes():
    value, low, high = widened_ratio_of_ratios(54, 18, 4783, 4582, DEFAULT_PHI, DEFAULT_PHI)
    reach = 1.959964 * math.sqrt(3 * (1 / 54 + 1 / 18 + 1 / 4783 + 1 / 4582))
    assert value == pytest.approx((18 / 54) / (4582 / 4783))
    assert (low, high) == pytest.approx((value * math.exp(-reach), value * math.exp(reach)))
    assert (f"{value:.3f}", f"{low:.2f}", f"{high:.2f}") == ("0.348", "0.14", "0.88")


def test_each_part_of_the_ratio_of_ratios_is_widened_by_its_own_phi():
    home, area = (widened_ratio_of_ratios(50, 20, 5, 5, *phis)[2] for phis in ((4, 1), (1, 4)))
    assert area > home


def test_half_an_event_is_added_to_all_four_where_one_is_0():
    value = widened_ratio_of_ratios(0, 4, 10, 20, 1.0, 1.0)[0]
    assert value == pytest.approx((4.5 / 0.5) / (20.5 / 10.5))


def test_a_limit_that_no_number_holds_has_no_end():
    for phi in (1e4, 1e7):  # millions in one month, few in all others
        assert widened_rate_ratio(1_234_567, 36, phi)[1:] == (pytest.approx(0, abs=1e-9), math.inf)
        assert widened_ratio_of_ratios(9, 4, 1_234_567, 36, 1.0, phi)[1:] == (pytest.approx(0, abs=1e-9), math.inf)


def test_a_ratio_of_ratios_with_a_phi_below_1_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        widened_ratio_of_ratios(4, 4, 4, 4, 1.0, 0.5)


@pytest.mark.parametrize(
    ("previous", "current", "low", "high", "word"),
    [
        (54, 18, 0.13, 0.84, "fewer"),
        (18, 54, 1.19, 7.56, "more"),
        (18, 5, 0.05, 1.55, "usual"),
        (4, 3, 0.1, 4.4, "too few"),
        (10, 9, 0.1, 0.9, "too few"),
        (10, 10, 0.3, 3.2, "same"),
        (9, 9, 0.3, 3.2, "too few"),
    ],
)
def test_the_verdict_on_two_counts(previous, current, low, high, word):
    assert verdict(previous, current, low, high) == word


@given(counts_of, counts_of, st.floats(1, 20))
def test_swapping_the_periods_swaps_fewer_and_more(previous, current, phi):
    word = verdict(previous, current, *widened_rate_ratio(previous, current, phi)[1:])
    swapped = verdict(current, previous, *widened_rate_ratio(current, previous, phi)[1:])
    assert swapped == {"fewer": "more", "more": "fewer"}.get(word, word)


def test_there_is_no_verdict_on_counts_that_were_not_supplied():
    with pytest.raises(ValueError, match="supplied"):
        verdict(math.nan, 20, 0.5, 2)
