"""The lead picture of a comparison: paired counts of each home, and where it would be had it moved like its area."""

from typing import Any

import plotly.graph_objects as go

from analysis.charts.pairs import Pair, pairs_chart
from analysis.disclosure import WITHHELD, Released, require_released
from analysis.formats import format_cell, format_expected
from analysis.results import ALL_HOMES, SHOWN
from analysis.tables import FEW_TO_SHOW

TICK_LABEL = "had it moved like its area"


def paired_counts_chart(
    released: Released, *, axis_title: str, previous_label: str, current_label: str, total_name: str = ALL_HOMES
) -> go.Figure:
    """Homes in register order, all homes last. Takes the released result of home_against_neighbourhood."""
    frame = require_released(released, "paired_counts_chart").open_frame
    homes = frame[frame["place_kind"].isin(["home", "all homes"])]
    names = list(dict.fromkeys(homes.sort_values("order", kind="stable")["place"]))
    if len(names) == 2 and ALL_HOMES in names:
        names = names[:1]  # one line alone: "All homes" would say it twice
    figures = homes.set_index(["place", "measure", "period"])
    return pairs_chart(
        [_pair(name, total_name if name == ALL_HOMES else name, figures) for name in names],
        previous_label=previous_label,
        current_label=current_label,
        axis_title=axis_title,
        tick_label=TICK_LABEL,
    )


def _pair(name: str, printed: str, figures: Any) -> Pair:
    previous, current = figures.loc[(name, "count", "previous")], figures.loc[(name, "count", "current")]
    expected = figures.loc[(name, "expected", "current")]
    return Pair(
        name=printed,
        previous=value_or_none(previous),
        current=value_or_none(current),
        previous_text=count_text(previous),
        current_text=count_text(current),
        tick=value_or_none(expected),
        tick_text=f"{printed}: about {format_expected(expected['value'])}, had it moved like its neighbourhood",
        strong=name == ALL_HOMES,
    )


def count_text(row: Any) -> str:
    """A count as it stands beside its mark, or why there is none."""
    return FEW_TO_SHOW if row["status"] == WITHHELD else format_cell(row["value"], "count", row["status"])


def value_or_none(row: Any) -> float | None:
    """A figure to place a mark at; None where nothing may be drawn."""
    return float(row["value"]) if row["status"] == SHOWN and row["value"] == row["value"] else None
