"""The running app in headless Chromium."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTS_WITHIN_S = 60
IDLE_LOOKS = 3
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


class Server:
    """The app on a port of its own, with a database of its own."""

    def __init__(self, folder: Path, sign_in: str = "demo") -> None:
        with contextlib.closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self._log = folder / "server.log"
        self.database = folder / "sample.db"
        self._environ = {**os.environ, "SIGN_IN": sign_in, "DATABASE_URL": f"sqlite:///{self.database}"}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environ, stdout=log, stderr=log)
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            # /healthz, unlike a page, starts no session: the first page asked for is still the first.
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
            time.sleep(0.2)
        raise TimeoutError(f"The app did not start: {self._log.read_text()[-2000:]}")

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server that tests share."""
    shared = Server(tmp_path_factory.mktemp("served"))
    shared.start()
    yield shared
    shared.stop()


@pytest.fixture
def own_server(tmp_path):
    """A server of the test's own, not yet started."""
    own = Server(tmp_path)
    yield own
    own.stop()


@pytest.fixture
def desk(tmp_path):
    """A running desk with an empty database."""
    own = Server(tmp_path, sign_in="desk")
    own.start()
    yield own
    own.stop()


@pytest.fixture(scope="session")
def browser():
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def visitor(browser: Browser):
    """One visitor, whose browser keeps the scripts it was sent once, as anybody's does."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext):
    """A page of its own, at a desk."""
    opened = visitor.new_page()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def open_page():
    """Opens an address and waits until the page stands: open_page(page, url)."""

    def go(page: Page, url: str) -> None:
        page.goto(url)
        settle(page)

    return go


@pytest.fixture(scope="session")
def settled():
    """Waits until the app has answered the last input."""
    return settle


def settle(page: Page) -> None:
    page.wait_for_selector("h1", timeout=30_000)
    idle = 0
    while idle < IDLE_LOOKS:  # the app is idle for a moment before it hears of an input, and between two reruns
        page.wait_for_timeout(180)
        page.wait_for_selector(IDLE, timeout=30_000)
        settled = page.evaluate("document.querySelectorAll('[data-stale=true], [data-testid=stSkeleton]').length === 0")
        idle = idle + 1 if settled else 0
