"""The ten points of a checklist: whether they were done in time, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from analysis.results import Direction, require_columns

NOT_RECORDED = "not recorded"
IN_TIME, LATE, CANNOT_TELL, INCOMPLETE, NOT_DUE = "in time", "late", "cannot tell", "not complete", "not due yet"
STANDINGS = (IN_TIME, LATE, CANNOT_TELL, INCOMPLETE, NOT_RECORDED, NOT_DUE)
ITEM_COLUMNS = ("key", "number", "done_at", "time_known", "missing")
DIRECTION: Direction = "neutral"  # of one case; that more are in time is for the better

_REST_OF_DAY = timedelta(hours=23, minutes=59)


@dataclass(frozen=True)
class Rules:
    """What a protocol sets: hours for the checklist, its points, days without an outcome until a case is discussed."""

    checklist_hours: int
    open_days: int
    points: int = 10


def timing(
    reported_at: datetime, reported_time_known: bool, last_at: datetime | None, last_day: datetime | None, hours: int
) -> str:
    """Whether what was done last came within so many hours of the report: in time, late, or it cannot be told.

    `last_at`: the last of what was done at a known time. `last_day`: of what was done on a day whose time is not known;
    at least one of the two. Where only days are known, it is in time, or late, only if it is at any time of both days.
    """
    earliest = max(moment for moment in (last_at, last_day) if moment is not None)
    by_day = None if last_day is None else last_day + _REST_OF_DAY
    latest = max(moment for moment in (last_at, by_day) if moment is not None)
    reported_latest = reported_at if reported_time_known else reported_at + _REST_OF_DAY
    if latest - reported_at <= timedelta(hours=hours):
        return IN_TIME
    return LATE if earliest - reported_latest > timedelta(hours=hours) else CANNOT_TELL


def standing_of(
    reported_at: datetime,
    reported_time_known: bool,
    points_done: int,
    last_at: datetime | None,
    last_day: datetime | None,
    rules: Rules,
    now: date,
) -> str:
    """How one checklist stands: its words (STANDINGS) wherever it is told of one case or counted of all.

    With points left it is not due, or not complete, or not recorded where none is done: a remark on what is missing
    makes no point done. `last_at`, `last_day`: as in `timing`.
    """
    if points_done >= rules.points:
        return timing(reported_at, reported_time_known, last_at, last_day, rules.checklist_hours)
    if not _is_due(reported_at, reported_time_known, rules, now):
        return NOT_DUE
    return INCOMPLETE if points_done else NOT_RECORDED


def checklist_standings(cases: pd.DataFrame, items: pd.DataFrame, rules: Rules, now: date) -> pd.DataFrame:
    """How the checklist of each case stands: in time, late, cannot tell, not complete, not recorded or not due yet.

    Not recorded: none of its points is done, whatever is noted of them. In: cases with key, reported_at,
    reported_time_known; items with key, number, done_at, time_known, missing. Out: key, points_done, points_left (their
    numbers), standing; the order of the cases. Raises MissingColumns.
    """
    require_columns(cases, ("key", "reported_at", "reported_time_known"), "checklist_standings (cases)")
    require_columns(items, ITEM_COLUMNS, "checklist_standings (items)")
    done_of = dict(list(items[items["done_at"].notna()].groupby("key")))
    rows = []
    for case in cases.to_dict("records"):
        done = done_of.get(case["key"], items.head(0))
        left = sorted(set(range(1, rules.points + 1)) - set(done["number"]))
        timed = done["time_known"].astype(bool)
        last_at, last_day = (moment_of(part["done_at"].max()) for part in (done[timed], done[~timed]))
        reported, known = moment_of(case["reported_at"]), bool(case["reported_time_known"])
        standing = standing_of(reported, known, rules.points - len(left), last_at, last_day, rules, now)
        rows.append({"key": case["key"], "points_done": len(done), "points_left": tuple(left), "standing": standing})
    return pd.DataFrame(rows, columns=["key", "points_done", "points_left", "standing"])


def point_standings(
    case: Mapping[str, Any], items: pd.DataFrame, points: pd.DataFrame, rules: Rules, now: date
) -> pd.DataFrame:
    """The ten points of one case's checklist: who owns each, when it was done, what is missing, and how it stands.

    In: the case with reported_at, reported_time_known; its items as in checklist_standings; points with number,
    wording, owner. Out: number, wording, owner, done_at (missing: not done), time_known, missing, standing. Raises
    MissingColumns.
    """
    require_columns(items, ITEM_COLUMNS, "point_standings (items)")
    require_columns(points, ("number", "wording", "owner"), "point_standings (points)")
    recorded = {item["number"]: item for item in items.to_dict("records")}
    reported, known = moment_of(case["reported_at"]), bool(case["reported_time_known"])
    rows = []
    for point in points.to_dict("records"):
        item = recorded.get(point["number"], {})
        done_at = moment_of(item.get("done_at"))
        if done_at is not None:
            last_at, last_day = (done_at, None) if item["time_known"] else (None, done_at)
            standing = timing(reported, known, last_at, last_day, rules.checklist_hours)
        elif _is_due(reported, known, rules, now):
            standing = INCOMPLETE if item.get("missing") else NOT_RECORDED
        else:
            standing = NOT_DUE
        told = {"done_at": done_at, "time_known": bool(item.get("time_known")), "missing": item.get("missing", "")}
        rows.append({**point, **told, "standing": standing})
    columns = ["number", "wording", "owner", "done_at", "time_known", "missing", "standing"]
    return pd.DataFrame(rows, columns=columns)


def moment_of(value: Any) -> Any:
    """A moment of a table as Python's own; None where there is none."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).to_pydatetime()


def _is_due(reported_at: datetime, reported_time_known: bool, rules: Rules, now: date) -> bool:
    """Whether the hours for the checklist ended before the day `now`."""
    latest = reported_at if reported_time_known else reported_at + _REST_OF_DAY
    return bool((latest + timedelta(hours=rules.checklist_hours)).date() < now)
