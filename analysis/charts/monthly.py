"""Months as dots: all homes together with limits, each home below the other, and missing against other incidents."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from analysis.charts.months import (
    END_LABEL_PX,
    BandLabel,
    draw_band,
    draw_end_labels,
    draw_gaps,
    figure_without_months,
    marker_labels,
    month_axis,
    shown_values,
)
from analysis.charts.theme import BETWEEN, HOME, OTHER_CHILD, PAPER, QUIET_TEXT, TICK
from analysis.disclosure import Released, require_released
from analysis.formats import format_cell, format_expected
from analysis.monthly import MISSING
from analysis.periods import month_name
from analysis.results import ALL_HOMES, SHOWN

HOMES_DRAWN = 6
HOMES_DRAWN_NOTE = (
    f"The picture and its table show the first {HOMES_DRAWN} homes of the register; the table of every home lists all."
)

PLOT_HEIGHT_PX = 300
HOMES_PX = 300  # of the rows of homes together, where they are few
HOME_ROW_PX = (76, 100)  # a home's row with its name, at least and at most
HOME_NAME_PX = 26
TOP_PX = 8
AXIS_PX = 50
KEY_LINE_PX = 26
HEADROOM = 1.08
FOOTROOM = 0.05
HOME_FOOTROOM = 0.16  # a low row: its lowest number must not meet the names of months
MOST_SINGLE_TICKS = 8  # counts: no half incidents on the axis
DOT_PX = 9
SIGNAL_RUN = "7 or more in a row on one side of the mean"
SIGNAL_OUTSIDE = "outside the limits"
SHAPES = {"": ("circle", DOT_PX), SIGNAL_RUN: ("square", 11), SIGNAL_OUTSIDE: ("diamond", 16)}


def limits_by_month_chart(released: Released, markers: Released, *, things: str) -> go.Figure:
    """One series with its mean and limits, signals by shape. Takes the released result of xmr_limits."""
    frame = require_released(released, "limits_by_month_chart").open_frame
    counts, means = _months_of(frame, "count"), _months_of(frame, "mean")
    if counts.empty:
        return figure_without_months()
    months, values = list(counts["month"]), shown_values(counts)
    figure = go.Figure()
    _draw_line(figure, values)
    for name, (symbol, size) in SHAPES.items():
        rows = [n for n, kind in enumerate(_kinds(counts)) if kind == name and values[n] is not None]
        if rows or not name:
            _draw_dots(figure, rows, values, months, name, symbol=symbol, size=size, told=things.lower())
    limits = means.to_dict("records") if means["reason"].eq("").any() else []
    top = _top([*values, *(row["high"] for row in limits)])
    earlier = _draw_limits(figure, limits, top, len(months))
    labels = [*marker_labels(markers, months), *earlier]
    key_px = KEY_LINE_PX * sum(trace.showlegend is True for trace in figure.data)
    draw_gaps(figure, months, list(counts["status"]), top / 2)
    return _finished(figure, months, labels, top, key_px, f"{things} a month", END_LABEL_PX if limits else 16)


def homes_by_month_chart(released: Released, markers: Released, *, things: str) -> go.Figure:
    """A row of dots for each home, in register order, on one axis of months and one scale. The first six homes."""
    frame = require_released(released, "homes_by_month_chart").open_frame
    lines = [line for line in dict.fromkeys(frame["line"]) if line != ALL_HOMES][:HOMES_DRAWN]
    if not lines:
        return figure_without_months()
    of_line = {line: _months_of(frame[frame["line"] == line], "count") for line in lines}
    months = list(of_line[lines[0]]["month"])
    top = _top([value for rows in of_line.values() for value in shown_values(rows)])
    figure = go.Figure()
    row_px = min(max(HOMES_PX // len(lines), HOME_ROW_PX[0]), HOME_ROW_PX[1])
    plot_px = len(lines) * row_px
    share, band_px = draw_band(figure, marker_labels(markers, months), months, plot_px)
    part = share / len(lines)
    for number, line in enumerate(lines):
        axis = "y" if number == 0 else f"y{number + 1}"
        values = shown_values(of_line[line])
        upper = share - number * part
        _draw_line(figure, values, axis)
        rows = [n for n, value in enumerate(values) if value is not None]
        _draw_dots(figure, rows, values, months, line, axis=axis, told=line)
        draw_gaps(figure, months, list(of_line[line]["status"]), top / 2, axis)
        figure.update_layout({f"yaxis{axis[1:]}": _row_axis(upper - part, upper - part * HOME_NAME_PX / row_px, top)})
        figure.add_annotation(
            xref="paper",
            yref="paper",
            x=0,
            y=upper,
            xanchor="left",
            yanchor="top",
            text=f"<b>{line}</b>" if number else f"<b>{line}</b>, {things.lower()} a month",
            showarrow=False,
            bgcolor=PAPER,
        )
    month_axis(figure, months)
    figure.update_xaxes(anchor=f"y{len(lines)}" if len(lines) > 1 else "y")
    return figure.update_layout(
        height=TOP_PX + plot_px + band_px + AXIS_PX,
        margin={"t": TOP_PX, "r": 16},
        showlegend=False,
        hovermode="closest",
    )


def missing_by_month_chart(released: Released, markers: Released) -> go.Figure:
    """Missing and other incidents of all homes together, each with a mark of its own and named at its end."""
    frame = require_released(released, "missing_by_month_chart").open_frame
    if frame.empty:
        return figure_without_months()
    figure = go.Figure()
    names = list(dict.fromkeys(frame["series"]))
    of_series = {name: _months_of(frame[frame["series"] == name], "count") for name in names}
    months = list(of_series[names[0]]["month"])
    top = _top([value for rows in of_series.values() for value in shown_values(rows)])
    ends = []
    for name, rows in of_series.items():
        values, bright = shown_values(rows), name == MISSING
        colour = HOME if bright else OTHER_CHILD
        _draw_line(figure, values, colour=colour, dash="solid" if bright else "dot")
        drawn = [n for n, value in enumerate(values) if value is not None]
        symbol = "circle" if bright else "square-open"
        _draw_dots(figure, drawn, values, months, name, symbol=symbol, told=name, colour=colour)
        if drawn:
            ends.append((values[drawn[-1]] or 0.0, name, colour))
    draw_gaps(figure, months, list(of_series[names[0]]["status"]), top / 2)
    draw_end_labels(figure, ends, len(months) - 0.6, top, PLOT_HEIGHT_PX)
    return _finished(figure, months, marker_labels(markers, months), top, 0, "Incidents a month", END_LABEL_PX)


def _finished(
    figure: go.Figure,
    months: Sequence[date],
    labels: Sequence[BandLabel],
    top: float,
    key_px: int,
    axis_title: str,
    right_px: int,
) -> go.Figure:
    share, band_px = draw_band(figure, labels, months, PLOT_HEIGHT_PX, axis_title)
    month_axis(figure, months)
    figure.update_yaxes(
        domain=[0, share],
        range=[-FOOTROOM * top, top],
        rangemode="nonnegative",
        dtick=1 if top <= MOST_SINGLE_TICKS else None,
    )
    return figure.update_layout(
        height=TOP_PX + key_px + band_px + PLOT_HEIGHT_PX + AXIS_PX,
        margin={"t": TOP_PX + key_px, "r": right_px},
        hovermode="closest",
    )


def _draw_line(
    figure: go.Figure, values: Sequence[float | None], axis: str = "y", colour: str = BETWEEN, dash: str = "solid"
) -> None:
    figure.add_trace(
        go.Scatter(
            x=list(range(len(values))),
            y=list(values),
            yaxis=axis,
            mode="lines",
            line={"color": colour, "width": 1.5, "dash": dash},
            connectgaps=False,
            hoverinfo="skip",
            showlegend=False,
        )
    )


def _draw_dots(
    figure: go.Figure,
    rows: Sequence[int],
    values: Sequence[float | None],
    months: Sequence[date],
    name: str,
    *,
    told: str,
    axis: str = "y",
    symbol: str = "circle",
    size: int = DOT_PX,
    colour: str = HOME,
) -> None:
    signal = f", {name}" if name in (SIGNAL_RUN, SIGNAL_OUTSIDE) else ""
    figure.add_trace(
        go.Scatter(
            x=list(rows),
            y=[values[row] for row in rows],
            yaxis=axis,
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": size, "color": colour, "line": {"color": colour, "width": 2}},
            cliponaxis=False,
            showlegend=bool(signal),
            hovertext=[
                f"{month_name(months[row])}, {told}: {format_cell(values[row] or 0.0, 'count')}{signal}" for row in rows
            ],
            hoverinfo="text",
        )
    )


def _draw_limits(figure: go.Figure, rows: Sequence[dict[str, Any]], top: float, months: int) -> list[BandLabel]:
    """Mean and limits of each part; the last part's are named at its end, those of earlier parts above the plot."""
    parts: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for place, row in enumerate(rows):
        if row["status"] == SHOWN and not row["reason"]:
            parts.setdefault(row["part"], []).append((place, row))
    earlier: list[BandLabel] = []
    for number, own in parts.items():
        (first, row), last = own[0], own[-1][0]
        for measure, dash in (("value", "solid"), ("low", "dash"), ("high", "dash")):
            figure.add_shape(
                type="line",
                x0=first - 0.5,
                x1=last + 0.5,
                y0=row[measure],
                y1=row[measure],
                layer="below",
                line={"color": TICK, "width": 1.5, "dash": dash},
            )
        trial = "trial " if row["trial"] else ""
        numbers = {name: format_expected(row[name]) for name in ("value", "low", "high")}
        if last == months - 1 or number == max(parts):
            told = [
                (row["value"], f"mean {numbers['value']}", TICK),
                (row["low"], f"{trial}lower<br>limit {numbers['low']}", QUIET_TEXT),
                (row["high"], f"{trial}upper<br>limit {numbers['high']}", QUIET_TEXT),
            ]
            draw_end_labels(figure, told, months - 0.3, top, PLOT_HEIGHT_PX)
        else:
            text = f"mean {numbers['value']}, {trial}limits {numbers['low']} to {numbers['high']}"
            earlier.append(BandLabel((first + last) / 2, text, line=False))
    return earlier


def _kinds(counts: Any) -> list[str]:
    """Which signal each month is; one outside the limits is drawn as such, also within a row of months."""
    return [
        SIGNAL_OUTSIDE if outside else SIGNAL_RUN if run else ""
        for outside, run in zip(counts["outside"], counts["run"], strict=True)
    ]


def _months_of(frame: Any, measure: str) -> Any:
    return frame[frame["measure"] == measure].sort_values("month", kind="stable")


def _top(values: Sequence[float | None]) -> float:
    """The top of the axis: a little above the highest figure."""
    return HEADROOM * max([1.0, *(value for value in values if value is not None and value == value)])


def _row_axis(low: float, high: float, top: float) -> dict[str, Any]:
    return {
        "domain": [max(0.0, low), high],
        "range": [-HOME_FOOTROOM * top, top],
        "rangemode": "nonnegative",
        "nticks": 3,
        "dtick": 1 if top <= 2 else None,
    }
