"""Blank files, one a kind of extract: the header row alone, to be filled in below.

    python -m data_access.templates FOLDER

writes one for each kind, and one for the neighbourhoods of small areas (lookup.csv).
"""

import csv
import io
import sys
from pathlib import Path

from data_access.imports.kinds import KINDS, Kind
from data_access.imports.police_uk_street import LOOKUP_COLUMNS
from data_access.imports.summary_template import summary_template
from data_access.imports.table import Column


def template(kind: str) -> bytes:
    """The blank file of a kind: its header row as CSV, or the workbook of yearly tables."""
    found = KINDS[kind]
    return _header(found.columns) if found.columns else summary_template()


def file_name(kind: str) -> str:
    """What the blank file of a kind is called."""
    return f"{kind}.{KINDS[kind].ending}"


def _header(columns: tuple[Column, ...]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(column.name for column in columns)
    return written.getvalue().encode("utf-8-sig")


def described(kind: Kind) -> list[tuple[str, bool, str]]:
    """The columns of a kind: name, whether a file must have it, other headings that are recognised."""
    return [(column.name, column.required, ", ".join(column.aliases)) for column in kind.columns]


def main(words: list[str]) -> int:
    """Write all blank files into a folder: 0, or 2 where that is not possible."""
    if len(words) != 1:
        sys.stderr.write("Name the folder to write the blank files into.\n")
        return 2
    folder = Path(words[0])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in KINDS:
            (folder / file_name(kind)).write_bytes(template(kind))
        (folder / "lookup.csv").write_bytes(_header(LOOKUP_COLUMNS))
    except OSError as error:
        sys.stderr.write(f"The blank files cannot be written: {error.strerror}.\n")
        return 2
    sys.stdout.write(f"{len(KINDS) + 1} blank files are in {folder}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
