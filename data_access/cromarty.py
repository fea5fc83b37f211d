"""Cromarty scores, under the letters that stand for children before the partnership."""

import random
import secrets
from datetime import date
from itertools import count
from string import ascii_uppercase

import pandas as pd
from sqlalchemy import Executable, func, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Authority, ChildLetter, CromartyScore
from data_access.viewer import Viewer


def fetch_cromarty_scores(session: Session, viewer: Viewer, *, authority: str, start: date, end: date) -> pd.DataFrame:
    """All scores before `end` of children who met within start..end (half-open).

    Columns: child (the letter of the reporting year in which the period ends), meeting, meeting_date, target, score.
    Earlier meetings are there because the baseline is a child's first meeting ever. Until a meeting of that year is
    loaded, its letters are not dealt; those of the year before stand.
    """
    viewer.require_all_homes("partnership", authority)
    authority_id = select(col(Authority.id)).where(col(Authority.key) == authority).scalar_subquery()
    year = (
        select(func.max(col(ChildLetter.year)))
        .where(
            col(ChildLetter.authority_id) == authority_id,
            col(ChildLetter.year) <= _reporting_year(date.fromordinal(end.toordinal() - 1)),
        )
        .scalar_subquery()
    )
    met = select(col(CromartyScore.child_id)).where(
        col(CromartyScore.authority_id) == authority_id,
        col(CromartyScore.meeting_date) >= start,
        col(CromartyScore.meeting_date) < end,
    )
    scores: Executable = (
        select(
            col(ChildLetter.letter).label("child"),
            col(CromartyScore.meeting),
            col(CromartyScore.meeting_date),
            col(CromartyScore.target),
            col(CromartyScore.score),
        )
        .join(ChildLetter, col(ChildLetter.child_id) == col(CromartyScore.child_id))
        .where(
            col(CromartyScore.authority_id) == authority_id,
            col(CromartyScore.meeting_date) < end,
            col(CromartyScore.child_id).in_(met),
            col(ChildLetter.year) == year,
        )
        .order_by(col(ChildLetter.letter), col(CromartyScore.meeting), col(CromartyScore.target))
    )
    return fetch_frame(session, scores)


def deal_letters(session: Session, authority_id: int, shuffle: random.Random | None = None) -> None:
    """Give every child with a score a letter for each reporting year since their first meeting that has none yet.

    Letters once dealt stay for the year. Which child gets which is drawn at random, so that a letter tells nothing.
    """
    shuffle = shuffle or secrets.SystemRandom()
    due = lettered_years(session, authority_id)
    for year in sorted({year for years in due.values() for year in years}):
        _deal_year(session, authority_id, year, [child for child, years in due.items() if year in years], shuffle)


def lettered_years(session: Session, authority_id: int) -> dict[int, range]:
    """Of every child with a score, the reporting years it has letters for: from its first meeting to anybody's last."""
    scored = (
        select(col(CromartyScore.child_id), col(CromartyScore.meeting_date))
        .where(col(CromartyScore.authority_id) == authority_id)
        .distinct()
    )
    meetings = [(child, _reporting_year(meeting_date)) for child, meeting_date in session.execute(scored)]
    last_year = max((year for _, year in meetings), default=0)
    first_years: dict[int, int] = {}
    for child, year in meetings:
        first_years[child] = min(year, first_years.get(child, year))
    return {child: range(first, last_year + 1) for child, first in first_years.items()}


def _deal_year(session: Session, authority_id: int, year: int, children: list[int], shuffle: random.Random) -> None:
    stored = select(col(ChildLetter.child_id), col(ChildLetter.letter)).where(
        col(ChildLetter.authority_id) == authority_id, col(ChildLetter.year) == year
    )
    dealt = {row.child_id: row.letter for row in session.execute(stored)}
    waiting = [child for child in children if child not in dealt]
    taken = set(dealt.values())
    free = (letter for letter in map(_letters, count()) if letter not in taken)
    dealing = [next(free) for _ in waiting]
    shuffle.shuffle(dealing)
    for child_id, letter in zip(waiting, dealing, strict=True):
        session.add(ChildLetter(authority_id=authority_id, child_id=child_id, year=year, letter=letter))
    session.flush()


def _letters(number: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    first, last = divmod(number, len(ascii_uppercase))
    return (_letters(first - 1) if first else "") + ascii_uppercase[last]


def _reporting_year(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1
