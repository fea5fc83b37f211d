"""How far a single count could have fallen from its long-run level, and whether as many went up as down.

They hold for single, independent events. Shares have the Wilson interval (analysis.results.wilson_interval), ratios of
two counts theirs in analysis.ratios.
"""

import math

from scipy.stats import binomtest
from statsmodels.stats.rates import confint_poisson

from analysis.ratios import Z_95

BYAR_FROM = 10  # as the Office for Health Improvement and Disparities does: exact below, Byar's method from here on


def count_interval(count: float) -> tuple[float, float]:
    """The 95% interval of a count of single, independent events: exact under ten, by Byar's method from ten."""
    return exact_interval(count) if count < BYAR_FROM else byar_interval(count)


def exact_interval(count: float) -> tuple[float, float]:
    """The exact 95% interval of a count of single, independent events (Poisson). Source: statsmodels, method exact-c.

    Raises ValueError for a count below 0 or not supplied.
    """
    _require_count(count)
    low, high = confint_poisson(count, 1, method="exact-c", alpha=0.05)
    return (0.0 if count == 0 else float(low)), float(high)


def byar_interval(count: float) -> tuple[float, float]:
    """The 95% interval of a count by Byar's method, close to the exact one from about ten events on.

    Source: Breslow and Day (1987), as PHEindicatormethods has it. Raises ValueError as exact_interval does.
    """
    _require_count(count)
    low = count * _byar_factor(count, -Z_95) if count > 0 else 0.0
    return low, (count + 1) * _byar_factor(count + 1, Z_95)


def sign_test(up: int, down: int) -> float:
    """How often at least so one-sided a split of ups and downs comes from tossing a coin for each (two-sided p).

    Those that stayed the same count for neither. Without any, 1. Source: the exact binomial test. Raises ValueError for
    numbers below 0.
    """
    if up < 0 or down < 0:
        raise ValueError(f"Numbers of ups and downs are 0 or above; given: {up}, {down}.")
    return float(binomtest(up, up + down, 0.5).pvalue) if up + down else 1.0


def _byar_factor(count: float, z: float) -> float:
    return float((1 - 1 / (9 * count) + z / (3 * math.sqrt(count))) ** 3)


def _require_count(count: float) -> None:
    if not (count >= 0 and math.isfinite(count)):
        raise ValueError(f"A count is 0 or above and has to be supplied; given: {count}.")
