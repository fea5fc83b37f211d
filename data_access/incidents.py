"""Incidents at the homes."""

from datetime import date
from typing import Any

import pandas as pd
from sqlmodel import Session, col

from data_access.models import Incident, IncidentType
from data_access.other_homes import counts_by_home
from data_access.selection import Selection
from data_access.viewer import Viewer


def fetch_incident_counts(
    session: Session, viewer: Viewer, selection: Selection, *, start: date, end: date
) -> pd.DataFrame:
    """Incidents reported in start..end (half-open, first days of months), one row a home, month and type.

    Columns: home_id, line, line_order, neighbourhood (the home's in that month), month, type, type_group, missing,
    no_apparent_risk, sensitive, count. Months and types without an incident have no row. To who is limited
    to some homes, all others are one home (data_access.other_homes).
    """
    flags: list[Any] = [
        col(IncidentType.missing).label("missing"),
        col(IncidentType.no_apparent_risk).label("no_apparent_risk"),
    ]
    return counts_by_home(session, viewer, selection, "incidents", (Incident, IncidentType, flags), start, end)
