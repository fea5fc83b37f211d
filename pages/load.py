"""Load data: drop a file, see what it would do, load it, take a load back; what is overdue; children linked."""

import streamlit as st

from app import auth, frame
from app.loading import asked, history, links, preview, remembered, supply, upload

TITLE = "Load your own data"
SCOPE = (
    "A file is checked first. Nothing is stored before you load it. A load can be taken back, but for one of "
    "investigations, checklists or actions."
)

viewer = auth.require("load")
viewer.require_held("load")
st.title(TITLE, anchor=False)
frame.announce(TITLE, SCOPE.removesuffix("."))
st.html(f'<p class="scope">{SCOPE}</p>')
preview.finish()
given = upload.take()
if given is None:
    preview.result()
    history.told()
    upload.blank_files()
else:
    history.forget()
    file = asked.ask(viewer, given)
    if file is not None:
        preview.show(viewer, file)
history.show(viewer)
supply.overdue(viewer)
supply.completeness(viewer)
if given is None:
    remembered.of_all(viewer)
links.show(viewer)
history.where_data_lie()
