"""The shared screen: read from the back of a room, one finding at a time, and left again without losing the choice."""

import re

import pytest

from tests.browser.pictures import CUT_OR_CLASHING
from tests.browser.test_access import violations

pytestmark = pytest.mark.browser

PAGES = ("", "homes", "incidents", "offences", "youth-justice", "cromarty", "actions", "by-month", "explore")
SIZES = ((1920, 1080), (1024, 768))
OF_TYPES = ("incidents", "offences", "by-month")
ROOM = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const seen = where => [...document.querySelectorAll(where)].filter(part => part.checkVisibility()).length;
    return {scrolls: main.scrollHeight - main.clientHeight, sideways: main.scrollWidth - main.clientWidth,
        type: getComputedStyle(document.documentElement).fontSize, charts: seen('.js-plotly-plot'),
        tables: seen('table'), titles: seen('h1'), sidebar: seen('[data-testid="stSidebar"] label'),
        menu: seen('[data-testid="stTopNavLink"]'), downloads: seen('[data-testid="stDownloadButton"]')}}"""

ROWS = """tables => tables.map(table =>
    [...table.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.innerText)))"""


def title(page):
    return page.locator("h1").inner_text()


def findings(page):
    return page.get_by_role("radiogroup", name="Finding").get_by_role("radio").all()


def folded_types(page, where):
    """How many tables put types together, after a look that none of them names a small or a sensitive one."""
    told = page.locator('[data-testid="stMain"]').inner_text()
    assert not re.search("sexual|domestic|sudden death|robbery", told, re.IGNORECASE), where
    folded = 0
    for rows in page.locator("table:visible").evaluate_all(ROWS):
        by_type = any(row[0].startswith("Other types (") for row in rows)
        folded += by_type
        alone = [row for row in rows if not row[0].startswith("Other types (")]
        assert not (by_type and {"1", "2"} & {count for row in alone for count in row[1:3]}), where
    return folded


@pytest.mark.parametrize("path", PAGES)
def test_one_finding_stands_on_a_screen_clean_without_scrolling_and_without_small_or_sensitive_types(
    server, page, open_page, settled, sized, path
):
    open_page(page, f"{server.url}/{path}?view=screen")
    sized(page, 1366, 768)
    assert violations(page) == []
    picks = findings(page)
    assert path not in OF_TYPES or len(picks) > 1
    folded = 0
    for pick in picks or [None]:
        if pick is not None:
            pick.click()
            settled(page)
        if path in OF_TYPES:
            folded += folded_types(page, f"{path}: {title(page)}")
        for width, height in SIZES if path != "by-month" else ():  # which is higher than a screen
            sized(page, width, height)
            room, where = page.evaluate(ROOM), f"{path} at {width}: {title(page)}"
            assert room["scrolls"] <= 1, where
            assert room["sideways"] <= 1, where
            assert room["type"] == ("24px" if width == 1920 else "17px")
            assert (room["titles"], room["tables"], room["charts"] <= 1) == (1, 1, True), where
            assert (room["sidebar"], room["menu"], room["downloads"]) == (0, 0, 0)
            assert page.evaluate(CUT_OR_CLASHING) == [], where
    assert bool(folded) == (path in ("incidents", "offences"))


def test_the_room_is_entered_and_left_from_the_page_and_the_choice_of_homes_stays(server, page, open_page, settled):
    open_page(page, f"{server.url}/homes?line=home-2")
    at_the_desk = title(page)
    page.get_by_role("button", name="Show on a shared screen").click()
    settled(page)
    assert "view=screen" in page.url
    assert title(page) == at_the_desk
    page.get_by_role("button", name="Leave the shared screen").click()
    settled(page)
    assert "view=" not in page.url
    assert "line=home-2" in page.url
    assert page.get_by_role("combobox", name="Period").is_visible()


def test_the_next_page_keeps_the_room_and_the_choice_with_the_keyboard_alone(server, page, open_page, settled):
    open_page(page, f"{server.url}/homes?view=screen&line=home-2&period=2022-23-H1")
    following = page.get_by_role("link", name=re.compile("›$"))
    following.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(?!homes)[\w-]+\?"))
    settled(page)
    for kept in ("view=screen", "line=home-2", "period=2022-23-H1"):
        assert kept in page.url
    assert "Home 2" in page.locator(".scope").inner_text()
    page.get_by_role("link", name=re.compile("^‹")).click()
    page.wait_for_url("**/homes?**")
    settled(page)
    assert "view=screen" in page.url
