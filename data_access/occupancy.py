"""How many children lived in the homes, month by month."""

from datetime import date

import pandas as pd
from sqlalchemy import Executable, func, literal, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Home, Occupancy, ReportingLine
from data_access.other_homes import OTHER_HOMES, OTHERS_ID, OTHERS_ORDER, months_of_others, others_of
from data_access.selection import Selection, homes_of
from data_access.viewer import Viewer


def fetch_occupancy(session: Session, viewer: Viewer, selection: Selection, *, start: date, end: date) -> pd.DataFrame:
    """Average number of children living in each home in the months of start..end (half-open, first days of months).

    Columns: home_id, line, line_order, month, average_children; in register order. A month that was not supplied has no
    row. To who is limited to some homes, all others are one home (data_access.other_homes).
    """
    occupancy: list[Executable] = [
        select(
            col(Occupancy.home_id),
            col(ReportingLine.name).label("line"),
            col(ReportingLine.register_order).label("line_order"),
            col(Occupancy.month),
            col(Occupancy.average_children),
        )
        .join(Home, col(Home.id) == col(Occupancy.home_id))
        .join(ReportingLine, col(ReportingLine.id) == col(Home.reporting_line_id))
        .where(
            col(Occupancy.home_id).in_(homes_of(selection, viewer)),
            col(Occupancy.month) >= start,
            col(Occupancy.month) < end,
        )
        .order_by(col(ReportingLine.register_order), col(Occupancy.home_id), col(Occupancy.month))
    ]
    others = others_of(session, selection, viewer)
    if others is not None:
        months = months_of_others(session, others, selection.authority, "occupancy", start, end)
        occupancy.append(
            select(
                literal(OTHERS_ID).label("home_id"),
                literal(OTHER_HOMES).label("line"),
                literal(OTHERS_ORDER).label("line_order"),
                col(Occupancy.month),
                func.sum(col(Occupancy.average_children)).label("average_children"),
            )
            .where(col(Occupancy.home_id).in_(others), col(Occupancy.month).in_(months))
            .group_by(col(Occupancy.month))
            .order_by(col(Occupancy.month))
        )
    return fetch_frame(session, *occupancy).astype({"average_children": float})
