"""The agenda of a meeting: its points, who is there, what can be changed of them, and its end."""

import html
from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from analysis.formats import format_date
from app import cache, filters, frame
from app.findings.finding import Question
from app.markdown import plain
from app.meeting import asked as asking
from app.meeting import notes, start, told, typed
from app.meeting.asked import CASEWORK, KIND_NAMES, Asked, Held
from app.meeting.views import TITLES, pages_of, point_of
from data_access.case_fields import CaseRefused
from data_access.investigation_changes import ChangedMeanwhile
from data_access.investigations import fetch_investigations
from data_access.meetings import (
    LONGEST_PRESENT,
    LONGEST_TITLE,
    Point,
    end_meeting,
    fetch_meeting_notes,
    save_meeting_change,
    take_meeting_back,
)
from data_access.models.investigations import FINALISED
from data_access.reviews import fetch_reviews
from data_access.viewer import Viewer

CHANGES = "change-agenda"  # whether what changes the agenda is open: then it says there what became of a change
OVERVIEW = "overview"  # its path in the address is empty
NOT_ON_A_SHARED_SCREEN = "Casework is not shown on a shared screen. Leave it, and open the meeting at a desk."


def draw(asked: Asked, question: Question, viewer: Viewer) -> None:
    """The meetings there are, and the agenda of the one that is chosen, or the form that starts one."""
    held = asked.meeting
    kind = KIND_NAMES[asked.kind]
    title = f"{kind} of {format_date(held.held_on)}" if held else "Meetings"
    st.title(title, anchor=False)
    frame.announce(title, f"{len(held.points)} points" if held else "None is open")
    if not st.session_state.get(CHANGES):
        told.say()
    if filters.on_shared_screen():
        _draw_for_a_room(held)
        return
    start.choose(asked)
    if held is None:
        start.draw_start(asked, question, viewer)
        return
    may_change = held.is_open and asking.may_change(viewer, held.kind)
    _draw_about(held, viewer, may_change)
    _draw_points(held, question, viewer)
    notes.draw_left(held, question, viewer)
    with st.container(horizontal=True, vertical_alignment="center"):
        start.draw_minutes(held, question, viewer)
        if may_change:
            with st.popover("End the meeting"):
                st.markdown("Its casework screens close for everybody, and it cannot be opened again.")
                st.button("Yes, end the meeting", key="end-meeting", on_click=_end, args=(held, viewer))
        if asking.may_change(viewer, held.kind) and _is_empty(held, question, viewer):
            st.button("Take this meeting back", key="take-back", on_click=_take_back, args=(held, viewer))
        if not held.is_open and asking.open_one(asked.meetings) is None:
            st.button("Start a new meeting", key="start-new", on_click=_begin, args=(asked.kind,))
    if may_change:
        with st.expander("Change the agenda", key=CHANGES, on_change="rerun"):
            told.say()
            _draw_changes(held, question, viewer)


def _draw_for_a_room(held: Held | None) -> None:
    """The points in order; those of casework are not for a shared screen."""
    if held is None:
        st.markdown("No meeting is open.")
    elif held.kind == CASEWORK:
        st.markdown(NOT_ON_A_SHARED_SCREEN)
    else:
        st.markdown("\n".join(f"{number}. {plain(point.title)}" for number, point in enumerate(held.points, start=1)))
        if held.points:
            st.button("Begin with the first point", key="begin", on_click=asking.go, kwargs=_screen(held, 1))


def _draw_about(held: Held, viewer: Viewer, may_change: bool) -> None:
    ended = "" if held.is_open else "This meeting has ended. What it noted stays to be read. "
    changed = typed.changed_words(typed.Stored("", held.version, held.changed_by, held.changed_at))
    st.html(f'<p class="caption">{ended}{html.escape(changed)}.</p>')
    if held.reason:
        st.markdown(f"**Reason:** {plain(held.reason)}")
    typed.draw(
        f"present-{held.key}",
        typed.Stored(held.present, held.version, held.changed_by, held.changed_at),
        lambda version, text: _save_present(held, viewer, version, text),
        label="Present",
        field="present",
        opens="Change who is present",
        nothing="Nobody is named.",
        longest=LONGEST_PRESENT,
        may_change=may_change,
        says_who=False,
        caption=start.STAFF_ONLY,
    )


def _draw_points(held: Held, question: Question, viewer: Viewer) -> None:
    """The points in order, each with whether something was noted or decided on it."""
    st.header("Agenda", anchor=False)
    if not held.points:
        st.markdown("No points yet. Add pages below, or on each page with “Add this view to the agenda”.")
    elif held.is_open:
        st.button("Begin with the first point", key="begin", on_click=asking.go, kwargs=_screen(held, 1))
    noted, reviewed = _noted(held, question, viewer), _reviewed(held, question, viewer)
    with st.container(key="meeting-points", gap=None):
        for number, point in enumerate(held.points, start=1):
            st.button(
                plain(f"{number}. {point.title}{_standing(point.key in noted, point.case in reviewed)}"),
                key=f"point-{point.key}",
                on_click=asking.go,
                kwargs=_screen(held, number),
                type="tertiary",
            )


def _draw_changes(held: Held, question: Question, viewer: Viewer) -> None:
    """Another point, another order, or a point less."""
    pages = {path or OVERVIEW: title for path, title in pages_of(viewer).items()}
    st.selectbox("Add a page", list(pages), key="add-page", format_func=lambda path: pages[path])
    st.button(
        "Add it, with the filters as they stand", key="add-page-save", on_click=_add_page, args=(held, question, viewer)
    )
    if held.kind == CASEWORK:
        _draw_add_case(held, question, viewer)
    if not held.points:
        return
    names = {point.key: f"{number}. {point.title}" for number, point in enumerate(held.points, start=1)}
    if st.session_state.get("chosen-point") not in names:
        st.session_state["chosen-point"] = held.points[0].key
    st.selectbox("Point", list(names), key="chosen-point", format_func=lambda key: names.get(key, ""))
    with st.container(horizontal=True):
        for label, key, change in (
            ("Earlier", "earlier", earlier),
            ("Later", "later", later),
            ("Remove", "remove", without),
        ):
            st.button(label, key=f"point-{key}", on_click=_change_point, args=(held, viewer, change))


def _draw_add_case(held: Held, question: Question, viewer: Viewer) -> None:
    cases = cache.source(viewer)(fetch_investigations, authority=question.selection.authority)
    there = {point.case for point in held.points}
    left = cases[cases["stage"].ne(FINALISED) & ~cases["key"].isin(there)]
    if left.empty:
        return
    names = {row.key: f"{format_date(row.reported_at)}: {row.matter}" for row in left.itertuples(index=False)}
    st.selectbox("Add a case that is open", list(names), key="add-case", format_func=lambda key: names.get(key, ""))
    st.button("Add this case", key="add-case-save", on_click=_add_case, args=(held, viewer, names))


def earlier(points: Sequence[Point], key: str) -> tuple[Point, ...]:
    """The points with one of them a place earlier."""
    ordered = list(points)
    place = _place(ordered, key)
    if place > 0:
        ordered[place - 1], ordered[place] = ordered[place], ordered[place - 1]
    return tuple(ordered)


def later(points: Sequence[Point], key: str) -> tuple[Point, ...]:
    """The points with one of them a place later."""
    return tuple(reversed(earlier(tuple(reversed(points)), key)))


def without(points: Sequence[Point], key: str) -> tuple[Point, ...]:
    """The points without one of them."""
    return tuple(point for point in points if point.key != key)


def change(held: Held, viewer: Viewer, points: Sequence[Point], said: str) -> None:
    """Give a meeting another agenda, as it was seen; where somebody else was first, say so and change nothing."""
    try:
        save_meeting_change(cache.engine(), viewer, held.key, held.version, {"agenda": points}, datetime.now())
    except CaseRefused as refusal:
        told.tell(f"The agenda was not changed. {refusal}", is_saved=False)
    except ChangedMeanwhile as theirs:
        said = (
            f"Changed by {theirs.who} at {theirs.when:%H:%M}, after you opened it: the agenda stands as they left it."
        )
        told.tell(f"{said} Do what you wanted to do again if it is still right.", is_saved=False)
    else:
        told.tell(said)


def _place(points: Sequence[Point], key: str) -> int:
    return [point.key for point in points].index(key)


def _change_point(held: Held, viewer: Viewer, how: Callable[[Sequence[Point], str], tuple[Point, ...]]) -> None:
    change(held, viewer, how(held.points, st.session_state["chosen-point"]), "The agenda was changed.")


def _add_page(held: Held, question: Question, viewer: Viewer) -> None:
    page = st.session_state["add-page"]
    page = "" if page == OVERVIEW else page
    point = point_of(page, question, filters_chosen())
    change(held, viewer, (*held.points, point), f"On the agenda: {TITLES[page]}.")


def filters_chosen() -> dict[str, str]:
    """The filters as they stand, without the authority and the view."""
    return {name: st.session_state.get(name, "") for name in filters.PARAMETERS if name not in ("authority", "view")}


def _add_case(held: Held, viewer: Viewer, names: dict[str, str]) -> None:
    key = st.session_state["add-case"]
    title = names[key].partition(": ")[2][:LONGEST_TITLE]
    change(held, viewer, (*held.points, Point(f"case-{key}", title, case=key)), "The case is on the agenda.")


def _save_present(held: Held, viewer: Viewer, version: int, text: str) -> int:
    return save_meeting_change(cache.engine(), viewer, held.key, version, {"present": text}, datetime.now())


def _end(held: Held, viewer: Viewer) -> None:
    end_meeting(cache.engine(), viewer, held.key, datetime.now())
    asking.go(kind=held.kind, meeting=held.key)
    told.tell("The meeting has ended. Its casework screens are closed, and its minutes can be taken away.")


def _is_empty(held: Held, question: Question, viewer: Viewer) -> bool:
    """Whether nothing was noted or decided in a meeting, so that it may have been started by mistake."""
    return not _noted(held, question, viewer) and not _reviewed(held, question, viewer)


def _noted(held: Held, question: Question, viewer: Viewer) -> set[str]:
    """The keys of the points on which the meeting noted something."""
    asked = {"authority": question.selection.authority, "meeting_kind": held.kind, "meeting": held.key}
    notes = cache.source(viewer)(fetch_meeting_notes, **asked)
    return set(notes[notes["text"].ne("")]["point"])


def _reviewed(held: Held, question: Question, viewer: Viewer) -> set[str]:
    """The keys of the cases about which the meeting decided something."""
    if held.kind != CASEWORK:
        return set()
    reviews = cache.source(viewer)(fetch_reviews, authority=question.selection.authority)
    return set(reviews[reviews["meeting"] == held.key]["key"])


def _standing(is_noted: bool, is_reviewed: bool) -> str:
    said = [word for word, holds in (("noted", is_noted), ("reviewed", is_reviewed)) if holds]
    return f" ({', '.join(said)})" if said else ""


def _take_back(held: Held, viewer: Viewer) -> None:
    try:
        take_meeting_back(cache.engine(), viewer, held.key, datetime.now())
    except CaseRefused as refusal:
        told.tell(str(refusal), is_saved=False)
    else:
        asking.go(kind=held.kind)
        told.tell("The meeting was taken back, and is on the list of meetings no more.")


def _begin(kind: str) -> None:
    asking.go(kind=kind)


def _screen(held: Held, number: int) -> dict[str, object]:
    return {"kind": held.kind, "meeting": held.key, "screen": number}
