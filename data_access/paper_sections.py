"""Which sections stand in the annual paper, kept for each authority and period."""

from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from data_access.audit import note
from data_access.database import fetch_frame
from data_access.models import Authority, PaperSection
from data_access.papers import PaperRefused
from data_access.selection import authority_id
from data_access.viewer import Viewer


def fetch_paper_sections(session: Session, viewer: Viewer, *, authority: str, period: str) -> pd.DataFrame:
    """Which sections somebody switched on or off for the period, else for the newest period before it, as a start.

    `period`: the key of a reporting year; such keys stand in the order of time. Sections that nobody switched are not
    there. Columns: section, period (for which it was switched), is_on, changed_by, changed_at.
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("paper", authority)
    of_authority = (col(PaperSection.authority_id) == authority_id(authority), col(PaperSection.period) <= period)
    newest = (
        select(col(PaperSection.section), func.max(col(PaperSection.period)).label("period"))
        .where(*of_authority)
        .group_by(col(PaperSection.section))
        .subquery()
    )
    rows = fetch_frame(
        session,
        select(
            col(PaperSection.section),
            col(PaperSection.period),
            col(PaperSection.is_on),
            col(PaperSection.changed_by),
            col(PaperSection.changed_at),
        )
        .join(newest, (newest.c.section == col(PaperSection.section)) & (newest.c.period == col(PaperSection.period)))
        .where(*of_authority)
        .order_by(col(PaperSection.section)),
    )
    return rows.assign(is_on=rows["is_on"].astype(bool))


def save_paper_section(
    engine: Engine, viewer: Viewer, *, authority: str, section: str, period: str, is_on: bool, now: datetime
) -> None:
    """Switch a section on or off for a period. Of two people at once the last one stands: nothing typed is lost."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("paper", authority)
    new = {"is_on": is_on, "changed_by": viewer.who, "changed_at": now}
    try:
        _save(engine, authority, section, period, new)
    except IntegrityError:  # two switched this section for the first time at once: now there is a row to change
        _save(engine, authority, section, period, new)


def _save(engine: Engine, authority: str, section: str, period: str, new: dict[str, Any]) -> None:
    with Session(engine) as session, session.begin():
        owner = session.execute(select(col(Authority.id)).where(col(Authority.key) == authority)).scalar_one_or_none()
        if owner is None:
            raise PaperRefused("There is no such authority.")
        row = {"authority_id": owner, "section": section, "period": period}
        same = (getattr(PaperSection, name) == value for name, value in row.items())
        connection = session.connection()
        if connection.execute(update(PaperSection).where(*same).values(new)).rowcount == 0:
            connection.execute(insert(PaperSection).values(row | new))
        thing = f"section {section} period {period}".lower()
        note(session, new["changed_by"], "edit", authority=authority, thing=thing, now=new["changed_at"])
