"""Who is looking. In the demo everyone is the partnership."""

import streamlit as st

from app import cache
from data_access.viewer import Viewer

DEMO_VIEWER = Viewer(who="demo", audiences=frozenset({"partnership"}))


def require(audience: str) -> Viewer:
    """The viewer, if they may see what this audience sees; otherwise a sentence, and the page ends here."""
    viewer = DEMO_VIEWER
    if not cache.serves_only_the_sample():
        st.error("This database has taken data other than the sample, so the demo no longer shows it.")
        st.stop()
    if audience not in viewer.audiences:
        st.error("This page is not for your role.")
        st.stop()
    return viewer
