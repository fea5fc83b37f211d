"""How long the first start on an empty folder takes, and how much the first visitor's browser has to fetch."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.result import Result

ROOT = Path(__file__).resolve().parent.parent
START_TARGET_S = 10
BYTES_TARGET_MB = 3.0
PATIENCE_S = 60
BROWSER_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


def first_start_results(folder: Path) -> list[Result]:
    """The first start in a folder without a database, then the first load of its first page."""
    with _running(folder / "new" / "concordat.db") as (address, seconds):
        start = Result(
            "first start on an empty folder, until it answers",
            f"{seconds:.1f} s",
            f"at most {START_TARGET_S} s",
            seconds <= START_TARGET_S,
        )
        return [start, _first_load(address)]


@contextmanager
def _running(database: Path) -> Iterator[tuple[str, float]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "SIGN_IN": "demo"}
    start = perf_counter()
    silent = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    server = subprocess.Popen(command, cwd=ROOT, env=environment, **silent)
    try:
        while not _answers(f"{address}/_stcore/health"):
            if server.poll() is not None or perf_counter() - start > PATIENCE_S:
                raise RuntimeError("The app did not start; run `make run` to see why.")
            time.sleep(0.05)
        yield address, perf_counter() - start
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _first_load(address: str) -> Result:
    """Bytes over the wire, compressed, for a browser that has nothing yet, until the first page's chart is drawn."""
    what, target = "first load of the first page, over the wire", f"at most {BYTES_TARGET_MB} MB"
    browser_path = shutil.which("chromium")
    if browser_path is None:
        return Result(what, "no chromium on this computer", target, met=None)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(BROWSER_FLAGS))
        page = browser.new_page()
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        received: list[float] = []
        network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        network.on("Network.webSocketFrameReceived", lambda event: received.append(_frame_bytes(event["response"])))
        start = perf_counter()
        page.goto(address)
        page.wait_for_selector(".js-plotly-plot .main-svg", timeout=PATIENCE_S * 1000)
        seconds = perf_counter() - start
        page.wait_for_load_state("networkidle")
        browser.close()
    megabytes = sum(received) / 1e6
    return Result(what, f"{megabytes:.1f} MB (chart after {seconds:.1f} s)", target, megabytes <= BYTES_TARGET_MB)


def _frame_bytes(frame: dict[str, Any]) -> float:
    """Binary frames (opcode 2) are told in base64, four letters for three bytes."""
    letters = len(frame["payloadData"])
    return letters * 3 / 4 if frame["opcode"] == 2 else letters
