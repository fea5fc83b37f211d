"""What a person reads when a page fails: a sentence, never the text of an exception."""

from datetime import datetime

import streamlit as st

from data_access.viewer import NotPermitted


def tell(failure: Exception) -> bool:
    """Show a sentence in place of the page, for `st.App(on_script_error=...)`. True: Streamlit shows nothing more."""
    if isinstance(failure, NotPermitted):
        st.error(str(failure))  # written for the person, in data_access
    else:
        st.error(
            "Something went wrong on this page, and what was typed and not saved is lost. Reload the page. If it "
            f"happens again, tell who runs this dashboard the time, {datetime.now():%d/%m/%Y %H:%M:%S}: the log of "
            "the server says there what failed."
        )
    return True
