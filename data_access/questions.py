"""Questions that people keep under a name, for themselves or for all who may see the authority's figures."""

from datetime import datetime

import pandas as pd
from sqlalchemy import Engine, delete, or_, select
from sqlmodel import Session, col

from data_access.audit import note
from data_access.database import fetch_frame
from data_access.models import Authority, SavedQuestion
from data_access.selection import authority_id
from data_access.viewer import Viewer

LONGEST_NAME = 80
MOST_OF_ONE_PERSON = 100


class QuestionRefused(ValueError):
    """The question was not kept; the message says why and what would be right."""


def fetch_saved_questions(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """The viewer's own questions and those kept for all, by name. Columns: id, name, asked, saved_by, for_all, own."""
    viewer.require_all_homes("partnership", authority)
    own = (col(SavedQuestion.saved_by) == viewer.who).label("own")
    questions = (
        select(
            col(SavedQuestion.id),
            col(SavedQuestion.name),
            col(SavedQuestion.asked),
            col(SavedQuestion.saved_by),
            col(SavedQuestion.for_all),
            own,
        )
        .where(
            col(SavedQuestion.authority_id) == authority_id(authority),
            or_(col(SavedQuestion.saved_by) == viewer.who, col(SavedQuestion.for_all)),
        )
        .order_by(col(SavedQuestion.name), col(SavedQuestion.id))
    )
    return fetch_frame(session, questions)


def save_question(
    engine: Engine, viewer: Viewer, *, authority: str, name: str, asked: str, for_all: bool, now: datetime
) -> None:
    """Keep a question; one of the same name by the same person becomes this one. Raises QuestionRefused."""
    viewer.require_all_homes("partnership", authority)
    viewer.still_there()
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise QuestionRefused(f"Give the question a name of 1 to {LONGEST_NAME} characters.")
    with Session(engine) as session, session.begin():
        owner = session.execute(select(col(Authority.id)).where(col(Authority.key) == authority)).scalar_one()
        mine = select(SavedQuestion).where(
            col(SavedQuestion.authority_id) == owner, col(SavedQuestion.saved_by) == viewer.who
        )
        kept = session.execute(mine.with_for_update()).scalars().all()
        same = next((question for question in kept if question.name == name), None)
        if same is None and len(kept) >= MOST_OF_ONE_PERSON:
            raise QuestionRefused(f"You keep {len(kept)} questions already. Remove one that is no longer asked.")
        question = same or SavedQuestion(
            authority_id=owner, name=name, asked=asked, saved_by=viewer.who, for_all=for_all, saved_at=now
        )
        question.asked, question.for_all, question.saved_at = asked, for_all, now
        session.add(question)
        session.flush()
        note(session, viewer.who, "edit", authority=authority, thing=f"question {question.id} kept", now=now)


def remove_question(engine: Engine, viewer: Viewer, *, authority: str, question_id: int, now: datetime) -> None:
    """Remove a question of the viewer's own; somebody else's stays."""
    viewer.require_all_homes("partnership", authority)
    viewer.still_there()
    with Session(engine) as session, session.begin():
        removed = session.connection().execute(
            delete(SavedQuestion).where(
                col(SavedQuestion.id) == question_id,
                col(SavedQuestion.authority_id) == authority_id(authority),
                col(SavedQuestion.saved_by) == viewer.who,
            )
        )
        if removed.rowcount:
            note(session, viewer.who, "edit", authority=authority, thing=f"question {question_id} removed", now=now)
