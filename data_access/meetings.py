"""Meetings: started, their agenda and notes kept, ended. Who may open one is decided by its kind."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Engine, delete, select, update
from sqlmodel import Session, col

from data_access.audit import note
from data_access.batches import raise_data_version
from data_access.case_fields import CaseRefused, Values, require_day, short_text
from data_access.database import fetch_frame
from data_access.investigation_changes import ADDED, new_key, note_changes, require_version, rewrite
from data_access.models import Authority, CaseChange, Meeting, MeetingNote, Review
from data_access.models.meetings import KINDS_OF_MEETING
from data_access.selection import authority_id
from data_access.viewer import Viewer

FIELDS = ("held_on", "present", "reason", "agenda")
LONGEST_PRESENT, LONGEST_REASON, LONGEST_NOTE, LONGEST_TITLE, LONGEST_QUERY = 500, 200, 2_000, 100, 500
MOST_POINTS = 60
PAGE = re.compile(r"[a-z-]{0,30}", re.ASCII)
QUERY = re.compile(r"[A-Za-z0-9=&%.,/_~+-]*", re.ASCII)
CASE_KEY = re.compile(r"[0-9a-f]{16}", re.ASCII)
POINT_KEY = re.compile(r"[a-z0-9-]{1,60}", re.ASCII)


@dataclass(frozen=True)
class Point:
    """A point of an agenda: a page with its filters, or a case by its key.

    `key`: by which its note is kept. `query`: the filters as they stand in the page's address.
    """

    key: str
    title: str
    page: str = ""
    query: str = ""
    case: str = ""


def fetch_meetings(session: Session, viewer: Viewer, *, authority: str, meeting_kind: str) -> pd.DataFrame:
    """The meetings of a kind ("casework" or "tactical"), the latest first.

    Columns: id, key, kind, held_on, present, reason, agenda (as points_of reads it), started_at, started_by, ended_at,
    version, changed_at, changed_by.
    """
    _require(viewer, authority, meeting_kind)
    names = (
        "id",
        "key",
        "kind",
        *FIELDS,
        "started_at",
        "started_by",
        "ended_at",
        "version",
        "changed_at",
        "changed_by",
    )
    meetings = (
        select(*(col(getattr(Meeting, name)) for name in names))
        .where(col(Meeting.authority_id) == authority_id(authority), col(Meeting.kind) == meeting_kind)
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc())
    )
    return fetch_frame(session, meetings)


def fetch_meeting_notes(
    session: Session, viewer: Viewer, *, authority: str, meeting_kind: str, meeting: str
) -> pd.DataFrame:
    """What a meeting noted on its points. Columns: point, text, version, changed_at, changed_by."""
    _require(viewer, authority, meeting_kind)
    of_meeting = select(col(Meeting.id)).where(
        col(Meeting.key) == meeting,
        col(Meeting.authority_id) == authority_id(authority),
        col(Meeting.kind) == meeting_kind,
    )
    names = ("point", "text", "version", "changed_at", "changed_by")
    notes = select(*(col(getattr(MeetingNote, name)) for name in names)).where(
        col(MeetingNote.meeting_id) == of_meeting.scalar_subquery()
    )
    return fetch_frame(session, notes).sort_values("point", ignore_index=True)


def points_of(agenda: str) -> tuple[Point, ...]:
    """The points of a stored agenda, in order."""
    return tuple(Point(**point) for point in json.loads(agenda))


def agenda_of(kind: str, points: Sequence[Point]) -> str:
    """The points as they are stored. Raises CaseRefused for what cannot stand on the agenda of this kind of meeting."""
    if len(points) > MOST_POINTS:
        raise CaseRefused(f"An agenda has at most {MOST_POINTS} points.")
    if len({point.key for point in points}) < len(points):
        raise CaseRefused("A point stands twice on the agenda.")
    for point in points:
        short_text(point.title, LONGEST_TITLE, "the title of a point", needed=True)
        known = POINT_KEY.fullmatch(point.key) and PAGE.fullmatch(point.page) and QUERY.fullmatch(point.query)
        if not known or len(point.query) > LONGEST_QUERY or (point.case and not CASE_KEY.fullmatch(point.case)):
            raise CaseRefused("A point of the agenda is a page with its filters, or a case.")
        if point.case and kind != "casework":
            raise CaseRefused("A meeting on figures has no single cases on its agenda.")
    return json.dumps([asdict(point) for point in points])


def save_new_meeting(
    engine: Engine,
    viewer: Viewer,
    *,
    authority: str,
    meeting_kind: str,
    held_on: date,
    present: str,
    reason: str,
    points: Sequence[Point],
    now: datetime,
) -> str:
    """Start a meeting, if none of its kind is open; answers its key. Raises CaseRefused.

    One on cases needs a reason, which is asked this once.
    """
    _require_save(viewer, authority, meeting_kind)
    values = {"held_on": held_on, "present": present, "reason": reason, "agenda": points}
    checked = _checked(meeting_kind, values)
    if held_on > now.date():
        raise CaseRefused("A meeting is started on its day, or written down after it: this day is still to come.")
    with Session(engine) as session, session.begin():
        number = session.execute(select(col(Authority.id)).where(col(Authority.key) == authority)).scalar_one_or_none()
        if number is None:
            raise CaseRefused("There is no such authority.")
        raise_data_version(session)  # who starts one at the same time waits here
        _require_none_open(session, number, meeting_kind)
        meeting = Meeting(
            authority_id=number,
            key=new_key(),
            kind=meeting_kind,
            **checked,
            started_at=now,
            started_by=viewer.who,
            version=1,
            changed_at=now,
            changed_by=viewer.who,
        )
        session.add(meeting)
        session.flush()
        note_changes(session, meeting, "meeting", 1, {ADDED: ("", held_on)}, now=now, who=viewer.who)
        _note(session, viewer, authority, meeting, now)
        return meeting.key


def save_meeting_change(
    engine: Engine, viewer: Viewer, key: str, version_seen: int, changes: Values, now: datetime
) -> int:
    """Change who was there, the reason, the day or the agenda of a meeting as it was seen; answers its new version.

    Raises ChangedMeanwhile when it is no longer the version that was seen, CaseRefused for values it cannot have.
    """
    with Session(engine) as session, session.begin():
        meeting, authority = _held(session, viewer, key)
        checked = _checked(meeting.kind, changes)
        before = {name: getattr(meeting, name) for name in FIELDS}
        require_version(meeting, version_seen, before, checked)
        changed = {name: value for name, value in checked.items() if value != before[name]}
        if not changed:
            return version_seen
        rewrite(session, meeting, changed, now=now, who=viewer.who)
        told = {name: (before[name], value) for name, value in changed.items()}
        note_changes(session, meeting, "meeting", meeting.version, told, now=now, who=viewer.who)
        raise_data_version(session)
        _note(session, viewer, authority, meeting, now)
        return meeting.version


def end_meeting(engine: Engine, viewer: Viewer, key: str, now: datetime) -> None:
    """End a meeting, so that its casework screens close; one that was ended stays as it is."""
    with Session(engine) as session, session.begin():
        meeting, authority = _held(session, viewer, key)
        if meeting.ended_at is None:
            rewrite(session, meeting, {"ended_at": now}, now=now, who=viewer.who)
            note_changes(
                session, meeting, "meeting", meeting.version, {"ended_at": (None, now)}, now=now, who=viewer.who
            )
            raise_data_version(session)
            _note(session, viewer, authority, meeting, now)


def take_meeting_back(engine: Engine, viewer: Viewer, key: str, now: datetime) -> None:
    """Remove a meeting that was started by mistake. Raises CaseRefused where something was noted or decided in it."""
    with Session(engine) as session, session.begin():
        meeting, authority = _held(session, viewer, key)
        for what in (MeetingNote, Review):
            if session.execute(select(col(what.id)).where(col(what.meeting_id) == meeting.id)).first() is not None:
                raise CaseRefused("Something was noted or decided in this meeting, so it stays. End it instead.")
        session.execute(delete(CaseChange).where(col(CaseChange.meeting_id) == meeting.id))
        _note(session, viewer, authority, meeting, now)
        session.delete(meeting)
        raise_data_version(session)


def save_meeting_note(
    engine: Engine, viewer: Viewer, key: str, point: str, version_seen: int, text: str, now: datetime
) -> int:
    """Keep what a meeting noted on a point, as it was seen; answers its new version. Unseen: version 0.

    Raises ChangedMeanwhile when it is no longer the version that was seen, CaseRefused where it is too long.
    """
    checked = short_text(text, LONGEST_NOTE, "the note")
    if not POINT_KEY.fullmatch(point):
        raise CaseRefused("The agenda has no such point.")
    with Session(engine) as session, session.begin():
        meeting, authority = _held(session, viewer, key)
        same = (col(MeetingNote.meeting_id) == meeting.id, col(MeetingNote.point) == point)
        kept = session.execute(select(MeetingNote).where(*same)).scalar_one_or_none()
        before = kept.text if kept else ""
        require_version(kept, version_seen, {"text": before}, {"text": checked})
        if checked == before:
            return version_seen
        if kept is None:
            kept = MeetingNote(
                meeting_id=int(meeting.id or 0),
                point=point,
                text=checked,
                version=1,
                changed_at=now,
                changed_by=viewer.who,
            )
            session.add(kept)
            session.flush()
        else:
            rewrite(session, kept, {"text": checked}, now=now, who=viewer.who)
        note_changes(session, meeting, "note", kept.version, {point: (before, checked)}, now=now, who=viewer.who)
        raise_data_version(session)
        _note(session, viewer, authority, meeting, now)
        return kept.version


def _require(viewer: Viewer, authority: str, kind: str) -> None:
    if kind not in KINDS_OF_MEETING:
        raise CaseRefused(f"A meeting is one of: {', '.join(KINDS_OF_MEETING)}.")
    viewer.require_all_homes(KINDS_OF_MEETING[kind], authority)


def _require_save(viewer: Viewer, authority: str, kind: str) -> None:
    _require(viewer, authority, kind)
    viewer.require_power("casework" if kind == "casework" else "plan", authority)


def _require_none_open(session: Session, authority: int, kind: str) -> None:
    is_open = (col(Meeting.authority_id) == authority, col(Meeting.kind) == kind, col(Meeting.ended_at).is_(None))
    found = session.execute(select(Meeting).where(*is_open)).scalars().first()
    if found is not None:
        raise CaseRefused(
            f"One is open already: {found.started_by} started it at {found.started_at:%H:%M on %d/%m/%Y}. "
            "Go on with that one, or end it first."
        )


def _held(session: Session, viewer: Viewer, key: str) -> tuple[Meeting, str]:
    """A meeting to be changed and the key of its authority; others wait until this transaction ends."""
    same = col(Meeting.key) == key
    session.execute(update(Meeting).where(same).values(version=col(Meeting.version)))
    found = session.execute(
        select(Meeting, col(Authority.key)).join(Authority, col(Authority.id) == col(Meeting.authority_id)).where(same)
    ).one_or_none()
    if found is None:
        raise CaseRefused("There is no such meeting.")
    meeting, authority = found
    _require_save(viewer, authority, meeting.kind)
    return meeting, authority


def _note(session: Session, viewer: Viewer, authority: str, meeting: Meeting, now: datetime) -> None:
    note(session, viewer.who, "meeting", authority=authority, thing="meeting", meeting=str(meeting.id), now=now)


def _checked(kind: str, values: Values) -> dict[str, Any]:
    if set(values) - set(FIELDS):
        raise CaseRefused("A meeting has no such field.")
    checked = dict(values)
    if "held_on" in checked:
        require_day(checked["held_on"])
    if "present" in checked:
        checked["present"] = short_text(checked["present"], LONGEST_PRESENT, "who is present", needed=True)
    if "reason" in checked:
        needed = kind == "casework"
        checked["reason"] = short_text(
            checked["reason"], LONGEST_REASON, "why single cases are looked at", needed=needed
        )
    if "agenda" in checked:
        checked["agenda"] = agenda_of(kind, checked["agenda"])
    return checked
