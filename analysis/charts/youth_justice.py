"""The Youth Justice Service's table as paired counts."""

import plotly.graph_objects as go

from analysis.charts.comparison import count_text, value_or_none
from analysis.charts.pairs import Pair, pairs_chart
from analysis.disclosure import Released, require_released

TIGHTER_ROW_PX = 2  # a row: all of them stand on a shared screen, the choice of findings above them


def youth_justice_chart(released: Released, *, previous_label: str, current_label: str) -> go.Figure:
    """One row a measure, in the order of the table."""
    frame = require_released(released, "youth_justice_chart").open_frame
    counts = frame[frame["measure"] == "count"].sort_values("order", kind="stable")
    figures = counts.set_index(["label", "period"])
    pairs = []
    for label in dict.fromkeys(counts["label"]):
        previous, current = figures.loc[(label, "previous")], figures.loc[(label, "current")]
        pairs.append(
            Pair(
                name=label[:1].upper() + label[1:],
                previous=value_or_none(previous),
                current=value_or_none(current),
                previous_text=count_text(previous),
                current_text=count_text(current),
            )
        )
    figure = pairs_chart(
        pairs, previous_label=previous_label, current_label=current_label, axis_title="Number in the period"
    )
    return figure.update_layout(height=figure.layout.height - TIGHTER_ROW_PX * len(pairs))
