"""Kind neighbourhood_counts: monthly counts of whole neighbourhoods. About the public only counts are kept."""

from typing import Any

from data_access.imports.cells import choice, count, month, text
from data_access.imports.neighbourhood_months import Counts, Spellings, look_at_months, save_months
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.resolving import repeats, resolve
from data_access.imports.saving import Saving
from data_access.imports.table import Column, Extract

COLUMNS = (
    Column("neighbourhood", text),
    Column("month", month),
    Column("kind", choice("incident", "crime")),
    Column("type", text, may_be_blank=True),
    Column("count", count),
)


def read_neighbourhood_counts(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: neighbourhood, month, kind, type (blank: all types together), count."""
    return read_table(data, "neighbourhood_counts", COLUMNS, how)


def save_neighbourhood_counts(saving: Saving, extract: Extract) -> None:
    """The counts of a neighbourhood, month and kind are those of the file, in place of what it said before."""
    areas = saving.labels("neighbourhood", saving.neighbourhoods())
    counts: Counts = {}
    first: dict[tuple[Any, ...], int] = {}
    spelled = Spellings()
    for row in extract.each():
        area_id = resolve(extract, row, "neighbourhood", areas, "neighbourhood")
        if area_id is None:
            continue
        key = (area_id, row["kind"], row["month"], spelled[row["type"] or ""])
        if not repeats(extract, row, "neighbourhood", key, first):
            counts[key] = row["count"]
    look_at_months(saving, extract, counts)
    save_months(saving, extract, counts, {key[:3] for key in counts})
