"""The forms of the action plan: change an action, add one, carry the plan over to the next year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from analysis.actions import DONE, year_label
from analysis.tables import Table
from analysis.wording import (
    FIELD_NAMES,
    NO_NAMES,
    NOT_TYPED,
    carry_over_sentence,
    changed_meanwhile_sentence,
    field_words,
)
from app import action_list, cache, filters
from app.action_list import Asked
from app.findings.actions import action_history
from app.findings.finding import Question
from app.markdown import plain, plain_cells
from data_access.action_changes import FIELDS, LONGEST_NOTE, LONGEST_TITLE, ActionRefused, ChangedMeanwhile
from data_access.actions import carry_over, save_action_change, save_new_action
from data_access.models.actions import OWNERS, STATUSES
from data_access.viewer import Viewer

DRAFT, MEANWHILE, TOLD = "action-draft", "action-meanwhile", "action-told"  # an unsaved form; what became of it
EDIT, ADD = "edit-", "add-"
IN_THE_DEMO = "This is the demo: what is saved here is invented, and everyone who opens it sees it."


@dataclass(frozen=True)
class Draft:
    """An action as it was when its form was filled: what is saved are the fields that differ from it."""

    key: str
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """What became of a form that was sent."""

    words: str
    is_saved: bool


def draw(asked: Asked, question: Question, viewer: Viewer) -> None:
    """At a desk, the forms; on a shared screen nothing, since a room reads."""
    if filters.on_shared_screen():
        return
    with st.container(key="actions-forms"):
        st.header("Change the plan", anchor=False)
        told = st.session_state.pop(TOLD, None)
        if told is not None:
            (st.success if told.is_saved else st.error)(plain(told.words))
        if cache.settings().sign_in == "demo":
            st.markdown(IN_THE_DEMO)
        _draw_edit(asked, question, viewer)
        with st.expander("Add an action"):
            _draw_add(asked, question, viewer)
        _draw_carry_over(asked, question, viewer)


def _draw_edit(asked: Asked, question: Question, viewer: Viewer) -> None:
    """One action of the plan, chosen by its title, in a form with its history."""
    if asked.actions.empty:
        return
    titles = {
        "": "Choose an action by its title",
        **dict(zip(asked.actions["key"], asked.actions["title"], strict=True)),
    }
    filters.choose("Change an action", "action", list(titles), asked.action, titles)
    if not asked.action:
        return
    stored = asked.actions.set_index("key").loc[asked.action]
    draft = _draft(asked.action, stored)
    meanwhile = st.session_state.get(MEANWHILE)
    if meanwhile is not None:
        _draw_meanwhile(meanwhile)
    elif int(stored["version"]) != draft.version:
        said = changed_meanwhile_sentence(stored["changed_by"], stored["changed_at"], date.today())
        st.info(plain(f"{said} Your text stays. When you save, theirs will stand beside yours."))
    with st.form("edit-action", enter_to_submit=False):
        _draw_fields(EDIT)
        label = "Save over the newest version" if meanwhile is not None else "Save the change"
        st.form_submit_button(label, key="edit-save", type="primary", on_click=_save_change, args=(viewer,))
    if meanwhile is not None:
        st.button("Take theirs and drop mine", key="edit-drop", on_click=_drop)
    history = cache.finding(action_history, question, viewer, asked.action)
    st.subheader(history.title, anchor=False)
    action_list.words(Table(history.title, plain_cells(history.text), history.numbers), "actions-history")


def _draft(key: str, stored: pd.Series) -> Draft:
    """The draft of the action that is open; another one, or one that was left, is begun anew from what is stored."""
    draft: Draft | None = st.session_state.get(DRAFT)
    if draft is not None and draft.key == key and all(EDIT + name in st.session_state for name in FIELDS):
        return draft
    values = {name: stored["standing" if name == "status" else name] for name in FIELDS}
    draft = Draft(key, int(stored["version"]), values)
    st.session_state[DRAFT] = draft
    st.session_state.pop(MEANWHILE, None)
    for name, value in values.items():
        st.session_state[EDIT + name] = value
    return draft


def _draw_fields(prefix: str) -> None:
    st.text_input("Title", key=prefix + "title", max_chars=LONGEST_TITLE)
    owner, due, status = st.columns([4, 2, 4], gap="medium")
    with owner:
        st.selectbox("Owner", list(OWNERS.values()), key=prefix + "owner")
    with due:
        st.date_input("Due", key=prefix + "due", format="DD/MM/YYYY", min_value=date(2000, 1, 1))
    with status:
        st.radio("Status", STATUSES, key=prefix + "status", horizontal=True)
    st.text_area("Note", key=prefix + "note", max_chars=LONGEST_NOTE, height=100)
    st.caption(NO_NAMES)


def _draw_meanwhile(theirs: ChangedMeanwhile) -> None:
    """Theirs beside yours, field by field, for those that either of the two changed."""
    said = changed_meanwhile_sentence(theirs.who, theirs.when, date.today())
    st.warning(plain(f"{said} Nothing you typed is lost, and nothing of it is saved yet."))
    rows = [
        (
            FIELD_NAMES[name],
            field_words(name, theirs.stored[name]),
            field_words(name, theirs.typed[name]) if name in theirs.typed else NOT_TYPED,
        )
        for name in FIELDS
    ]
    text = plain_cells(pd.DataFrame(rows, columns=["Field", f"Saved by {theirs.who}", "Yours"]))
    action_list.words(Table("Theirs beside yours", text, text), "actions-meanwhile")


def _save_change(viewer: Viewer) -> None:
    """Runs before the page is drawn again. What was typed stays in the form until it is saved."""
    draft: Draft = st.session_state[DRAFT]
    typed = {name: st.session_state[EDIT + name] for name in FIELDS}
    changes = {name: value for name, value in typed.items() if value != draft.values[name]}
    try:
        version = save_action_change(cache.engine(), viewer, draft.key, draft.version, changes, datetime.now())
    except ActionRefused as refusal:
        st.session_state[TOLD] = Told(f"Nothing was saved. {refusal}", is_saved=False)
    except ChangedMeanwhile as theirs:
        st.session_state[MEANWHILE] = theirs
        st.session_state[DRAFT] = Draft(draft.key, theirs.version, theirs.stored)
        for name in set(FIELDS) - set(changes):
            st.session_state[EDIT + name] = theirs.stored[name]
    else:
        _drop()
        said = f"Saved: {typed['title']}." if version != draft.version else "Nothing was changed."
        st.session_state[TOLD] = Told(said, is_saved=True)


def _drop() -> None:
    """Forget the draft: the form begins anew from what is stored."""
    for name in (DRAFT, MEANWHILE):
        st.session_state.pop(name, None)


def _draw_add(asked: Asked, question: Question, viewer: Viewer) -> None:
    with st.form("add-action", enter_to_submit=False, border=False):
        _draw_fields(ADD)
        st.form_submit_button(
            f"Add to the plan of {asked.plans[asked.year]}",
            key="add-save",
            on_click=_add,
            args=(viewer, question.selection.authority, asked.year),
        )


def _add(viewer: Viewer, authority: str, year: int) -> None:
    values = {name: st.session_state[ADD + name] for name in FIELDS}
    try:
        save_new_action(cache.engine(), viewer, authority=authority, year=year, values=values, now=datetime.now())
    except ActionRefused as refusal:
        st.session_state[TOLD] = Told(f"Nothing was added. {refusal}", is_saved=False)
    else:
        for name in ("title", "note"):
            st.session_state[ADD + name] = ""
        st.session_state[TOLD] = Told(f"Added: {values['title']}.", is_saved=True)


def _draw_carry_over(asked: Asked, question: Question, viewer: Viewer) -> None:
    """Opening it is the question, the button in it the answer."""
    to = asked.year + 1
    left = asked.actions[asked.actions["standing"].ne(DONE) & asked.actions["carried_to"].isna()]
    if asked.actions.empty or to not in asked.plans:
        return
    with st.expander(f"Carry over to {year_label(to)}"):
        st.markdown(plain(carry_over_sentence(len(left), asked.plans[asked.year], year_label(to))))
        if len(left):
            st.button(
                f"Yes, carry {len(left)} over",
                key="carry-over",
                on_click=_carry_over,
                args=(viewer, question.selection.authority, asked.year, to),
            )


def _carry_over(viewer: Viewer, authority: str, from_year: int, to_year: int) -> None:
    number = carry_over(cache.engine(), viewer, authority, from_year, to_year, datetime.now())
    st.session_state[TOLD] = Told(f"{number} carried over to {year_label(to_year)}.", is_saved=True)
