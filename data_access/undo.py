"""Takes back what a load did: what it added goes, what it changed or removed is as it was before."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from data_access.audit import note
from data_access.batches import LoadRefused
from data_access.child_links import LinkRefused, unlink
from data_access.coverage import last_loads
from data_access.cromarty import deal_letters
from data_access.imports.writing import in_parts, restored, table_of
from data_access.mappings import forget_meanings
from data_access.models import (
    Authority,
    Base,
    BatchBefore,
    Benchmark,
    ChildLink,
    CompleteRange,
    Coverage,
    Crime,
    CromartyScore,
    HeldReference,
    ImportBatch,
    Incident,
    InternalCount,
    Involvement,
    NeighbourhoodCount,
    Occupancy,
    PeriodCount,
    YouthJusticeEvent,
)
from data_access.queueing import queue
from data_access.undo_needs import UNSEEN, additions, remove, unneeded_rows
from data_access.versions import raise_data_version
from data_access.viewer import Viewer

# Tables whose rows bear the number of the load that brought or changed them; what points to another stands before it.
OF_LOADS: tuple[type[Base], ...] = (
    Involvement,
    Incident,
    Crime,
    NeighbourhoodCount,
    InternalCount,
    Occupancy,
    YouthJusticeEvent,
    CromartyScore,
    PeriodCount,
    Benchmark,
    HeldReference,
    CompleteRange,
    Coverage,
)
# Of these a person is not told as of figures.
NOT_FIGURES = (HeldReference, CompleteRange, Coverage, Involvement)
NAMES = {
    "home": ("home", "homes"),
    "home_alias": ("other spelling of a home", "other spellings of homes"),
    "reporting_line": ("reporting line", "reporting lines"),
    "neighbourhood": ("neighbourhood", "neighbourhoods"),
    "home_neighbourhood": ("note of where a home lies", "notes of where a home lies"),
    "incident_type": ("incident type", "incident types"),
    "offence_type": ("offence type", "offence types"),
    "child": ("child's code", "children's codes"),
}
LIES = "home_neighbourhood"


@dataclass(frozen=True)
class UndoReport:
    """What became of a load that was undone. kept: tables and how many of their rows stay, since others need them.

    counts_removed: figures and records that came with it. restored: those that are again as they were before it.
    """

    counts_removed: int
    additions_removed: int
    kept: tuple[tuple[str, int], ...] = ()
    restored: int = 0

    def sentences(self) -> list[str]:
        """What happened, for a person."""
        counts = f"{self.counts_removed} {'count' if self.counts_removed == 1 else 'counts'}"
        additions = f"{self.additions_removed} {'addition' if self.additions_removed == 1 else 'additions'}"
        gone = f"Taken back: {counts} and {additions} to the register."
        verb = "is" if self.restored == 1 else "are"
        as_before = [f"{self.restored} {verb} again as before."] if self.restored else []
        stay = [
            f"{number} {NAMES[table][number > 1]} {'stay' if number > 1 else 'stays'}, since other data need "
            f"{'them' if number > 1 else 'it'}."
            for table, number in self.kept
        ]
        return [gone, *as_before, *stay]


def undo_batch(engine: Engine, viewer: Viewer, batch_id: int, *, now: datetime) -> UndoReport:
    """Undo a load in a transaction of its own. Raises LoadRefused when it cannot be undone; then nothing changes."""
    try:
        with Session(engine) as session, session.begin():
            queue(session)
            return _undo(session, viewer, batch_id, now)
    except DBAPIError as error:
        raise LoadRefused(f"The database did not undo the load: {type(error.orig).__name__}.") from None


def _undo(session: Session, viewer: Viewer, batch_id: int, now: datetime) -> UndoReport:
    viewer.require_held("load")
    batch = session.get(ImportBatch, batch_id, with_for_update=True)
    if batch is None:
        raise LoadRefused("There is no such load.")
    authority = session.get_one(Authority, batch.authority_id).key
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    if batch.undone_at is not None:
        raise LoadRefused(f"This load was already undone on {batch.undone_at:%d/%m/%Y}.")
    if not batch.can_be_undone:
        raise LoadRefused(
            "What this load replaced is not kept, so it cannot be undone. Load a corrected file, which replaces what "
            "it names."
        )
    if batch_id not in session.execute(last_loads(batch.authority_id)).scalars().all():
        raise LoadRefused("A later load of the same kind stands on this one. Undo the newest first.")
    _undo_links(session, batch, now, viewer.who)
    removed = _remove_added(session, batch_id)
    as_before = _restore(session, batch_id, but=LIES)
    added = additions(session, batch_id)
    unneeded = unneeded_rows(session, batch_id, batch.authority_id, added)
    remove(session, unneeded)
    as_before += _restore(session, batch_id)  # a home cannot lie in two places from one day: the new one went first
    forget_meanings(session, unneeded)
    undone = {"undone_at": now, "undone_by": viewer.who}
    session.execute(update(ImportBatch).where(col(ImportBatch.id) == batch_id).values(undone))
    raise_data_version(session)
    note(session, viewer.who, "undo", authority=authority, thing=f"batch {batch_id} kind {batch.kind}", now=now)
    kept = Counter(name for name, row_id in added if (name, row_id) not in unneeded and name not in UNSEEN)
    register = sum(name not in UNSEEN and name != "child" for name, _ in unneeded)
    return UndoReport(removed, register, tuple(kept.items()), as_before)


def _undo_links(session: Session, batch: ImportBatch, now: datetime, who: str) -> None:
    """Take back which references the file said to mean one child."""
    links = select(ChildLink).where(col(ChildLink.batch_id) == batch.id, col(ChildLink.undone_at).is_(None))
    found = session.scalars(links.order_by(col(ChildLink.id).desc())).all()
    for link in found:
        try:
            unlink(session, link, now=now, who=who)
        except LinkRefused as refused:
            raise LoadRefused(str(refused)) from None
    if found:
        deal_letters(session, batch.authority_id)


def _remove_added(session: Session, batch_id: int) -> int:
    """Remove the rows that the load added; how many of them were figures or records."""
    removed = 0
    for model in OF_LOADS:
        table = table_of(model)
        changed = select(col(BatchBefore.row_id)).where(
            col(BatchBefore.batch_id) == batch_id,
            col(BatchBefore.table_name) == table.name,
            col(BatchBefore.was_removed).is_(False),
        )
        added = (table.c.batch_id == batch_id, table.c.id.not_in(changed))
        if model not in NOT_FIGURES:
            removed += session.execute(select(func.count()).select_from(table).where(*added)).scalar_one()
        if model in (Incident, Crime):
            # A child that a later file of another kind put there goes with its record.
            field = col(Involvement.incident_id if model is Incident else Involvement.crime_id)
            session.execute(delete(Involvement).where(field.in_(select(table.c.id).where(*added))))
        session.execute(delete(table).where(*added))
    return removed


def _restore(session: Session, batch_id: int, but: str = "") -> int:
    """Give back what the load changed or removed, of all tables but one; how many figures or records that were."""
    restored_rows = 0
    not_figures = {str(model.__tablename__) for model in NOT_FIGURES}
    of_load = (col(BatchBefore.batch_id) == batch_id, col(BatchBefore.table_name) != but)
    kept = select(col(BatchBefore.table_name)).where(*of_load).distinct()
    for name in sorted(session.scalars(kept), key=_order):
        table = Base.metadata.tables[name]
        rows = select(BatchBefore).where(col(BatchBefore.batch_id) == batch_id, col(BatchBefore.table_name) == name)
        changed: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        removed: list[dict[str, Any]] = []
        count = 0
        for before in session.scalars(rows.order_by(col(BatchBefore.id))):
            count += 1
            values = restored(table, before.before, before.child_id)
            if before.was_removed:
                removed.append(values)
            else:
                changed[tuple(sorted(values))].append({"row_id": before.row_id, **values})
        for columns, of_columns in changed.items():
            change = update(table).where(table.c.id == bindparam("row_id"))
            change = change.values({column: bindparam(f"new_{column}") for column in columns})
            given = [
                {"row_id": values["row_id"], **{f"new_{column}": values[column] for column in columns}}
                for values in of_columns
            ]
            session.connection().execute(change, given)
        _insert_again(session, batch_id, table, removed)
        restored_rows += 0 if name in not_figures else count
    session.execute(delete(BatchBefore).where(*of_load))
    return restored_rows


def _insert_again(session: Session, batch_id: int, table: Table, rows: list[dict[str, Any]]) -> None:
    """Add rows that were removed, under their numbers, or under new ones where another row has taken them since."""
    for part in in_parts(rows):
        taken = set(session.execute(select(table.c.id).where(table.c.id.in_([row["id"] for row in part]))).scalars())
        free = [row for row in part if row["id"] not in taken]
        if free:
            session.execute(insert(table), free)
        for row in part:
            if row["id"] in taken:
                values = {name: row[name] for name in row if name != "id"}
                number = session.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
                # What earlier loads kept of it is kept of its number; what later ones did is of the row that took that.
                kept = (col(BatchBefore.table_name) == table.name, col(BatchBefore.row_id) == row["id"])
                earlier = update(BatchBefore).where(*kept, col(BatchBefore.batch_id) < batch_id)
                session.execute(earlier.values(row_id=number), execution_options={"synchronize_session": False})


def _order(name: str) -> int:
    """What is pointed to comes first."""
    return [table.name for table in Base.metadata.sorted_tables].index(name)
