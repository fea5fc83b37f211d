"""One line a child, labelled at its end; one child bright against grey."""

from typing import Any

import plotly.graph_objects as go

from analysis.charts.theme import HOME, OTHER_CHILD
from analysis.disclosure import Released, require_released
from analysis.formats import format_score

HEIGHT_PX = 470
EMPTY_PX = 120
LETTER_GROUND = "rgba(255, 255, 255, 0.85)"  # a letter stays readable where a line passes behind it
LABEL_GAP = 0.055  # of the height of the plot, a letter with its ground: how near two may stand at one meeting


def cromarty_chart(released: Released, scale: tuple[float, float], *, child: str = "") -> go.Figure:
    """Takes the released result of cromarty_lines: child (a letter), meeting, value. `scale`: lowest, highest score."""
    frame = require_released(released, "cromarty_chart").open_frame.dropna(subset=["value"])
    if frame.empty:
        return _nothing_to_draw()
    figure = go.Figure()
    children = list(dict.fromkeys(frame["child"]))
    for letter in sorted(children, key=lambda name: name == child):  # the bright line is drawn last, on top
        _draw_line(figure, letter, frame[frame["child"] == letter], bright=letter == child)
    ends = frame.sort_values("meeting", kind="stable").groupby("child", sort=True).tail(1)
    span = _drawn_span(frame, scale)
    for letter, (meeting, height) in _label_places(ends, span).items():
        colour = HOME if letter == child or not child else OTHER_CHILD
        figure.add_annotation(
            x=meeting,
            y=height,
            text=f"<b>{letter}</b>",
            showarrow=False,
            xanchor="left",
            xshift=9,
            bgcolor=LETTER_GROUND,
            borderpad=1,
            font={"color": colour},
        )
    last = int(frame["meeting"].max())
    figure.update_xaxes(title_text="Meeting (1 = baseline)", tickvals=list(range(1, last + 1)), range=[0.7, last + 0.6])
    figure.update_yaxes(title_text=f"Mean score of the targets ({scale[0]:g} to {scale[1]:g})", range=list(span))
    figure.update_layout(height=HEIGHT_PX, showlegend=False)
    return figure


def _nothing_to_draw() -> go.Figure:
    # A figure without any trace is refused by Streamlit.
    figure = go.Figure(go.Scatter(x=[], y=[], showlegend=False))
    figure.add_annotation(x=0, y=0, text="No scores to draw in this period", showarrow=False)
    figure.update_xaxes(visible=False)
    return figure.update_yaxes(visible=False).update_layout(height=EMPTY_PX)


def _draw_line(figure: go.Figure, letter: str, rows: Any, *, bright: bool) -> None:
    colour = HOME if bright else OTHER_CHILD
    figure.add_trace(
        go.Scatter(
            x=list(rows["meeting"]),
            y=list(rows["value"]),
            mode="lines+markers",
            name=f"Child {letter}",
            line={"color": colour, "width": 4.5 if bright else 1.75},
            marker={"size": 11 if bright else 7, "color": colour},
            hovertext=[
                f"Child {letter}, meeting {meeting}: {format_score(value)}"
                for meeting, value in zip(rows["meeting"], rows["value"], strict=True)
            ],
            hoverinfo="text",
        )
    )


def _drawn_span(frame: Any, scale: tuple[float, float]) -> tuple[float, float]:
    """Whole points around what was scored, within the scale: lines are read for their course, not their height."""
    low, high = int(frame["value"].min() - 0.3), int(frame["value"].max() + 1.3)
    return max(scale[0], low), min(scale[1], high) + 0.15


def _label_places(ends: Any, span: tuple[float, float]) -> dict[str, tuple[int, float]]:
    """Where each letter stands: beside its line's end, moved apart where two would print over each other.

    No letter leaves the plot, since one outside would not be drawn.
    """
    low, high = span
    places: dict[str, tuple[int, float]] = {}
    for meeting, group in ends.groupby("meeting"):
        gap = (high - low) * min(LABEL_GAP, 1 / len(group))
        ordered = sorted(zip(group["child"], group["value"], strict=True), key=lambda end: end[1])
        heights: list[float] = []
        for _, value in ordered:
            heights.append(max(float(value), heights[-1] + gap) if heights else float(value))
        highest_free = high
        for place in reversed(range(len(heights))):
            heights[place] = max(min(heights[place], highest_free), low)
            highest_free = heights[place] - gap
        places |= {letter: (int(meeting), height) for (letter, _), height in zip(ordered, heights, strict=True)}
    return places
