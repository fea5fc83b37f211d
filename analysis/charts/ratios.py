"""Ratios of homes and of types with both their intervals, from the released results."""

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analysis.charts.forest import Block, ForestRow, Interval, forest_chart
from analysis.disclosure import Released, require_released
from analysis.formats import format_count, spoken_type
from analysis.results import ALL_HOMES, SHOWN

AS_BEFORE = "1 = as many as before"
LIKE_ITS_AREA = "1 = moved like its neighbourhood"
NONE_EITHER = "none in either period"
NO_RATIO = "no ratio: a count is 0"


def homes_forest_chart(released: Released, *, total_name: str = ALL_HOMES) -> go.Figure:
    """Each home, then all homes: against the period before, and below, against how its neighbourhood moved.

    Takes the released result of home_against_neighbourhood.
    """
    frame = require_released(released, "homes_forest_chart").open_frame
    homes = frame[frame["place_kind"].isin(["home", "all homes"])].sort_values("order", kind="stable")
    names = list(dict.fromkeys(homes["place"]))
    if len(names) == 2 and ALL_HOMES in names:
        names = names[:1]  # one line alone: "All homes" would say it twice
    figures = {(row["place"], row["measure"], row["period"]): row for row in homes.to_dict("records")}
    before, area = [], []
    for name in names:
        printed, strong = total_name if name == ALL_HOMES else name, name == ALL_HOMES
        counts = [figures[name, "count", when] for when in ("previous", "current")]
        exact, widened = (figures[name, measure, "both"] for measure in ("rate_ratio", "widened_ratio"))
        before.append(_row(printed, exact, widened, nothing=NONE_EITHER, under=_counts(counts), strong=strong))
        exact, widened = (figures[name, measure, "both"] for measure in ("ratio_of_ratios", "widened_ratio_of_ratios"))
        area.append(_row(printed, exact, widened, nothing=NO_RATIO, strong=strong))
    blocks = [Block(AS_BEFORE, tuple(before))]
    if any(row.value is not None or row.exact is not None for row in area):
        blocks.append(Block(LIKE_ITS_AREA, tuple(area)))
    return forest_chart(blocks)


def types_forest_chart(released: Released) -> go.Figure:
    """Each type against the period before, in the order of the table. Takes the released result of type_ratios."""
    frame = require_released(released, "types_forest_chart").open_frame
    figures = {(row["type"], row["measure"]): row for row in frame.to_dict("records")}
    rows = []
    for name in dict.fromkeys(frame["type"]):
        exact, widened = figures[name, "rate_ratio"], figures[name, "widened_ratio"]
        counts = [{"value": exact[column], "status": exact["status"]} for column in ("denominator", "numerator")]
        rows.append(_row(spoken_type(name), exact, widened, nothing=NONE_EITHER, under=_counts(counts)))
    return forest_chart([Block(AS_BEFORE, tuple(rows))])


def _row(name: str, exact: Any, widened: Any, *, nothing: str, under: str = "", strong: bool = False) -> ForestRow:
    """A row from its rows of the result. A missing limit of a shown row has no end; a missing ratio has no dot."""
    if exact["status"] != SHOWN:
        return ForestRow(name, under, gap=str(exact["status"]), strong=strong)
    value = _or_none(exact["value"])
    if value is None and exact["low"] == 0:
        return ForestRow(name, under, gap=nothing, strong=strong)
    no_value = "" if value is not None else "none before"
    return ForestRow(name, under, value, no_value, _interval(exact), _interval(widened), strong=strong)


def _interval(row: Any) -> Interval:
    return Interval(float(row["low"]), float(row["high"]) if row["high"] == row["high"] else math.inf)


def _or_none(value: float) -> float | None:
    return float(value) if value == value else None


def _counts(counts: Sequence[Any]) -> str:
    """ "54 to 18", where both were supplied."""
    if any(count["status"] != SHOWN for count in counts):
        return ""
    return " to ".join(format_count(count["value"]) for count in counts)
