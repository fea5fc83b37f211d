"""Opens a CSV file or a workbook and gives its rows one by one, however large it is.

What is no table is refused with a sentence before anything is stored: a PDF, a packed file that unpacks to far more,
bytes that are no text, a line that does not end. No more than a small part of a file is held at a time.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from data_access.imports.raw_workbook import workbook_rows
from data_access.imports.table import UnreadableFile, fold

Source = bytes | Path
Line = tuple[int, Sequence[str]]
KnownHeading = Callable[[str], bool]

HEADER_WITHIN = 10
BLOCK = 1 << 20
LONGEST_LINE = 1 << 20
LONGEST_CELL = 131_072
DELIMITERS = (",", ";", "\t")
PACKED = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
# What UTF-8 uses for a letter with an accent, a dash or a quotation mark; in Windows-1252 it is odd signs in a row.
UTF_8_LETTER = re.compile(rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x80-\xbf]")
NOT_IN_WINDOWS_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
FORMULA = re.compile(r"=|[+@-]\S*[(|!]")

NOT_TEXT = "The file is not a text file. Save it as CSV (UTF-8) and try again."
IS_PDF = "The file is a PDF, whatever its name says. Ask for the table as CSV or XLSX."
IS_OLD_WORKBOOK = (
    "The file is protected with a password, or it is in the old XLS format. Open it in a spreadsheet program, take the "
    "password away, save it as XLSX and load that."
)
LINE_TOO_LONG = f"The file is not a CSV table: a line has more than {LONGEST_LINE:,} characters. Save it as CSV again."
MIXED = (
    "The file mixes two encodings (UTF-8 and Windows-1252), so letters with accents cannot be read for certain. "
    "Save it as CSV (UTF-8) and load that."
)


@dataclass(frozen=True)
class RawTable:
    """A table as it stands in a file.

    above: the rows over its header. header: the headings as written. header_row: as a spreadsheet numbers it. lines:
    the rows below, with their numbers, to be gone through once. sheets: names of a workbook's sheets, () for CSV.
    """

    above: tuple[tuple[str, ...], ...]
    header: tuple[str, ...]
    header_row: int
    lines: Iterator[Line]
    sheets: tuple[str, ...] = ()


def open_raw(source: Source, is_known: KnownHeading, sheet: str = "") -> RawTable | None:
    """The table of a file; None for an empty one. Raises UnreadableFile, also while its lines are gone through.

    Of the first ten rows that one is the header which has the most known headings; without any, the first that is
    filled. `sheet`: of a workbook, "" for its first.
    """
    start = _start_of(source)
    if start.startswith(b"%PDF"):
        raise UnreadableFile(IS_PDF)
    if start.startswith(OLD_WORKBOOK):
        raise UnreadableFile(IS_OLD_WORKBOOK)
    if start.startswith(PACKED):
        sheets, rows = workbook_rows(source, sheet)
        return _table(rows, is_known, sheets)
    encoding = _encoding_of(source)
    delimiter = _delimiter_of(source, encoding, is_known)
    return _table(_csv_rows(source, encoding, delimiter), is_known)


def heading_key(heading: str) -> str:
    """A heading without case and spacing, as aliases are written."""
    return fold(heading.replace("_", " ")).replace(" ", "_")


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet program would work out this cell instead of showing it."""
    return FORMULA.match(cell) is not None


def _opened(source: Source) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _start_of(source: Source) -> bytes:
    with _opened(source) as file:
        return file.read(8)


def _encoding_of(source: Source) -> str:
    """utf-8-sig or cp1252, after a look at every byte. Raises UnreadableFile for what is no text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf_8, has_letters, is_cp1252 = True, False, True
    line = 0
    with _opened(source) as file:
        while block := file.read(BLOCK):
            if b"\0" in block:
                raise UnreadableFile(NOT_TEXT)
            last = max(block.rfind(b"\n"), block.rfind(b"\r"))
            line = line + len(block) if last < 0 else len(block) - last - 1
            # A line that goes on over a whole block has no end in sight; shorter ones the reader of cells looks at.
            if line > LONGEST_LINE:
                raise UnreadableFile(LINE_TOO_LONG)
            if block.isascii():
                continue
            has_letters = has_letters or UTF_8_LETTER.search(block.removeprefix(codecs.BOM_UTF8)) is not None
            is_cp1252 = is_cp1252 and NOT_IN_WINDOWS_1252.search(block) is None
            if is_utf_8:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    is_utf_8 = False
        if is_utf_8:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                is_utf_8 = False
    if is_utf_8:
        return "utf-8-sig"
    if has_letters:
        raise UnreadableFile(MIXED)
    if not is_cp1252:
        raise UnreadableFile(NOT_TEXT)
    return "cp1252"


def _delimiter_of(source: Source, encoding: str, is_known: KnownHeading) -> str:
    """The sign between cells with which the first rows show the most known headings, then the most cells."""
    with _opened(source) as file:
        start = file.read(LONGEST_CELL).decode(encoding, errors="ignore")

    def fits(delimiter: str) -> tuple[int, int]:
        known = most = 0
        try:
            for _, cells in zip(
                range(HEADER_WITHIN), csv.reader(io.StringIO(start), delimiter=delimiter), strict=False
            ):
                known = max(known, _known_in(cells, is_known))
                most = max(most, len(cells))
        except csv.Error:
            return known, most  # the reader of all rows says so, with the line
        return known, most

    return max(DELIMITERS, key=fits)


def _csv_rows(source: Source, encoding: str, delimiter: str) -> Iterator[Line]:
    # A quotation that never ends would be read to the end of the file, so cells have a longest length.
    csv.field_size_limit(LONGEST_CELL)
    with _opened(source) as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        lines = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            yield from enumerate(lines, start=1)
        except csv.Error as error:
            raise UnreadableFile(f"The file is not a CSV table: {error}, at line {lines.line_num}.") from None
        except UnicodeDecodeError:
            raise UnreadableFile(NOT_TEXT) from None


def _table(rows: Iterator[Line], is_known: KnownHeading, sheets: tuple[str, ...] = ()) -> RawTable | None:
    first: list[Line] = []
    filled = 0
    for line in rows:
        first.append(line)
        filled += any(cell.strip() for cell in line[1])
        if filled == HEADER_WITHIN:
            break
    if not filled:
        return None
    known = [_known_in(cells, is_known) for _, cells in first]
    place = known.index(max(known))
    if not max(known):
        place = next(place for place, (_, cells) in enumerate(first) if any(cell.strip() for cell in cells))
    number, header = first[place]
    return RawTable(
        above=tuple(tuple(cells) for _, cells in first[:place]),
        header=tuple(header),
        header_row=number,
        lines=chain(first[place + 1 :], rows),
        sheets=sheets,
    )


def _known_in(cells: Sequence[str], is_known: KnownHeading) -> int:
    return len({heading_key(cell) for cell in cells if is_known(heading_key(cell))})
