"""Tables with numbers of children: how many were involved, and counts for as many as lived in the homes."""

from typing import Any

import pandas as pd

from analysis.children import CHILDREN, OF_NOBODY, OF_THREE, RECORDED, SHARE_OF_THREE
from analysis.disclosure import Released, require_released
from analysis.formats import format_cell, format_count, format_expected, format_rate, format_share
from analysis.results import ALL_HOMES, SHOWN
from analysis.tables import Table

NO_BREAK = "\N{NO-BREAK SPACE}"
# What a row is called, the measure it is of, and which of its numbers it prints.
INVOLVEMENT_ROWS = (
    ("Children involved", CHILDREN, "value"),
    ("Incidents", RECORDED, "denominator"),
    ("With a child recorded", RECORDED, "numerator"),
    ("With one of three children", OF_THREE, "numerator"),
    ("Share of the three in those recorded", SHARE_OF_THREE, "value"),
    ("With no child recorded", OF_NOBODY, "numerator"),
)


def involvement_table(released: Released, kind: str, title: str, *, previous_label: str, current_label: str) -> Table:
    """Children, incidents with a child recorded and those of three children, both periods; all homes together."""
    frame = require_released(released, "involvement_table").frame
    figures = frame[frame["kind"] == kind].set_index(["measure", "period"])
    header, names = "All homes", [name for name, _, _ in INVOLVEMENT_ROWS]
    text: dict[str, list[str]] = {header: names}
    numbers: dict[str, list[Any]] = {header: names}
    for label, period in ((previous_label, "previous"), (current_label, "current")):
        rows = [(figures.loc[(measure, period)], column) for _, measure, column in INVOLVEMENT_ROWS]
        text[label] = [_number(row, column) for row, column in rows]
        numbers[label] = [row[column] for row, column in rows]
        numbers[f"{label}: status"] = [_status(row, column) for row, column in rows]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def rate_table(
    released: Released, title: str, *, previous_label: str, current_label: str, total_name: str = ALL_HOMES
) -> Table:
    """The count in its child-months and the rate for 100 of them, both periods, a row a line, all homes last."""
    figures, names, printed = _lines(require_released(released, "rate_table").frame, total_name)
    text: dict[str, list[str]] = {"Home": printed}
    numbers: dict[str, list[Any]] = {"Home": printed}
    for label, period in ((previous_label, "previous"), (current_label, "current")):
        rows = [figures.loc[(name, period)] for name in names]
        text[f"{label}: in child-months"] = [_counted(row) for row in rows]
        text[f"{label}: per 100"] = [format_cell(row["value"], row["unit"], row["status"]) for row in rows]
        numbers[f"{label}: count"] = [row["numerator"] for row in rows]
        numbers[f"{label}: child-months"] = [row["denominator"] for row in rows]
        numbers[f"{label}: per child-month"] = [row["value"] for row in rows]
        numbers[f"{label}: status"] = [row["status"] for row in rows]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def rate_interval_table(
    released: Released, title: str, *, previous_label: str, current_label: str, total_name: str = ALL_HOMES
) -> Table:
    """Each rate for 100 child-months with its exact 95% limits, both periods, a row a line."""
    figures, names, printed = _lines(require_released(released, "rate_interval_table").frame, total_name)
    text: dict[str, list[str]] = {"Home": printed}
    numbers: dict[str, list[Any]] = {"Home": printed}
    for label, period in ((previous_label, "previous"), (current_label, "current")):
        rows = [figures.loc[(name, period)] for name in names]
        text[f"{label}: per 100 (exact 95%)"] = [_with_limits(row) for row in rows]
        for column, name in (("value", "per child-month"), ("low", "exact low"), ("high", "exact high")):
            numbers[f"{label}: {name}"] = [row[column] for row in rows]
        numbers[f"{label}: status"] = [row["status"] for row in rows]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def _lines(frame: pd.DataFrame, total_name: str) -> tuple[pd.DataFrame, list[str], list[str]]:
    """The rows by line and period, the lines in their order, and what they are called in print."""
    if frame["line"].nunique() == 2:
        frame = frame[frame["line"] != ALL_HOMES]  # one line alone: a row for all homes would say it twice
    names = list(dict.fromkeys(frame["line"]))
    return frame.set_index(["line", "period"]), names, [total_name if name == ALL_HOMES else name for name in names]


def _with_limits(row: Any) -> str:
    rate = format_cell(row["value"], row["unit"], row["status"])
    if row["status"] != SHOWN or row["value"] != row["value"]:
        return rate
    return f"{rate} ({format_rate(row['low'])} to {format_rate(row['high'])})"


def _number(row: Any, column: str) -> str:
    if _status(row, column) != SHOWN:
        return str(row["status"])
    return format_share(row[column]) if row["unit"] == "share" and column == "value" else format_count(row[column])


def _status(row: Any, column: str) -> str:
    # How many incidents there were is told also where it is not told how many of them name a child.
    return SHOWN if column == "denominator" and row[column] == row[column] else str(row["status"])


def _counted(row: Any) -> str:
    if row["status"] != SHOWN:
        return str(row["status"])
    # Kept on one line: "430 in" above "167.7" reads like two figures.
    return f"{format_count(row['numerator'])} in {format_expected(row['denominator'])}".replace(" ", NO_BREAK)
