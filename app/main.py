"""The shell: every request runs this first. Sign-in, the list of pages, the filters, then the page."""

from pathlib import Path

import streamlit as st

from app import auth, cache, filters, frame

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "pages"
SIDEBAR_PX = 300

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
]
about = st.Page(PAGES / "about.py", title="About", url_path="about")  # to be read at a desk, not shown to a room
shared = filters.on_shared_screen()
shown = st.navigation([*pages, about], position="hidden" if shared else "top")
st.set_page_config(
    page_title=f"{shown.title} - Concordat",
    page_icon=str(ROOT / "app" / "static" / "icon.png"),
    layout="wide",
    initial_sidebar_state=SIDEBAR_PX,
)
frame.style()
if shared:
    frame.bar(pages, shown)
frame.banner()
filters.draw(lambda authority: cache.offered(viewer, authority), cache.today())
if not shared:
    frame.tools(filters.current())
frame.offer_new_data(version)
spoken = frame.spoken(shown.title)
shown.run()
frame.speak(spoken)
