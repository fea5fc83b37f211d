"""The form that takes a council's yearly tables, and the list of files loaded with the way back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from analysis.formats import format_date
from analysis.tables import Table
from app import cache, frame, parts
from app.markdown import plain, plain_cells
from data_access.coverage import fetch_batches
from data_access.homes import fetch_authorities
from data_access.imports.summary_template import summary_template
from data_access.imports.table import Problem, UnreadableFile
from data_access.load import LoadRefused, LoadReport, LoadRequest, check_file, load_file
from data_access.undo import undo_batch
from data_access.viewer import NotPermitted, Viewer

FILE, LOADED, UNDONE = "yearly-tables", "yearly-tables-loaded", "undone"  # the upload; what became of it, of an undo
PROBLEMS_SHOWN = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INTRODUCTION = (
    "One workbook takes what a council's committee paper prints: crimes and incidents of each home and neighbourhood "
    "by year, their types, youth justice and Cromarty. Fill in the sheets you have and leave the others empty."
)
IN_THE_DEMO = (
    "This demo shows its sample only, so a file can be checked here but not loaded. To load it, start the dashboard on "
    "your own computer as the guide `docs/desk.md` tells."
)
COUNTS = ("rows_read", "added", "updated", "unchanged", "rejected")


def yearly_tables(viewer: Viewer) -> None:
    """The blank workbook, the filled one, and what is or would be in it."""
    st.header("The yearly tables", anchor=False)
    st.markdown(INTRODUCTION)
    st.download_button(
        "Download the blank workbook (XLSX)",
        summary_template,
        file_name="concordat-yearly-tables.xlsx",
        mime=XLSX,
        on_click="ignore",
    )
    given = st.file_uploader("The filled workbook", type=["xlsx"], key=FILE, on_change=_forget)
    loaded = st.session_state.get(LOADED)
    if given is None:
        return
    told = loaded or _told_by(check_file, viewer, given.getvalue())
    if isinstance(told, str):
        st.error(plain(f"Nothing was loaded. {told}"))
    elif loaded:
        counts = _counts(told, "added", "changed", "were")
        st.success(plain(f"Loaded for {told.authority}. {counts}"))
        frame.announce("The file was loaded", counts.removesuffix("."))
        frame.way_on("../pages/overview.py", "Open the Overview")
        _points_of(told)
    else:
        counts = _counts(told, "would add", "change", "are")
        st.markdown(f"**{plain(f'Checked for {told.authority}. {counts}')}**")
        frame.announce("The file was checked", counts.removesuffix("."))
        _way_in(viewer, told)
        _points_of(told)


def history(viewer: Viewer) -> None:
    """The files loaded, newest first; on a desk each that may be undone can be opened for it."""
    st.header("Files loaded, newest first", anchor=False)
    undone = st.session_state.get(UNDONE)
    if isinstance(undone, str):
        st.error(plain(undone))
    elif undone:
        said = " ".join(undone.sentences())
        st.success(plain(said))
        frame.announce("The load was undone", said.removesuffix("."))
    batches = _batches(viewer)
    if batches.empty:
        st.markdown("None yet.")
        return
    st.table(_rows(batches), hide_index=True, border="horizontal", alt="Files loaded")
    if _is_desk():
        for batch in batches[batches["may_undo"].astype(bool)].itertuples():
            _way_back(viewer, batch)


def where_data_lie() -> None:
    """On a desk, the file that holds everything, so that it can be found and copied."""
    if _is_desk():
        st.header("Where the data lie", anchor=False)
        st.markdown(f"In one file on this computer: {plain(cache.engine().url.database)}")


def _is_desk() -> bool:
    return cache.settings().sign_in == "desk"


def _told_by(judge: Callable[..., LoadReport], viewer: Viewer, data: bytes) -> LoadReport | str:
    """What check_file or load_file makes of the workbook: its report, or the sentence by which it is refused."""
    now = datetime.now()
    request = LoadRequest(
        kind="summary",
        data=data,
        authority="",
        source="council",
        extract_date=now.date(),
        loaded_by=viewer.who,
    )
    try:
        # The yearly tables name no child, so nothing is sealed and no key is needed.
        return judge(cache.engine(), request, key="", now=now, viewer=viewer)
    except (UnreadableFile, LoadRefused, NotPermitted) as refusal:
        return str(refusal)


def _load(viewer: Viewer) -> None:
    """Runs before the page is drawn again, so that all of it shows the new data."""
    _forget()
    st.session_state[LOADED] = _told_by(load_file, viewer, st.session_state[FILE].getvalue())


def _forget() -> None:
    """What became of an earlier load or undo is told until the next thing is done here."""
    for told in (LOADED, UNDONE):
        st.session_state.pop(told, None)


def _counts(report: LoadReport, add: str, change: str, are: str) -> str:
    return (
        f"{report.rows_read} rows were read, {report.rejected} of them rejected. The file {add} {report.added} figures "
        f"and {change} {report.updated}; {report.unchanged} {are} there already."
    )


def _points_of(report: LoadReport) -> None:
    """The first problems and warnings as sentences, and all of them as a file for whoever filled the workbook in."""
    if report.problems:
        st.subheader("Not right yet: these rows are left out", anchor=False)
        parts.bullets(_first(report.problems))
    if report.warnings:
        st.subheader("To check", anchor=False)
        parts.bullets(_first(report.warnings))
    if report.problems or report.warnings:
        st.download_button(
            "Download all of them (CSV)",
            lambda: _list_of(report).csv({}),
            file_name="concordat-yearly-tables-problems.csv",
            mime="text/csv",
            on_click="ignore",
        )


def _first(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    more = len(problems) - PROBLEMS_SHOWN
    shown = tuple(problem.sentence() for problem in problems[:PROBLEMS_SHOWN])
    return (*shown, f"And {more} more, in the list to download.") if more > 0 else shown


def _list_of(report: LoadReport) -> Table:
    found = [("left out", problem) for problem in report.problems] + [("to check", each) for each in report.warnings]
    rows = pd.DataFrame(
        [(each.sheet, each.row or "", each.column, each.wrong, each.right, what) for what, each in found],
        columns=["Sheet", "Row", "Column", "What is wrong", "What would be right", "Row was"],
    )
    return Table("Problems", rows, rows)


def _way_in(viewer: Viewer, report: LoadReport) -> None:
    if _is_desk():
        changes_nothing = not (report.added or report.updated)
        st.button("Load it", type="primary", disabled=changes_nothing, on_click=_load, args=(viewer,))
    else:
        st.markdown(IN_THE_DEMO)


def _batches(viewer: Viewer) -> pd.DataFrame:
    """The files of every authority the viewer may see, newest first."""
    source = cache.source(viewer)
    known = source(fetch_authorities)
    of_each = [source(fetch_batches, authority=key).assign(authority=name) for key, name in known.to_numpy()]
    filled = [batches for batches in of_each if len(batches)]
    return pd.concat(filled).sort_values("id", ascending=False) if filled else pd.DataFrame()


def _rows(batches: pd.DataFrame) -> pd.DataFrame:
    """One row a file; the authority only where there are several."""
    rows = {
        "Loaded": [_moment(moment) for moment in batches["loaded_at"]],
        "Authority": list(batches["authority"]),
        "Kind and source": [_file(batch) for batch in batches.itertuples()],
        **{name.capitalize().replace("_", " "): list(batches[name].astype(str)) for name in COUNTS},
    }
    shown = plain_cells(pd.DataFrame(rows))
    return shown if batches["authority"].nunique() > 1 else shown.drop(columns="Authority")


def _file(batch: Any) -> str:
    undone = "" if pd.isna(batch.undone_at) else f"; undone on {format_date(batch.undone_at)}"
    return f"{_kind(batch.kind)}, {batch.source}{undone}"


def _way_back(viewer: Viewer, batch: Any) -> None:
    """Opening it is the question, the button in it the answer."""
    name = f"Undo: {_kind(batch.kind)} of {batch.authority}, loaded {_moment(batch.loaded_at)}"
    with st.expander(plain(name)):
        st.markdown(
            "Its figures are taken back, and the homes, neighbourhoods and types that came with it, unless something "
            "else needs them. What it replaced counts again."
        )
        st.button("Yes, undo this load", key=f"undo-{batch.id}", on_click=_undo, args=(viewer, int(batch.id)))


def _undo(viewer: Viewer, batch_id: int) -> None:
    _forget()
    try:
        st.session_state[UNDONE] = undo_batch(cache.engine(), viewer, batch_id, now=datetime.now())
    except (LoadRefused, NotPermitted) as refusal:
        st.session_state[UNDONE] = str(refusal)


def _kind(kind: str) -> str:
    return "yearly tables" if kind == "summary" else kind.replace("_", " ")


def _moment(moment: datetime) -> str:
    return f"{format_date(moment)} {moment:%H:%M}"
