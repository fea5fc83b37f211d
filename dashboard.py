"""How the dashboard is served, and nothing else. Start it with `streamlit run dashboard.py`.

The pages live in pages/, but the script that Streamlit runs is app/main.py: with a folder pages/ beside it, the first
visitor after a restart who opened /incidents would get that page without the main script, so without its guards.
"""

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette_compress import CompressMiddleware

from app import failures
from app.serving.cookies import ShortCookies, WayBack
from app.serving.gates import Closed, SignedInOnly
from app.serving.headers import SecurityHeaders
from app.serving.health import health_route
from app.serving.hosts import OnlyThisComputer, OwnHost, SameSite
from app.serving.logs import keep_texts_out_of_the_log, tell_of_the_loop, tell_of_uncaught_failures
from app.serving.options import require_safe_options
from data_access.migrate import MigrationFailed
from data_access.settings import SettingsRefused, read_settings
from data_access.startup import open_database

try:
    settings = read_settings(os.environ)
    require_safe_options(settings, st.get_option)
    engine = open_database(settings)
except (SettingsRefused, MigrationFailed) as refusal:
    sys.stderr.write(f"The dashboard does not start. {refusal}\n")
    os._exit(2)

keep_texts_out_of_the_log()
tell_of_uncaught_failures()


@contextlib.asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Import once what the first visitor would wait for, and take it out of what every rerun's collection walks."""
    asyncio.get_running_loop().set_exception_handler(tell_of_the_loop)
    import app.findings.overview  # noqa: F401

    gc.collect()
    gc.freeze()
    yield {}


oidc = settings.oidc
on_this_computer = (
    [Middleware(OnlyThisComputer)] if settings.sign_in == "desk" or (oidc and oidc.is_on_loopback) else []
)
where_people_sign_in = (
    [
        Middleware(OwnHost, host=oidc.host),
        Middleware(SameSite, origin=oidc.base_url),
        Middleware(ShortCookies, oidc=oidc),
        Middleware(WayBack, oidc=oidc),
        Middleware(SignedInOnly, engine=engine, oidc=oidc),
    ]
    if oidc
    else [Middleware(SameSite)]
)
app = st.App(
    "app/main.py",
    lifespan=lifespan,
    routes=[health_route(engine)],
    secrets=oidc.secrets if oidc else None,
    on_script_error=failures.tell,
    middleware=[
        Middleware(SecurityHeaders, is_https=bool(oidc and oidc.is_https)),
        *on_this_computer,
        Middleware(Closed),
        *where_people_sign_in,
        # Zstandard packs the charts' script, half of a first load, smaller than gzip does and in a third of the time.
        Middleware(CompressMiddleware, minimum_size=1024, zstd_level=9),
    ],
)
