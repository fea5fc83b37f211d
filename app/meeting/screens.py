"""One screen a point: stepped by button and keys, with what is noted on it; casework only while the meeting goes on."""

import html
from datetime import datetime
from typing import Any

import streamlit as st

from analysis.formats import format_date
from analysis.periods import PeriodError
from analysis.wording.investigations import CASEWORK_BANNER
from app import action_list, cache, filters, frame, parts, place
from app.cases import listing, one
from app.findings.asked import UnknownAsk
from app.findings.finding import Finding, Question
from app.findings.investigations import of_casework, open_case_actions, under_investigation
from app.markdown import plain
from app.meeting import asked as asking
from app.meeting import looked_at, notes, start, told
from app.meeting.agenda import NOT_ON_A_SHARED_SCREEN
from app.meeting.asked import CASEWORK, KIND_NAMES, Asked, Held
from app.meeting.views import findings_of
from data_access.case_fields import CaseRefused
from data_access.investigation_changes import ChangedMeanwhile
from data_access.meetings import Point
from data_access.reviews import fetch_reviews, save_review
from data_access.viewer import Viewer

LIST, ACTIONS = "list", "actions"  # points of a meeting on cases that are neither a page nor a case
# Keys that do nothing while somebody types, and for which browsers have no use: with Alt or Ctrl they would work there
# too, and take away what is typed and not sent yet. In a room nobody types or scrolls, and a clicker sends the others.
KEYS_AT_A_DESK = ("F2", "F8")
KEYS_IN_A_ROOM = ("PageUp", "PageDown")
ENDED = "This meeting has ended, and its casework screens are closed. Its minutes can be taken away from its agenda."


def draw(asked: Asked, held: Held, question: Question, viewer: Viewer) -> None:
    """The screen that is asked for."""
    point = held.points[asked.screen - 1]
    is_casework = held.kind == CASEWORK and (bool(point.case) or point.key in (LIST, ACTIONS))
    if is_casework and held.is_open:
        st.html(frame.STATIC / "casework.css")
        st.html(f'<div class="casework" role="note">{html.escape(CASEWORK_BANNER)}</div>')
    _draw_steps(held, asked.screen)
    told.say()
    if is_casework and not held.is_open:
        _say(KIND_NAMES[held.kind], ENDED)
        if notes.is_open(held, point.key):
            notes.draw(held, point.key, question, viewer)
    elif is_casework and filters.on_shared_screen():
        _say(KIND_NAMES[held.kind], NOT_ON_A_SHARED_SCREEN)
    else:
        notes.draw(held, point.key, question, viewer)
        if is_casework:
            with st.container(key="meeting-casework"):
                _draw_casework(held, point, question, viewer)
        else:
            _draw_page(point, question, viewer)


def _draw_steps(held: Held, number: int) -> None:
    """Where we are, the point before, the next one, and the way back to the agenda."""
    last = len(held.points)
    before, after = KEYS_IN_A_ROOM if filters.on_shared_screen() else KEYS_AT_A_DESK
    with st.container(horizontal=True, key="meeting-steps", vertical_alignment="center"):
        for label, key, to, keys in (("‹ Before", "before", number - 1, before), ("Next ›", "next", number + 1, after)):
            st.button(
                label,
                key=f"step-{key}",
                on_click=asking.go,
                kwargs={"kind": held.kind, "meeting": held.key, "screen": to},
                shortcut=keys,
                disabled=not 1 <= to <= last,
            )
        st.markdown(f"{number} of {last}", width="content")
        st.button(
            "Agenda",
            key="step-agenda",
            on_click=asking.go,
            kwargs={"kind": held.kind, "meeting": held.key},
            type="tertiary",
        )


def _draw_page(point: Point, question: Question, viewer: Viewer) -> None:
    try:
        found = findings_of(point, question, viewer)
    except (filters.UnknownChoice, UnknownAsk, PeriodError) as problem:
        _say(point.title, f"This view cannot be shown any more. {problem}")
        return
    if point.page == "actions":
        action_list.show(found[0])
    else:
        place.page(*found)


def _draw_casework(held: Held, point: Point, question: Question, viewer: Viewer) -> None:
    question = of_casework(question)
    if point.case:
        asked = {"page": looked_at.PAGE, "meeting": held.key, "meeting_number": str(held.number)}
        if not one.draw(question, viewer, point.case, **asked):
            _say(point.title, "This case is not here any more, or not within your role.")
        return
    build = under_investigation if point.key == LIST else open_case_actions
    shown: Finding = cache.finding(build, question, viewer)
    looked_at.note(viewer, held, looked_at.children_in(*shown.tables))
    place.heading(shown)
    if shown.sentences:
        parts.bullets(shown.sentences)
    for table in shown.tables:
        listing.table(table)  # single cases are read here, and not taken away
    if point.key == ACTIONS and asking.may_change(viewer, held.kind):
        _draw_done(question, viewer)
    parts.caption(shown)


def _draw_done(question: Question, viewer: Viewer) -> None:
    """Say of an action that was carried over that it is done."""
    reviews = cache.source(viewer)(fetch_reviews, authority=question.selection.authority)
    left = reviews[reviews["action"].ne("") & reviews["action_done_on"].isna()].sort_values("action_due", kind="stable")
    if left.empty:
        return
    known = {f"{row.key}-{row.meeting}": row for row in left.itertuples(index=False)}
    if st.session_state.get("done-action") not in known:
        st.session_state["done-action"] = next(iter(known))
    st.session_state.setdefault("done-on", question.now)
    action, day, save = st.columns([6, 2, 2], gap="medium", vertical_alignment="bottom")
    with action:
        st.selectbox("Action", list(known), key="done-action", format_func=lambda key: _action_name(known.get(key)))
    with day:
        st.date_input("Done on", key="done-on", format="DD/MM/YYYY", min_value=start.FIRST_DAY)
    with save:
        st.button("It is done", key="done-save", on_click=_save_done, args=(known, viewer))


def _action_name(row: Any) -> str:
    return f"{row.action} ({row.action_owner}, until {format_date(row.action_due)})" if row else ""


def _save_done(known: dict[str, Any], viewer: Viewer) -> None:
    row = known[st.session_state["done-action"]]
    done = {"action_done_on": st.session_state["done-on"]}
    try:
        save_review(cache.engine(), viewer, row.key, row.meeting, int(row.version), done, datetime.now())
    except CaseRefused as refusal:
        told.tell(f"Nothing was saved. {refusal}", is_saved=False)
    except ChangedMeanwhile as theirs:
        said = f"Changed by {theirs.who} at {theirs.when:%H:%M}, after you opened it: nothing was saved."
        told.tell(f"{said} Look at it again.", is_saved=False)
    else:
        told.tell(f"Done: {row.action}.")


def _say(title: str, words: str) -> None:
    st.title(plain(title), anchor=False)
    frame.announce(title, words.removesuffix("."))
    st.markdown(plain(words))
