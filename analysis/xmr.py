"""XmR charts: how far the months of one series usually lie from their mean, and which months lie outside of that.

The rules are two of those of NHS England's "Making Data Count", as NHSRplotthedots codes them: a point outside the
limits, and 7 successive points on one side of the mean (a point on the mean ends the run). Deviations from
NHSRplotthedots, all on purpose:

- it leaves moving ranges over 3.267 x the mean moving range out before it draws limits; here all count, as in the
  spreadsheets of Making Data Count, since the unusual months are what one wants to see;
- it also marks 7 points that all rise or all fall, and 2 of 3 points near a limit; here they are not used, since on
  counts that come in runs from one child every further rule adds false alarms;
- it expects no gaps; here a month without a figure gives no moving range, and ends a run;
- it colours improvement and concern; here neither direction is the good one;
- it draws limits around any counts; here only where the mean is at least MIN_MEAN, since below it counts are too lumpy;
- a lower limit below 0 is 0, since no count can be below 0.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.monthly import KEYS as MONTH_KEYS
from analysis.periods import Period, add_months
from analysis.results import (
    NAN,
    NOT_OPEN,
    NOT_SUPPLIED,
    SHOWN,
    Direction,
    Unit,
    figure,
    require_columns,
    result_frame,
)

KEYS = (*MONTH_KEYS, "part", "reason", "trial", "outside", "run")

MIN_MEAN = 8.0  # a month
TRIAL_UNDER = 12  # points
RUN = 7  # successive points on one side of the mean
FACTOR = 2.66  # 3 standard deviations, by the mean range of two successive points (3 / 1.128)
JUST_OUTSIDE = 1e-9  # a count on the limit is not outside it, however the limit was rounded

TOO_FEW_A_MONTH = "too few a month"
NO_TWO_MONTHS = "no two months in a row"
NO_BASELINE = "no month of the baseline"
OTHER_HOMES = "other homes than in the baseline"
DIRECTION: Direction = "neutral"


def xmr_limits(
    monthly: pd.DataFrame,
    line: str,
    *,
    starts: Sequence[date] = (),
    other_homes: Sequence[date] = (),
    baseline: Period | None = None,
) -> pd.DataFrame:
    """The mean of the months, and the limits between which they usually lie: mean +- 2.66 x mean moving range.

    In: what monthly_counts returns, and the line. `starts`: first months of parts that have a mean and limits of their
    own (see first_months_after); `other_homes`: first months in which other homes were open, which start a part in any
    case, as months of other homes cannot be held against each other; `baseline`: take mean and limits from the months
    of this period and hold them against all months of the same homes.
    Out: line, line_order, month, part (from 1), reason (why the part has no limits, else ""), trial (from fewer than 12
    points), outside and run (whether the month is a signal) and the result columns. A row each for "count"; "mean",
    with the limits as low and high and sum / points as numerator and denominator; and "moving range", the mean one.
    Without limits there are no signals. Raises MissingColumns, ValueError for starts with a baseline.
    """
    require_columns(monthly, (*MONTH_KEYS, "value", "status"), "xmr_limits")
    if starts and baseline is not None:
        raise ValueError("Limits are taken from the parts between dates or from a baseline, not from both.")
    months = monthly[monthly["line"] == line].sort_values("month", kind="stable")
    days = list(months["month"])
    values = months["value"].where(months["status"] == SHOWN).to_numpy(dtype=float)
    inner = _inner({*starts, *other_homes}, days)
    part_of = np.array([1 + sum(start <= day for start in inner) for day in days], dtype=int)
    in_baseline = np.array([baseline is None or baseline.contains(day) for day in days], dtype=bool)
    without_baseline = "" if baseline is None else NO_BASELINE if np.isnan(values[in_baseline]).all() else OTHER_HOMES
    rows: list[dict[str, object]] = []
    for part in np.unique(part_of):
        within = part_of == part
        reference = np.where(within & in_baseline, values, NAN)
        rows += _part(months[within], values[within], reference, int(part), without_baseline)
    return result_frame(KEYS, rows)


def first_months_after(days: Iterable[date]) -> tuple[date, ...]:
    """The first whole month on or after each day: where a part starts whose months all lie after it."""
    months = {day if day.day == 1 else add_months(day.replace(day=1), 1) for day in days}
    return tuple(sorted(months))


def _inner(starts: Iterable[date], days: Sequence[date]) -> list[date]:
    """The starts that divide the months; one at or before the first month would make an empty part."""
    return [start for start in starts if days and start > days[0]]


def _part(months: pd.DataFrame, values: Any, reference: Any, part: int, without: str) -> list[dict[str, object]]:
    """The rows of the months that share a mean and limits; `reference`: the points these are taken from, else NaN.

    `without`: the reason where a baseline leaves no points to take them from.
    """
    points = reference[~np.isnan(reference)]
    ranges = np.abs(np.diff(reference))
    ranges = ranges[~np.isnan(ranges)]
    mean = float(points.mean()) if len(points) else NAN
    mean_range = float(ranges.mean()) if len(ranges) else NAN
    reason = _reason(mean, len(ranges), without)
    low, high = (max(0.0, mean - FACTOR * mean_range), mean + FACTOR * mean_range) if not reason else (NAN, NAN)
    outside = (values > high + JUST_OUTSIDE) | (values < low - JUST_OUTSIDE)
    run = _in_runs(np.sign(values - mean)) if not reason else np.zeros(len(values), dtype=bool)
    rows: list[dict[str, object]] = []
    for position, (line, order, month, status) in enumerate(
        zip(*(months[name] for name in (*MONTH_KEYS, "status")), strict=True)
    ):
        keys: dict[str, object] = {
            **dict(zip(MONTH_KEYS, (line, order, month), strict=True)),
            "part": part,
            "reason": reason,
            "trial": not reason and len(points) < TRIAL_UNDER,
            "outside": bool(outside[position]),
            "run": bool(run[position]),
        }
        told: tuple[tuple[str, Unit, float, float, float, float, float], ...] = (
            ("count", "count", float(values[position]), NAN, NAN, NAN, NAN),
            ("mean", "expected", mean, float(points.sum()), float(len(points)), low, high),
            ("moving range", "expected", mean_range, float(ranges.sum()), float(len(ranges)), NAN, NAN),
        )
        rows += [
            figure(
                keys,
                "month",
                measure,
                unit,
                value,
                numerator=numerator,
                denominator=denominator,
                low=lower,
                high=upper,
                supplied=status != NOT_SUPPLIED,
                open_throughout=status != NOT_OPEN,
            )
            for measure, unit, value, numerator, denominator, lower, upper in told
        ]
    return rows


def _reason(mean: float, ranges: int, without: str) -> str:
    """Why no limits can be drawn, or "" where they can."""
    if np.isnan(mean):
        return without or NO_TWO_MONTHS
    if mean < MIN_MEAN:
        return TOO_FEW_A_MONTH
    return "" if ranges else NO_TWO_MONTHS


def _in_runs(sides: Any) -> Any:
    """Which points are among RUN or more in a row on one side: +1 above, -1 below, 0 on the mean, NaN a gap."""
    found = np.zeros(len(sides), dtype=bool)
    for last in range(RUN, len(sides) + 1):
        window = sides[last - RUN : last]
        if abs(window.sum()) == RUN:
            found[last - RUN : last] = True
    return found
