"""What the sources owe: which are overdue, and how complete their optional columns are."""

import pandas as pd
import streamlit as st

from app import cache, filters
from app.findings import supply
from app.markdown import plain_cells
from data_access.viewer import Viewer

OVERDUE = "Each source is agreed to come every quarter, with a month to send it. A later day than that is overdue."
COMPLETE = "Records of the last twelve months that were supplied. Where few have a value, ask the sender for it."


def overdue(viewer: Viewer) -> None:
    """A table of the sources, how far they reach, and since when the next extract is overdue."""
    asked = filters.asked()
    if asked is None:
        return
    st.header("What is overdue", anchor=False)
    st.markdown(OVERDUE)
    _table(supply.overdue(cache.source(viewer), asked.selection.authority, asked.now), "What is overdue")


def completeness(viewer: Viewer) -> None:
    """A table of the optional columns and how many records have a value in them, on request."""
    asked = filters.asked()
    if asked is None:
        return
    shown = st.expander("How complete the optional columns are", key="load-complete", on_change="rerun")
    if not shown.open:
        return
    with shown:
        rows = supply.completeness(cache.source(viewer), cache.uncached(viewer), asked.selection.authority, asked.now)
        if rows.empty:
            st.markdown("No records yet.")
            return
        st.markdown(COMPLETE)
        _table(rows, "How complete the optional columns are")


def _table(rows: pd.DataFrame, title: str) -> None:
    with st.container(key=f"load-supply-{'overdue' if 'overdue' in title else 'complete'}"):
        st.table(plain_cells(rows), hide_index=True, border="horizontal", alt=title)
