"""Released contacts with services as printed tables: by deliverer and by month."""

from typing import Any

import pandas as pd

from analysis.disclosure import Released, require_released
from analysis.formats import format_cell, format_share
from analysis.interventions import NOBODY, PERIODS, TOTAL
from analysis.periods import MONTH_NAMES, month_name
from analysis.tables import Table

A_YEAR = 12


def deliverer_table(released: Released, title: str, *, previous_label: str, current_label: str) -> Table:
    """Contacts of each deliverer in both periods with their share of all contacts, all together last."""
    frame = require_released(released, "deliverer_table").frame
    figures = frame.set_index(["deliverer", "measure", "period"])
    names = list(dict.fromkeys(frame.loc[frame["measure"] == "count", "deliverer"]))
    header = [*(name[:1].upper() + name[1:] for name in names), "All contacts"]
    text: dict[str, list[str]] = {"Delivered by": header}
    numbers: dict[str, list[Any]] = {"Delivered by": header}
    for when, label in zip(PERIODS, (previous_label, current_label), strict=True):
        counts = [figures.loc[(name, "count", when)] for name in names]
        shares = [figures.loc[(name, "share", when)] for name in names]
        total = figures.loc[(NOBODY, TOTAL, when)]
        text[label] = [
            *(_with_share(count, share) for count, share in zip(counts, shares, strict=True)),
            format_cell(total["value"], "count", total["status"]),
        ]
        numbers[label] = [*(count["value"] for count in counts), total["value"]]
        numbers[f"{label} share"] = [*(share["value"] for share in shares), None]
        numbers[f"{label} status"] = [*(count["status"] for count in counts), total["status"]]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def month_table(released: Released, title: str, *, previous_label: str, current_label: str) -> Table:
    """Contacts by month: both periods beside each other where their months bear the same names, else one by one."""
    frame = require_released(released, "month_table").frame
    parts = {when: frame[frame["period"] == when].reset_index(drop=True) for when in PERIODS}
    names = [[MONTH_NAMES[month.month - 1] for month in part["month"]] for part in parts.values()]
    if names[0] == names[1] and len(names[0]) <= A_YEAR:
        text: dict[str, Any] = {"Month": names[0]}
        numbers: dict[str, Any] = {"Month": names[0]}
        columns = {previous_label: parts["previous"], current_label: parts["current"]}
    else:
        written = [month_name(month) for month in frame["month"]]
        text, numbers, columns = {"Month": written}, {"Month": written}, {"Contacts": frame}
    for label, part in columns.items():
        text[label] = [format_cell(v, "count", s) for v, s in zip(part["value"], part["status"], strict=True)]
        numbers[label] = list(part["value"])
        numbers[f"{label} status"] = list(part["status"])
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def _with_share(count: Any, share: Any) -> str:
    """ "58 (60.4%)"; of no contacts there is no share."""
    text = format_cell(count["value"], "count", count["status"])
    return f"{text}\u00a0({format_share(share['value'])})" if share["value"] == share["value"] else text
