"""Pages on paper. That a page fits the sheet is looked at in test_everywhere.py, where each page is open already."""

import re

import pytest

pytestmark = pytest.mark.browser


def sheets(page):
    """How many sheets of A4 the page takes."""
    printed = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox\s*\[0 0 59[45]\.?\d* 84[12]", printed), "not A4"
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def test_a_short_page_has_a_sheet_and_a_long_one_several_where_a_table_repeats_its_header_and_breaks_no_row(
    server, page, open_page
):
    open_page(page, server.url)
    page.wait_for_selector(".js-plotly-plot .main-svg")
    assert 1 <= sheets(page) <= 2
    open_page(page, f"{server.url}/incidents")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    assert 2 <= sheets(page) <= 8
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
