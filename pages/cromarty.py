"""Cromarty: one line a child, against the child's own first meeting."""

import streamlit as st

from app import auth, cache, filters, place
from app.findings.cromarty import cromarty

viewer = auth.require("partnership")
shown = cache.finding(cromarty, filters.current(), viewer, st.session_state.get("follow", ""))


def follow_one_child() -> None:
    """Whose line to bring out."""
    st.selectbox(
        "Follow one child",
        ["", *shown.choices],
        key="follow",
        format_func=lambda letter: f"Child {letter}" if letter else "All children",
    )


place.page(shown, control=follow_one_child)
