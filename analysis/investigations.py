"""Children under police investigation: which cases are open, how their checklists stand, and what there is to discuss.

These measures are for the data meeting alone: they tell of single cases. What the partnership is told of all cases
together is in analysis.protocol.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from analysis.checklist import NOT_RECORDED, Rules, moment_of
from analysis.results import Direction, require_columns

FINALISED = "finalised"
HOME = "home"
YES = "yes"
FORMAL = ("formal court", "formal out of court")
NO_OUTCOME_CLASSES = ("", "open")
NOT_YET_KNOWN = "not yet known"
# Why a case is to be discussed.
NO_CHECKLIST, NO_OUTCOME, FORMAL_LOW_LEVEL, NOT_REVIEWED = "checklist", "outcome", "restorative", "review"
REASONS = (NO_CHECKLIST, NO_OUTCOME, FORMAL_LOW_LEVEL, NOT_REVIEWED)
REVIEWED_WITHIN_DAYS = 365  # what was finalised before is history, and no longer on an agenda by itself
# What has become of a case since the last meeting.
NEW, MOVED, CLOSED = "new", "moved", "closed"
SINCE = (NEW, MOVED, CLOSED)
CASE_COLUMNS = ("key", "reported_at", "stage", "stage_since")
RECORDED = ("created_at", "stage_recorded_at")  # when the case was added here, and when its stage was changed
REVIEW_COLUMNS = ("key", "held_on", "proportionate")
DIRECTION: Direction = "neutral"


@dataclass(frozen=True)
class LastMeeting:
    """The last meeting that has ended: its day, and the moment at which somebody ended it."""

    held_on: date
    ended_at: datetime


def open_cases(cases: pd.DataFrame, now: date) -> pd.DataFrame:
    """The cases open on a day: reported by then and not finalised by then; days open counts from the report.

    In: key, reported_at, stage, stage_since. Out: the same columns and days_open, the longest open first. Raises
    MissingColumns.
    """
    require_columns(cases, ("key", "reported_at", "stage", "stage_since"), "open_cases")
    reported = pd.to_datetime(cases["reported_at"]).dt.date
    closed = cases["stage"].eq(FINALISED) & (cases["stage_since"] <= now)
    is_open = (reported <= now) & ~closed
    days = [(now - day).days for day in reported[is_open]]
    found = cases[is_open].assign(days_open=pd.Series(days, index=cases.index[is_open], dtype="int64"))
    return found.sort_values(["days_open", "key"], ascending=[False, True], kind="stable", ignore_index=True)


def to_discuss(
    cases: pd.DataFrame, standings: pd.DataFrame, reviews: pd.DataFrame, rules: Rules, now: date
) -> pd.DataFrame:
    """What there is to discuss about which case: no checklist, no outcome for long, a formal outcome, no review.

    No checklist: the case is open, its checklist was due and nothing of it is recorded. No outcome: it is open, without
    an outcome, for more days than the protocol sets. Formal outcome: of a low-level matter in the home, without a
    restorative step recorded; until a meeting after the outcome has said whether the response was proportionate.
    Review: it is finalised, within the last year, and no meeting after that has said so. In: cases with the columns of
    fetch_investigations; standings as made by checklist_standings; reviews with key, held_on, proportionate. Out: key,
    reason (REASONS), days (open, or since the end); the longest open first, then those finalised. Raises
    MissingColumns.
    """
    needed = (
        *CASE_COLUMNS,
        "setting",
        "outcome_class",
        "outcome_on",
        "low_level",
        "in_placement",
        "restorative_offered",
    )
    require_columns(cases, needed, "to_discuss (cases)")
    require_columns(standings, ("key", "standing"), "to_discuss (standings)")
    require_columns(reviews, REVIEW_COLUMNS, "to_discuss (reviews)")
    standing_of = dict(zip(standings["key"], standings["standing"], strict=True))
    decided = reviews[reviews["proportionate"].ne(NOT_YET_KNOWN)].groupby("key")["held_on"].max().to_dict()
    opened = open_cases(cases, now)
    rows = []
    for case in opened.to_dict("records"):
        reasons = [
            (NO_CHECKLIST, standing_of.get(case["key"]) == NOT_RECORDED),
            (NO_OUTCOME, case["outcome_class"] in NO_OUTCOME_CLASSES and case["days_open"] > rules.open_days),
            (FORMAL_LOW_LEVEL, _is_formal_low_level(case, now) and not _is_decided(case, decided)),
        ]
        rows += [(case["key"], reason, case["days_open"]) for reason, holds in reasons if holds]
    finalised = cases[cases["stage"].eq(FINALISED) & (cases["stage_since"] <= now)]
    for case in finalised.sort_values("stage_since", kind="stable").to_dict("records"):
        days = (now - case["stage_since"]).days
        if days <= REVIEWED_WITHIN_DAYS and not _is_decided(case, decided):
            reason = FORMAL_LOW_LEVEL if _is_formal_low_level(case, now) else NOT_REVIEWED
            rows.append((case["key"], reason, days))
    return pd.DataFrame(rows, columns=["key", "reason", "days"])


def since_last_meeting(cases: pd.DataFrame, last: LastMeeting | None, now: date) -> pd.DataFrame:
    """What has become of the cases since the last meeting: new, moved to another stage, or closed.

    New: reported after its day, or put on the list after its end and still open. Closed: finalised after its day, or
    recorded as finalised after its end. Moved: at its stage only since then, or recorded so since then, and neither new
    nor closed. Without a meeting before, every open case is new. In: CASE_COLUMNS and RECORDED. Out: key, since; a case
    that is new and closed is both. Raises MissingColumns.
    """
    require_columns(cases, (*CASE_COLUMNS, *RECORDED), "since_last_meeting")
    rows = []
    for case in cases.to_dict("records"):
        reported = moment_of(case["reported_at"]).date()
        if reported > now:
            continue
        is_closed = case["stage"] == FINALISED and case["stage_since"] <= now
        if last is None:
            rows += [] if is_closed else [(case["key"], NEW)]
            continue
        recorded = case["stage_recorded_at"]
        is_new = reported > last.held_on or (not is_closed and moment_of(case["created_at"]) > last.ended_at)
        moved = last.held_on < case["stage_since"] <= now or (
            not pd.isna(recorded) and moment_of(recorded) > last.ended_at and case["stage_since"] <= now
        )
        told = [(NEW, is_new), (MOVED, moved and not is_new and not is_closed), (CLOSED, moved and is_closed)]
        rows += [(case["key"], what) for what, holds in told if holds]
    return pd.DataFrame(rows, columns=["key", "since"])


def timeline(
    case: Mapping[str, Any], points: pd.DataFrame, history: pd.DataFrame, reviews: pd.DataFrame
) -> pd.DataFrame:
    """What happened in one case, in order: the matter, the report, its stages, its checklist, its outcome, its reviews.

    In: the case; points as made by point_standings; history with thing, version, field, before; reviews with
    held_on, proportionate. Out: on_day, at (a moment, missing where only the day is known), what, detail. Raises
    MissingColumns.
    """
    require_columns(points, ("number", "done_at", "time_known"), "timeline (points)")
    require_columns(history, ("thing", "version", "field", "before"), "timeline (history)")
    require_columns(reviews, ("held_on", "proportionate"), "timeline (reviews)")
    reported = moment_of(case["reported_at"])
    events: list[tuple[date, datetime | None, str, str]] = [
        (reported.date(), reported if case["reported_time_known"] else None, "reported", case["response"])
    ]
    if _day(case["occurred_on"]):
        events.append((case["occurred_on"], None, "occurred", ""))
    for point in points[points["done_at"].notna()].to_dict("records"):
        done = moment_of(point["done_at"])
        events.append((done.date(), done if point["time_known"] else None, "point", str(point["number"])))
    events += [(since, None, "stage", stage) for since, stage in _stages_before(case, history)]
    if _day(case["outcome_on"]):
        events.append((case["outcome_on"], None, "outcome", case["outcome"]))
    events.append((case["stage_since"], None, "stage", case["stage"]))
    events += [(row["held_on"], None, "review", row["proportionate"]) for row in reviews.to_dict("records")]
    ordered = sorted(events, key=lambda event: (event[0], _ORDER.index(event[2]), event[1] or datetime.min))
    return pd.DataFrame(_points_together(ordered), columns=["on_day", "at", "what", "detail"])


_ORDER = ("occurred", "reported", "point", "outcome", "stage", "review")


def _points_together(events: Sequence[tuple[date, datetime | None, str, str]]) -> list[tuple[Any, ...]]:
    """The points of a checklist done on one day are one event: at the time of the last, with their numbers."""
    told: list[tuple[Any, ...]] = []
    for on_day, at, what, detail in events:
        if what == "point" and told and told[-1][0] == on_day and told[-1][2] == "point":
            told[-1] = (on_day, at or told[-1][1], what, f"{told[-1][3]}, {detail}")
        else:
            told.append((on_day, at, what, detail))
    return told


def _stages_before(case: Mapping[str, Any], history: pd.DataFrame) -> list[tuple[date, str]]:
    """The stages at which a case was before the one of today, in order, each with its first day as last corrected."""
    changed = history[history["thing"].eq("case") & history["field"].isin(["stage", "stage_since"])]
    stage, since = case["stage"], case["stage_since"]
    told = []
    for _, change in changed.sort_values("version", ascending=False).groupby("version", sort=False):
        before = dict(zip(change["field"], change["before"], strict=True))
        since = date.fromisoformat(before["stage_since"]) if "stage_since" in before else since
        if before.get("stage", stage) != stage:
            stage = before["stage"]
            told.append((since, stage))
    return told[::-1]


def _is_formal_low_level(case: Mapping[str, Any], now: date) -> bool:
    low_level_at_home = case["setting"] == HOME and case["in_placement"] == YES and case["low_level"] == YES
    decided = _day(case["outcome_on"])
    is_formal = case["outcome_class"] in FORMAL and decided is not None and decided <= now
    return low_level_at_home and is_formal and case["restorative_offered"] != YES


def _is_decided(case: Mapping[str, Any], decided: Mapping[str, date]) -> bool:
    """Whether a meeting on or after the day of the outcome, else of the end, has said if it was proportionate."""
    held_on = decided.get(case["key"])
    return held_on is not None and held_on >= (_day(case["outcome_on"]) or case["stage_since"])


def _day(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else value
