"""What is counted about the protocol: paired counts, and the homes' response grades part by part."""

from typing import Any

import plotly.graph_objects as go

from analysis.charts.comparison import count_text, value_or_none
from analysis.charts.pairs import Pair, pairs_chart
from analysis.charts.theme import HOME, MARK_PX, PAPER, TEXT
from analysis.disclosure import Released, require_released

GRADES_PX = 360
LABELS_PX = 190  # room for the names of the lines at their ends
MOST_TICKS = 4
KEPT_APART = 0.09  # of the axis: names of lines that end close to each other stand below each other
# A grade has a colour, a mark and a line of its own: none has to be told by colour alone.
LOOKS = ((HOME, "circle", "solid"), ("#28A197", "square", "dash"), ("#801650", "diamond", "dot"))


def checklist_chart(released: Released, *, previous_label: str, current_label: str) -> go.Figure:
    """How many checklists were in time, late, not complete or not recorded, as pairs of both periods."""
    return _pairs(released, "standing", "Checklists", previous_label, current_label)


def proportionality_chart(released: Released, *, previous_label: str, current_label: str) -> go.Figure:
    """What reviews found of the response, as pairs of both periods."""
    return _pairs(released, "answer", "Reviews", previous_label, current_label)


def recorded_chart(released: Released, *, previous_label: str, current_label: str) -> go.Figure:
    """Cases reported, and cases that got their outcome, as pairs of both periods."""
    return _pairs(released, "basis", "Cases", previous_label, current_label)


def response_grades_chart(released: Released) -> go.Figure:
    """The homes' own counts by grade, part by part; a part that was not supplied is a gap."""
    frame = require_released(released, "response_grades_chart").open_frame
    parts = list(dict.fromkeys(frame["part"]))
    figure = go.Figure()
    ends: list[tuple[float, str]] = []
    for (grade, rows), (colour, symbol, dash) in zip(frame.groupby("grade", sort=False), LOOKS, strict=True):
        values = [value_or_none(row) for _, row in rows.iterrows()]
        figure.add_scatter(
            x=list(range(len(parts))),
            y=values,
            name=grade,
            mode="lines+markers",
            line={"color": colour, "dash": dash, "width": 2},
            marker={"color": colour, "symbol": symbol, "size": MARK_PX - 3, "line": {"color": PAPER, "width": 1}},
            customdata=[[part] for part in parts],
            hovertemplate=f"{grade}, %{{customdata[0]}}: %{{y:,}}<extra></extra>",
            showlegend=False,
        )
        known = [value for value in values if value is not None]
        if known:
            ends.append((known[-1], str(grade)))
    top = max((value for trace in figure.data for value in trace.y if value is not None), default=1) or 1
    _name_lines(figure, ends, top)
    every = max(1, -(-len(parts) // MOST_TICKS))
    shown = range((len(parts) - 1) % every, len(parts), every)  # the last part has its name always
    figure.update_xaxes(tickvals=list(shown), ticktext=[_short(parts[place]) for place in shown], tickangle=0)
    figure.update_xaxes(range=[-0.4, max(len(parts) - 0.6, 0.4)])
    figure.update_yaxes(title_text="Matters", range=[-0.03 * top, 1.1 * top])
    return figure.update_layout(height=GRADES_PX, margin={"r": LABELS_PX, "t": 16}, hovermode="closest")


def _short(part: str) -> str:
    """A part as an axis has room for it: "April to June 2021" as "Apr-Jun" above "2021"."""
    months, _, year = part.rpartition(" ")
    return f"{'-'.join(month[:3] for month in months.split(' to '))}<br>{year}"


def _name_lines(figure: go.Figure, ends: list[tuple[float, str]], top: float) -> None:
    """The name of each line at its end, those of lines that end close to each other moved apart."""
    least = float("-inf")
    for value, name in sorted(ends):
        place = max(value, least + KEPT_APART * top)
        least = place
        figure.add_annotation(
            x=1,
            xref="paper",
            xshift=8,
            y=place,
            text=name,
            xanchor="left",
            showarrow=False,
            font={"color": TEXT},
        )


def _pairs(released: Released, key: str, axis: str, previous_label: str, current_label: str) -> go.Figure:
    frame = require_released(released, f"{key} chart").open_frame
    counts = frame[frame["measure"] == "count"].sort_values("order", kind="stable")
    figures = counts.set_index([key, "period"])
    pairs = []
    for name in dict.fromkeys(counts[key]):
        previous, current = figures.loc[(name, "previous")], figures.loc[(name, "current")]
        pairs.append(_pair(name, previous, current))
    labels = {"previous_label": previous_label, "current_label": current_label}
    return pairs_chart(pairs, **labels, axis_title=f"{axis} in the period")


def _pair(name: str, previous: Any, current: Any) -> Pair:
    return Pair(
        name=name[:1].upper() + name[1:],
        previous=value_or_none(previous),
        current=value_or_none(current),
        previous_text=count_text(previous),
        current_text=count_text(current),
    )
