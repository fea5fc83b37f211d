"""Which of the rows that came with a load other data need, so that undoing the load leaves them.

A child stays as long as anything names it, and so long its references stay: by them a source's next file finds it again
instead of making another. What stayed so goes with the last load that needed it.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, delete, select
from sqlmodel import Session, col

from data_access.cromarty import lettered_years
from data_access.imports.writing import in_parts
from data_access.models import (
    Base,
    BatchAddition,
    Child,
    ChildLetter,
    ChildLink,
    ChildReference,
    HomeNeighbourhood,
    ImportBatch,
    IncidentType,
    NeighbourhoodCount,
    OffenceType,
    PeriodCount,
)

Place = tuple[str, int]  # table and number of a row
CHILD, REFERENCE, LETTER, LINK = (str(model.__tablename__) for model in (Child, ChildReference, ChildLetter, ChildLink))
# What no one sees by itself: that it stays is nothing to tell.
UNSEEN = (REFERENCE, LETTER)
AT_ONCE = 500


def additions(session: Session, batch_id: int) -> list[Place]:
    """The rows of registers that a load brought or named again."""
    noted = select(col(BatchAddition.table_name), col(BatchAddition.row_id)).where(
        col(BatchAddition.batch_id) == batch_id,
        col(BatchAddition.table_name).in_(list(Base.metadata.tables)),  # not what was told of a row: home.beds
    )
    return [(table, row) for table, row in session.execute(noted)]


def unneeded_rows(session: Session, batch_id: int, authority_id: int, added: Collection[Place]) -> set[Place]:
    """Of the rows that a load added, those that no other load names and no row needs but others of them.

    With them go children, and what is theirs, that stayed for this load alone when their own was undone.
    """
    going = {*added, *_left_behind(session, authority_id)}
    at_hand = frozenset(going)
    going -= _named_by_others(session, batch_id)
    going -= _letters_due(session, authority_id, going)
    while needed := _needed(session, going, at_hand):
        going -= needed
    return going


def remove(session: Session, rows: Collection[Place]) -> None:
    """Remove rows, what refers to another before it; with a child its letters and the links that were taken back."""
    by_table = _by_table(rows)
    for table in reversed(Base.metadata.sorted_tables):
        for part in in_parts(by_table[table.name], AT_ONCE):
            if table.name == CHILD:
                session.execute(delete(ChildLetter).where(col(ChildLetter.child_id).in_(part)))
            for _, column in _pointers_to(table.name, LINK):
                session.execute(delete(ChildLink).where(column.in_(part), col(ChildLink.undone_at).is_not(None)))
            session.execute(delete(table).where(table.c.id.in_(part)))


def _by_table(rows: Collection[Place]) -> dict[str, list[int]]:
    by_table: dict[str, list[int]] = defaultdict(list)
    for name, row_id in sorted(rows):
        by_table[name].append(row_id)
    return by_table


def _left_behind(session: Session, authority_id: int) -> set[Place]:
    """The children, references and letters that are still there of loads that were undone."""
    found: set[Place] = set()
    for name in (CHILD, REFERENCE, LETTER):
        table = Base.metadata.tables[name]
        still_there = (
            select(table.c.id)
            .join(BatchAddition, (col(BatchAddition.table_name) == name) & (col(BatchAddition.row_id) == table.c.id))
            .join(ImportBatch, col(ImportBatch.id) == col(BatchAddition.batch_id))
            .where(col(ImportBatch.authority_id) == authority_id, col(ImportBatch.undone_at).is_not(None))
        )
        found |= {(name, row_id) for row_id in session.scalars(still_there)}
    return found


def _named_by_others(session: Session, batch_id: int) -> set[Place]:
    """The rows that other loads brought or named again, of those loads that count."""
    named = (
        select(col(BatchAddition.table_name), col(BatchAddition.row_id))
        .join(ImportBatch, col(ImportBatch.id) == col(BatchAddition.batch_id))
        .where(col(ImportBatch.id) != batch_id, col(ImportBatch.undone_at).is_(None))
    )
    return {(table, row) for table, row in session.execute(named)}


def _letters_due(session: Session, authority_id: int, going: Collection[Place]) -> set[Place]:
    """The letters that stand for scores that stay: letters once dealt stay for the year."""
    ids = _by_table(going)[LETTER]
    due = lettered_years(session, authority_id) if ids else {}
    return {
        (LETTER, letter.id)
        for part in in_parts(ids, AT_ONCE)
        for letter in session.execute(
            select(col(ChildLetter.id), col(ChildLetter.child_id), col(ChildLetter.year)).where(
                col(ChildLetter.id).in_(part)
            )
        )
        if letter.year in due.get(letter.child_id, ())
    }


def _needed(session: Session, going: set[Place], at_hand: Collection[Place]) -> set[Place]:
    needed: set[Place] = set()
    for name, ids in _by_table(going).items():
        if name == HomeNeighbourhood.__tablename__:
            # A home that came with the load and stays keeps its neighbourhood.
            for row_id in ids:
                home = ("home", session.get_one(HomeNeighbourhood, row_id).home_id)
                if home in at_hand and home not in going:
                    needed.add((name, row_id))
            continue
        for part in in_parts(ids, AT_ONCE):
            needed |= {(name, row_id) for row_id in _referred_to(session, name, part, going)}
            if name == REFERENCE:
                needed |= {(name, row_id) for row_id in _of_children_that_stay(session, part, going)}
        if name in (IncidentType.__tablename__, OffenceType.__tablename__):
            needed |= {(name, row_id) for row_id in ids if _is_counted(session, name, row_id)}
    return needed


def _referred_to(session: Session, name: str, ids: list[int], going: set[Place]) -> set[int]:
    """The rows to which a row points that does not go with them. A letter, and a link taken back, go with a child."""
    referred: set[int] = set()
    for table, column in _pointers_to(name):
        if table.name == LETTER:
            continue
        pointing = select(table.c.id, column).where(column.in_(ids))
        if table.name == LINK:
            pointing = pointing.where(table.c.undone_at.is_(None))
        for number, row_id in session.execute(pointing):
            if (table.name, number) not in going:
                referred.add(row_id)
    return referred


def _of_children_that_stay(session: Session, ids: list[int], going: set[Place]) -> set[int]:
    references = select(col(ChildReference.id), col(ChildReference.child_id)).where(col(ChildReference.id).in_(ids))
    return {number for number, child in session.execute(references) if (CHILD, child) not in going}


def _pointers_to(name: str, of_table: str | None = None) -> list[tuple[Table, Any]]:
    """The columns of other tables, or of one, that hold numbers of this table's rows."""
    return [
        (table, key.parent)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == name and of_table in (None, table.name)
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
