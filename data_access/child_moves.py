"""Moves what a source said of a child to another child, when the two turn out to be one, or not to be after all.

Every table that names a child has its rule here: by the source of the row, of its record or of its load. Letters go
with the scores they were dealt for.
"""

from collections import Counter
from typing import Any

from sqlalchemy import Update, or_, select, update
from sqlmodel import Session, col

from data_access.cromarty import lettered_years
from data_access.models import (
    BatchBefore,
    Child,
    ChildLetter,
    ChildReference,
    Crime,
    CromartyScore,
    ImportBatch,
    Incident,
    Investigation,
    Involvement,
    YouthJusticeEvent,
)

BEAR_THEIR_SOURCE = (YouthJusticeEvent, CromartyScore, Investigation)


def move_child(session: Session, reference: ChildReference, after: int) -> None:
    """Let a reference stand for another child, with all that its source said of the one it stood for."""
    before = reference.child_id
    reference.child_id = after
    session.add(reference)
    session.flush()
    for change in _moves(reference.source, before, after):
        session.execute(change, execution_options={"synchronize_session": False})
    _move_letters(session, before, after)


def stand_together(session: Session, source: str, before: int, after: int) -> bool:
    """Whether moving would put a child twice into one record, or give it two scores of one target and meeting."""
    for field in (Involvement.incident_id, Involvement.crime_id):
        others = select(col(field)).where(col(Involvement.child_id) == after, col(field).is_not(None))
        both = select(col(Involvement.id)).where(*_of_source(source, before), col(field).in_(others)).limit(1)
        if session.execute(both).first() is not None:
            return True
    scores = select(col(CromartyScore.meeting), col(CromartyScore.target))
    theirs = Counter(map(tuple, session.execute(scores.where(col(CromartyScore.child_id) == after))))
    ours = scores.where(col(CromartyScore.child_id) == before, col(CromartyScore.source) == source)
    return any(tuple(score) in theirs for score in session.execute(ours))


def _of_source(source: str, child: int) -> list[Any]:
    """Conditions on involvements: of a child, in records of a source."""
    return [
        col(Involvement.child_id) == child,
        or_(
            *(
                col(field).in_(select(col(model.id)).where(col(model.source) == source, col(model.id) == col(field)))
                for field, model in ((Involvement.incident_id, Incident), (Involvement.crime_id, Crime))
            )
        ),
    ]


def _moves(source: str, before: int, after: int) -> list[Update]:
    batches = select(col(ImportBatch.id)).where(col(ImportBatch.source) == source)
    return [
        update(Involvement).where(*_of_source(source, before)).values(child_id=after),
        *(
            update(model).where(col(model.child_id) == before, col(model.source) == source).values(child_id=after)
            for model in BEAR_THEIR_SOURCE
        ),
        # What a load of this source replaced would otherwise come back to the child that was left.
        update(BatchBefore)
        .where(col(BatchBefore.child_id) == before, col(BatchBefore.batch_id).in_(batches))
        .values(child_id=after),
    ]


def _move_letters(session: Session, before: int, after: int) -> None:
    """Letters follow the scores: those of years for which the child has none any more, and the other no letter yet."""
    authority = session.get_one(Child, before).authority_id
    still_due = lettered_years(session, authority).get(before, range(0))
    taken = set(session.scalars(select(col(ChildLetter.year)).where(col(ChildLetter.child_id) == after)))
    for letter in session.scalars(select(ChildLetter).where(col(ChildLetter.child_id) == before)):
        if letter.year not in still_due and letter.year not in taken:
            letter.child_id = after
            session.add(letter)
    session.flush()
