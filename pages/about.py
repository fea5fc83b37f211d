"""About: what each figure means, whom it counts, where it comes from and what it cannot say."""

import streamlit as st

from app import auth, cache, filters, place
from app.findings.about import about

viewer = auth.require("about")
question = filters.asked()
told = cache.finding(about, question, viewer)
st.title("What the figures mean, and what they cannot say", anchor=False)
place.words("Definitions", told.definitions)
place.words("Four populations", told.populations, "Each page names its own. They are not set side by side.")
if question is not None:
    place.words("Sources and what they cover", told.coverage, "In a covered month, no record means that none happened.")
    if len(told.loads):
        place.words("Files loaded, newest first", told.loads)
    place.points("Known differences from the committee's paper of 31 October 2023", told.differences)
place.points("Out of scope", told.out_of_scope)
