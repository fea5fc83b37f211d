"""The real server: what it refuses to start with, and whom a desk answers."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import text

from data_access.database import make_engine
from data_access.migrate import migrate

ROOT = Path(__file__).resolve().parents[1]
WITHIN_S = 60
HANDSHAKE = "GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + (
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


TRIAL = {
    "SIGN_IN": "oidc",
    "BASE_URL": "http://localhost:8501",
    "OIDC_METADATA_URL": "http://localhost:8690/.well-known/openid-configuration",
    "OIDC_CLIENT_ID": "concordat",
    "OIDC_CLIENT_SECRET": "a secret of the client",
    "OIDC_COOKIE_SECRET": "a secret of the cookies 0123456789 abcdefghijk",
    "CONCORDAT_KEY": "a secret of the references 0123456789",
}


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(folder, *options, **environ):
    """`streamlit run dashboard.py` with these options and this environment."""
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", *options]
    whole = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'desk.db'}", **environ}
    return subprocess.Popen(command, cwd=ROOT, env=whole, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("options", "environ", "said"),
    [
        (("--server.address", "0.0.0.0"), {"SIGN_IN": "desk"}, "would let others of the network in"),  # noqa: S104
        (("--server.address", ""), {"SIGN_IN": "desk"}, "would let others of the network in"),
        ((), {"SIGN_IN": "desk", "DATABASE_URL": "postgresql://me:secret@server/db"}, "keeps its data in one file"),
        (
            (),
            {"SIGN_IN": "oidc"},
            "SIGN_IN=oidc cannot start like this: OIDC_METADATA_URL is missing; ",
        ),
        (("--server.trustedUserHeaders", '{"X-User": "sub"}'), TRIAL, "whoever sends a header is who it names"),
        (("--server.baseUrlPath", "concordat"), {"SIGN_IN": "demo"}, "answers at the root of its host only"),
    ],
    ids=str,
)
def test_a_start_that_would_not_be_safe_ends_with_a_sentence_and_makes_no_file(tmp_path, options, environ, said):
    process = started(tmp_path, "--server.port", str(free_port()), *options, **environ)
    told = process.communicate(timeout=WITHIN_S)[1]
    assert process.returncode == 2
    assert "The dashboard does not start. " in told
    assert said in told
    assert "secret" not in told.replace("_SECRET", "")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The port of a desk that runs."""
    port = free_port()
    process = started(tmp_path_factory.mktemp("desk"), "--server.port", str(port), SIGN_IN="desk")
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=2):
            break
        time.sleep(0.2)
    yield port
    process.terminate()
    process.communicate(timeout=20)


def status(port, host):
    """The status of a page asked for by this name."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def status_of_websocket(port, host):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(HANDSHAKE.format(host=host).encode())
        return int(connection.recv(4096).split(b" ")[1])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_a_desk_answers_pages_and_websockets_by_its_own_names(desk, host):
    assert (status(desk, host), status_of_websocket(desk, host)) == (200, 101)


def test_a_desk_refuses_pages_and_websockets_by_the_name_of_a_stranger(desk):
    assert (status(desk, "stranger.example"), status_of_websocket(desk, "stranger.example")) == (400, 400)


def test_the_demo_pointed_at_a_database_of_real_data_ends_with_a_sentence(tmp_path):
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    migrate(url)
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE database_contents SET holds = 'other'"))
    engine.dispose()
    process = started(tmp_path, "--server.port", str(free_port()), SIGN_IN="demo")
    told = process.communicate(timeout=WITHIN_S)[1]
    assert process.returncode == 2
    assert "The database holds data other than the sample, and SIGN_IN=demo lets anyone look." in told


def test_what_is_not_for_visitors_is_closed_and_pages_of_other_sites_get_no_websocket(desk):
    for path in ("_stcore/metrics", "_stcore/agent/openapi.json"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://localhost:{desk}/{path}", timeout=10)
    assert status_of_websocket(desk, "localhost\r\nOrigin: http://localhost:3000") == 403
    assert status_of_websocket(desk, "localhost\r\nOrigin: http://localhost") == 101
