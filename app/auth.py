"""Who is looking: in the demo everyone is the partnership, on a desk it is the person whose computer it is."""

import streamlit as st

from app import cache
from app.server import require_this_computer
from data_access.settings import SettingsRefused
from data_access.viewer import Viewer, system_name

PARTNERSHIP = frozenset({"partnership"})
DEMO_VIEWER = Viewer(who="demo", audiences=PARTNERSHIP)


def require(audience: str) -> Viewer:
    """The viewer, if they may see what this audience sees; otherwise a sentence, and the page ends here."""
    viewer = _on_a_desk() if cache.settings().sign_in == "desk" else _in_the_demo()
    if audience not in viewer.audiences:
        st.error("This page is not for your role.")
        st.stop()
    return viewer


def _in_the_demo() -> Viewer:
    if not cache.serves_only_the_sample():
        st.error("This database has taken data other than the sample, so the demo no longer shows it.")
        st.stop()
    return DEMO_VIEWER


def _on_a_desk() -> Viewer:
    """The person by their name on this computer; whoever starts the app past dashboard.py is asked the same there."""
    try:
        require_this_computer(st.get_option("server.address"))
    except SettingsRefused as refusal:
        st.error(str(refusal))
        st.stop()
    if cache.serves_only_the_sample():
        st.error("This database has taken the sample, and invented records must not stand among real ones.")
        st.stop()
    return Viewer(who=system_name(), audiences=PARTNERSHIP)
