"""A visitor whose browser has nothing yet opens a page, until its first chart is drawn (or its table, where it has no
chart), against the bare page."""

from functools import partial

from playwright.sync_api import Browser
from streamlit.proto.AppPage_pb2 import AppPage

from benchmarks.chromium import CHART, PATIENCE_MS, TABLE, new_visitor
from benchmarks.result import Result, at_most, in_turn
from benchmarks.shown import Pages, Shown

TARGET = 1.3
RUNS = 3


def cold_load_results(browser: Browser, own: str, bare: str, pages: list[AppPage], shown: Pages) -> list[Result]:
    """One line a page, in the order of the menu; none for a page that opens with neither a chart nor a table."""
    firsts = [(page, next(iter(shown[page.url_pathname].values()))) for page in pages]
    return [_compared(browser, own, bare, page, first) for page, first in firsts if first.charts or first.tables]


def _compared(browser: Browser, own: str, bare: str, page: AppPage, first: Shown) -> Result:
    path = page.url_pathname
    part = "chart" if first.charts else "table"
    own_s, bare_s = in_turn(
        partial(seconds_until, browser, f"{own}/{path}", part),
        partial(seconds_until, browser, f"{bare}/?page={path}", part),
        RUNS,
    )
    return at_most(f"cold load of the page {page.page_name}, until its first {part}", own_s, bare_s, TARGET)


def seconds_until(browser: Browser, url: str, part: str) -> float:
    """Seconds from asking for the page until its first chart or table is there."""
    with new_visitor(browser) as page:
        page.goto(url)
        page.wait_for_selector(CHART if part == "chart" else TABLE, state="attached", timeout=PATIENCE_MS)
        return float(page.evaluate(f"window.bench.{part}")) / 1000
