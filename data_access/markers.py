"""What happened on a day, to be drawn on monthly charts."""

from datetime import date

import pandas as pd
from sqlalchemy import false, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Marker
from data_access.selection import authority_id
from data_access.viewer import Viewer


def fetch_markers(session: Session, viewer: Viewer, *, authority: str, start: date, end: date) -> pd.DataFrame:
    """What happened in start..end (half-open) in an authority, earliest first. It does not say that it caused anything.

    Columns: on_date (the first of the month where only the month is known), label, detail. Who is limited to some homes
    gets none: what was written may be about another home.
    """
    viewer.require("partnership", authority)
    markers = (
        select(col(Marker.on_date), col(Marker.label), col(Marker.detail))
        .where(
            col(Marker.authority_id) == authority_id(authority), col(Marker.on_date) >= start, col(Marker.on_date) < end
        )
        .order_by(col(Marker.on_date), col(Marker.label))
    )
    return fetch_frame(session, markers if viewer.homes is None else markers.where(false()))
