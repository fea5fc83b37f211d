"""Typed text as pieces of a document: each line a paragraph, lines with a dash a list, lines parted by bars a table."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import pandas as pd

from analysis.document import Bullets, Paragraph, Piece, PrintedTable
from analysis.tables import Table

BULLETS = ("- ", "* ", "• ")
BAR = "|"
FEWEST_ROWS = 2  # its header and one more


def typed_pieces(words: str, title: str) -> list[Piece]:
    """What was typed, in its order. `title`: of the section, the caption of a table that was given none."""
    lines = [line.strip() for line in words.splitlines()]
    pieces: list[Piece] = []
    for kind, group in groupby(lines, _kind):
        together = list(group)
        if kind == "point":
            pieces.append(Bullets([line[2:].strip() for line in together]))
        elif kind == "row":
            pieces += _table(together, title)
        elif kind == "text":
            pieces += [Paragraph(line) for line in together]
    return pieces


def _kind(line: str) -> str:
    if f"{line} ".startswith(BULLETS):
        return "point"
    return "row" if line.startswith(BAR) else "text" if line else ""


def _table(lines: Sequence[str], title: str) -> list[Piece]:
    """A table whose first row may be its caption alone; what has no row below its header stays as it was typed."""
    rows = [[cell.strip() for cell in line.strip(BAR).split(BAR)] for line in lines]
    caption = rows.pop(0)[0] if len(rows[0]) == 1 else ""
    if len(rows) < FEWEST_ROWS:
        return [Paragraph(line) for line in lines]
    width = max(map(len, rows))
    header, *cells = [[*row, *[""] * (width - len(row))] for row in rows]
    text = pd.DataFrame(cells, columns=_each_once(header))
    return [PrintedTable(Table(caption or title, text, text), caption or title)]


def _each_once(names: Sequence[str]) -> list[str]:
    """The names of columns, none empty and none twice."""
    seen: Counter[str] = Counter()
    found = []
    for name in [name or "Column" for name in names]:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
