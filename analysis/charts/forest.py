"""The picture of ratios with their intervals, a row each; words say what a dot, a bar and the line at 1 mean."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

import plotly.graph_objects as go

from analysis.charts.pairs import LABEL_CHARACTERS
from analysis.charts.theme import EXACT_BAR, HOME, PAPER, QUIET_TEXT, TICK
from analysis.formats import format_range, format_ratio

DOT_KEY = "dot: how many times as many"
EXACT_KEY = "thick bar: 95% interval if every event were separate"
WIDENED_KEY = "thin bar: 95% interval that allows for events in runs"
AXIS_TITLE = "Times as many<br>(0.5: half, 2: double)"
TICKS = (0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10, 20, 50, 100)
LOWEST, HIGHEST = 0.02, 50.0  # what lies beyond is drawn to the edge and said
NARROWEST = (0.45, 2.2)
AROUND = 1.15
FROM_LIMIT_PX = 22

KEY_PX = 84
AXIS_PX = 86
LEAST_ROW_PX = 50
LABEL_LINE_PX = 20
HEADING_ROWS = 0.9  # of a row: room for the words at the line above each block
END, BEFORE, BEYOND = "line-ns", "triangle-left", "triangle-right"
END_PX = 13


@dataclass(frozen=True)
class Interval:
    """The limits of a ratio; the upper one is infinite where there is no end."""

    low: float
    high: float


@dataclass(frozen=True)
class ForestRow:
    """One ratio: its dot, its two bars, or in their place the words that say why there are none.

    `under`: what stands below the name. `no_value`: why there is no dot, `gap`: why there is nothing at all.
    """

    name: str
    under: str = ""
    value: float | None = None
    no_value: str = ""
    exact: Interval | None = None
    widened: Interval | None = None
    gap: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Block:
    """Rows that share what the line at 1 means."""

    line_label: str
    rows: tuple[ForestRow, ...]


def forest_chart(blocks: Sequence[Block]) -> go.Figure:
    """Blocks below each other on one logarithmic axis, each with its line at 1 labelled in words."""
    figure = go.Figure()
    lowest, highest = _reach([row for block in blocks for row in block.rows])
    placed: list[tuple[float, ForestRow]] = []
    bottom = 0.0
    for block in blocks:
        top = bottom
        rows = [(top + HEADING_ROWS + number, row) for number, row in enumerate(block.rows)]
        bottom = top + HEADING_ROWS + len(rows)
        _draw_line_at_1(figure, block.line_label, top, bottom)
        placed += rows
    _draw_bars(figure, placed, lowest, highest)
    _draw_dots(figure, placed, lowest, highest)
    _say_edges_and_gaps(figure, placed, lowest, highest)
    figure.update_xaxes(
        type="log",
        range=[math.log10(lowest), math.log10(highest)],
        tickvals=[tick for tick in TICKS if lowest <= tick <= highest],
        ticktext=[f"{tick:g}" for tick in TICKS if lowest <= tick <= highest],
        tickangle=0,
        title_text=AXIS_TITLE,
    )
    figure.update_yaxes(
        tickvals=[height for height, _ in placed],
        ticktext=[_label(row) for _, row in placed],
        range=[bottom - 0.5, -0.1],
        showgrid=False,
        ticks="",
        ticklabelstandoff=12,
    )
    lines = max((_label(row).count("<br>") + 1 for _, row in placed), default=1)
    row_px = max(LEAST_ROW_PX, LABEL_LINE_PX * lines + 6)
    height = KEY_PX + AXIS_PX + row_px * (bottom - 0.4)
    return figure.update_layout(height=round(height), hovermode="closest", margin={"t": KEY_PX})


def _reach(rows: Iterable[ForestRow]) -> tuple[float, float]:
    """From where to where the axis goes: around all that is drawn, 1 always in it, within LOWEST and HIGHEST."""
    limits = [
        limit
        for row in rows
        for interval in (row.exact, row.widened)
        if interval is not None
        for limit in (interval.low, interval.high)
    ]
    lowest = min([*limits, NARROWEST[0]]) / AROUND
    highest = max([*limits, NARROWEST[1]]) * AROUND
    return max(lowest, LOWEST), min(highest, HIGHEST)


def _draw_line_at_1(figure: go.Figure, label: str, top: float, bottom: float) -> None:
    figure.add_shape(
        type="line",
        x0=1,
        x1=1,
        y0=top + HEADING_ROWS / 2,
        y1=bottom - 0.5,
        layer="below",
        line={"color": TICK, "width": 1.5, "dash": "dot"},
    )
    figure.add_annotation(x=0, y=top + HEADING_ROWS / 4, text=f"<b>{label}</b>", showarrow=False)


def _draw_bars(figure: go.Figure, placed: Sequence[tuple[float, ForestRow]], lowest: float, highest: float) -> None:
    """The thick bars first, the thin ones with their ends upon them: the thin one is not always the longer."""
    for key, colour, width, of in (
        (EXACT_KEY, EXACT_BAR, 11, [(height, row.exact) for height, row in placed]),
        (WIDENED_KEY, HOME, 2.5, [(height, row.widened) for height, row in placed]),
    ):
        xs: list[float | None] = []
        ys: list[float | None] = []
        for height, interval in of:
            if interval is not None:
                xs += [*_within(interval, lowest, highest), None]
                ys += [height, height, None]
        line = {"color": colour, "width": width}
        figure.add_trace(go.Scatter(x=xs, y=ys, mode="lines", name=key, line=line, hoverinfo="skip"))
    _draw_ends(figure, [(height, row.widened) for height, row in placed if row.widened], lowest, highest)


def _draw_ends(figure: go.Figure, thin_bars: Sequence[tuple[float, Interval]], lowest: float, highest: float) -> None:
    """A short stroke where a thin bar ends, an arrow where it runs on beyond the edge of the picture."""
    figure.add_trace(
        go.Scatter(
            x=[limit for _, bar in thin_bars for limit in _within(bar, lowest, highest)],
            y=[height for height, _ in thin_bars for _ in ("low", "high")],
            mode="markers",
            marker={
                "symbol": [
                    symbol
                    for _, bar in thin_bars
                    for symbol in (END if bar.low >= lowest else BEFORE, END if bar.high <= highest else BEYOND)
                ],
                "size": END_PX,
                "color": HOME,
                "line": {"color": HOME, "width": 2.5},
            },
            showlegend=False,
            hoverinfo="skip",
            cliponaxis=False,
        )
    )


def _within(interval: Interval, lowest: float, highest: float) -> list[float]:
    return [min(max(limit, lowest), highest) for limit in (interval.low, interval.high)]


def _draw_dots(figure: go.Figure, placed: Sequence[tuple[float, ForestRow]], lowest: float, highest: float) -> None:
    drawn = [(height, row) for height, row in placed if row.value is not None and lowest <= row.value <= highest]
    figure.add_trace(
        go.Scatter(
            x=[row.value for _, row in drawn],
            y=[height for height, _ in drawn],
            mode="markers+text",
            name=DOT_KEY,
            legendrank=1,  # first in the key; drawn last, on top
            text=[f"<b>{format_ratio(row.value or 0)}</b>" for _, row in drawn],
            textposition="top center",
            textfont={"color": HOME},
            marker={"symbol": "circle", "size": 11, "color": PAPER, "line": {"color": HOME, "width": 2.5}},
            cliponaxis=False,
            hovertext=[_told(row) for _, row in drawn],
            hoverinfo="text",
        )
    )


def _say_edges_and_gaps(
    figure: go.Figure, placed: Sequence[tuple[float, ForestRow]], lowest: float, highest: float
) -> None:
    """Words where a bar runs off the picture, where there is no dot, and where there is nothing to draw at all."""
    for height, row in placed:
        if row.gap:
            _write(figure, lowest, height, row.gap, "left")
            continue
        if row.exact is None:
            continue
        if row.value is None:
            _write(figure, highest, height, row.no_value, "right", shift=FROM_LIMIT_PX)
        elif row.value < lowest:
            said = "none now" if row.value == 0 else f"<b>{format_ratio(row.value)}</b>"
            _write(figure, lowest, height, said, "left", shift=FROM_LIMIT_PX)
        elif row.value > highest:
            _write(figure, highest, height, f"<b>{format_ratio(row.value)}</b>", "right", shift=FROM_LIMIT_PX)
        elif row.exact.high > highest:
            _write(figure, highest, height, _beyond(row.exact.high), "right", shift=FROM_LIMIT_PX)


def _write(figure: go.Figure, ratio: float, height: float, text: str, side: str, *, shift: int = 0) -> None:
    # An annotation on a logarithmic axis is placed by its logarithm.
    figure.add_annotation(
        x=math.log10(ratio),
        y=height,
        yshift=shift,
        text=text,
        showarrow=False,
        xanchor=side,
        font={"color": QUIET_TEXT},
    )


def _beyond(limit: float) -> str:
    return "no upper limit" if math.isinf(limit) else f"to {limit:,.0f}"


def _told(row: ForestRow) -> str:
    parts = [f"{row.name}: {format_ratio(row.value or 0)} times as many"]
    if row.exact is not None:
        parts.append(f"thick bar {format_range(row.exact.low, row.exact.high)}")
    if row.widened is not None:
        parts.append(f"thin bar {format_range(row.widened.low, row.widened.high)}")
    return "; ".join(parts)


def _label(row: ForestRow) -> str:
    name = "<br>".join(wrap(row.name, LABEL_CHARACTERS, break_long_words=False)) or row.name
    named = f"<b>{name}</b>" if row.strong else name
    return f"{named}<br>{row.under}" if row.under else named
