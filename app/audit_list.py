"""The page of the log: whether it is whole, what to look for, the lines found, and how long everything is kept."""

import math
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from analysis.formats import format_date
from analysis.tables import Table
from app import cache, downloads, frame
from app.markdown import plain, plain_cells
from data_access.audit import EVENTS, LINES_A_PAGE, fetch_entries, fetch_entry_count, verify
from data_access.audit_entries import CHILD
from data_access.database import Engine, run_fetch
from data_access.retention import RetentionRefused, save_period
from data_access.retention_periods import fetch_periods
from data_access.viewer import NotPermitted, Viewer

WHO, EVENT, SINCE, UNTIL, CODE, PAGE = (f"audit-{name}" for name in ("who", "event", "since", "until", "child", "page"))
KEPT, MONTHS, WHY = "kept-what", "kept-months", "kept-why"
SAID, REFUSED = "kept-said", "kept-refused"  # what became of the last change of a period
FIRST_DAY = date(2000, 1, 1)
HASH = r"\b([0-9a-f]{12})[0-9a-f]{52}\b"  # shown by its beginning; the file has all of it
HEADINGS = {
    "at": "When",
    "who": "Who",
    "event": "What",
    "thing": "Of what",
    "authority": "Council",
    "child": "Child",
    "meeting": "Meeting",
}


@dataclass(frozen=True)
class Sought:
    """What is looked for in the log; empty and None where it does not matter."""

    who: str = ""
    event: str = ""
    since: date | None = None
    until: date | None = None
    child: str = ""


def check(viewer: Viewer) -> None:
    """On request, whether the lines still follow each other, in words."""
    viewer.require_power("audit")
    if not st.button("Check that no line was changed or removed", key="audit-verify"):
        return
    result = verify(cache.engine())
    (st.success if result.is_whole else st.error)(plain(result.sentence()))
    frame.announce("The log is whole" if result.is_whole else "The log does not fit together", f"{result.lines} lines")


def draw() -> Sought:
    """The choices, none of which stands in the address: a child's code must not lie in a browser's history."""
    who, event, since, until, code = st.columns(5, gap="medium", vertical_alignment="bottom")
    with who:
        name = st.text_input("Who (part of the name)", key=WHO, max_chars=100, on_change=_first_page).strip()
    with event:
        chosen = st.selectbox("What", ["", *EVENTS], key=EVENT, format_func=_event, on_change=_first_page)
    days: dict[str, Any] = {"format": "DD/MM/YYYY", "min_value": FIRST_DAY, "on_change": _first_page}
    with since:
        first = st.date_input("From", value=None, key=SINCE, **days)
    with until:
        last = st.date_input("To", value=None, key=UNTIL, **days)
    with code:
        child = st.text_input("Child (code)", key=CODE, max_chars=10, on_change=_first_page).strip().upper()
    return Sought(name, chosen, first, last, child)


def show(viewer: Viewer, sought: Sought) -> None:
    """The lines that were found, a page at a time, and all of them as a file."""
    if sought.child and not CHILD.fullmatch(sought.child):
        st.error("A child's code has five letters and digits, without I, O, 0 and 1.")
        return
    if sought.since and sought.until and sought.until < sought.since:
        st.error("The last day is before the first.")
        return
    asked = asdict(sought)
    found = run_fetch(cache.engine(), fetch_entry_count, viewer, **asked)
    if not found:
        st.markdown("No lines: nothing of this was done.")
        return
    pages = math.ceil(found / LINES_A_PAGE)
    page = min(st.session_state.get(PAGE, 1), pages)
    lines = run_fetch(cache.engine(), fetch_entries, viewer, **asked, page=page)
    first = (page - 1) * LINES_A_PAGE + 1
    st.markdown(f"Lines {first:,} to {first + len(lines) - 1:,} of {found:,}, UK time.")
    with st.container(key="audit-lines"):
        st.table(_rows(lines), hide_index=True, border="horizontal", alt="Lines of the log, newest first")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Newer", key="audit-newer", disabled=page == 1, on_click=_open, args=(page - 1,))
        st.button("Older", key="audit-older", disabled=page == pages, on_click=_open, args=(page + 1,))
        _take_away(cache.engine(), viewer, asked)


def periods(viewer: Viewer) -> None:
    """How long everything is kept and why, and the form that changes it."""
    st.header("How long everything is kept", anchor=False)
    st.markdown("Nothing goes by itself: `python -m data_access.retention` removes what is older, and notes it here.")
    known = run_fetch(cache.engine(), fetch_periods, viewer)
    rows = pd.DataFrame(
        {
            "What": [period.what for period in known],
            "Months": [f"{period.months:,}" for period in known],
            "Why": [period.why for period in known],
        }
    )
    st.table(plain_cells(rows), hide_index=True, border="horizontal", alt="How long everything is kept")
    with st.expander("Change a period"), st.form("kept", border=False):
        st.selectbox("What", [period.kept for period in known], key=KEPT, format_func=_named(known))
        st.number_input("Months", min_value=1, max_value=1_200, step=1, key=MONTHS)
        st.text_input("Why", key=WHY, max_chars=200)
        st.caption("No names of children: this stands on this page, and is not part of the log.")
        st.form_submit_button("Keep it so long", on_click=_set_period, args=(viewer,))
    if refused := st.session_state.get(REFUSED):
        st.error(plain(refused))
    elif said := st.session_state.get(SAID):
        st.success(plain(said))


def _take_away(engine: Engine, viewer: Viewer, asked: dict[str, Any]) -> None:
    def lines() -> bytes:
        found = run_fetch(engine, fetch_entries, viewer, **asked)
        return Table("Lines of the log", found, found).csv({})

    downloads.button(
        "Download these lines (CSV)",
        lines,
        file_name="concordat-audit-not-for-publication.csv",
        thing="lines",
        needs="audit",
        audience="",
    )


def _rows(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines as they are printed, without the columns that are empty in all of them."""
    when = [f"{format_date(moment)} {moment:%H:%M:%S}" for moment in lines["at"]]
    short = lines["thing"].str.replace(HASH, r"\1...", regex=True)
    shown = lines.assign(at=when, thing=short)[list(HEADINGS)].rename(columns=HEADINGS)
    return plain_cells(shown.loc[:, [name for name in shown if shown[name].ne("").any()]])


def _set_period(viewer: Viewer) -> None:
    st.session_state[SAID] = st.session_state[REFUSED] = ""
    kept, months = st.session_state[KEPT], int(st.session_state[MONTHS])
    try:
        save_period(cache.engine(), viewer, kept=kept, months=months, why=st.session_state[WHY], now=datetime.now())
    except (RetentionRefused, NotPermitted) as refusal:
        st.session_state[REFUSED] = f"Nothing was changed. {refusal}"
    else:
        st.session_state[SAID] = "The period was changed. Nothing was removed."


def _named(known: tuple[Any, ...]) -> Any:
    return {period.kept: period.what for period in known}.__getitem__


def _event(event: str) -> str:
    return event or "Everything"


def _open(page: int) -> None:
    st.session_state[PAGE] = page


def _first_page() -> None:
    st.session_state[PAGE] = 1
