"""Rows of a file made out: labels become numbers of what they name, and rows that stand there twice become problems."""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from operator import itemgetter
from typing import Any

from data_access.imports.table import Extract, Part, Row, fold

MOST_ASKED = 500  # labels that are not known; of more, the file is of something else


def without_repeats(extract: Extract, keys: tuple[str, ...]) -> list[Row]:
    """The rows whose keys did not stand in an earlier row; the others become problems."""
    first: dict[tuple[Any, ...], int] = {}
    return [row for row in extract.rows if not repeats(extract, row, keys[0], tuple(row[name] for name in keys), first)]


def repeats(extract: Extract, row: Row, column: str, key: tuple[Any, ...], first: dict[tuple[Any, ...], int]) -> bool:
    """Whether the key stood in an earlier row, with the problem recorded; `first` remembers keys and their rows."""
    if key in first:
        extract.reject(row, column, f"this stands already in row {first[key]}", "Keep one of the two rows")
        return True
    first[key] = row.number
    return False


def supplied(extract: Extract, row: Row, *columns: str) -> dict[str, Any]:
    """The row's values of those columns that the file has at all."""
    given = extract.columns_supplied
    return {column: row[column] for column in columns if column in given}


def values_supplied(extract: Extract, *columns: str) -> dict[str, Callable[[Part], Sequence[Any]]]:
    """How to take those of the columns out of a part that the file has at all."""
    return {column: itemgetter(column) for column in columns if column in extract.columns_supplied}


def resolve(
    extract: Extract,
    row: Row,
    column: str,
    known: Mapping[str, int | None],
    what: str,
    add: str = "add it to the list",
) -> int | None:
    """The id a label stands for, or None with the problem recorded; the nearest known label is named as a hint.

    None without a problem for a label whose rows the analyst decided to leave out.
    """
    label = fold(row[column])
    found = known.get(label)
    if found is None and label in known:
        extract.left_out += 1
    elif found is None:
        near = get_close_matches(label, known, n=1, cutoff=0.8)
        hint = f"; the nearest known one is: {near[0]}" if near else ""
        extract.reject(row, column, f"this {what} is not known", f"Correct it, or {add}{hint}")
        asked = (column, row[column])
        if len(extract.unknown) < MOST_ASKED or asked in extract.unknown:
            extract.unknown[asked] = extract.unknown.get(asked, 0) + 1
    return found


def resolver(extract: Extract, column: str, known: Mapping[str, int | None], what: str) -> Callable[[Row], int | None]:
    """`resolve` for the rows of a long file: it remembers the spellings it has seen."""
    seen: dict[str, int] = {}

    def of_row(row: Row) -> int | None:
        written = row[column]
        found = seen.get(written)
        if found is None:
            found = resolve(extract, row, column, known, what)
            if found is not None:
                seen[written] = found
        return found

    return of_row


def part_resolver(
    extract: Extract, column: str, known: Mapping[str, int | None], what: str
) -> Callable[[Part], list[int | None]]:
    """`resolver` for whole parts of a long file."""
    seen: dict[str, int] = {}

    def of_part(part: Part) -> list[int | None]:
        found: list[int | None] = list(map(seen.get, part[column]))
        for place, written in enumerate(part[column]) if None in found else ():
            known_id = seen.get(written)
            if known_id is None:
                known_id = resolve(extract, part.row(place), column, known, what)
                if known_id is not None:
                    seen[written] = known_id
            found[place] = known_id
        return found

    return of_part
