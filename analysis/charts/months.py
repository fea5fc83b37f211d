"""What pictures of months share: the axis of months, marked dates above the plot, gaps that say why, labels at the end.

A month stands at a whole number, its first day half before it, so that a date within a month lies beside its dot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from analysis.charts.labels import spread_of_sizes
from analysis.charts.theme import PAPER, QUIET_TEXT
from analysis.disclosure import Released, require_released
from analysis.formats import format_marked_date
from analysis.periods import Period, add_months, short_month_name
from analysis.results import SHOWN

MOST_TICKS = 8
TICK_STEPS = (1, 3, 6, 12)  # months between two ticks
FIRST_OF_QUARTERS = 4  # ticks fall on April, so that the reporting year can be seen
PLOT_PX = 350  # the plot of a chart on a laptop, without what stands left and right of it
CHARACTER_PX = 7.4
LINE_PX = 20
BAND_GAP_PX = 8
END_LABEL_PX = 96
GAP_TEXT_MONTHS = 6  # from here on "not supplied" has room to stand level


@dataclass(frozen=True)
class BandLabel:
    """A text above the plot. `line`: whether a thin upright line leads up to it from its position on the axis."""

    position: float
    text: str
    line: bool = True


@dataclass(frozen=True)
class _Placed:
    label: BandLabel
    anchor: str
    row: int
    left: float
    right: float
    lines: tuple[str, ...]


def month_position(day: date, first: date) -> float:
    """Where a day lies on the axis whose 0 is the month `first`."""
    month = day.replace(day=1)
    days = (add_months(month, 1) - month).days
    return (month.year - first.year) * 12 + month.month - first.month - 0.5 + (day.day - 1) / days


def month_axis(figure: go.Figure, months: Sequence[date]) -> None:
    """A tick for every month, or every third, sixth or twelfth, so that they stand apart; the year where it changes."""
    step = next((step for step in TICK_STEPS if len(months) <= MOST_TICKS * step), TICK_STEPS[-1])
    ticks = [n for n, day in enumerate(months) if (day.month - FIRST_OF_QUARTERS) % step == 0]
    texts, year = [], None
    for tick in ticks:
        day = months[tick]
        month, of_year = short_month_name(day).split()
        texts.append(f"{month}<br>{of_year}" if day.year != year else month)
        year = day.year
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=texts,
        range=[-0.7, len(months) - 0.3],
        showgrid=True,
        tickangle=0,
        title_text="",
    )


def marker_labels(markers: Released, months: Sequence[date]) -> list[BandLabel]:
    """The marked dates within the months, each with its date."""
    frame = require_released(markers, "marker_labels").frame
    period = Period(months[0], add_months(months[-1], 1))
    inside = [(day, label) for day, label in zip(frame["on_date"], frame["label"], strict=True) if period.contains(day)]
    return [BandLabel(month_position(day, months[0]), f"{label}, {format_marked_date(day)}") for day, label in inside]


def draw_band(
    figure: go.Figure, labels: Sequence[BandLabel], months: Sequence[date], plot_px: int, title: str = ""
) -> tuple[float, int]:
    """What stands above the plot: the title of the upright axis, then the labels, in as many rows as they need.

    Answers the top of the plot as a part of the height of plot and band, and the height of the band.
    """
    placed = _place(labels, len(months))
    heights = _row_heights(placed)
    foot_px = BAND_GAP_PX + (LINE_PX if title else 0)
    band_px = sum(heights) + foot_px
    whole = plot_px + band_px
    if title:
        figure.add_annotation(
            xref="paper",
            yref="paper",
            x=0,
            y=(plot_px + BAND_GAP_PX / 2) / whole,
            xanchor="left",
            yanchor="bottom",
            text=title,
            showarrow=False,
            bgcolor=PAPER,
            borderpad=0,
            font={"color": QUIET_TEXT},
        )
    for one in placed:
        bottom = plot_px + foot_px + sum(heights[: one.row])
        if one.label.line:
            figure.add_shape(
                type="line",
                xref="x",
                yref="paper",
                x0=one.label.position,
                x1=one.label.position,
                y0=0,
                y1=(bottom + heights[one.row]) / whole,
                layer="below",
                line={"color": QUIET_TEXT, "width": 1},
            )
        figure.add_annotation(
            xref="x",
            yref="paper",
            x=one.label.position,
            y=bottom / whole,
            yanchor="bottom",
            xanchor=one.anchor,
            xshift={"left": 4, "right": -4}.get(one.anchor, 0),
            text="<br>".join(one.lines),
            align={"center": "center"}.get(one.anchor, one.anchor),
            showarrow=False,
            bgcolor=PAPER,
            borderpad=0,
            font={"color": QUIET_TEXT},
        )
    return plot_px / whole, band_px


def draw_gaps(
    figure: go.Figure, months: Sequence[date], statuses: Sequence[str], height: float, axis: str = "y"
) -> None:
    """Why a month has no dot, written where it would be: an empty month would be read as none."""
    for status, first, last in _gaps(statuses):
        length = last - first + 1
        figure.add_annotation(
            x=(first + last) / 2,
            y=height,
            xref="x",
            yref=axis,
            text=status,
            textangle=0 if length >= GAP_TEXT_MONTHS * max(1.0, len(months) / 24) else -90,
            showarrow=False,
            bgcolor=PAPER,
            font={"color": QUIET_TEXT},
        )


def draw_end_labels(
    figure: go.Figure, labels: Sequence[tuple[float, str, str]], position: float, high: float, plot_px: int
) -> None:
    """Names of lines beside their ends, moved apart where two would print over each other: value, text, colour.

    `high`: the value at the top of the plot.
    """
    ordered = sorted(labels)
    tall = [LINE_PX * (text.count("<br>") + 1) for _, text, _ in ordered]
    wanted = [value / high * plot_px for value, _, _ in ordered]
    heights = spread_of_sizes(wanted, tall, 0, plot_px)
    for (value, text, colour), height, centre in zip(ordered, heights, wanted, strict=True):
        figure.add_annotation(
            x=position,
            y=value,
            xref="x",
            yref="y",
            yshift=height - centre,
            xanchor="left",
            yanchor="middle",
            align="left",
            text=text,
            showarrow=False,
            font={"color": colour},
        )


def figure_without_months() -> go.Figure:
    """Says that there is nothing to draw; a figure without any trace is refused by Streamlit."""
    figure = go.Figure(go.Scatter(x=[], y=[], showlegend=False))
    figure.add_annotation(x=0, y=0, text="No months to draw", showarrow=False)
    return figure.update_xaxes(visible=False).update_yaxes(visible=False).update_layout(height=120)


def shown_values(rows: Any) -> list[float | None]:
    """The values to place dots at; None where nothing may be drawn."""
    return [
        float(value) if status == SHOWN else None for value, status in zip(rows["value"], rows["status"], strict=True)
    ]


def _place(labels: Sequence[BandLabel], months: int) -> list[_Placed]:
    """Each label in the lowest row in which it meets no other, on the side of its line that has more room."""
    px = PLOT_PX / max(months, 1)
    placed: list[_Placed] = []
    for label in sorted(labels, key=lambda label: (label.line, _turn(label, months))):
        centre = (label.position + 0.5) * px
        anchor = ("left" if centre < PLOT_PX / 2 else "right") if label.line else "center"
        room = {
            "left": PLOT_PX - centre,
            "right": centre,
            "center": 2 * min(centre, PLOT_PX - centre) + END_LABEL_PX,
        }[anchor]
        lines = tuple(wrap(label.text, max(8, int(room / CHARACTER_PX)), break_long_words=False))
        width = max(map(len, lines)) * CHARACTER_PX
        left = {"left": centre, "right": centre - width, "center": centre - width / 2}[anchor]
        row = 0
        while any(other.row == row and left < other.right + 6 and other.left < left + width + 6 for other in placed):
            row += 1
        placed.append(_Placed(label, anchor, row, left, left + width, lines))
    return placed


def _turn(label: BandLabel, months: int) -> float:
    """The order in which labels take rows, so that a line that leads to a higher row passes no lower label."""
    return label.position if label.position + 0.5 >= months / 2 else 2 * months - label.position


def _row_heights(placed: Sequence[_Placed]) -> list[int]:
    rows = 1 + max((one.row for one in placed), default=-1)
    return [LINE_PX * max((len(one.lines) for one in placed if one.row == row), default=1) for row in range(rows)]


def _gaps(statuses: Sequence[str]) -> list[tuple[str, int, int]]:
    """Successive months without a figure for the same reason: the reason, the first and the last of them."""
    gaps: list[tuple[str, int, int]] = []
    for place, status in enumerate(statuses):
        if status == SHOWN:
            continue
        if gaps and gaps[-1][0] == status and gaps[-1][2] == place - 1:
            gaps[-1] = (status, gaps[-1][1], place)
        else:
            gaps.append((status, place, place))
    return gaps
