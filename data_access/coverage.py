"""What the sources cover. In a covered month no record means none happened; elsewhere nothing is known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, String, and_, case, cast, false, func, or_, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import Coverage, DatabaseContents, DataVersion, HomeNeighbourhood, ImportBatch, Neighbourhood
from data_access.other_homes import OTHERS_ID, months_of_others, others_of
from data_access.selection import Selection, authority_id, homes_of
from data_access.viewer import Viewer


def fetch_coverage(
    session: Session, viewer: Viewer, *, authority: str, source: str, start: date, end: date
) -> pd.DataFrame:
    """Covered months of a source within start..end (half-open).

    Columns: place_kind (home, neighbourhood, authority), place (home id as text, neighbourhood name or ""), month. To
    who is limited to some homes, all others are one home (data_access.other_homes), and only their own homes'
    neighbourhoods are there.
    """
    own = homes_of(Selection(authority), viewer)
    rows = (
        select(
            case(
                (col(Coverage.home_id).is_not(None), "home"),
                (col(Coverage.neighbourhood_id).is_not(None), "neighbourhood"),
                else_="authority",
            ).label("place_kind"),
            func.coalesce(cast(col(Coverage.home_id), String), col(Neighbourhood.name), "").label("place"),
            col(Coverage.month),
        )
        .outerjoin(Neighbourhood, col(Neighbourhood.id) == col(Coverage.neighbourhood_id))
        .where(
            col(Coverage.authority_id) == authority_id(authority),
            col(Coverage.source) == source,
            col(Coverage.month) >= start,
            col(Coverage.month) < end,
        )
        .distinct()  # several senders may cover the same month
    )
    if viewer.homes is None:
        return fetch_frame(session, rows)
    areas = select(col(HomeNeighbourhood.neighbourhood_id)).where(col(HomeNeighbourhood.home_id).in_(own))
    frame = fetch_frame(
        session,
        rows.where(
            or_(col(Coverage.home_id).is_(None), col(Coverage.home_id).in_(own)),
            or_(col(Coverage.neighbourhood_id).is_(None), col(Coverage.neighbourhood_id).in_(areas)),
        ),
    )
    others = others_of(session, Selection(authority), viewer)
    if others is None:
        return frame
    months = months_of_others(session, others, authority, source, start, end)
    together = pd.DataFrame({"place_kind": "home", "place": str(OTHERS_ID), "month": months})
    return pd.concat([frame, together], ignore_index=True)


def fetch_sources(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """What each source covers for an authority. Columns: source, first_month, last_month, extract_date."""
    viewer.require("partnership", authority)
    sources = (
        select(
            col(Coverage.source),
            func.min(col(Coverage.month)).label("first_month"),
            func.max(col(Coverage.month)).label("last_month"),
            func.max(col(Coverage.extract_date)).label("extract_date"),
        )
        .where(col(Coverage.authority_id) == authority_id(authority))
        .group_by(col(Coverage.source))
        .order_by(col(Coverage.source))
    )
    return fetch_frame(session, sources)


def fetch_batches(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """The files loaded for an authority, newest first.

    Columns: id, kind, source, extract_date, loaded_at, rows_read, added, updated, unchanged, rejected, undone_at,
    may_undo (whether it can be undone now: of loads that follow on each other, the newest that still counts),
    withdrawn, loaded_by, covers_from, covers_to. Who is limited to some homes is not told which files came: a file may
    be of one home alone.
    """
    viewer.require("partnership", authority)
    counts = ("rows_read", "added", "updated", "unchanged", "rejected")
    names = ("id", "kind", "source", "extract_date", "loaded_at", *counts, "undone_at")
    further = ("withdrawn", "loaded_by", "covers_from", "covers_to")
    newest = last_loads(authority_id(authority))
    may_undo = and_(col(ImportBatch.can_be_undone).is_(True), col(ImportBatch.id).in_(newest)).label("may_undo")
    batches = (
        select(
            *(col(getattr(ImportBatch, name)) for name in names),
            may_undo,
            *(col(getattr(ImportBatch, name)) for name in further),
        )
        .where(col(ImportBatch.authority_id) == authority_id(authority))
        .order_by(col(ImportBatch.id).desc())
    )
    return fetch_frame(session, batches if viewer.homes is None else batches.where(false()))


def last_loads(of_authority: Any) -> Select[Any]:
    """The loads of an authority on which no later one stands: the newest that counts, of each stream."""
    return (
        select(func.max(col(ImportBatch.id)))
        .where(col(ImportBatch.authority_id) == of_authority, col(ImportBatch.undone_at).is_(None))
        .group_by(col(ImportBatch.stream))
    )


def fetch_data_version(session: Session) -> int:
    """The number raised by every load; part of every cache key."""
    return session.get_one(DataVersion, 1).version


@dataclass(frozen=True)
class DatabaseState:
    """The data version, and what the database holds: nothing, sample or other.

    A demo that serves anything but the sample must stop.
    """

    version: int
    holds: str


def fetch_state(session: Session) -> DatabaseState:
    """Both in one query, since every run of every page asks."""
    holds = select(col(DatabaseContents.holds)).where(col(DatabaseContents.id) == 1).scalar_subquery()
    version, held = session.execute(select(col(DataVersion.version), holds).where(col(DataVersion.id) == 1)).one()
    return DatabaseState(version, held)
