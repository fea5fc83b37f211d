"""Types of incidents or offences, paired."""

import plotly.graph_objects as go

from analysis.breakdown import is_other_types
from analysis.charts.comparison import value_or_none
from analysis.charts.pairs import Pair, pairs_chart
from analysis.disclosure import Released, require_released
from analysis.formats import format_cell, spoken_type

TYPES_DRAWN = 6
TYPES_DRAWN_NOTE = f"The picture shows at most {TYPES_DRAWN} rows, the most frequent first; the table lists all types."


def type_pairs_chart(
    released: Released, line: str, *, axis_title: str, previous_label: str, current_label: str
) -> go.Figure:
    """The most frequent types of one reporting line (or All homes), in the order of the table. The rest are listed."""
    frame = require_released(released, "type_pairs_chart").open_frame
    rows = frame[(frame["line"] == line) & (frame["measure"] == "count")]
    names = drawn_types(released, line)
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


def drawn_types(released: Released, line: str) -> list[str]:
    """The types of a line that a picture, or a table for a room, has place for: the most frequent not folded."""
    frame = require_released(released, "drawn_types").open_frame
    names = list(dict.fromkeys(frame.loc[(frame["line"] == line) & (frame["measure"] == "count"), "type"]))
    if len(names) <= TYPES_DRAWN:
        return names
    # "Other types (n)" stands last and is kept: the note under the picture speaks of it.
    others = [name for name in names[TYPES_DRAWN:] if is_other_types(name)]
    return names[: TYPES_DRAWN - len(others)] + others
