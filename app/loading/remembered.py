"""What was answered once about senders' files and is used since, with the way to forget an answer."""

from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.formats import format_date
from app import cache
from app.loading import mapping
from app.loading.upload import KIND_NAMES
from app.markdown import plain_cells
from data_access.database import run_fetch
from data_access.homes import fetch_authorities
from data_access.mappings import fetch_labels, fetch_remembered, remove_column, remove_label
from data_access.viewer import Viewer

OPENED, CHOSEN = "load-remembered", "load-remembered-answer"
WHAT_FORGETTING_DOES = (
    "A column is then recognised by its heading again, or asked for; a label is asked about with the next file that "
    "holds it. Records that are loaded stay as they are until a file with them is loaded again."
)
LEFT_OUT, KNOWN, GONE = "Its rows are left out", "Not used: the register knows it", "Not used: what it meant is gone"
Answer = tuple[str, str, str, str, str]  # authority; sender; COLUMN or LABEL; kind of file or of label; column or label
COLUMN, LABEL = "column", "label"


def of_sender(viewer: Viewer, authority: str, sender: str) -> None:
    """The answers about one sender's files, on request; nothing where there are none."""
    rows = _rows(viewer, authority)
    _show(viewer, rows[rows["Sender"].eq(sender)].drop(columns="Sender"), f" for files from {sender}")


def of_all(viewer: Viewer) -> None:
    """The answers about all senders' files of every council, on request; nothing where there are none."""
    if viewer.homes is not None:
        return  # who loads for some homes alone decides nothing for a sender
    mapping.told()
    known = run_fetch(cache.engine(), fetch_authorities, viewer)
    of_each = [_rows(viewer, key).assign(Council=name) for key, name in zip(known["key"], known["name"], strict=True)]
    if of_each:
        rows = pd.concat(of_each)
        _show(viewer, rows if len(known) > 1 else rows.drop(columns="Council"), "")


def _show(viewer: Viewer, rows: pd.DataFrame, of_whom: str) -> None:
    if rows.empty:
        return
    shown = st.expander(f"Answers remembered{of_whom}", key=OPENED, on_change="rerun")
    if not shown.open:
        return
    with shown, st.container(key="load-remembered-all"):
        st.table(
            plain_cells(rows.drop(columns="answer")), hide_index=True, border="horizontal", alt="Answers remembered"
        )
        names = {row.answer: _named(row.answer) for row in rows.itertuples()}
        if st.session_state.get(CHOSEN) not in (None, *names):
            st.session_state[CHOSEN] = None  # it was forgotten; the field shows nothing then
        chosen = st.selectbox(
            "Answer to forget",
            list(names),
            index=None,
            key=CHOSEN,
            format_func=names.__getitem__,
            placeholder="Choose an answer",
        )
        if chosen is not None:
            st.markdown(WHAT_FORGETTING_DOES)
            st.button("Yes, forget this answer", on_click=_forget, args=(viewer, chosen))


def _named(answer: Answer) -> str:
    _, sender, sort, kind, name = answer
    of = KIND_NAMES[kind] if sort == COLUMN else mapping.THINGS[kind]
    return f"{sender}: {sort} {name}, {of}"


def _rows(viewer: Viewer, authority: str) -> pd.DataFrame:
    """One row an answer, columns before labels."""
    columns = run_fetch(cache.engine(), fetch_remembered, viewer, authority=authority)
    labels = run_fetch(cache.engine(), fetch_labels, viewer, authority=authority)
    rows = [
        *(
            _row(
                each,
                (authority, each.sender, COLUMN, each.kind, each.column),
                f"Heading, {KIND_NAMES[each.kind]}",
                each.heading or "Not in the file",
                f"Column {each.column}",
            )
            for each in columns.itertuples()
        ),
        *(
            _row(
                each,
                (authority, each.sender, LABEL, each.what, each.label),
                f"Label, {mapping.THINGS[each.what]}",
                each.label,
                _meaning(each),
            )
            for each in labels.itertuples()
        ),
    ]
    return pd.DataFrame(rows, columns=["answer", "Sender", "What it is", "In the files", "Taken as", "Answered"])


def _row(each: Any, answer: Answer, what: str, written: str, taken_as: str) -> tuple[Answer | str, ...]:
    return answer, each.sender, what, written, taken_as, f"{format_date(each.chosen_at)} by {each.chosen_by}"


def _meaning(label: Any) -> str:
    if not label.is_used:
        return KNOWN if label.leaves_out or label.meaning else GONE
    return LEFT_OUT if label.leaves_out else str(label.meaning)


def _forget(viewer: Viewer, answer: Answer) -> None:
    """Runs before the page is drawn again, so that the file is read without it."""
    authority, sender, sort, kind, name = answer
    of = {"viewer": viewer, "authority": authority, "sender": sender, "now": datetime.now()}
    forget = (
        partial(remove_column, **of, kind=kind, column=name)
        if sort == COLUMN
        else partial(remove_label, **of, what=kind, label=name)
    )
    mapping.do(forget, said=f"Forgotten for files from {sender}.")
