"""People: which authorities and homes people and groups may see, granting, withdrawing, and what was done."""

import streamlit as st

from app import auth, frame, people

TITLE = "Who may see which authorities and homes"

viewer = auth.require("people")
st.title(TITLE, anchor=False)
frame.announce(TITLE, "Grants to people and groups")
people.told()
people.add(viewer)
people.history(people.holding(viewer))
