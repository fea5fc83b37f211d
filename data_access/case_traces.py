"""What meetings hold of a case besides its own rows: its point on the agenda, the note on it, and their history."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from data_access.models import CaseChange, Meeting, MeetingNote

AT_ONCE = 200  # keys in one statement; each is looked for in texts


@dataclass(frozen=True)
class Traces:
    """Points, each with its title and the meeting's key and day; of all else the numbers of the rows.

    notes, changes: what was noted on the points, and how that changed. meetings: whose agenda has a point.
    agendas: rows of history that hold an agenda as it was.
    """

    points: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[int, ...] = ()
    changes: tuple[int, ...] = ()
    meetings: tuple[int, ...] = ()
    agendas: tuple[int, ...] = ()


def traces_of(session: Session, keys: Iterable[str]) -> Traces:
    """What meetings hold of cases, by the keys of the cases."""
    wanted = sorted(set(keys))
    points, notes, changes = list[Mapping[str, Any]](), set[int](), set[int]()
    meetings, agendas = set[int](), set[int]()
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        of_points: dict[int, set[str]] = {}
        of_meeting = select(col(Meeting.id), col(Meeting.key), col(Meeting.held_on), col(Meeting.agenda))
        for meeting in session.execute(of_meeting.where(_names(Meeting.agenda, part))):
            own = [point for point in json.loads(meeting.agenda) if point.get("case") in part]
            points += [{"meeting": meeting.key, "held_on": meeting.held_on, "title": point["title"]} for point in own]
            of_points[meeting.id] = {point["key"] for point in own}
            meetings.add(meeting.id)
        history = select(col(CaseChange.id), col(CaseChange.meeting_id), col(CaseChange.before), col(CaseChange.after))
        told = history.where(
            col(CaseChange.field) == "agenda", or_(_names(CaseChange.before, part), _names(CaseChange.after, part))
        )
        for change in session.execute(told):
            agendas.add(change.id)
            for agenda in (change.before, change.after):
                kept = {point["key"] for point in json.loads(agenda or "[]") if point.get("case") in part}
                of_points.setdefault(change.meeting_id, set()).update(kept)
        for meeting_id, own_keys in of_points.items():
            same = (col(MeetingNote.meeting_id) == meeting_id, col(MeetingNote.point).in_(own_keys))
            notes |= set(session.execute(select(col(MeetingNote.id)).where(*same)).scalars())
            written = (col(CaseChange.meeting_id) == meeting_id, col(CaseChange.thing) == "note")
            found = select(col(CaseChange.id)).where(*written, col(CaseChange.field).in_(own_keys))
            changes |= set(session.execute(found).scalars())
    return Traces(tuple(points), *(tuple(sorted(found)) for found in (notes, changes, meetings, agendas)))


def forget_cases(session: Session, keys: Iterable[str]) -> Traces:
    """Take cases off agendas, those of the history among them, and remove the notes on them; answers what that was."""
    wanted = set(keys)
    found = traces_of(session, wanted)
    for number in found.meetings:
        same = col(Meeting.id) == number
        agenda = session.execute(select(col(Meeting.agenda)).where(same)).scalar_one()
        # With a version of its own, so that who has the agenda open cannot put back what went.
        changed = {"agenda": _without(agenda, wanted), "version": col(Meeting.version) + 1}
        session.execute(update(Meeting).where(same).values(changed))
    for number in found.agendas:
        change = col(CaseChange.id) == number
        both = session.execute(select(col(CaseChange.before), col(CaseChange.after)).where(change)).one()
        before, after = (_without(agenda, wanted) for agenda in both)
        session.execute(update(CaseChange).where(change).values(before=before, after=after))
    for model, numbers in ((MeetingNote, found.notes), (CaseChange, found.changes)):
        for start in range(0, len(numbers), AT_ONCE):
            session.execute(delete(model).where(col(model.id).in_(numbers[start : start + AT_ONCE])))
    return found


def _names(column: Any, keys: Iterable[str]) -> Any:
    """Whether a text holds one of the keys, which are random words."""
    return or_(*(col(column).contains(key, autoescape=True) for key in keys))


def _without(agenda: str, keys: set[str]) -> str:
    return json.dumps([point for point in json.loads(agenda) if point.get("case") not in keys]) if agenda else agenda
