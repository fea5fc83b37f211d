"""The shell: every request runs this first. Sign-in, the list of pages, the filters, then the page."""

from pathlib import Path

import streamlit as st

from app import action_list, asking, auth, cache, demo_role, downloads, filters, frame, menu, sign_in, visits
from app.cases import listing
from app.meeting import add as add_to_agenda
from app.meeting import asked as meeting

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "pages"
SIDEBAR_PX = 300
OWN_PARAMETERS = {  # of pages that have some
    "explore": asking.PARAMETERS,
    "actions": action_list.PARAMETERS,
    "investigations": listing.PARAMETERS,
    "meeting": meeting.PARAMETERS,
}

version = cache.begin_run()
viewer = auth.viewer()
entries = {entry.path: entry for entry in menu.entries_of(viewer)}  # what is not here does not exist for this viewer
pages = {
    path: st.Page(PAGES / entry.file, title=entry.title, url_path=path or None, default=not path)
    for path, entry in entries.items()
}
shared = filters.on_shared_screen()
groups = menu.grouped(list(entries.values()), pages)
shown = st.navigation(groups, position="hidden" if shared else "top")
st.set_page_config(
    page_title=f"{shown.title} - Concordat",
    page_icon=str(ROOT / "app" / "static" / "icon.png"),
    layout="wide",
    initial_sidebar_state=SIDEBAR_PX,
)
frame.style()
if shared:
    # A meeting is stepped through by its own buttons; of this bar it needs the way out alone.
    steps = [] if shown.url_path == "meeting" else [path for path in pages if entries[path].for_a_room]
    frame.bar([pages[path] for path in steps], shown)
elif len(groups) > 1:
    frame.menu_of_a_phone(groups)
frame.banner(cache.settings().sign_in)
sees_figures = "partnership" in viewer.audiences
has_data = (
    filters.draw(lambda authority: cache.offered(viewer, authority), cache.today())
    if sees_figures
    else filters.draw_nothing()
)
in_the_demo = cache.settings().sign_in == "demo"
if has_data and not shared:
    own_parameters = OWN_PARAMETERS.get(shown.url_path, ())
    frame.tools(filters.current(), (*own_parameters, *((demo_role.PARAMETER,) if in_the_demo else ())))
    add_to_agenda.draw(shown.url_path, filters.current(), viewer, own_parameters)
if in_the_demo and not shared:
    demo_role.draw()
sign_in.who_and_way_out(viewer)
sign_in.watch()
frame.offer_new_data(version)
spoken = frame.spoken(shown.title)
asked = filters.asked()
visits.arrive(shown.url_path)
downloads.begin(viewer, shown.url_path, asked.selection.authority if asked else "")
if has_data or not entries[shown.url_path].needs_data:
    shown.run()
elif viewer.authorities == frozenset() and not cache.holds_nothing():
    frame.nothing_granted(pages.get("people"))
else:
    frame.nothing_loaded(pages.get("load"))
frame.speak(spoken)
