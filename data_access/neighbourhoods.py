"""Counts of whole neighbourhoods, as the police supply them."""

from datetime import date

import pandas as pd
from sqlalchemy import Executable, case, func, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import HomeNeighbourhood, Neighbourhood, NeighbourhoodCount
from data_access.selection import Selection, homes_of
from data_access.viewer import Viewer


def fetch_neighbourhood_counts(
    session: Session, viewer: Viewer, selection: Selection, *, kind: str, start: date, end: date
) -> pd.DataFrame:
    """Monthly counts of the neighbourhoods in which the homes lie or lay; kind is "incident" or "crime".

    Columns: neighbourhood, month, kind, count. The count of all types where it was supplied, else the types added up.
    """
    areas = select(col(HomeNeighbourhood.neighbourhood_id)).where(
        col(HomeNeighbourhood.home_id).in_(homes_of(selection, viewer))
    )
    # Where a month comes both as one count of all types and by type, adding both would count it twice.
    all_types = func.sum(case((col(NeighbourhoodCount.type_label) == "", col(NeighbourhoodCount.count))))
    by_type = func.sum(col(NeighbourhoodCount.count))
    counts: Executable = (
        select(
            col(Neighbourhood.name).label("neighbourhood"),
            col(NeighbourhoodCount.month),
            col(NeighbourhoodCount.kind),
            func.coalesce(all_types, by_type).label("count"),
        )
        .join(Neighbourhood, col(Neighbourhood.id) == col(NeighbourhoodCount.neighbourhood_id))
        .where(
            col(NeighbourhoodCount.neighbourhood_id).in_(areas),
            col(NeighbourhoodCount.month) >= start,
            col(NeighbourhoodCount.month) < end,
            col(NeighbourhoodCount.kind) == kind,
        )
        .group_by(col(Neighbourhood.name), col(NeighbourhoodCount.month), col(NeighbourhoodCount.kind))
        .order_by(col(Neighbourhood.name), col(NeighbourhoodCount.month))
    )
    return fetch_frame(session, counts).astype({"count": int})
