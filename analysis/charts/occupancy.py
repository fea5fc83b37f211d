"""Counts for as many children as lived in the homes, paired."""

import math
from typing import Any

import plotly.graph_objects as go

from analysis.charts.comparison import value_or_none
from analysis.charts.pairs import Pair, pairs_chart
from analysis.disclosure import Released, require_released
from analysis.formats import PERCENTAGE_FROM, format_cell, format_count, format_expected
from analysis.results import ALL_HOMES, SHOWN

MOST_STEPS = 5
CHILD_MONTHS = 100  # the axis is of rates for so many
ROOM_LEFT, ROOM_RIGHT = 0.3, 1.3  # of the longest pair: "19 in 54.0" is wider than a number


def rates_chart(
    released: Released, *, axis_title: str, previous_label: str, current_label: str, total_name: str = ALL_HOMES
) -> go.Figure:
    """Homes in register order, all homes last. Where a count is under 20, it stands there in its child-months."""
    frame = require_released(released, "rates_chart").open_frame
    figures = frame.set_index(["line", "period"])
    names = list(dict.fromkeys(frame["line"]))
    if len(names) == 2 and ALL_HOMES in names:
        names = names[:1]  # one line alone: "All homes" would say it twice
    pairs = []
    for name in names:
        previous, current = figures.loc[(name, "previous")], figures.loc[(name, "current")]
        pairs.append(
            Pair(
                name=total_name if name == ALL_HOMES else name,
                previous=_place(previous),
                current=_place(current),
                previous_text=_text(previous),
                current_text=_text(current),
                strong=name == ALL_HOMES,
            )
        )
    figure = pairs_chart(pairs, previous_label=previous_label, current_label=current_label, axis_title=axis_title)
    top = max([value for pair in pairs for value in (pair.previous, pair.current) if value is not None], default=0) or 1
    return figure.update_xaxes(range=[-ROOM_LEFT * top, ROOM_RIGHT * top], tickmode="array", tickvals=_ticks(top))


def _ticks(top: float) -> list[float]:
    """Round numbers from 0 to the highest mark, six at most: the room for texts has none."""
    power = 10 ** math.floor(math.log10(top))
    step = next(power * part for part in (0.2, 0.5, 1, 2) if power * part * MOST_STEPS >= top)
    return [step * number for number in range(int(top / step) + 1)]


def _place(row: Any) -> float | None:
    value = value_or_none(row)
    return None if value is None else CHILD_MONTHS * value


def _text(row: Any) -> str:
    if row["status"] == SHOWN and row["numerator"] < PERCENTAGE_FROM:
        return f"{format_count(row['numerator'])} in {format_expected(row['denominator'])}"
    return format_cell(row["value"], row["unit"], row["status"])
