"""Two people at two desks change one action at the same time."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ACTION = "actions?action=6f80b35c"


def note(page):
    return page.get_by_role("textbox", name="Note").first


def save(page, label, settled):
    button = page.get_by_role("button", name=label)
    button.focus()
    page.keyboard.press("Enter")
    settled(page)


def test_nothing_typed_is_lost_when_somebody_else_saves_first(own_server, browser, open_page, settled):
    own_server.start()
    contexts = [browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce") for _ in range(2)]
    first, second = (context.new_page() for context in contexts)
    for page in (first, second):
        open_page(page, f"{own_server.url}/{ACTION}")
    note(second).fill("Typed at the second desk")
    note(first).fill("Saved at the first desk")
    save(first, "Save the change", settled)
    first.get_by_text("Saved: Agree a missing-from-home protocol with the police.").wait_for()
    second.get_by_role("combobox", name="Agency").focus()
    second.keyboard.type("Police")
    second.keyboard.press("Enter")
    second.get_by_text("Your text stays").wait_for()
    assert note(second).input_value() == "Typed at the second desk"
    save(second, "Save the change", settled)
    second.get_by_text("Nothing you typed is lost").wait_for()
    assert note(second).input_value() == "Typed at the second desk"
    beside = second.get_by_role("table", name="Theirs beside yours").locator("tr", has_text="Note").locator("td")
    assert beside.all_inner_texts() == ["Note", "Saved at the first desk", "Typed at the second desk"]
    found = Axe().run(second, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    save(second, "Save over the newest version", settled)
    second.get_by_text("Saved: Agree a missing-from-home protocol with the police.").wait_for()
    assert note(second).input_value() == "Typed at the second desk"
    assert second.get_by_role("table", name="History of this action").locator("tbody tr").count() == 3
    for context in contexts:
        context.close()
