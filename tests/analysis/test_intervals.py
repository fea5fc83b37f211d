"""Intervals of single counts, and the sign test, against worked answers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from analysis.intervals import byar_interval, count_interval, exact_interval, sign_test
from analysis.results import wilson_interval

counts_of = st.integers(0, 2_000)


def printed(interval):
    return tuple(f"{limit:.3f}" for limit in interval)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (3, "0.603", "8.765"),
        (5, "1.611", "11.668"),
        (10, "4.787", "18.391"),
        (18, "10.662", "28.449"),
        (54, "40.564", "70.460"),
        (160, "136.167", "186.803"),
        (430, "390.312", "472.629"),
    ],
)
def test_the_interval_by_byars_method(count, low, high):
    assert printed(byar_interval(count)) == (low, high)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, "0.000", "3.689"), (1, "0.025", "5.572"), (3, "0.619", "8.767"), (5, "1.623", "11.668")],
)
def test_the_exact_interval(count, low, high):
    assert printed(exact_interval(count)) == (low, high)


def test_a_count_has_the_exact_interval_under_ten_and_byars_from_ten():
    assert count_interval(9) == exact_interval(9) != byar_interval(9)
    assert count_interval(10) == byar_interval(10) != exact_interval(10)


def test_nothing_counted_has_no_lower_limit_below_0():
    assert byar_interval(0)[0] == exact_interval(0)[0] == count_interval(0)[0] == 0.0


@given(counts_of)
def test_every_interval_contains_its_count(count):
    for interval in (exact_interval, byar_interval, count_interval):
        low, high = interval(count)
        assert 0 <= low <= count < high


@given(counts_of)
def test_the_exact_interval_is_that_of_the_chi_squared_quantiles(count):
    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    assert exact_interval(count) == pytest.approx((low, chi2.ppf(0.975, 2 * count + 2) / 2), rel=1e-9)


@given(st.integers(10, 2_000))
def test_from_ten_events_on_byars_method_is_within_a_fiftieth_of_the_exact_interval(count):
    assert byar_interval(count) == pytest.approx(exact_interval(count), rel=0.02)


@pytest.mark.parametrize("count", [-1, math.nan, math.inf])
@pytest.mark.parametrize("interval", [exact_interval, byar_interval, count_interval])
def test_a_count_that_is_not_known_or_below_0_is_refused(interval, count):
    with pytest.raises(ValueError, match="has to be supplied"):
        interval(count)


def test_ten_up_and_one_down_is_rarely_a_tossed_coin():
    assert f"{sign_test(10, 1):.3f}" == "0.012"


def test_as_many_up_as_down_and_nobody_at_all_are_as_even_as_can_be():
    assert sign_test(4, 4) == sign_test(0, 0) == 1.0


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_sign_test_does_not_know_up_from_down(up, down):
    assert sign_test(up, down) == pytest.approx(sign_test(down, up))
    assert 0 < sign_test(up, down) <= 1


def test_ups_and_downs_below_0_are_refused():
    with pytest.raises(ValueError, match="0 or above"):
        sign_test(3, -1)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(306, 430, "66.7", "75.2"), (115, 160, "64.5", "78.3"), (10, 12, "55", "95")],
)
def test_the_wilson_interval_of_published_shares(part, whole, low, high):
    digits = 1 if "." in low else 0
    assert tuple(f"{100 * limit:.{digits}f}" for limit in wilson_interval(part, whole)) == (low, high)
