"""A page's rerun on the server against a bare Streamlit page that places the same charts and tables.

Both are asked over the websocket, as a browser asks after a click, by a visitor who has seen the page. What the
dashboard adds: the shell (navigation, filters, tools), the Findings, which are kept by then, words, captions and
downloads.
"""

import time
from functools import partial

from streamlit.proto.AppPage_pb2 import AppPage

from benchmarks.result import Result, at_most, in_turn
from benchmarks.shown import Pages
from benchmarks.visitor import Visitor, visiting

TARGET = 1.5
RUNS = 30
BEFORE = 3
PAUSE_S = 0.03  # after a run Streamlit collects garbage; nobody clicks as fast as to wait for that


def rerun_results(own: str, bare: str, pages: list[AppPage], shown: Pages) -> list[Result]:
    """One line a page, in the order of the menu."""
    return [_compared(own, bare, page, shown) for page in pages]


def _compared(own: str, bare: str, page: AppPage, shown: Pages) -> Result:
    path = page.url_pathname
    with visiting(own) as ours, visiting(bare) as theirs:
        own_run = partial(_run, ours, page.page_script_hash, "")
        bare_run = partial(_run, theirs, "", f"page={path}")
        in_turn(own_run, bare_run, BEFORE)
        own_s, bare_s = in_turn(own_run, bare_run, RUNS)
    first = next(iter(shown[path].values()))
    return at_most(f"rerun of the page {page.page_name} / a bare page ({first})", own_s, bare_s, TARGET)


def _run(visitor: Visitor, page: str, query: str) -> float:
    time.sleep(PAUSE_S)
    answer = visitor.ask(page, query)
    if answer.of_kind("exception"):
        raise RuntimeError("A page fails while its rerun is measured.")
    return answer.seconds
