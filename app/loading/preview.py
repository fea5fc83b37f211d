"""What a file would do, before anything is stored: counts, problems, what to check; then loading it, and what came."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from app import cache, downloads, frame
from app.loading import mapping, running, upload
from app.loading.asked import Asked
from app.loading.running import Job
from app.loading.upload import KIND_NAMES
from app.markdown import plain, plain_cells
from app.parts import slug
from data_access.batches import LoadReport, LoadRequest
from data_access.database import Engine
from data_access.imports.kinds import KINDS
from data_access.imports.table import Problem
from data_access.load import Told, check_file, load_file
from data_access.viewer import Viewer

GOING_ON, LOADED = "load-going-on", "load-loaded"  # a load that was started; what became of the last one
CHECK = "load-check"  # the check that belongs to the file as it stands
PROBLEMS_SHOWN = 20
IN_THE_DEMO = (
    "This demo shows its sample only, so a file can be checked here but not loaded. To load it, start the dashboard on "
    "your own computer as the guide `docs/desk.md` tells."
)
ASKED_AGAIN = (
    "Some labels are not known. Drop the same file again to say what they mean and to load their rows; rows that are "
    "loaded already stay as they are."
)
CAN_NOT_BE_UNDONE = (
    "A load of this kind cannot be undone, since people go on working with what it brings: a corrected file replaces "
    "what it names."
)


def finish() -> None:
    """Where a load is going on, wait for it with a bar; then the page is drawn anew with what came."""
    going_on: tuple[Job, LoadRequest] | None = st.session_state.get(GOING_ON)
    if going_on is None:
        return
    job, request = going_on
    try:
        with st.container(
            key="load-bar"
        ):  # style holds it at the foot of the window, wherever the page was scrolled to
            outcome = running.watch(job, "Loading", at_once=True)
    finally:
        if job.is_done:  # else somebody clicked meanwhile, and the next run goes on waiting
            del st.session_state[GOING_ON]
    st.session_state[LOADED] = (outcome, request)
    if not isinstance(outcome, str):
        upload.put_away()
    st.rerun()


def result() -> None:
    """What became of the last load, until the next file is dropped."""
    loaded: tuple[LoadReport | str, LoadRequest] | None = st.session_state.get(LOADED)
    if loaded is None:
        return
    outcome, request = loaded
    if isinstance(outcome, str):
        return
    said = f"Loaded for {outcome.authority}: {_named(request)}. {_counted(outcome)}"
    st.success(plain(said))
    frame.announce("The file was loaded", _counted(outcome).removesuffix("."))
    frame.way_on("../pages/overview.py", "Open the Overview")
    if any(what in mapping.THINGS for what, *_ in outcome.unknown):
        st.markdown(ASKED_AGAIN)
    _points(outcome, "loaded")


def forget() -> None:
    """What became of an earlier load is told until the next thing is done here."""
    st.session_state.pop(LOADED, None)


def show(viewer: Viewer, asked: Asked) -> None:
    """Check the file and show what it would do, with the way to load it."""
    loaded: tuple[LoadReport | str, LoadRequest] | None = st.session_state.pop(LOADED, None)
    if loaded is not None and isinstance(loaded[0], str):  # what could not be loaded is still there to be corrected
        upload.refused(loaded[0])
    outcome = _checked(viewer, asked)
    if isinstance(outcome, str):
        upload.refused(outcome)
        return
    request = asked.request
    st.header("What the file would do", anchor=False)
    st.markdown(f"**{plain(f'Checked for {outcome.authority}: {_named(request)}. Nothing is stored yet.')}**")
    frame.announce("The file was checked", _counted(outcome).removesuffix("."))
    with st.container(key="load-counts"):
        st.table(_counts(outcome), hide_index=True, border="horizontal", alt="What the file would do")
    mapping.labels(viewer, outcome, authority=asked.authority, sender=request.source)
    _points(outcome, "checked")
    mapping.not_supplied(outcome, asked.found)
    _way_in(viewer, request, outcome)  # below what is asked and what is wrong: a load takes the rows as they are now


def may_load() -> bool:
    """Whether files are loaded here at all: the demo checks them only."""
    return cache.settings().sign_in != "demo"


def _checked(viewer: Viewer, asked: Asked) -> LoadReport | str:
    """The check of the file as it stands; one that was made is not made again, and one that is not wanted ends."""
    request = asked.request
    wanted = (asked.given.id, cache.newest_version(), _asked_of(request))
    known: tuple[object, Job] | None = st.session_state.get(CHECK)
    if known is None or known[0] != wanted:
        if known is not None:
            known[1].abandon()
        work = partial(_check, cache.engine(), request, viewer, cache.settings().key or "", not may_load())
        known = st.session_state[CHECK] = (wanted, Job(work, asked.given.lines))
    return running.watch(known[1], "Checking")


def _asked_of(request: LoadRequest) -> str:
    """All that decides what a file would do, but the file itself; of a second one, what its contents come to."""
    lookup = request.how.lookup
    return repr(
        (
            *(request.kind, request.authority, request.source, request.extract_date, request.months),
            *(request.complete, request.days, request.places, request.how.sheet, sorted(request.how.headings.items())),
            hashlib.sha256(lookup).hexdigest() if isinstance(lookup, bytes) else "",
        )
    )


def _check(engine: Engine, request: LoadRequest, viewer: Viewer, key: str, is_sample: bool, told: Told) -> LoadReport:
    return check_file(engine, request, key=key, now=datetime.now(), viewer=viewer, sample=is_sample, told=told)


def _load(engine: Engine, request: LoadRequest, viewer: Viewer, key: str, told: Told) -> LoadReport:
    return load_file(engine, request, key=key, now=datetime.now(), viewer=viewer, told=told)


def _start(viewer: Viewer, request: LoadRequest, rows: int) -> None:
    """Runs before the page is drawn again; the load goes on in a thread of its own, and the page waits for it."""
    if GOING_ON not in st.session_state:
        work = partial(_load, cache.engine(), request, viewer, cache.settings().key or "")
        st.session_state[GOING_ON] = (Job(work, rows), request)


def _way_in(viewer: Viewer, request: LoadRequest, report: LoadReport) -> None:
    if not may_load():
        st.markdown(IN_THE_DEMO)
        return
    kind = KINDS[request.kind]
    if not kind.can_be_undone:
        st.markdown(CAN_NOT_BE_UNDONE)
    why_not = _nothing_to_load(request, report)
    st.button(
        _what_loading_does(report),
        type="secondary" if report.rejected else "primary",
        disabled=bool(why_not),
        on_click=_start,
        args=(viewer, request, report.rows_read),
        key="load-it",
    )
    if why_not:
        upload.small(why_not)


def _right(report: LoadReport) -> int:
    """How many rows of a file are right, and wanted."""
    return report.rows_read - report.rejected - report.left_out


def _what_loading_does(report: LoadReport) -> str:
    """What stands on the button that loads: with rejected rows, that they are left out."""
    right = _right(report)
    if not report.rejected or right < 1:
        return "Load it"
    return f"Load the {right:,} right {'row' if right == 1 else 'rows'}, and leave out {report.rows_read - right:,}"


def _nothing_to_load(request: LoadRequest, report: LoadReport) -> str:
    """Why a file cannot be loaded though it can be read; "" where it can."""
    if report.added or report.updated or report.withdrawn:
        return ""
    if report.rejected and report.rejected == report.rows_read:
        return "No row is right yet, so there is nothing to load."
    # A file that brings nothing new may still say that further months had nothing.
    if request.months:
        return ""
    which = "What is right in it" if report.rejected else "All of it"
    return f"{which} is there already, so there is nothing to load."


def _named(request: LoadRequest) -> str:
    return KIND_NAMES[request.kind] if request.kind == "summary" else f"{KIND_NAMES[request.kind]}, {request.source}"


def _counted(report: LoadReport) -> str:
    return (
        f"{report.rows_read:,} rows read: {report.added:,} added, {report.updated:,} updated, {report.unchanged:,} "
        f"unchanged, {report.withdrawn:,} withdrawn, {report.rejected:,} rejected."
    )


def _counts(report: LoadReport) -> pd.DataFrame:
    """One row: what becomes of the rows and of the records they make."""
    told = {
        "Rows read": report.rows_read,
        "Added": report.added,
        "Updated": report.updated,
        "Unchanged": report.unchanged,
        "Withdrawn": report.withdrawn,
        "Rejected": report.rejected,
        **({"Left out as decided": report.left_out} if report.left_out else {}),
    }
    return pd.DataFrame({name: [f"{count:,}"] for name, count in told.items()})


def _points(report: LoadReport, when: str) -> None:
    """What to know of the file, the first problems and warnings of its rows, and all of them as a file to send back."""
    of_file = [each for each in report.warnings if not each.row]
    of_rows = [each for each in report.warnings if each.row]
    if of_file:
        st.subheader(_of("To check: the file as a whole", len(of_file)), anchor=False)
        _table(of_file, "To check of the file", ("What was found", "What to know or do"))
    if report.problems:
        st.subheader(_of("Not right yet: these rows are left out", len(report.problems)), anchor=False)
        _table(report.problems, "Problems")
    if of_rows:
        st.subheader(_of("To check: these rows are kept", len(of_rows)), anchor=False)
        _table(of_rows, "To check")
    number = len(report.problems) + len(report.warnings)
    if number:
        downloads.button(
            f"Download all {number:,} (CSV)" if number > 1 else "Download it (CSV)",
            report.rejects,
            file_name="concordat-problems.csv",
            thing="rows",
            needs=None,
            audience="",
            key=f"load-problems-{when}",
        )
        upload.small(
            "The file names rows and columns and what would be right. It repeats no cell, so it can be sent back."
        )


def _of(what: str, number: int) -> str:
    return f"{what} (the first {PROBLEMS_SHOWN} of {number:,})" if number > PROBLEMS_SHOWN else f"{what} ({number})"


def _table(
    problems: Sequence[Problem], title: str, said: tuple[str, str] = ("What is wrong", "What would be right")
) -> None:
    shown = problems[:PROBLEMS_SHOWN]
    rows = pd.DataFrame(
        {
            "Sheet": [each.sheet for each in shown],
            "Row": [f"{each.row:,}" if each.row else "" for each in shown],
            "Column": ["" if each.column == "(row)" else each.column for each in shown],
            said[0]: [f"{each.wrong[:1].upper()}{each.wrong[1:]}" for each in shown],
            said[1]: [each.right for each in shown],
        }
    )
    filled = rows.loc[:, [name for name in rows if rows[name].ne("").any()]]
    with st.container(key=f"load-table-{slug(title)}"):
        st.table(plain_cells(filled), hide_index=True, border="horizontal", alt=title)
