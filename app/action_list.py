"""The choices of the action plan, bound to the URL by stable keys as the filters are, and the list of actions."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from analysis.actions import plan_in_force
from analysis.actions_tables import colour_of
from analysis.formats import format_date
from analysis.tables import Table
from app import cache, filters, parts, place
from app.findings.actions import plans_offered
from app.findings.finding import Finding, Question
from app.markdown import plain
from data_access.actions import fetch_actions
from data_access.models.actions import OWNERS
from data_access.viewer import Viewer

PARAMETERS = ("plan", "agency", "since", "action")
SINCE = "choose-since"


@dataclass(frozen=True)
class Asked:
    """What the choices of the page ask: which year's plan, whose actions ("" for all), changed since when, and which
    action is opened ("" for none). `actions`: those of the plan; `plans`: the plans there are, and those to come.
    """

    year: int
    agency: str
    since: date | None
    action: str
    actions: pd.DataFrame
    plans: dict[int, str]


def draw(question: Question, viewer: Viewer) -> Asked:
    """Draw the choices and read them; what does not exist becomes a sentence and ends the run."""
    with st.container(key="ask-values"):
        raw = {name: st.text_input(name, key=name, bind="query-params").strip() for name in PARAMETERS}
    every = cache.source(viewer)(fetch_actions, authority=question.selection.authority)
    plans = plans_offered(every, question.now)
    try:
        asked = _read(raw, every, plans, question)
    except filters.UnknownChoice as problem:
        st.title("This view cannot be shown", anchor=False)
        st.error(plain(str(problem)))
        st.button("Show the whole plan", on_click=_reset)
        st.stop()
    if not filters.on_shared_screen():
        with st.container(key="actions-choices"):
            _draw_choices(raw, asked, question)
    return asked


def show(finding: Finding) -> None:
    """The list of actions over the whole width, and beside each other how many each agency has and the sentences."""
    place.heading(finding)
    if filters.on_shared_screen():
        if finding.room_table is not None:
            _list(finding.room_table)
        parts.bullets(finding.sentences[: place.ROOM_SENTENCES])
        return
    if not finding.tables:
        st.markdown("No rows: no action of this plan is in this selection.")
        return
    actions, agencies, *changes = finding.tables
    for table in changes:
        st.subheader(plain(table.title), anchor=False)
        words(table, "actions-changes")
    _list(actions)
    parts.download_of(actions, finding)
    counts, beside = st.columns([13, 8], gap="large")
    with counts:
        parts.table(agencies, finding, heading=True)
    with beside:
        parts.bullets(finding.sentences)
        parts.caption(finding)


def words(table: Table, key: str) -> None:
    """A table of words and dates, which stand to the left."""
    with st.container(key=key):
        st.table(table.text, hide_index=True, border="horizontal", alt=table.title)


def _list(table: Table) -> None:
    """The actions; the colour stands on the word and its shape, and says nothing that they do not."""
    styled = table.text.style.set_uuid("actions").map(_colour, subset=["Status"])
    with st.container(key="actions-list"):
        st.table(styled, hide_index=True, border="horizontal", alt=table.title)


def _colour(status: str) -> str:
    colour = colour_of(status)
    return f"color: {colour}; font-weight: 600" if colour else ""


def _read(raw: dict[str, str], every: pd.DataFrame, plans: dict[int, str], question: Question) -> Asked:
    years = {label: year for year, label in plans.items()}
    if raw["plan"] and raw["plan"] not in years:
        raise filters.UnknownChoice(f"This link names a plan that is not here: {raw['plan']}. {_there_is(years)}")
    if raw["agency"] and raw["agency"] not in OWNERS:
        raise filters.UnknownChoice(f"This link names an agency that is not here: {raw['agency']}. {_there_is(OWNERS)}")
    existing = [int(year) for year in every["year"].unique()]
    year = years[raw["plan"]] if raw["plan"] else plan_in_force(existing, question.now)
    actions = every[every["year"] == year].reset_index(drop=True)
    known = set(every["key"])
    if raw["action"] and raw["action"] not in known:
        raise filters.UnknownChoice(f"This link names an action that is not here: {raw['action']}.")
    opened = raw["action"] if raw["action"] in set(actions["key"]) else ""
    return Asked(year, OWNERS.get(raw["agency"], ""), _day(raw["since"]), opened, actions, plans)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise filters.UnknownChoice(f"This link names a day that does not exist: {written}.") from None


def _there_is(known: dict[str, object] | dict[str, int] | dict[str, str]) -> str:
    return f"There is: {', '.join(known)}."


def _draw_choices(raw: dict[str, str], asked: Asked, question: Question) -> None:
    plan, agency, since = st.columns([2, 3, 2], gap="medium", vertical_alignment="bottom")
    with plan:
        labels = list(asked.plans.values())
        filters.choose(
            "Plan", "plan", labels, asked.plans[asked.year], dict(zip(labels, labels, strict=True)), empties=["action"]
        )
    with agency:
        filters.choose("Agency", "agency", ["", *OWNERS], raw["agency"], {"": "All agencies", **OWNERS})
    with since:
        st.session_state[SINCE] = asked.since
        st.date_input(
            "Changed since",
            key=SINCE,
            format="DD/MM/YYYY",
            on_change=_take_since,
            min_value=date(2000, 1, 1),
            help=f"For example since the last meeting. The plan is judged as at {format_date(question.now)}.",
        )


def _take_since() -> None:
    day = st.session_state[SINCE]
    st.session_state["since"] = day.isoformat() if day else ""


def _reset() -> None:
    for name in PARAMETERS:
        st.session_state[name] = ""
