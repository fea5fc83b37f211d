"""The parts of a Finding as Streamlit elements: chart, table, caption, tiles. They compute nothing."""

import html
import re
from typing import Any

import streamlit as st

from analysis.charts import enlarged
from analysis.formats import format_date
from analysis.tables import Table
from app import downloads
from app.findings.finding import Finding, Tile
from app.markdown import plain

ROOM_LETTERS = 120  # of what needs attention: more would leave the screen
PICTURE_SCALE = {"svg": 1, "png": 3}  # enough dots for print


def tiles(shown: tuple[Tile, ...]) -> None:
    """Measures at a glance, each set large with its sentence."""
    cells = "".join(
        f'<div class="tile"><dt>{html.escape(tile.name)}<span>{html.escape(tile.population)}</span></dt>'
        f'<dd><span class="big">{html.escape(tile.big)}</span><span>{html.escape(tile.small)}</span></dd></div>'
        for tile in shown
    )
    st.html(f'<dl class="tiles">{cells}</dl>')


def chart(
    figure: Any, alt: str, key: str, *, may_be_saved: bool = True, factor: float = 1, picture: str = "svg"
) -> None:
    """A figure with its words for those who cannot see it.

    `factor`: how much larger it is drawn; `picture`: the format in which it is saved.
    """
    st.plotly_chart(
        figure if factor == 1 else enlarged(figure, factor),
        theme=None,
        alt=alt,
        key=f"chart-{key}",
        config={
            "displayModeBar": may_be_saved,
            "displaylogo": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {
                "format": picture,
                "scale": PICTURE_SCALE[picture],
                "filename": f"{key}-not-for-publication",
            },
        },
    )


def table(shown: Table, finding: Finding, *, heading: bool = False, download: bool = True) -> None:
    """An HTML table, at a desk with its download."""
    if heading:
        st.subheader(plain(shown.title), anchor=False)
    if shown.text.empty:
        st.markdown("No rows: there is nothing in this selection, or nothing was supplied.")
        return
    with st.container(key=f"figures-{finding.key}-{slug(shown.title)}"):
        st.table(shown.text, hide_index=True, border="horizontal", alt=shown.title)
    if download:
        download_of(shown, finding)


def download_of(shown: Table, finding: Finding) -> None:
    """The numbers of a table as a file, which says of itself what it is."""
    downloads.button(
        "Download this table (CSV)",
        lambda: shown.csv(_context(finding)),
        file_name=f"{slug(shown.title)}-not-for-publication.csv",
        thing=f"table {slug(shown.title)}",
        key=f"csv-{finding.key}-{shown.title}",
        look="tertiary",
    )


def caption(finding: Finding) -> None:
    """Measure, population, notes, sources and as at: what the picture needs when it is lifted out of the page."""
    told, reach = _small_print(finding)
    reach = [*reach[:1], "Sources:" if finding.sources else "", *reach[1:]]
    lines = (" ".join(part for part in parts if part) for parts in (told, reach))
    st.html(f'<p class="caption">{"<br>".join(html.escape(line) for line in lines)}</p>')


def _small_print(finding: Finding) -> tuple[list[str], list[str]]:
    """What is measured and of whom, with notes; and until when, from which sources."""
    until = f"As at {format_date(finding.as_at)}." if finding.as_at else ""
    told = [f"{finding.measure}." if finding.measure else "", finding.population, finding.caution, *finding.notes]
    return told, [until, *finding.sources]


def workbook(finding: Finding, asked: str) -> bytes:
    """All tables of a finding as a workbook that says what was asked, with the small print as its notes."""
    from analysis.workbook import WorkbookWords, tables_workbook  # takes a third of a second, and few ask for it

    told, reach = _small_print(finding)
    about = tuple(line for line in (finding.scope, *told, *reach) if line)
    return tables_workbook(
        [table for table in finding.tables if len(table.text)], WorkbookWords(finding.title, asked, about)
    )


def whom(finding: Finding) -> None:
    """Whom the figures count, and what has to be said with them: as much of a caption as a room can read."""
    st.html(f'<p class="caption">{html.escape(f"{finding.population} {finding.caution}".strip())}</p>')


def bullets(sentences: tuple[str, ...]) -> None:
    """Sentences, each a point."""
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))


def attention(sentences: tuple[str, ...], most: int | None = None) -> None:
    """What should be looked at next; in a room at most so many, of long ones the first, and how many more there are."""
    st.subheader("Needs attention", anchor=False)
    shown = sentences[:most]
    if most is not None and sum(map(len, shown)) > ROOM_LETTERS:
        shown = shown[:1]
    more = len(sentences) - len(shown)
    bullets((*shown, f"And {more} more, at a desk.") if more else shown)


def slug(title: str) -> str:
    """A title as part of a key or a file name."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _context(finding: Finding) -> dict[str, str]:
    """What a download must say of itself once it has left the page."""
    return {"population": finding.population, "scope": finding.scope, "as at": format_date(finding.as_at)}
