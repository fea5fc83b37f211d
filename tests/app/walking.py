"""Walks every page of the app without a browser, and reads what stands on it."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.testing.v1 import AppTest

from app.menu import MENU
from data_access.roles import ROLES

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "app" / "main.py"
# The menu itself says which pages there are: a page added to it is walked too. These are at a desk as in the demo.
PAGES = tuple(entry.file.removesuffix(".py") for entry in MENU if entry.path in ROLES["head"].pages)
# What people write or load is the same whatever the figures; their own tests look at it.
OF_FIGURES = tuple(page for page in PAGES if page not in ("actions", "investigations", "meeting", "paper", "load"))
EXPANDED = re.compile(r"(sure-[a-z0-9-]+)$")
RUNS_WITHIN_S = 60
# What earlier walks found that can be opened, by page: opened before the page runs, so that it runs once and not twice.
_KNOWN_TO_OPEN: dict[str, set[str]] = {}


@dataclass(frozen=True)
class Shown:
    """What one page shows: its title, all of its words, and its tables by title."""

    page: str
    titles: tuple[str, ...]
    words: str
    tables: tuple[tuple[str, pd.DataFrame], ...]
    errors: tuple[str, ...]
    exceptions: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.titles[0]

    def table(self, start: str) -> pd.DataFrame:
        """The table whose title starts like this; its first column names the rows."""
        found = next(table for title, table in self.tables if title.startswith(start))
        return found.set_index(found.columns[0])

    @property
    def cells(self) -> set[str]:
        """The cells of all tables but their first columns."""
        return {cell for _, table in self.tables for cell in table.iloc[:, 1:].to_numpy().ravel()}


def walk(pages: Sequence[str] = OF_FIGURES, /, **query: str) -> dict[str, Shown]:
    """Pages of the app on the database that DATABASE_URL names, with all that can be opened open."""
    st.cache_resource.clear()
    st.cache_data.clear()
    app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    shown = {}
    for page in pages:
        known = _KNOWN_TO_OPEN.setdefault(page, set())
        for key in known:
            app.session_state[key] = True
        app.switch_page(f"../pages/{page}.py").run()
        closed = {found[1] for block in app.expander if (found := EXPANDED.search(block.proto.id))} - known
        known |= closed
        for key in closed:
            app.session_state[key] = True
        if closed:
            app.run()
        shown[page] = _read(page, app)
    return shown


def _read(page: str, app: AppTest) -> Shown:
    spoken = (app.header, app.subheader, app.markdown, app.info, app.warning)
    words = [_unescaped(element.value) for elements in spoken for element in elements]
    words += [_without_tags(block.proto.body) for block in app.get("html") if "<style" not in block.proto.body]
    return Shown(
        page=page,
        titles=tuple(_unescaped(title.value) for title in app.title),
        words="\n".join(words),
        tables=tuple((table.proto.alt, table.value.map(_unescaped)) for table in app.table),
        errors=tuple(_unescaped(error.value) for error in app.error),
        exceptions=tuple(f"{error.message}\n{''.join(error.stack_trace)}" for error in app.exception),
    )


def _unescaped(text: str) -> str:
    """What stands on the page where Streamlit's markdown was left alone."""
    return re.sub(r"\\(.)", r"\1", text)


def _without_tags(body: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", body))
