"""Reads the workbook of yearly tables: what is filled in, and what is wrong with it."""

from collections import Counter
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from data_access.imports.cells import day
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs
from data_access.imports.sheets import SheetTable, count_of, find_table, heading_key, label_of, value_of
from data_access.imports.summary.layout import (
    ABOUT,
    AUTHORITY,
    PUBLISHED_IN,
    PUBLISHED_ON,
    SHEET_NAMES,
    SHEETS,
    SheetKind,
    heading_of,
    is_change,
)
from data_access.imports.summary.looking import look_at_change, look_at_periods
from data_access.imports.summary.periods import Months, period_of
from data_access.imports.table import CellProblem, Extract, Problem, Row, UnreadableFile, fold
from data_access.imports.workbook import (
    BLANK,
    MOST_UNPACKED,
    TOO_LARGE,
    Cell,
    Sheet,
    filled_besides,
    read_workbook,
)

NOTHING_FILLED_IN = (
    "Nothing is filled in yet. Write the council and the day of publication on the sheet About, and counts on at least "
    "one of the other sheets."
)
PERIOD_EXAMPLES = "2022-23, 2022-23 Q3 or Apr 2022 to Mar 2023"
READ_ME_SHEETS = ("Read me",)  # what the blank workbook has besides, and is not read


def read_summary(data: Source, _how: ReadAs = PLAIN) -> Extract:
    """Rows of all sheets; those of counts have `counts` (period -> count) and `periods`, all of them `published_on`."""
    if isinstance(data, Path):
        if data.stat().st_size > MOST_UNPACKED:
            raise UnreadableFile(TOO_LARGE)
        data = data.read_bytes()
    sheets = read_workbook(data, SHEET_NAMES)
    extract = Extract("summary", (), sheets=SHEET_NAMES)
    unknown = filled_besides(data, SHEET_NAMES, READ_ME_SHEETS)
    extract.warnings += [_not_read(title) for title in unknown]
    tables = []
    for kind in SHEETS:
        if kind.name in sheets:
            table = find_table(sheets[kind.name], kind.columns, lambda heading: period_of(heading) is not None)
            tables.append((kind, sheets[kind.name], table))
    if not any((table is None and sheet.rows) or (table and _is_filled(kind, table)) for kind, sheet, table in tables):
        left_out = f" Not read, since no sheet is called so: {', '.join(unknown)}." if unknown else ""
        raise UnreadableFile(f"{NOTHING_FILLED_IN}{left_out}")
    published_on = _read_about(extract, sheets.get(ABOUT, Sheet(ABOUT)))
    for kind, sheet, table in tables:
        if table is not None:
            _read_sheet(extract, kind, table, published_on)
        elif sheet.rows:
            needed = ", ".join(heading_of(column) for column in kind.columns if column.required)
            _reject_sheet(extract, sheet.name, 1, "(sheet)", "no row of headings was found", f"Write: {needed}")
    return extract


def _not_read(title: str) -> Problem:
    """What to say of a sheet that is filled in and not looked for."""
    near = get_close_matches(fold(title), [fold(name) for name in SHEET_NAMES], n=1, cutoff=0)
    nearest = next((name for name in SHEET_NAMES if fold(name) in near), SHEET_NAMES[0])
    right = f"If it holds figures, name it as the blank workbook does; the nearest name is: {nearest}"
    return Problem(0, "", "no sheet is called so, so it was not read", right, title)


def _is_filled(kind: SheetKind, table: SheetTable) -> bool:
    """Whether a sheet says more than the blank workbook does."""
    return next(table.rows(_columns_filled_in(kind, table)), None) is not None


def _columns_filled_in(kind: SheetKind, table: SheetTable) -> set[int]:
    """The columns of which one is filled in every row that says anything."""
    periods = {place for place, heading in table.further.items() if period_of(heading)}
    return periods if kind.given and periods else periods | set(table.places.values())


def _read_about(extract: Extract, about: Sheet) -> date:
    """Whose tables these are and when they were published, from the cells right of the labels."""
    said: dict[str, Cell] = {}
    for cells in about.rows.values():
        for place, cell in sorted(cells.items()):
            said.setdefault(heading_key(_text(cell)), cells.get(place + 1, BLANK))
    values = {label: said.get(heading_key(label), BLANK) for label in (AUTHORITY, PUBLISHED_ON, PUBLISHED_IN)}
    extract.authority, extract.source = _text(values[AUTHORITY]), _text(values[PUBLISHED_IN])
    if not extract.authority:
        raise UnreadableFile("Sheet About: write the name of the council into the cell right of Authority.")
    try:
        return day(label_of(values[PUBLISHED_ON]))
    except CellProblem:
        raise UnreadableFile(
            "Sheet About: write the day on which the tables were published into the cell right of Published on, as "
            "DD/MM/YYYY."
        ) from None


def _text(cell: Cell) -> str:
    try:
        return label_of(cell)
    except CellProblem:
        return ""


def _read_sheet(extract: Extract, kind: SheetKind, table: SheetTable, published_on: date) -> None:
    periods = {place: found for place, heading in table.further.items() if (found := period_of(heading))}
    for column, place in table.places.items():
        extract.headings[kind.name, column] = _text(table.sheet.cell(table.header, place))
    for place, period in periods.items():
        extract.headings[kind.name, period.key] = table.further[place]
    _look_at_other_columns(extract, kind, table, set(periods))
    rows = list(table.rows(_columns_filled_in(kind, table)))
    if not rows:
        return
    twice = [period for period, columns in Counter(periods.values()).items() if columns > 1]
    if kind.has_periods and not periods:
        right = f"Name the period of each column of counts in its heading, for example {PERIOD_EXAMPLES}"
        _reject_sheet(extract, kind.name, table.header, "(heading)", "no heading names a period", right)
    elif twice:
        wrong = "two columns are of the same period"
        _reject_sheet(extract, kind.name, table.header, twice[0].key, wrong, "Keep one of them")
    else:
        change = next((place for place, heading in table.further.items() if is_change(heading)), None)
        for number, cells in rows:
            row = Row(number, {"published_on": published_on}, kind.name)
            if _read_row(extract, row, kind, cells, table, periods) and change is not None:
                look_at_change(extract, row, table.further[change], cells.get(change, BLANK))
        look_at_periods(extract, Row(table.header, {}, kind.name), set(periods.values()), published_on)


def _look_at_other_columns(extract: Extract, kind: SheetKind, table: SheetTable, periods: set[int]) -> None:
    """A column that is filled in and not read, since its heading is none of the sheet's."""
    for place, heading in table.further.items():
        is_filled = any(
            number > table.header and not cells.get(place, BLANK).is_blank for number, cells in table.sheet.rows.items()
        )
        if not is_filled or place in periods or is_change(heading):
            continue
        wrong, right = "this heading is not a period, so the column was not read", f"Write it as {PERIOD_EXAMPLES}"
        if not kind.has_periods:
            wrong, right = "this heading is not known, so the column was not read", f"Known are: {_headings_of(kind)}"
        extract.warn(Row(table.header, {}, kind.name), heading or "(blank)", wrong, right)


def _headings_of(kind: SheetKind) -> str:
    return ", ".join(heading_of(column) for column in kind.columns)


def _reject_sheet(extract: Extract, sheet: str, row: int, column: str, wrong: str, right: str) -> None:
    """One problem for all rows of a sheet; its header counts as a row that was read and turned away."""
    extract.rows_read += 1
    extract.problems.append(extract.problem(row, column, wrong, right, sheet))


def _read_row(
    extract: Extract,
    row: Row,
    kind: SheetKind,
    cells: dict[int, Cell],
    table: SheetTable,
    periods: dict[int, Months],
) -> bool:
    """Fill the row with its cells and keep it, or name what is wrong with them; whether it was kept."""
    extract.rows_read += 1
    problems = len(extract.problems)
    for column in kind.columns:
        place = table.places.get(column.name)
        row[column.name] = None
        try:
            row[column.name] = value_of(cells.get(place, BLANK), column) if place else None
        except CellProblem as problem:
            extract.reject(row, column.name, problem.wrong, problem.right)
    counts: dict[Months, int] = {}
    for place, period in periods.items():
        cell = cells.get(place, BLANK)
        try:
            if not cell.is_blank:
                counts[period] = count_of(cell)
        except CellProblem as problem:
            extract.reject(row, period.key, problem.wrong, problem.right)
    row.update(counts=counts, periods=sorted(periods.values()))
    is_good = len(extract.problems) == problems
    if is_good:
        extract.rows.append(row)
    return is_good
