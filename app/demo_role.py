"""In the demo everyone may try each role. The role stands in the address; nothing is asked for it, and nothing real is
there to be seen. Neither a desk nor a sign-in reads it."""

import streamlit as st

from app import filters, frame
from app.markdown import plain
from data_access.roles import PROVIDER, ROLES
from data_access.viewer import Viewer, home_key, viewer_of_roles

PARAMETER = "role"
DEFAULT_ROLE = "head"
PROVIDERS_AUTHORITY, PROVIDERS_HOME = "derby-city", "Home 2"


def viewer() -> Viewer:
    """The viewer of the role that the address names; an unknown one becomes a sentence and ends the run."""
    with st.container(key="link-role"):
        named = st.text_input(PARAMETER, key=PARAMETER, bind="query-params").strip()
    role = named or DEFAULT_ROLE
    if role not in ROLES:
        st.set_page_config(page_title="Not found - Concordat", page_icon=str(frame.STATIC / "icon.png"), layout="wide")
        frame.style()
        st.title("This view cannot be shown", anchor=False)
        st.error(plain(f"This link names a role that does not exist: {named}. There is: {', '.join(ROLES)}."))
        st.button("Show what the head of service sees", on_click=_reset)
        st.stop()
    if role == PROVIDER:
        home = home_key(PROVIDERS_AUTHORITY, PROVIDERS_HOME)
        return viewer_of_roles("demo", [role], authorities=frozenset({PROVIDERS_AUTHORITY}), homes=frozenset({home}))
    return viewer_of_roles("demo", [role])


def draw() -> None:
    """The choice of a role, at the foot of the filters."""
    role = st.session_state[PARAMETER].strip() or DEFAULT_ROLE
    with st.sidebar:
        names = {name: role.label for name, role in ROLES.items()}
        filters.choose("Try as", PARAMETER, list(ROLES), role, names, default=DEFAULT_ROLE)


def _reset() -> None:
    st.session_state[PARAMETER] = ""
