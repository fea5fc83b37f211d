"""What the Youth Justice Service (YJS) recorded of children living in the council's homes."""

from datetime import date

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


def fetch_youth_justice_counts(
    session: Session, viewer: Viewer, *, authority: str, start: date, end: date
) -> pd.DataFrame:
    """Counts of one period (half-open). Columns: measure, count; a measure with none in the period has no row.

    Distinct children do not add up over months, so they are counted here, over the whole period.
    """
    viewer.require("partnership", authority)
    inside = (
        col(YouthJusticeEvent.authority_id) == authority_id(authority),
        col(YouthJusticeEvent.month) >= start,
        col(YouthJusticeEvent.month) < end,
    )
    children = func.count(col(YouthJusticeEvent.child_id).distinct()).label("children")
    by_event = (
        select(col(YouthJusticeEvent.event), func.count().label("events"), children)
        .where(*inside)
        .group_by(col(YouthJusticeEvent.event))
    )
    counts = fetch_frame(session, by_event).set_index("event")
    involved = session.execute(select(children).where(*inside)).scalar_one()
    rows = [("children", involved)] if involved else []
    for column, measures in (("events", EVENT_MEASURES), ("children", CHILD_MEASURES)):
        rows += [(measure, counts.at[event, column]) for measure, event in measures.items() if event in counts.index]
    return pd.DataFrame(rows, columns=["measure", "count"])
