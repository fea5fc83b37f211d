"""The register: authorities, reporting lines, homes."""

from datetime import date

import pandas as pd
from sqlalchemy import Executable, func, select
from sqlmodel import Session, col

from data_access.authorities import holds_something
from data_access.database import fetch_frame
from data_access.models import Authority, Home, ReportingLine
from data_access.other_homes import OTHER_HOMES, OTHERS_ID, OTHERS_ORDER, others_of
from data_access.selection import Selection, homes_of, neighbourhood_at
from data_access.viewer import Viewer


def fetch_authorities(session: Session, viewer: Viewer, *, even_empty: bool = False) -> pd.DataFrame:
    """Authorities the viewer may see, of which anything is there, or all. Columns: key, name; by name."""
    authorities = select(col(Authority.key), col(Authority.name)).order_by(col(Authority.name))
    if not even_empty:
        authorities = authorities.where(holds_something())
    if viewer.authorities is not None:
        authorities = authorities.where(col(Authority.key).in_(sorted(viewer.authorities)))
    if viewer.homes is not None:
        authorities = authorities.where(col(Authority.key).in_(sorted({key.partition("/")[0] for key in viewer.homes})))
    return fetch_frame(session, authorities)


def fetch_lines(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """Reporting lines with a home the viewer may see, in register order. Columns: key, name, line_order, provider."""
    lines: Executable = (
        select(
            col(ReportingLine.key),
            col(ReportingLine.name),
            col(ReportingLine.register_order).label("line_order"),
            col(Home.provider),
        )
        .join(Home, col(Home.reporting_line_id) == col(ReportingLine.id))
        .where(col(Home.id).in_(homes_of(Selection(authority), viewer)))
        .distinct()
        .order_by(col(ReportingLine.register_order), col(Home.provider))
    )
    return fetch_frame(session, lines)


def fetch_places(session: Session, viewer: Viewer, selection: Selection, *, at: date) -> pd.DataFrame:
    """The homes of a selection, in register order, also those without records.

    Columns: home_id, home, line, line_order, provider, neighbourhood (at the day `at`; "" if none), opened, closed. To
    who is limited to some homes, all others are one home at the end, of no provider and neighbourhood, and always open.
    """
    homes: Executable = (
        select(
            col(Home.id).label("home_id"),
            col(Home.name).label("home"),
            col(ReportingLine.name).label("line"),
            col(ReportingLine.register_order).label("line_order"),
            col(Home.provider),
            func.coalesce(neighbourhood_at(col(Home.id), at), "").label("neighbourhood"),
            col(Home.opened),
            col(Home.closed),
        )
        .join(ReportingLine, col(ReportingLine.id) == col(Home.reporting_line_id))
        .where(col(Home.id).in_(homes_of(selection, viewer)))
        .order_by(col(ReportingLine.register_order), col(Home.name))
    )
    places = fetch_frame(session, homes)
    if others_of(session, selection, viewer) is None:
        return places
    others = (OTHERS_ID, OTHER_HOMES, OTHER_HOMES, OTHERS_ORDER, "", "", None, None)
    return pd.DataFrame.from_records([*places.itertuples(index=False, name=None), others], columns=list(places.columns))


def fetch_sight(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """Whether the viewer is limited to some homes, and whether they are told all homes together. One row.

    Columns: limited, sees_all_together.
    """
    viewer.require("partnership", authority)
    limited = viewer.homes is not None
    together = not limited or others_of(session, Selection(authority), viewer) is not None
    return pd.DataFrame({"limited": [limited], "sees_all_together": [together]})
