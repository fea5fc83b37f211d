"""What else there is of the child of a case, of every source: single records, for the data meeting alone."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session, col

from data_access.case_fields import OPEN
from data_access.investigations import ids_of_case
from data_access.models import (
    Crime,
    Incident,
    IncidentType,
    Investigation,
    Involvement,
    OffenceType,
    OutcomeCode,
    YouthJusticeEvent,
)
from data_access.models.investigations import FINALISED, NOT_RECORDED
from data_access.viewer import Viewer

MATTERS_OF_YJS = ("offence", "court_appearance", "substantive_order", "breach")
SUSPECT = "suspect"
INCIDENT = "incident"  # how it stands: no outcome is recorded of incidents
MATTER_COLUMNS = ["source", "what", "on_day", "standing"]


def fetch_other_matters(
    session: Session, viewer: Viewer, *, authority: str, case: str, start: date, end: date
) -> pd.DataFrame:
    """What else there is of the child of a case, of every source, newest first.

    Other cases that are not finalised; crimes with the child as suspect and no outcome yet; in start..end (half-open)
    incidents with the child as suspect and what the Youth Justice Service recorded. Columns: source, what, on_day,
    standing.
    """
    this = ids_of_case(viewer, authority, case)
    child = select(col(Investigation.child_id)).where(col(Investigation.id).in_(this)).scalar_subquery()
    own = select(col(Investigation.reference)).where(col(Investigation.id).in_(this)).scalar_subquery()
    cases = select(
        col(Investigation.source), col(Investigation.matter), col(Investigation.reported_at), col(Investigation.stage)
    ).where(
        col(Investigation.child_id) == child,
        col(Investigation.id).not_in(this),
        col(Investigation.stage) != FINALISED,
    )
    is_suspect = (col(Involvement.child_id) == child, col(Involvement.role) == SUSPECT)
    crimes = (
        select(
            col(Crime.source),
            col(OffenceType.label),
            col(Crime.reported_at),
            func.coalesce(col(OutcomeCode.label), NOT_RECORDED),
        )
        .join(Involvement, col(Involvement.crime_id) == col(Crime.id))
        .join(OffenceType, col(OffenceType.id) == col(Crime.type_id))
        .outerjoin(OutcomeCode, col(OutcomeCode.id) == col(Crime.outcome_id))
        .where(
            *is_suspect,
            func.coalesce(col(OutcomeCode.outcome_class), OPEN) == OPEN,
            col(Crime.reference) != func.coalesce(own, ""),
        )
    )
    incidents = (
        select(col(Incident.source), col(IncidentType.label), col(Incident.reported_at))
        .join(Involvement, col(Involvement.incident_id) == col(Incident.id))
        .join(IncidentType, col(IncidentType.id) == col(Incident.type_id))
        .where(
            *is_suspect,
            col(Incident.month) >= start,
            col(Incident.month) < end,
            col(Incident.reference) != func.coalesce(own, ""),
        )
    )
    events = select(
        col(YouthJusticeEvent.event), col(YouthJusticeEvent.detail), col(YouthJusticeEvent.event_date)
    ).where(
        col(YouthJusticeEvent.child_id) == child,
        col(YouthJusticeEvent.event).in_(MATTERS_OF_YJS),
        col(YouthJusticeEvent.month) >= start,
        col(YouthJusticeEvent.month) < end,
    )
    rows: list[tuple[Any, ...]] = []
    for source, what, at, standing in [*session.execute(cases), *session.execute(crimes)]:
        rows.append((source, what, at.date(), standing))
    rows += [(source, what, at.date(), INCIDENT) for source, what, at in session.execute(incidents)]
    rows += [("YJS", detail, on_day, event.replace("_", " ")) for event, detail, on_day in session.execute(events)]
    found = pd.DataFrame(rows, columns=MATTER_COLUMNS)
    return found.sort_values(["on_day", "source", "what"], ascending=[False, True, True], ignore_index=True)
