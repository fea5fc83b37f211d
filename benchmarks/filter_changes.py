"""Another period is chosen in the sidebar, until nothing of the page changes any more, against the bare page, where a
select box changes what is drawn.

Measured apart: periods that nobody has asked for on this page since the server started, whose Findings have to be
made, and periods for which they are kept.
"""

import time
from collections.abc import Iterator
from functools import partial
from itertools import cycle

from playwright.sync_api import Browser, Page
from streamlit.proto.AppPage_pb2 import AppPage

from benchmarks.chromium import PATIENCE_MS, new_visitor
from benchmarks.result import Result, at_most, in_turn
from benchmarks.taking_down import PERIOD_BOX, PERIODS

TARGET = 1.3
NEW_PERIODS = ("Quarter Jul to Sep 2022", "Quarter Apr to Jun 2022", "4 months Dec to Mar 2023")
QUIET_MS = 300
LOOK_EVERY_S = 0.03
SETTLED = f"""() => {{
  const state = document.querySelector('[data-testid="stApp"]')?.getAttribute("data-test-script-state");
  return state === "notRunning" && window.bench.answered && performance.now() - window.bench.changed > {QUIET_MS};
}}"""


def filter_change_results(browser: Browser, own: str, bare: str, pages: list[AppPage]) -> list[Result]:
    """Two lines a page, in the order of the menu."""
    return [result for page in pages for result in _compared(browser, own, bare, page)]


def _compared(browser: Browser, own: str, bare: str, page: AppPage) -> Iterator[Result]:
    path = page.url_pathname
    with new_visitor(browser) as ours, new_visitor(browser) as theirs:
        _open(ours, f"{own}/{path}")
        _open(theirs, f"{bare}/?page={path}&choose=1")
        other = partial(_next, theirs, cycle(PERIODS))
        for kind, periods in (("never asked for before", NEW_PERIODS), ("asked for before", PERIODS)):
            own_s, bare_s = in_turn(partial(_next, ours, iter(periods)), other, len(periods))
            yield at_most(f"another period on the page {page.page_name}, {kind}", own_s, bare_s, TARGET)


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("combobox", name=PERIOD_BOX).wait_for(timeout=PATIENCE_MS)
    _settle(page)


def _next(page: Page, periods: Iterator[str]) -> float:
    """Seconds from choosing the next period to the last change of the page."""
    page.get_by_role("combobox", name=PERIOD_BOX).fill(next(periods))
    page.keyboard.press("Enter")
    _settle(page)
    return float(page.evaluate("window.bench.changed - window.bench.chosen")) / 1000


def _settle(page: Page) -> None:
    until = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(SETTLED):
        if time.monotonic() > until:
            raise RuntimeError(f"{page.url} did not come to rest.")
        time.sleep(LOOK_EVERY_S)
