"""What of Streamlit's own routes is closed, and what only who is signed in and has something to see gets."""

from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse

from app.serving.signed import signed_in
from data_access.database import Engine, run_fetch
from data_access.grants import fetch_viewer_of
from data_access.oidc import Oidc
from data_access.sign_ins import Claims, fetch_standing, save_sign_out, utc_now

# The names and sizes of what is cached; an interface for programs, off by default; a run of the pages by anybody.
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
FOR_SIGNED_IN = ("/media", "/_stcore/upload_file")
LOGOUT = "/auth/logout"


def is_within(path: str, roots: tuple[str, ...]) -> bool:
    """Whether a path is one of these or below one."""
    return any(path == root or path.startswith(f"{root}/") for root in roots)


class Closed:
    """Answers as if these routes did not exist, whatever the server's options say."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and is_within(scope["path"], CLOSED):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class SignedInOnly:
    """Files of pages and uploads only for who is signed in and is not turned away at the pages; signing out ends the
    sign-in for every tab and replica.

    Streamlit itself gives a page's files to whoever knows their address.
    """

    def __init__(self, app: Any, engine: Engine, oidc: Oidc) -> None:
        self._app = app
        self._engine = engine
        self._oidc = oidc

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and is_within(scope["path"], (*FOR_SIGNED_IN, LOGOUT)):
            claims = signed_in(HTTPConnection(scope).cookies, self._oidc)
            if scope["path"] == LOGOUT:
                if claims is not None:
                    await run_in_threadpool(self._sign_out, claims)
            elif claims is None or not await run_in_threadpool(self._goes_on, claims):
                await PlainTextResponse("Sign in first.", 401)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _goes_on(self, claims: Claims) -> bool:
        is_on = run_fetch(self._engine, fetch_standing, claims, self._oidc, utc_now()) == "on"
        return is_on and run_fetch(self._engine, fetch_viewer_of, claims).may_enter

    def _sign_out(self, claims: Claims) -> None:
        save_sign_out(self._engine, claims, now=utc_now(), wall_time=datetime.now())
