"""Puts a Finding on a page: words, picture, table, in one layout for all pages. It computes nothing."""

import functools
import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.charts import template
from analysis.charts.theme import View
from analysis.formats import format_date
from analysis.tables import Table
from app import cache, filters
from app.findings.finding import Finding, Question, Tile
from app.markdown import plain

STATIC = Path(__file__).resolve().parent / "static"
POLL_EVERY = "60s"
TABLE_PX = 440


def style() -> None:
    """The product's own type and spacing, on every page."""
    st.html(STATIC / "style.css")


def banner() -> None:
    """Says on every page of the demo that nothing here is real."""
    st.html('<div class="banner" role="note">Sample data: invented records that add up to published totals.</div>')


def lead(finding: Finding) -> DeltaGenerator:
    """The finding that a page opens with: title, scope, rule, tiles, then picture and table side by side.

    Answers the column of words, for a control of the page's own.
    """
    st.title(plain(finding.title), anchor=False)
    st.html(f'<p class="scope">{html.escape(finding.scope)}</p><hr class="rule">')
    if finding.tiles:
        tiles(finding.tiles)
    return _body(finding)


def section(finding: Finding) -> None:
    """A further finding of the page, under a heading."""
    st.header(plain(finding.title), anchor=False, divider=False)
    _body(finding)


def tiles(shown: tuple[Tile, ...]) -> None:
    """Measures at a glance, each set large with its sentence."""
    cells = "".join(
        f'<div class="tile"><dt>{html.escape(tile.name)}<span>{html.escape(tile.population)}</span></dt>'
        f'<dd><span class="big">{html.escape(tile.big)}</span><span>{html.escape(tile.small)}</span></dd></div>'
        for tile in shown
    )
    st.html(f'<dl class="tiles">{cells}</dl>')


def further_tables(finding: Finding) -> None:
    """The tables after the first, as many beside each other as the screen has room for."""
    with st.container(horizontal=True, gap="large"):
        for shown in finding.tables[1:]:
            with st.container(width=TABLE_PX):
                table(shown, finding, heading=True)


def table(shown: Table, finding: Finding, *, heading: bool = False) -> None:
    """An HTML table with its download."""
    if heading:
        st.subheader(plain(shown.title), anchor=False)
    if shown.text.empty:
        st.markdown("No rows: nothing was recorded in either period, or nothing was supplied.")
        return
    with st.container(key=f"figures-{finding.key}-{_slug(shown.title)}"):
        st.table(shown.text.map(plain), hide_index=True, border="horizontal", alt=shown.title)
    st.download_button(
        "Download this table (CSV)",
        lambda: shown.csv(_context(finding)),
        file_name=f"{_slug(shown.title)}-not-for-publication.csv",
        mime="text/csv",
        key=f"csv-{finding.key}-{shown.title}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def words(title: str, rows: pd.DataFrame, introduction: str = "") -> None:
    """A heading and a table of words; it holds no figures about homes or children."""
    st.header(plain(title), anchor=False)
    if introduction:
        st.markdown(plain(introduction))
    st.table(rows.map(plain), hide_index=True, border="horizontal", alt=title)


def points(title: str, sentences: tuple[str, ...]) -> None:
    """A heading and its sentences, each a point."""
    st.header(plain(title), anchor=False)
    st.markdown(_list(sentences))


def copy_link(question: Question) -> None:
    """A link that opens this view elsewhere; the period is written out, so that it stays when data come."""
    with st.sidebar.expander("Copy link"):
        st.text_input(
            "Link to this view",
            link(question),
            help="The period is written out: the link does not move when data come.",
        )


def link(question: Question) -> str:
    """The address of this page with every choice; what is implied now is written out, since it moves when data come."""
    chosen = {name: st.session_state.get(name, "") for name in filters.PARAMETERS}
    chosen |= {"authority": question.selection.authority, "period": question.current.key}
    if chosen["against"] == "baseline":
        chosen["baseline"] = question.previous.key
    return f"{st.context.url}?{urlencode({name: value for name, value in chosen.items() if value}, safe='.,')}"


@st.fragment(run_every=POLL_EVERY)
def offer_new_data(version: int) -> None:
    """Looks now and then whether data were loaded since this page was drawn, and offers them."""
    if cache.newest_version() != version:
        st.info("New data have been loaded since this page was opened.")
        st.button("Show the new data", on_click=st.rerun)


def _body(finding: Finding) -> DeltaGenerator:
    picture, beside = st.columns([11, 10], gap="large")
    with picture:
        if finding.figure is not None:
            _chart(finding)
        elif finding.tables:
            table(finding.tables[0], finding)
        caption(finding)
    with beside:
        if finding.figure is not None and finding.tables:
            table(finding.tables[0], finding)
        if finding.sentences:
            st.markdown(_list(finding.sentences))
    return beside


def _chart(finding: Finding, view: View = "desk") -> None:
    drawing = finding.figure.to_plotly_json()
    drawing["layout"]["template"] = _template(view)
    st.plotly_chart(
        drawing,
        theme=None,
        alt=finding.alt,
        key=f"chart-{finding.key}",
        config={
            "displayModeBar": finding.picture_may_be_saved,
            "displaylogo": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {"format": "svg", "filename": f"{finding.key}-not-for-publication"},
        },
    )


def caption(finding: Finding) -> None:
    """Measure, population, notes, sources and as at: what the picture needs when it is lifted out of the page."""
    until = f"As at {format_date(finding.as_at)}." if finding.as_at else ""
    told = [f"{finding.measure}." if finding.measure else "", finding.population, *finding.notes]
    reach = [until, "Sources:" if finding.sources else "", *finding.sources]
    lines = (" ".join(part for part in parts if part) for parts in (told, reach))
    st.html(f'<p class="caption">{"<br>".join(html.escape(line) for line in lines)}</p>')


def _context(finding: Finding) -> dict[str, str]:
    """What a download must say of itself once it has left the page."""
    return {"population": finding.population, "scope": finding.scope, "as at": format_date(finding.as_at)}


@functools.cache
def _template(view: View) -> dict[str, Any]:
    return template(view).to_plotly_json()


def _list(sentences: tuple[str, ...]) -> str:
    return "\n".join(f"- {plain(sentence)}" for sentence in sentences)


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
