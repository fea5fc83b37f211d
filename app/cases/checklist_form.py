"""What is recorded of the ten points of a checklist: each when it was done and what is missing, or all at once."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

import streamlit as st

from analysis.wording.investigations import NO_NAMES_IN_CASES
from app import cache
from app.cases import drafts
from app.cases.case_form import FIRST_DAY, moment
from app.cases.drafts import Form, Values
from app.findings.finding import Question
from app.markdown import plain
from data_access.case_fields import CaseRefused
from data_access.checklist import fetch_checklists, save_all_done, save_item_change
from data_access.checklist_changes import BLANK, FIELDS, LONGEST_MISSING
from data_access.protocol import fetch_protocol_items
from data_access.viewer import Viewer

WIDGETS = ("day", "time", "missing")
WIDTHS = [9, 6, 3, 8]


def form_of(case: str, number: int) -> Form:
    """The form of one point of a case's checklist."""
    return Form(f"point {number}", case, WIDGETS, shown, written)


def draw(case: str, question: Question, viewer: Viewer) -> None:
    """All points in one form, and a short one for a checklist that came as a whole."""
    source = cache.source(viewer)
    authority = question.selection.authority
    items = source(fetch_checklists, authority=authority)
    recorded = {item["number"]: item for item in items[items["key"] == case].to_dict("records")}
    points = source(fetch_protocol_items, authority=authority)
    _draw_all_at_once(case, question, viewer, [int(number) for number in points["number"]])
    forms = [form_of(case, int(number)) for number in points["number"]]
    begun = [_begin(form, recorded.get(number)) for form, number in zip(forms, points["number"], strict=True)]
    for form, point in zip(forms, points.to_dict("records"), strict=True):
        _draw_point(form, point)
    st.caption(NO_NAMES_IN_CASES)
    save = (_save, (forms, case, viewer))
    drafts.buttons(_of(case), f"{_of(case)}-".__add__, "checklist", begun, save, partial(_drop, forms))


def _of(case: str) -> str:
    return f"checklist-{case}"


def shown(values: Mapping[str, Any]) -> Values:
    """A stored point as its widgets hold it."""
    done: datetime | None = values["done_at"]
    return {
        "day": done.date() if done else None,
        "time": f"{done:%H:%M}" if done and values["time_known"] else "",
        "missing": values["missing"],
    }


def written(typed: Mapping[str, Any]) -> Values:
    """What the widgets hold as a point is stored. Raises CaseRefused for a time without a day."""
    day, clock = typed["day"], typed["time"]
    if day is None:
        if clock.strip():
            raise CaseRefused("A time needs its day.")
        return {"done_at": None, "time_known": False, "missing": typed["missing"]}
    return {"done_at": moment(day, clock), "time_known": bool(clock.strip()), "missing": typed["missing"]}


def _begin(form: Form, item: Mapping[str, Any] | None) -> drafts.Draft:
    """Fill a point's form, and say above all points what somebody else saved of it."""
    stored = {name: item[name] for name in FIELDS} if item else BLANK
    version = int(item["version"]) if item else 0
    draft = form.begin(version, stored)
    if item:
        form.meanwhile(draft, version, item["changed_by"], item["changed_at"])
    return draft


def _draw_point(form: Form, point: Mapping[Any, Any]) -> None:
    wording, day, clock, missing = st.columns(WIDTHS, gap="medium", vertical_alignment="bottom")
    number = point["number"]
    with wording:
        st.markdown(plain(f"{number}. {point['wording']} ({point['owner']})"))
    with day:
        st.date_input(f"{number}: done on", value=None, **form.keyed("day"), format="DD/MM/YYYY", min_value=FIRST_DAY)
    with clock:
        st.text_input(f"{number}: time", **form.keyed("time"), max_chars=5, placeholder="HH:MM")
    with missing:
        st.text_input(f"{number}: missing", **form.keyed("missing"), max_chars=LONGEST_MISSING)


def _draw_all_at_once(case: str, question: Question, viewer: Viewer, numbers: list[int]) -> None:
    """For a checklist that came as a whole: the points that are not done yet, all at one moment."""
    key = f"all-done-{case}"
    with st.form(key, enter_to_submit=False, border=False):
        day, clock, button = st.columns([5, 5, 16], gap="medium", vertical_alignment="bottom")
        with day:
            st.date_input("All done on", value=question.now, key=f"{key}-day", format="DD/MM/YYYY", min_value=FIRST_DAY)
        with clock:
            st.text_input("at (HH:MM, if known)", key=f"{key}-time", max_chars=5)
        with button:
            st.form_submit_button(
                "Record all points that are not done as done then",
                key=f"{key}-save",
                on_click=_save_all,
                args=(case, viewer, numbers),
            )


def _save(forms: list[Form], case: str, viewer: Viewer) -> None:
    """Runs before the page is drawn again. Each point is saved by itself: where somebody was first, both texts stay."""
    drafts.send(partial(_saved, forms, case, viewer), _of(case))


def _saved(forms: list[Form], case: str, viewer: Viewer) -> str:
    for form in forms:
        form.check()
    done: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for number, form in enumerate(forms, start=1):
        done[form.save(partial(_put, case, number, viewer))].append(str(number))
    if done[True]:
        return f"Saved: {'point' if len(done[True]) == 1 else 'points'} {', '.join(done[True])}."
    return "" if done[None] else drafts.NOTHING_CHANGED


def _put(case: str, number: int, viewer: Viewer, version: int, changes: Values) -> int:
    if not changes:
        return version  # who typed nothing here overwrites nothing, whatever somebody else saved
    return save_item_change(cache.engine(), viewer, case, number, version, changes, datetime.now())


def _save_all(case: str, viewer: Viewer, numbers: list[int]) -> None:
    drafts.send(partial(_all_saved, case, viewer, numbers), _of(case))


def _all_saved(case: str, viewer: Viewer, numbers: list[int]) -> str:
    day: date | None = st.session_state[f"all-done-{case}-day"]
    clock: str = st.session_state[f"all-done-{case}-time"]
    if day is None:
        raise CaseRefused("Say on which day it was done.")
    at, now = moment(day, clock), datetime.now()
    done = save_all_done(
        cache.engine(), viewer, case, done_at=at, time_known=bool(clock.strip()), now=now, numbers=numbers
    )
    for number in numbers if done else ():
        form_of(case, number).drop()
    return f"Saved: {done} {'point' if done == 1 else 'points'}." if done else "Every point was done already."


def _drop(forms: list[Form]) -> None:
    for form in forms:
        form.drop()
