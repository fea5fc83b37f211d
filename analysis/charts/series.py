"""The parts of a period one after the other: lines with dots, last year's hollow beside this year's."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from analysis.charts.labels import spread
from analysis.charts.theme import BETWEEN, HOME, OTHER_CHILD, PAPER, QUIET_TEXT
from analysis.disclosure import WITHHELD, Released, require_released
from analysis.formats import PERCENTAGE_FROM, format_count, format_expected, format_rate, format_share
from analysis.periods import MONTH_NAMES
from analysis.results import SHOWN
from analysis.series import WHOLE_PERIOD

PLOT_PX = 260
TOP_PX = 30
AXIS_LINE_PX = 22
AXIS_PX = 20
DOT_PX = 9
RING_PX = 15  # seen around a dot that lies upon it
LINE_PX = 21
END_LABEL_PX = 96
END_LABEL_CHARACTERS = 12
LABELS_PX = 400  # the plot of a chart on a laptop, without what stands left and right of it
CHARACTER_PX = 8
MOST_WITH_TEXT = 6  # of more dots, the numbers would print over each other: hovering tells them
MOST_SINGLE_TICKS = 8  # counts: no half crimes on the axis
HEADROOM, FOOTROOM = 1.15, 0.1
TOO_FEW = "too few to show"
UNITS = ("count", "share", "per_100_child_months")


@dataclass(frozen=True)
class _Dot:
    """One part in one period: where its dot stands (None: nowhere), what it is called and why there is none."""

    value: float | None
    text: str
    gap: str


def series_chart(released: Released, *, labels: Mapping[str, str], axis_title: str) -> go.Figure:
    """The parts in their order, a line for each period of `labels`, named at its end; gaps stay open and say why.

    Of one period alone, as of reporting years, its line needs no name.
    """
    frame = require_released(released, "series_chart").open_frame
    rows = frame[frame["unit"].isin(UNITS) & frame["part"].ne(WHOLE_PERIOD)].sort_values("order", kind="stable")
    parts = list(dict.fromkeys(rows["part"]))
    lines = {period: _dots(rows[rows["period"] == period]) for period in labels}
    figure = go.Figure()
    if not parts:
        figure.add_trace(go.Scatter(x=[], y=[], showlegend=False))
        figure.add_annotation(x=0, y=0, text="Nothing to draw in these periods", showarrow=False)
        return figure.update_xaxes(visible=False).update_yaxes(visible=False).update_layout(height=120)
    values = [dot.value for dots in lines.values() for dot in dots if dot.value is not None]
    top = HEADROOM * (max(values, default=0) or 1)
    for period, dots in lines.items():
        _draw(figure, parts, dots, labels[period], hollow=period == "previous", others=_others(lines, period))
    _say_gaps(figure, list(lines.values()), list(labels.values()), top)
    if len(lines) > 1:
        _name_lines(figure, lines, labels, top)
    texts = [_axis_text(part, len(parts)) for part in parts]
    figure.update_xaxes(
        tickvals=list(range(len(parts))), ticktext=texts, range=[-0.5, len(parts) - 0.5], showgrid=False, tickangle=0
    )
    figure.update_yaxes(
        range=[-FOOTROOM * top, top],
        rangemode="nonnegative",
        dtick=1 if rows["unit"].eq("count").all() and top <= MOST_SINGLE_TICKS else None,
        tickformat=".0%" if rows["unit"].eq("share").all() else None,
    )
    figure.add_annotation(
        xref="paper",
        yref="paper",
        x=0,
        y=1,
        xanchor="left",
        yanchor="bottom",
        text=axis_title,
        showarrow=False,
        font={"color": QUIET_TEXT},
    )
    axis_px = AXIS_PX + AXIS_LINE_PX * max(text.count("<br>") + 1 for text in texts)
    return figure.update_layout(
        height=TOP_PX + PLOT_PX + axis_px,
        margin={"t": TOP_PX, "r": END_LABEL_PX if len(lines) > 1 else 16},
        showlegend=False,
        hovermode="closest",
    )


def _dots(rows: Any) -> list[_Dot]:
    return [_dot(row) for row in rows.to_dict("records")]


def _dot(row: Mapping[str, Any]) -> _Dot:
    if row["status"] != SHOWN or math.isnan(row["value"]):
        gap = {WITHHELD: TOO_FEW, SHOWN: "none"}.get(row["status"], str(row["status"]))
        return _Dot(None, gap, gap)
    if row["unit"] == "count":
        return _Dot(float(row["value"]), format_count(row["value"]), "")
    if row["unit"] == "share":
        few = min(row["numerator"], row["denominator"]) < PERCENTAGE_FROM
        parts = f"{format_count(row['numerator'])} of {format_count(row['denominator'])}"
        return _Dot(float(row["value"]), parts if few else format_share(row["value"], 0), "")
    few = row["numerator"] < PERCENTAGE_FROM
    parts = f"{format_count(row['numerator'])} in {format_expected(row['denominator'])}"
    return _Dot(100 * float(row["value"]), parts if few else format_rate(row["value"]), "")


def _others(lines: Mapping[str, Sequence[_Dot]], period: str) -> list[list[float]]:
    """For each part, the values of the other lines: beside a higher one, a text stands below its dot."""
    others = [dots for other, dots in lines.items() if other != period]
    return [[dots[n].value or 0.0 for dots in others if dots[n].value is not None] for n in range(len(lines[period]))]


def _draw(
    figure: go.Figure,
    parts: Sequence[str],
    dots: Sequence[_Dot],
    label: str,
    *,
    hollow: bool,
    others: Sequence[Sequence[float]],
) -> None:
    colour = OTHER_CHILD if hollow else HOME
    with_text = len(parts) <= MOST_WITH_TEXT
    values = [dot.value for dot in dots]
    figure.add_trace(
        go.Scatter(
            x=list(range(len(parts))),
            y=values,
            mode="lines",
            line={"color": colour if hollow else BETWEEN, "width": 2, "dash": "dash" if hollow else "solid"},
            connectgaps=False,
            hoverinfo="skip",
            showlegend=False,
        )
    )
    drawn = [n for n, value in enumerate(values) if value is not None]
    figure.add_trace(
        go.Scatter(
            x=drawn,
            y=[values[n] for n in drawn],
            mode="markers+text" if with_text else "markers",
            name=label,
            text=[dots[n].text if hollow else f"<b>{dots[n].text}</b>" for n in drawn] if with_text else None,
            textposition=[_side(values[n] or 0.0, others[n], hollow=hollow) for n in drawn] if with_text else None,
            textfont={"color": QUIET_TEXT if hollow else HOME},
            marker={
                "symbol": "circle",
                "size": RING_PX if hollow else DOT_PX,
                "color": PAPER if hollow else HOME,
                "line": {"color": colour, "width": 2},
            },
            cliponaxis=False,
            hovertext=[f"{parts[n]}, {label}: {dots[n].text}" for n in drawn],
            hoverinfo="text",
            showlegend=False,
        )
    )


def _side(value: float, others: Sequence[float], *, hollow: bool) -> str:
    """Numbers stand away from the other line, so that close dots do not print over each other."""
    if any(other > value for other in others) or (hollow and value in others):
        return "bottom center"
    return "top center"


def _say_gaps(figure: go.Figure, lines: Sequence[Sequence[_Dot]], labels: Sequence[str], top: float) -> None:
    """Why a part has no dot, written upright where it would be: an empty part would be read as none."""
    for number, dots in enumerate(zip(*lines, strict=True)):
        gaps = {label: dot.gap for label, dot in zip(labels, dots, strict=True) if dot.gap}
        if not gaps:
            continue
        alike = len(gaps) == len(dots) and len(set(gaps.values())) == 1
        figure.add_annotation(
            x=number,
            y=top / 2,
            xref="x",
            yref="y",
            text=dots[0].gap if alike else "<br>".join(f"{label}: {gap}" for label, gap in gaps.items()),
            textangle=-90,
            showarrow=False,
            bgcolor=PAPER,
            font={"color": QUIET_TEXT},
        )


def _name_lines(figure: go.Figure, lines: Mapping[str, Sequence[_Dot]], labels: Mapping[str, str], top: float) -> None:
    """The name of each period beside the last dot of its line."""
    ends = {
        period: next((dot.value for dot in reversed(dots) if dot.value is not None), None)
        for period, dots in lines.items()
    }
    named = [(value, period) for period, value in ends.items() if value is not None]
    texts = {period: wrap(labels[period], END_LABEL_CHARACTERS) for _, period in named}
    tallest = LINE_PX * max((len(text) for text in texts.values()), default=1)
    wanted = [(value / top + FOOTROOM) / (1 + FOOTROOM) * PLOT_PX for value, _ in named]
    heights = spread(wanted, tallest, tallest / 2, PLOT_PX - tallest / 2)
    last = len(next(iter(lines.values()))) - 0.5
    for (value, period), height, centre in zip(named, heights, wanted, strict=True):
        figure.add_annotation(
            x=last,
            y=value,
            xref="x",
            yref="y",
            yshift=height - centre,
            xanchor="left",
            yanchor="middle",
            align="left",
            text="<br>".join(texts[period]),
            showarrow=False,
            font={"color": QUIET_TEXT if period == "previous" else HOME},
        )


def _axis_text(part: str, parts: int) -> str:
    """The name of a part in as many lines as it needs; months by three letters where there are many."""
    short = part
    for month in MONTH_NAMES:
        short = short.replace(month, month[:3])
    width = max(3, int(LABELS_PX / parts / CHARACTER_PX))
    return "<br>".join(wrap(short, width, break_long_words=False))
