"""How wide the columns of a table are, and which of them hold figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.formats import NOT_APPLICABLE, NOT_OPEN, NOT_SUPPLIED, WITHHELD
from analysis.tables import FEW_TO_SHOW

FIGURE = re.compile(r"[-+\u2212]?£?[\d,]*\.?\d+%?(\s(of|in|to)\s[\d,]*\.?\d+%?)?")
# What stands where there is no figure; a column of such words alone holds text.
INSTEAD = {"", NOT_APPLICABLE, NOT_OPEN, NOT_SUPPLIED, WITHHELD, FEW_TO_SHOW}
# Of bold Arial with some capitals; the space at both sides of a cell.
EMU_PER_CHARACTER = 84_000  # at the usual size
CELL_MARGINS = 130_000
NARROW_MARGIN = 32_000  # at each side of a cell, where there are many columns
LONGEST_LINE = 46  # characters of a cell that stand on one line where there is room
SMALLEST_POINTS, USUAL_POINTS = 7.0, 10.5


def holds_figures(cells: Sequence[str]) -> bool:
    """Whether a column holds figures, so that it is aligned at the right."""
    return any(map(FIGURE.fullmatch, cells)) and all(cell in INSTEAD or FIGURE.fullmatch(cell) for cell in cells)


@dataclass(frozen=True)
class Layout:
    """Widths of columns (EMU); where words would not fit otherwise, a smaller type and less room around it."""

    widths: Sequence[int]
    points: float | None = None
    margin: int | None = None


def laid_out(columns: Sequence[Sequence[str]], width: int, points: float = USUAL_POINTS) -> Layout:
    """Columns that fill `width` (EMU) together, of type of a size in points.

    Each has room for its longest word; what is left is shared by how much more text a column has.
    """
    lines = [min(LONGEST_LINE, max(map(_longest_line, cells), default=0)) for cells in columns]
    words = [max(map(_longest_word, cells), default=0) for cells in columns]
    character = round(EMU_PER_CHARACTER * points / USUAL_POINTS)
    natural = [_emu(characters, character) for characters in lines]
    least = [min(wide, _emu(characters, character)) for wide, characters in zip(natural, words, strict=True)]
    if sum(natural) <= width:
        return Layout(_filled([round(wide * width / sum(natural)) for wide in natural], width))
    if sum(least) <= width:
        more = [wide - narrow for wide, narrow in zip(natural, least, strict=True)]
        share = (width - sum(least)) / sum(more)
        return Layout(_filled([narrow + int(extra * share) for narrow, extra in zip(least, more, strict=True)], width))
    characters = [min(LONGEST_LINE, count) + 1 for count in words]  # short words have the widest letters
    margins = min(2 * NARROW_MARGIN, width // len(columns) // 4)
    share = (width - margins * len(columns)) / (character * sum(characters))
    widths = [margins + int(character * count * share) for count in characters]
    smaller = max(SMALLEST_POINTS, min(points, points * share))
    return Layout(_filled(widths, width), round(smaller * 2) / 2, margins // 2)


def _filled(widths: list[int], width: int) -> list[int]:
    """What rounding left over goes to the first column."""
    return [widths[0] + width - sum(widths), *widths[1:]]


def _emu(characters: int, character: int) -> int:
    return CELL_MARGINS + character * max(characters, 3)


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))


def _longest_word(text: str) -> int:
    return max(map(len, re.split(r"[ \n\t]", text)))
