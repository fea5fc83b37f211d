"""Kinds occupancy and internal_counts: a home's own numbers, one row a month."""

from typing import Any

from data_access.imports.cells import count, month, number, text
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.replacing import covered_later, note_left_out
from data_access.imports.resolving import repeats, resolve
from data_access.imports.saving import Saving
from data_access.imports.table import Column, Extract
from data_access.models import InternalCount, Occupancy

OCCUPANCY_COLUMNS = (
    Column("home", text, aliases=("home_name",)),
    Column("month", month),
    Column("average_children", number),
)
INTERNAL_COLUMNS = (
    Column("home", text, aliases=("home_name",)),
    Column("month", month),
    Column("internal", count),
    Column("input_helpful", count),
    Column("immediate", count),
)


def read_occupancy(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: home, month, average_children."""
    return read_table(data, "occupancy", OCCUPANCY_COLUMNS, how)


def read_internal_counts(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: home, month, internal, input_helpful, immediate."""
    return read_table(data, "internal_counts", INTERNAL_COLUMNS, how)


def save_occupancy(saving: Saving, extract: Extract) -> None:
    """Match on home and month."""
    _save(saving, extract, Occupancy, ("average_children",))


def save_internal_counts(saving: Saving, extract: Extract) -> None:
    """Match on home and month."""
    _save(saving, extract, InternalCount, ("internal", "input_helpful", "immediate"))


def _save(
    saving: Saving, extract: Extract, model: type[Occupancy] | type[InternalCount], values: tuple[str, ...]
) -> None:
    homes = saving.labels("home", saving.homes())
    later = covered_later(saving, extract.kind, "")
    left_out = 0
    stored: list[dict[str, Any]] = []
    first: dict[tuple[Any, ...], int] = {}
    for row in extract.rows:
        home_id = resolve(extract, row, "home", homes, "home")
        # One home may stand there under two spellings, so repeats are looked for among the homes meant.
        if home_id is not None and not repeats(extract, row, "home", (home_id, row["month"]), first):
            if (row["month"], home_id, None) in later:
                left_out += 1
                continue
            stored.append({"home_id": home_id, "month": row["month"], **{name: row[name] for name in values}})
            saving.cover(extract.kind, row["month"], home_id=home_id)
    note_left_out(extract, left_out)
    saving.unchanged += left_out
    saving.upsert(model, ("home_id", "month"), stored)
