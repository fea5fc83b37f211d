"""Released tables as they are printed: one row a thing, the earlier period first, the change as papers print it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.breakdown import TOTAL
from analysis.disclosure import FOLDED, WITHHELD, Released, require_released
from analysis.formats import format_cell, format_count, format_expected, format_share
from analysis.results import ALL_HOMES, SHOWN

FEW_TO_SHOW = "too few to show"
TOLD = (SHOWN, FOLDED)  # a table at a desk has the figures that a room is not shown
MARKING = "Partnership only, not for publication"
# A spreadsheet runs a cell that starts with one of these as a formula; the last four are = + - @ of full width.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")  # printed with its sign; it stays as it is


@dataclass(frozen=True)
class Table:
    """A table to place: its title, its printed cells, and the same rows as numbers, each with its status."""

    title: str
    text: pd.DataFrame
    numbers: pd.DataFrame

    def csv(self, context: Mapping[str, str]) -> bytes:
        """The numbers as CSV (UTF-8 with BOM, so that Excel reads it), every row marked as not for publication.

        `context`: columns that say the same in every row, such as population, scope and as at.
        """
        numbers = self.numbers.assign(**context, marking=MARKING).map(_harmless).rename(columns=_harmless)
        text: str = numbers.to_csv(index=False, lineterminator="\r\n")
        return text.encode("utf-8-sig")


def paired_table(
    released: Released,
    title: str,
    key: str,
    header: str,
    *,
    previous_label: str,
    current_label: str,
    only: dict[str, Any] | None = None,
    identity: str = "",
    decimals: int = 1,
    expected: bool = False,
    change: bool = True,
    total_name: str = ALL_HOMES,
    for_a_room: bool = False,
    nothing: str = "",
) -> Table:
    """Counts of both periods and the change, a row for each `key`, in the order of the result.

    `only` keeps the rows whose columns hold these values (a list: any of them). `identity`: the column that tells rows
    apart where two may bear one name. `expected` adds the column of what a home would have had, had it moved like its
    neighbourhood. `for_a_room`: only what may be shown to a room, so that small and sensitive types stand together.
    `nothing`: what the row of the totals is called that stands there when there is no other, so that nothing recorded
    (0) and nothing supplied can be told apart.
    """
    identity = identity or key
    table = require_released(released, "paired_table")
    frame = _only(table.open_frame if for_a_room else table.frame, only or {})
    totals = frame[frame["measure"] == TOTAL]
    frame = frame[frame["measure"].isin(["count", "change", "expected"])]
    if nothing and frame.empty and len(totals):
        frame, change = totals.assign(**{identity: nothing, key: nothing, "measure": "count"}), False
    figures = frame.set_index([identity, "measure", "period"])
    columns = [(previous_label, "count", "previous"), (current_label, "count", "current")]
    if change:
        columns.append(("Change", "change", "both"))
    if expected:
        columns.append(("Had it moved like its area", "expected", "current"))
    names = dict(zip(frame[identity], frame[key], strict=True))
    printed = [total_name if name == ALL_HOMES else name[:1].upper() + name[1:] for name in names.values()]
    text: dict[str, list[str]] = {header: printed}
    numbers: dict[str, list[Any]] = {header: printed}
    for column, measure, period in columns:
        cells = [_cell(figures, (row, measure, period)) for row in names]
        text[column] = [_text(cell, measure, decimals) for cell in cells]
        numbers[column] = [None if cell is None else cell["value"] for cell in cells]
        numbers[f"{column} status"] = ["" if cell is None else cell["status"] for cell in cells]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def share_table(
    released: Released,
    title: str,
    *,
    previous_label: str,
    current_label: str,
    total_name: str = ALL_HOMES,
    for_a_room: bool = False,
) -> Table:
    """Missing incidents, all incidents and the share of both periods, a row a line.

    `for_a_room`: only what may be shown to a room, so that lines with one or two missing reports stand without figures.
    """
    table = require_released(released, "share_table")
    frame = table.open_frame if for_a_room else table.frame
    if frame["line"].nunique() == 2:
        frame = frame[frame["line"] != ALL_HOMES]  # one line alone: a row for all homes would say it twice
    figures = frame.set_index(["line", "period"])
    names = list(dict.fromkeys(frame["line"]))
    printed = [total_name if name == ALL_HOMES else name for name in names]
    text: dict[str, list[str]] = {"Home": printed}
    numbers: dict[str, list[Any]] = {"Home": printed}
    for label, period in ((previous_label, "previous"), (current_label, "current")):
        rows = [figures.loc[(name, period)] for name in names]
        text[f"{label}: missing of all"] = [_of(row) for row in rows]
        text[f"{label}: share"] = [_share(row) for row in rows]
        numbers[f"{label}: missing"] = [row["numerator"] for row in rows]
        numbers[f"{label}: all"] = [row["denominator"] for row in rows]
        numbers[f"{label}: share"] = [row["value"] for row in rows]
        numbers[f"{label}: status"] = [row["status"] for row in rows]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def count_table(
    released: Released,
    title: str,
    key: str,
    header: str,
    label: str,
    names: Mapping[str, str],
    *,
    for_a_room: bool = False,
) -> Table:
    """Counts of one period, a row for each `key`, under the printed `names` of its values.

    `for_a_room`: only what may be shown to a room.
    """
    table = require_released(released, "count_table")
    frame = table.open_frame if for_a_room else table.frame
    rows = frame[key].map(names)
    texts = [_plain(v, "count", s) for v, s in zip(frame["value"], frame["status"], strict=True)]
    return Table(
        title,
        pd.DataFrame({header: rows, label: texts}),
        pd.DataFrame({header: rows, label: frame["value"], f"{label} status": frame["status"]}),
    )


def parts_table(
    released: Released, title: str, header: str, labels: Mapping[str, str], *, for_a_room: bool = False
) -> Table:
    """Shares, or rates for 100 child-months, of the parts of a period with the numbers behind them, a row a part.

    `labels`: what each period is called, the earlier first. `for_a_room`: only what may be shown to a room.
    """
    table = require_released(released, "parts_table")
    frame = (table.open_frame if for_a_room else table.frame).sort_values("order", kind="stable")
    figures = frame.set_index(["part", "period"])
    names = list(dict.fromkeys(frame["part"]))
    shares = frame["unit"].eq("share").all()
    of, value = ("missing of all", "share") if shares else ("in child-months", "per 100")
    text: dict[str, list[str]] = {header: names}
    numbers: dict[str, list[Any]] = {header: names}
    for period, label in labels.items():
        rows = [figures.loc[(name, period)] for name in names]
        text[f"{label}: {of}"] = [_of(row) if shares else _in(row) for row in rows]
        text[f"{label}: {value}"] = [_plain(row["value"], row["unit"], row["status"]) for row in rows]
        for column in ("numerator", "denominator", "value"):
            numbers[f"{label}: {column}"] = [row[column] for row in rows]
        numbers[f"{label}: status"] = [row["status"] for row in rows]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def _only(frame: pd.DataFrame, wanted: dict[str, Any]) -> pd.DataFrame:
    for column, value in wanted.items():
        frame = frame[frame[column].isin(value if isinstance(value, list) else [value])]
    return frame


def _cell(figures: pd.DataFrame, place: tuple[Any, ...]) -> Any:
    return figures.loc[place] if place in figures.index else None


def _text(cell: Any, measure: str, decimals: int) -> str:
    if cell is None:
        return ""
    if measure == "expected" and cell["status"] == SHOWN:
        return format_expected(cell["value"])
    return _plain(cell["value"], cell["unit"], cell["status"], decimals if measure == "change" else None)


def _plain(value: float, unit: str, status: str, decimals: int | None = None) -> str:
    return FEW_TO_SHOW if status == WITHHELD else format_cell(value, unit, status, decimals=decimals)


def _of(row: Any) -> str:
    if row["status"] not in TOLD:
        return _gap(row)
    return f"{format_count(row['numerator'])} of {format_count(row['denominator'])}"


def _in(row: Any) -> str:
    """A count in its child-months; kept on one line, since "430 in" above "167.7" reads like two figures."""
    if row["status"] not in TOLD:
        return _gap(row)
    return f"{format_count(row['numerator'])} in {format_expected(row['denominator'])}".replace(
        " ", "\N{NO-BREAK SPACE}"
    )


def _share(row: Any) -> str:
    return format_share(row["value"]) if row["status"] in TOLD else _gap(row)


def _gap(row: Any) -> str:
    return FEW_TO_SHOW if row["status"] == WITHHELD else str(row["status"])


def _harmless(cell: Any) -> Any:
    """A cell as it may stand in a spreadsheet: text that would run there gets an apostrophe before it."""
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell
