"""What a newcomer sees: every published figure, without leaving the host, readable by everyone."""

import csv
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

PUBLISHED = Path(__file__).resolve().parents[1] / "published"


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


def test_the_picture_of_a_comparison_says_in_words_what_it_shows(server, page, open_page):
    open_page(page, f"{server.url}/homes")
    alt = page.locator('[role="figure"][aria-label]').first.get_attribute("aria-label")
    assert "54 to 18" in alt
    assert re.search(r"dots|tick", alt)
