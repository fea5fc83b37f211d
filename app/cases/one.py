"""One case: how it stands, its checklist, what happened, what else there is of the child, its reviews, and its forms.

Placed on the page of investigations, and inside a started meeting.
"""

from datetime import datetime

import pandas as pd
import streamlit as st

from analysis.tables import Table
from app import cache, place
from app.action_forms import IN_THE_DEMO
from app.cases import case_form, checklist_form, drafts, find, review_form
from app.findings.finding import Finding, Question
from app.findings.investigations import one_case
from app.markdown import plain
from app.parts import bullets, caption, slug
from data_access.audit import child_viewed
from data_access.investigations import fetch_case
from data_access.viewer import Viewer

BESIDE = ("What happened", "What else there is of the child")
RECORD = "record"
CHECKLIST, LAST = "Checklist", "What was changed"
NOTHING_ELSE = (
    "Nothing else was found of the child. Searched: other open cases, crimes as a suspect without an outcome, and of "
    "the last twelve months incidents as a suspect and what YJS recorded. What stands under a reference that is not "
    "linked to this child is not found."
)


def draw(
    question: Question, viewer: Viewer, case: str, *, page: str, meeting: str = "", meeting_number: str = ""
) -> bool:
    """Place a case and note that its child was looked at; answers whether there is such a case for this viewer.

    `page`: on which it stands, as the log says it. `meeting`: the key of the meeting it is looked at in, "" in none;
    `meeting_number`: the number by which the log names it.
    """
    shown: Finding | None = cache.finding(one_case, question, viewer, case)
    if shown is None:
        return False
    stored = cache.source(viewer)(fetch_case, authority=question.selection.authority, case=case).iloc[0]
    child_viewed(cache.engine(), viewer, page, meeting_number, stored["child"], now=datetime.now())
    place.heading(shown)
    if not meeting:
        st.button("Back to the list", key="case-back", type="tertiary", on_click=find.open_case, args=("",))
    drafts.told()
    st.markdown(f"[Record or review](#{RECORD})")  # the forms stand below all that is known
    if shown.sentences:
        st.subheader("To discuss", anchor=False)
        bullets(shown.sentences)
    facts, answers, *others = shown.tables
    beside = [each for each in others if each.title in BESIDE]
    _side_by_side(facts, answers)
    for each in others:
        if each.title == CHECKLIST:
            table(each)
    _side_by_side(*beside)
    if not any(each.title == BESIDE[1] for each in others):
        st.markdown(NOTHING_ELSE)
    for each in others:
        if each.title not in (*BESIDE, CHECKLIST, LAST):
            table(each)
    caption(shown)
    _forms(stored, question, viewer, meeting)
    with st.expander(LAST):
        for each in others:
            if each.title == LAST:
                table(each, has_heading=False)
    return True


def table(shown: Table, *, has_heading: bool = True) -> None:
    """A table of single cases: words and dates over the whole width, and nothing to take away."""
    if has_heading:
        st.subheader(plain(shown.title), anchor=False)
    with st.container(key=f"cases-{slug(shown.title)}"):
        st.table(shown.text, hide_index=True, border="horizontal", alt=shown.title)


def _side_by_side(*tables: Table) -> None:
    for column, each in zip(st.columns(2, gap="large"), tables, strict=False):
        with column:
            table(each)


def _forms(stored: pd.Series, question: Question, viewer: Viewer, meeting: str) -> None:
    with st.container(key="cases-forms"):
        st.header("Record", anchor=RECORD)
        if cache.settings().sign_in == "demo":
            st.markdown(IN_THE_DEMO)
        with st.expander("Review the case", expanded=bool(meeting)):
            review_form.draw(stored, question, viewer, meeting)
        with st.expander("Change the case"):
            case_form.draw(stored, question, viewer)
        with st.expander("Record the checklist"):
            checklist_form.draw(stored["key"], question, viewer)
