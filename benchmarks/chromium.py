"""The Chromium of this computer, and what a page tells of itself while it is measured."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
SCREEN = {"width": 1366, "height": 768}
PATIENCE_MS = 60_000
CHART = ".js-plotly-plot .main-svg"
TABLE = '[data-testid="stTable"]'
NO_CHROMIUM = "no chromium on this computer"

# Runs before anything else of a page: takes down when the first chart and the first table were there, when something
# was last chosen, whether the page has answered since (a run was seen, or, where that was too short to be seen, another
# title or another address), and when the page last changed. Times are milliseconds since the page was asked for.
WATCH = """
const seen = window.bench = {chart: 0, table: 0, chosen: 0, answered: false, title: "", changed: 0};
const title = () => document.querySelector("h1")?.textContent ?? "";
const choose = () => { seen.chosen = performance.now(); seen.answered = false; seen.title = title(); };
document.addEventListener("click", choose, true);
document.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(); }, true);
for (const name of ["pushState", "replaceState"]) {
  const change = history[name].bind(history);
  history[name] = (...address) => { seen.answered = true; seen.changed = performance.now(); change(...address); };
}
new MutationObserver((records) => {
  const now = performance.now();
  if (!seen.chart && document.querySelector('CHART')) seen.chart = now;
  if (!seen.table && document.querySelector('TABLE')) seen.table = now;
  const app = document.querySelector('[data-testid="stApp"]');
  if (app?.getAttribute("data-test-script-state") === "running" || title() !== seen.title) seen.answered = true;
  const main = document.querySelector('[data-testid="stMain"]');
  if (records.some((record) => record.target === app || main?.contains(record.target))) seen.changed = now;
}).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
""".replace("CHART", CHART).replace("TABLE", TABLE)


def executable() -> str | None:
    """Where Chromium is, if it is here."""
    return shutil.which("chromium")


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def new_visitor(browser: Browser) -> Iterator[Page]:
    """A page in a context of its own: nothing is kept from any visit before."""
    context = browser.new_context(viewport=SCREEN)
    context.add_init_script(WATCH)
    try:
        yield context.new_page()
    finally:
        context.close()
