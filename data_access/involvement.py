"""How many children the incidents at the homes were about. No row about a single child leaves the database."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, func, literal, select, union_all
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Incident, IncidentType, Involvement
from data_access.selection import Selection, homes_of
from data_access.viewer import Viewer

INVOLVEMENT_COLUMNS = ("kind", "incidents", "recorded", "children", "of_most_frequent")


def fetch_involvement_counts(
    session: Session, viewer: Viewer, *, authority: str, most_frequent: int, start: date, end: date
) -> pd.DataFrame:
    """Incidents at all homes of an authority reported in start..end (half-open), and the children recorded in them.

    Columns: kind ("incidents" for all, "missing" for those closed as Missing Person), incidents, recorded (those with a
    child recorded, in whatever role), children (each once over the whole period: they do not add up over months or
    types), of_most_frequent (incidents with at least one of the `most_frequent` children recorded most often). Of
    children recorded equally often it does not matter who they are but for incidents that they share. A viewer limited
    to some homes gets no row, since this is a figure of all homes.
    """
    homes = homes_of(Selection(authority), viewer)
    if viewer.homes is not None:
        return pd.DataFrame(columns=list(INVOLVEMENT_COLUMNS))
    missing_types = select(col(IncidentType.id)).where(
        col(IncidentType.missing).is_(True), col(IncidentType.no_apparent_risk).is_(False)
    )
    all_incidents: Select[Any] = select(col(Incident.id).label("incident_id")).where(
        col(Incident.home_id).in_(homes), col(Incident.month) >= start, col(Incident.month) < end
    )
    kinds = {"incidents": all_incidents, "missing": all_incidents.where(col(Incident.type_id).in_(missing_types))}
    counts = [_counts(kind, incidents, most_frequent) for kind, incidents in kinds.items()]
    return fetch_frame(session, union_all(*counts).order_by("kind"))


def _counts(kind: str, incidents: Select[Any], most_frequent: int) -> Select[Any]:
    inside = incidents.cte(f"inside_{kind}")
    involved = (
        select(inside.c.incident_id, col(Involvement.child_id))
        .join(Involvement, col(Involvement.incident_id) == inside.c.incident_id)
        .cte(f"involved_{kind}")
    )
    # A child stands once in an incident, so rows are incidents; the id only settles who of equals comes first.
    frequent = (
        select(involved.c.child_id)
        .group_by(involved.c.child_id)
        .order_by(func.count().desc(), involved.c.child_id)
        .limit(most_frequent)
        .cte(f"frequent_{kind}")
    )
    of_frequent = select(func.count(involved.c.incident_id.distinct())).where(
        involved.c.child_id.in_(select(frequent.c.child_id))
    )
    return select(
        literal(kind).label("kind"),
        select(func.count()).select_from(inside).scalar_subquery().label("incidents"),
        select(func.count(involved.c.incident_id.distinct())).scalar_subquery().label("recorded"),
        select(func.count(involved.c.child_id.distinct())).scalar_subquery().label("children"),
        of_frequent.scalar_subquery().label("of_most_frequent"),
    )
