"""Reads a table of an extract: everything is read first, then it answers what is good and what is wrong.

Nothing stops at the first bad row. A problem names row, column, what is wrong and what would be right, and never
repeats the cell's value, which may be about a child.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


class UnreadableFile(ValueError):
    """The file cannot be read at all; the message says why and what would be right."""


class CellProblem(ValueError):
    """One cell is wrong."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(f"{wrong}: {right}")
        self.wrong = wrong
        self.right = right


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, by the row number a spreadsheet shows (the header is row 1).

    `sheet`: of a workbook, "" for a file with one table. Row 0 and no column: it is about the whole sheet or file.
    """

    row: int
    column: str
    wrong: str
    right: str
    sheet: str = ""

    def sentence(self) -> str:
        places = (("sheet", self.sheet), ("row", self.row), ("column", self.column))
        place = ", ".join(f"{word} {value}" for word, value in places if value)
        said = f"{place}: {self.wrong}" if place else self.wrong
        return f"{said[:1].upper()}{said[1:]}. {self.right}."


@dataclass(frozen=True)
class Column:
    """A column of a kind of extract: its name, how a cell becomes a value, and other names senders use."""

    name: str
    parse: Callable[[str], Any]
    required: bool = True
    may_be_blank: bool = False
    aliases: tuple[str, ...] = ()


class Row(dict[str, Any]):
    """A good row: its number in the file and its values by column name; a blank optional cell is None.

    `sheet`: the sheet of a workbook that it stands on, "" for a file with one table.
    """

    __slots__ = ("number", "sheet")

    def __init__(self, number: int, values: dict[str, Any], sheet: str = "") -> None:
        super().__init__(values)
        self.number = number
        self.sheet = sheet


@dataclass
class Extract:
    """What a reader found in a file.

    warnings: rows that are kept but need a look. sheets: those of a workbook, in order. authority, source: whose file
    it is and where its figures were published, where the file says so itself. headings: (sheet, column) -> as written.
    """

    kind: str
    columns_supplied: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    rows_read: int = 0
    headings: dict[tuple[str, str], str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ("",)
    authority: str = ""
    source: str = ""

    def problem(self, number: int, column: str, wrong: str, right: str, sheet: str = "") -> Problem:
        """A problem of a cell, with its column as the file writes it."""
        return Problem(number, self.headings.get((sheet, column), column), wrong, right, sheet)

    def reject(self, row: Row, column: str, wrong: str, right: str) -> None:
        """Record a problem of a row that was read; the caller leaves the row out."""
        self.problems.append(self.problem(row.number, column, wrong, right, row.sheet))

    def warn(self, row: Row, column: str, wrong: str, right: str) -> None:
        """Record what a person should look at in a row that is kept."""
        self.warnings.append(self.problem(row.number, column, wrong, right, row.sheet))

    def in_order(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems as they are met by who reads the file from its start."""
        return tuple(sorted(problems, key=lambda problem: (self._place_of(problem.sheet), problem.row)))

    def _place_of(self, sheet: str) -> int:
        return self.sheets.index(sheet) if sheet in self.sheets else -1


def fold(label: str) -> str:
    """A label without case, slashes, commas and extra spacing, so that two spellings of one label meet."""
    return " ".join(label.casefold().replace("/", " ").replace(",", " ").split())


def read_table(data: bytes, kind: str, columns: tuple[Column, ...]) -> Extract:
    """Read a CSV file with a header row. Raises UnreadableFile when it is no such table or columns are missing."""
    lines = csv.reader(io.StringIO(_decode(data), newline=""), strict=True)
    try:
        header = next(lines, None)
        if header is None:
            raise UnreadableFile(f"The file is empty. A file of {kind} starts with the header row: {_names(columns)}.")
        places = _place_columns(header, kind, columns)
        extract = Extract(kind, tuple(column.name for column in columns if column.name in places))
        extract.headings = {("", name): " ".join(header[place].split()) for name, place in places.items()}
        blank = dict.fromkeys(column.name for column in columns)
        placed = [(column, places[column.name]) for column in columns if column.name in places]
        for number, cells in enumerate(lines, start=2):
            if any(cell.strip() for cell in cells):
                extract.rows_read += 1
                if len(cells) > len(header):
                    extract.problems.append(
                        Problem(
                            number,
                            "(row)",
                            "it has more cells than the header",
                            "Put text with commas in double quotes",
                        )
                    )
                else:
                    _read_row(extract, Row(number, blank), cells, placed)
    except csv.Error as error:
        raise UnreadableFile(f"The file is not a CSV table: {error}, at line {lines.line_num}.") from error
    return extract


def _decode(data: bytes) -> str:
    if b"\0" in data:
        raise UnreadableFile("The file is not a text file. Save it as CSV (UTF-8) and try again.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _names(columns: Iterable[Column]) -> str:
    return ", ".join(column.name for column in columns)


def _place_columns(header: list[str], kind: str, columns: tuple[Column, ...]) -> dict[str, int]:
    found = {fold(name).replace(" ", "_"): place for place, name in enumerate(header)}
    places: dict[str, int] = {}
    for column in columns:
        for name in (column.name, *column.aliases):
            if name in found:
                places[column.name] = found[name]
                break
    missing = [column for column in columns if column.required and column.name not in places]
    if missing:
        raise UnreadableFile(
            f"Missing columns: {_names(missing)}. A file of {kind} has the header row: {_names(columns)}."
        )
    return places


def _read_row(extract: Extract, row: Row, cells: list[str], placed: list[tuple[Column, int]]) -> None:
    """Fill the row with its cells and keep it, or name what is wrong with them."""
    problems = []
    for column, place in placed:
        text = cells[place].strip() if place < len(cells) else ""
        if text:
            try:
                row[column.name] = column.parse(text)
            except CellProblem as problem:
                problems.append(extract.problem(row.number, column.name, problem.wrong, problem.right))
        elif column.required and not column.may_be_blank:
            problems.append(extract.problem(row.number, column.name, "the cell is empty", "This column must be filled"))
    if problems:
        extract.problems.extend(problems)
    else:
        extract.rows.append(row)
