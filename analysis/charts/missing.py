"""The missing-person share of each home in both periods."""

from typing import Any

import plotly.graph_objects as go

from analysis.charts.comparison import value_or_none
from analysis.charts.pairs import Pair, pairs_chart
from analysis.disclosure import FOLD_BELOW, WITHHELD, Released, require_released
from analysis.formats import format_count, format_share
from analysis.results import ALL_HOMES, SHOWN

PERCENT_FROM = 20  # below this many, a percentage would pretend to know more than counts do
FEW_MISSING = f"fewer than {FOLD_BELOW} missing in a period: not shown"
FEW_AT_A_HOME = "not shown: it would tell of one home"


def missing_share_chart(
    released: Released, *, previous_label: str, current_label: str, total_name: str = ALL_HOMES
) -> go.Figure:
    """All homes first, then each line in register order; with one of the four counts under 20, counts alone."""
    frame = require_released(released, "missing_share_chart").open_frame
    figures = frame.set_index(["line", "period"])
    names = list(dict.fromkeys(frame["line"]))
    if len(names) == 2 and ALL_HOMES in names:
        names = names[1:]  # one line alone: "All homes" would say it twice
    pairs = []
    for name in names:
        previous, current = figures.loc[(name, "previous")], figures.loc[(name, "current")]
        counts = [row[column] for row in (previous, current) for column in ("numerator", "denominator")]
        in_percent = all(count >= PERCENT_FROM for count in counts)
        few = FEW_MISSING if name != ALL_HOMES or len(names) == 1 else FEW_AT_A_HOME
        pairs.append(
            Pair(
                name=total_name if name == ALL_HOMES else name,
                previous=value_or_none(previous),
                current=value_or_none(current),
                previous_text=_text(previous, in_percent, few),
                current_text=_text(current, in_percent, few),
                strong=name == ALL_HOMES,
            )
        )
    figure = pairs_chart(
        pairs,
        previous_label=previous_label,
        current_label=current_label,
        axis_title="Missing person, share of incidents",
    )
    return figure.update_xaxes(range=[-0.12, 1.15], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")


def _text(row: Any, in_percent: bool, few: str) -> str:
    if row["status"] == WITHHELD:
        return few
    if row["status"] != SHOWN:
        return str(row["status"])
    if in_percent:
        return format_share(row["value"])
    return f"{format_count(row['numerator'])} of {format_count(row['denominator'])}"
