"""One line a child, labelled at its end; one child bright against grey; those with only a baseline apart."""

from typing import Any

import plotly.graph_objects as go

from analysis.charts.labels import TEXT_LINE_PX, spread
from analysis.charts.theme import BETWEEN, HOME, OTHER_CHILD
from analysis.disclosure import Released, require_released
from analysis.formats import format_score
from analysis.results import SHOWN

HEIGHT_PX = 470
AXES_PX = 92  # above and below the plot, the words of the axis included
EMPTY_PX = 120
LETTER_GROUND = "rgba(255, 255, 255, 0.85)"  # a letter stays readable where a line passes behind it
LETTER_SHIFT_PX = 12
LEADER_PX = (5, 11)  # from a line's end to its letter, where the letter had to move
APART_AT = -0.5  # of the axis of meetings: children with only a baseline stand left of every line
APART_ROOM = 0.75  # left of them, for the words below
APART_ENDS = 0.45
LETTER_ROOM = 0.9  # of a meeting, right of the last one
APART_LABEL = "Only a<br>baseline"


def cromarty_chart(released: Released, scale: tuple[float, float], *, child: str = "") -> go.Figure:
    """Takes the released result of cromarty_lines: child (a letter), meeting, value. `scale`: lowest, highest score.

    A child whose latest meeting has nothing to compare with the first is drawn apart, by the baseline alone.
    """
    frame = require_released(released, "cromarty_chart").open_frame
    lines, apart = _parts(frame)
    if lines.empty and apart.empty:
        return _nothing_to_draw()
    figure = go.Figure()
    for letter, rows in _in_order_of_drawing(lines, child):
        _draw_line(figure, letter, rows, bright=letter == child)
    _draw_apart(figure, apart, child)
    if not (apart.empty or lines.empty):
        _draw_divide(figure)
    ends = lines.sort_values("meeting", kind="stable").groupby("child", sort=True).tail(1)
    places = [*zip(ends["child"], ends["meeting"], ends["value"], strict=True)]
    places += [(letter, APART_AT, value) for letter, value in zip(apart["child"], apart["value"], strict=True)]
    height = _height(places)
    span = _drawn_span([*lines["value"], *apart["value"]], scale)
    _draw_letters(figure, places, span, height, child)
    last = 0 if lines.empty else int(lines["meeting"].max())
    meetings = list(range(1, last + 1))
    figure.update_xaxes(
        title_text="Meeting (1 = baseline)" if meetings else None,
        tickvals=[*([] if apart.empty else [APART_AT]), *meetings],
        ticktext=[*([] if apart.empty else [APART_LABEL]), *map(str, meetings)],
        range=[0.7 if apart.empty else APART_AT - APART_ROOM, last + LETTER_ROOM],
    )
    on_scale = span[0] >= scale[0] and max([*lines["value"], *apart["value"]]) <= scale[1]
    title = f"Mean score of the targets ({scale[0]:g} to {scale[1]:g})" if on_scale else "Score"
    figure.update_yaxes(title_text=title, range=list(span))
    return figure.update_layout(height=height, showlegend=False)


def _parts(frame: Any) -> tuple[Any, Any]:
    """The points of children with a later meeting to compare, and the baseline of each of the others."""
    ordered = frame.sort_values(["child", "meeting"], kind="stable")
    met_again = ordered[ordered["child"].duplicated()]
    latest = met_again.groupby("child").tail(1)
    with_line = set(latest.loc[latest["status"].eq(SHOWN), "child"])
    drawn = ordered.dropna(subset=["value"])
    apart = drawn[~drawn["child"].isin(with_line)].groupby("child").head(1)
    return drawn[drawn["child"].isin(with_line)], apart


def _nothing_to_draw() -> go.Figure:
    # A figure without any trace is refused by Streamlit.
    figure = go.Figure(go.Scatter(x=[], y=[], showlegend=False))
    figure.add_annotation(x=0, y=0, text="No scores to draw in this period", showarrow=False)
    figure.update_xaxes(visible=False)
    return figure.update_yaxes(visible=False).update_layout(height=EMPTY_PX)


def _in_order_of_drawing(lines: Any, child: str) -> list[tuple[str, Any]]:
    """Each child's rows; the bright line is drawn last, on top."""
    by_child = list(lines.groupby("child", sort=True))
    return sorted(by_child, key=lambda of_child: of_child[0] == child)


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


def _draw_apart(figure: go.Figure, apart: Any, child: str) -> None:
    """Baselines without a line, in a narrow place of their own left of the meetings."""
    for letter, value in zip(apart["child"], apart["value"], strict=True):
        bright = letter == child
        figure.add_trace(
            go.Scatter(
                x=[APART_AT],
                y=[value],
                mode="markers",
                name=f"Child {letter}",
                line={"width": 4.5 if bright else 1.75},
                marker={"size": 11 if bright else 8, "color": HOME if bright else OTHER_CHILD, "symbol": "square"},
                hovertext=[f"Child {letter}, only a baseline: {format_score(value)}"],
                hoverinfo="text",
            )
        )


def _draw_divide(figure: go.Figure) -> None:
    figure.add_shape(
        type="line",
        x0=APART_ENDS,
        x1=APART_ENDS,
        y0=0,
        y1=1,
        yref="paper",
        layer="below",
        line={"color": BETWEEN, "width": 2},
    )


def _height(places: list[tuple[str, float, float]]) -> int:
    """Room for every letter of the meeting at which most lines end."""
    meetings = [meeting for _, meeting, _ in places]
    most = max(meetings.count(meeting) for meeting in set(meetings))
    return max(HEIGHT_PX, AXES_PX + TEXT_LINE_PX * (most + 1))


def _drawn_span(values: list[float], scale: tuple[float, float]) -> tuple[float, float]:
    """Whole points around what was scored, within the scale: lines are read for their course, not their height.

    Totals lie above the scale of single targets and have the span of what was scored.
    """
    low, high = int(min(values) - 0.3), int(max(values) + 1.3)
    if max(values) > scale[1]:
        return max(scale[0], low - 1), high + 1
    return max(scale[0], low), min(scale[1], high) + 0.15


def _draw_letters(
    figure: go.Figure, places: list[tuple[str, float, float]], span: tuple[float, float], height: int, child: str
) -> None:
    """Each letter beside its line's end, moved apart where two would print over each other, all within the plot."""
    low, high = span
    gap = (high - low) * TEXT_LINE_PX / (height - AXES_PX)
    for meeting in sorted({place[1] for place in places}):
        here = [(letter, value) for letter, at, value in places if at == meeting]
        heights = spread([value for _, value in here], gap, low + gap / 2, high - gap / 2)
        for (letter, value), moved in zip(here, heights, strict=True):
            colour = HOME if letter == child or not child else OTHER_CHILD
            if abs(moved - value) > gap / 2:
                _draw_leader(figure, meeting, value, moved)
            figure.add_annotation(
                x=meeting,
                y=moved,
                text=f"<b>{letter}</b>",
                showarrow=False,
                xanchor="left",
                xshift=LETTER_SHIFT_PX,
                bgcolor=LETTER_GROUND,
                borderpad=0,
                font={"color": colour},
            )


def _draw_leader(figure: go.Figure, meeting: float, value: float, moved: float) -> None:
    """A thin line from the end of a child's line to a letter that had to move."""
    figure.add_shape(
        type="line",
        xsizemode="pixel",
        xanchor=meeting,
        x0=LEADER_PX[0],
        x1=LEADER_PX[1],
        y0=value,
        y1=moved,
        layer="below",
        line={"color": OTHER_CHILD, "width": 1},
    )
