"""Two people write the annual paper at two desks; it is made and fetched again unchanged."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.analysis.document.opened import Opened

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CRIMES = "Crimes at the homes and in their neighbourhoods"


def opened(page, label, settled):
    """Opens what is folded, by the keyboard alone."""
    page.locator("summary", has_text=label).focus()
    page.keyboard.press("Enter")
    settled(page)


def purpose(page):
    return page.get_by_role("textbox", name="Purpose", exact=True)


def write(page, words, settled):
    """Types over the text of the first section and leaves the field, by the keyboard alone."""
    purpose(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    settled(page)


def press(page, label, settled):
    page.get_by_role("button", name=label, exact=True).focus()
    page.keyboard.press("Enter")
    settled(page)


def violations(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def fetched(page):
    """The newest paper of the list as it is downloaded, pressed by the keyboard."""
    button = page.get_by_role("button", name=re.compile("^Download the paper on 2022-23")).first
    with page.expect_download() as download:
        button.focus()
        page.keyboard.press("Enter")
    return download.value.path().read_bytes()


def test_two_desks_write_one_paper_which_is_kept_as_it_was_made(own_server, browser, open_page, settled):
    own_server.start()
    contexts = [browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce") for _ in range(2)]
    first, second = (context.new_page() for context in contexts)
    for page in (first, second):
        open_page(page, f"{own_server.url}/paper")
        opened(page, "Write: Purpose", settled)

    write(first, "Written at the first desk", settled)
    write(second, "Written at the second desk", settled)
    second.get_by_text("What you typed stands above and is not saved yet").wait_for()
    assert purpose(second).input_value() == "Written at the second desk"
    assert second.get_by_text("Written at the first desk").is_visible()
    assert violations(second) == []
    press(second, "Save mine over theirs", settled)

    opened(first, f"Read: {CRIMES}", settled)
    first.get_by_role("checkbox", name=f"I accept these sentences: {CRIMES}").focus()
    first.keyboard.press("Space")
    settled(first)
    assert purpose(first).input_value() == "Written at the second desk"
    press(first, "Make and keep the paper", settled)
    first.get_by_text("Made and kept: Concordat").wait_for()

    blob = fetched(first)
    lines = [line.text for line in Opened(blob).word.paragraphs]
    assert "Written at the second desk" in lines
    crimes = [line for line in lines if "Fewer crimes at all homes together: 54 to 18" in line]
    assert crimes and not crimes[0].startswith("Generated")
    open_page(second, f"{own_server.url}/paper")
    opened(second, "Write: Purpose", settled)
    write(second, "Written after the paper was made", settled)
    assert fetched(second) == blob
    for context in contexts:
        context.close()
