"""How many records of each sender say what extracts may leave out."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, case, exists, func, literal, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Crime, Incident, Involvement, YouthJusticeEvent
from data_access.selection import Selection, authority_id, homes_of
from data_access.viewer import Viewer
from data_access.youth_justice import CONTACT

NOT_RECORDED = "not recorded"  # the role of a child of whom the extract says none


def fetch_completeness(session: Session, viewer: Viewer, *, authority: str, since: date | None) -> pd.DataFrame:
    """Records of each kind and sender, from a month on, and how many of them have a value in an optional column.

    Columns: kind, source, column, records, filled. Records that were withdrawn are not counted.
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    homes = homes_of(Selection(authority), viewer)
    of_events = [col(YouthJusticeEvent.authority_id) == authority_id(authority)]
    of_events += [col(YouthJusticeEvent.month) >= since] if since else []
    contact = col(YouthJusticeEvent.event) == CONTACT
    return fetch_frame(
        session,
        _of_records(Incident, "incidents", "occurred_at", _has(Incident.occurred_at), homes, since),
        _of_records(Incident, "incidents", "response", _has(Incident.response), homes, since),
        *_of_children(Incident, "incidents", homes, since),
        _of_records(Crime, "crimes", "occurred_at", _has(Crime.occurred_at), homes, since),
        _of_records(Crime, "crimes", "outcome_code", _has(Crime.outcome_id), homes, since),
        _of_records(Crime, "crimes", "outcome_date", _has(Crime.outcome_date), homes, since),
        *_of_children(Crime, "crimes", homes, since),
        _counted(YouthJusticeEvent, "youth_justice", "detail", col(YouthJusticeEvent.detail) != "", of_events),
        _counted(
            YouthJusticeEvent,
            "youth_justice",
            "delivered_by",
            col(YouthJusticeEvent.delivered_by) != "",
            [*of_events, contact],
        ),
    )


def _has(column: Any) -> ColumnElement[bool]:
    return col(column).is_not(None)


def _of_children(model: type[Incident] | type[Crime], kind: str, homes: Any, since: date | None) -> list[Select[Any]]:
    record = col(Involvement.incident_id if model is Incident else Involvement.crime_id)
    named = exists().where(record == col(model.id))
    has_role = exists().where(record == col(model.id), col(Involvement.role) != NOT_RECORDED)
    return [
        _of_records(model, kind, "child_reference", named, homes, since),
        _of_records(model, kind, "child_role", has_role, homes, since),
    ]


def _of_records(
    model: type[Incident] | type[Crime],
    kind: str,
    column: str,
    has_value: ColumnElement[bool],
    homes: Any,
    since: date | None,
) -> Select[Any]:
    inside = [col(model.home_id).in_(homes), col(model.month) >= since if since else col(model.month).is_not(None)]
    return _counted(model, kind, column, has_value, inside)


def _counted(model: Any, kind: str, column: str, has_value: Any, inside: list[Any]) -> Select[Any]:
    return (
        select(
            literal(kind).label("kind"),
            col(model.source),
            literal(column).label("column"),
            func.count().label("records"),
            func.sum(case((has_value, 1), else_=0)).label("filled"),
        )
        .where(*inside)
        .group_by(col(model.source))
        .order_by(col(model.source))
    )
