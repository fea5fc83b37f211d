"""Cromarty scores of children with Enhanced Care Planning Meetings (ECPM), against their first meeting."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from analysis.periods import Period
from analysis.results import NAN, Direction, figure, require_columns, result_frame, wilson_interval

LINE_KEYS = ("child", "meeting")
CHANGE_KEYS = ("child", "meetings", "targets", "baseline", "latest", "result")
SUMMARY_KEYS = ("result", "order")
SCORE_COLUMNS = ("child", "meeting", "meeting_date", "target", "score")

Result = Literal["improved", "same", "lower", "baseline only"]
RESULTS: tuple[Result, ...] = ("improved", "same", "lower", "baseline only")
COMPARED_RESULTS = RESULTS[:3]
TOTAL = "total"
SCALE = (0, 10)  # assumed; the data may say otherwise
DIRECTION: Direction = "higher is better"


@dataclass(frozen=True)
class _Meeting:
    number: int
    day: date
    scores: dict[str, float]


def cromarty_lines(scores: pd.DataFrame) -> pd.DataFrame:
    """Each child's mean score at each meeting, on the targets that were also scored at the child's first meeting.

    In: child, meeting, meeting_date, target ("total" when only a total is supplied), score. Out: child, meeting and the
    result columns; measure "cromarty score", period "both"; value = sum of scores / number of targets. A total is
    compared with a total only. A meeting that shares nothing with the first: "not supplied". Raises MissingColumns.
    """
    require_columns(scores, SCORE_COLUMNS, "cromarty_lines")
    rows: list[dict[str, object]] = []
    for child, meetings in _meetings(scores):
        for meeting in meetings:
            targets = _targets_of_both(meetings[0], meeting)
            total = sum(meeting.scores[target] for target in targets)
            keys = dict(zip(LINE_KEYS, (child, meeting.number), strict=True))
            rows.append(
                figure(
                    keys,
                    "both",
                    "cromarty score",
                    "score",
                    _mean(meeting, targets),
                    numerator=total,
                    denominator=len(targets),
                    supplied=bool(targets),
                )
            )
    return result_frame(LINE_KEYS, rows)


def cromarty_change(scores: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Whether each child's score is higher, the same or lower than at the child's first meeting.

    In: as cromarty_lines. Out: one row per child with a meeting in the period: child, meetings (up to the latest),
    targets (scored at both), baseline (mean at the first meeting ever), latest (mean at the last in the period), result
    ("improved", "same", "lower", "baseline only": no later meeting, or none of its targets scored at the first) and the
    result columns; measure "cromarty change", value = latest - baseline. Raises MissingColumns.
    """
    require_columns(scores, SCORE_COLUMNS, "cromarty_change")
    rows: list[dict[str, object]] = []
    for child, all_meetings in _meetings(scores):
        meetings = [meeting for meeting in all_meetings if meeting.day < period.end]
        if not meetings or not period.contains(meetings[-1].day):
            continue
        first, last = meetings[0], meetings[-1]
        targets = _targets_of_both(first, last) if len(meetings) > 1 else []
        baseline, latest = _mean(first, targets), _mean(last, targets)
        values = (child, len(meetings), len(targets), baseline, latest, _result(baseline, latest))
        keys = dict(zip(CHANGE_KEYS, values, strict=True))
        rows.append(figure(keys, "both", "cromarty change", "score", latest - baseline))
    return result_frame(CHANGE_KEYS, rows)


def cromarty_summary(changes: pd.DataFrame, *, covered: bool = True) -> pd.DataFrame:
    """How many children improved, stayed the same or went lower since their first meeting.

    In: what cromarty_change returns; `covered`: whether scores of the period were supplied, else every row is "not
    supplied". Out: result, order and the result columns; measure count with denominator = the children compared, and in
    low and high the Wilson 95% interval of that share (of the children, not of the count). Children with only a
    baseline are counted apart and are in no denominator. Raises MissingColumns.
    """
    require_columns(changes, ("child", "result"), "cromarty_summary")
    return _summary(changes["result"].value_counts().to_dict(), covered)


def cromarty_summary_of_totals(totals: Mapping[str, float]) -> pd.DataFrame:
    """How many children improved, stayed the same or went lower, as it was published for the whole period.

    `totals`: children by result. Where one of the three was not published, no row is supplied, since a blank is not 0;
    children with only a baseline that were not published are taken as none, as in papers that do not name them. Out: as
    cromarty_summary.
    """
    return _summary(totals, all(result in totals for result in COMPARED_RESULTS))


def _summary(numbers: Mapping[str, float], covered: bool) -> pd.DataFrame:
    compared = float(sum(numbers.get(result, 0) for result in COMPARED_RESULTS))
    rows: list[dict[str, object]] = []
    for order, result in enumerate(RESULTS):
        keys = dict(zip(SUMMARY_KEYS, (result, order), strict=True))
        children = float(numbers.get(result, 0))
        if result in COMPARED_RESULTS:
            low, high = wilson_interval(children, compared)
            row = figure(
                keys,
                "current",
                "count",
                "count",
                children,
                numerator=children,
                denominator=compared,
                low=low,
                high=high,
                supplied=covered,
            )
        else:
            row = figure(keys, "current", "count", "count", children, supplied=covered)
        rows.append(row)
    return result_frame(SUMMARY_KEYS, rows)


def _meetings(scores: pd.DataFrame) -> Iterator[tuple[str, list[_Meeting]]]:
    """Each child, in order of letter, with the meetings at which something was scored, earliest first."""
    scored = scores.dropna(subset=["score"]).sort_values(["child", "meeting_date", "meeting"], kind="stable")
    children: dict[str, dict[tuple[date, int], dict[str, float]]] = {}
    for child, number, day, target, score in zip(*(scored[column] for column in SCORE_COLUMNS), strict=True):
        children.setdefault(child, {}).setdefault((day, int(number)), {})[target] = float(score)
    for child, meetings in children.items():
        yield child, [_Meeting(number, day, targets) for (day, number), targets in meetings.items()]


def _targets_of_both(first: _Meeting, other: _Meeting) -> list[str]:
    """The targets scored at both meetings; the total only where no single target was."""
    both = [target for target in other.scores if target in first.scores]
    return [target for target in both if target != TOTAL] or both


def _mean(meeting: _Meeting, targets: list[str]) -> float:
    return sum(meeting.scores[target] for target in targets) / len(targets) if targets else NAN


def _result(baseline: float, latest: float) -> Result:
    if math.isnan(baseline) or math.isnan(latest):
        return "baseline only"
    if math.isclose(baseline, latest, abs_tol=1e-9):
        return "same"
    return "improved" if latest > baseline else "lower"
