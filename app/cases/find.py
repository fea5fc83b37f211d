"""Find a case by one's own reference, and add one: what is typed for it is in no address and not kept after use."""

from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from analysis.formats import format_date
from analysis.wording.investigations import NO_NAMES_IN_CASES
from app import cache
from app.cases import drafts
from app.cases.case_form import FIRST_DAY, TIME, WHERE, lives, places, reported
from app.findings.finding import Question
from app.markdown import plain
from data_access.case_fields import LONGEST_MATTER, LONGEST_REFERENCE, CaseRefused
from data_access.children import SAMPLE_KEY, KeyMissing, usable_key
from data_access.database import run_fetch
from data_access.investigations import fetch_case, fetch_cases_of, save_new_investigation
from data_access.viewer import Viewer

CASE = "case"  # the parameter of the address: a random word
SOUGHT, FOUND = "find-reference", "find-found"  # what is typed, emptied at once; keys of cases where there are several
ADD = "add-case"
SENDERS = ("police", "YJS", "council")
FIRST_OF_CHILD = (
    "No other case stands under this reference of the child: if there should be one, look whether the reference is "
    "written as its source writes it. "
)
NOT_FOUND = "No case of this reference is on the list. A reference has to be written as its source writes it."


def draw(question: Question, viewer: Viewer) -> pd.DataFrame:
    """The field in which a reference is sought; answers the cases found where they are several, else none."""
    args = (question.selection.authority, viewer, cache.serves_only_the_sample())
    with st.form(SOUGHT + "-form", enter_to_submit=True, border=False):
        typed, button = st.columns([3, 1], gap="small", vertical_alignment="bottom")
        with typed:
            st.text_input(
                "Find by your own reference, or the child's code",
                key=SOUGHT,
                max_chars=LONGEST_REFERENCE,
                autocomplete="off",
                help="The reference of the child or of the case, as police, YJS or council write it. It is not kept.",
            )
        with button:
            st.form_submit_button("Find", key="find-go", on_click=_find, args=args)
    return _found(question, viewer)


def add(question: Question, viewer: Viewer) -> None:
    """A case in five fields; all else that is known of it is recorded once it stands."""
    with st.expander("Add a case"):
        is_sample = cache.serves_only_the_sample()
        if cannot := _why_not(is_sample):
            st.markdown(plain(cannot))
            return
        with st.form(ADD, enter_to_submit=True, border=False):
            first = st.columns([3, 2, 3], gap="medium", vertical_alignment="bottom")
            with first[0]:
                st.text_input(
                    "The child's reference", key=f"{ADD}-child", max_chars=LONGEST_REFERENCE, autocomplete="off"
                )
            with first[1]:
                st.selectbox("As written by", SENDERS, key=f"{ADD}-sender")
            with first[2]:
                there = ["", *places(question, viewer)]
                st.selectbox(WHERE, there, key=f"{ADD}-where", format_func=lambda where: where or "Choose")
            st.text_input("What it is about", key=f"{ADD}-matter", max_chars=LONGEST_MATTER, autocomplete="off")
            second = st.columns([3, 2, 3], gap="medium", vertical_alignment="bottom")
            with second[0]:
                st.date_input(
                    "Reported on", value=question.now, key=f"{ADD}-on", format="DD/MM/YYYY", min_value=FIRST_DAY
                )
            with second[1]:
                st.text_input(TIME, key=f"{ADD}-time", max_chars=5, autocomplete="off")
            with second[2]:
                st.form_submit_button(
                    "Add the case",
                    key=f"{ADD}-save",
                    type="primary",
                    on_click=_add,
                    args=(question.selection.authority, viewer, is_sample),
                )
            st.caption(f"All else can be recorded once it is on the list. {NO_NAMES_IN_CASES}")


def _found(question: Question, viewer: Viewer) -> pd.DataFrame:
    """The cases last found, as far as they are still there for this viewer."""
    source = cache.source(viewer)
    authority = question.selection.authority
    keys = st.session_state.get(FOUND, ())
    rows = [row for key in keys for row in source(fetch_case, authority=authority, case=key).to_dict("records")]
    for row in rows:
        label = f"Child {row['child']}, reported {format_date(row['reported_at'])}: {row['matter']} ({row['stage']})"
        st.button(plain(label), key=f"found-{row['key']}", type="tertiary", on_click=open_case, args=(row["key"],))
    return pd.DataFrame(rows, columns=None if rows else ["key", "child"])


def open_case(key: str) -> None:
    """Go to one case, or with "" back to the list."""
    st.session_state[CASE] = key
    st.session_state.pop(FOUND, None)


def _find(authority: str, viewer: Viewer, is_sample: bool) -> None:
    """Runs before the page is drawn again; nothing of what was typed is left after it."""
    typed: str = st.session_state[SOUGHT].strip()
    st.session_state[SOUGHT] = ""
    st.session_state.pop(FOUND, None)
    if not typed:
        return
    try:
        secret = _secret(is_sample)
    except KeyMissing:
        secret = ""  # without a key no child has a reference; cases still have theirs
    asked = {"authority": authority, "reference": typed, "secret": secret}
    keys = list(run_fetch(cache.engine(), fetch_cases_of, viewer, **asked)["key"])
    if len(keys) == 1:
        open_case(keys[0])
    elif keys:
        st.session_state[FOUND] = tuple(keys)
        drafts.tell(f"{len(keys)} cases of this reference: choose one.")
    else:
        drafts.tell(NOT_FOUND, is_saved=False)


def _add(authority: str, viewer: Viewer, is_sample: bool) -> None:
    """Runs before the page is drawn again. What was refused stays typed; what was added is gone from the fields."""
    drafts.send(partial(_added, authority, viewer, is_sample))


def _added(authority: str, viewer: Viewer, is_sample: bool) -> str:
    typed = {name: st.session_state[f"{ADD}-{name}"] for name in ("child", "sender", "where", "matter", "on", "time")}
    values = {"matter": typed["matter"], **lives(typed["where"]), **reported(typed["on"], typed["time"])}
    try:
        secret = _secret(is_sample)
    except KeyMissing as missing:
        raise CaseRefused(str(missing)) from None
    key = save_new_investigation(
        cache.engine(),
        viewer,
        authority=authority,
        child_reference=typed["child"],
        sender=typed["sender"],
        values=values,
        secret=secret,
        now=datetime.now(),
    )
    asked = {"authority": authority, "reference": typed["child"], "secret": secret}
    is_first = len(run_fetch(cache.engine(), fetch_cases_of, viewer, **asked)) == 1
    for name in ("child", "matter", "time"):
        st.session_state[f"{ADD}-{name}"] = ""
    open_case(key)
    return f"Added. {FIRST_OF_CHILD if is_first else ''}Record what else is known under Change the case."


def _why_not(is_sample: bool) -> str:
    """Why no case can be added here; "" where one can."""
    try:
        _secret(is_sample)
    except KeyMissing as missing:
        return str(missing)
    return ""


def _secret(is_sample: bool) -> str:
    """The key with which references are sealed: of the sample its own. Raises KeyMissing."""
    return SAMPLE_KEY if is_sample else usable_key(cache.settings().key)
