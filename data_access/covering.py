"""Which months a file covers: those that it holds wholly, but for months of which no row is right."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from data_access.batches import LoadRefused, LoadRequest
from data_access.imports.kinds import Kind
from data_access.imports.replacing import named_months
from data_access.imports.saving import Saving, months_between
from data_access.imports.table import Extract, fold
from data_access.imports.writing import table_of
from data_access.models import Coverage, Home

WHOEVER_SAYS_SO = ("occupancy", "internal_counts")  # sources of one number a home and month, whoever sends it
Place = tuple[date, int | None, int | None]  # month, home, neighbourhood


def whole_months(request: LoadRequest, kind: Kind) -> tuple[LoadRequest, dict[date, str]]:
    """The request with the months alone that its file holds wholly; and those it holds in part: which part.

    Raises LoadRefused where the file cannot be about what is said of it, or holds no month wholly.
    """
    if request.places and kind.covers != "homes":
        raise LoadRefused(f"A file of {kind.name} is not loaded for single homes. Leave the homes out.")
    if not kind.covers:
        return request, {}
    drawn = request.extract_date
    to_come = [month for month in request.months if month > drawn]
    if to_come:
        raise LoadRefused(
            f"The file was drawn on {drawn:%d/%m/%Y}, so it cannot cover {min(to_come):%B %Y}. "
            "Correct the last month that it covers, or the day of the extract."
        )
    in_part = {month: part for month in request.months if (part := _part_of(month, request))}
    whole = tuple(month for month in request.months if month not in in_part)
    if not whole:
        month, part = next(iter(in_part.items()))
        raise LoadRefused(
            f"The file holds no month wholly: {month:%B %Y} only {part}. Load an extract that holds whole months."
        )
    return replace(request, months=whole), in_part


def _part_of(month: date, request: LoadRequest) -> str:
    """Which part of a month a file holds; "" for all of it."""
    end = months_between(month, month + timedelta(days=31))[1] - timedelta(days=1)
    first, last = request.days or (month, end)
    said = [f"from {first:%d/%m/%Y}"] if first > month else []
    if request.extract_date < min(last, end):
        said.append(f"to {request.extract_date:%d/%m/%Y}, the day on which it was drawn")
    elif last < end:
        said.append(f"to {last:%d/%m/%Y}")
    return " ".join(said)


def save_coverage(saving: Saving, kind: Kind, extract: Extract) -> None:
    """Note the months that the file covers; of two extracts of a sender that cover a month, the later one is noted."""
    covered = set(saving.covered)
    if kind.covers in ("homes", "authority"):
        homes: dict[int | None, str] = _homes(saving) if kind.covers == "homes" else {None: ""}
        about = {(month, home) for month in saving.months if month not in saving.left for home in homes}
        without = _of_no_right_row(saving, extract, about, homes)
        covered |= {(kind.name, month, home, None) for month, home in about - without}
    by_source: dict[str, set[Place]] = defaultdict(set)
    for source, month, home_id, area_id in covered:
        by_source[source].add((month, home_id, area_id))
    for source, places in sorted(by_source.items()):
        _save_covered(saving, source, "" if source in WHOEVER_SAYS_SO else saving.source, places)


def _homes(saving: Saving) -> dict[int | None, str]:
    """The homes that the file is about, and their names."""
    own = select(col(Home.id), col(Home.name)).where(col(Home.authority_id) == saving.authority_id)
    return {
        home_id: name
        for home_id, name in saving.session.execute(own.order_by(col(Home.id)))
        if not saving.places or home_id in saving.places
    }


def _of_no_right_row(
    saving: Saving, extract: Extract, about: set[tuple[date, int | None]], homes: dict[int | None, str]
) -> set[tuple[date, int | None]]:
    """The months and homes of which the file may have rows, and every one was rejected; they are not covered."""
    if not extract.problems:
        return set()
    if not saving.kept and not extract.left_out:
        if about and not saving.left:
            extract.note("the file covers nothing, since no row of it is right", "Correct the rows and load it again")
        return about
    lost = {row.month for row in extract.lost}
    kept = {month for month, _ in saving.kept}
    months = {month for month, _ in about if month not in kept and (month in lost or None in lost)}
    known = saving.homes() if homes.keys() != {None} else {}
    pairs = {(row.month, known.get(fold(row.home or ""))) for row in extract.lost} if known else set()
    of_homes = {place for place in about & pairs - saving.kept if place[0] not in months}
    if months:
        _note(extract, named_months(months))
    by_home: dict[int | None, set[date]] = defaultdict(set)
    for month, home_id in of_homes:
        by_home[home_id].add(month)
    for home_id, name in homes.items():
        if home_id in by_home:
            _note(extract, f"{named_months(by_home[home_id])} of {name}")
    return {place for place in about if place[0] in months} | of_homes


def _note(extract: Extract, which: str) -> None:
    right = "Correct the rows that were rejected and load the file again"
    extract.note(f"not counted as covered, since every row that may be of them was rejected: {which}", right)


def _save_covered(saving: Saving, source: str, sender: str, places: set[Place]) -> None:
    table = table_of(Coverage)
    noted = select(table).where(
        table.c.authority_id == saving.authority_id,
        table.c.source == source,
        table.c.sender == sender,
        table.c.month >= min(month for month, *_ in places),
        table.c.month <= max(month for month, *_ in places),
    )
    known = {
        (old["month"], old["home_id"], old["neighbourhood_id"]): dict(old)
        for old in saving.session.connection().execute(noted).mappings()
    }
    again = sorted(places & known.keys(), key=str)
    earlier = [place for place in again if known[place]["extract_date"] < saving.extract_date]
    after = [{"extract_date": saving.extract_date} for _ in earlier]
    saving.writing.change(Coverage, [known[place] for place in earlier], after)
    names = ("authority_id", "source", "sender", "month", "home_id", "neighbourhood_id", "extract_date")
    owner = (saving.authority_id, source, sender)
    new = [(*owner, *place, saving.extract_date) for place in sorted(places - known.keys(), key=str)]
    saving.writing.add(Coverage, names, new)
