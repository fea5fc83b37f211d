"""Gives the rows of one sheet of an XLSX workbook as text, one by one.

Formulas are refused: what they show depends on the program that last opened the file. Nothing is unpacked to disk.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from data_access.imports.table import UnreadableFile, fold
from data_access.imports.workbook import BROKEN, NO_WORKBOOK, PROTECTED

MOST_PARTS = 1_000
MOST_UNPACKED = 600_000_000  # of rows that are read one by one
MOST_WORDS = 60_000_000  # of the list of texts, which is held as a whole
MOST_TIMES = 250  # as large as packed; tables unpack to some ten times their size
SMALL = 5_000_000  # unpacked, a file so small does no harm
MOST_COLUMNS = 500
BLANK_ROWS = 100_000  # after so many nothing follows
TOO_LARGE = "The workbook is too large to be a table: it unpacks to far more than its size. Save the table as CSV."
FORMULAS = "Copy the sheet and paste its values only, then load that"


def workbook_rows(source: bytes | Path, sheet: str) -> tuple[tuple[str, ...], Iterator[tuple[int, Sequence[str]]]]:
    """Names of the sheets, and the rows of one of them with their numbers. Raises UnreadableFile."""
    _check_parts(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out, such as pictures and rules of colour
            file = io.BytesIO(source) if isinstance(source, bytes) else source
            workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            tables = {part.title: part for part in workbook.worksheets if hasattr(part, "reset_dimensions")}
    except BROKEN as error:
        raise UnreadableFile(f"The workbook is damaged ({type(error).__name__}). {NO_WORKBOOK}") from None
    wanted = [title for title in tables if not sheet or fold(title) == fold(sheet)]
    if not wanted:
        known = ", ".join(tables) or "none"
        raise UnreadableFile(f"The workbook has no such sheet. Its sheets are: {known}.")
    return tuple(tables), _rows(tables[wanted[0]])


def _rows(part: Any) -> Iterator[tuple[int, Sequence[str]]]:
    part.reset_dimensions()  # what the file says of its own size may be wrong
    blank = 0
    try:
        for number, cells in enumerate(part.iter_rows(), start=1):
            texts = [_text(cell, number) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if len(texts) > MOST_COLUMNS:
                raise UnreadableFile(f"Row {number} has more than {MOST_COLUMNS} columns. Copy the table alone.")
            blank = 0 if texts else blank + 1
            if blank > BLANK_ROWS:
                return
            yield number, texts
    except UnreadableFile:
        raise
    except BROKEN as error:
        raise UnreadableFile(f"The workbook is damaged ({type(error).__name__}). {NO_WORKBOOK}") from None
    finally:
        part.parent.close()


def _text(cell: Any, number: int) -> str:
    """A cell as a CSV file would have it; dates as YYYY-MM-DD, with the time where there is one."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.data_type == "f":
            raise UnreadableFile(f"Row {number} holds a formula. {FORMULAS}.")
        return value
    if cell.data_type == "f":  # a formula of many cells
        raise UnreadableFile(f"Row {number} holds a formula. {FORMULAS}.")
    if isinstance(value, datetime):
        moment = value.replace(microsecond=0)
        return f"{moment:%Y-%m-%d}" if moment.time() == time() else f"{moment:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | time | timedelta | int | float):
        return str(value)
    return ""


def _check_parts(source: bytes | Path) -> None:
    """Refuse what is no workbook, and a packed file that would unpack to more than a workbook of a table has."""
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as packed:
            parts = packed.infolist()
    except BROKEN:
        raise UnreadableFile(NO_WORKBOOK) from None
    unpacked, size = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    words = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    too_packed = unpacked > SMALL and unpacked > MOST_TIMES * max(size, 1)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or words > MOST_WORDS or too_packed:
        raise UnreadableFile(TOO_LARGE)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(PROTECTED)
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise UnreadableFile(NO_WORKBOOK)
