"""Published shares of children convicted or cautioned: a panel a kind of source, and no line from one to another."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from analysis.benchmarks import LAST_YEAR_BEFORE_BREAK
from analysis.charts.labels import TEXT_LINE_PX, spread
from analysis.charts.theme import BETWEEN, HOME, OTHER_CHILD, QUIET_TEXT
from analysis.disclosure import Released, require_released
from analysis.formats import format_count
from analysis.results import SHOWN

PANEL_PX = 170
HEADING_PX = 34
TICKS_PX = 34
NARROW_PX = 420  # of the plot at the narrowest a picture is drawn beside its table
CHARACTER_PX = 7.2
COUNT_PX = 76  # "11 of 293" with room around it
LABEL_SHIFT_PX = 10
LOWEST_TOP = 0.01  # of an axis: where every share is 0 there still is one
MOST_TICKS = 8
HEADINGS = {
    "counts": "DfE counts, with the 95% interval",
    "percentages": "DfE, as whole percentages",
    "papers": "Figures of earlier papers (diamonds)",
    "both": "DfE, as whole percentages (dots); earlier papers (diamonds)",
}
BREAK_LABEL = "8 April 2013:<br>definition changed"
SHORT = {"Statistical neighbour average": "Neighbours", "Statistical neighbours": "Neighbours"}


@dataclass(frozen=True)
class _Look:
    colour: str
    width: float
    size: int
    dash: str = "solid"
    hollow: bool = False


LOOKS = {
    "own": _Look(HOME, 3, 11),
    "country": _Look(QUIET_TEXT, 2.25, 8),
    "region": _Look(OTHER_CHILD, 1.5, 6, "dot"),
    "neighbours": _Look(OTHER_CHILD, 1.75, 8, "dash", hollow=True),
}


@dataclass(frozen=True)
class _Panel:
    """One pair of axes: its number as Plotly counts, its place from the bottom and the span of its years and shares."""

    number: int
    bottom: float
    top: float
    years: tuple[int, int]
    highest: float
    room: float  # years, at the right, for the names of the lines

    @property
    def axes(self) -> dict[str, str]:
        name = "" if self.number == 1 else str(self.number)
        return {"x": f"x{name}", "y": f"y{name}"}

    @property
    def gap(self) -> float:
        """The height of a line of text, as a share."""
        return self.highest * TEXT_LINE_PX / PANEL_PX


def convicted_or_cautioned_chart(released: Released) -> go.Figure:
    """Takes the released result of convicted_or_cautioned. Where the authority has counts, they stand in a panel of
    their own above whole percentages and the figures of papers."""
    frame = require_released(released, "convicted_or_cautioned_chart").open_frame
    frame = frame[frame["status"].eq(SHOWN) & frame["role"].isin(list(LOOKS))]
    own_kinds = set(frame.loc[frame["role"] == "own", "kind"])
    groups = _groups(frame, own_kinds)
    figure = go.Figure()
    step = HEADING_PX + PANEL_PX + TICKS_PX
    height = len(groups) * step
    inside = height - HEADING_PX - TICKS_PX  # the margins hold the first heading and the last years
    for number, rows in enumerate(groups, start=1):
        top = 1 - (number - 1) * step / inside
        _draw(figure, _panel(number, max(0.0, top - PANEL_PX / inside), top, rows), rows)
    if not groups:
        figure.add_trace(go.Scatter(x=[], y=[]))  # a figure without any trace is refused by Streamlit
    return figure.update_layout(
        height=max(height, HEADING_PX + TICKS_PX),
        showlegend=False,
        hovermode="closest",
        margin={"t": HEADING_PX, "b": TICKS_PX},
    )


def _groups(frame: Any, own_kinds: set[str]) -> list[Any]:
    """The rows of each panel: counts, then whole percentages, with them the figures of papers from other years."""
    sources = set(frame.loc[frame["role"] == "own", "source"])
    of_kind = {kind: frame[frame["kind"] == kind] for kind in sorted(own_kinds)}
    groups = [of_kind["counts"]] if "counts" in of_kind else []
    older = [
        of_kind[kind][of_kind[kind]["source"].isin(sources)] for kind in ("percentages", "papers") if kind in of_kind
    ]
    if len(older) == 2 and not set(older[0]["year"]) & set(older[1]["year"]):
        older = [frame[frame.index.isin([*older[0].index, *older[1].index])]]
    return groups + older


def _panel(number: int, bottom: float, top: float, rows: Any) -> _Panel:
    years = (int(rows["year"].min()), int(rows["year"].max()))
    highest = max(float(rows["high"].where(rows["role"] == "own").fillna(rows["value"]).max()), LOWEST_TOP)
    highest *= PANEL_PX / (PANEL_PX - 1.4 * TEXT_LINE_PX)  # the counts stand above the highest interval
    at_the_end = rows.loc[rows["year"] == years[1], "area"]
    widest = max(len(_short(area)) for area in at_the_end) * CHARACTER_PX + LABEL_SHIFT_PX
    room = widest / (NARROW_PX - widest) * (years[1] - years[0] + 1)
    return _Panel(number, bottom, top, years, highest, room)


def _draw(figure: go.Figure, panel: _Panel, rows: Any) -> None:
    series = [own for _, own in rows.groupby(["role", "source", "area"], sort=False)]
    for own in sorted(series, key=lambda one: one["role"].iloc[0] == "own"):  # the authority's line lies on top
        _draw_series(figure, panel, own)
    _name_series(figure, panel, series)
    _draw_counts(figure, panel, rows)
    _draw_break(figure, panel)
    kinds = set(rows["kind"])
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=panel.top,
        yref="paper",
        yanchor="bottom",
        yshift=6,
        text=f"<b>{HEADINGS[kinds.pop() if len(kinds) == 1 else 'both']}</b>",
        showarrow=False,
    )
    first, last = panel.years
    every = -(-(last - first + 1) // MOST_TICKS)
    name = "" if panel.number == 1 else str(panel.number)
    figure.update_layout(
        {
            f"xaxis{name}": {
                "anchor": panel.axes["y"],
                "range": [first - 0.45, last + 0.3 + panel.room],
                "tickvals": list(range(last, first - 1, -every))[::-1],
                "showgrid": False,
            },
            f"yaxis{name}": {
                "anchor": panel.axes["x"],
                "domain": [panel.bottom, panel.top],
                "range": [0, panel.highest],
                "tickformat": ".0%",
                "nticks": 6,
            },
        }
    )


def _draw_series(figure: go.Figure, panel: _Panel, rows: Any) -> None:
    """One area in one source; the line stops where a year is missing and where the definition changed."""
    look, kind = LOOKS[rows["role"].iloc[0]], rows["kind"].iloc[0]
    ordered = rows.sort_values("year", kind="stable")
    years, values = _with_gaps(list(ordered["year"]), list(ordered["value"]))
    bars = None
    if kind == "counts" and ordered["role"].iloc[0] == "own":
        bars = {
            "type": "data",
            "symmetric": False,
            "array": list(ordered["high"] - ordered["value"]),
            "arrayminus": list(ordered["value"] - ordered["low"]),
            "color": HOME,
            "thickness": 1.75,
            "width": 5,
        }
    # Bars belong to the points one by one, so a line with bars is drawn of marks, the line itself apart from them.
    figure.add_trace(
        go.Scatter(
            x=years,
            y=values,
            mode="lines",
            line={"color": look.colour, "width": look.width, "dash": look.dash},
            hoverinfo="skip",
            xaxis=panel.axes["x"],
            yaxis=panel.axes["y"],
        )
    )
    figure.add_trace(
        go.Scatter(
            x=list(ordered["year"]),
            y=list(ordered["value"]),
            mode="markers",
            name=str(ordered["area"].iloc[0]),
            marker={"color": look.colour, "size": look.size, "symbol": _symbol(kind, look)},
            error_y=bars,
            hovertext=[_told(row) for _, row in ordered.iterrows()],
            hoverinfo="text",
            xaxis=panel.axes["x"],
            yaxis=panel.axes["y"],
        )
    )


def _symbol(kind: str, look: _Look) -> str:
    """Diamonds are figures of papers; hollow marks tell the neighbours from the country without colour."""
    return f"{'diamond' if kind == 'papers' else 'circle'}{'-open' if look.hollow else ''}"


def _with_gaps(years: list[int], values: list[float]) -> tuple[list[int | None], list[float | None]]:
    x: list[int | None] = [years[0]]
    y: list[float | None] = [values[0]]
    for (before, year), value in zip(pairwise(years), values[1:], strict=True):
        if year != before + 1 or before == LAST_YEAR_BEFORE_BREAK:
            x.append(None)
            y.append(None)
        x.append(year)
        y.append(value)
    return x, y


def _name_series(figure: go.Figure, panel: _Panel, series: list[Any]) -> None:
    """Names stand beside the last mark of a line; those of the same year are moved apart."""
    ends = [own.sort_values("year", kind="stable").iloc[-1] for own in series]
    for year in sorted({int(end["year"]) for end in ends}):
        here = [end for end in ends if end["year"] == year]
        heights = spread([float(end["value"]) for end in here], panel.gap, panel.gap / 2, panel.highest - panel.gap / 2)
        for end, height in zip(here, heights, strict=True):
            name = _short(end["area"])
            figure.add_annotation(
                x=year,
                y=height,
                xref=panel.axes["x"],
                yref=panel.axes["y"],
                text=f"<b>{name}</b>" if end["role"] == "own" else name,
                showarrow=False,
                xanchor="left",
                xshift=LABEL_SHIFT_PX,
                font={"color": LOOKS[end["role"]].colour},
            )


def _draw_counts(figure: go.Figure, panel: _Panel, rows: Any) -> None:
    """The authority's counts above their intervals, since a share of so few children is no figure to read off."""
    own = rows[(rows["role"] == "own") & (rows["kind"] == "counts")].sort_values("year", kind="stable")
    if own.empty:
        return
    every = -(-int(len(own) * COUNT_PX) // NARROW_PX)
    labelled = own.iloc[::-1].iloc[::every]
    for _, row in labelled.iterrows():
        figure.add_annotation(
            x=row["year"],
            y=row["high"],
            xref=panel.axes["x"],
            yref=panel.axes["y"],
            yanchor="bottom",
            text=f"{format_count(row['numerator'])} of {format_count(row['denominator'])}",
            showarrow=False,
            font={"color": HOME},
        )


def _draw_break(figure: go.Figure, panel: _Panel) -> None:
    first, last = panel.years
    if not first <= LAST_YEAR_BEFORE_BREAK < last:
        return
    at = LAST_YEAR_BEFORE_BREAK + 0.5
    figure.add_shape(
        type="line",
        x0=at,
        x1=at,
        y0=0,
        y1=panel.highest,
        xref=panel.axes["x"],
        yref=panel.axes["y"],
        layer="below",
        line={"color": BETWEEN, "width": 2, "dash": "dash"},
    )
    figure.add_annotation(
        x=at,
        y=panel.highest,
        xref=panel.axes["x"],
        yref=panel.axes["y"],
        xanchor="left",
        yanchor="top",
        xshift=6,
        align="left",
        text=BREAK_LABEL,
        showarrow=False,
        font={"color": QUIET_TEXT},
    )


def _short(area: str) -> str:
    return SHORT.get(area, area)


def _told(row: Any) -> str:
    """Area and year, with the counts where there are some: no percentage of fewer than twenty children."""
    told = f"{row['area']}, {row['year']}"
    if row["numerator"] != row["numerator"]:
        return told
    return f"{told}: {format_count(row['numerator'])} of {format_count(row['denominator'])}"
