"""References of different sources that mean one child: seen by code and source, linked, and taken back.

A reference is never shown. Who knows it from a source's own system types it, and is told the child's code.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.formats import format_date
from app import cache, filters
from app.markdown import plain, plain_cells
from data_access.audit import save_entry
from data_access.child_links import LinkRefused, fetch_links, fetch_unmatched, found_reference, save_link, undo_link
from data_access.children import SAMPLE_KEY, KeyMissing, usable_key
from data_access.database import run_fetch, run_saves
from data_access.viewer import NotPermitted, Viewer

OPENED, ONE, OTHER, LINK = "load-links", "load-link-one", "load-link-other", "load-link-undo"
FIND_SOURCE, FIND_REFERENCE = "load-link-source", "load-link-reference"
SAID, REFUSED = "load-link-said", "load-link-refused"
LISTED = 20
WHAT_IT_IS = (
    "Each source has references of its own, so one child may stand here twice. Link two when you know from the "
    "sources' own systems that they mean one child. A whole list is loaded as a file of the kind Children."
)


def show(viewer: Viewer) -> None:
    """On request, the references that only one source names, two of them linked, and the links with their undo."""
    asked = filters.asked()
    if asked is None:
        return
    shown = st.expander("Children that only one source names", key=OPENED, on_change="rerun")
    if not shown.open:
        st.session_state.pop("load-links-noted", None)
        return
    authority = asked.selection.authority
    with shown:
        _told()
        st.markdown(WHAT_IT_IS)
        unmatched = run_fetch(cache.engine(), fetch_unmatched, viewer, authority=authority)
        _note_once(viewer, authority)
        if unmatched.empty:
            st.markdown("There is none: every child is named by two sources or more, or no source names children.")
        else:
            _link(viewer, authority, unmatched)
        _undo(viewer, authority)


def _note_once(viewer: Viewer, authority: str) -> None:
    """One line of the log each time the list is opened; codes alone stand in it, so it names no single child."""
    if not st.session_state.get("load-links-noted"):
        thing = "page load child rows"
        save_entry(cache.engine(), viewer.who, "child viewed", authority=authority, thing=thing, now=datetime.now())
        st.session_state["load-links-noted"] = True


def _told() -> None:
    if refused := st.session_state.pop(REFUSED, ""):
        st.error(plain(f"Nothing was changed. {refused[0].upper()}{refused[1:]}"))
    elif said := st.session_state.pop(SAID, ""):
        st.success(plain(said))


def _link(viewer: Viewer, authority: str, unmatched: pd.DataFrame) -> None:
    by_source = unmatched.groupby("source", sort=True).size()
    told = ", ".join(f"{source} {number:,}" for source, number in by_source.items())
    st.markdown(plain(f"References that no other source's stands beside: {told}."))
    _find(viewer, authority, sorted(by_source.index), frozenset(unmatched["reference_id"].astype(int)))
    names = {
        int(row.reference_id): f"{row.code}, {row.source}, records: {row.records:,}" for row in unmatched.itertuples()
    }
    sources = dict(zip(unmatched["reference_id"].astype(int), unmatched["source"], strict=True))
    for key in (ONE, OTHER):
        if st.session_state.get(key) not in names:
            st.session_state.pop(key, None)
    first, second = st.columns(2, gap="medium")
    with first:
        one = st.selectbox(
            "This reference",
            list(names),
            index=None,
            key=ONE,
            format_func=names.__getitem__,
            placeholder="Choose a code",
        )
    others = [number for number in names if one is None or sources[number] != sources[one]]
    if st.session_state.get(OTHER) not in others:
        st.session_state.pop(OTHER, None)
    with second:
        other = st.selectbox(
            "means the same child as",
            others,
            index=None,
            key=OTHER,
            format_func=names.__getitem__,
            placeholder="Choose a code of another source",
        )
    st.button(
        "Link the two", disabled=one is None or other is None, on_click=_do_link, args=(viewer, authority, one, other)
    )


def _find(viewer: Viewer, authority: str, sources: list[str], listed: frozenset[int]) -> None:
    """By a reference that somebody knows, its code; what is typed stands in no address and no log."""
    with st.form("load-link-find", border=False, clear_on_submit=True):
        first, second, third = st.columns([2, 3, 2], gap="medium", vertical_alignment="bottom")
        with first:
            st.selectbox("Source", sources, key=FIND_SOURCE)
        with second:
            st.text_input("Its own reference of a child", key=FIND_REFERENCE, max_chars=100)
        with third:
            st.form_submit_button("Find its code", on_click=_do_find, args=(viewer, authority, listed))


def _do_find(viewer: Viewer, authority: str, listed: frozenset[int]) -> None:
    """Runs before the page is drawn again: what was found is chosen, first on the left, then on the right."""
    found: list[int] = []

    def find(session: Any) -> None:
        settings = cache.settings()
        number = found_reference(
            session,
            viewer,
            authority=authority,
            source=st.session_state[FIND_SOURCE],
            reference=st.session_state[FIND_REFERENCE],
            key=SAMPLE_KEY if settings.sign_in == "demo" else usable_key(settings.key),
            now=datetime.now(),
        )
        if number not in listed:
            raise LinkRefused("Another source names this child already.")
        found.append(number)

    _do(find, "Its code is chosen below.")
    if found:
        st.session_state[ONE if st.session_state.get(ONE) is None else OTHER] = found[0]


def _undo(viewer: Viewer, authority: str) -> None:
    links = run_fetch(cache.engine(), fetch_links, viewer, authority=authority)
    if links.empty:
        return
    st.subheader("Links, newest first", anchor=False)
    rows = pd.DataFrame(
        {
            "Linked": [f"{format_date(moment)} {moment:%H:%M}" for moment in links["linked_at"]],
            "By": links["linked_by"],
            "Source": links["source"],
            "Code before": links["code_before"],
            "Code": links["code"],
        }
    )
    st.table(plain_cells(rows.head(LISTED)), hide_index=True, border="horizontal", alt="Links, newest first")
    names = {int(row.id): f"{row.source}: {row.code_before} to {row.code}" for row in links.itertuples()}
    if st.session_state.get(LINK) not in names:
        st.session_state.pop(LINK, None)
    chosen = st.selectbox(
        "Link to take back",
        list(names),
        index=None,
        key=LINK,
        format_func=names.__getitem__,
        placeholder="Choose a link",
    )
    if chosen is not None:
        st.button("Yes, take this link back", on_click=_do_undo, args=(viewer, authority, chosen))


def _do_link(viewer: Viewer, authority: str, one: int, other: int) -> None:
    link = partial(save_link, viewer=viewer, authority=authority, reference_id=one, other_id=other, now=datetime.now())
    _do(link, "The two stand for one child now. The link can be taken back.")


def _do_undo(viewer: Viewer, authority: str, link_id: int) -> None:
    undo = partial(undo_link, viewer=viewer, authority=authority, link_id=link_id, now=datetime.now())
    _do(undo, "The link was taken back.")


def _do(save: Callable[..., object], said: str) -> None:
    try:
        run_saves(cache.engine(), save)
    except (LinkRefused, NotPermitted, KeyMissing) as refusal:
        st.session_state[REFUSED] = str(refusal)
    else:
        st.session_state[SAID] = said
