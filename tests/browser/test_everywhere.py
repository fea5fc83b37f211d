"""What holds on every page, with mouse, keyboard or a narrow screen."""

import csv
import io
import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.menu import ALONE, GROUPS, MENU, PAGES
from tests.browser.pictures import CUT_OR_CLASHING
from tests.browser.sheets import what_does_not_fit_a_sheet
from tests.browser.test_access import SIDEWAYS, STOP, violations

pytestmark = pytest.mark.browser

# Streamlit looks for its own routes below the path of the page first; asked there, they do not exist.
PROBED = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
WITHOUT_PICTURE = ("actions", "investigations", "meeting", "paper", "load", "people", "audit", "about")
PRINTED = ("", "by-month", "incidents", "cromarty", "explore", "paper")
NO_PICTURE = ("cromarty?period=2024-25", "explore?period=2024-25")  # not supplied
TOO_WIDE = """where => [...document.querySelectorAll(where)]
    .filter(table => table.parentElement.scrollWidth > table.parentElement.clientWidth + 1)
    .map(table => table.getAttribute('aria-label'))"""
TABLES, TABLES_OF_FIGURES = '[data-testid="stTable"] table', "[class*=st-key-figures-] table"


def title(page):
    return page.locator("h1").inner_text()


def watched(page, own):
    """What the browser complains of from now on, refusals of the content policy and requests to others included."""
    complaints = []

    def heard(message):
        refused = message.type == "error" or "Content Security" in message.text
        if refused and not PROBED.search(message.location.get("url", "")):
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith(own) else complaints.append(f"asked {sent.url}"))
    page.on("websocket", lambda socket: None if socket.url.startswith(own) else complaints.append(socket.url))
    return complaints


def tab_to(page, place, presses=40):
    for _ in range(presses):
        if place.evaluate("field => field === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not reach it")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_with_all_of_it_opened_holds_at_every_size_and_on_paper_is_clean_and_asks_no_other_host(
    server, page, open_page, settled, sized, path
):
    complaints = watched(page, (server.url, server.url.replace("http", "ws"), "data:", "blob:"))
    open_page(page, f"{server.url}/{path}")
    assert page.locator("h1").count() == 1
    assert page.title() == f"{MENU[PAGES.index(path)]} - Concordat"
    assert page.get_by_test_id("stTopNavLink").all_inner_texts() == list(ALONE)
    assert page.get_by_test_id("stTopNavSection").all_inner_texts() == list(GROUPS)
    assert page.get_by_role("note").inner_text().startswith("Sample data")
    assert page.locator("table:not([aria-label])").count() == 0
    for picture in page.locator('[data-testid="stPlotlyChart"]').all():
        assert picture.locator("xpath=ancestor-or-self::*[@aria-label] | .//*[@aria-label]").count() > 0
    if path not in WITHOUT_PICTURE:
        page.wait_for_selector(".js-plotly-plot .main-svg")
    page.get_by_text("Copy link").click()
    for how_sure in page.get_by_text("How sure are we?").all()[:1]:
        how_sure.click()
    settled(page)
    # A laptop, the same at 200% (of which only the layout is of its own), a phone and a wide screen.
    for width, height in ((1366, 768), (683, 384), (320, 700), (1920, 900)):
        sized(page, width, height)
        assert page.evaluate(SIDEWAYS) <= 1, width
        assert page.evaluate(CUT_OR_CLASHING) == [], width
        if width in (1366, 320):
            assert violations(page) == [], width
        if width == 320:
            assert page.evaluate(TOO_WIDE, TABLES) == []
    if path in PRINTED:  # a printer does not draw charts anew: they keep the size they had on the wide screen
        page.emulate_media(media="print")
        assert what_does_not_fit_a_sheet(page) == []
        assert re.search(r"(as at|no .* supplied)", page.locator(".scope").inner_text())
    assert complaints == []


@pytest.mark.parametrize(
    "view",
    [
        "homes?period=2024-25",
        "incidents?period=2022-23-Q3",
        "youth-justice?period=2021-22",
        "cromarty?period=2022-23-T1",
        *NO_PICTURE,
    ],
)
def test_a_page_of_another_period_or_without_data_is_clean_and_no_text_of_its_pictures_is_cut_off(
    server, page, open_page, view
):
    open_page(page, f"{server.url}/{view}")
    if view not in NO_PICTURE:
        page.wait_for_selector(".js-plotly-plot .main-svg")
        page.wait_for_timeout(500)
    assert page.evaluate(CUT_OR_CLASHING) == []
    assert violations(page) == []


def test_pictures_and_tables_have_room_beside_or_below_each_other(server, page, open_page, sized):
    open_page(page, f"{server.url}/incidents?period=2022-23-Q2")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    for width in (1366, 1093, 768):  # 1093: a laptop of 1366 that magnifies by a quarter
        sized(page, width, 768)
        assert page.evaluate(CUT_OR_CLASHING) == [], width
        assert page.evaluate(TOO_WIDE, TABLES_OF_FIGURES) == [], width


def test_a_period_and_a_page_of_the_menu_are_chosen_with_the_keyboard_which_stays_where_it_was(
    server, page, open_page, settled
):
    open_page(page, f"{server.url}/homes?line=home-2")
    before = title(page)
    period = page.get_by_role("combobox", name="Period")
    tab_to(page, period)
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    settled(page)
    assert "period=" in page.url
    assert title(page) != before
    assert page.evaluate(STOP)[:2] == ["combobox", "Period"]
    tab_to(page, page.get_by_role("button", name="Figures", exact=True))
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Offences", exact=True).wait_for()
    for _ in GROUPS["Figures"][: GROUPS["Figures"].index("Offences") + 1]:
        if page.evaluate("document.activeElement.innerText") == "Offences":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/offences?*line=home-2*")
    settled(page)
    assert page.title() == "Offences - Concordat"
    assert page.evaluate(STOP)[:2] == ["button", "Figures"]
    before = title(page)
    period.focus()
    page.keyboard.type("2021-22")
    page.keyboard.press("Enter")
    settled(page)
    assert "period=2021-22" in page.url
    assert title(page) != before
    assert page.evaluate(STOP)[:2] == ["combobox", "Period"]


def test_a_page_of_one_home_is_clean_and_a_reset_by_mouse_brings_back_all_homes(server, page, open_page, settled):
    open_page(page, f"{server.url}/homes?line=home-1")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    assert violations(page) == []
    assert page.evaluate(CUT_OR_CLASHING) == []
    page.get_by_role("button", name="Remove Home 1").or_(page.get_by_role("button", name="Clear all")).first.click()
    settled(page)
    assert "line=" not in page.url
    assert title(page) == "Crimes at the homes: fewer, 54 to 18"


def test_table_and_picture_are_taken_along_with_their_figures_and_say_that_they_are_not_for_publication(
    server, page, open_page
):
    open_page(page, f"{server.url}/homes")
    rows = page.locator("table").first.evaluate(
        "table => [...table.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this table (CSV)").first.click()
    assert "not-for-publication" in download.value.suggested_filename
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert text.startswith("Place,2021-22,")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [line["Place"] for line in lines] == [row[0] for row in rows]
    assert ("All homes", 54) in [(line["Place"], float(line["2021-22"])) for line in lines]
    for line, row in zip(lines, rows, strict=True):
        assert [f"{float(line[year]):,.0f}" for year in ("2021-22", "2022-23")] == row[1:3]
        assert 100 * float(line["Change"]) == pytest.approx(float(row[3].rstrip("%")), abs=0.0501)
        assert any("not for publication" in cell for cell in line.values())
    page.locator(".js-plotly-plot").first.hover()
    with page.expect_download() as download:
        page.locator(".modebar-btn").first.click()
    assert "not-for-publication" in download.value.suggested_filename
    assert download.value.suggested_filename.endswith(".svg")
    assert "<svg" in Path(download.value.path()).read_text(encoding="utf-8")


def test_a_child_is_followed_without_leaving_the_page_and_the_picture_cannot_be_saved(server, page, open_page, settled):
    open_page(page, f"{server.url}/cromarty")
    assert page.locator(".modebar-btn").count() == 0
    page.get_by_role("combobox", name="Follow one child").click()
    page.get_by_role("option", name="Child B", exact=True).click()
    settled(page)
    assert title(page) == "10 of 12 children score higher than at first meeting"
    bright = page.locator(".js-plotly-plot").evaluate(
        "plot => plot.data.filter(trace => trace.line.width > 3).map(trace => trace.name)"
    )
    assert bright == ["Child B"]
    assert "follow" not in page.url


def test_the_server_says_that_it_is_well(server):
    with urllib.request.urlopen(f"{server.url}/healthz") as answer:
        assert json.load(answer) == {"status": "ok"}
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_page_that_does_not_exist_is_answered_with_the_overview_its_filters_and_banner(server, page, settled):
    page.goto(f"{server.url}/no-such-page")
    page.get_by_text("Page not found").wait_for()
    settled(page)
    assert page.locator(".banner").inner_text().startswith("Sample data")
    assert title(page) == "Crimes at the homes: fewer, 54 to 18"


def test_no_answer_of_the_server_may_be_shown_inside_another_site(server):
    for path in ("/", "/incidents", "/_stcore/health", "/no-such-file.js"):
        try:
            with urllib.request.urlopen(f"{server.url}{path}") as answer:
                headers = answer.headers
        except urllib.error.HTTPError as refused:
            headers = refused.headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-frame-options"] == "DENY", path
