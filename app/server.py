"""What every answer of the server carries, whom a desk answers at all, and the health route. Pure ASGI."""

import base64
import hashlib
import re
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import Any

import streamlit
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from data_access.coverage import fetch_data_version
from data_access.database import DatabaseError, Engine, run_fetch
from data_access.settings import SettingsRefused

INDEX = Path(streamlit.__file__).resolve().parent / "static" / "index.html"
ADDRESSES_OF_THIS_COMPUTER = ("127.0.0.1", "::1", "localhost")
NAMES_OF_THIS_COMPUTER = ("127.0.0.1", "[::1]", "localhost")


def content_security_policy() -> str:
    """Nothing from any other host; the one inline script of Streamlit's own page is allowed by its hash."""
    scripts = re.findall(r"<script>(.*?)</script>", INDEX.read_text(encoding="utf-8"), re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' {hashes}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self' blob: data:",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


def require_this_computer(address: str | None) -> None:
    """Raise SettingsRefused unless a server with this setting listens on this computer only."""
    if address not in ADDRESSES_OF_THIS_COMPUTER:
        raise SettingsRefused(
            "SIGN_IN=desk serves one person on their own computer, and server.address would let others of the network "
            "in. Start it with --server.address 127.0.0.1, or leave that out."
        )


class OnlyThisComputer:
    """Refuses, over HTTP and websockets, who comes from elsewhere or calls this computer by another name.

    Another name: a page of a stranger may make its own name point to this computer and then read what a browser here
    gets, as if it were its own.
    """

    def __init__(self, app: Any) -> None:
        self._of_this_name = TrustedHostMiddleware(app, list(NAMES_OF_THIS_COMPUTER), www_redirect=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] in ("http", "websocket") and not _is_this_computer(scope.get("client")):
            await PlainTextResponse("This is answered on its own computer only.", 400)(scope, receive, send)
            return
        await self._of_this_name(scope, receive, send)


def _is_this_computer(client: tuple[str, int] | None) -> bool:
    try:
        address = ip_address(client[0] if client else "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


class SecurityHeaders:
    """Adds the headers to every HTTP answer."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._headers = [
            (name.encode(), value.encode())
            for name, value in (
                ("content-security-policy", content_security_policy()),
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
            )
        ]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._headers]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def health_route(engine: Engine) -> Route:
    """/healthz: 200 when the process answers and its database too, 503 when the database does not."""

    def health(_request: Request) -> JSONResponse:
        try:
            run_fetch(engine, fetch_data_version)
        except DatabaseError:
            return JSONResponse({"status": "the database does not answer"}, status_code=503)
        return JSONResponse({"status": "ok"})

    return Route("/healthz", health)
