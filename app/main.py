"""The shell: every request runs this first. Sign-in, the list of pages, the filters, then the page."""

from pathlib import Path

import streamlit as st

from app import action_list, asking, auth, cache, filters, frame

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "pages"
SIDEBAR_PX = 300
OWN_PARAMETERS = {"explore": asking.PARAMETERS, "actions": action_list.PARAMETERS}  # of pages that have some

version = cache.begin_run()
viewer = auth.require("partnership")
pages = [
    st.Page(PAGES / "overview.py", title="Overview", default=True),
    st.Page(PAGES / "homes.py", title="Homes and neighbourhoods", url_path="homes"),
    st.Page(PAGES / "monthly.py", title="By month", url_path="by-month"),
    st.Page(PAGES / "incidents.py", title="Incidents", url_path="incidents"),
    st.Page(PAGES / "offences.py", title="Offences", url_path="offences"),
    st.Page(PAGES / "youth_justice.py", title="Youth justice", url_path="youth-justice"),
    st.Page(PAGES / "cromarty.py", title="Cromarty", url_path="cromarty"),
    st.Page(PAGES / "explore.py", title="Explore", url_path="explore"),
    st.Page(PAGES / "actions.py", title="Actions", url_path="actions"),
]
# For a desk, not to be shown to a room; the last two stand without data too.
paper = st.Page(PAGES / "paper.py", title="Paper", url_path="paper")
load = st.Page(PAGES / "load.py", title="Load data", url_path="load")
about = st.Page(PAGES / "about.py", title="About", url_path="about")
shared = filters.on_shared_screen()
shown = st.navigation([*pages, paper, load, about], position="hidden" if shared else "top")
st.set_page_config(
    page_title=f"{shown.title} - Concordat",
    page_icon=str(ROOT / "app" / "static" / "icon.png"),
    layout="wide",
    initial_sidebar_state=SIDEBAR_PX,
)
frame.style()
if shared:
    frame.bar(pages, shown)
frame.banner(cache.settings().sign_in)
has_data = filters.draw(lambda authority: cache.offered(viewer, authority), cache.today())
if has_data and not shared:
    frame.tools(filters.current(), OWN_PARAMETERS.get(shown.url_path, ()))
frame.offer_new_data(version)
spoken = frame.spoken(shown.title)
if has_data or shown.url_path in (load.url_path, about.url_path):
    shown.run()
else:
    frame.nothing_loaded(load)
frame.speak(spoken)
