"""What a newcomer sees: every published figure, without leaving the host, readable by everyone."""

import csv
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PUBLISHED = Path(__file__).resolve().parents[1] / "published"
PAGES = ("", "homes", "by-month", "incidents", "offences", "youth-justice", "cromarty", "about")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def published(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def tables_of(page):
    """Every HTML table of the page as rows of cells, under its accessible name."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('table[aria-label]')].map(table => [
            table.getAttribute('aria-label'),
            [...table.querySelectorAll('tr')].map(row => [...row.cells].map(cell => cell.innerText.trim()))]))"""
    )


def test_every_published_row_of_homes_and_neighbourhoods_stands_on_its_page(server, page, open_page):
    open_page(page, f"{server.url}/homes")
    shown = tables_of(page)
    for thing in ("Crimes", "Incidents"):
        rows = {row[0]: row[1:4] for row in shown[f"{thing} at homes and in their neighbourhoods"]}
        for printed in published(f"{thing.lower()}_home_vs_neighbourhood.csv"):
            place = "All homes" if printed["kind"] == "total" else printed["place"]
            counts = [f"{int(printed[year]):,}" for year in ("previous_2021_22", "current_2022_23")]
            assert rows[place] == [*counts, printed["change_pct"]], place


@pytest.mark.parametrize(
    ("path", "name", "things", "label"),
    [
        ("incidents", "incidents_by_type.csv", "Incidents", "incident_type"),
        ("offences", "crimes_by_offence_type.csv", "Crimes", "offence_type"),
    ],
)
def test_every_published_row_by_type_stands_on_its_page(server, page, open_page, path, name, things, label):
    open_page(page, f"{server.url}/{path}")
    shown = tables_of(page)
    for printed in published(name):
        rows = {row[0]: row[1:] for row in shown[f"{things} by type: {printed['home']}"]}
        expected = [printed["previous_2021_22"], printed["current_2022_23"], printed["change_pct"]]
        assert rows[printed[label]] == expected, printed


def test_every_published_row_of_youth_justice_stands_on_its_page(server, page, open_page):
    open_page(page, f"{server.url}/youth-justice")
    rows = {row[0].lower(): row[1:] for row in tables_of(page)["Youth Justice Service"]}
    for printed in published("youth_justice.csv"):
        expected = [printed["previous_2021_22"], printed["current_2022_23"], printed["change_pct"]]
        assert rows[printed["measure"].lower()] == expected, printed


def test_ten_of_twelve_children_improved(server, page, open_page):
    open_page(page, f"{server.url}/cromarty")
    assert page.locator("h1").inner_text() == "10 of 12 children score higher than at first meeting"
    rows = dict(row[:2] for row in tables_of(page)["Latest score against the first"])
    assert (rows["Improved"], rows["The same"], rows["Lower"]) == ("10", "1", "1")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_clean_of_axe_violations(server, page, open_page, path):
    open_page(page, f"{server.url}/{path}")
    page.wait_for_timeout(800)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


def test_the_overview_is_clean_and_does_not_scroll_sideways_at_320_pixels(server, page, open_page):
    page.set_viewport_size({"width": 320, "height": 700})
    open_page(page, f"{server.url}/")
    page.wait_for_timeout(800)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    assert [rule["id"] for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_picture_of_a_comparison_says_in_words_what_it_shows(server, page, open_page):
    open_page(page, f"{server.url}/homes")
    alt = page.locator('[role="figure"][aria-label]').first.get_attribute("aria-label")
    assert "54 to 18" in alt
    assert re.search(r"dots|tick", alt)
