"""A case is added by the keyboard alone, is found again, and both views stand up to axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MOST_KEYS = 9  # besides what is typed
FIELDS = 3  # of which something is typed; the day is today's, who wrote the reference is chosen already
SIDEWAYS = """() => [...document.querySelectorAll('[data-testid="stMain"], [data-testid="stTable"]')]
    .filter(part => part.scrollWidth > part.clientWidth + 1).length"""


class Keyboard:
    """Presses and types, and counts both."""

    def __init__(self, page):
        self._page = page
        self.keys, self.fields = 0, 0

    def press(self, *keys):
        for key in keys:
            self._page.keyboard.press(key)
            self.keys += 1

    def type(self, words):
        self._page.keyboard.type(words)
        self.fields += 1


def violations(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def test_a_case_is_added_by_few_keys_and_its_link_holds_nothing_that_was_typed(own_server, page, open_page, settled):
    own_server.start()
    open_page(page, f"{own_server.url}/investigations")
    page.get_by_text("Add a case", exact=True).locator("xpath=ancestor::summary").focus()
    keyboard = Keyboard(page)
    keyboard.press("Enter")
    page.get_by_role("textbox", name="The child's reference").wait_for()
    settled(page)
    assert page.evaluate(SIDEWAYS) == 0
    assert violations(page) == []
    keyboard.press("Tab")
    keyboard.type("P-7001")
    keyboard.press("Tab", "Tab")
    keyboard.type("Home 1")
    keyboard.press("Enter", "Tab")
    keyboard.type("Threw a cup")
    keyboard.press("Enter")
    page.get_by_text("Record what else is known").wait_for()
    settled(page)
    assert (keyboard.fields, keyboard.keys <= MOST_KEYS) == (FIELDS, True)
    assert re.fullmatch(r"Child [A-Z2-9]{5}, Home 1: reported", page.locator("h1").inner_text())
    assert re.fullmatch(rf"{own_server.url}/investigations\?case=[0-9a-f]{{16}}", page.url)
    for part in ("Change the case", "Record the checklist", "Review the case"):
        page.get_by_text(part, exact=True).locator("xpath=ancestor::summary").press("Enter")
    page.get_by_role("button", name="Save the review").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Back to the list").press("Enter")
    page.get_by_role("heading", name="6 children are under investigation").wait_for()
    settled(page)
    find = page.get_by_role("textbox", name="Find by your own reference")
    find.fill("P-7001")
    find.press("Enter")
    page.get_by_role("button", name="Back to the list").wait_for()
    settled(page)
    assert re.fullmatch(rf"{own_server.url}/investigations\?case=[0-9a-f]{{16}}", page.url)
    assert "P-7001" not in own_server.log.read_text()
