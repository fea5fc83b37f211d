"""Incidents and crimes by type, and crimes by outcome, in two periods."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.coverage import Opening, covered_homes, openings
from analysis.disclosure import OTHER_TYPES
from analysis.periods import Period
from analysis.results import (
    ALL_HOMES,
    NAN,
    Direction,
    When,
    change_figure,
    count_figure,
    require_columns,
    result_frame,
    share_figure,
)

TYPE_KEYS = ("line", "line_order", "type", "sensitive")
OUTCOME_KEYS = ("outcome_class", "class_order")
ALL_HOMES_LAST = 10_000
TOTAL = "total"
NO_TYPE = ""  # a total is of no type or class
TOTAL_FIRST = -1
NEW_TYPE_MIN = 3  # one or two of a type not seen before is chance, and may point at one child
PERIODS: tuple[When, When] = ("previous", "current")
DIRECTION: Direction = "neutral"


def is_other_types(name: str) -> bool:
    """Whether a row is that of the types that stand together because they are few or sensitive."""
    return name.startswith(OTHER_TYPES.partition("{")[0])


def type_breakdown(
    counts: pd.DataFrame, places: pd.DataFrame, coverage: pd.DataFrame, previous: Period, current: Period
) -> pd.DataFrame:
    """How many there were of each type in both periods, at each home and at all homes together.

    In: counts home_id, month, type, sensitive, count; places home_id, line, line_order, opened, closed; coverage
    place_kind, place, month. Out: line ("All homes" last, order 10,000), line_order, type, sensitive and the result
    columns; measures count, change and share (of all types of the line). Types of either period, by current count, then
    name. Before the types of a line its measure total in each period, with type "", also of a line without types, so
    that nothing recorded (0) and nothing supplied can be told apart. A line not open in every month of both periods has
    no change ("not open"); in a period in which it was not open at all and nothing was recorded, it has no counts
    either. Raises MissingColumns.
    """
    require_columns(counts, ("home_id", "month", "type", "sensitive", "count"), "type_breakdown")
    covered = {when: covered_homes(places, coverage, p) for when, p in zip(PERIODS, (previous, current), strict=True)}
    for lines in covered.values():
        lines[ALL_HOMES] = all(lines.values())
    table = _counts_by_type(counts, places, previous, current)
    table = table.sort_values(["current", "type"], ascending=[False, True], kind="stable")
    opening = openings(places, previous, current)
    types: dict[str, list[Mapping[str, Any]]] = {}
    for record in table.to_dict("records"):
        types.setdefault(record["line"], []).append(record)
    rows: list[dict[str, object]] = []
    for line, order in _lines(places):
        of_line = types.get(line, [])
        totals = [float(sum(record[when] for record in of_line)) for when in PERIODS]
        told = _told(opening[line], *totals)
        keys = dict(zip(TYPE_KEYS, (line, order, NO_TYPE, False), strict=True))
        for when, total, was_open in zip(PERIODS, totals, told[:2], strict=True):
            rows.append(_total(keys, when, total, supplied=covered[when][line], was_open=was_open))
        for record in of_line:
            before, now = (float(record[when]) if covered[when][line] else NAN for when in PERIODS)
            rows += _figures({key: record[key] for key in TYPE_KEYS}, (before, now), totals, told)
    return result_frame(TYPE_KEYS, rows)


def _lines(places: pd.DataFrame) -> list[tuple[str, int]]:
    """The lines in register order with their order, All homes last; none without places."""
    lines = places.drop_duplicates("line").sort_values("line_order", kind="stable")
    named = list(zip(lines["line"], lines["line_order"], strict=True))
    return [*named, (ALL_HOMES, ALL_HOMES_LAST)] if named else []


def _told(opening: Opening, before: float, now: float) -> Opening:
    """The line's opening, as its figures tell it: what was recorded in a period is counted, open or not."""
    return Opening(opening.previous or before > 0, opening.current or now > 0, opening.throughout)


def _total(
    keys: Mapping[str, object], when: When, count: float, *, supplied: bool, was_open: bool = True
) -> dict[str, object]:
    return count_figure(keys, when, count if supplied else NAN, measure=TOTAL, was_open=was_open)


def _counts_by_type(counts: pd.DataFrame, places: pd.DataFrame, previous: Period, current: Period) -> pd.DataFrame:
    """One row per line and type, All homes among the lines, with the counts of both periods side by side."""
    homes = places[["home_id", "line", "line_order"]]
    rows = counts[["home_id", "month", "type", "sensitive", "count"]].merge(homes, on="home_id")
    rows = rows.assign(
        sensitive=rows["sensitive"].astype(bool),
        previous=rows["count"].where(rows["month"].isin(previous.months), 0),
        current=rows["count"].where(rows["month"].isin(current.months), 0),
    )
    rows = rows[rows["month"].isin([*previous.months, *current.months])]
    together = rows.assign(line=ALL_HOMES, line_order=ALL_HOMES_LAST)
    table = pd.concat([rows, together]).groupby(["line_order", "line", "type"], as_index=False)
    counted = table.agg({"sensitive": "max", "previous": "sum", "current": "sum"})
    return counted[(counted["previous"] > 0) | (counted["current"] > 0)]


def _figures(
    keys: Mapping[str, object], counts: Sequence[float], totals: Sequence[float], told: Opening
) -> list[dict[str, object]]:
    (before, now), (all_before, all_now) = counts, totals
    return [
        count_figure(keys, "previous", before, was_open=told.previous),
        count_figure(keys, "current", now, was_open=told.current),
        change_figure(keys, before, now, open_throughout=told.throughout),
        share_figure(keys, "previous", "share", before, all_before, was_open=told.previous),
        share_figure(keys, "current", "share", now, all_now, was_open=told.current),
    ]


def new_types(breakdown: pd.DataFrame) -> list[str]:
    """The types that all homes together had none of before and at least three of now; sensitive types are left out.

    In: what type_breakdown returns. Raises MissingColumns.
    """
    require_columns(breakdown, (*TYPE_KEYS, "period", "measure", "value"), "new_types")
    all_homes = breakdown[
        (breakdown["line"] == ALL_HOMES) & (breakdown["measure"] == "count") & ~breakdown["sensitive"].astype(bool)
    ]
    before = all_homes[all_homes["period"] == "previous"].set_index("type")["value"]
    now = all_homes[all_homes["period"] == "current"].set_index("type")["value"]
    return [name for name, count in now.items() if count >= NEW_TYPE_MIN and before[name] == 0]


def outcome_breakdown(
    outcomes: pd.DataFrame, *, covered: Mapping[str, bool] | None = None, was_open: Mapping[str, bool] | None = None
) -> pd.DataFrame:
    """How many crimes ended with each class of outcome in both periods, and what part of all crimes that is.

    In: outcome_class, class_order, count, period ("previous" or "current"); `covered`: whether each period is covered
    (left out: both); `was_open`: whether any home was open in it (left out: in both), else nothing recorded is "not
    open". Out: outcome_class, class_order and the result columns; measures count and share (with its Wilson 95%
    interval). Classes of either period in their order; before them the measure total in each period, with outcome_class
    "" and order -1, also when there are no crimes. Raises MissingColumns.
    """
    require_columns(outcomes, (*OUTCOME_KEYS, "count", "period"), "outcome_breakdown")
    supplied = dict.fromkeys(PERIODS, True) if covered is None else covered
    counted = outcomes.groupby(["class_order", "outcome_class", "period"])["count"].sum()
    classes = counted.groupby(["class_order", "outcome_class"]).sum()
    totals = outcomes.groupby("period")["count"].sum()
    keys: dict[str, object] = dict(zip(OUTCOME_KEYS, (NO_TYPE, TOTAL_FIRST), strict=True))
    sums = {when: float(totals.get(when, 0)) for when in PERIODS}
    counts_told = {when: sums[when] > 0 or was_open is None or was_open[when] for when in PERIODS}
    rows = [
        _total(keys, when, sums[when], supplied=supplied.get(when, False), was_open=counts_told[when])
        for when in PERIODS
    ]
    for order, name in classes[classes > 0].index:
        keys = dict(zip(OUTCOME_KEYS, (name, order), strict=True))
        for when in PERIODS:
            count = float(counted.get((order, name, when), 0)) if supplied.get(when, False) else NAN
            rows.append(count_figure(keys, when, count, was_open=counts_told[when]))
            share = share_figure(keys, when, "share", count, sums[when], wilson=True, was_open=counts_told[when])
            rows.append(share)
    return result_frame(OUTCOME_KEYS, rows)
