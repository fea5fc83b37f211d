"""Kind neighbourhood_counts: monthly counts of whole neighbourhoods. About the public only counts are kept."""

from typing import Any

from data_access.imports.cells import choice, count, month, text
from data_access.imports.saving import Saving, repeats, resolve
from data_access.imports.table import Column, Extract, read_table
from data_access.models import NeighbourhoodCount

COLUMNS = (
    Column("neighbourhood", text),
    Column("month", month),
    Column("kind", choice("incident", "crime")),
    Column("type", text, may_be_blank=True),
    Column("count", count),
)


def read_neighbourhood_counts(data: bytes) -> Extract:
    """Rows: neighbourhood, month, kind, type (blank: all types together), count."""
    return read_table(data, "neighbourhood_counts", COLUMNS)


def save_neighbourhood_counts(saving: Saving, extract: Extract) -> None:
    """Match on neighbourhood, month, kind and type."""
    areas = saving.neighbourhoods()
    stored = []
    first: dict[tuple[Any, ...], int] = {}
    for row in extract.rows:
        area_id = resolve(extract, row, "neighbourhood", areas, "neighbourhood")
        if area_id is None:
            continue
        if repeats(extract, row, "neighbourhood", (area_id, row["month"], row["kind"], row["type"]), first):
            continue
        stored.append(
            {
                "source": saving.source,
                "neighbourhood_id": area_id,
                "month": row["month"],
                "kind": row["kind"],
                "type_label": row["type"] or "",
                "count": row["count"],
            }
        )
        saving.cover(f"neighbourhood {row['kind']}", row["month"], neighbourhood_id=area_id)
    saving.upsert(NeighbourhoodCount, ("neighbourhood_id", "month", "kind", "type_label", "source"), stored)
