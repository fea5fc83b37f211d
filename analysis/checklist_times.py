"""How many checklists were done in time, of all cases of a period together."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis.checklist import (
    CANNOT_TELL,
    IN_TIME,
    INCOMPLETE,
    LATE,
    NOT_DUE,
    NOT_RECORDED,
    Rules,
    moment_of,
    standing_of,
)
from analysis.periods import Period
from analysis.protocol import Kept, both_periods, is_listed
from analysis.results import NAN, Direction, count_figure, require_columns, result_frame, share_figure

STANDINGS = (IN_TIME, LATE, INCOMPLETE, NOT_RECORDED, CANNOT_TELL, NOT_DUE)
KNOWN = (IN_TIME, LATE, INCOMPLETE, NOT_RECORDED)  # of the others it cannot be told, or not yet
MEASURE = "in_time"
DIRECTION: Direction = "higher is better"


def checklist_in_time(
    times: pd.DataFrame, rules: Rules, previous: Period, current: Period, kept: Kept, now: date
) -> pd.DataFrame:
    """Of the cases reported in a period, how many checklists were done within the protocol's hours of the report.

    In time as a part of those of which it is known: done in time, late, not complete or not recorded. In: times
    reported_at, reported_time_known, points_done, last_at, last_day, count. Out: standing, order and the result
    columns; measures count (each standing) and in_time, a share, with its Wilson interval. Raises MissingColumns.
    """
    needed = ("reported_at", "reported_time_known", "points_done", "last_at", "last_day", "count")
    require_columns(times, needed, "checklist_in_time")
    told = [(row, _standing(row, rules, now)) for row in times.to_dict("records")]
    rows = []
    for when, period in both_periods(previous, current):
        counts = dict.fromkeys(STANDINGS, 0.0)
        for row, standing in told:
            if period.contains(moment_of(row["reported_at"]).date()):
                counts[standing] += row["count"]
        supplied = is_listed(period, kept, now)
        known = sum(counts[standing] for standing in KNOWN) if supplied else NAN
        for order, (standing, count) in enumerate(counts.items()):
            keys: dict[str, object] = {"standing": standing, "order": order}
            rows.append(count_figure(keys, when, count if supplied else NAN))
        of_known = counts[IN_TIME] if supplied else NAN
        rows.append(share_figure({"standing": IN_TIME, "order": 0}, when, MEASURE, of_known, known, wilson=True))
    return result_frame(("standing", "order"), rows)


def _standing(row: Mapping[str, Any], rules: Rules, now: date) -> str:
    known, done = bool(row["reported_time_known"]), int(row["points_done"])
    reported, last_at, last_day = (moment_of(row[name]) for name in ("reported_at", "last_at", "last_day"))
    return standing_of(reported, known, done, last_at, last_day, rules, now)
