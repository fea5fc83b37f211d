"""What stands around every page: style, banner, link to copy, new data, bar of a shared screen, what is read out."""

import html
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from app import cache, filters
from app.findings.finding import Question
from app.menu import Entry
from app.parts import slug

STATIC = Path(__file__).resolve().parent / "static"
POLL_EVERY = "60s"
BANNERS = {
    "demo": "Sample data: invented records that add up to published totals.",
    "desk": "Real data on this computer: partnership only, not for publication.",
    "oidc": "Real data: for the partnership only, not for publication.",
}

REGISTER_FIRST = (
    "Of files with single records, load the register of homes first; the workbook of yearly tables needs no other file."
)

_found: ContextVar[str] = ContextVar("what the page of this run found")


def style() -> None:
    """The product's own type and spacing, on every page; on a shared screen its larger type too."""
    st.html(STATIC / "style.css")
    if filters.on_shared_screen():
        st.html(STATIC / "screen.css")


def banner(sign_in: str) -> None:
    """Says on every page whether what it shows is invented or real."""
    shown = "demo" if cache.serves_only_the_sample() else sign_in
    st.html(f'<div class="banner {shown}" role="note">{BANNERS[shown]}</div>')


def start(entries: Sequence[Entry]) -> None:
    """The first page of a role without figures: the way to each of its own."""
    title = "Your pages"
    st.title(title, anchor=False)
    announce(title, "Your role sees no figures")
    st.markdown("Your role sees no figures. It has these pages:")
    for entry in entries:
        if entry.path:
            way_on(f"../pages/{entry.file}", entry.title)


def nothing_loaded(load: StreamlitPage | None) -> None:
    """In place of a page that has nothing to show: how to come to the first figures, for whom the page Load data is."""
    title = "No data have been loaded yet"
    st.title(title, anchor=False)
    if load is None:
        announce(title, "Somebody of another role loads them")
        st.markdown("Data are loaded by an analyst or the head of service. Until then there is nothing to show.")
        return
    announce(title, "Load data is where to begin")
    st.markdown(
        "The least is one workbook with a council's yearly tables: how many crimes or incidents each home had in each "
        "year. Its blank form is on the page Load data, where it is also checked and loaded."
    )
    st.markdown(REGISTER_FIRST)
    way_on(load, "Go to Load data")


def nothing_granted(people: StreamlitPage | None) -> None:
    """In place of a page of figures for who was granted no authority: who grants one."""
    title = "No authority was granted to you"
    st.title(title, anchor=False)
    announce(title, "An administrator grants authorities and homes")
    st.markdown(
        "Your role sees figures, and there are some, but which authority's or homes' was not said yet. An "
        "administrator grants them on the page People."
    )
    if people is not None:
        way_on(people, "Go to People")


def way_on(page: StreamlitPage | str, label: str) -> None:
    """A link in the text of a page to another page, which keeps the filters."""
    with st.container(key=f"way-on-{slug(label)}"):
        st.page_link(page, label=label)


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


def menu_of_a_phone(groups: Mapping[str, Sequence[StreamlitPage]]) -> None:
    """The menu for a narrow window, hidden by style elsewhere.

    Streamlit moves a grouped menu into the sidebar there, as a list with headings in it, which no screen reader takes
    for a list; style hides that one.
    """
    with st.sidebar.container(key="menu-of-a-phone", gap=None):
        for group, pages in groups.items():
            if group:
                st.markdown(group)
            for page in pages:
                st.page_link(page)


def tools(question: Question, own: Sequence[str] = ()) -> None:
    """At the foot of the filters: the shared screen, and a link that opens this view elsewhere.

    `own`: parameters that only this page has.
    """
    with st.sidebar:
        st.button("Show on a shared screen", on_click=filters.show, args=("screen",), width="stretch")
        with st.expander("Copy link"):
            st.text_input(
                "Link to this view",
                link(question, own),
                help="The period is written out: the link does not move when data come.",
            )


def link(question: Question, own: Sequence[str] = ()) -> str:
    """The address of this page with every choice; what is implied now is written out, since it moves when data come."""
    chosen = {name: st.session_state.get(name, "") for name in filters.PARAMETERS}
    # Those of the page itself are drawn after this, and on its first run stand in the address alone.
    chosen |= {name: st.session_state.get(name, st.query_params.get(name, "")) for name in own}
    chosen |= {"authority": question.selection.authority, "period": question.current.key}
    if chosen["against"] == "baseline":
        chosen["baseline"] = question.previous.key
    return f"{st.context.url}?{urlencode({name: value for name, value in chosen.items() if value}, safe='.,')}"


def spoken(page_name: str) -> DeltaGenerator:
    """The place of what a screen reader says when the page has changed: unseen, and the same one on every page.

    Main draws it and main fills it. What a page draws is taken away when another page is opened, and a region that is
    new on the page is not read out.
    """
    _found.set(page_name)
    return st.container(key="spoken")


def announce(title: str, scope: str) -> None:
    """What will be said of this page: its finding and its scope, in place of the page's name."""
    _found.set(f"{title}. {scope}.")


def speak(place: DeltaGenerator) -> None:
    """Say it. Text that did not change is not said again. (st.markdown keeps the element; st.html makes it new.)"""
    place.markdown(f'<p role="status">{html.escape(_found.get())}</p>', unsafe_allow_html=True)


def offer_new_data(version: int) -> None:
    """Looks now and then whether data were loaded since this page was drawn, and offers them."""
    drawn_now = True

    @st.fragment(run_every=POLL_EVERY)
    def look() -> None:
        nonlocal drawn_now
        if not drawn_now and cache.newest_version() > version:  # the run that draws the page has only just looked
            st.info("New data have been loaded since this page was opened.")
            st.button("Show the new data", on_click=st.rerun)
        drawn_now = False

    look()
