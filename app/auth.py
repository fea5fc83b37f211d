"""Who is looking: in the demo whoever tries a role, on a desk the person whose computer it is, else who signed in."""

from contextvars import ContextVar

import streamlit as st

from app import cache, demo_role, sign_in
from app.serving.options import require_this_computer
from data_access.settings import SettingsRefused
from data_access.viewer import Viewer, desk_viewer

_viewer: ContextVar[Viewer] = ContextVar("viewer of this run")


def viewer() -> Viewer:
    """Whom this run is for, asked anew on each; who may not look gets a sentence or the sign-in, and the run ends."""
    ways = {"demo": _in_the_demo, "desk": _on_a_desk, "oidc": sign_in.signed_in}
    _viewer.set(ways[cache.settings().sign_in]())
    return _viewer.get()


def require(audience: str) -> Viewer:
    """The viewer of this run, if they may see what this audience sees; else a sentence, and the page ends here.

    A page that shows no figures names itself in the place of an audience ("about", "people").
    Fails where `viewer` was not asked before, that is, for a page that is run without main.
    """
    found = _viewer.get()
    if audience not in found.audiences | found.pages:
        st.error("This page is not for your role.")
        st.stop()
    return found


def _in_the_demo() -> Viewer:
    if not cache.serves_only_the_sample():
        st.error("This database has taken data other than the sample, so the demo no longer shows it.")
        st.stop()
    return demo_role.viewer()


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
    return desk_viewer()
