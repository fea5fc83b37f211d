"""Audit: who signed in, looked at a child, took figures away and changed what; and how long everything is kept."""

import streamlit as st

from app import audit_list, auth, frame

TITLE = "Who looked at, took away and changed what"
SCOPE = "The newest line first. A line names a child by its code only, and holds nothing that somebody typed."

viewer = auth.require("audit")
st.title(TITLE, anchor=False)
frame.announce(TITLE, SCOPE.removesuffix("."))
st.html(f'<p class="scope">{SCOPE}</p>')
audit_list.check(viewer)
audit_list.show(viewer, audit_list.draw())
audit_list.periods(viewer)
