"""On every page that can stand on an agenda: the button that puts what it shows on the agenda of an open meeting."""

from collections.abc import Sequence

import streamlit as st

from app.findings.finding import Question
from app.meeting import agenda, told
from app.meeting import asked as asking
from app.meeting.asked import KIND_NAMES, Held
from app.meeting.looked_at import PAGE
from app.meeting.views import pages_of, point_of
from data_access.viewer import Viewer


def draw(page: str, question: Question, viewer: Viewer, own: Sequence[str]) -> None:
    """The button, for each open meeting that this viewer may change. `own`: parameters that only this page has."""
    if PAGE not in viewer.pages or page not in pages_of(viewer):
        return
    for kind in asking.kinds_of(viewer):
        held = asking.open_one(asking.meetings_of(question, viewer, kind))
        if held is not None and asking.may_change(viewer, kind):
            with st.sidebar:
                st.button(
                    f"Add this view to the agenda: {KIND_NAMES[kind].lower()}",
                    key=f"add-view-{kind}",
                    on_click=_add,
                    args=(held, page, question, viewer, tuple(own)),
                    width="stretch",
                    wrap=True,
                )
    with st.sidebar:
        told.say()


def _add(held: Held, page: str, question: Question, viewer: Viewer, own: Sequence[str]) -> None:
    chosen = agenda.filters_chosen() | {name: st.session_state.get(name, "") for name in own}
    point = point_of(page, question, chosen)
    agenda.change(held, viewer, (*held.points, point), f"On the agenda: {point.title}.")
