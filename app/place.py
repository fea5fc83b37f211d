"""Places the Findings of a page: at a desk all of them below each other, on a shared screen one at a time."""

import html
from collections.abc import Callable

import pandas as pd
import streamlit as st

from app import filters, frame, parts
from app.findings.finding import Finding
from app.markdown import plain

TABLE_PX = 440
LONG_TABLE = 12
ROOM_FACTORS = {"large": 1.6, "small": 1.0}  # 24 px type at 1920x1080, the desk's on a small projector
ROOM_SENTENCES = 2
Control = Callable[[], None]


def page(*findings: Finding, control: Control | None = None, picture: str = "svg") -> None:
    """The Findings of a page, the first as what it opens with; `control` draws a control of its own beside it.

    `picture`: the format in which the first picture is saved.
    """
    if filters.on_shared_screen():
        _screen(findings, control)
    else:
        _desk(findings, control, picture)


def words(title: str, rows: pd.DataFrame, introduction: str = "") -> None:
    """A heading and a table of words; it holds no figures about homes or children."""
    st.header(plain(title), anchor=False)
    if introduction:
        st.markdown(plain(introduction))
    st.table(rows, hide_index=True, border="horizontal", alt=title)


def points(title: str, sentences: tuple[str, ...]) -> None:
    """A heading and its sentences, each a point."""
    st.header(plain(title), anchor=False)
    parts.bullets(sentences)


def _desk(findings: tuple[Finding, ...], control: Control | None, picture: str) -> None:
    lead, *others = findings
    heading(lead)
    _body(lead, control, picture)
    for finding in others:
        st.header(plain(finding.title), anchor=False, divider=False)
        _body(finding)
    _further_tables(findings)


def heading(finding: Finding) -> None:
    """The title, what it speaks about, and the tiles."""
    st.title(plain(finding.title), anchor=False)
    frame.announce(finding.title, finding.scope)
    st.html(f'<p class="scope">{html.escape(finding.scope)}</p><hr class="rule">')
    if finding.tiles:
        parts.tiles(finding.tiles)


def _body(finding: Finding, control: Control | None = None, picture: str = "svg") -> None:
    shown, beside = st.columns([11, 10], gap="large")
    with shown:
        if finding.figure is not None:
            parts.chart(
                finding.figure, finding.alt, finding.key, may_be_saved=finding.picture_may_be_saved, picture=picture
            )
        elif finding.tables:
            parts.table(finding.tables[0], finding)
        parts.caption(finding)
    with beside:
        of_figure = finding.tables[0] if finding.figure is not None and finding.tables else None
        table_last = of_figure is not None and len(of_figure.text) > LONG_TABLE  # else the words leave the first screen
        if of_figure is not None and not table_last:
            parts.table(of_figure, finding)
        if finding.sentences:
            parts.bullets(finding.sentences)
        if of_figure is not None and table_last:
            parts.table(of_figure, finding)
        if finding.attention:
            parts.attention(finding.attention)
        if control is not None:
            control()
    _how_sure(finding)


def _how_sure(finding: Finding) -> None:
    """What stands behind the verdicts. Nothing of it is sent before it is opened."""
    told = finding.how_sure
    if told is None:
        return
    behind = st.expander("How sure are we?", key=f"sure-{finding.key}", on_change="rerun")
    if not behind.open:
        return
    with behind:
        picture, beside = st.columns([11, 10], gap="large")
        with picture:
            if told.figure is not None:
                parts.chart(told.figure, told.alt, f"sure-{finding.key}")
            parts.bullets(told.sentences)
        with beside:
            for shown in told.tables:
                parts.table(shown, finding, heading=True)
            st.subheader("What the data cannot say", anchor=False)
            parts.bullets(told.cannot_say)


def _further_tables(findings: tuple[Finding, ...]) -> None:
    """The tables after the first of each finding, as many beside each other as the screen has room for."""
    with st.container(horizontal=True, gap="large"):
        for finding in findings:
            for shown in finding.tables[1:]:
                with st.container(width=TABLE_PX):
                    parts.table(shown, finding, heading=True)


def _screen(findings: tuple[Finding, ...], control: Control | None) -> None:
    """One finding: its picture, its table as a room may see it, and the first of its sentences."""
    finding = _picked(findings)
    heading(finding)
    shown = finding.room_table or (finding.tables[0] if finding.tables else None)
    picture, beside = st.columns([11, 10], gap="medium")
    with picture:
        if finding.figure is not None:
            _room_chart(finding)
        elif shown is not None:
            parts.table(shown, finding, download=False)
        parts.whom(finding)
    with beside:
        if finding.figure is not None and shown is not None:
            parts.table(shown, finding, download=False)
        if finding.attention:
            parts.attention(finding.attention, ROOM_SENTENCES)
        elif finding.sentences:
            parts.bullets(finding.sentences[:ROOM_SENTENCES])
        if control is not None and finding is findings[0]:
            control()


def _picked(findings: tuple[Finding, ...]) -> Finding:
    names = {finding.short: finding for finding in findings}
    first = findings[0].short
    if len(names) == 1:
        return findings[0]
    picked = st.segmented_control(
        "Finding", list(names), default=first, required=True, key="finding", label_visibility="collapsed"
    )
    return names.get(picked or first, findings[0])


def _room_chart(finding: Finding) -> None:
    """The picture twice, since the server does not know how large the screen is; style shows the one that fits."""
    for size, factor in ROOM_FACTORS.items():
        with st.container(key=f"chart-{size}"):
            parts.chart(finding.figure, finding.alt, f"{finding.key}-{size}", may_be_saved=False, factor=factor)
