"""The types that incidents and crimes can be of, and what can become of them, whether or not any was recorded."""

from typing import Any

import pandas as pd
from sqlalchemy import Executable, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import IncidentType, OffenceType, OutcomeCode
from data_access.viewer import Viewer

TYPES: dict[str, Any] = {"incident": IncidentType, "crime": OffenceType}


def fetch_types(session: Session, viewer: Viewer, *, authority: str, kind: str) -> pd.DataFrame:
    """Types by name; kind is "incident" or "crime". Columns: type, type_group, sensitive."""
    viewer.require("partnership", authority)
    types = TYPES[kind]
    named: Executable = select(
        col(types.label).label("type"), col(types.group).label("type_group"), col(types.sensitive).label("sensitive")
    ).order_by(col(types.label))
    return fetch_frame(session, named)


def fetch_outcome_codes(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """Outcomes that a matter can have, in the order of their codes. Columns: code, label."""
    viewer.require("partnership", authority)
    codes: Executable = select(col(OutcomeCode.code), col(OutcomeCode.label)).order_by(col(OutcomeCode.id))
    return fetch_frame(session, codes)
