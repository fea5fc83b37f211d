"""Types of incidents or offences, paired."""

import plotly.graph_objects as go

from analysis.charts.comparison import value_or_none
from analysis.charts.pairs import Pair, pairs_chart
from analysis.disclosure import Released, require_released
from analysis.formats import format_cell, spoken_type

TYPES_DRAWN = 8


def type_pairs_chart(
    released: Released, line: str, *, axis_title: str, previous_label: str, current_label: str
) -> go.Figure:
    """The most frequent types of one reporting line (or All homes), in the order of the table. The rest are listed."""
    frame = require_released(released, "type_pairs_chart").open_frame
    rows = frame[(frame["line"] == line) & (frame["measure"] == "count")]
    names = list(dict.fromkeys(rows["type"]))[:TYPES_DRAWN]
    figures = rows.set_index(["type", "period"])
    pairs = []
    for name in names:
        previous, current = figures.loc[(name, "previous")], figures.loc[(name, "current")]
        pairs.append(
            Pair(
                name=spoken_type(name),
                previous=value_or_none(previous),
                current=value_or_none(current),
                previous_text=format_cell(previous["value"], "count", previous["status"]),
                current_text=format_cell(current["value"], "count", current["status"]),
            )
        )
    return pairs_chart(pairs, previous_label=previous_label, current_label=current_label, axis_title=axis_title)
