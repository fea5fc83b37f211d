"""Incidents at the homes."""

from datetime import date
from typing import Any

import pandas as pd
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Incident, IncidentType
from data_access.selection import Selection, homes_of, record_counts
from data_access.viewer import Viewer


def fetch_incident_counts(
    session: Session, viewer: Viewer, selection: Selection, *, start: date, end: date
) -> pd.DataFrame:
    """Incidents reported in start..end (half-open, first days of months), one row a home, month and type.

    Columns: home_id, line, line_order, neighbourhood (the home's in that month), month, type, type_group, missing,
    no_apparent_risk, sensitive, count. Months and types without an incident have no row.
    """
    flags: list[Any] = [
        col(IncidentType.missing).label("missing"),
        col(IncidentType.no_apparent_risk).label("no_apparent_risk"),
    ]
    homes = homes_of(selection, viewer)
    return fetch_frame(session, record_counts(Incident, IncidentType, flags, homes, start, end))
