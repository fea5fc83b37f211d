"""The files that were loaded, who loaded them and when, and the way to take one back."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from analysis.formats import format_date
from app import cache, frame
from app.loading import preview
from app.loading.upload import KIND_NAMES
from app.markdown import plain, plain_cells
from data_access.coverage import fetch_batches
from data_access.homes import fetch_authorities
from data_access.load import LoadRefused
from data_access.undo import UndoReport, undo_batch
from data_access.viewer import NotPermitted, Viewer

UNDONE, CHOSEN = "load-undone", "load-undo"  # what became of an undo; the load that is chosen
SHOWN = 15
COUNTS = ("rows_read", "added", "updated", "unchanged", "withdrawn", "rejected")
WHAT_UNDOING_DOES = (
    "Its figures are taken back, and the homes, neighbourhoods and types that came with it, unless something else "
    "needs them. What it replaced counts again."
)
WHICH = (
    "Of loads that follow on each other, such as the crimes of one sender, the newest is undone first. Investigations, "
    "checklists and actions cannot be undone: people go on working with them."
)


def told() -> None:
    """What became of the last undo, until the next thing is done here."""
    undone: UndoReport | str | None = st.session_state.get(UNDONE)
    if isinstance(undone, str):
        st.error(plain(undone))
    elif undone is not None:
        said = " ".join(undone.sentences())
        st.success(plain(said))
        frame.announce("The load was undone", said.removesuffix("."))


def forget() -> None:
    """No longer tell of an undo."""
    st.session_state.pop(UNDONE, None)


def show(viewer: Viewer) -> None:
    """The files loaded, newest first, and which of them can be taken back."""
    st.header("Files loaded, newest first", anchor=False)
    batches = _batches(viewer)
    if batches.empty:
        st.markdown("None yet.")
        return
    rows = _rows(batches)
    _table(rows.head(SHOWN), "Files loaded")
    if len(rows) > SHOWN:
        with st.expander(f"Earlier files: {len(rows) - SHOWN}"):
            _table(rows.iloc[SHOWN:], "Earlier files loaded")
    if preview.may_load():
        _way_back(viewer, batches[batches["may_undo"].astype(bool)])


def where_data_lie() -> None:
    """On a desk, the file that holds everything, so that it can be found and copied."""
    if cache.settings().sign_in == "desk":
        st.header("Where the data lie", anchor=False)
        st.markdown(f"In one file on this computer: {plain(cache.engine().url.database)}")


def _table(rows: pd.DataFrame, title: str) -> None:
    with st.container(key=f"load-history-{title.split()[0].lower()}"):
        st.table(rows, hide_index=True, border="horizontal", alt=title)


def _batches(viewer: Viewer) -> pd.DataFrame:
    """The files of every authority the viewer may see, newest first."""
    source = cache.source(viewer)
    known = source(fetch_authorities, even_empty=True)  # a load that was undone stays told
    of_each = [source(fetch_batches, authority=key).assign(authority=name) for key, name in known.to_numpy()]
    filled = [batches for batches in of_each if len(batches)]
    return pd.concat(filled).sort_values("id", ascending=False) if filled else pd.DataFrame()


def _rows(batches: pd.DataFrame) -> pd.DataFrame:
    """One row a file; the authority only where there are several."""
    rows = {
        "Loaded": [_by(batch) for batch in batches.itertuples()],
        "Council": list(batches["authority"]),
        "Day of extract": [format_date(drawn) for drawn in batches["extract_date"]],
        "What and from whom": [_file(batch) for batch in batches.itertuples()],
        **{name.capitalize().replace("_", " "): [f"{count:,}" for count in batches[name]] for name in COUNTS},
    }
    shown = plain_cells(pd.DataFrame(rows))
    return shown.drop(columns="Council") if batches["authority"].nunique() == 1 else shown


def _by(batch: Any) -> str:
    return f"{_moment(batch.loaded_at)} by {batch.loaded_by}" if batch.loaded_by else _moment(batch.loaded_at)


def _file(batch: Any) -> str:
    undone = "" if pd.isna(batch.undone_at) else f"; undone on {format_date(batch.undone_at)}"
    return f"{KIND_NAMES[batch.kind]}, {batch.source}{_months(batch.covers_from, batch.covers_to)}{undone}"


def _months(first: date | None, last: date | None) -> str:
    if pd.isna(first) or pd.isna(last):
        return ""
    return f", {first:%m/%Y}" if first == last else f", {first:%m/%Y} to {last:%m/%Y}"


def _way_back(viewer: Viewer, undoable: pd.DataFrame) -> None:
    """Choosing a load is the question, the button below it the answer."""
    if undoable.empty:
        return
    st.subheader("Take a load back", anchor=False)
    st.markdown(WHICH)
    names = {
        int(batch.id): f"{KIND_NAMES[batch.kind]}, {batch.source}, loaded {_moment(batch.loaded_at)}"
        + (f", {batch.authority}" if undoable["authority"].nunique() > 1 else "")
        for batch in undoable.itertuples()
    }
    if st.session_state.get(CHOSEN) not in (None, *names):
        st.session_state[CHOSEN] = None  # it was undone, or a later one stands on it
    chosen = st.selectbox(
        "Load to take back",
        list(names),
        index=None,
        key=CHOSEN,
        format_func=names.__getitem__,
        placeholder="Choose a load",
    )
    if chosen is not None:
        st.markdown(WHAT_UNDOING_DOES)
        st.button("Yes, undo this load", key=f"load-undo-{chosen}", on_click=_undo, args=(viewer, chosen))


def _undo(viewer: Viewer, batch_id: int) -> None:
    """Runs before the page is drawn again, so that all of it shows what was there before."""
    preview.forget()
    try:
        st.session_state[UNDONE] = undo_batch(cache.engine(), viewer, batch_id, now=datetime.now())
    except (LoadRefused, NotPermitted) as refusal:
        st.session_state[UNDONE] = str(refusal)


def _moment(moment: datetime) -> str:
    return f"{format_date(moment)} {moment:%H:%M}"
