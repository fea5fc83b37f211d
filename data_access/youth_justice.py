"""What the Youth Justice Service (YJS) recorded of children living in the council's homes."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import YouthJusticeEvent
from data_access.selection import authority_id
from data_access.viewer import Viewer

# The measures of the table that count events, and those that count distinct children with such an event.
EVENT_MEASURES = {
    "offences": "offence",
    "court_appearances": "court_appearance",
    "contacts": "contact",
    "assessments": "assessment",
    "breaches": "breach",
}
CHILD_MEASURES = {"substantive_orders": "substantive_order", "court_children": "court_appearance"}
CONTACT = "contact"


def fetch_youth_justice_counts(
    session: Session, viewer: Viewer, *, authority: str, start: date, end: date
) -> pd.DataFrame:
    """Counts of one period (half-open); a measure with none in the period has no row.

    Columns: measure, count, children (how many different ones the count is about). Distinct children do not add up over
    months, so they are counted here, over the whole period.
    """
    viewer.require_all_homes("partnership", authority)
    inside = _inside(authority, start, end)
    children = func.count(col(YouthJusticeEvent.child_id).distinct()).label("children")
    by_event = (
        select(col(YouthJusticeEvent.event), func.count().label("events"), children)
        .where(*inside)
        .group_by(col(YouthJusticeEvent.event))
    )
    counts = fetch_frame(session, by_event).set_index("event")
    involved = session.execute(select(children).where(*inside)).scalar_one()
    rows = [("children", involved, involved)] if involved else []
    for column, measures in (("events", EVENT_MEASURES), ("children", CHILD_MEASURES)):
        rows += [
            (measure, counts.at[event, column], counts.at[event, "children"])
            for measure, event in measures.items()
            if event in counts.index
        ]
    return pd.DataFrame(rows, columns=["measure", "count", "children"])


def fetch_contacts_by_deliverer(
    session: Session, viewer: Viewer, *, authority: str, start: date, end: date
) -> pd.DataFrame:
    """Contacts in start..end (half-open) by who delivered them, in order of name.

    Columns: delivered_by ("" where it was not recorded), count. Only a contact has different deliverers: assessments,
    orders and court are the Youth Justice Service's own.
    """
    return _contacts_by(session, viewer, col(YouthJusticeEvent.delivered_by), authority, start, end)


def fetch_contacts_by_month(
    session: Session, viewer: Viewer, *, authority: str, start: date, end: date
) -> pd.DataFrame:
    """Contacts in each month of start..end (half-open), earliest first; no row for a month without. month, count."""
    return _contacts_by(session, viewer, col(YouthJusticeEvent.month), authority, start, end)


def _contacts_by(session: Session, viewer: Viewer, column: Any, authority: str, start: date, end: date) -> pd.DataFrame:
    viewer.require_all_homes("partnership", authority)
    contacts = (
        select(column, func.count().label("count"))
        .where(*_inside(authority, start, end), col(YouthJusticeEvent.event) == CONTACT)
        .group_by(column)
        .order_by(column)
    )
    return fetch_frame(session, contacts)


def _inside(authority: str, start: date, end: date) -> tuple[Any, ...]:
    """The events of an authority in start..end (half-open)."""
    return (
        col(YouthJusticeEvent.authority_id) == authority_id(authority),
        col(YouthJusticeEvent.month) >= start,
        col(YouthJusticeEvent.month) < end,
    )
