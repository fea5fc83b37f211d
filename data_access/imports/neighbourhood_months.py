"""Counts of neighbourhoods by month, from whichever kind of file. About the public only these are kept."""

from collections import defaultdict
from datetime import date
from statistics import median

from sqlalchemy import select
from sqlmodel import col

from data_access.imports.replacing import covered_later, note_left_out, replace_rows
from data_access.imports.saving import Saving
from data_access.imports.table import Extract
from data_access.imports.writing import table_of
from data_access.models import Coverage, Neighbourhood, NeighbourhoodCount

Counts = dict[tuple[int, str, date, str], int]  # neighbourhood, kind, month, type -> count
Month = tuple[int, str, date]
OPEN_DATA = "data.police.uk"
NAMES = ("source", "neighbourhood_id", "month", "kind", "type_label", "count")
LEAST = 20  # events in a month, below which twice as many is nothing odd
TIMES = 2


def save_months(saving: Saving, extract: Extract, counts: Counts, covered: set[Month]) -> None:
    """Make what the sender said of these months and neighbourhoods that of the file; count what changes.

    A neighbourhood is counted by its police or, where they supply nothing, from open data; never by both.
    """
    covered = _own_only(saving, extract, covered)
    later = {
        (area_id, kind, month)
        for kind in sorted({kind for _, kind, _ in covered})
        for month, _, area_id in covered_later(saving, f"neighbourhood {kind}", saving.source)
        if area_id is not None
    }
    left_out = [key for key in counts if key[:3] in later]
    note_left_out(extract, len(left_out))
    saving.unchanged += len(left_out)
    replaced = covered - later
    months: dict[tuple[int, str], set[date]] = defaultdict(set)
    for area_id, kind, month in replaced:
        months[(area_id, kind)].add(month)
        saving.cover(f"neighbourhood {kind}", month, neighbourhood_id=area_id)
    rows: dict[tuple[int, str], list[dict[str, object]]] = defaultdict(list)
    for (area_id, kind, month, label), count in counts.items():
        if (area_id, kind, month) in replaced:
            values = (saving.source, area_id, month, kind, label, count)
            rows[(area_id, kind)].append(dict(zip(NAMES, values, strict=True)))
    for (area_id, kind), of_area in sorted(months.items()):
        where = (
            col(NeighbourhoodCount.source) == saving.source,
            col(NeighbourhoodCount.neighbourhood_id) == area_id,
            col(NeighbourhoodCount.kind) == kind,
            col(NeighbourhoodCount.month).in_(of_area),
        )
        replace_rows(saving, NeighbourhoodCount, NAMES, NAMES[:-1], rows[(area_id, kind)], *where)


def _own_only(saving: Saving, extract: Extract, covered: set[Month]) -> set[Month]:
    """The months of the file that count, after those of open data were put aside for the police's own."""
    areas = {(area_id, kind) for area_id, kind, _ in covered}
    table = table_of(NeighbourhoodCount)
    is_open = table.c.source == OPEN_DATA
    others = select(table).where(
        table.c.neighbourhood_id.in_({area_id for area_id, _ in areas}),
        ~is_open if saving.source == OPEN_DATA else is_open,
    )
    found = [
        dict(old)
        for old in saving.session.connection().execute(others).mappings()
        if (old["neighbourhood_id"], old["kind"]) in areas and old["source"] != saving.source
    ]
    if not found:
        return covered
    taken = {(old["neighbourhood_id"], old["kind"]) for old in found}
    if saving.source == OPEN_DATA:
        names = _named(saving, {area_id for area_id, _ in taken})
        extract.note(f"the police supply counts of {names}, so open data of it are left out", "Nothing is to be done")
        return {month for month in covered if month[:2] not in taken}
    saving.writing.remove(NeighbourhoodCount, found)
    saving.withdrawn += len(found)
    noted = table_of(Coverage)
    for area_id, kind in taken:
        of_area = select(noted).where(
            noted.c.authority_id == saving.authority_id,
            noted.c.source == f"neighbourhood {kind}",
            noted.c.sender == OPEN_DATA,
            noted.c.neighbourhood_id == area_id,
        )
        saving.writing.remove(Coverage, [dict(old) for old in saving.session.connection().execute(of_area).mappings()])
    return covered


def _named(saving: Saving, areas: set[int]) -> str:
    names = select(col(Neighbourhood.name)).where(col(Neighbourhood.id).in_(areas)).order_by(col(Neighbourhood.name))
    return ", ".join(saving.session.scalars(names))


def look_at_months(saving: Saving, extract: Extract, counts: Counts) -> None:
    """Warn of a neighbourhood's month that has twice as many as the months beside it, and of months to come."""
    by_type = {key[:3] for key in counts if key[3]}
    totals: dict[tuple[int, str], dict[date, int]] = defaultdict(dict)
    for (area_id, kind, month, label), count in counts.items():
        # Where a month comes both as one count of all types and by type, only the types are looked at.
        if label or (area_id, kind, month) not in by_type:
            of_area = totals[(area_id, kind)]
            of_area[month] = of_area.get(month, 0) + count
    this_month = saving.now.date().replace(day=1)
    for (area_id, kind), of_area in totals.items():
        months = sorted(of_area)
        for place, month in enumerate(months):
            beside = [of_area[other] for other in months[max(place - 2, 0) : place + 3] if other != month]
            if beside and of_area[month] >= LEAST and of_area[month] >= TIMES * max(median(beside), 1):
                where = f"{_named(saving, {area_id})} in {month:%B %Y}"
                extract.note(
                    f"{where} has at least twice as many of kind {kind} as the months beside it",
                    "Ask the sender whether rows stand there twice",
                )
            if month > this_month:
                extract.note(f"{month:%B %Y} lies in the future", "Ask the sender for the right month")
