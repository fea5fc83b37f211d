"""The forms of the annual paper: sections on or off, text that people write, generated text that they accept.

Switches are kept at once; of two people's the last one stands, and both see it when their page is drawn again. What is
typed is saved when the field is left. A field remembers the version it was filled from; when somebody else was first,
nothing is overwritten: what was typed is kept beside theirs until a person has chosen.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import streamlit as st

from analysis.periods import parse_period
from analysis.wording import NO_NAMES, NOT_WRITTEN, WHOLE_YEARS_ONLY, carried_words, changed_meanwhile_sentence
from app import cache, filters, parts
from app.action_forms import IN_THE_DEMO
from app.findings.finding import Question
from app.markdown import plain
from app.paper.gather import accepted_words, is_accepted, sections_on, texts_of
from app.paper.made import Made
from app.paper.sections import SECTIONS, Section
from data_access.action_changes import ChangedMeanwhile
from data_access.database import run_fetch
from data_access.paper_sections import fetch_paper_sections, save_paper_section
from data_access.papers import LONGEST_TEXT, PaperRefused, fetch_narratives, save_narrative
from data_access.viewer import Viewer

DRAFTS, TOLD = "paper-drafts", "paper-told"  # texts not saved yet, by field; what became of the last input
MOST_YEARS = 3
HEIGHT_PX = 160


@dataclass(frozen=True)
class Field:
    """One section of one paper as it is saved."""

    authority: str
    section: str
    period: str

    @property
    def key(self) -> str:
        """The key of its widget."""
        return f"paper-text-{self.authority}-{self.period}-{self.section}"


@dataclass
class Draft:
    """What a field was filled with; `typed` is what could not be saved since `theirs` was first."""

    version: int
    filled: str
    typed: str = ""
    theirs: ChangedMeanwhile | None = None


def can_be_made(question: Question, viewer: Viewer) -> bool:
    """Whether a paper can be made of this view; otherwise a sentence and a way on."""
    if filters.on_shared_screen():
        st.markdown("The paper is written at a desk. Leave the shared screen to write it.")
        return False
    if question.current.is_year:
        return True
    st.markdown(plain(f"{WHOLE_YEARS_ONLY} {question.current.words} is none. Choose a year:"))
    there = cache.offered(viewer, question.selection.authority)
    years = [period for kind, period in there.periods if kind == "year"] if there else []
    for period in years[:MOST_YEARS]:
        st.button(period.label, key=f"paper-year-{period.key}", on_click=_choose, args=(period.key,))
    return False


def narratives(question: Question, viewer: Viewer) -> pd.DataFrame:
    """What was written for the period, or before it, as it stands in the database now."""
    asked = {"authority": question.selection.authority, "period": question.current.key}
    return run_fetch(cache.engine(), fetch_narratives, viewer, **asked)


def switched_on(question: Question, viewer: Viewer) -> tuple[str, ...]:
    """The sections that are on for the period, as it stands in the database now."""
    asked = {"authority": question.selection.authority, "period": question.current.key}
    return sections_on(run_fetch(cache.engine(), fetch_paper_sections, viewer, **asked))


def introduction() -> None:
    """What there is to do, and what became of the last input."""
    st.markdown(
        "Switch sections on and off, write those that people write, and accept the sentences that were generated. What "
        "you type is saved when you leave the field. Switches and texts are the start of next year's paper. Begin a "
        'line with "- " for a point of a list, and with "|" for a row of a table whose cells are parted by "|".'
    )
    st.caption(NO_NAMES)
    if cache.settings().sign_in == "demo":
        st.markdown(IN_THE_DEMO)
    told = st.session_state.pop(TOLD, None)
    if told:
        st.warning(plain(told))


def sections(
    question: Question, viewer: Viewer, made: Mapping[str, Made], stored: pd.DataFrame, on: Collection[str]
) -> None:
    """Every section in order, to switch on, write and accept."""
    st.header("Sections", anchor=False)
    texts, rows = texts_of(stored), stored.set_index("section")
    for section in SECTIONS:
        field = Field(question.selection.authority, section.key, question.current.key)
        version = int(rows.at[section.key, "version"]) if section.key in rows.index else 0
        text = texts.get(section.key)
        chosen, beside, state = st.columns([9, 13, 5], gap="medium")
        with chosen:
            st.session_state[on_key(section)] = section.key in on
            st.checkbox(section.title, key=on_key(section), on_change=_switch, args=(section, field, viewer))
        with beside:
            if section.is_written:
                carried = text.period if text and text.words and text.period != field.period else ""
                _draw_written(section, field, viewer, text.words if text else "", version, carried)
                stands = "to look through" if carried else "written" if text and text.words else "not written yet"
            elif made[section.key].sentences:
                accepted = is_accepted(made[section.key], text, field.period)
                _draw_generated(section, field, viewer, made[section.key], version, accepted)
                stands = "accepted" if accepted else "not accepted yet"
            else:
                stands = ""
        with state:
            st.caption(stands)


def on_key(section: Section) -> str:
    """The key of the box that switches a section on."""
    return f"paper-on-{section.key}"


def _draw_written(section: Section, field: Field, viewer: Viewer, stored: str, version: int, carried: str) -> None:
    drafts = st.session_state.setdefault(DRAFTS, {})
    draft: Draft | None = drafts.get(field.key)
    with st.expander(plain(f"Write: {section.title}"), expanded=draft is not None and draft.theirs is not None):
        if draft is None or (draft.theirs is None and draft.version != version):
            draft = drafts[field.key] = Draft(version, stored)
            st.session_state[field.key] = stored
        elif field.key not in st.session_state:  # another page was open meanwhile
            st.session_state[field.key] = draft.typed if draft.theirs else draft.filled
        st.text_area(
            section.title,
            key=field.key,
            max_chars=LONGEST_TEXT,
            height=HEIGHT_PX,
            help=section.about,
            placeholder=section.about,
            on_change=_keep_text,
            args=(field, viewer),
        )
        if draft.theirs is not None:
            _draw_meanwhile(draft.theirs, field, viewer)
        elif carried:
            st.markdown(plain(carried_words(parse_period(carried).label)))
            st.button("It holds for this paper too", key=f"{field.key}-keep", on_click=_keep_text, args=(field, viewer))


def _draw_meanwhile(theirs: ChangedMeanwhile, field: Field, viewer: Viewer) -> None:
    """Theirs below yours, and the choice between them."""
    said = changed_meanwhile_sentence(theirs.who, theirs.when, date.today())
    st.warning(plain(f"{said} What you typed stands above and is not saved yet. Theirs:"))
    st.markdown(plain(theirs.stored["text"]) or NOT_WRITTEN)
    st.button("Save mine over theirs", key=f"{field.key}-mine", on_click=_keep_mine, args=(field, viewer))
    st.button("Take theirs and drop mine", key=f"{field.key}-theirs", on_click=_take_theirs, args=(field,))


def _draw_generated(section: Section, field: Field, viewer: Viewer, made: Made, version: int, accepted: bool) -> None:
    """The sentences, and the box by which a person accepts them as they stand."""
    with st.expander(plain(f"Read: {section.title}")):
        parts.bullets(made.sentences)
        st.session_state[f"{field.key}-accept"] = accepted
        st.checkbox(
            f"I accept these sentences: {section.title}",
            key=f"{field.key}-accept",
            help="Until then the paper marks them as generated. Other sentences have to be accepted anew.",
            on_change=_accept,
            args=(field, viewer, accepted_words(made), version),
        )


def _switch(section: Section, field: Field, viewer: Viewer) -> None:
    """Runs before the page is drawn again."""
    save_paper_section(
        cache.engine(),
        viewer,
        authority=field.authority,
        section=field.section,
        period=field.period,
        is_on=st.session_state[on_key(section)],
        now=datetime.now(),
    )


def _keep_text(field: Field, viewer: Viewer) -> None:
    """Runs before the page is drawn again. What was typed stays in the field until it is saved."""
    draft: Draft = st.session_state[DRAFTS][field.key]
    typed = st.session_state[field.key]
    try:
        version = _save(field, viewer, typed, accepted=True, version_seen=draft.version)
    except PaperRefused as refusal:
        draft.filled = typed
        st.session_state[TOLD] = f"Nothing was saved. {refusal}"
    except ChangedMeanwhile as theirs:
        draft.typed, draft.theirs = typed, theirs
    else:
        st.session_state[DRAFTS][field.key] = Draft(version, typed)


def _keep_mine(field: Field, viewer: Viewer) -> None:
    """Save over the version that stood beside; should somebody have been faster again, that is told again."""
    draft: Draft = st.session_state[DRAFTS][field.key]
    if draft.theirs is not None:
        draft.version, draft.theirs = draft.theirs.version, None
    _keep_text(field, viewer)


def _take_theirs(field: Field) -> None:
    del st.session_state[DRAFTS][field.key]


def _accept(field: Field, viewer: Viewer, words: str, version: int) -> None:
    accepted = st.session_state[f"{field.key}-accept"]
    try:
        _save(field, viewer, words if accepted else "", accepted=accepted, version_seen=version)
    except ChangedMeanwhile as theirs:
        said = changed_meanwhile_sentence(theirs.who, theirs.when, date.today())
        st.session_state[TOLD] = f"{said} Nothing of yours was saved: the box shows what stands now."


def _save(field: Field, viewer: Viewer, text: str, *, accepted: bool, version_seen: int) -> int:
    return save_narrative(
        cache.engine(),
        viewer,
        authority=field.authority,
        section=field.section,
        period=field.period,
        text=text,
        accepted=accepted,
        version_seen=version_seen,
        now=datetime.now(),
    )


def _choose(period: str) -> None:
    st.session_state["period"] = period
