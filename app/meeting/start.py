"""Starting a meeting, choosing one that was held, and taking its minutes away."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from analysis.formats import format_date
from app import cache, downloads, filters
from app.findings.finding import Question, Source
from app.findings.investigations import agenda, of_casework, open_case_actions
from app.findings.minutes import CASE_POINT, minutes
from app.meeting import asked as asking
from app.meeting import told
from app.meeting.asked import CASEWORK, KIND_NAMES, Asked, Held
from app.meeting.looked_at import PAGE, children_in
from app.meeting.views import first_agenda
from data_access.audit import children_viewed
from data_access.case_fields import CaseRefused
from data_access.database import run_fetch
from data_access.investigations import fetch_investigations
from data_access.meetings import LONGEST_PRESENT, LONGEST_REASON, Point, fetch_meeting_notes, save_new_meeting
from data_access.reviews import fetch_reviews
from data_access.viewer import Viewer

FIRST_DAY = date(2000, 1, 1)
STAFF_ONLY = "Names of staff or agencies. No names of children."
REASON_ONCE = (
    "Asked once a meeting, and no child is named in it. It stands in the minutes; the log names the meeting with each "
    "child that is looked at."
)


def choose(asked: Asked) -> None:
    """Which kind of meeting, and which of them."""
    kind, meeting = st.columns([1, 2], gap="medium")
    with kind:
        if len(asked.kinds) > 1:
            names = {key: KIND_NAMES[key] for key in asked.kinds}
            filters.choose("Kind of meeting", "kind", list(names), asked.kind, names, empties=["meeting", "screen"])
    names = {"": "None is open: start one"} if asking.open_one(asked.meetings) is None else {}
    names |= _names(asked.meetings)
    with meeting:
        filters.choose(
            "Meeting", "meeting", list(names), asked.meeting.key if asked.meeting else "", names, empties=["screen"]
        )


def draw_start(asked: Asked, question: Question, viewer: Viewer) -> None:
    """The form that starts a meeting of the kind."""
    if not asking.may_change(viewer, asked.kind):
        st.markdown("Your role may read meetings, and start none.")
        return
    st.header(f"Start: {KIND_NAMES[asked.kind].lower()}", anchor=False)
    if cache.settings().sign_in == "demo":
        st.markdown("This is the demo: what is saved here is invented, and everyone who opens it sees it.")
    st.session_state.setdefault("start-day", question.now)
    with st.form("start-meeting", enter_to_submit=False):
        st.date_input("Day of the meeting", key="start-day", format="DD/MM/YYYY", min_value=FIRST_DAY)
        st.text_input("Present", key="start-present", max_chars=LONGEST_PRESENT)
        st.caption(STAFF_ONLY)
        if asked.kind == CASEWORK:
            st.text_input("Why single cases are looked at", key="start-reason", max_chars=LONGEST_REASON)
            st.caption(REASON_ONCE)
        st.form_submit_button(
            "Start the meeting", key="start-save", type="primary", on_click=_start, args=(asked, question, viewer)
        )


def draw_minutes(held: Held, question: Question, viewer: Viewer) -> None:
    """The minutes as a Word document, made when they are asked for."""
    on = held.held_on.isoformat()
    is_casework = held.kind == CASEWORK
    downloads.button(
        "Download the minutes (Word)",
        minutes_of(held, question, viewer),
        file_name=f"minutes-{'data-meeting' if is_casework else 'tactical-group'}-{on}-not-for-publication.docx",
        thing=f"meeting {held.number}",
        needs="casework" if is_casework else "export",
        audience="casework" if is_casework else "partnership",
        key=f"minutes-{held.key}",
    )


def minutes_of(held: Held, question: Question, viewer: Viewer) -> Callable[[], bytes]:
    """Makes the minutes of a meeting, and notes each child that they name as looked at in it."""
    engine, source = cache.engine(), _fresh(viewer)
    asks = of_casework(question) if held.kind == CASEWORK else question

    def file() -> bytes:
        if held.kind == CASEWORK:
            children_viewed(
                engine, viewer, PAGE, str(held.number), _children_of(held, asks, source), now=datetime.now()
            )
        return minutes(asks, source, held.kind, held.key)

    return file


def _children_of(held: Held, question: Question, source: Source) -> list[str]:
    """The codes of all children whom the minutes of a meeting on cases name."""
    cases = source(fetch_investigations, authority=question.selection.authority)
    reviews = source(fetch_reviews, authority=question.selection.authority)
    named = {point.case for point in held.points} | set(reviews[reviews["meeting"] == held.key]["key"])
    asked = {"authority": question.selection.authority, "meeting_kind": held.kind, "meeting": held.key}
    noted = source(fetch_meeting_notes, **asked)["point"]
    named |= {point.removeprefix(CASE_POINT) for point in noted}
    on_agenda = cases[cases["key"].isin(named)]["child"]
    on_its_day = replace(question, now=min(held.held_on, question.now))
    return [*on_agenda, *children_in(*open_case_actions(on_its_day, source).tables)]


def agenda_to_begin_with(asked: Asked, question: Question, viewer: Viewer) -> tuple[tuple[Point, ...], int]:
    """What a new meeting goes through, and how many cases it has no room for.

    On cases it is what there is to discuss; on figures, the last one's pages.
    """
    if asked.kind == CASEWORK:
        return agenda(of_casework(question), _fresh(viewer))
    last = asked.meetings[0] if asked.meetings else None
    return first_agenda(last.points if last else (), last.held_on if last else None), 0


def _fresh(viewer: Viewer) -> Source:
    """Runs fetches without the cache, which is of a run: functions of buttons come before it, downloads after it."""
    engine = cache.engine()

    def source(fetch: Callable[..., pd.DataFrame], *args: Any, **kwargs: Any) -> pd.DataFrame:
        return run_fetch(engine, fetch, viewer, *args, **kwargs)

    return source


def _start(asked: Asked, question: Question, viewer: Viewer) -> None:
    """Runs before the page is drawn again. What was typed stays in the form when it is refused."""
    typed = {name: st.session_state.get(f"start-{name}", "") for name in ("present", "reason")}
    points, left = agenda_to_begin_with(asked, question, viewer)
    try:
        key = save_new_meeting(
            cache.engine(),
            viewer,
            authority=question.selection.authority,
            meeting_kind=asked.kind,
            held_on=st.session_state["start-day"],
            points=points,
            now=datetime.now(),
            **typed,
        )
    except CaseRefused as refusal:
        told.tell(f"No meeting was started. {refusal}", is_saved=False)
        return
    for name in ("day", "present", "reason"):
        st.session_state.pop(f"start-{name}", None)
    asking.go(kind=asked.kind, meeting=key)
    too_many = f" {left} more cases found no room on it: they stand on the list, its first point." if left else ""
    told.tell(f"The meeting has started. Its agenda is made of what there is to discuss.{too_many}")


def _names(meetings: Sequence[Held]) -> dict[str, str]:
    """Meetings by their keys, as they are chosen; of several on a day, each with its number on that day."""
    names = {}
    for held in meetings:
        of_day = sorted(other.number for other in meetings if other.held_on == held.held_on)
        which = f" ({of_day.index(held.number) + 1})" if len(of_day) > 1 else ""
        names[held.key] = (
            f"{KIND_NAMES[held.kind]} of {format_date(held.held_on)}{which}{', open' if held.is_open else ''}"
        )
    return names
