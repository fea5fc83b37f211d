"""Reads a table of an extract: everything is read first, then it answers what is good and what is wrong.

Nothing stops at the first bad row. A problem names row, column, what is wrong and what would be right, and never
repeats the cell's value, which may be about a child.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

MOST_PROBLEMS = 500_000
MOST_WARNINGS = 100_000
DATES = ("reported_at", "event_date", "meeting_date", "month")  # which month a row is of


class UnreadableFile(ValueError):
    """The file cannot be read at all; the message says why and what would be right."""


class CellProblem(ValueError):
    """One cell is wrong."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(f"{wrong}: {right}")
        self.wrong = wrong
        self.right = right


@dataclass(frozen=True, slots=True)
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


class Lost(NamedTuple):
    """What a rejected row was about, as far as it could be read; None where it could not."""

    month: date | None
    home: str | None
    neighbourhood: str | None
    kind: str | None

    @staticmethod
    def of(row: Row) -> "Lost":
        """What stands in a row."""
        moment = next((row[name] for name in DATES if isinstance(row.get(name), date)), None)
        month = None if moment is None else date(moment.year, moment.month, 1)
        return Lost(month, row.get("home"), row.get("neighbourhood"), row.get("kind"))


@dataclass(frozen=True)
class Part:
    """Some good rows of a file, column by column: their numbers in the file, and of each column their values.

    A long file is gone through so, since that is several times as fast as making every row.
    """

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[Any]]

    @staticmethod
    def of(rows: Sequence[Row], names: Iterable[str]) -> "Part":
        """Rows as columns of these names."""
        return Part([row.number for row in rows], {name: [row[name] for row in rows] for name in names})

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, column: str) -> Sequence[Any]:
        return self.columns[column]

    def row(self, place: int) -> Row:
        """The row at a place in this part."""
        return Row(self.numbers[place], {name: values[place] for name, values in self.columns.items()})

    def rows(self) -> Iterator[Row]:
        """All rows."""
        names = tuple(self.columns)
        for number, values in zip(self.numbers, zip(*self.columns.values(), strict=True), strict=True):
            yield Row(number, dict(zip(names, values, strict=True)))

    def without(self, places: Container[int]) -> "Part":
        """The part without the rows at these places."""
        if not places:
            return self
        left = [place for place in range(len(self)) if place not in places]
        kept = {name: [values[place] for place in left] for name, values in self.columns.items()}
        return Part([self.numbers[place] for place in left], kept)


@dataclass
class Extract:
    """What a reader found in a file.

    warnings: rows that are kept but need a look. sheets: those of a workbook, in order. authority, source: whose file
    it is and where its figures were published, where the file says so itself. headings: (sheet, column) -> as written.
    incoming: the good rows of a file that is too long to be held, to be gone through once; problems, warnings and
    rows_read grow meanwhile. parts: the same rows in parts; whoever goes through these leaves `incoming`. unknown:
    (what, label) of places and types that are not known, and in how many rows.
    references: of the rows that were rejected, where they could be read; without_reference: in how many they could
    not. lost: what rows were about of which nothing is kept. left_out: rows that are of no concern here. lookup: what
    a second file says.
    """

    kind: str
    columns_supplied: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    incoming: Iterator[Row] | None = None
    parts: Iterator[Part] | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    rows_read: int = 0
    headings: dict[tuple[str, str], str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ("",)
    authority: str = ""
    source: str = ""
    unknown: dict[tuple[str, str], int] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    without_reference: int = 0
    lost: set[Lost] = field(default_factory=set)
    left_out: int = 0
    lookup: dict[str, str] = field(default_factory=dict)

    def each(self) -> Iterator[Row]:
        """The good rows, once."""
        return iter(self.rows) if self.incoming is None else self.incoming

    def each_part(self) -> Iterator[Part]:
        """The good rows in parts, once."""
        if self.incoming is not None and self.parts is not None:
            return self.parts
        rows = list(self.each())
        return iter([Part.of(rows, rows[0])] if rows else [])

    def let_come(self, parts: Iterator[Part]) -> None:
        """Let these be the rows that come."""
        self.parts = parts
        self.incoming = (row for part in parts for row in part.rows())

    def problem(self, number: int, column: str, wrong: str, right: str, sheet: str = "") -> Problem:
        """A problem of a cell, with its column as the file writes it."""
        return Problem(number, self.headings.get((sheet, column), column), wrong, right, sheet)

    def reject(self, row: Row, column: str, wrong: str, right: str, *, is_lost: bool = True) -> None:
        """Record a problem of a row that was read; the caller leaves the row out.

        `is_lost`: whether what it says is missing now, as it is not where another row says it or the file is not
        about it.
        """
        self.reject_all(row, [self.problem(row.number, column, wrong, right, row.sheet)], is_lost=is_lost)

    def reject_all(self, row: Row, problems: Iterable[Problem], *, is_lost: bool = True) -> None:
        """Record several problems of one row."""
        for problem in problems:
            self._add(problem)
        reference = row.get("reference")
        if reference:
            self.references.add(reference)
        else:
            self.without_reference += 1
        if is_lost:
            self.lost.add(Lost.of(row))

    def _add(self, problem: Problem) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            raise UnreadableFile(
                f"More than {MOST_PROBLEMS:,} cells are wrong, the first of them: {self.problems[0].sentence()} "
                "Look whether the file is of this kind."
            )
        self.problems.append(problem)

    def warn(self, row: Row, column: str, wrong: str, right: str) -> None:
        """Record what a person should look at in a row that is kept; of a great many, the first."""
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(self.problem(row.number, column, wrong, right, row.sheet))

    def note(self, wrong: str, right: str) -> None:
        """Record what a person should look at in the file as a whole."""
        self.warnings.append(Problem(0, "", wrong, right))

    def in_order(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems as they are met by who reads the file from its start."""
        return tuple(sorted(problems, key=lambda problem: (self._place_of(problem.sheet), problem.row)))

    def _place_of(self, sheet: str) -> int:
        return self.sheets.index(sheet) if sheet in self.sheets else -1


def fold(label: str) -> str:
    """A label without case, slashes, commas and extra spacing, so that two spellings of one label meet."""
    return " ".join(label.casefold().replace("*c*", " *c*").replace("/", " ").replace(",", " ").split())
