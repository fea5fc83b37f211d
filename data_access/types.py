"""The types that incidents and crimes can be of, whether or not any was recorded."""

from typing import Any

import pandas as pd
from sqlalchemy import Executable, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import IncidentType, OffenceType
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
