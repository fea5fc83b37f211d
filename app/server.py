"""What every answer of the server carries, and the health route. Pure ASGI: websockets pass untouched."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import streamlit
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from data_access.coverage import fetch_data_version
from data_access.database import DatabaseError, Engine, run_fetch

INDEX = Path(streamlit.__file__).resolve().parent / "static" / "index.html"


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
