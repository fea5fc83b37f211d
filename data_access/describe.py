"""Writes docs/data.md from the tables and the readers themselves: `python -m data_access.describe > docs/data.md`."""

import inspect
import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, get_args

from sqlalchemy import Column as TableColumn

from data_access import models
from data_access.imports.kinds import KINDS, Kind
from data_access.imports.sheets import NOT_A_COUNT
from data_access.imports.summary.layout import ABOUT, ABOUT_LABELS, SHEETS, SheetKind, heading_of
from data_access.imports.table import CellProblem, Column
from data_access.models import Base

INTRODUCTION = """\
# The data

This page is written by `python -m data_access.describe > docs/data.md` from the tables and the readers; a test compares
it with them. First what an extract has to look like, then what is stored.
"""
EXTRACTS = """\
## Extracts

A file of each kind is a table with a header row, which may stand below title rows: CSV (UTF-8 or Windows-1252; comma,
semicolon or tab) or XLSX. The order of columns does not matter, nor do case and spacing of their names; further columns
are never stored. A column marked "optional" may be left out; then what an earlier file said stays.
`python -m data_access.load` loads files and names every problem by row and column. Load the kinds in this order. The
last kind, `summary`, is one workbook (XLSX) and needs none of the others.

No names, no addresses and no free text about a child belong into an extract, and there is nowhere to store them. A home
is named as in the register or by an alias. A child is named by the sender's own reference, which is stored encrypted.
"""
TABLES = """\
## Tables

In a month that a source covers, no record means that none happened. A month that is not covered is "not supplied", and
nothing is compared across it.
"""
WORKBOOK = """\
One XLSX workbook; the page "Load data" offers it blank. For a council that has nothing but its yearly tables, it is the
only file needed. It names its council itself.

Every sheet but "About" may be missing or empty. A sheet's headings stand in one of its first ten rows, in any order. A
column whose heading names a period holds its counts: 2022-23, 2022/23, Apr 2022 to Mar 2023, 2022-23 H1, 2022-23 Q3,
2022-23 T2, r12-2023-03 or 2022-04..2022-09. A blank count means "not supplied", 0 that none happened. A column called
Change or % change is compared with its two periods and not stored; any other column that is filled in, and any sheet of
another name, is not read, and "To check" says so. A merged label counts for every row it covers; formulas count as last
calculated; rows hidden by a filter are read.

Homes, neighbourhoods and types that are new are added; a reporting line that the sheet Homes does not explain becomes
one home of the same name. What is known already stays as it is. Counts are never overwritten: a later publication of
the same count stands beside the earlier one, and the newest is used. A load can be undone, the newest first.

Numbers that do not fit each other are loaded and named under "To check": totals, types that do not add up, printed
changes, a period that had not ended, a home that one sheet alone knows.
"""
COVERS = {
    "homes": "The months it covers are stated when it is loaded; they count for every home of the authority. A row "
    "reported in another month is rejected.",
    "authority": "The months it covers are stated when it is loaded; they count for the authority as a whole.",
    "neighbourhoods": "The months it covers are stated when it is loaded; they count for the neighbourhoods and kinds "
    "that it names. A row reported in another month is rejected.",
    "": "Its rows say for themselves which months they are about.",
}
MAY_STATE_MONTHS = (
    "It may be stated when it is loaded of which months it holds every row; the others count from the day of the first "
    "load on."
)
WITHOUT_MONTHS = (
    "homes",
    "home_aliases",
    "investigations",
    "checklist",
    "actions",
    "child_links",
    "dfe_offending",
)
TYPE_NAMES = {
    int: "whole number",
    float: "number",
    str: "text",
    bytes: "file",
    bool: "yes or no",
    date: "date",
    datetime: "moment",
}
NOT_A_CELL = "\0"  # no parser of dates, months, counts, numbers or words accepts it


def describe() -> str:
    """The whole page, as Markdown."""
    kinds = (_workbook(kind) if kind.ending == "xlsx" else _kind(kind) for kind in KINDS.values())
    tables = (_table(getattr(models, name)) for name in models.__all__ if name != Base.__name__)
    return "\n".join([INTRODUCTION, EXTRACTS, *kinds, TABLES, *tables])


def columns_of(kind: Kind) -> tuple[Column, ...]:
    """The columns that the reader of a kind looks for, in order."""
    return kind.columns


def _kind(kind: Kind) -> str:
    rows = (
        (
            f"`{column.name}`",
            _presence(column),
            _what_is_right(column),
            ", ".join(f"`{name}`" for name in column.aliases),
        )
        for column in columns_of(kind)
    )
    about = [_first_line(kind.save), *([] if kind.name in WITHOUT_MONTHS else [COVERS[kind.covers]])]
    about += [MAY_STATE_MONTHS] if kind.may_state_months else []
    heading = f"### `{kind.name}`\n\n{' '.join(about)}\n"
    return f"{heading}\n{_grid(('Column', 'Needed', 'A cell holds', 'Also recognised as'), rows)}"


def _workbook(kind: Kind) -> str:
    about = _grid(("Label", "The cell right of it holds"), ((label, hint) for label, hint in ABOUT_LABELS.items()))
    sheets = "\n".join(_sheet(sheet) for sheet in SHEETS)
    heading = f"### `{kind.name}`\n\n{_first_line(kind.save)}\n\n{WORKBOOK}"
    return f'{heading}\n#### Sheet "{ABOUT}"\n\n{about}\n{sheets}'


def _sheet(sheet: SheetKind) -> str:
    rows = [
        (
            heading_of(column),
            _presence(column),
            _what_is_right(column),
            ", ".join(name.capitalize() for name in column.aliases),
        )
        for column in sheet.columns
    ]
    if sheet.has_periods:
        rows.append(("(a period)", "at least one", NOT_A_COUNT[1], ""))
    grid = _grid(("Column", "Needed", "A cell holds", "Also recognised as"), rows)
    return f'#### Sheet "{sheet.name}"\n\n{sheet.about}.\n\n{grid}'


def _presence(column: Column) -> str:
    if not column.required:
        return "optional"
    return "column yes, cell may be blank" if column.may_be_blank else "yes"


def _what_is_right(column: Column) -> str:
    """What the parser itself says to someone whose cell it refuses; a parser that refuses nothing takes text."""
    try:
        column.parse(NOT_A_CELL)
    except CellProblem as problem:
        return problem.right
    return "Text"


def _table(model: type[Base]) -> str:
    rows = []
    for column in model.metadata.tables[str(model.__tablename__)].columns:
        said = model.model_fields[column.name]
        kind = _type_name(said.annotation) + (", may be blank" if column.nullable else "")
        rows.append((f"`{column.name}`", kind, _meaning(column, said.description or "")))
    heading = f"### `{model.__tablename__}`\n\n{_first_line(model)}\n"
    return f"{heading}\n{_grid(('Field', 'Type', 'Meaning'), rows)}"


def _type_name(annotation: object) -> str:
    """int and int | None are both a whole number."""
    return next(TYPE_NAMES[kind] for kind in get_args(annotation) or (annotation,) if kind in TYPE_NAMES)


def _meaning(column: TableColumn[Any], description: str) -> str:
    points_to = sorted(f"Row of `{key.column.table.name}`" for key in column.foreign_keys)
    number = ["Number of the row"] if column.primary_key else []
    return ". ".join(part for part in (description, *points_to, *number) if part)


def _first_line(documented: object) -> str:
    return (inspect.getdoc(documented) or "").split("\n")[0]


def _grid(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join(f"| {' | '.join(_plain(cell) for cell in line)} |\n" for line in lines)


def _plain(cell: str) -> str:
    """A cell that Markdown leaves alone."""
    return cell.replace("|", "\\|").replace("*", "\\*")


if __name__ == "__main__":
    sys.stdout.write(describe())
