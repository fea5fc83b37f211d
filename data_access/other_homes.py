"""What a viewer limited to some homes is told of all the others: one line for them together, or nothing."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Coverage, Crime, Home, Incident, IncidentType, OffenceType
from data_access.selection import Selection, authority_id, counts_together, homes_of, record_counts
from data_access.viewer import Viewer

OTHER_HOMES = "Other homes"
OTHERS_ID = 0  # no home has this number
OTHERS_ORDER = 9_999  # after every line of the register, before all homes together
LEAST_OTHER_LINES = 2  # of one alone, all homes together would tell what it had


def others_of(session: Session, selection: Selection, viewer: Viewer) -> Select[Any] | None:
    """Ids of the homes that are not the viewer's, where these may be told together; None where nothing is told of them.

    Told are those of an authority with at least two reporting lines besides the viewer's homes, and only where the
    selection leaves no home out: what is narrowed would tell them apart.
    """
    own = viewer.home_names(selection.authority)
    if own is None or selection.lines or selection.provider:
        return None
    others = select(col(Home.id)).where(
        col(Home.authority_id) == authority_id(selection.authority), col(Home.name).not_in(sorted(own))
    )
    lines = session.execute(
        select(func.count(col(Home.reporting_line_id).distinct())).where(col(Home.id).in_(others))
    ).scalar_one()
    return others if lines >= LEAST_OTHER_LINES else None


def months_of_others(
    session: Session, others: Select[Any], authority: str, source: str, start: date, end: date
) -> list[date]:
    """The months of start..end (half-open) in which the other homes may be told together.

    At least two of their reporting lines are open, and the source covers every home that is: otherwise what is told of
    all of them would be what one of them had.
    """
    homes = session.execute(
        select(col(Home.id), col(Home.reporting_line_id), col(Home.opened), col(Home.closed)).where(
            col(Home.id).in_(others)
        )
    ).all()
    covered = {
        (home_id, month)
        for home_id, month in session.execute(
            select(col(Coverage.home_id), col(Coverage.month)).where(
                col(Coverage.authority_id) == authority_id(authority),
                col(Coverage.source) == source,
                col(Coverage.month) >= start,
                col(Coverage.month) < end,
                col(Coverage.home_id).in_(others),
            )
        )
    }
    told = []
    for month in sorted({month for _, month in covered}):
        is_open = [home for home in homes if _is_open(home.opened, home.closed, month)]
        lines = {home.reporting_line_id for home in is_open}
        if len(lines) >= LEAST_OTHER_LINES and all((home.id, month) in covered for home in is_open):
            told.append(month)
    return told


def _is_open(opened: date | None, closed: date | None, month: date) -> bool:
    """Whether a home was open in a month, given by its first day; that in which it opened or closed is one."""
    return (opened is None or opened.replace(day=1) <= month) and (closed is None or closed.replace(day=1) >= month)


def counts_by_home(
    session: Session,
    viewer: Viewer,
    selection: Selection,
    source: str,
    kind: tuple[type[Incident] | type[Crime], type[IncidentType] | type[OffenceType], list[Any]],
    start: date,
    end: date,
) -> pd.DataFrame:
    """Records of the homes the viewer may see one by one, by home, month and type, then those of the others together.

    `kind`: the tables of the records and of their types, and the columns that say what a type is.
    """
    statements = [record_counts(*kind, homes_of(selection, viewer), start, end)]
    others = others_of(session, selection, viewer)
    if others is not None:
        months = months_of_others(session, others, selection.authority, source, start, end)
        statements.append(counts_together(*kind, others, months, (OTHERS_ID, OTHER_HOMES, OTHERS_ORDER)))
    return fetch_frame(session, *statements)
