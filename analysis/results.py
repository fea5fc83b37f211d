"""The long table that every measure returns, and the small builders of its rows.

One row is one figure: the keys of the measure, then RESULT_COLUMNS. A value is never rounded and never multiplied by
100. Missing is NaN; a figure of a period that no source covers has the status "not supplied", and so has all that is
computed from it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from analysis.ratios import change, exact_rate_ratio, widened_rate_ratio

When = Literal["previous", "current", "both", "month"]  # "month": the key says which month
Unit = Literal["count", "share", "change", "ratio", "expected", "score", "p", "per_100_child_months", "days"]
Direction = Literal["lower is better", "higher is better", "neutral"]

SHOWN = "shown"
NOT_SUPPLIED = "not supplied"
NOT_OPEN = "not open"  # a home that was not open for all of both periods is counted and not compared
RESULT_COLUMNS = ("period", "measure", "unit", "numerator", "denominator", "value", "low", "high", "status")
FIGURE_COLUMNS = ("numerator", "denominator", "value", "low", "high")
ALL_HOMES = "All homes"

NAN = math.nan


class MissingColumns(ValueError):
    """A measure was given a table without the columns it declares."""


def require_columns(frame: pd.DataFrame, needed: Sequence[str], measure_name: str) -> None:
    """Stops a measure that was given a table without the columns it needs; lists all of them at once."""
    missing = [column for column in needed if column not in frame.columns]
    if missing:
        raise MissingColumns(
            f"{measure_name} needs the columns {', '.join(needed)}; missing: {', '.join(missing)}; "
            f"given: {', '.join(map(str, frame.columns)) or 'none'}."
        )


def figure(
    keys: Mapping[str, object],
    period: When,
    measure: str,
    unit: Unit,
    value: float,
    *,
    numerator: float = NAN,
    denominator: float = NAN,
    low: float = NAN,
    high: float = NAN,
    supplied: bool = True,
    open_throughout: bool = True,
) -> dict[str, object]:
    """One row of a long result. Not supplied, or not open: no numbers. An endless ratio or limit is missing too."""
    status = (SHOWN if open_throughout else NOT_OPEN) if supplied else NOT_SUPPLIED
    numbers = dict(zip(FIGURE_COLUMNS, (numerator, denominator, value, low, high), strict=True))
    shown = status == SHOWN
    kept = {name: float(number) if shown and math.isfinite(number) else NAN for name, number in numbers.items()}
    return {**keys, "period": period, "measure": measure, "unit": unit, **kept, "status": status}


def count_figure(
    keys: Mapping[str, object], period: When, count: float, *, measure: str = "count", was_open: bool = True
) -> dict[str, object]:
    """A count of one period; NaN means that it was not supplied. A place not open then has nothing to count."""
    return figure(keys, period, measure, "count", count, supplied=not math.isnan(count), open_throughout=was_open)


def change_figure(
    keys: Mapping[str, object], previous: float, current: float, *, open_throughout: bool = True
) -> dict[str, object]:
    """The change between two counts, with the counts as denominator and numerator; NaN counts were not supplied."""
    supplied = not (math.isnan(previous) or math.isnan(current))
    value = change(previous, current) if supplied else NAN
    return figure(
        keys,
        "both",
        "change",
        "change",
        value,
        numerator=current,
        denominator=previous,
        supplied=supplied,
        open_throughout=open_throughout,
    )


def share_figure(
    keys: Mapping[str, object],
    period: When,
    measure: str,
    numerator: float,
    denominator: float,
    wilson: bool = False,
    *,
    was_open: bool = True,
) -> dict[str, object]:
    """A part of a whole, if wished with its Wilson 95% interval; NaN counts were not supplied; of nothing, no value."""
    supplied = not (math.isnan(numerator) or math.isnan(denominator))
    value = numerator / denominator if supplied and denominator > 0 else NAN
    low, high = wilson_interval(numerator, denominator) if wilson else (NAN, NAN)
    return figure(
        keys,
        period,
        measure,
        "share",
        value,
        numerator=numerator,
        denominator=denominator,
        low=low,
        high=high,
        supplied=supplied,
        open_throughout=was_open,
    )


def ratio_figures(
    keys: Mapping[str, object],
    previous: float,
    current: float,
    phi: float,
    months: int,
    *,
    open_throughout: bool = True,
) -> list[dict[str, object]]:
    """How many times as many as before: exact with its p, widened by `phi`, and phi with the months that told it.

    NaN counts were not supplied. The rows rate_ratio, exact_p, widened_ratio and dispersion; an endless ratio or limit
    of a shown row is missing.
    """
    supplied = not (math.isnan(previous) or math.isnan(current))
    exact, widened = (NAN, NAN, NAN, NAN), (NAN, NAN, NAN)
    if supplied and open_throughout:
        exact, widened = exact_rate_ratio(previous, current), widened_rate_ratio(previous, current, phi)

    told: list[tuple[str, Unit, tuple[float, float, float], tuple[float, float]]] = [
        ("rate_ratio", "ratio", exact[:3], (current, previous)),
        ("exact_p", "p", (exact[3], NAN, NAN), (NAN, NAN)),
        ("widened_ratio", "ratio", widened, (current, previous)),
        ("dispersion", "ratio", (phi, NAN, NAN), (months, NAN)),
    ]
    return [
        figure(
            keys,
            "both",
            measure,
            unit,
            value,
            numerator=numerator,
            denominator=denominator,
            low=low,
            high=high,
            supplied=supplied,
            open_throughout=open_throughout,
        )
        for measure, unit, (value, low, high), (numerator, denominator) in told
    ]


def wilson_interval(numerator: float, denominator: float) -> tuple[float, float]:
    """The Wilson 95% interval of a share; NaN where there is no share. Source: statsmodels proportion_confint."""
    if math.isnan(numerator) or math.isnan(denominator) or denominator <= 0:
        return NAN, NAN
    low, high = proportion_confint(numerator, denominator, alpha=0.05, method="wilson")
    return float(low), float(high)


def widened_wilson_interval(numerator: float, denominator: float, phi: float) -> tuple[float, float]:
    """The Wilson 95% interval of a share of events that come in runs: that of `phi` times fewer events.

    `phi` is the design effect: how much more the number varies than that of single events would.
    """
    return wilson_interval(numerator / phi, denominator / phi)


def result_frame(keys: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The rows as a long result: the keys, then RESULT_COLUMNS; the same columns when there are no rows."""
    frame = pd.DataFrame(list(rows), columns=[*keys, *RESULT_COLUMNS])
    return frame.astype(dict.fromkeys(FIGURE_COLUMNS, "float64"))
