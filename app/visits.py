"""Which visit to a place of the app this is: a form that comes back is drawn as new fields, filled from its draft.

A browser forgets what a field held when it leaves the screen, but may send it once more with the next click. The server
then takes the field for one that still stands, does not fill it again, and it comes back empty over what was typed. So
the number of the visit is part of the key of each field whose text must not be lost.
"""

import streamlit as st

PLACE, NUMBER = "visit-place", "visit-number"


def arrive(*place: str) -> None:
    """Say where this run is, outermost first (a page; a page and a case): another place than before is a new visit.

    A page within which people move says it twice, first by its name alone, as every page does.
    """
    before: tuple[str, ...] = st.session_state.get(PLACE, ())
    if before[: len(place)] != place:
        st.session_state[PLACE] = place
        st.session_state[NUMBER] = now() + 1


def now() -> int:
    """The number of this visit, from 0 where nobody arrived yet."""
    return int(st.session_state.get(NUMBER, 0))
