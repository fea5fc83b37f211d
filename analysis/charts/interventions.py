"""Contacts with services: by deliverer as paired counts, by month as dots."""

from typing import Any

import plotly.graph_objects as go

from analysis.charts.comparison import value_or_none
from analysis.charts.pairs import KEY_PX, Pair, pairs_chart
from analysis.charts.theme import BETWEEN, HOME, MARK_PX, PAPER, QUIET_TEXT
from analysis.disclosure import Released, require_released
from analysis.formats import format_cell
from analysis.periods import month_name, short_month_name
from analysis.results import SHOWN

DELIVERERS_DRAWN = 8
DELIVERERS_DRAWN_NOTE = (
    f"The picture shows at most {DELIVERERS_DRAWN} rows, the most contacts first; the table lists all."
)
MONTHS_PX = 340
MOST_TICKS = 8
MOST_SINGLE_TICKS = 8  # counts: no half contacts on the axis
LARGE_MARKS_UP_TO = 24  # months; beyond, marks of full size would hide each other
WIDE_GAP = 0.3  # of the axis: so many months without data have room for words that lie level


def deliverer_pairs_chart(released: Released, *, previous_label: str, current_label: str) -> go.Figure:
    """One row a deliverer, in the order of the table. Takes the released result of contacts_by_deliverer."""
    frame = require_released(released, "deliverer_pairs_chart").open_frame
    counts = frame[frame["measure"] == "count"]
    figures = counts.set_index(["deliverer", "period"])
    pairs = []
    for name in list(dict.fromkeys(counts["deliverer"]))[:DELIVERERS_DRAWN]:
        previous, current = figures.loc[(name, "previous")], figures.loc[(name, "current")]
        pairs.append(
            Pair(
                name=name[:1].upper() + name[1:],
                previous=value_or_none(previous),
                current=value_or_none(current),
                previous_text=format_cell(previous["value"], "count", previous["status"]),
                current_text=format_cell(current["value"], "count", current["status"]),
            )
        )
    return pairs_chart(
        pairs, previous_label=previous_label, current_label=current_label, axis_title="Contacts in the period"
    )


def contacts_by_month_chart(released: Released, *, previous_label: str, current_label: str) -> go.Figure:
    """A dot a month, hollow in the earlier period and solid in the later. Takes the result of contacts_by_month."""
    frame = require_released(released, "contacts_by_month_chart").open_frame.reset_index(drop=True)
    figure = go.Figure()
    labels = {"previous": previous_label, "current": current_label}
    for when, label in labels.items():
        _draw_dots(figure, frame[frame["period"] == when], label, hollow=when == "previous", months=len(frame))
    between = int(frame["period"].eq("previous").sum())
    figure.add_shape(
        type="line", x0=between - 0.5, x1=between - 0.5, y0=0, y1=1, yref="paper", line={"color": BETWEEN, "width": 1.5}
    )
    for first, last in _gaps(frame):
        _say_gap(figure, first, last, len(frame))
    every = max(1, -(-len(frame) // MOST_TICKS))
    # The first month of the later period has its label always, so the one before it may have to do without.
    ticks = [place for place in range(0, between, every) if between - place >= every]
    ticks += range(between, len(frame), every)
    top = frame["value"].max() if frame["value"].notna().any() else 0
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=[short_month_name(month).replace(" ", "<br>") for month in frame["month"].iloc[ticks]],
        range=[-0.8, len(frame) - 0.2],
        showgrid=False,
    )
    figure.update_yaxes(
        title_text="Contacts in the month",
        range=[-0.08 * max(top, 1), 1.12 * max(top, 1)],
        rangemode="nonnegative",
        dtick=1 if top <= MOST_SINGLE_TICKS else None,
        showticklabels=bool(frame["value"].notna().any()),
    )
    return figure.update_layout(height=MONTHS_PX, hovermode="closest", margin={"t": KEY_PX})


def _draw_dots(figure: go.Figure, rows: Any, label: str, *, hollow: bool, months: int) -> None:
    texts = [format_cell(value, "count", status) for value, status in zip(rows["value"], rows["status"], strict=True)]
    size = MARK_PX - 3 if months <= LARGE_MARKS_UP_TO else 7
    figure.add_trace(
        go.Scatter(
            x=list(rows.index),
            y=[value_or_none(row) for _, row in rows.iterrows()],
            mode="markers",
            name=label,
            showlegend=True,
            marker={
                "symbol": "circle",
                "size": size,
                "color": PAPER if hollow else HOME,
                "line": {"color": HOME, "width": 2},
            },
            cliponaxis=False,
            hovertext=[f"{month_name(month)}: {text}" for month, text in zip(rows["month"], texts, strict=True)],
            hoverinfo="text",
        )
    )


def _gaps(frame: Any) -> list[tuple[int, int]]:
    """First and last place of each run of months that were not supplied."""
    runs: list[tuple[int, int]] = []
    for place in frame.index[frame["status"] != SHOWN]:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], int(place))
        else:
            runs.append((int(place), int(place)))
    return runs


def _say_gap(figure: go.Figure, first: int, last: int, months: int) -> None:
    """An empty place would be read as none: the words stand in it, upright where it is narrow."""
    narrow = (last - first + 1) / months < WIDE_GAP
    figure.add_annotation(
        x=(first + last) / 2,
        y=0,
        yanchor="bottom",
        text="not supplied",
        textangle=-90 if narrow else 0,
        showarrow=False,
        font={"color": QUIET_TEXT},
    )
