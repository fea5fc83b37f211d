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
from sqlalchemy import make_url

from tests.conftest import fill_with_sample

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
    # Pages of one context share a process, and with it the scripts it has compiled.
    "--process-per-site",
]
STARTS_WITHIN_S = 120
IDLE_LOOKS = 3
DRAWN_WITHIN_MS = 10_000
# Whether everything has had its place and size for as long as it takes a chart to hear of a new width.
STANDS_STILL = """() => {
    const parts = document.querySelectorAll('.js-plotly-plot .main-svg, [data-testid="stMain"], table, h1');
    const boxes = JSON.stringify([innerWidth, innerHeight, ...[...parts].flatMap(part => {
        const box = part.getBoundingClientRect();
        return [box.x, box.y, box.width, box.height, part.scrollWidth, part.scrollHeight].map(Math.round)})]);
    if (window.lastBoxes !== boxes) { window.lastBoxes = boxes; window.lastMoved = performance.now() }
    return performance.now() - window.lastMoved > 350}"""
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


class Server:
    """The app on a port of its own, with a database of its own."""

    def __init__(self, folder: Path, sign_in: str = "demo") -> None:
        with contextlib.closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "server.log"
        self.database = folder / "sample.db"
        self.environ = {**os.environ, "SIGN_IN": sign_in, "DATABASE_URL": f"sqlite:///{self.database}"}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=log, stderr=log)
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            # /healthz, unlike a page, starts no session: the first page asked for is still the first.
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
            time.sleep(0.2)
        raise TimeoutError(f"The app did not start: {self.log.read_text()[-2000:]}")

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
def own_server(tmp_path, sqlite_databases):
    """A server of the test's own on a sample that is filled already, not yet started."""
    own = Server(tmp_path)
    shutil.copy(make_url(sqlite_databases.copy_of("sample", fill_with_sample)).database, own.database)
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
    kept = context.new_page()  # keeps the process of the pages alive from one test to the next
    kept.route("**", lambda route: route.fulfill(body="", content_type="text/html"))
    kept.goto("http://localhost/")
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
def sized():
    """Gives the window another size and waits until all is drawn anew: sized(page, 320, 700)."""

    def size(page: Page, width: int, height: int) -> None:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("delete window.lastBoxes")
        page.wait_for_function(STANDS_STILL, polling=100, timeout=DRAWN_WITHIN_MS)

    return size


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
