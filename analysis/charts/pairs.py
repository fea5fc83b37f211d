"""The mark all comparisons share: one row a place, hollow for the earlier period, solid for the later."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import plotly.graph_objects as go

from analysis.charts.theme import BETWEEN, HOME, MARK_PX, PAPER, QUIET_TEXT, ROW_PX, TICK

LABEL_CHARACTERS = 30
LABEL_LINE_PX = 24  # a line of type, and its part of the room that keeps labels of several lines apart
KEY_PX = 40
KEY_LINE_PX = 24
KEY_CHARACTERS = 42
MOST_SINGLE_TICKS = 8  # counts: no half crimes on the axis
AXIS_PX = 62
GAP_SHIFT_PX = -19


@dataclass(frozen=True)
class Pair:
    """A row of the chart: values to place the marks (None: not supplied) and the texts that stand beside them."""

    name: str
    previous: float | None
    current: float | None
    previous_text: str
    current_text: str
    tick: float | None = None
    tick_text: str = ""
    strong: bool = False


def pairs_chart(
    pairs: Sequence[Pair], *, previous_label: str, current_label: str, axis_title: str, tick_label: str = ""
) -> go.Figure:
    """Rows in the order given, the first at the top; the key of the marks stands above them."""
    heights = [_row_height(pair) for pair in pairs]
    rows = _row_places(heights)
    figure = go.Figure()
    _draw_between(figure, pairs, rows)
    _draw_marks(figure, pairs, rows, previous_label, hollow=True)
    _draw_marks(figure, pairs, rows, current_label, hollow=False)
    _say_gaps(figure, pairs, rows, previous_label, current_label)
    if any(pair.tick is not None for pair in pairs):
        _draw_ticks(figure, pairs, rows, tick_label)
    figure.update_yaxes(
        tickvals=rows,
        ticktext=[_row_label(pair) for pair in pairs],
        range=_row_range(heights, rows),
        showgrid=False,
        ticks="",
        ticklabelstandoff=12,
    )
    values = [value for pair in pairs for value in (pair.previous, pair.current, pair.tick) if value is not None]
    top = max(values, default=0) or 1
    figure.update_xaxes(
        title_text=axis_title,
        range=[-0.07 * top, 1.1 * top],
        rangemode="nonnegative",
        dtick=1 if top <= MOST_SINGLE_TICKS else None,
        showticklabels=bool(values),
        showgrid=bool(values),
    )
    key_px = _key_px([trace.name for trace in figure.data])
    height = key_px + AXIS_PX + round(ROW_PX * (sum(heights) or 1))
    figure.update_layout(height=height, hovermode="closest", margin={"t": key_px})
    return figure


def _key_px(names: Sequence[str]) -> int:
    """Room for the key: in one row where its names are short, else one below the other."""
    in_one_row = sum(map(len, names)) <= KEY_CHARACTERS
    return KEY_PX if in_one_row else KEY_PX + KEY_LINE_PX * (len(names) - 1)


def _row_label(pair: Pair) -> str:
    text = "<br>".join(wrap(pair.name, LABEL_CHARACTERS)) or pair.name
    return f"<b>{text}</b>" if pair.strong else text


def _row_height(pair: Pair) -> float:
    """How many plain rows a row takes: more where its label has three lines."""
    return max(1.0, LABEL_LINE_PX * (_row_label(pair).count("<br>") + 1) / ROW_PX)


def _row_places(heights: Sequence[float]) -> list[float]:
    """The middle of each row, the first at 0, going down."""
    places: list[float] = []
    for number, height in enumerate(heights):
        places.append(places[-1] + (heights[number - 1] + height) / 2 if places else 0.0)
    return places


def _row_range(heights: Sequence[float], rows: Sequence[float]) -> list[float]:
    """The axis from below the last row to above the first; with no rows, room for the words that say so."""
    if not rows:
        return [0.55, -0.55]
    return [rows[-1] + heights[-1] / 2 + 0.05, -heights[0] / 2 - 0.05]


def _draw_between(figure: go.Figure, pairs: Sequence[Pair], rows: Sequence[float]) -> None:
    for row, pair in zip(rows, pairs, strict=True):
        if pair.previous is not None and pair.current is not None and pair.previous != pair.current:
            figure.add_shape(
                type="line",
                x0=pair.previous,
                x1=pair.current,
                y0=row,
                y1=row,
                layer="below",
                line={"color": BETWEEN, "width": 5},
            )


def _say_gaps(
    figure: go.Figure, pairs: Sequence[Pair], rows: Sequence[float], previous_label: str, current_label: str
) -> None:
    """Where a mark is missing, the row says why: an empty row would be read as none."""
    for row, pair in zip(rows, pairs, strict=True):
        told = [(previous_label, pair.previous, pair.previous_text), (current_label, pair.current, pair.current_text)]
        gaps = {label: text for label, value, text in told if value is None}
        if not gaps:
            continue
        alike = len(gaps) == 2 and len(set(gaps.values())) == 1
        figure.add_annotation(
            x=0,
            y=row,
            yshift=0 if len(gaps) == 2 else GAP_SHIFT_PX,
            text=pair.current_text if alike else "; ".join(f"{label}: {text}" for label, text in gaps.items()),
            showarrow=False,
            xanchor="left",
            font={"color": QUIET_TEXT},
        )
    if not pairs:
        figure.add_annotation(x=0, y=0, text="Nothing to draw in these periods", showarrow=False, xanchor="left")


def _draw_ticks(figure: go.Figure, pairs: Sequence[Pair], rows: list[float], label: str) -> None:
    figure.add_trace(
        go.Scatter(
            x=[pair.tick for pair in pairs],
            y=rows,
            mode="markers",
            name=label,
            marker={"symbol": "line-ns", "size": 26, "line": {"color": TICK, "width": 2.5}},
            hovertext=[pair.tick_text for pair in pairs],
            hoverinfo="text",
        )
    )


def _draw_marks(figure: go.Figure, pairs: Sequence[Pair], rows: list[float], label: str, *, hollow: bool) -> None:
    values = [pair.previous if hollow else pair.current for pair in pairs]
    texts = [pair.previous_text if hollow else pair.current_text for pair in pairs]
    figure.add_trace(
        go.Scatter(
            x=values,
            y=rows,
            mode="markers+text",
            name=label,
            text=[text if hollow else f"<b>{text}</b>" for text in texts],
            textposition=[_side(pair, hollow=hollow) for pair in pairs],
            textfont={"color": QUIET_TEXT if hollow else HOME},
            marker={
                "symbol": "circle",
                "size": MARK_PX,
                "color": PAPER if hollow else HOME,
                "line": {"color": HOME, "width": 2.5},
            },
            cliponaxis=False,
            hovertext=[f"{pair.name}, {label}: {text}" for pair, text in zip(pairs, texts, strict=True)],
            hoverinfo="text",
        )
    )


def _side(pair: Pair, *, hollow: bool) -> str:
    """Numbers stand outside the pair, so that close marks do not print over each other."""
    if pair.previous is None or pair.current is None:
        return "middle right"
    current_is_left = pair.current <= pair.previous
    return "middle right" if hollow == current_is_left else "middle left"
