"""Makes the pictures of the README: `.venv/bin/python tests/browser/make_screenshots.py`.

Starts the app on a free port with a new sample database, and photographs each page once nothing moves any more.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
IMAGES = ROOT / "docs" / "images"
PAGES = {"overview": "/", "homes": "/homes", "cromarty": "/cromarty", "shared_screen": "/homes?view=screen"}
SIZE = {"width": 1366, "height": 768}
PATIENCE_S = 60
BROWSER_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@contextlib.contextmanager
def running_app(folder):
    """The address of an app that ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/concordat.db", "SIGN_IN": "demo"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"{address}/_stcore/health", server)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address, server):
    """Return once the address answers; end with a sentence when the server stops or takes too long."""
    give_up = time.monotonic() + PATIENCE_S
    while server.poll() is None and time.monotonic() < give_up:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(address, timeout=2)
            return
        time.sleep(0.1)
    sys.exit("The app did not start; run `make run` to see why.")


def photograph(address):
    """One PNG a page."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(BROWSER_FLAGS))
        page = browser.new_page(viewport=SIZE)
        for name, path in PAGES.items():
            page.goto(address + path)
            page.wait_for_selector(".js-plotly-plot .main-svg:visible", timeout=PATIENCE_S * 1000)
            page.wait_for_selector(IDLE)
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready")
            page.wait_for_timeout(500)
            picture = IMAGES / f"{name}.png"
            page.screenshot(path=picture)
            sys.stdout.write(f"{picture.relative_to(ROOT)}\n")
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="concordat-pictures-") as new, running_app(new) as started:
        photograph(started)
