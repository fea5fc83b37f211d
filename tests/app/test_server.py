"""Whom a desk answers: the computer it runs on, called by its own names."""

import asyncio

import pytest

from app.server import OnlyThisComputer, require_this_computer
from data_access.settings import SettingsRefused

HERE = ("127.0.0.1", 50000)


def answer(kind="http", host="localhost:8501", client=HERE):
    """What a desk answers to one request: the status it sends itself, or "let in"."""
    sent = []

    async def app(_scope, _receive, _send):
        sent.append("let in")

    async def send(message):
        sent.append(message.get("status"))

    async def receive():
        return {"type": "http.request", "body": b""}

    headers = [] if host is None else [(b"host", host.encode())]
    extensions = {"websocket.http.response": {}}
    scope = {"type": kind, "path": "/", "headers": headers, "client": client, "extensions": extensions}
    asyncio.run(OnlyThisComputer(app)(scope, receive, send))
    return sent[0]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", ["localhost:8501", "localhost", "127.0.0.1:8501", "[::1]:8501", "LocalHost"])
def test_a_desk_answers_its_own_names(kind, host):
    assert answer(kind, host) == "let in"


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "host",
    ["stranger.example", "localhost.stranger.example", "127.0.0.1.stranger.example", "192.168.0.7:8501", "", None],
)
def test_a_desk_refuses_every_other_name(kind, host):
    assert answer(kind, host) == 400


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "client", [("192.168.0.9", 50000), ("::ffff:192.168.0.9", 50000), ("fe80::1", 1), ("", 0), None]
)
def test_a_desk_refuses_other_computers_whatever_name_they_call(kind, client):
    assert answer(kind, client=client) == 400


@pytest.mark.parametrize("client", [HERE, ("127.0.0.53", 50000), ("::1", 50000), ("::ffff:127.0.0.1", 50000)])
def test_a_desk_answers_every_address_of_its_own_computer(client):
    assert answer(client=client) == "let in"


def test_the_start_of_the_server_itself_is_no_request():
    assert answer("lifespan", host=None, client=None) == "let in"


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_a_server_may_listen_on_its_own_computer(address):
    require_this_computer(address)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.0.7", "unix:///tmp/desk"])  # noqa: S104
def test_a_server_that_would_listen_elsewhere_is_refused(address):
    with pytest.raises(SettingsRefused, match="would let others of the network in"):
        require_this_computer(address)
