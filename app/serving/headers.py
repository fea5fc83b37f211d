"""What every answer of the server carries."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import streamlit

INDEX = Path(streamlit.__file__).resolve().parent / "static" / "index.html"
A_YEAR = "max-age=31536000"
NOT_TO_BE_KEPT = ("/media/", "/auth/", "/oauth2callback")  # by no browser and no proxy on the way


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
    """Adds the headers to every HTTP answer. `is_https`: browsers are told to come encrypted for a year."""

    def __init__(self, app: Any, is_https: bool = False) -> None:
        self._app = app
        fixed = {
            "content-security-policy": content_security_policy(),
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            **({"strict-transport-security": A_YEAR} if is_https else {}),
        }
        self._headers = [(name.encode(), value.encode()) for name, value in fixed.items()]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_kept = not scope["path"].startswith(NOT_TO_BE_KEPT)

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = message.get("headers", [])
                if not is_kept:
                    headers = [header for header in headers if header[0].lower() != b"cache-control"]
                    headers = [*headers, (b"cache-control", b"no-store")]
                message["headers"] = [*headers, *self._headers]
            await send(message)

        await self._app(scope, receive, send_with_headers)
