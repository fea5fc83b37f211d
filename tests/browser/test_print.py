"""Pages on paper: A4, as the browser lays them out for a printer."""

import re

import pytest

pytestmark = pytest.mark.browser

PAGES = ("", "by-month", "incidents", "cromarty", "explore", "paper")
SHEET_PX = 703  # A4 without its margins of 12 mm, at 96 px to the inch
TOO_FAR = """width => [...document.querySelectorAll('.main-svg, table, h1, h2, p, li, .tile')]
    .filter(part => part.checkVisibility())
    .map(part => [part.className.baseVal || part.tagName, part.getBoundingClientRect()])
    .filter(([_, box]) => box.width > 0 && (box.right > width + 1 || box.left < -1))
    .map(([name, box]) => `${name} from ${box.left} to ${box.right}`)"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_the_sheet_with_its_scope_and_without_what_only_works_on_a_screen(server, page, open_page, path):
    # A printer does not draw charts anew: they keep the size they had on the screen, here a wide one.
    page.set_viewport_size({"width": 1920, "height": 900})
    open_page(page, f"{server.url}/{path}")
    page.wait_for_timeout(700)
    page.emulate_media(media="print")
    page.locator('[data-testid="stMain"]').evaluate(
        "(main, width) => { main.style.width = `${width / getComputedStyle(main).zoom}px` }", SHEET_PX
    )
    page.wait_for_timeout(300)
    assert page.evaluate(TOO_FAR, SHEET_PX) == []
    for gone in ("Sidebar", "Header", "DownloadButton", "Selectbox", "FileUploader"):
        shown = page.locator(f'[data-testid="st{gone}"]').evaluate_all("all => all.some(one => one.checkVisibility())")
        assert not shown, gone
    if path not in ("load", "about"):
        assert re.search(r"(as at|no .* supplied)", page.locator(".scope").inner_text())


def test_a_table_that_goes_on_repeats_its_header_and_breaks_no_row(server, page, open_page):
    open_page(page, f"{server.url}/incidents")
    page.emulate_media(media="print")
    head, row, frame, whole = (
        page.locator(f'[data-testid="stTable"] {part}').first.evaluate(f"part => getComputedStyle(part).{style}")
        for part, style in (
            ("thead", "display"),
            ("tbody tr", "breakInside"),
            ("div", "overflow"),
            ("table", "display"),
        )
    )
    # An inline table goes to the next sheet as a whole and leaves this one empty.
    assert (head, row, frame, whole) == ("table-header-group", "avoid", "visible", "table")


def test_the_printed_page_has_a_sheet_for_a_short_page_and_several_for_a_long_one(server, page, open_page):
    sheets = {}
    for path in ("", "incidents"):
        open_page(page, f"{server.url}/{path}")
        page.wait_for_selector(".js-plotly-plot .main-svg")
        printed = page.pdf(prefer_css_page_size=True)
        sheets[path] = len(re.findall(rb"/Type\s*/Page\b", printed))
        assert re.search(rb"/MediaBox\s*\[0 0 59[45]\.?\d* 84[12]", printed), "not A4"
    assert 1 <= sheets[""] <= 2
    assert 2 <= sheets["incidents"] <= 8
