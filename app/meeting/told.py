"""What became of the last input in a meeting, said once the page is drawn again."""

import streamlit as st

from app.markdown import plain

TOLD = "meeting-told"


def tell(words: str, *, is_saved: bool = True) -> None:
    """Keep what is to be said once the page is drawn again."""
    st.session_state[TOLD] = (words, is_saved)


def say() -> None:
    """Say what became of the last input."""
    said: tuple[str, bool] | None = st.session_state.pop(TOLD, None)
    if said is not None:
        (st.success if said[1] else st.error)(plain(said[0]))
