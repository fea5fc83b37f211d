"""A link opens the same view elsewhere; filters stay across pages, Back, reload and restart."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
REFUSED_WITHIN_S = 60


def choose(page, label, option):
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def title(page):
    return page.locator("h1").inner_text()


def test_the_first_request_after_a_start_to_a_deep_link_passes_through_the_shell(own_server, page, open_page):
    own_server.start()
    open_page(page, f"{own_server.url}/incidents")
    assert page.get_by_role("combobox", name="Period").is_visible()
    assert page.get_by_text("Sample data").is_visible()
    assert title(page) == "Missing Person: 306 to 115, the most frequent incident"


def test_choices_stand_in_the_url_by_key_and_the_link_opens_the_same_view(server, browser, page, open_page, settled):
    open_page(page, f"{server.url}/homes")
    choose(page, "Homes", "Home 3/4")
    page.keyboard.press("Escape")
    choose(page, "Period", "Half-year Apr to Sep 2022")
    settled(page)
    assert "line=home-3-4" in page.url
    assert "period=2022-23-H1" in page.url
    elsewhere = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    open_page(elsewhere, page.url)
    assert title(elsewhere) == title(page) != "Crimes at the homes: fewer, 54 to 18"
    assert elsewhere.locator("table").first.inner_text() == page.locator("table").first.inner_text()
    elsewhere.context.close()


def test_filters_stay_across_pages_back_and_reload(server, page, open_page, settled):
    open_page(page, f"{server.url}/homes?line=home-2")
    first = title(page)
    assert "Home 2" in first
    page.get_by_role("link", name="Incidents").click()
    page.wait_for_url("**/incidents?*line=home-2*")
    settled(page)
    assert "Home 2" in title(page)
    page.go_back()
    page.wait_for_url("**/homes?*line=home-2*")
    settled(page)
    assert title(page) == first
    page.reload()
    settled(page)
    assert title(page) == first


def test_filters_stay_across_a_restart_of_the_server(own_server, page, open_page, settled):
    own_server.start()
    open_page(page, f"{own_server.url}/offences?line=home-1&period=2022-23-Q1")
    before = title(page)
    own_server.stop()
    own_server.start()
    page.reload()
    settled(page)
    assert title(page) == before
    assert "line=home-1" in page.url


def test_an_unknown_home_in_a_link_is_answered_with_a_sentence_and_no_figures(server, page, open_page, settled):
    open_page(page, f"{server.url}/homes?line=home-9")
    assert "not in the register: home-9" in page.get_by_role("alert").inner_text()
    assert page.locator("table").count() == 0
    page.get_by_role("button", name="Show all homes, latest full year").click()
    page.get_by_role("heading", name="Crimes at the homes: fewer, 54 to 18").wait_for()
    assert "line=" not in page.url


def test_a_copied_link_writes_the_period_out(server, page, open_page):
    open_page(page, f"{server.url}/homes")
    page.get_by_text("Copy link").click()
    written = page.get_by_role("textbox", name="Link to this view").input_value()
    assert written.startswith(f"{server.url}/homes?")
    assert "period=2022-23" in written


def test_the_period_is_chosen_with_the_keyboard_alone(server, page, open_page, settled):
    open_page(page, f"{server.url}/homes")
    period = page.get_by_role("combobox", name="Period")
    for _ in range(40):
        page.keyboard.press("Tab")
        if period.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("2021-22")
    page.keyboard.press("Enter")
    settled(page)
    assert "period=2021-22" in page.url
    assert title(page) != "Crimes at the homes: fewer, 54 to 18"


def test_an_open_page_offers_data_that_were_loaded_since_and_shows_them(own_server, page, open_page, settled):
    own_server.start()
    page.clock.install()
    open_page(page, f"{own_server.url}/homes")
    assert page.get_by_text("New data have been loaded").count() == 0
    with contextlib.closing(sqlite3.connect(own_server.database)) as connection, connection:
        connection.execute("UPDATE crime SET home_id = 2 WHERE home_id = 1")
        connection.execute("UPDATE data_version SET version = version + 1")
    page.clock.fast_forward(61_000)
    page.get_by_role("button", name="Show the new data").click()
    page.get_by_text("New data have been loaded").wait_for(state="detached")
    settled(page)
    shown = page.locator("table").first.inner_text().split()
    assert "Home 2 50 15" in " ".join(shown)  # 32 + 18 and 10 + 5


def test_a_table_is_downloaded_with_its_numbers_and_its_marking(server, page, open_page):
    open_page(page, f"{server.url}/homes")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this table (CSV)").first.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    header, *rows = text.splitlines()
    assert header.startswith("Place,2021-22,")
    assert any(row.startswith("All homes,54") for row in rows)
    assert all("not for publication" in row for row in rows)
    assert "not-for-publication" in download.value.suggested_filename


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_every_answer_carries_the_security_headers_and_pages_are_compressed(server, encoding):
    request = urllib.request.Request(f"{server.url}/", headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request) as answer:
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe-eval'" not in answer.headers["content-security-policy"].replace("wasm-unsafe-eval", "")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["content-encoding"] == encoding


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SIGN_IN": "oidc"}, "SIGN_IN=oidc is not available"),
        ({"SIGN_IN": "nonsense"}, "SIGN_IN is set to a word"),
        ({"DATABASE_URL": "sqlite:////tmp/never-made.db"}, "DATABASE_URL is set but SIGN_IN is not"),
    ],
)
def test_a_refused_configuration_ends_the_start_with_a_sentence(environ, said):
    kept = {name: value for name, value in os.environ.items() if name not in ("SIGN_IN", "DATABASE_URL")}
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", "0"],
        cwd=ROOT,
        env={**kept, **environ},
        capture_output=True,
        text=True,
        timeout=REFUSED_WITHIN_S,
        check=False,
    )
    assert ended.returncode != 0
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
