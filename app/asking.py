"""The choices of Explore, bound to the URL by stable keys as the filters are, and the questions that are kept."""

import html
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

import pandas as pd
import streamlit as st

from analysis.wording import NO_NAMES
from app import cache, downloads, filters, parts
from app.findings.asked import BESIDE_THE_AREA, Ask, Asked, UnknownAsk, can_be_asked
from app.findings.finding import Finding, Question
from app.findings.ready_questions import READY
from app.markdown import plain
from data_access.database import run_fetch
from data_access.questions import (
    LONGEST_NAME,
    QuestionRefused,
    fetch_saved_questions,
    remove_question,
    save_question,
)
from data_access.viewer import Viewer

PARAMETERS = ("measure", "split", "only", "area")
WITHOUT_AREA = "no"
BESIDE_MEASURES = ("incidents", "crimes")
KEPT = tuple(name for name in filters.PARAMETERS if name not in ("authority", "view")) + PARAMETERS
PICTURES = {"svg": "SVG (sharp at any size)", "png": "PNG (for e-mail and slides)"}
READY_PREFIX, SAVED_PREFIX = "ready-", "saved-"


def draw(question: Question, viewer: Viewer) -> tuple[Ask, Asked]:
    """Draw the choices and answer what is asked; what cannot be asked becomes a sentence and ends the run."""
    with st.container(key="ask-values"):
        raw = {name: st.text_input(name, key=name, bind="query-params").strip() for name in PARAMETERS}
    given = Ask(split=raw["split"], only=raw["only"], area=raw["area"] != WITHOUT_AREA)
    given = replace(given, measure=raw["measure"]) if raw["measure"] else given
    try:
        asked = cache.finding(can_be_asked, question, viewer, given)
    except UnknownAsk as problem:
        st.title("This question cannot be asked", anchor=False)
        st.error(plain(str(problem)))
        st.button("Begin anew", on_click=_take, args=({},))
        st.stop()
    if not filters.on_shared_screen():
        _draw_choices(asked, question, viewer)
    return asked.fitting, asked


def words(asked: Asked) -> None:
    """The question in words, above its answer; a room reads it from the title and the line below it."""
    if filters.on_shared_screen():
        return
    st.html(f'<p class="asked">{html.escape(asked.words)}</p>')


def picture_format() -> str:
    """In which format pictures are saved."""
    return str(st.session_state.get("picture", next(iter(PICTURES))))


def take_away(shown: Finding, asked: Asked) -> None:
    """The tables as a workbook, and in which format the picture's own button saves it."""
    if filters.on_shared_screen() or not any(len(table.text) for table in shown.tables):
        return
    with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
        downloads.button(
            "Download as a workbook (XLSX)",
            lambda: parts.workbook(shown, asked.words),
            file_name=f"{parts.slug(shown.title)}-not-for-publication.xlsx",
            thing="file",
        )
        if shown.figure is not None and shown.picture_may_be_saved:
            st.radio(
                "Save the picture as", list(PICTURES), key="picture", format_func=PICTURES.__getitem__, horizontal=True
            )


def _draw_choices(asked: Asked, question: Question, viewer: Viewer) -> None:
    ask = asked.fitting
    begin, keep = st.columns([4, 1], gap="medium", vertical_alignment="bottom")
    with keep:
        _keep(question, viewer)  # first: a question that was kept just now stands in the list at once
    with begin:
        _draw_begin(question, viewer)
    what, split, only, beside = st.columns([5, 4, 5, 4], gap="medium", vertical_alignment="bottom")
    with what:
        filters.choose(
            "What",
            "measure",
            list(asked.measures),
            ask.measure,
            dict(asked.measures),
            default=Ask().measure,
            empties=["only"],
        )
    with split:
        filters.choose("Split by", "split", list(asked.splits), ask.split, dict(asked.splits))
    with only:
        names = {"": "All types", **asked.groups, **asked.types}
        if len(names) > 1:
            filters.choose("Only", "only", list(names), ask.only, names)
    with beside:
        can_stand_beside = ask.measure in BESIDE_MEASURES and ask.split in BESIDE_THE_AREA
        st.session_state["choose-area"] = ask.area and can_stand_beside
        st.checkbox("Beside the neighbourhood", key="choose-area", on_change=_take_area, disabled=not can_stand_beside)
    if asked.unfit:
        st.info(plain(asked.unfit))


def _draw_begin(question: Question, viewer: Viewer) -> None:
    """Ready questions, and those kept under a name; choosing one asks it."""
    saved = _saved(question, viewer)
    asks = {f"{READY_PREFIX}{key}": _parameters(ask) for key, (_, ask) in READY.items()}
    names = {f"{READY_PREFIX}{key}": name for key, (name, _) in READY.items()}
    for row in saved.itertuples(index=False):
        key = f"{SAVED_PREFIX}{row.id}"
        names[key] = row.name if row.own else f"{row.name} (kept by {row.saved_by})"
        asks[key] = {**dict.fromkeys(KEPT, ""), **dict(parse_qsl(row.asked))}

    def ask_it() -> None:
        chosen = st.session_state["begin"]
        if chosen:
            _take(asks[chosen])
        st.session_state["begin"] = None

    st.selectbox(
        "Begin with a question",
        [
            *(key for key in names if key.startswith(SAVED_PREFIX)),
            *(key for key in names if key in asks and key.startswith(READY_PREFIX)),
        ],
        index=None,
        key="begin",
        format_func=names.__getitem__,
        placeholder="Choose one of these, or build your own below",
        on_change=ask_it,
    )


def _keep(question: Question, viewer: Viewer) -> None:
    """Keep the question under a name, and remove those kept earlier."""
    with st.popover("Keep this question", width="stretch"):
        with st.form("keep", clear_on_submit=True, border=False):
            name = st.text_input("Name", max_chars=LONGEST_NAME, key="keep-name")
            st.caption(NO_NAMES)
            for_all = st.checkbox("For all who may see these figures, not only for me")
            wanted = st.form_submit_button("Keep it")
        if wanted:
            try:
                _save(name, for_all, question, viewer)
            except QuestionRefused as refusal:
                st.error(plain(str(refusal)))
            else:
                st.success(f"Kept: {plain(name)}. It stands in the list of questions to begin with.")
        if cache.settings().sign_in == "demo":
            st.markdown("In the demo everyone is one person: what is kept here, everyone finds and may remove.")
        saved = _saved(question, viewer)
        for row in saved[saved["own"].astype(bool)].itertuples(index=False):
            st.button(
                f"Remove “{plain(row.name)}”",
                key=f"remove-{row.id}",
                on_click=_remove,
                args=(int(row.id), question, viewer),
                type="tertiary",
            )


def _saved(question: Question, viewer: Viewer) -> pd.DataFrame:
    """Kept questions are not figures: they are read anew, not cached by the version of the data."""
    authority = question.selection.authority
    return run_fetch(cache.engine(), fetch_saved_questions, viewer, authority=authority)


def _save(name: str, for_all: bool, question: Question, viewer: Viewer) -> None:
    chosen = {key: st.session_state.get(key, "") for key in KEPT}
    save_question(
        cache.engine(),
        viewer,
        authority=question.selection.authority,
        name=name,
        asked=urlencode({key: value for key, value in chosen.items() if value}),
        for_all=for_all,
        now=datetime.now(),
    )


def _remove(question_id: int, question: Question, viewer: Viewer) -> None:
    authority = question.selection.authority
    remove_question(cache.engine(), viewer, authority=authority, question_id=question_id, now=datetime.now())


def _parameters(ask: Ask) -> dict[str, str]:
    """An ask as it stands in the address, where the defaults are left out."""
    measure = "" if ask.measure == Ask().measure else ask.measure
    return dict(zip(PARAMETERS, (measure, ask.split, ask.only, "" if ask.area else WITHOUT_AREA), strict=True))


def _take(chosen: Mapping[str, str]) -> None:
    """Ask something else: the choices given, and of Explore's own those not given as they are at first."""
    for name in (*PARAMETERS, *(name for name in chosen if name in KEPT)):
        st.session_state[name] = chosen.get(name, "")


def _take_area() -> None:
    st.session_state["area"] = "" if st.session_state["choose-area"] else WITHOUT_AREA
