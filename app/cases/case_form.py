"""What is recorded of a case: the form that changes it, and the few fields with which one is added."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.wording.investigations import ANSWER_NAMES, CASE_FIELD_NAMES, NO_NAMES_IN_CASES
from app import cache
from app.cases import drafts
from app.cases.drafts import Form, Values
from app.findings.finding import Question
from data_access.case_fields import LONGEST_MATTER, LONGEST_NAME, LONGEST_REFERENCE, CaseRefused
from data_access.homes import fetch_places
from data_access.imports.cells import clock
from data_access.investigations import save_investigation_change
from data_access.models.investigations import ANSWERS, INTERVIEWS, RESPONSES, SETTINGS, STAGES
from data_access.selection import Selection
from data_access.types import fetch_outcome_codes
from data_access.viewer import Viewer

FIRST_DAY = date(1990, 1, 1)
COLUMNS = 4
HOME = SETTINGS[0]
WHERE = "Where the child lives"
TIME = "Time, if known (HH:MM)"
DAYS = ("occurred_on", "stage_since", "outcome_on")
WORDS = ("matter", "reference", "responsible", "response", "stage", "outcome_code", *ANSWER_NAMES)
CASE_COLUMNS = ("home", "setting", "reported_at", "reported_time_known")
WIDGETS = ("where", "reported_on", "reported_time", *WORDS, *DAYS)


def form_of(case: str) -> Form:
    """The form of what is recorded of a case."""
    return Form("case", case, WIDGETS, shown, written)


def draw(stored: pd.Series, question: Question, viewer: Viewer) -> None:
    """The form of a case as it is stored."""
    form = form_of(stored["key"])
    draft = form.begin(int(stored["version"]), {name: stored[name] for name in (*CASE_COLUMNS, *DAYS, *WORDS)})
    form.meanwhile(draft, int(stored["version"]), stored["changed_by"], stored["changed_at"])
    _draw_facts(form, question, viewer, stored["home"])
    _draw_answers(form)
    st.caption(NO_NAMES_IN_CASES)
    form.buttons("case", draft, _save, (form, viewer, question))


def places(question: Question, viewer: Viewer, also: str = "") -> list[str]:
    """Where a child can live: the homes that are open, and other settings."""
    source = cache.source(viewer)
    homes = source(fetch_places, Selection(question.selection.authority), at=question.now)
    ends = [drafts.own(day) for day in homes["closed"]]
    there = [home for home, end in zip(homes["home"], ends, strict=True) if end is None or end > question.now]
    return list(dict.fromkeys([*there, *([also] if also else []), *SETTINGS[1:]]))


def lives(where: str | None) -> Values:
    """Setting and home, as a case has them, from a choice of `places`."""
    if not where:
        raise CaseRefused("Say where the child lives.")
    return {"setting": where, "home": ""} if where in SETTINGS[1:] else {"setting": HOME, "home": where}


def reported(day: date | None, typed: str) -> Values:
    """When it was reported, from a day and a time that may be empty."""
    if day is None:
        raise CaseRefused("Say on which day it was reported.")
    return {"reported_at": moment(day, typed), "reported_time_known": bool(typed.strip())}


def moment(day: date, typed: str) -> datetime:
    """A day with a time as somebody types it: 14:30, 14.30, 1430, or the hour alone; midnight where it is empty."""
    at = clock(typed) if typed.strip() else time()
    if at is None:
        raise CaseRefused("Write the time as HH:MM, for example 14:30, or leave it empty.")
    return datetime.combine(day, at)


def shown(values: Mapping[str, Any]) -> Values:
    """A stored case as the form's widgets hold it."""
    at: datetime = values["reported_at"]
    return {
        "where": values["home"] or values["setting"],
        "reported_on": at.date(),
        "reported_time": f"{at:%H:%M}" if values["reported_time_known"] else "",
        **{name: values[name] or "" for name in WORDS},
        **{name: values[name] for name in DAYS},
    }


def written(typed: Mapping[str, Any]) -> Values:
    """What the form's widgets hold as a case is stored."""
    told = {name: typed[name] for name in (*WORDS, *DAYS)}
    return {**told, **lives(typed["where"]), **reported(typed["reported_on"], typed["reported_time"])}


def _draw_facts(form: Form, question: Question, viewer: Viewer, home: str) -> None:
    codes = cache.source(viewer)(fetch_outcome_codes, authority=question.selection.authority)
    outcomes = {"": "None yet", **{code: f"{code}: {label}" for code, label in codes.to_numpy()}}
    st.text_input(CASE_FIELD_NAMES["matter"], **form.keyed("matter"), max_chars=LONGEST_MATTER)
    first = st.columns(COLUMNS, gap="medium")
    with first[0]:
        st.selectbox(WHERE, places(question, viewer, home), **form.keyed("where"))
        _day(form, "occurred_on")
    with first[1]:
        st.text_input("Responsible authority", **form.keyed("responsible"), max_chars=LONGEST_NAME)
        st.date_input("Reported on", **form.keyed("reported_on"), format="DD/MM/YYYY", min_value=FIRST_DAY)
    with first[2]:
        st.text_input("Reference of the case", **form.keyed("reference"), max_chars=LONGEST_REFERENCE)
        st.text_input(TIME, **form.keyed("reported_time"), max_chars=5)
    with first[3]:
        _choice(form, "response", RESPONSES)
        _choice(form, "stage", STAGES)
    second = st.columns([1, 2, 1], gap="medium")
    with second[0]:
        _day(form, "stage_since")
    with second[1]:
        st.selectbox("Outcome", list(outcomes), **form.keyed("outcome_code"), format_func=outcomes.__getitem__)
    with second[2]:
        _day(form, "outcome_on")


def _draw_answers(form: Form) -> None:
    """The questions, each answered yes or no, or not recorded."""
    for start in range(0, len(ANSWER_NAMES), COLUMNS):
        row = list(ANSWER_NAMES)[start : start + COLUMNS]
        for column, name in zip(st.columns(COLUMNS, gap="medium", vertical_alignment="bottom"), row, strict=False):
            with column:
                _choice(form, name, INTERVIEWS if name == "interview" else ANSWERS)


def _choice(form: Form, name: str, words: Sequence[str]) -> None:
    st.selectbox(CASE_FIELD_NAMES[name], words, **form.keyed(name))


def _day(form: Form, name: str) -> None:
    label = CASE_FIELD_NAMES[name]
    st.date_input(label, value=None, **form.keyed(name), format="DD/MM/YYYY", min_value=FIRST_DAY)


def _save(form: Form, viewer: Viewer, question: Question) -> None:
    """Runs before the page is drawn again. What was typed stays in the form until it is saved."""
    drafts.send(partial(_saved, form, viewer, question.now), form.id)


def _saved(form: Form, viewer: Viewer, now: date) -> str:
    def put(version: int, changes: Values) -> int:
        if not changes:
            return version  # who typed nothing overwrites nothing, whatever somebody else saved
        if "stage" in changes:
            changes.setdefault("stage_since", now)  # a stage that is given without its day begins today
        return save_investigation_change(cache.engine(), viewer, form.of, version, changes, datetime.now())

    return {True: "Saved.", False: drafts.NOTHING_CHANGED, None: ""}[form.save(put)]
