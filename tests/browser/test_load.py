"""From an empty database to answers and back, with a file, at a desk, with the keyboard alone."""

import re

import pytest

from tests.app.yearly_tables import published, workbook_of
from tests.browser.menu import open_from_menu
from tests.browser.test_access import DESK, DRAWN_ANEW_MS, PHONE, SIDEWAYS, SPOKEN, STOP, violations

pytestmark = pytest.mark.browser

NOTHING = "No data have been loaded yet"


def title(page):
    return page.locator("h1").inner_text()


def tab_to(page, name, steps=50):
    """Go with the Tab key to what has this name."""
    for _ in range(steps):
        page.keyboard.press("Tab")
        if name in page.evaluate(STOP)[1]:
            assert page.evaluate(STOP)[2], f"{name} does not show that it has the keyboard"
            return
    raise AssertionError(f"the Tab key does not reach {name}")


def assert_clean(page):
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_timeout(DRAWN_ANEW_MS)
        assert violations(page) == [], size
        assert page.evaluate(SIDEWAYS) <= 1, size


def test_yearly_tables_are_refused_blank_then_checked_loaded_read_and_undone_with_the_keyboard(
    desk, page, open_page, settled, tmp_path
):
    filled = tmp_path / "yearly-tables.xlsx"
    filled.write_bytes(workbook_of())
    open_page(page, desk.url)
    assert title(page) == NOTHING
    assert page.get_by_role("note").inner_text().startswith("Real data on this computer")
    tab_to(page, "Go to Load data")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Load your own data").wait_for()
    settled(page)

    tab_to(page, "Download the blank workbook")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "blank.xlsx")
    page.locator('input[type="file"]').set_input_files(tmp_path / "blank.xlsx")
    page.get_by_role("alert").wait_for()
    settled(page)
    assert "Nothing was loaded" in page.get_by_role("alert").inner_text()

    page.locator('input[type="file"]').set_input_files(filled)
    page.get_by_text("Checked for Derby City").wait_for()
    settled(page)
    rows = sum(len(published(f"{thing}_home_vs_neighbourhood.csv")) for thing in ("crimes", "incidents"))
    assert page.locator(SPOKEN).inner_text().startswith(f"The file was checked. {rows} rows read:")
    assert page.get_by_text("None yet.").is_visible()
    assert_clean(page)

    tab_to(page, "Load it")
    page.keyboard.press("Enter")
    page.get_by_text("Loaded for Derby City").wait_for()
    settled(page)
    assert page.locator(SPOKEN).inner_text().startswith("The file was loaded.")
    assert_clean(page)
    page.get_by_role("link", name="Open the Overview").press("Enter")
    page.wait_for_url(re.compile(r"://[^/]+/(\?.*)?$"))
    settled(page)
    assert "54 to 18" in title(page)

    open_from_menu(page, "Load data")
    page.get_by_role("heading", name="Load your own data").wait_for()
    settled(page)
    tab_to(page, "Load to take back")
    page.keyboard.press("ArrowDown")
    page.locator('[role="option"][data-focus-visible]').wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Yes, undo this load").wait_for()
    settled(page)
    tab_to(page, "Yes, undo this load")
    page.keyboard.press("Enter")
    page.get_by_test_id("stAlert").get_by_text("Taken back").wait_for()
    settled(page)
    assert page.locator(SPOKEN).inner_text().startswith("The load was undone.")
    page.get_by_role("link", name="Overview", exact=True).press("Enter")
    page.get_by_role("heading", name=NOTHING).wait_for()
