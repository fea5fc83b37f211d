"""What is counted about the protocol, as printed tables."""

from typing import Any

import pandas as pd

from analysis.disclosure import Released, require_released
from analysis.formats import format_cell, format_count
from analysis.results import SHOWN
from analysis.tables import Table


def parts_by_kind_table(released: Released, title: str, header: str, *, row: str, column: str) -> Table:
    """Counts with a row for each value of one key and a column for each of another, in the order of the result."""
    frame = require_released(released, "parts_by_kind_table").frame
    figures = frame.set_index([row, column])
    rows, columns = (list(dict.fromkeys(frame[key])) for key in (row, column))
    text: dict[str, list[str]] = {header: [_capital(name) for name in rows]}
    numbers: dict[str, list[Any]] = {header: rows}
    for name in columns:
        cells = [figures.loc[(of, name)] for of in rows]
        text[_capital(name)] = [_cell(cell) for cell in cells]
        numbers[name] = [cell["value"] for cell in cells]
        numbers[f"{name} status"] = [cell["status"] for cell in cells]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def times_table(released: Released, title: str, *, previous_label: str, current_label: str) -> Table:
    """Cases with an outcome, the median days to it, and cases without one, of both periods."""
    frame = require_released(released, "times_table").frame
    rows = list(dict.fromkeys(zip(frame["order"], frame["basis"], frame["measure"], strict=True)))
    figures = frame.set_index(["order", "basis", "measure", "period"])
    names = ["Median days from report to outcome" if measure == "median" else basis for _, basis, measure in rows]
    text: dict[str, list[str]] = {"Cases": names}
    numbers: dict[str, list[Any]] = {"Cases": names}
    for when, label in (("previous", previous_label), ("current", current_label)):
        cells = [figures.loc[(*row, when)] for row in rows]
        text[label] = [_cell(cell) for cell in cells]
        numbers[label] = [cell["value"] for cell in cells]
        numbers[f"{label} status"] = [cell["status"] for cell in cells]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def signed_up_table(released: Released, title: str, *, previous_label: str, current_label: str) -> Table:
    """Homes that had signed up, of those open, at the end of both periods: a row a group of homes."""
    frame = require_released(released, "signed_up_table").frame
    if frame["group"].nunique() == 2:
        frame = frame[frame["order"] == frame["order"].max()]  # one group alone: all homes would say it twice
    figures = frame.set_index(["group", "period"])
    names = list(dict.fromkeys(frame["group"]))
    text: dict[str, list[str]] = {"Homes": names}
    numbers: dict[str, list[Any]] = {"Homes": names}
    for when, label in (("previous", previous_label), ("current", current_label)):
        cells = [figures.loc[(name, when)] for name in names]
        text[f"Signed up by the end of {label}"] = [_of(cell) for cell in cells]
        for column in ("numerator", "denominator", "status"):
            numbers[f"{label} {column}"] = [cell[column] for cell in cells]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def points_table(released: Released, title: str) -> Table:
    """The points of the checklist as the protocol words them, with who owns each."""
    frame = require_released(released, "points_table").frame
    text = pd.DataFrame(
        {
            "Point": [f"{number}. {words}" for number, words in zip(frame["number"], frame["wording"], strict=True)],
            "Owner": frame["owner"],
        },
        dtype=object,
    )
    return Table(title, text, frame[["number", "wording", "owner"]])


def _cell(cell: Any) -> str:
    return format_cell(cell["value"], cell["unit"], cell["status"])


def _of(cell: Any) -> str:
    if cell["status"] != SHOWN:
        return str(cell["status"])
    return f"{format_count(cell['numerator'])} of {format_count(cell['denominator'])}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
