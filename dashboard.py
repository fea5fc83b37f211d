"""How the dashboard is served, and nothing else. Start it with `streamlit run dashboard.py`.

The pages live in pages/, but the script that Streamlit runs is app/main.py: with a folder pages/ beside it, the first
visitor after a restart who opened /incidents would get that page without the main script, so without its guards.
"""

import contextlib
import gc
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette_compress import CompressMiddleware

from app.server import OnlyThisComputer, SecurityHeaders, health_route, require_this_computer
from data_access.migrate import MigrationFailed
from data_access.settings import SettingsRefused, read_settings
from data_access.startup import open_database

try:
    settings = read_settings(os.environ)
    if settings.sign_in == "desk":
        require_this_computer(st.get_option("server.address"))
    engine = open_database(settings)
except (SettingsRefused, MigrationFailed) as refusal:
    sys.stderr.write(f"The dashboard does not start. {refusal}\n")
    os._exit(2)


@contextlib.asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Import once what the first visitor would wait for, and take it out of what every rerun's collection walks."""
    import app.findings.overview  # noqa: F401

    gc.collect()
    gc.freeze()
    yield {}


on_a_desk = [Middleware(OnlyThisComputer)] if settings.sign_in == "desk" else []
app = st.App(
    "app/main.py",
    lifespan=lifespan,
    routes=[health_route(engine)],
    # Zstandard packs the charts' script, half of a first load, smaller than gzip does and in a third of the time.
    middleware=[
        Middleware(SecurityHeaders),
        *on_a_desk,
        Middleware(CompressMiddleware, minimum_size=1024, zstd_level=9),
    ],
)
