"""The file that was dropped, what it seems to be, and the blank files to fill in."""

import hashlib
import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import streamlit as st

from app import downloads, frame
from app.markdown import plain
from data_access.imports.kinds import KINDS
from data_access.imports.table import UnreadableFile
from data_access.recognise import Recognised, recognise
from data_access.templates import file_name, template

Made = TypeVar("Made")

NUMBER, KNOWN, FILE = "load-number", "load-worked-out", "load-file"
ENDINGS = ["csv", "txt", "tsv", "xlsx", "xls"]
KIND_NAMES = {
    "homes": "Homes: the register",
    "home_aliases": "Homes: other spellings",
    "incidents": "Incidents at the homes",
    "crimes": "Crimes at the homes",
    "neighbourhood_counts": "Neighbourhoods: counts by month",
    "neighbourhood_extract": "Neighbourhoods: single records, kept as counts",
    "police_uk_street": "Neighbourhoods: crimes of data.police.uk",
    "youth_justice": "Youth justice: events",
    "cromarty": "Cromarty: scores",
    "occupancy": "Occupancy of the homes",
    "internal_counts": "The homes' own counts",
    "investigations": "Investigations",
    "checklist": "Checklists",
    "actions": "Action plan",
    "child_links": "Children: which references mean one child",
    "dfe_offending": "DfE: convicted or cautioned",
    "summary": "Yearly tables",
}


@dataclass(frozen=True)
class Given:
    """A file as it was dropped. Its name is neither kept nor logged."""

    name: str
    data: bytes

    @cached_property
    def id(self) -> str:
        """By which what is asked of one file is told from what is asked of another."""
        return hashlib.sha256(self.data).hexdigest()[:12]

    @property
    def lines(self) -> int:
        """About how many rows it has; 0 where that shows only when it is read."""
        return 0 if self.data.startswith(b"PK") else max(self.data.count(b"\n"), self.data.count(b"\r"))


def take() -> Given | None:
    """The field that takes a file; None while there is none."""
    number = st.session_state.setdefault(NUMBER, 0)
    file = st.file_uploader("The file (CSV or XLSX)", type=ENDINGS, key=f"{FILE}-{number}")
    return None if file is None else Given(file.name, file.getvalue())


def put_away() -> None:
    """Empty the field, so that the next file can be dropped."""
    st.session_state[NUMBER] = st.session_state.get(NUMBER, 0) + 1
    st.session_state.pop(KNOWN, None)


def once(name: str, asked: object, make: Callable[[], Made]) -> Made:
    """What `make` makes, made anew only when something else is asked: a page is drawn often, a file is read once."""
    known: dict[str, tuple[object, Any]] = st.session_state.setdefault(KNOWN, {})
    if name not in known or known[name][0] != asked:
        known[name] = (asked, make())
    made: Made = known[name][1]
    return made


def recognised(
    given: Given, *, kind: str = "", sheet: str = "", headings: dict[str, str] | None = None
) -> Recognised | str:
    """What the file seems to be, or the sentence by which it is refused."""

    def look() -> Recognised | str:
        try:
            return recognise(given.data, kind=kind, sheet=sheet, headings=headings)
        except UnreadableFile as refusal:
            return str(refusal)

    asked = (given.id, kind, sheet, tuple(sorted((headings or {}).items())))
    return once(f"recognised {kind or 'of itself'}", asked, look)


def small(words: str) -> None:
    """What stands in small type below a field."""
    st.html(f'<p class="caption">{html.escape(words)}</p>')


def refused(why: str) -> None:
    """Say why a file is not loaded."""
    st.error(plain(f"Nothing was loaded. {why}"))


def blank_files() -> None:
    """The blank workbook of yearly tables, and a blank file of every other kind."""
    st.markdown(frame.REGISTER_FIRST)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _blank("Download the blank workbook (XLSX)", "summary", "concordat-yearly-tables.xlsx")
    with st.expander("Blank files of all kinds"):
        kind = st.selectbox(
            "Kind of file",
            [name for name in KINDS if KINDS[name].columns],
            key="load-blank",
            format_func=KIND_NAMES.__getitem__,
        )
        columns = KINDS[kind].columns
        needed = ", ".join(column.name for column in columns if column.required)
        further = ", ".join(column.name for column in columns if not column.required)
        st.markdown(plain(f"Needed: {needed}." + (f" If there are any: {further}." if further else "")))
        _blank("Download the blank file (CSV)", kind, file_name(kind))


def _blank(label: str, kind: str, name: str) -> None:
    downloads.button(
        label,
        lambda: template(kind),
        file_name=name,
        thing="template",
        needs=None,
        audience="",
        key=f"load-blank-{kind}",
    )
