"""Takes back what a load brought: its counts, and what it added to the register that nothing else needs."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Table, delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from data_access.batches import CAN_BE_UNDONE, LoadRefused, raise_data_version
from data_access.coverage import last_loads
from data_access.models import (
    Authority,
    Base,
    BatchAddition,
    HomeNeighbourhood,
    ImportBatch,
    IncidentType,
    NeighbourhoodCount,
    OffenceType,
    PeriodCount,
)
from data_access.viewer import NotPermitted, Viewer

Place = tuple[str, int]  # table and number of a row
NAMES = {
    "home": ("home", "homes"),
    "reporting_line": ("reporting line", "reporting lines"),
    "neighbourhood": ("neighbourhood", "neighbourhoods"),
    "home_neighbourhood": ("note of where a home lies", "notes of where a home lies"),
    "incident_type": ("incident type", "incident types"),
    "offence_type": ("offence type", "offence types"),
}


@dataclass(frozen=True)
class UndoReport:
    """What became of a load that was undone. kept: tables and how many of their rows stay, since others need them."""

    counts_removed: int
    additions_removed: int
    kept: tuple[tuple[str, int], ...] = ()

    def sentences(self) -> list[str]:
        """What happened, for a person."""
        counts = f"{self.counts_removed} {'count' if self.counts_removed == 1 else 'counts'}"
        additions = f"{self.additions_removed} {'addition' if self.additions_removed == 1 else 'additions'}"
        gone = f"Taken back: {counts} and {additions} to the register."
        stay = [
            f"{number} {NAMES[table][number > 1]} {'stay' if number > 1 else 'stays'}, since other data need "
            f"{'them' if number > 1 else 'it'}."
            for table, number in self.kept
        ]
        return [gone, *stay]


def undo_batch(engine: Engine, viewer: Viewer, batch_id: int, *, now: datetime) -> UndoReport:
    """Undo a load in a transaction of its own. Raises LoadRefused when it cannot be undone; then nothing changes."""
    try:
        with Session(engine) as session, session.begin():
            return _undo(session, viewer, batch_id, now)
    except DBAPIError as error:
        raise LoadRefused(f"The database did not undo the load: {type(error.orig).__name__}.") from None


def _undo(session: Session, viewer: Viewer, batch_id: int, now: datetime) -> UndoReport:
    batch = session.get(ImportBatch, batch_id, with_for_update=True)
    if batch is None:
        raise LoadRefused("There is no such load.")
    viewer.require("partnership", session.get_one(Authority, batch.authority_id).key)
    if viewer.homes is not None:
        raise NotPermitted("A load is of all homes of an authority, and your role includes only some of them.")
    if batch.kind not in CAN_BE_UNDONE:
        raise LoadRefused(
            "Loads of this kind cannot be undone yet. Load a corrected file, which replaces what it names."
        )
    if batch.undone_at is not None:
        raise LoadRefused(f"This load was already undone on {batch.undone_at:%d/%m/%Y}.")
    if batch_id not in session.execute(last_loads(batch.authority_id)).scalars().all():
        raise LoadRefused("A later load of the same kind stands on this one. Undo the newest first.")
    counts = session.execute(
        select(func.count()).select_from(PeriodCount).where(col(PeriodCount.batch_id) == batch_id)
    ).scalar_one()
    session.execute(delete(PeriodCount).where(col(PeriodCount.batch_id) == batch_id))
    noted = select(col(BatchAddition.table_name), col(BatchAddition.row_id), col(BatchAddition.id)).where(
        col(BatchAddition.batch_id) == batch_id
    )
    added: list[Place] = [(table, row) for table, row, _ in session.execute(noted.order_by(col(BatchAddition.id)))]
    unneeded = _unneeded(session, added, _named_by_others(session, batch_id))
    for name, row_id in reversed(added):  # what refers to another row was added after it
        if (name, row_id) in unneeded:
            table = Base.metadata.tables[name]
            session.execute(delete(table).where(table.c.id == row_id))
    undone = {"undone_at": now, "undone_by": viewer.who}
    session.execute(update(ImportBatch).where(col(ImportBatch.id) == batch_id).values(undone))
    raise_data_version(session)
    kept = Counter(name for name, row_id in added if (name, row_id) not in unneeded)
    return UndoReport(counts, len(unneeded), tuple(kept.items()))


def _named_by_others(session: Session, batch_id: int) -> set[Place]:
    """The rows that other loads brought or named again, of those loads that count."""
    named = (
        select(col(BatchAddition.table_name), col(BatchAddition.row_id))
        .join(ImportBatch, col(ImportBatch.id) == col(BatchAddition.batch_id))
        .where(col(ImportBatch.id) != batch_id, col(ImportBatch.undone_at).is_(None))
    )
    return {(table, row) for table, row in session.execute(named)}


def _unneeded(session: Session, added: list[Place], named: set[Place]) -> set[Place]:
    """Of the rows that a load added, those that no other load names and no row needs but others of them."""
    unneeded = set(added) - named
    while needed := {place for place in unneeded if _is_needed(session, place, unneeded, set(added))}:
        unneeded -= needed
    return unneeded


def _is_needed(session: Session, place: Place, going: set[Place], added: set[Place]) -> bool:
    name, row_id = place
    if name == HomeNeighbourhood.__tablename__:
        # A home that came with the load and stays keeps its neighbourhood.
        lies = session.get_one(HomeNeighbourhood, row_id)
        home = ("home", lies.home_id)
        return home in added and home not in going
    if name in (IncidentType.__tablename__, OffenceType.__tablename__):
        return _is_referred_to(session, place, going) or _is_counted(session, name, row_id)
    return _is_referred_to(session, place, going)


def _is_referred_to(session: Session, place: Place, going: set[Place]) -> bool:
    """Whether a row points to this one that does not go with it."""
    name, row_id = place
    for table, column in _pointers_to(name):
        for (number,) in session.execute(select(table.c.id).where(column == row_id)):
            if (table.name, number) not in going:
                return True
    return False


def _pointers_to(name: str) -> list[tuple[Table, Any]]:
    """The columns of other tables that hold numbers of this table's rows."""
    return [
        (table, key.parent)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == name
    ]


def _is_counted(session: Session, name: str, type_id: int) -> bool:
    """Whether counts of whole months or periods name a type, which they do by its label."""
    of_incidents = name == IncidentType.__tablename__
    found = session.get(IncidentType, type_id) if of_incidents else session.get(OffenceType, type_id)
    label = found.label if found is not None else ""
    periods = select(col(PeriodCount.id)).where(
        col(PeriodCount.measure) == ("incidents" if of_incidents else "crimes"), col(PeriodCount.label) == label
    )
    months = select(col(NeighbourhoodCount.id)).where(
        col(NeighbourhoodCount.kind) == ("incident" if of_incidents else "crime"),
        col(NeighbourhoodCount.type_label) == label,
    )
    return any(session.execute(counts.limit(1)).first() is not None for counts in (periods, months))
