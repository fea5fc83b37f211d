"""Reads the table of a sheet: where its header is, and how its cells become values."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from data_access.imports.cells import count
from data_access.imports.table import CellProblem, Column, fold
from data_access.imports.workbook import BLANK, Cell, Sheet

HEADER_WITHIN = 10
LONGEST_TEXT = 200
NEVER_CALCULATED = (
    "this formula was never calculated",
    "Open the workbook in a spreadsheet program, save it, and load it again",
)
NOT_A_COUNT = (
    "this is not a count",
    "Write a whole number, 0 or more; leave the cell blank where nothing was supplied",
)
MERGED_NUMBER = (
    "this number stands in a merged cell",
    "Take the merging away, and write each number into its own cell",
)


@dataclass(frozen=True)
class SheetTable:
    """A table of a sheet: the row of its header, where its columns stand, and the further headings as written."""

    sheet: Sheet
    header: int
    places: dict[str, int]
    further: dict[int, str] = field(default_factory=dict)

    def rows(self, columns: set[int]) -> Iterator[tuple[int, dict[int, Cell]]]:
        """The rows below the header in which at least one of these columns is filled, with their numbers."""
        for number, cells in sorted(self.sheet.rows.items()):
            filled = ((column, cells.get(column, BLANK)) for column in columns)
            # A merged label counts for the rows it covers, but fills none of them.
            says = (not cell.is_blank and (cell.is_own or column in self.further) for column, cell in filled)
            if number > self.header and any(says):
                yield number, cells


def find_table(sheet: Sheet, columns: tuple[Column, ...], is_further: Callable[[str], bool]) -> SheetTable | None:
    """The table whose header is the row, of the first ten, with the most known headings; None if none has all needed.

    `is_further`: whether another heading is one that the table may have, such as the name of a period.
    """
    best: SheetTable | None = None
    most = 0
    for number in range(1, HEADER_WITHIN + 1):
        table = _table_below(sheet, number, columns)
        known = len(table.places) + sum(is_further(heading) for heading in table.further.values())
        needed = {column.name for column in columns if column.required}
        if needed <= table.places.keys() and known > most:
            best, most = table, known
    return best


def _table_below(sheet: Sheet, header: int, columns: tuple[Column, ...]) -> SheetTable:
    headings = {place: shown(cell) for place, cell in sorted(sheet.rows.get(header, {}).items()) if not cell.is_blank}
    folded: dict[str, int] = {}
    for place, heading in headings.items():
        folded.setdefault(heading_key(heading), place)
    places: dict[str, int] = {}
    for column in columns:
        spelled = (heading_key(name) for name in (column.name, *column.aliases))
        found = next((folded[name] for name in spelled if name in folded), None)
        if found is not None and found not in places.values():
            places[column.name] = found
    further = {place: heading for place, heading in headings.items() if place not in places.values()}
    return SheetTable(sheet, header, places, further)


def heading_key(heading: str) -> str:
    """A heading without case, spacing, underscores and slashes."""
    return fold(heading.replace("_", " "))


def shown(cell: Cell) -> str:
    """A cell as text, the way a spreadsheet shows it; dates as DD/MM/YYYY, whole numbers without a point."""
    value: Any = cell.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else " ".join(str(value).split())


def label_of(cell: Cell) -> str:
    """The text of a cell. Raises CellProblem when it shows none, or one too long to be a label."""
    if cell.never_calculated:
        raise CellProblem(*NEVER_CALCULATED)
    if cell.is_error:
        raise CellProblem("this cell shows an error", "Mend its formula, or type what it should show")
    text = shown(cell)
    if len(text) > LONGEST_TEXT:
        raise CellProblem("this text is too long", f"Write at most {LONGEST_TEXT} characters")
    return text


def count_of(cell: Cell) -> int:
    """The count in a cell, also where it is a number written as text. Raises CellProblem."""
    if cell.never_calculated:
        raise CellProblem(*NEVER_CALCULATED)
    if cell.is_merged:
        raise CellProblem(*MERGED_NUMBER)
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float | str):
        raise CellProblem(*NOT_A_COUNT)
    try:
        return count(shown(cell))
    except CellProblem:
        raise CellProblem(*NOT_A_COUNT) from None


def value_of(cell: Cell, column: Column) -> Any:
    """What a cell means in its column, None where it may be blank and is. Raises CellProblem."""
    text = label_of(cell)
    if text:
        return column.parse(text)
    if column.required and not column.may_be_blank:
        raise CellProblem("the cell is empty", "This column must be filled")
    return None
