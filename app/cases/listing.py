"""The page of investigations: who is under investigation now, what there is to discuss, and the way to one case."""

from datetime import datetime

import streamlit as st

from app import cache, filters, frame, place, visits
from app.action_forms import IN_THE_DEMO
from app.cases import drafts, find, one
from app.cases.one import table
from app.findings.finding import Finding, Question
from app.findings.investigations import of_casework, under_investigation
from app.parts import bullets, caption
from data_access.audit import children_viewed
from data_access.viewer import Viewer

PAGE = "investigations"
PARAMETERS = (find.CASE,)
NOT_IN_A_ROOM = "Casework is not shown on a shared screen"


def draw(question: Question, viewer: Viewer) -> None:
    """The list, or the case that the address names; a room sees neither."""
    case = _asked()
    visits.arrive(PAGE, case)
    if filters.on_shared_screen():
        st.title(NOT_IN_A_ROOM, anchor=False)
        frame.announce(NOT_IN_A_ROOM, "Leave the shared screen to work on cases")
        st.markdown("Leave the shared screen to work on cases, or open them inside a started meeting.")
        return
    question = of_casework(question)
    if not case:
        _list(question, viewer)
    elif not one.draw(question, viewer, case, page=PAGE):
        st.title("This view cannot be shown", anchor=False)
        st.error("This link names a case that is not here.")
        st.button("Show the list", on_click=find.open_case, args=("",))


def _asked() -> str:
    """The case that the address names; "" for the list."""
    with st.container(key="ask-values"):
        return st.text_input(find.CASE, key=find.CASE, bind="query-params").strip()


def _list(question: Question, viewer: Viewer) -> None:
    shown: Finding = cache.finding(under_investigation, question, viewer)
    place.heading(shown)
    drafts.told()
    said, choices = st.columns(2, gap="large")
    with said:
        bullets(shown.sentences)
    with choices, st.container(key="cases-choices"):
        _choose(shown)
        found = find.draw(question, viewer)
        if cache.settings().sign_in == "demo":
            st.caption(IN_THE_DEMO)
    find.add(question, viewer)
    codes = {code for each in shown.tables for code in each.numbers["child"]} | set(found["child"])
    children_viewed(cache.engine(), viewer, PAGE, "", sorted(codes), now=datetime.now())
    for each in shown.tables:
        table(each, has_heading=each is not shown.tables[0])
    caption(shown)


def _choose(shown: Finding) -> None:
    """The way to one of the cases that stand on the page."""
    names = {"": "Choose by the child's code"}
    for each in shown.tables:
        for key, (_, row) in zip(each.numbers["key"], each.text.iterrows(), strict=True):
            names.setdefault(key, f"{row['Child']}, {row['Where']}: {row['Matter']}".replace("\\", ""))
    filters.choose("Open a case", find.CASE, list(names), "", names)
