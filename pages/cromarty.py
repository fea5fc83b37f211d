"""Cromarty: one line a child, against the child's own first meeting."""

import streamlit as st

from app import auth, cache, filters, place
from app.findings.cromarty import cromarty, letters

viewer = auth.require("partnership")
question, source = filters.current(), cache.source(viewer)
child = st.session_state.get("follow", "")
present = letters(question, source)
words = place.lead(cromarty(question, source, child if child in present else ""))
words.selectbox(
    "Follow one child",
    ["", *present],
    key="follow",
    format_func=lambda letter: f"Child {letter}" if letter else "All children",
)
