"""How much two counts differ, and how sure that is: changes, ratios, their intervals, and the verdict on them.

Methods: exact conditional intervals (given the sum of two Poisson counts, one of them is binomial; given the margins of
four, one of them is hypergeometric), and a log-normal interval widened for events that come in runs.
"""

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from scipy.optimize import brentq
from scipy.special import betaincinv, gammaln
from scipy.stats import binomtest

Verdict = Literal["too few", "fewer", "more", "usual", "same"]

MIN_EVENTS = 20  # in the two periods together; below, ups and downs of single events look like trends
DEFAULT_PHI = 3.0  # where only totals are known: one child's run of incidents is about this long
# Two half-years have 10. From fewer, phi is so often found too low that simulated verdicts on quarters were wrong in 10
# of 100 cases and on two months in 14; with phi at least DEFAULT_PHI it was 5 to 7.
FREEDOM_TO_TELL_PHI = 10
Z_95 = 1.959964
CONTINUITY = 0.5
ENDLESS = 30.0  # a limit e to this, ten million million, times the ratio says no more than none
TAIL = 0.025  # at each end of a 95% interval


def change(previous: float, current: float) -> float:
    """How much higher or lower the count is than before, as a part of the count before.

    Both 0 is no change (0.0). NaN stands for "n/a": nothing before, something now. Raises ValueError below 0.
    """
    _require_counts(previous, current)
    if previous == 0:
        return 0.0 if current == 0 else math.nan
    return float((current - previous) / previous)


def exact_rate_ratio(previous: float, current: float) -> tuple[float, float, float, float]:
    """How many times as many as before, with the exact 95% interval for single, independent events, and p.

    Returns ratio, low, high, p. With nothing before, ratio and high are infinite; with both 0 the ratio is NaN.
    Source: conditional binomial test; Clopper-Pearson limits of the share (quantiles of beta) turned into odds.
    """
    _require_counts(previous, current)
    total = int(previous + current)
    if total == 0:
        return math.nan, 0.0, math.inf, 1.0
    p = float(binomtest(int(current), total, 0.5).pvalue)
    low = float(betaincinv(current, previous + 1, TAIL)) if current > 0 else 0.0
    high = float(betaincinv(current + 1, previous, 1 - TAIL)) if previous > 0 else 1.0
    return _quotient(current, previous), _odds(low), _odds(high), p


def widened_rate_ratio(previous: float, current: float, phi: float) -> tuple[float, float, float]:
    """How many times as many as before, with a 95% interval that allows for events coming in runs from one child.

    Returns ratio, low, high. The log-normal interval is widened by the root of `phi` (variance / mean of the months, at
    least 1). Where either count is 0, half an event is added to both, also for the ratio.
    """
    _require_counts(previous, current)
    _require_phi(phi)
    added = CONTINUITY if previous == 0 or current == 0 else 0.0
    before, now = previous + added, current + added
    reach = Z_95 * math.sqrt(phi * (1 / before + 1 / now))
    ratio = now / before
    return ratio, ratio * math.exp(-reach), ratio * _exp(reach)


def dispersion(monthly_by_period: Sequence[Sequence[float]]) -> float:
    """How much more the months go up and down than single independent events would: variance / mean, at least 1.

    Takes the monthly counts of each period, 0 where a month had none. The months are compared with the mean of their
    own period and pooled by degrees of freedom, so that a change between periods does not count as ups and downs. A
    period of fewer than two months, or without events, gives nothing; where none gives anything, DEFAULT_PHI. Where the
    months leave fewer than FREEDOM_TO_TELL_PHI degrees of freedom, at least DEFAULT_PHI.
    """
    squares, freedom = 0.0, 0
    for months in _that_tell(monthly_by_period):
        mean = sum(months) / len(months)
        squares += sum((count - mean) ** 2 for count in months) / mean
        freedom += len(months) - 1
    least = 1.0 if freedom >= FREEDOM_TO_TELL_PHI else DEFAULT_PHI
    return max(least, squares / freedom) if freedom else DEFAULT_PHI


def months_that_tell(monthly_by_period: Sequence[Sequence[float]]) -> int:
    """From how many months `dispersion` knows the usual ups and downs; 0 where it takes DEFAULT_PHI."""
    return sum(len(months) for months in _that_tell(monthly_by_period))


def ratio_of_ratios(
    home_previous: float, home_current: float, area_previous: float, area_current: float
) -> tuple[float, float, float]:
    """How the home moved against how its area moved: below 1, the home's count fell more, or rose less.

    Returns value, low, high: the plain ratio of the two ratios with the exact conditional 95% interval. The value is
    NaN or infinite where a count of 0 leaves nothing to divide by. Source: the conditional (Fisher) interval of a two
    by two table, as scipy.stats.contingency.odds_ratio gives it, which takes a second for counts in the thousands.
    """
    _require_counts(home_previous, home_current, area_previous, area_current)
    value = _quotient(home_current * area_previous, home_previous * area_current)
    now, before, homes = home_current + area_current, home_previous + area_previous, home_previous + home_current
    lowest, highest = max(0.0, homes - before), min(now, homes)
    possible = np.arange(lowest, highest + 1)
    weights = -sum(
        gammaln(count + 1) for count in (possible, now - possible, homes - possible, before - homes + possible)
    )
    low = 0.0 if home_current == lowest else _tail_limit(possible, weights, possible >= home_current)
    high = math.inf if home_current == highest else _tail_limit(possible, weights, possible <= home_current)
    return value, low, high


def widened_ratio_of_ratios(
    home_previous: float,
    home_current: float,
    area_previous: float,
    area_current: float,
    home_phi: float,
    area_phi: float,
) -> tuple[float, float, float]:
    """How the home moved against how its area moved, with a 95% interval that allows for events coming in runs.

    Returns value, low, high: the log-normal interval, with the variance of the home's ratio widened by its own phi and
    that of the area's ratio by the area's. Where any of the four counts is 0, half an event is added to all four.
    """
    counts = (home_previous, home_current, area_previous, area_current)
    _require_counts(*counts)
    _require_phi(home_phi, area_phi)
    added = CONTINUITY if 0 in counts else 0.0
    h0, h1, a0, a1 = (count + added for count in counts)
    reach = Z_95 * math.sqrt(home_phi * (1 / h0 + 1 / h1) + area_phi * (1 / a0 + 1 / a1))
    value = (h1 / h0) / (a1 / a0)
    return value, value * math.exp(-reach), value * _exp(reach)


def _that_tell(monthly_by_period: Sequence[Sequence[float]]) -> list[Sequence[float]]:
    return [months for months in monthly_by_period if len(months) >= 2 and sum(months) > 0]


def _tail_limit(possible: Any, weights: Any, tail: Any) -> float:
    """The odds ratio at which the counts in the tail have the chance TAIL."""

    def excess(log_odds: float) -> float:
        terms = weights + possible * log_odds
        chances = np.exp(terms - terms.max())
        return float(chances[tail].sum() / chances.sum()) - TAIL

    reach = 1.0
    while excess(-reach) * excess(reach) > 0:
        reach *= 2
    return math.exp(brentq(excess, -reach, reach, xtol=1e-12))


def verdict(previous: float, current: float, low: float, high: float) -> Verdict:
    """Whether there were fewer or more than the usual ups and downs would bring, or too few to compare.

    `low` and `high` are the limits of `widened_rate_ratio`. Fewer than MIN_EVENTS in the two periods together is "too
    few". Raises ValueError for counts that were not supplied.
    """
    _require_counts(previous, current)
    if previous + current < MIN_EVENTS:
        return "too few"
    if previous == current:
        return "same"
    if high < 1:
        return "fewer"
    return "more" if low > 1 else "usual"


def _exp(reach: float) -> float:
    """e to a power; endless beyond ENDLESS, as when a million came in one month and three in all others together."""
    return math.exp(reach) if reach < ENDLESS else math.inf


def _quotient(upper: float, lower: float) -> float:
    if lower == 0:
        return math.nan if upper == 0 else math.inf
    return float(upper / lower)


def _odds(share: float) -> float:
    return math.inf if share >= 1 else float(share / (1 - share))


def _require_counts(*counts: float) -> None:
    if not all(count >= 0 and math.isfinite(count) for count in counts):
        raise ValueError(f"Counts are 0 or above and have to be supplied; given: {', '.join(map(str, counts))}.")


def _require_phi(*phis: float) -> None:
    for phi in phis:
        if not phi >= 1:
            raise ValueError(f"phi is at least 1; given: {phi}.")
