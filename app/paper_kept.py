"""The paper as it would be and as it was made: its preview, the button that makes and keeps it, the list of papers."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from analysis.document import (
    Bullets,
    ChartPiece,
    Field,
    Heading,
    Note,
    Paragraph,
    Piece,
    PrintedTable,
    SignOff,
    TemplateRefused,
)
from analysis.formats import format_date
from analysis.periods import Period, add_months
from app import cache, downloads
from app.findings.finding import Question
from app.markdown import plain, plain_cells
from app.paper.gather import gather, not_written, texts_of
from app.paper.kept import Paper, earlier_questions, figures_now, keep, paper_file, revised_since
from app.paper.made import Made
from data_access.database import run_fetch
from data_access.papers import PaperChanged, PaperRefused, fetch_snapshot_file, fetch_snapshots
from data_access.viewer import Viewer

TEMPLATE = "paper-template"
MOST_LISTED = 20
GENERATED = "**Generated:** "
_KINDS = {  # by audience: what the paper is called, and its file
    "partnership": ("paper", "concordat-paper-{period}-not-for-publication.docx"),
    "public": ("public paper", "concordat-paper-{period}-public.docx"),
    "exempt appendix": ("exempt appendix", "concordat-exempt-appendix-{period}-not-for-publication.docx"),
}


def make(
    question: Question, viewer: Viewer, made: Mapping[str, Made], narratives: pd.DataFrame, on: Collection[str]
) -> None:
    """The council's own template, and the button that makes the paper and keeps it."""
    st.header("Make the paper", anchor=False)
    given = st.file_uploader(
        "The council's own Word template (.docx), if it has one",
        type=["docx"],
        key=TEMPLATE,
        help="Its styles, pages, header and footer are used. Its text is left out, and the file is not kept.",
    )
    if empty := not_written(texts_of(narratives), on):
        st.markdown(f"Switched on and not written yet: {len(empty)} of the sections below.")
    if st.button("Make and keep the paper", key="paper-make", type="primary"):
        _make(_paper(question, viewer, made, narratives, on), question, viewer, given)


def preview(
    question: Question, viewer: Viewer, made: Mapping[str, Made], narratives: pd.DataFrame, on: Collection[str]
) -> None:
    """The paper's headings, sentences and tables in order; nothing of it is sent before it is opened."""
    st.header("Preview", anchor=False)
    behind = st.expander("Read the paper as it would be now", key="paper-preview", on_change="rerun")
    if not behind.open:
        return
    paper = _paper(question, viewer, made, narratives, on)
    with behind, st.container(key="paper-pieces"):
        show(gather(question, cache.source(viewer), made, paper.texts, paper.on, paper.revised))


def show(pieces: Iterable[Piece]) -> None:
    """The pieces of a paper one below the other."""
    for piece in pieces:
        _SHOWN[type(piece)](piece)


def papers(question: Question, viewer: Viewer) -> None:
    """Every paper that was made, newest first, to be fetched again unchanged."""
    st.header("Papers made, newest first", anchor=False)
    authority = question.selection.authority
    kept = run_fetch(cache.engine(), fetch_snapshots, viewer, authority=authority)
    if kept.empty:
        st.markdown("None yet.")
        return
    periods = [
        Period(first, add_months(last, 1)).label
        for first, last in zip(kept["first_month"], kept["last_month"], strict=True)
    ]
    rows = pd.DataFrame(
        {
            "Period": periods,
            "For": [audience.capitalize() for audience in kept["audience"]],
            "Made": [_moment(moment) for moment in kept["made_at"]],
            "By": kept["made_by"],
            "Title": kept["title"],
            "SHA-256 begins": [digest[:12] for digest in kept["sha256"]],
        }
    )
    st.table(plain_cells(rows), hide_index=True, border="horizontal", alt="Papers made")
    listed = list(zip(kept.itertuples(index=False), periods, strict=True))
    for paper, period in listed[:MOST_LISTED]:
        _offer(paper, period, authority, viewer)
    if older := {int(paper.id): (paper, period) for paper, period in listed[MOST_LISTED:]}:
        chosen = st.selectbox(
            "An older paper",
            list(older),
            index=None,
            key="paper-older",
            format_func=lambda key: _named(*older[key]),
            placeholder="Choose a paper",
        )
        if chosen is not None:
            _offer(*older[chosen], authority, viewer)


def _named(paper: Any, period: str) -> str:
    return f"{_KINDS[paper.audience][0]} on {period}, made {_moment(paper.made_at)}"


def _offer(paper: Any, period: str, authority: str, viewer: Viewer) -> None:
    """The button that fetches one paper again; for one that is no longer as it was made, a sentence."""
    make = _file_of(viewer, authority, int(paper.id))
    try:
        make()  # on a click no sentence could be said
    except PaperChanged as changed:
        st.error(plain(f"The {_named(paper, period)}, cannot be fetched. {changed}"))
        return
    downloads.button(
        f"Download the {_named(paper, period)}",
        make,
        file_name=_KINDS[paper.audience][1].format(period=period),
        thing=f"paper {paper.id}",
        needs="paper",
        event="paper",
        key=f"paper-file-{paper.id}",
        look="tertiary",
    )


def _paper(
    question: Question, viewer: Viewer, made: Mapping[str, Made], narratives: pd.DataFrame, on: Collection[str]
) -> Paper:
    """The paper as it is chosen, with what earlier ones printed that is another figure now."""
    kept = run_fetch(cache.engine(), fetch_snapshots, viewer, authority=question.selection.authority)
    asked = (question, *earlier_questions(question, kept)) if len(kept) else ()
    now = [figure for each in asked for figure in cache.finding(figures_now, each, viewer)]
    return Paper(tuple(on), made, texts_of(narratives), revised_since(kept, now))


def _make(paper: Paper, question: Question, viewer: Viewer, given: Any) -> None:
    now, source = datetime.now(), cache.source(viewer)
    try:
        file = paper_file(question, source, paper, now.date(), given.getvalue() if given else None)
        template = given.name if given else ""
        made = keep(
            cache.engine(), viewer, question, source, paper, file, now=now, template=template, version=cache.version()
        )
    except (TemplateRefused, PaperRefused) as refusal:
        st.error(plain(f"No paper was made. {refusal}"))
    else:
        st.success(plain(f"Made and kept: {made.title}. It stands first in the list of papers below."))


def _file_of(viewer: Viewer, authority: str, snapshot_id: int) -> Callable[[], bytes]:
    """Fetches the file when it is asked for; one that was altered is not given out."""
    engine = cache.engine()

    def file() -> bytes:
        asked = {"authority": authority, "snapshot_id": snapshot_id}
        found = run_fetch(engine, fetch_snapshot_file, viewer, **asked)
        if found is None:
            raise PaperChanged("It is no longer there.")
        return found

    return file


def _moment(moment: datetime) -> str:
    return f"{format_date(moment)} {moment:%H:%M}"


def _heading(piece: Heading) -> None:
    st.markdown(f"{'#' * (piece.level + 2)} {plain(piece.text)}")


def _bullets(piece: Bullets) -> None:
    mark = GENERATED if piece.generated else ""
    st.markdown("\n".join(f"- {mark}{plain(text)}" for text in piece.texts))


def _table(piece: PrintedTable) -> None:
    st.markdown(f"**{plain(piece.caption)}**")
    st.table(plain_cells(piece.table.text), hide_index=True, border="horizontal", alt=f"Preview: {piece.caption}")


def _sign_off(piece: SignOff) -> None:
    rows = pd.DataFrame(list(piece.rows), columns=["Role", "Name", "Date of sign-off"])
    st.table(plain_cells(rows), hide_index=True, border="horizontal", alt="Preview: sign-off")


def _paragraph(piece: Paragraph) -> None:
    st.markdown(plain(piece.text))


def _note(piece: Note) -> None:
    st.caption(plain(piece.text))


def _chart(piece: ChartPiece) -> None:
    st.caption(plain(f"Here stands a chart that Word draws: {piece.caption}."))


def _field(piece: Field) -> None:
    st.markdown(f"{plain(piece.label)}: {plain(piece.value)}")


_SHOWN: dict[type[Piece], Callable[[Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    PrintedTable: _table,
    ChartPiece: _chart,
    Note: _note,
    SignOff: _sign_off,
    Field: _field,
}
