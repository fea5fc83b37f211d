"""By month: incidents and crimes month by month, with the limits of their usual ups and downs."""

import streamlit as st

from app import auth, cache, filters, place
from app.findings.monthly import crimes_by_month, incidents_by_month, missing_by_month, months_of_each_home

viewer = auth.require("partnership")
question = filters.current()
limits = st.session_state.get("limits", "all")
LIMITS = {
    "all": "All months shown",
    "rebased": "The months between marked dates",
    "frozen": f"A baseline: {question.previous.label}",
}


def choose_limits() -> None:
    """From which months mean and limits are taken."""
    st.selectbox("Limits from", list(LIMITS), key="limits", format_func=lambda key: LIMITS[key])


place.page(
    cache.finding(incidents_by_month, question, viewer, limits),
    cache.finding(months_of_each_home, question, viewer),
    cache.finding(missing_by_month, question, viewer),
    cache.finding(crimes_by_month, question, viewer, limits),
    control=choose_limits,
)
