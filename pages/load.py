"""Load data: a blank workbook to fill in, what a filled one holds, loading it, and taking a load back."""

import streamlit as st

from app import auth, frame, loading

TITLE = "Load your own data"
SCOPE = "A file is checked first. Nothing is stored before you load it, and a load can be undone."

viewer = auth.require("partnership")
st.title(TITLE, anchor=False)
frame.announce(TITLE, SCOPE.removesuffix("."))
st.html(f'<p class="scope">{SCOPE}</p>')
loading.yearly_tables(viewer)
loading.history(viewer)
loading.where_data_lie()
