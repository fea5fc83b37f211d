"""A link opens the same view elsewhere; filters stay across pages, Back, reload and restart."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.browser.menu import open_from_menu

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
REFUSED_WITHIN_S = 60


def choose(page, label, option):
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def title(page):
    return page.locator("h1").inner_text()


def test_the_first_request_new_data_and_a_restart_are_met_by_a_link_and_an_open_page(
    own_server, visitor, page, open_page, settled
):
    own_server.start()
    page.clock.install()
    # The first request after a start passes through the shell, whatever page it asks for.
    open_page(page, f"{own_server.url}/incidents")
    assert page.get_by_role("combobox", name="Period").is_visible()
    assert page.get_by_text("Sample data").is_visible()
    assert title(page) == "Missing Person: 306 to 115, the most frequent incident"
    # An open page offers data that were loaded since, and shows them.
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
    # A lost connection is said in words, and not as advice to whoever runs the server; the choice outlives it.
    other = visitor.new_page()
    open_page(other, f"{own_server.url}/offences?view=screen&line=home-1&period=2022-23-Q1")
    before = title(other)
    own_server.stop()
    other.wait_for_selector('[data-test-connection-state="PINGING_SERVER"]', timeout=20_000)
    other.wait_for_timeout(3_000)
    told = other.evaluate(
        """() => getComputedStyle(document.querySelector('[data-testid="stApp"]'), '::after').content"""
    )
    assert told.startswith('"No connection.')
    assert not other.get_by_text("streamlit run").is_visible()
    own_server.start()
    other.reload()
    settled(other)
    assert title(other) == before
    assert "line=home-1" in other.url
    assert "view=screen" in other.url
    other.close()


def test_choices_stand_in_the_url_by_key_and_the_link_opens_the_same_view(server, browser, page, open_page, settled):
    open_page(page, f"{server.url}/homes")
    page.get_by_text("Copy link").click()
    written = page.get_by_role("textbox", name="Link to this view").input_value()
    assert written.startswith(f"{server.url}/homes?")
    assert "period=2022-23" in written  # also where the address leaves it out
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
    open_from_menu(page, "Incidents")
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


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_every_answer_carries_the_security_headers_and_pages_are_compressed(server, encoding):
    request = urllib.request.Request(f"{server.url}/", headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request) as answer:
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe-eval'" not in answer.headers["content-security-policy"].replace("wasm-unsafe-eval", "")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["content-encoding"] == encoding


def test_a_refused_configuration_ends_the_start_with_a_sentence():
    kept = {name: value for name, value in os.environ.items() if name not in ("SIGN_IN", "DATABASE_URL")}
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", "0"],
        cwd=ROOT,
        env={**kept, "DATABASE_URL": "sqlite:////tmp/never-made.db"},
        capture_output=True,
        text=True,
        timeout=REFUSED_WITHIN_S,
        check=False,
    )
    assert ended.returncode != 0
    assert "DATABASE_URL is set but SIGN_IN is not" in ended.stderr
    assert "Traceback" not in ended.stderr
