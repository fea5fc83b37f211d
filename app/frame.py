"""What stands around every page: style, banner, the link to copy, the offer of new data, the bar of a shared screen."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app import cache, filters
from app.findings.finding import Question

STATIC = Path(__file__).resolve().parent / "static"
POLL_EVERY = "60s"


def style() -> None:
    """The product's own type and spacing, on every page; on a shared screen its larger type too."""
    st.html(STATIC / "style.css")
    if filters.on_shared_screen():
        st.html(STATIC / "screen.css")


def banner() -> None:
    """Says on every page of the demo that nothing here is real."""
    st.html('<div class="banner" role="note">Sample data: invented records that add up to published totals.</div>')


def bar(pages: Sequence[StreamlitPage], shown: StreamlitPage) -> None:
    """In place of the menu, on a shared screen: the page before, the page after, and the way back to the desk."""
    paths = [page.url_path for page in pages]
    number = paths.index(shown.url_path) if shown.url_path in paths else len(pages)
    with st.container(horizontal=True, key="screen-bar", vertical_alignment="center"):
        if number > 0:
            st.page_link(pages[number - 1], label=f"‹ {pages[number - 1].title}")
        if number < len(pages):
            st.html(f'<span class="here">{number + 1} of {len(pages)}</span>', width="content")
        if number + 1 < len(pages):
            st.page_link(pages[number + 1], label=f"{pages[number + 1].title} ›")
        st.button("Leave the shared screen", on_click=filters.show, args=("",), type="tertiary")


def tools(question: Question) -> None:
    """At the foot of the filters: the shared screen, and a link that opens this view elsewhere."""
    with st.sidebar:
        st.button("Show on a shared screen", on_click=filters.show, args=("screen",), width="stretch")
        with st.expander("Copy link"):
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
