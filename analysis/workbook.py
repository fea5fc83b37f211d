"""Tables as an accessible workbook (XLSX): cover, notes, one table a sheet, a reason for every cell without a number.

Follows the Analysis Function's guidance on accessible spreadsheets, as the library gptables lays it out: shorthand in
square brackets stands where there is no number, and each sheet says what it means.
"""

import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gptables
import pandas as pd

from analysis.formats import NOT_OPEN, NOT_SUPPLIED, WITHHELD
from analysis.results import SHOWN
from analysis.tables import MARKING, Table

# Status of a cell -> shorthand, and what it means.
SHORTHAND = {
    NOT_SUPPLIED: ("[x]", "[x]: not supplied, so not known; it does not mean none"),
    NOT_OPEN: ("[z]", "[z]: not applicable: the home was not open, or nothing was there before to compare with"),
    WITHHELD: ("[c]", "[c]: withheld, since it could tell of a child"),
}
NOT_APPLICABLE = SHORTHAND[NOT_OPEN]
PERCENT = re.compile(r"(change|share)$", re.IGNORECASE)
PERCENT_FORMAT = "0.0%"
SHEET_NAME = "Table {number}"


@dataclass(frozen=True)
class WorkbookWords:
    """What a workbook says of itself once it has left the page: its title, what was asked, and lines of small print."""

    title: str
    asked: str
    about: tuple[str, ...]


def tables_workbook(tables: Sequence[Table], words: WorkbookWords) -> bytes:
    """The tables as a workbook, numbers as numbers, marked as not for publication. Raises ValueError without tables."""
    if not tables:
        raise ValueError("tables_workbook needs at least one table")
    file = io.BytesIO()
    references = [f"note{number}" for number, _ in enumerate(words.about, start=1)]
    notes = pd.DataFrame({"Note reference": references, "Note": words.about})
    workbook = gptables.produce_workbook(
        file,
        sheets={
            SHEET_NAME.format(number=number): _sheet(table, number, references)
            for number, table in enumerate(tables, 1)
        },
        cover=gptables.Cover(title=words.title, intro=["Question", words.asked], about=["Marking", f"{MARKING}."]),
        notes_table=notes if len(notes) else None,
        # A label that looks like a formula or an address stays a label.
        workbook_options={"strings_to_formulas": False, "strings_to_urls": False},
    )
    workbook.set_properties({"title": words.title, "comments": MARKING})
    workbook.close()
    return file.getvalue()


def _sheet(table: Table, number: int, references: Sequence[str]) -> gptables.GPTable:
    cells, statuses = cells_with_reasons(table)
    percent = [column for column in cells.columns if PERCENT.search(str(column))]
    return gptables.GPTable(
        table=cells,
        table_name=f"table_{number}",
        title=table.title,
        subtitles=[f"{MARKING}. {' '.join(f'$${reference}$$' for reference in references)}".strip()],
        scope=None,
        source=None,
        instructions="This worksheet contains one table.",
        legend=[meaning for _, meaning in statuses.values()],
        index_columns={},
        additional_formatting=[{"column": {"columns": percent, "format": {"num_format": PERCENT_FORMAT}}}]
        if percent
        else [],
    )


def cells_with_reasons(table: Table) -> tuple[pd.DataFrame, Mapping[str, tuple[str, str]]]:
    """The numbers of a table with shorthand where there is none, and the shorthand used by status, in a fixed order.

    A column "X" has its status in "X status", or columns "X: a" and "X: b" in "X: status"; status columns are left out.
    """
    numbers = table.numbers
    cells: dict[str, list[Any]] = {}
    used: set[str] = set()
    for column in map(str, numbers.columns):
        if column.endswith("status"):
            continue
        of_column = [name for name in (f"{column} status", f"{column.partition(':')[0]}: status") if name in numbers]
        status = numbers[of_column[0]] if of_column else pd.Series(SHOWN, numbers.index)
        told = [_cell(value, why) for value, why in zip(numbers[column], status, strict=True)]
        used |= {why for _, why in told if why}
        cells[column] = [value for value, _ in told]
    return pd.DataFrame(cells, dtype=object), {why: words for why, words in SHORTHAND.items() if why in used}


def _cell(value: Any, status: str) -> tuple[Any, str]:
    """What stands in the cell, and the status that keeps a number out of it ("" where one is there)."""
    if status in SHORTHAND:
        return SHORTHAND[status][0], status
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return NOT_APPLICABLE[0], NOT_OPEN
    return value, ""
