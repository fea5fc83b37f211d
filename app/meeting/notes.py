"""What is noted on a point of a meeting, and what somebody typed there and has not saved yet."""

from datetime import datetime

import streamlit as st

from app import cache, filters
from app.findings.finding import Question
from app.meeting import asked as asking
from app.meeting import typed
from app.meeting.asked import Held
from data_access.meetings import LONGEST_NOTE, fetch_meeting_notes, save_meeting_note
from data_access.viewer import Viewer

NO_NAMES = "No names of children, and nothing by which a child could be known. It stands in the minutes."
LEFT = "You typed this on a point that was taken off the agenda. It is not saved; once it is, it stands in the minutes."


def draw(held: Held, point: str, question: Question, viewer: Viewer) -> None:
    """The note of a point; a room reads it, a desk may change it while the meeting goes on.

    What was opened before the meeting ended stays open until it is saved or dropped.
    """
    asked = {"authority": question.selection.authority, "meeting_kind": held.kind, "meeting": held.key}
    notes = cache.source(viewer)(fetch_meeting_notes, **asked)
    found = notes[notes["point"] == point].to_dict("records")
    stored = typed.Stored("", 0)
    if found:
        stored = typed.Stored(
            found[0]["text"], int(found[0]["version"]), found[0]["changed_by"], found[0]["changed_at"]
        )
    may_change = asking.may_change(viewer, held.kind) and not filters.on_shared_screen()
    may_change = may_change and (held.is_open or is_open(held, point))
    if stored.text or may_change:
        typed.draw(
            _name(held, point),
            stored,
            lambda version, text: save_meeting_note(
                cache.engine(), viewer, held.key, point, version, text, datetime.now()
            ),
            label="Note",
            field="text",
            opens="Change the note" if stored.text else "Write a note",
            nothing="Nothing noted on this point yet.",
            longest=LONGEST_NOTE,
            may_change=may_change,
            caption=NO_NAMES,
        )


def is_open(held: Held, point: str) -> bool:
    """Whether this person opened the note of a point and has neither saved nor left it."""
    return typed.is_open(_name(held, point))


def draw_left(held: Held, question: Question, viewer: Viewer) -> None:
    """On the agenda: the open notes of points that were taken off it, so that nothing typed is out of reach."""
    there = {point.key for point in held.points}
    for point in typed.opened(_name(held, "")):
        if point not in there:
            st.info(LEFT)
            draw(held, point, question, viewer)


def _name(held: Held, point: str) -> str:
    return f"note-{held.key}-{point}"
