"""By which names the server may be called, and from where a browser may send it something."""

from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse

from app.serving.health import HEALTH

NAMES_OF_THIS_COMPUTER = ("127.0.0.1", "[::1]", "localhost")
ASKED_BY_ADDRESS = (HEALTH, "/_stcore/health")  # by what watches over servers; they tell nothing
READING = ("GET", "HEAD", "OPTIONS")
CHANGING_BY_GET = ("/auth/login", "/auth/logout")
OWN_SITE = ("same-origin", "none")


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


class OwnHost:
    """Refuses requests that call the server by another name and port than its own, but for the health routes."""

    def __init__(self, app: Any, host: str) -> None:
        self._app = app
        self._host = host

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        is_asked = scope["type"] in ("http", "websocket") and scope["path"] not in ASKED_BY_ADDRESS
        if is_asked and Headers(scope=scope).getlist("host") != [self._host]:
            await PlainTextResponse("This is answered by its own name only.", 400)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class SameSite:
    """Refuses websockets, and requests that change something, which a page of another site makes a browser send.

    `origin`: the one from which they come, and then each of them has to say so; without it, that of the request's own
    host, and programs that are no browsers need not say any.
    """

    def __init__(self, app: Any, origin: str | None = None) -> None:
        self._app = app
        self._origin = origin

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self._changes_something(scope) and not self._is_own(scope):
            await PlainTextResponse("Requests of other sites are not answered.", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    @staticmethod
    def _changes_something(scope: Any) -> bool:
        if scope["type"] == "http":
            return scope["method"] not in READING or scope["path"] in CHANGING_BY_GET
        return bool(scope["type"] == "websocket")

    def _is_own(self, scope: Any) -> bool:
        headers = Headers(scope=scope)
        if headers.get("sec-fetch-site", "none") not in OWN_SITE:
            return False
        origin = headers.get("origin")
        if origin is None:  # a browser names none when a link leads to a page
            return self._origin is None or (scope["type"] == "http" and scope["method"] in READING)
        if self._origin is not None:
            return origin == self._origin
        return urlsplit(origin).netloc == headers.get("host")
