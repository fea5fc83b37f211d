"""What somebody else changes shows within seconds: a part of the page that only looks, and draws the page anew."""

import streamlit as st

from app import cache, sign_in

LOOKS_EVERY_S = 2


def watch() -> None:
    """Looks every few seconds whether anything was changed since this run, and if so draws the page anew.

    Looking leaves alone what is being typed. Drawing anew keeps it too: every field of the page has a key, and none is
    filled again while it is open.
    """
    version, drawn_now = cache.version(), True

    @st.fragment(run_every=LOOKS_EVERY_S)
    def look() -> None:
        nonlocal drawn_now
        if not drawn_now and cache.newest_version() != version:  # the run that draws the page has only just looked
            sign_in.draw_anew()
        drawn_now = False

    look()
