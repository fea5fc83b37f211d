"""The review of a case: was the response proportionate, why, who learns what, and what is to be done until when."""

import re
from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.actions import plan_in_force
from analysis.formats import format_date
from analysis.wording.investigations import CASE_FIELD_NAMES, NO_NAMES_IN_CASES
from app import cache
from app.cases import drafts
from app.cases.case_form import FIRST_DAY
from app.cases.drafts import Form, Values
from app.findings.finding import Question
from app.markdown import plain
from data_access.action_changes import ActionRefused
from data_access.actions import fetch_actions, save_new_action
from data_access.case_fields import CaseRefused
from data_access.database import run_fetch
from data_access.investigations import fetch_investigations
from data_access.meetings import fetch_meetings
from data_access.models.actions import DONE, OWNERS, STATUSES
from data_access.models.investigations import LEARNING, PROPORTIONATE
from data_access.reviews import (
    BLANK,
    FIELDS,
    LONGEST_ACTION,
    LONGEST_LEARNING,
    LONGEST_WHY,
    fetch_reviews,
    save_review,
)
from data_access.viewer import Viewer

NO_MEETING = "A review belongs to a meeting, and none has been started yet. Start one on the page Meeting."
INTO_THE_PLAN = (
    "A new action also goes into the action plan, which the whole partnership reads: write it so that no child can be "
    "known. Later changes are made by hand in both places."
)
NAMED_IN_THE_PLAN = (
    "The action goes into the plan that everyone reads: leave out codes of children and references of cases."
)
WHY_PX, LEARNING_PX = 100, 80


def form_of(case: str, meeting: str) -> Form:
    """The form of what one meeting decided about a case."""
    return Form("review", f"{case}-{meeting}", FIELDS)


def draw(case: pd.Series, question: Question, viewer: Viewer, meeting: str = "") -> None:
    """The review of a case by a meeting; without one given, by one that is chosen, the latest first."""
    source = cache.source(viewer)
    authority = question.selection.authority
    held = source(fetch_meetings, authority=authority, meeting_kind="casework")
    if held.empty:
        st.markdown(NO_MEETING)
        return
    days = {row.key: format_date(row.held_on) for row in held.itertuples()}
    if not meeting:
        meeting = st.selectbox("Meeting of", list(days), key=f"review-of-{case['key']}", format_func=days.__getitem__)
    reviews = source(fetch_reviews, authority=authority)
    found = reviews[(reviews["key"] == case["key"]) & (reviews["meeting"] == meeting)].to_dict("records")
    stored: dict[Any, Any] = found[0] if found else {**BLANK, "version": 0}
    form = form_of(case["key"], meeting)
    draft = form.begin(int(stored["version"]), {name: stored[name] for name in FIELDS})
    if found:
        form.meanwhile(draft, int(stored["version"]), stored["changed_by"], stored["changed_at"])
    _draw_fields(form)
    form.buttons("review", draft, _save, (form, case["key"], meeting, days[meeting], question, viewer))


def _draw_fields(form: Form) -> None:
    names = CASE_FIELD_NAMES
    st.radio("Was the response proportionate?", PROPORTIONATE, **form.keyed("proportionate"), horizontal=True)
    st.text_area(names["why"], **form.keyed("why"), max_chars=LONGEST_WHY, height=WHY_PX)
    columns = st.columns(len(LEARNING), gap="small", vertical_alignment="bottom")
    for column, name in zip(columns, LEARNING, strict=True):
        with column:
            st.text_area(names[name], **form.keyed(name), max_chars=LONGEST_LEARNING, height=LEARNING_PX)
    action, owner, due, done = st.columns([5, 4, 4, 4], gap="medium", vertical_alignment="bottom")
    with action:
        st.text_input(names["action"], **form.keyed("action"), max_chars=LONGEST_ACTION)
    with owner:
        st.selectbox(names["action_owner"], ["", *OWNERS.values()], **form.keyed("action_owner"))
    for column, name in ((due, "action_due"), (done, "action_done_on")):
        with column:
            st.date_input(names[name], value=None, **form.keyed(name), format="DD/MM/YYYY", min_value=FIRST_DAY)
    st.caption(plain(f"{NO_NAMES_IN_CASES} {INTO_THE_PLAN}"))


def _save(form: Form, case: str, meeting: str, day: str, question: Question, viewer: Viewer) -> None:
    """Runs before the page is drawn again. What was typed stays in the form until it is saved."""
    drafts.send(partial(_saved, form, case, meeting, day, question, viewer), form.id)


def _saved(form: Form, case: str, meeting: str, day: str, question: Question, viewer: Viewer) -> str:
    planned: Values = {}

    def put(version: int, changes: Values) -> int:
        if version and not changes:
            return version  # who typed nothing overwrites nothing; the first review of a meeting may say nothing yet
        typed = {name: st.session_state[form.key(name)] for name in FIELDS}
        is_new = bool(changes.get("action")) and not _action_before(form)
        if is_new and _names_a_case(typed["action"], question, viewer):
            raise CaseRefused(NAMED_IN_THE_PLAN)
        saved = save_review(cache.engine(), viewer, case, meeting, version, changes, datetime.now())
        if is_new:
            planned.update(typed)
        return saved

    is_saved = form.save(put)
    if planned:
        return f"Saved. {_into_the_plan(planned, day, question, viewer)}"
    return {True: "Saved.", False: drafts.NOTHING_CHANGED, None: ""}[is_saved]


def _names_a_case(text: str, question: Question, viewer: Viewer) -> bool:
    """Whether a text holds the code of a child, or the reference of a case, that is on the list."""
    cases = run_fetch(cache.engine(), fetch_investigations, viewer, authority=question.selection.authority)
    names = "|".join(re.escape(name) for name in (*cases["child"], *cases["reference"]) if name)
    return bool(names) and re.search(rf"(?<!\w)({names})(?!\w)", text, re.IGNORECASE) is not None


def _action_before(form: Form) -> str:
    """The action as the form was filled: another wording of it is no new action."""
    draft: drafts.Draft = st.session_state[drafts.DRAFTS][form.id]
    return str(draft.stored["action"])


def _into_the_plan(planned: Values, day: str, question: Question, viewer: Viewer) -> str:
    """Put a new action of a review into the action plan; answers what became of it."""
    authority = question.selection.authority
    actions = run_fetch(cache.engine(), fetch_actions, viewer, authority=authority)
    year = plan_in_force([int(number) for number in actions["year"].unique()], question.now)
    values = {
        "title": planned["action"],
        "owner": planned["action_owner"],
        "due": planned["action_due"],
        "status": DONE if planned["action_done_on"] else STATUSES[0],
        "note": f"From the data meeting of {day}.",
    }
    try:
        save_new_action(cache.engine(), viewer, authority=authority, year=year, values=values, now=datetime.now())
    except ActionRefused as refusal:
        return f"The action was not put into the plan: {refusal}"
    return "The action stands in the action plan."
