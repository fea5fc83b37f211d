"""Servers in processes of their own, on ports of their own, stopped when they are done with."""

import os
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

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 60


@contextmanager
def serving(script: str, **environment: str) -> Iterator[tuple[str, float]]:
    """A script under `streamlit run`: its address, and the seconds from the command to the first answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    start = perf_counter()
    silent = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, **silent)
    try:
        while not _answers(f"{address}/_stcore/health"):
            if server.poll() is not None or perf_counter() - start > PATIENCE_S:
                raise RuntimeError(f"{script} did not start; run `streamlit run {script}` to see why.")
            time.sleep(0.05)
        yield address, perf_counter() - start
    finally:
        server.terminate()
        server.wait()


@contextmanager
def dashboard(database: Path) -> Iterator[tuple[str, float]]:
    """The dashboard as people start it, on a database file; a file that does not exist is made, with the sample."""
    with serving("dashboard.py", DATABASE_URL=f"sqlite:///{database}", SIGN_IN="demo") as started:
        yield started


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
