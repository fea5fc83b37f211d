"""The public paper on its page: for whom, what has to be looked at first, sign-offs, its preview, and its making."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from analysis.document import TemplateRefused
from analysis.formats import format_date
from analysis.public_ladder import PublicTables
from analysis.wording import (
    ALL_HOMES_NEEDED,
    BEFORE_MAKING,
    LOADED_SINCE_SIGNED,
    SIGN_OFF_INTRODUCTION,
    SIGN_OFF_NAMES,
    TEXTS_ARE_READ_BY_ALL,
    leave_out_words,
)
from app import cache, paper_kept, parts
from app.findings.finding import Question
from app.markdown import plain, plain_cells
from app.paper.gather import texts_of
from app.paper.public import PublicPaperNotMade, Terms, public_answer, standing_of, terms_of
from app.paper.public_kept import appendix_file, in_the_appendix, keep_public, public_file, to_look_through
from app.paper.public_pieces import public_pieces
from data_access.database import run_fetch
from data_access.papers import PaperRefused, fetch_snapshots
from data_access.printed_papers import printed_papers
from data_access.public_sign_offs import (
    LONGEST_OFFICER,
    fetch_public_sign_offs,
    save_public_sign_off,
    save_withdrawal,
)
from data_access.viewer import Viewer

PARTNERSHIP, PUBLIC = "The partnership", "The public"
AUDIENCE, LEAVE_OUT, TOLD = "paper-audience", "paper-leave-out", "paper-sign-off-told"


def is_chosen() -> bool:
    """Draws the choice of the audience; answers whether it is the public."""
    return st.radio("The paper is for", (PARTNERSHIP, PUBLIC), key=AUDIENCE, horizontal=True) == PUBLIC


def make(question: Question, viewer: Viewer, narratives: pd.DataFrame, on: Collection[str]) -> None:
    """What has to be looked at, who has allowed what, and the button that makes and keeps paper and appendix."""
    st.header("Make the public paper", anchor=False)
    if viewer.homes is not None:
        st.markdown(ALL_HOMES_NEEDED)
        return
    sign_offs = _sign_offs(question, viewer)
    st.warning(plain(TEXTS_ARE_READ_BY_ALL))
    texts = texts_of(narratives)
    parts.bullets(to_look_through(texts, _terms(question, viewer, on, sign_offs), question.current.key))
    if printed := printed_papers(question.selection.authority):
        st.checkbox(
            leave_out_words([paper.printed_on for paper in printed]),
            key=LEAVE_OUT,
            help="Every number it printed is known to the public. Left out, the paper hides what is known already.",
        )
    _draw_sign_offs(question, viewer, sign_offs)
    given = st.file_uploader(
        "The council's own Word template (.docx), if it has one",
        type=["docx"],
        key="paper-public-template",
        help="Its styles, pages, header and footer are used. Its text is left out, and the file is not kept.",
    )
    st.markdown(BEFORE_MAKING)
    if st.button("Make and keep the public paper and its exempt appendix", key="paper-public-make", type="primary"):
        # Read again: somebody may have withdrawn or recorded one since this page was drawn.
        _make(question, viewer, narratives, _terms(question, viewer, on, _sign_offs(question, viewer)), given)


def preview(question: Question, viewer: Viewer, narratives: pd.DataFrame, on: Collection[str]) -> None:
    """The public paper as it would be now; it leaves no pattern, and nothing of it is sent before it is opened."""
    if viewer.homes is not None:
        return
    st.header("Preview", anchor=False)
    behind = st.expander("Read the public paper as it would be now", key="paper-public-preview", on_change="rerun")
    if not behind.open:
        return
    terms = _terms(question, viewer, on, _sign_offs(question, viewer))
    with behind, st.container(key="paper-pieces"):
        try:
            answer = _answer(question, viewer, terms)
        except PublicPaperNotMade as refusal:
            st.error(plain(f"No public paper can be made. {refusal}"))
            return
        paper_kept.show(public_pieces(question, cache.source(viewer), answer, texts_of(narratives), terms))


def _make(question: Question, viewer: Viewer, narratives: pd.DataFrame, terms: Terms, given: Any) -> None:
    now, source, texts = datetime.now(), cache.source(viewer), texts_of(narratives)
    template = given.getvalue() if given else None
    try:
        answer = _answer(question, viewer, terms)
        full = cache.finding(in_the_appendix, question, viewer)
        files = (
            public_file(question, source, answer, texts, terms, now.date(), template),
            appendix_file(question, source, full, texts, now.date(), template),
        )
        made = keep_public(
            cache.engine(),
            viewer,
            question,
            source,
            answer,
            terms,
            full,
            files,
            now=now,
            template=given.name if given else "",
            version=cache.version(),
        )
    except (PublicPaperNotMade, TemplateRefused, PaperRefused) as refusal:
        st.error(plain(f"No paper was made. {refusal}"))
    else:
        st.success(plain(f"Made and kept: {made.title}. It stands first in the list of papers below."))
        parts.bullets(answer.notes)


def _answer(question: Question, viewer: Viewer, terms: Terms) -> PublicTables:
    return cache.finding(public_answer, question, viewer, terms)


def _terms(question: Question, viewer: Viewer, on: Collection[str], sign_offs: pd.DataFrame) -> Terms:
    snapshots = run_fetch(cache.engine(), fetch_snapshots, viewer, authority=question.selection.authority)
    leave_out = bool(st.session_state.get(LEAVE_OUT, False))
    return terms_of(question, on, sign_offs, snapshots, leave_out_printed=leave_out)


def _sign_offs(question: Question, viewer: Viewer) -> pd.DataFrame:
    asked = {"authority": question.selection.authority, "period": question.current.key}
    return run_fetch(cache.engine(), fetch_public_sign_offs, viewer, **asked)


def _draw_sign_offs(question: Question, viewer: Viewer, sign_offs: pd.DataFrame) -> None:
    """Each kind with who signed it, or the form to record it; below, everything that was ever recorded."""
    st.subheader("Sign-off", anchor=False)
    st.markdown(SIGN_OFF_INTRODUCTION)
    if told := st.session_state.pop(TOLD, None):
        st.error(plain(told))
    for place, (kind, name) in zip(st.columns(len(SIGN_OFF_NAMES), gap="medium"), SIGN_OFF_NAMES.items(), strict=True):
        with place:
            _draw_kind(kind, name, question, viewer, standing_of(sign_offs, kind))
    if len(sign_offs):
        with st.expander("Everything recorded, newest first"):
            st.table(_history(sign_offs), hide_index=True, border="horizontal", alt="Sign-offs recorded")


def _draw_kind(kind: str, name: str, question: Question, viewer: Viewer, standing: Any) -> None:
    key, authority = f"paper-sign-off-{kind.replace(' ', '-')}", question.selection.authority
    st.markdown(f"**{plain(name)}**")
    if standing is not None:
        signed, recorded = format_date(standing.signed_on), format_date(standing.recorded_at)
        st.markdown(plain(f"Signed by {standing.signed_by}, {signed}. Recorded by {standing.recorded_by}, {recorded}."))
        if int(standing.data_version) != cache.version():
            st.warning(plain(LOADED_SINCE_SIGNED))
        withdrawn = (viewer, authority, int(standing.id))
        st.button("Withdraw it", key=f"{key}-withdraw", on_click=_withdraw, args=withdrawn)
        return
    st.markdown("Not signed.")
    with st.form(f"{key}-form", border=False):
        st.text_input(
            "Role or name of the officer who signed",
            key=f"{key}-by",
            max_chars=LONGEST_OFFICER,
            help="It is printed in the public paper.",
        )
        st.date_input("Signed on", key=f"{key}-on", value=None, max_value=date.today(), format="DD/MM/YYYY")
        st.form_submit_button("Record the sign-off", on_click=_record, args=(key, kind, question, viewer))


def _record(key: str, kind: str, question: Question, viewer: Viewer) -> None:
    """Runs before the page is drawn again; what was refused stays in the form."""
    signed_on = st.session_state[f"{key}-on"]
    if signed_on is None:
        st.session_state[TOLD] = "Nothing was recorded. Give the day on which it was signed."
        return
    try:
        save_public_sign_off(
            cache.engine(),
            viewer,
            authority=question.selection.authority,
            period=question.current.key,
            kind=kind,
            signed_by=st.session_state[f"{key}-by"],
            signed_on=signed_on,
            now=datetime.now(),
        )
    except PaperRefused as refusal:
        st.session_state[TOLD] = f"Nothing was recorded. {refusal}"


def _withdraw(viewer: Viewer, authority: str, sign_off_id: int) -> None:
    save_withdrawal(cache.engine(), viewer, authority=authority, sign_off_id=sign_off_id, now=datetime.now())


def _history(sign_offs: pd.DataFrame) -> pd.DataFrame:
    withdrawn = zip(sign_offs["withdrawn_by"], sign_offs["withdrawn_at"], strict=True)
    return plain_cells(
        pd.DataFrame(
            {
                "What": [SIGN_OFF_NAMES[kind] for kind in sign_offs["kind"]],
                "Signed by": sign_offs["signed_by"],
                "On": [format_date(day) for day in sign_offs["signed_on"]],
                "Recorded by": sign_offs["recorded_by"],
                "Recorded on": [format_date(moment) for moment in sign_offs["recorded_at"]],
                "Withdrawn": [f"by {who}, {format_date(moment)}" if who else "" for who, moment in withdrawn],
            }
        )
    )
