"""Cookies for no longer than a sign-in may last, and the way back to the page that somebody wanted to see."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import HTTPConnection

from app.serving.gates import is_within
from data_access.oidc import Oidc

LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
RETURN_TO = "concordat_return_to"
SIGNING_IN_S = 600  # how long somebody may take at the provider
LONGEST_LINK = 2_000
NO_PAGES = ("/auth", CALLBACK, "/media", "/_stcore", "/component", "/static", "/healthz")
SIGNED_IN_NOW = b"_streamlit_user="


class ShortCookies:
    """Every cookie ends with the longest sign-in at the latest, and goes over encrypted connections only."""

    def __init__(self, app: Any, oidc: Oidc) -> None:
        self._app = app
        self._longest = int(oidc.longest.total_seconds())
        self._is_https = oidc.is_https

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def send_with_cookies(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, self._short(value.decode("latin-1")).encode("latin-1"))
                    if name.lower() == b"set-cookie"
                    else (name, value)
                    for name, value in message.get("headers", [])
                ]
            await send(message)

        await self._app(scope, receive, send_with_cookies if scope["type"] == "http" else send)

    def _short(self, cookie: str) -> str:
        value, *attributes = (part.strip() for part in cookie.split(";"))
        given = {part.partition("=")[0].lower(): part for part in attributes}
        seconds = given.get("max-age", "").partition("=")[2]
        if not seconds.isdigit() or int(seconds) > self._longest:  # else it is shorter, or takes a cookie away
            given.pop("expires", None)
            given["max-age"] = f"Max-Age={self._longest}"
        given.setdefault("samesite", "SameSite=Lax")
        if self._is_https:
            given.setdefault("secure", "Secure")
        return "; ".join((value, *given.values()))


class WayBack:
    """Streamlit leads to its first page after a sign-in; this leads to the page on which the person asked for it."""

    def __init__(self, app: Any, oidc: Oidc) -> None:
        self._app = app
        self._oidc = oidc

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] not in (LOGIN, CALLBACK):
            await self._app(scope, receive, send)
            return
        browser = HTTPConnection(scope)
        wanted = unquote(browser.cookies.get(RETURN_TO, ""))
        came_from = _page_of(browser.headers.get("referer", ""), self._oidc.base_url)

        async def send_with_way(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = message.get("headers", [])
                if scope["path"] == LOGIN and came_from:
                    headers = [*headers, _cookie(quote(came_from, safe=""), SIGNING_IN_S)]
                elif scope["path"] == CALLBACK and _signs_in(headers):
                    if is_page(wanted):
                        headers = [(n, wanted.encode() if n.lower() == b"location" else value) for n, value in headers]
                    headers = [*headers, _cookie("", 0)]
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, send_with_way)


def is_page(link: str) -> bool:
    """Whether a link is the path and query of one of this app's own pages, and can be nothing else to any browser."""
    if not link.startswith("/") or "//" in link or "\\" in link or len(link) > LONGEST_LINK:
        return False
    is_plain = link.isascii() and link.isprintable() and " " not in link and "#" not in link
    return is_plain and not is_within(link.split("?")[0].rstrip("/"), NO_PAGES)


def _page_of(referer: str, base_url: str) -> str:
    try:
        parts = urlsplit(referer)
    except ValueError:
        return ""
    if f"{parts.scheme}://{parts.netloc}" != base_url:
        return ""
    link = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return link if is_page(link) else ""


def _signs_in(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    cookies = (value for name, value in headers if name.lower() == b"set-cookie")
    return any(cookie.startswith(SIGNED_IN_NOW) and b"max-age=0" not in cookie.lower() for cookie in cookies)


def _cookie(value: str, seconds: int) -> tuple[bytes, bytes]:
    return b"set-cookie", f"{RETURN_TO}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax".encode()
