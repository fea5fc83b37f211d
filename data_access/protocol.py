"""What the partnership counts about its protocol. Counts of all homes together: no child, no home, no single case.

How many of a kind of outcome there were at one home, or of one offence, is asked by no fetch here.
"""

from datetime import date, datetime, time
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Executable, and_, case, func, or_, select
from sqlmodel import Session, col

from data_access.database import fetch_frame
from data_access.models import (
    ChecklistItem,
    Home,
    ImportBatch,
    InternalCount,
    Investigation,
    Meeting,
    OutcomeCode,
    ProtocolItem,
    ProtocolProfile,
    Review,
)
from data_access.models.investigations import LEARNING
from data_access.selection import Selection, authority_id, homes_of
from data_access.viewer import Viewer

OPEN = "open"
NOT_PUBLIC_INTEREST_BY_CPS = "9"  # the Home Office code of the CPS's own decision
KEPT_COLUMNS = ["first_day", "last_month"]
COUNTED = ("internal", "input_helpful", "immediate")


def fetch_profile(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """The protocol that an authority applies: its own, else the default; one row.

    Columns: name, source, checklist_hours, open_days, review_months, monitoring_months.
    """
    names = ("name", "source", "checklist_hours", "open_days", "review_months", "monitoring_months")
    columns = (col(getattr(ProtocolProfile, name)) for name in names)
    return fetch_frame(session, select(*columns).where(col(ProtocolProfile.id) == _profile(viewer, authority)))


def fetch_protocol_items(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """The ten points of the checklist as that protocol words them. Columns: number, wording, owner."""
    items = (
        select(col(ProtocolItem.number), col(ProtocolItem.wording), col(ProtocolItem.owner))
        .where(col(ProtocolItem.profile_id) == _profile(viewer, authority))
        .order_by(col(ProtocolItem.number))
    )
    return fetch_frame(session, items)


def fetch_internal_counts(session: Session, viewer: Viewer, *, authority: str, start: date, end: date) -> pd.DataFrame:
    """What the homes dealt with by their own count, in start..end (half-open).

    Columns: home_id, month, internal, input_helpful, immediate.
    """
    viewer.require_all_homes("partnership", authority)
    counts = (
        select(
            col(InternalCount.home_id),
            col(InternalCount.month),
            *(col(getattr(InternalCount, name)) for name in COUNTED),
        )
        .where(
            col(InternalCount.home_id).in_(homes_of(Selection(authority), viewer)),
            col(InternalCount.month) >= start,
            col(InternalCount.month) < end,
        )
        .order_by(col(InternalCount.month), col(InternalCount.home_id))
    )
    return fetch_frame(session, counts)


def fetch_homes_signed_up(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """The homes of the register. Columns: home_id, provider, opened, closed, signed_up."""
    viewer.require_all_homes("partnership", authority)
    names = ("provider", "opened", "closed", "signed_up")
    homes = (
        select(col(Home.id).label("home_id"), *(col(getattr(Home, name)) for name in names))
        .where(col(Home.authority_id) == authority_id(authority))
        .order_by(col(Home.id))
    )
    return fetch_frame(session, homes)


def fetch_list_kept(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """In which days the list of cases is kept, whatever the days of its cases: a row for each stretch.

    The months that a file of investigations was stated to hold all cases of; and from the day on which the first case
    was put on the list, by file or by hand. Columns: first_day, last_month (None: it goes on).
    """
    viewer.require_all_homes("partnership", authority)
    names = ("loaded_at", "added", "covers_from", "covers_to")
    loads = session.execute(
        select(*(col(getattr(ImportBatch, name)) for name in names)).where(
            col(ImportBatch.authority_id) == authority_id(authority),
            col(ImportBatch.kind) == "investigations",
            col(ImportBatch.undone_at).is_(None),
        )
    ).all()
    # Of a file that was loaded in April no later month is known, whatever was stated.
    stretches = [(first, min(last, loaded_at.date())) for loaded_at, _, first, last in loads if first and last]
    first_added: datetime | None = session.execute(
        select(func.min(col(Investigation.created_at))).where(*_of(authority))
    ).scalar_one()
    # A load stays known when its cases were removed since.
    begun = [loaded_at for loaded_at, added, *_ in loads if added] + ([first_added] if first_added else [])
    goes_on = [(min(begun).date(), None)] if begun else []
    return pd.DataFrame([*sorted(stretches), *goes_on], columns=KEPT_COLUMNS, dtype=object)


def fetch_reviews_kept(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """From when on data meetings review cases: the month of the first; no row without any. Columns as fetch_list_kept.

    A meeting counts from its day, or from when it was started here if that is later: a day can be mistyped.
    """
    viewer.require_all_homes("partnership", authority)
    held = session.execute(
        select(col(Meeting.held_on), col(Meeting.started_at)).where(
            col(Meeting.authority_id) == authority_id(authority), col(Meeting.kind) == "casework"
        )
    )
    first = min((max(held_on, started_at.date()) for held_on, started_at in held), default=None)
    goes_on = [] if first is None else [(first.replace(day=1), None)]
    return pd.DataFrame(goes_on, columns=KEPT_COLUMNS, dtype=object)


def fetch_recorded_counts(session: Session, viewer: Viewer, *, authority: str, start: date, end: date) -> pd.DataFrame:
    """Cases reported in start..end (half-open). Columns: month, provider ("" outside homes of the register), count."""
    viewer.require_all_homes("partnership", authority)
    reported = (
        select(
            col(Investigation.reported_at), func.coalesce(col(Home.provider), "").label("provider"), _number("count")
        )
        .outerjoin(Home, col(Home.id) == col(Investigation.home_id))
        .where(*_of(authority), *_reported(start, end))
        .group_by(col(Investigation.reported_at), col(Home.provider))
    )
    return _by_month(fetch_frame(session, reported), "reported_at", ["provider"])


def fetch_closed_counts(session: Session, viewer: Viewer, *, authority: str, start: date, end: date) -> pd.DataFrame:
    """Cases that got an outcome in start..end (half-open), by its class.

    Columns: month, outcome_class, by_cps (whether the CPS discontinued it), count.
    """
    viewer.require_all_homes("partnership", authority)
    by_cps = or_(col(Investigation.discontinued) == "yes", col(OutcomeCode.code) == NOT_PUBLIC_INTEREST_BY_CPS).label(
        "by_cps"
    )
    closed = (
        select(col(Investigation.outcome_on), col(OutcomeCode.outcome_class), by_cps, _number("count"))
        .join(OutcomeCode, col(OutcomeCode.id) == col(Investigation.outcome_id))
        .where(*_of(authority), _has_outcome_in(start, end))
        .group_by(col(Investigation.outcome_on), col(OutcomeCode.outcome_class), by_cps)
    )
    found = _by_month(fetch_frame(session, closed), "outcome_on", ["outcome_class", "by_cps"])
    return found.astype({"by_cps": bool})


def fetch_outcome_times(session: Session, viewer: Viewer, *, authority: str, start: date, end: date) -> pd.DataFrame:
    """Cases reported before `end` that had no outcome before `start`.

    Columns: reported_on, outcome_on (None: none yet), count.
    """
    viewer.require_all_homes("partnership", authority)
    outcome_on = case((col(OutcomeCode.outcome_class) == OPEN, None), else_=col(Investigation.outcome_on))
    times = (
        select(col(Investigation.reported_at), outcome_on.label("outcome_on"), _number("count"))
        .outerjoin(OutcomeCode, col(OutcomeCode.id) == col(Investigation.outcome_id))
        .where(
            *_of(authority),
            col(Investigation.reported_at) < datetime.combine(end, time()),
            or_(outcome_on.is_(None), outcome_on >= start),
        )
        .group_by(col(Investigation.reported_at), outcome_on)
        .order_by(col(Investigation.reported_at))
    )
    found = fetch_frame(session, times)
    days = [moment.date() for moment in found.pop("reported_at")]
    found.insert(0, "reported_on", pd.Series(days, dtype=object))
    return found


def fetch_checklist_times(session: Session, viewer: Viewer, *, authority: str, start: date, end: date) -> pd.DataFrame:
    """When the checklists of the cases reported in start..end (half-open) were done, without the cases.

    Columns: reported_at, reported_time_known, points_done, last_at (of the points whose time is known, the last),
    last_day (of those of which only the day is known), count.
    """
    viewer.require_all_homes("partnership", authority)
    cases = fetch_frame(
        session,
        select(
            col(Investigation.id).label("case"),
            col(Investigation.reported_at),
            col(Investigation.reported_time_known),
        ).where(*_of(authority), *_reported(start, end)),
    )
    items: Executable = select(
        col(ChecklistItem.investigation_id).label("case"), col(ChecklistItem.done_at), col(ChecklistItem.time_known)
    ).where(col(ChecklistItem.investigation_id).in_(cases["case"].tolist()), col(ChecklistItem.done_at).is_not(None))
    done = fetch_frame(session, items)
    timed = done["time_known"].astype(bool)
    points = done.groupby("case")["done_at"].size().to_dict()
    last = {
        "last_at": done[timed].groupby("case")["done_at"].max().to_dict(),
        "last_day": done[~timed].groupby("case")["done_at"].max().to_dict(),
    }
    cases["points_done"] = [int(points.get(number, 0)) for number in cases["case"]]
    for name, moments in last.items():
        cases[name] = pd.to_datetime(pd.Series([moments.get(number) for number in cases["case"]], dtype=object))
    keys = ["reported_at", "reported_time_known", "points_done", *last]
    counted = cases.groupby(keys, dropna=False, as_index=False)["case"].size().rename(columns={"size": "count"})
    return counted.astype({"reported_time_known": bool})


def fetch_review_counts(session: Session, viewer: Viewer, *, authority: str, start: date, end: date) -> pd.DataFrame:
    """What meetings held in start..end (half-open) decided about cases.

    Columns: month, proportionate, count, and for each that may learn (LEARNING) of how many of these it was written.
    """
    viewer.require_all_homes("partnership", authority)
    meetings = fetch_frame(
        session,
        select(col(Meeting.id).label("meeting"), col(Meeting.held_on)).where(
            col(Meeting.authority_id) == authority_id(authority),
            col(Meeting.held_on) >= start,
            col(Meeting.held_on) < end,
        ),
    )
    learnt = (func.sum(case((col(getattr(Review, name)) != "", 1), else_=0)).label(name) for name in LEARNING)
    reviews = fetch_frame(
        session,
        select(col(Review.meeting_id).label("meeting"), col(Review.proportionate), _number("count"), *learnt)
        .where(col(Review.meeting_id).in_(meetings["meeting"].tolist()))
        .group_by(col(Review.meeting_id), col(Review.proportionate)),
    )
    found = reviews.merge(meetings, on="meeting").drop(columns="meeting")
    return _by_month(found, "held_on", ["proportionate"], ["count", *LEARNING])


def _profile(viewer: Viewer, authority: str) -> Any:
    viewer.require("partnership", authority)
    own = (
        select(col(ProtocolProfile.id))
        .where(
            or_(
                col(ProtocolProfile.authority_id) == authority_id(authority),
                col(ProtocolProfile.authority_id).is_(None),
            )
        )
        .order_by(col(ProtocolProfile.authority_id).is_(None), col(ProtocolProfile.id))
        .limit(1)
    )
    return own.scalar_subquery()


def _of(authority: str) -> tuple[ColumnElement[bool], ...]:
    return (col(Investigation.authority_id) == authority_id(authority),)


def _reported(start: date, end: date) -> tuple[ColumnElement[bool], ...]:
    first, last = datetime.combine(start, time()), datetime.combine(end, time())
    return (col(Investigation.reported_at) >= first, col(Investigation.reported_at) < last)


def _has_outcome_in(start: date, end: date) -> ColumnElement[bool]:
    return and_(
        col(Investigation.outcome_on) >= start,
        col(Investigation.outcome_on) < end,
        col(OutcomeCode.outcome_class) != OPEN,
    )


def _number(name: str) -> Any:
    return func.count().label(name)


def _by_month(frame: pd.DataFrame, day: str, keys: list[str], counts: list[str] | None = None) -> pd.DataFrame:
    """Counts of days added up to months, in order."""
    months = [date(moment.year, moment.month, 1) for moment in frame.pop(day)]
    frame.insert(0, "month", pd.Series(months, dtype=object))
    summed = counts or ["count"]
    return frame.groupby(["month", *keys], as_index=False)[summed].sum().astype(dict.fromkeys(summed, int))
