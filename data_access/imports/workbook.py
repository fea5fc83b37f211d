"""Opens an XLSX workbook safely: bytes in, the cells of the wanted sheets out.

Links to other files are never followed and macros never run: only the values that the workbook itself holds are read.
What would take too much room or time is refused before it is read.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.functions import iterparse

from data_access.imports.table import UnreadableFile, fold

MOST_ROWS = 10_000
MOST_COLUMNS = 60
MOST_PARTS = 1_000
MOST_UNPACKED = 100_000_000
MOST_CELLS = 20_000_000  # empty ones between others; a sheet made by hand has far fewer
ROWS_OF_A_SHEET = 1_048_576
NO_WORKBOOK = "The file is not an Excel workbook. Fill in the blank workbook, save it as XLSX and load that."
PROTECTED = (
    "The file is protected with a password, or it is in the old XLS format. Open it in a spreadsheet program, take the "
    "password away, save it as XLSX and load that."
)
IS_PDF = "The file is a PDF, whatever its name says. Copy its tables into the blank workbook and load that."
TOO_LARGE = (
    f"The workbook is too large: unpacked it may have {MOST_UNPACKED // 1_000_000} MB and {MOST_PARTS:,} parts. "
    "Copy the tables alone into the blank workbook and load that."
)
BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    EOFError,
    RuntimeError,
)
MERGED = re.compile(r"\{[^}]*\}mergeCell")


@dataclass(frozen=True)
class Cell:
    """What a cell of a sheet shows.

    value: None where it is blank. is_merged: it lies in a merged cell that is filled. is_own: its value was typed here
    and not in a merged cell's first row. never_calculated: a formula without a result. is_error: it shows an error.
    """

    value: Any = None
    is_merged: bool = False
    is_own: bool = True
    never_calculated: bool = False
    is_error: bool = False

    @property
    def is_blank(self) -> bool:
        written = self.value.strip() if isinstance(self.value, str) else self.value
        return written in (None, "") and not (self.never_calculated or self.is_merged)


BLANK = Cell()


@dataclass
class Sheet:
    """The filled cells of a sheet, by row and column as a spreadsheet numbers them."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> Cell:
        return self.rows.get(row, {}).get(column, BLANK)


def read_workbook(data: bytes, wanted: Sequence[str]) -> dict[str, Sheet]:
    """The sheets of these names, whatever their case. Raises UnreadableFile when none is there or it is no workbook."""
    _check_parts(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out, such as pictures and rules of colour
            sheets = _sheets(data, wanted)
    except UnreadableFile:
        raise
    except BROKEN as error:
        raise UnreadableFile(f"The workbook is damaged ({type(error).__name__}). {NO_WORKBOOK}") from None
    if not sheets:
        raise UnreadableFile(f"The workbook has none of the sheets that are looked for. Name them: {_names(wanted)}.")
    return sheets


def filled_besides(data: bytes, wanted: Sequence[str], silent: Sequence[str] = ()) -> list[str]:
    """Names of the visible sheets that hold anything and that read_workbook leaves aside, but for the silent ones.

    For a workbook that read_workbook has opened; of a sheet that is damaged nothing is said.
    """
    names, unsaid = {fold(name) for name in wanted}, {fold(name) for name in silent}
    besides: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for title in workbook.sheetnames:
            name, part = fold(title.replace("_", " ")), workbook[title]
            if name in names:
                names.discard(name)  # a second sheet of that name is left aside
            elif name not in unsaid and getattr(part, "sheet_state", "") == "visible" and _holds_anything(part):
                besides.append(title)
    return besides


def _holds_anything(part: Any) -> bool:
    if not hasattr(part, "reset_dimensions"):  # a sheet that is a chart
        return False
    part.reset_dimensions()
    try:
        rows = islice(part.iter_rows(max_col=MOST_COLUMNS), MOST_ROWS)
        return any(_holds(cell) for cells in rows for cell in cells)
    except BROKEN:
        return False


def _names(names: Sequence[str]) -> str:
    return ", ".join(names)


def _check_parts(data: bytes) -> None:
    """Refuse what is no workbook, and a packed file that would unpack to more than a workbook of tables has."""
    if data.startswith(b"%PDF"):
        raise UnreadableFile(IS_PDF)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(PROTECTED)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except BROKEN:
        raise UnreadableFile(NO_WORKBOOK) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableFile(TOO_LARGE)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(PROTECTED)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise UnreadableFile(NO_WORKBOOK)


def _sheets(data: bytes, wanted: Sequence[str]) -> dict[str, Sheet]:
    # Read-only opening takes a sheet row by row and leaves pictures, charts and links alone.
    results = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    names = {fold(name): name for name in wanted}
    # A name may be written with underscores, as those of files are.
    sheets: dict[str, Sheet] = {}
    for title in results.sheetnames:
        name = names.get(fold(title.replace("_", " ")))
        part = results[title]
        if name is None or name in sheets or not hasattr(part, "reset_dimensions"):  # a sheet that is a chart
            continue
        sheets[name] = Sheet(name)
        pending = {place for place, cell in _cells(formulas[title], name) if cell.data_type == "f"}
        for (row, column), cell in _cells(part, name):
            pending.discard((row, column))  # its result may be an empty text
            if cell.value is not None:
                found = Cell(cell.value, is_error=cell.data_type == "e")
                sheets[name].rows.setdefault(row, {})[column] = found
        for row, column in pending:
            sheets[name].rows.setdefault(row, {})[column] = Cell(never_calculated=True)
        _spread_merged_cells(sheets[name], part)
    return sheets


def _cells(part: Any, name: str) -> Iterator[tuple[tuple[int, int], Any]]:
    """The cells of a sheet that hold anything, with their places."""
    part.reset_dimensions()  # what the file says of its own size may be wrong
    passed = filled = 0
    for number, cells in enumerate(part.iter_rows(), start=1):
        passed += len(cells)
        held = [(place, cell) for place, cell in enumerate(cells, start=1) if cell.data_type == "f" or _holds(cell)]
        filled += bool(held)
        if filled > MOST_ROWS or number > ROWS_OF_A_SHEET or passed > MOST_CELLS:
            raise UnreadableFile(f"The sheet {name} has more than {MOST_ROWS:,} rows. Copy the table alone into it.")
        if held and held[-1][0] > MOST_COLUMNS:
            raise UnreadableFile(
                f"The sheet {name} has more than {MOST_COLUMNS} columns. Copy the table alone into it."
            )
        yield from (((number, place), cell) for place, cell in held)


def _holds(cell: Any) -> bool:
    is_empty = cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())
    return cell.data_type == "str" or not is_empty


def _spread_merged_cells(sheet: Sheet, part: Any) -> None:
    """Let what stands in a merged cell's first row count for every row it covers, and mark all that it covers."""
    last = max(sheet.rows, default=0)
    spread = 0
    for left, top, right, bottom in _merged_ranges(part):
        first = sheet.cell(top, left)
        if first.is_blank:
            continue
        bottom, right = min(bottom, last), min(right, MOST_COLUMNS)
        spread += (bottom - top + 1) * (right - left + 1)
        if spread > MOST_ROWS * MOST_COLUMNS:
            raise UnreadableFile(f"The sheet {sheet.name} has too many merged cells. Take the merging away.")
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                # Sideways it is one cell drawn wide, not a value of the columns beside it.
                told = first.value if column == left else None
                here = Cell(told, True, (row, column) == (top, left), first.never_calculated, first.is_error)
                sheet.rows.setdefault(row, {})[column] = here


def _merged_ranges(part: Any) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right, bottom of the merged cells; read-only opening leaves them out, so they are read here."""
    with part.parent._archive.open(part._worksheet_path) as source:
        for _, element in iterparse(source):
            if MERGED.fullmatch(str(element.tag)):
                yield range_boundaries(element.get("ref", ""))
            element.clear()
