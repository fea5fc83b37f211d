"""What holds on every page, with mouse, keyboard or a narrow screen."""

import csv
import io
import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.menu import MENU, PAGES
from tests.browser.pictures import CUT_OR_CLASHING

pytestmark = pytest.mark.browser

# Streamlit looks for its own routes below the path of the page first; asked there, they do not exist.
PROBED = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
TOO_WIDE = """() => [...document.querySelectorAll('[class*=st-key-figures-] table')]
    .filter(table => table.parentElement.scrollWidth > table.parentElement.clientWidth + 1)
    .map(table => table.getAttribute('aria-label'))"""


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
def test_a_page_stands_whole_on_a_laptop_a_shared_screen_and_a_phone_and_asks_no_other_host(
    server, page, open_page, path
):
    complaints = watched(page, (server.url, server.url.replace("http", "ws"), "data:", "blob:"))
    open_page(page, f"{server.url}/{path}")
    assert page.locator("h1").count() == 1
    assert page.title() == f"{MENU[PAGES.index(path)]} - Concordat"
    for name in MENU:
        assert page.get_by_role("link", name=name, exact=True).is_visible()
    assert page.get_by_role("note").inner_text().startswith("Sample data")
    assert page.locator("table:not([aria-label])").count() == 0
    for picture in page.locator('[data-testid="stPlotlyChart"]').all():
        assert picture.locator("xpath=ancestor-or-self::*[@aria-label] | .//*[@aria-label]").count() > 0
    if path not in ("actions", "paper", "load", "about"):
        page.wait_for_selector(".js-plotly-plot .main-svg")
    for width in (1366, 1920, 320):
        page.set_viewport_size({"width": width, "height": 1080})
        page.wait_for_timeout(700)
        assert page.evaluate(CUT_OR_CLASHING) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator('[data-testid="stMain"]').evaluate("main => main.scrollWidth - main.clientWidth") <= 1
    assert complaints == []


@pytest.mark.parametrize(
    "view",
    [
        "homes?line=home-1",
        "incidents?period=2022-23-Q3",
        "youth-justice?period=2021-22",
        "homes?period=2024-25",
        "cromarty?period=2022-23-T1",
    ],
)
def test_no_text_of_a_picture_is_cut_off_or_prints_over_another(server, page, open_page, view):
    open_page(page, f"{server.url}/{view}")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_timeout(500)
    assert page.evaluate(CUT_OR_CLASHING) == []


def test_pictures_and_tables_have_room_beside_or_below_each_other(server, page, open_page):
    open_page(page, f"{server.url}/incidents?period=2022-23-Q2")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    for width in (1366, 1093, 768):  # 1093: a laptop of 1366 that magnifies by a quarter
        page.set_viewport_size({"width": width, "height": 768})
        page.wait_for_timeout(700)
        assert page.evaluate(CUT_OR_CLASHING) == [], width
        assert page.evaluate(TOO_WIDE) == [], width


def test_a_period_is_chosen_with_tab_arrows_and_enter(server, page, open_page, settled):
    open_page(page, f"{server.url}/homes")
    before = title(page)
    tab_to(page, page.get_by_role("combobox", name="Period"))
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    settled(page)
    assert "period=" in page.url
    assert title(page) != before


def test_a_page_of_the_menu_is_opened_with_the_keyboard(server, page, open_page, settled):
    open_page(page, f"{server.url}/?line=home-2")
    tab_to(page, page.get_by_role("link", name="Offences", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url("**/offences?*line=home-2*")
    settled(page)
    assert page.title() == "Offences - Concordat"


def test_a_reset_by_mouse_brings_back_all_homes(server, page, open_page, settled):
    open_page(page, f"{server.url}/homes?line=home-1")
    page.get_by_role("button", name="Remove Home 1").or_(page.get_by_role("button", name="Clear all")).first.click()
    settled(page)
    assert "line=" not in page.url
    assert title(page) == "Crimes at the homes: fewer, 54 to 18"


def test_the_download_holds_the_figures_of_the_table_it_stands_under(server, page, open_page):
    open_page(page, f"{server.url}/homes")
    rows = page.locator("table").first.evaluate(
        "table => [...table.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this table (CSV)").first.click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [line["Place"] for line in lines] == [row[0] for row in rows]
    for line, row in zip(lines, rows, strict=True):
        assert [f"{float(line[year]):,.0f}" for year in ("2021-22", "2022-23")] == row[1:3]
        assert 100 * float(line["Change"]) == pytest.approx(float(row[3].rstrip("%")), abs=0.0501)


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


def test_the_picture_of_other_pages_can_be_saved_and_says_that_it_is_not_for_publication(server, page, open_page):
    open_page(page, f"{server.url}/homes")
    page.locator(".js-plotly-plot").first.hover()
    with page.expect_download() as download:
        page.locator(".modebar-btn").first.click()
    assert "not-for-publication" in download.value.suggested_filename
    assert download.value.suggested_filename.endswith(".svg")
    assert "<svg" in Path(download.value.path()).read_text(encoding="utf-8")


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
