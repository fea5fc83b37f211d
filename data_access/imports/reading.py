"""Reads the table of an extract of any kind: its columns found, its cells made values, its problems named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from data_access.imports.raw import Line, RawTable, Source, heading_key, is_formula, open_raw
from data_access.imports.table import CellProblem, Column, Extract, Part, Row, UnreadableFile
from data_access.imports.writing import in_parts

LINES_AT_ONCE = 5_000
REMEMBERED = 4_096  # values of a column; labels and days come again, references do not
TOO_MANY_CELLS = ("(row)", "it has more cells than the header", "Put text with commas in double quotes")
Placed = tuple[Column, int]


@dataclass(frozen=True)
class ReadAs:
    """How a file is to be read, where that is not plain from itself.

    headings: column -> the heading that stands for it, as heading_key writes it, "" for none. sheet: of a workbook, ""
    for its first. lookup: a second file that the kind needs.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    lookup: Source | None = None


PLAIN = ReadAs()


def read_table(data: Source, kind: str, columns: tuple[Column, ...], how: ReadAs = PLAIN) -> Extract:
    """Read a file with a header row. Raises UnreadableFile when it is no such table or columns are missing."""
    extract = open_table(data, kind, columns, how)
    extract.rows = list(extract.each())
    extract.incoming = None
    return extract


def open_table(data: Source, kind: str, columns: tuple[Column, ...], how: ReadAs = PLAIN) -> Extract:
    """As read_table, but the rows are read while they are gone through."""
    known = {name for column in columns for name in (column.name, *column.aliases)}
    known |= set(filter(None, how.headings.values()))
    raw = open_raw(data, known.__contains__, how.sheet)
    if raw is None:
        raise UnreadableFile(f"The file is empty. A file of {kind} starts with the header row: {_names(columns)}.")
    placed = placed_columns(raw.header, kind, columns, how.headings)
    extract = Extract(kind, tuple(column.name for column, _ in placed))
    extract.headings = {("", column.name): " ".join(raw.header[place].split()) for column, place in placed}
    extract.let_come(_good_parts(extract, raw, columns, placed))
    return extract


def placed_columns(
    header: Iterable[str], kind: str, columns: tuple[Column, ...], headings: Mapping[str, str]
) -> list[Placed]:
    """Where each column stands. Raises UnreadableFile where one is missing, or stands there twice."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        places.setdefault(heading_key(name), []).append(place)
    placed: list[Placed] = []
    taken: set[int] = set()
    for column in columns:
        chosen = headings.get(column.name)
        for name in (column.name, *column.aliases) if chosen is None else (chosen,):
            if name and name in places and not taken.intersection(places[name]):
                if len(places[name]) > 1:
                    raise UnreadableFile(f"The heading {name} stands there twice. Take one of the two columns away.")
                placed.append((column, places[name][0]))
                taken.add(places[name][0])
                break
    found = {column.name for column, _ in placed}
    missing = [column for column in columns if column.required and column.name not in found]
    if missing:
        raise UnreadableFile(
            f"Missing columns: {_names(missing)}. A file of {kind} has the header row: {_names(columns)}."
        )
    return placed


def _names(columns: Iterable[Column]) -> str:
    return ", ".join(column.name for column in columns)


class _Formula(ValueError):
    """A cell would have to be worked out."""


class _Values(dict[str, Any]):
    """What the cells of a column mean, as written -> value; a cell that was not seen before is made a value."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._parse = column.parse
        self._must_be_filled = column.required and not column.may_be_blank

    def __missing__(self, cell: str) -> Any:
        text = cell.strip()
        if text:
            if text[0] in "=+@-" and is_formula(text):
                raise _Formula
            value = self._parse(text)
        elif self._must_be_filled:
            raise CellProblem("the cell is empty", "This column must be filled")
        else:
            value = None
        if len(self) < REMEMBERED:
            self[cell] = value
        return value


@dataclass(frozen=True)
class _Reading:
    """A file while its rows are read: where each column stands, and what its cells meant until now."""

    extract: Extract
    names: tuple[str, ...]
    width: int
    placed: tuple[tuple[str, int, _Values], ...]
    fills_every_row: bool  # whether a row without a problem cannot be blank

    def part(self, lines: list[Line]) -> Part:
        """The rows of some lines that are without a problem; the others' problems are recorded."""
        found = self._by_column(lines)
        if found is None:
            return Part.of(list(self._one_by_one(lines)), self.names)
        self.extract.rows_read += len(lines)
        nothing = (None,) * len(lines)
        return Part([number for number, _ in lines], {name: found.get(name, nothing) for name in self.names})

    def _by_column(self, lines: list[Line]) -> dict[str, Sequence[Any]] | None:
        """The values of lines that are as long as the header and right in every cell; None if any is not.

        Of most files that is every line, and a column is gone through several times as fast as a row.
        """
        rows = [cells for _, cells in lines]
        if not self.fills_every_row or set(map(len, rows)) != {self.width}:
            return None
        columns = list(zip(*rows, strict=True))
        try:
            return {name: list(map(values.__getitem__, columns[place])) for name, place, values in self.placed}
        except (CellProblem, _Formula):
            return None

    def _one_by_one(self, lines: list[Line]) -> Iterator[Row]:
        blank = dict.fromkeys(self.names)
        for number, cells in lines:
            if not "".join(cells).strip():
                continue
            self.extract.rows_read += 1
            row = Row(number, blank)
            if len(cells) > self.width and any(map(str.strip, cells[self.width :])):
                self._read_first(row, cells)
                self.extract.reject(row, *TOO_MANY_CELLS)
            elif self._fill(row, cells):
                yield row

    def _read_first(self, row: Row, cells: Sequence[str]) -> None:
        """Read the first cell of a row with too many: of the others it is not sure in which columns they belong."""
        for name, place, values in self.placed:
            if place == 0:
                with suppress(CellProblem, _Formula):  # the row is rejected in any case
                    row[name] = values[cells[0]]

    def _fill(self, row: Row, cells: Sequence[str]) -> bool:
        """Fill the row with its cells; whether none of them is wrong. What is wrong is recorded."""
        problems = []
        for name, place, values in self.placed:
            try:
                row[name] = values[cells[place] if place < len(cells) else ""]
            except CellProblem as problem:
                problems.append(self.extract.problem(row.number, name, problem.wrong, problem.right))
            except _Formula:
                heading = self.extract.headings[("", name)]
                raise UnreadableFile(
                    f"Row {row.number}, column {heading} holds a formula. Save the file with its values only."
                ) from None
        if problems:
            self.extract.reject_all(row, problems)
        return not problems


def _good_parts(extract: Extract, raw: RawTable, columns: tuple[Column, ...], placed: list[Placed]) -> Iterator[Part]:
    """The rows without a problem; the others' problems are recorded."""
    reading = _Reading(
        extract=extract,
        names=tuple(column.name for column in columns),
        width=len(raw.header),
        placed=tuple((column.name, place, _Values(column)) for column, place in placed),
        fills_every_row=any(column.required and not column.may_be_blank for column, _ in placed),
    )
    for lines in in_parts(raw.lines, LINES_AT_ONCE):
        yield reading.part(lines)
    if not extract.rows_read:
        raise UnreadableFile("The file has a header and no rows below it. Ask the sender for the rows.")
