"""Serves the bare page. Its imports are done before the first visitor comes and taken out of what is collected after
every run, as the dashboard's are; nothing else is added to Streamlit, no headers and no compression."""

import contextlib
import gc
from collections.abc import AsyncIterator
from typing import Any

import streamlit as st


@contextlib.asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Import what drawing needs, then freeze."""
    import pandas  # noqa: F401
    import plotly.graph_objects
    import plotly.tools  # noqa: F401

    gc.collect()
    gc.freeze()
    yield {}


app = st.App("bare_page.py", lifespan=lifespan)
