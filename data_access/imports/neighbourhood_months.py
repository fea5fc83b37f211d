"""Counts of neighbourhoods by month, from whichever kind of file. About the public only these are kept."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, timedelta
from itertools import product
from statistics import median

from sqlalchemy import select
from sqlmodel import col

from data_access.imports.replacing import covered_before, named_months, note_left, note_left_out, replace_rows
from data_access.imports.saving import Saving, first_of_month
from data_access.imports.table import Extract, fold
from data_access.imports.writing import table_of
from data_access.models import Coverage, Neighbourhood, NeighbourhoodCount

Counts = dict[tuple[int, str, date, str], int]  # neighbourhood, kind, month, type -> count
Month = tuple[int, str, date]
OPEN_DATA = "data.police.uk"
KINDS = ("incident", "crime")
NAMES = ("source", "neighbourhood_id", "month", "kind", "type_label", "count")
LEAST = 20  # events in a month, below which twice as many is nothing odd
TIMES = 2
LONGEST_TYPE = 80


class Spellings(dict[str, str]):
    """Types as written -> as the file writes them first, so that one type in two spellings is counted as one."""

    def __init__(self) -> None:
        super().__init__()
        self._first: dict[str, str] = {}

    def __missing__(self, written: str) -> str:
        self[written] = self._first.setdefault(fold(written), written[:LONGEST_TYPE])
        return self[written]


def save_months(saving: Saving, extract: Extract, counts: Counts, covered: set[Month]) -> None:
    """Make what the sender said of these months and neighbourhoods that of the file; count what changes.

    A neighbourhood is counted by its police or, where they supply nothing, from open data; never by both. What a
    rejected row may be of is not replaced, nor covered where no row of it is right.
    """
    before = _before(saving)
    doubtful = _doubtful(saving, extract, covered)
    untold = doubtful - before.keys() - {key[:3] for key in counts}
    covered = _own_only(saving, extract, covered - untold)
    later = {month for month, drawn in before.items() if drawn > saving.extract_date}
    left = (doubtful & before.keys() & covered) - later
    _note_by_place(saving, extract, left, note_left)
    left_out = [key for key in counts if key[:3] in later]
    note_left_out(extract, len(left_out))
    saving.unchanged += len(left_out) + sum(key[:3] in left for key in counts)
    replaced = covered - later - left
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


def _before(saving: Saving) -> dict[Month, date]:
    """What the sender supplied already, and the day of the extract."""
    return {
        (area_id, kind, month): drawn
        for kind in KINDS
        for (month, _, area_id), drawn in covered_before(saving, f"neighbourhood {kind}", saving.source).items()
        if area_id is not None
    }


def _doubtful(saving: Saving, extract: Extract, covered: set[Month]) -> set[Month]:
    """Those that a rejected row may be of: what could not be read of it may be any."""
    areas = saving.neighbourhoods()
    lost = {(areas.get(fold(row.neighbourhood or "")), row.kind, row.month) for row in extract.lost}
    return {
        (area_id, kind, month)
        for area_id, kind, month in (covered if lost else ())
        if not lost.isdisjoint(product((area_id, None), (kind, None), (month, None)))
    }


def note_without_rows(saving: Saving, extract: Extract, months: set[date], named: set[tuple[int, str]]) -> None:
    """Say of which months of the file it has no row, though earlier files of the sender had some: these stay.

    Senders part their extracts by kind or neighbourhood, so that a file without rows does not say that there are none.
    """
    found = {
        (area_id, kind, month)
        for (area_id, kind, month), drawn in _before(saving).items()
        if month in months and (area_id, kind) not in named and drawn <= saving.extract_date
    }
    _note_by_place(saving, extract, found, _note_nothing)


def _note_nothing(extract: Extract, which: str) -> None:
    right = "If the file is about these too, load their months as neighbourhood_counts, with 0"
    extract.note(f"no row is in this file, and earlier counts stay: {which}", right)


def _note_by_place(saving: Saving, extract: Extract, months: set[Month], note: Callable[[Extract, str], None]) -> None:
    """Say something of months, each neighbourhood and kind by itself."""
    places: dict[tuple[int, str], list[date]] = defaultdict(list)
    for area_id, kind, month in months:
        places[(area_id, kind)].append(month)
    for (area_id, kind), of_place in sorted(places.items()):
        note(extract, f"{kind} of {_named(saving, {area_id})} in {named_months(of_place)}")


def _own_only(saving: Saving, extract: Extract, covered: set[Month]) -> set[Month]:
    """The months of the file that count, after those of open data were put aside for the police's own."""
    areas = {(area_id, kind) for area_id, kind, _ in covered}
    is_open = saving.source == OPEN_DATA
    counts, noted = table_of(NeighbourhoodCount), table_of(Coverage)
    of_areas = {area_id for area_id, _ in areas}
    of_counts = select(counts).where(
        counts.c.neighbourhood_id.in_(of_areas),
        counts.c.source != OPEN_DATA if is_open else counts.c.source == OPEN_DATA,
    )
    of_coverage = select(noted).where(
        noted.c.authority_id == saving.authority_id,
        noted.c.neighbourhood_id.in_(of_areas),
        noted.c.sender != OPEN_DATA if is_open else noted.c.sender == OPEN_DATA,
    )
    connection = saving.session.connection()
    counted = [dict(old) for old in connection.execute(of_counts).mappings()]
    counted = [old for old in counted if (old["neighbourhood_id"], old["kind"]) in areas]
    covering = [dict(old) for old in connection.execute(of_coverage).mappings()]
    covering = [old for old in covering if (old["neighbourhood_id"], _kind_of(old["source"])) in areas]
    if is_open:
        taken = {(old["neighbourhood_id"], old["kind"]) for old in counted}
        taken |= {(old["neighbourhood_id"], _kind_of(old["source"])) for old in covering}
        if taken:
            names = _named(saving, {area_id for area_id, _ in taken})
            wrong = f"the police supply counts of {names}, so open data of it are left out"
            extract.note(wrong, "Nothing is to be done")
        return {month for month in covered if month[:2] not in taken}
    saving.writing.remove(NeighbourhoodCount, counted)
    saving.withdrawn += len(counted)
    saving.writing.remove(Coverage, covering)
    return covered


def _kind_of(source: str) -> str:
    return source.removeprefix("neighbourhood ")


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
    for (area_id, kind), of_file in totals.items():
        of_area = _stored_beside(saving, area_id, kind, of_file) | of_file
        months = sorted(of_area)
        for month in sorted(of_file):
            place = months.index(month)
            beside = [of_area[other] for other in months[max(place - 2, 0) : place + 3] if other != month]
            if beside and of_area[month] >= LEAST and of_area[month] >= TIMES * max(median(beside), 1):
                where = f"{_named(saving, {area_id})} in {month:%B %Y}"
                extract.note(
                    f"{where} has at least twice as many of kind {kind} as the months beside it",
                    "Ask the sender whether rows stand there twice",
                )
            if month > this_month:
                extract.note(f"{month:%B %Y} lies in the future", "Ask the sender for the right month")


def _stored_beside(saving: Saving, area_id: int, kind: str, months: Collection[date]) -> dict[date, int]:
    """What the sender supplied of the two months before and after those of a file."""
    first, last = (first_of_month(end) for end in (min(months) - timedelta(days=50), max(months) + timedelta(days=70)))
    by_month: dict[date, dict[str, int]] = defaultdict(dict)
    stored = select(col(NeighbourhoodCount.month), col(NeighbourhoodCount.type_label), col(NeighbourhoodCount.count))
    stored = stored.where(
        col(NeighbourhoodCount.neighbourhood_id) == area_id,
        col(NeighbourhoodCount.kind) == kind,
        col(NeighbourhoodCount.source) == saving.source,
        col(NeighbourhoodCount.month) >= first,
        col(NeighbourhoodCount.month) <= last,
    )
    for month, label, count in saving.session.execute(stored):
        by_month[month][label] = count
    return {
        month: sum(count for label, count in of_types.items() if label or len(of_types) == 1)
        for month, of_types in by_month.items()
    }
