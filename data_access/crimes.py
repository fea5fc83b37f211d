"""Crimes at the homes and what became of them."""

from datetime import date

import pandas as pd
from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Crime, OffenceType, OutcomeCode
from data_access.other_homes import counts_by_home, months_of_others, others_of
from data_access.selection import Selection, homes_of
from data_access.viewer import Viewer

NOT_SUPPLIED = "not supplied"
SHOWN_LAST = 99


def fetch_crime_counts(
    session: Session, viewer: Viewer, selection: Selection, *, start: date, end: date
) -> pd.DataFrame:
    """Crimes reported in start..end (half-open, first days of months), one row a home, month and type.

    Columns as fetch_incident_counts; a crime is never missing.
    """
    flags = [literal(value=False).label("missing"), literal(value=False).label("no_apparent_risk")]
    return counts_by_home(session, viewer, selection, "crimes", (Crime, OffenceType, flags), start, end)


def fetch_outcome_counts(
    session: Session, viewer: Viewer, selection: Selection, *, start: date, end: date
) -> pd.DataFrame:
    """Crimes reported in start..end by class of outcome, all homes of the selection together.

    Columns: outcome_class, class_order, count; "not supplied" where no file said what became of the crime. It tells
    neither homes nor offences apart, but a selection may be a single home, whose outcomes these then are.
    """
    counted: ColumnElement[bool] = col(Crime.home_id).in_(homes_of(selection, viewer))
    others = others_of(session, selection, viewer)
    if others is not None:
        months = months_of_others(session, others, selection.authority, "crimes", start, end)
        counted = or_(counted, and_(col(Crime.home_id).in_(others), col(Crime.month).in_(months)))
    grouped = (
        select(col(Crime.outcome_id), func.count().label("count"))
        .where(counted, col(Crime.month) >= start, col(Crime.month) < end)
        .group_by(col(Crime.outcome_id))
        .subquery()
    )
    outcome_class = func.coalesce(col(OutcomeCode.outcome_class), NOT_SUPPLIED)
    classes = (
        select(
            outcome_class.label("outcome_class"),
            func.coalesce(func.min(col(OutcomeCode.class_order)), SHOWN_LAST).label("class_order"),
            func.sum(grouped.c.count).label("count"),
        )
        .select_from(grouped)
        .outerjoin(OutcomeCode, col(OutcomeCode.id) == grouped.c.outcome_id)
        .group_by(outcome_class)
        .order_by("class_order")
    )
    return fetch_frame(session, classes).astype({"count": int})
