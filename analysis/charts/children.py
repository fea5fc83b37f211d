"""What part of the incidents was about three children, about others, and without a recorded child."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from analysis.charts.theme import BETWEEN, HOME, PAPER, QUIET_TEXT
from analysis.children import CHILDREN, FEW_CHILDREN, OF_NOBODY, OF_OTHERS, OF_THREE, RECORDED
from analysis.disclosure import Released, require_released
from analysis.formats import format_count
from analysis.results import SHOWN

THREE = "three children recorded most often"
OTHERS = "other children only"
CHILDREN_TOGETHER = "children (too few to tell apart)"
NOBODY = "no child recorded"
BAR_PX = 62
KEY_LINE_PX = 26
AXIS_PX = 62
LABEL_CHARACTERS = 18
PLOT_PX = 350  # the bar on a laptop, beside the name of a period in two lines
DIGIT_PX, TEXT_EDGE_PX = 9, 10  # a part too narrow for its number has it in the table only
RIGHT_PX = 26  # half of "100%"
PATTERNS = {THREE: "", OTHERS: "/", CHILDREN_TOGETHER: "x", NOBODY: ""}
FILLS = {THREE: HOME, OTHERS: BETWEEN, CHILDREN_TOGETHER: BETWEEN, NOBODY: PAPER}


@dataclass(frozen=True)
class _Bar:
    """One period: its name, its parts as (number, all incidents, share), and why there are none."""

    label: str
    parts: dict[str, tuple[float, float, float]]
    why: str = ""


def involvement_chart(released: Released, *, previous_label: str, current_label: str) -> go.Figure:
    """A bar a period, as long for few incidents as for many, split into its parts, each with its number."""
    frame = require_released(released, "involvement_chart").open_frame
    rows = frame[frame["kind"] == "incidents"].set_index(["measure", "period"])
    bars = [_bar(rows, "previous", previous_label), _bar(rows, "current", current_label)]
    figure = go.Figure()
    names = [name for name in PATTERNS if any(name in bar.parts for bar in bars)]
    for name in names:
        figure.add_trace(_part(name, bars))
    if not names:
        figure.add_trace(go.Scatter(x=[], y=[], showlegend=False))  # a figure without any trace is refused by Streamlit
    for place, bar in enumerate(bars):
        _write(figure, place, bar)
    figure.update_yaxes(
        tickvals=list(range(len(bars))),
        ticktext=["<br>".join(wrap(bar.label, LABEL_CHARACTERS)) for bar in bars],
        range=[len(bars) - 0.5, -0.5],
        showgrid=False,
        ticks="",
        ticklabelstandoff=8,
    )
    figure.update_xaxes(
        title_text="Share of all incidents of the period",
        range=[0, 1.002],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        tickformat=".0%",
        showticklabels=bool(names),
        showgrid=bool(names),
    )
    key_px = 14 + KEY_LINE_PX * len(names)
    return figure.update_layout(
        barmode="stack",
        bargap=0.35,
        height=key_px + BAR_PX * len(bars) + AXIS_PX,
        margin={"t": key_px, "r": RIGHT_PX},
        legend={"traceorder": "normal", "entrywidth": 1, "entrywidthmode": "fraction"},  # one below the other
        hovermode="closest",
    )


def _bar(rows: Any, period: str, label: str) -> _Bar:
    children, recorded = rows.loc[(CHILDREN, period)], rows.loc[(RECORDED, period)]
    if children["status"] != SHOWN:
        few = children["status"] == FEW_CHILDREN
        return _Bar(label, {}, f"{FEW_CHILDREN} recorded" if few else str(children["status"]))
    if recorded["denominator"] == 0:
        return _Bar(label, {}, "no incidents")
    split = rows.loc[(OF_THREE, period)]["status"] == SHOWN
    measures = {THREE: OF_THREE, OTHERS: OF_OTHERS} if split else {CHILDREN_TOGETHER: RECORDED}
    parts = {}
    for name, measure in {**measures, NOBODY: OF_NOBODY}.items():
        row = rows.loc[(measure, period)]
        if row["numerator"] > 0:
            parts[name] = (float(row["numerator"]), float(row["denominator"]), float(row["value"]))
    return _Bar(label, parts)


def _part(name: str, bars: list[_Bar]) -> go.Bar:
    drawn = [(place, bar) for place, bar in enumerate(bars) if name in bar.parts]
    return go.Bar(
        orientation="h",
        x=[bar.parts[name][2] for _, bar in drawn],
        y=[place for place, _ in drawn],
        name=name,
        marker={
            "color": FILLS[name],
            "line": {"color": HOME, "width": 1.5},
            "pattern": {"shape": PATTERNS[name], "fgcolor": HOME, "size": 9, "solidity": 0.15, "fillmode": "overlay"},
        },
        hovertext=[
            f"{bar.label}, {name}: {format_count(bar.parts[name][0])} of {format_count(bar.parts[name][1])} incidents"
            for _, bar in drawn
        ],
        hoverinfo="text",
    )


def _write(figure: go.Figure, place: int, bar: _Bar) -> None:
    """The number of each part in it; where there are no parts, why."""
    if bar.why:
        figure.add_annotation(
            x=0.01, y=place, text=bar.why, showarrow=False, xanchor="left", font={"color": QUIET_TEXT}
        )
    start = 0.0
    for name in PATTERNS:
        number, _, share = bar.parts.get(name, (0.0, 0.0, 0.0))
        text = format_count(number)
        if share * PLOT_PX >= DIGIT_PX * len(text) + TEXT_EDGE_PX:
            figure.add_annotation(
                x=start + share / 2,
                y=place,
                text=f"<b>{text}</b>",
                showarrow=False,
                bgcolor=HOME if name == THREE else PAPER,
                borderpad=2,
                font={"color": PAPER if name == THREE else HOME},
            )
        start += share
