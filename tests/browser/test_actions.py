"""Two people at two desks change one action at the same time."""

import pytest

from tests.browser.test_access import violations

pytestmark = pytest.mark.browser

ACTION = "actions?action=6f80b35c"


def note(page):
    return page.get_by_role("textbox", name="Note").first


def save(page, label, settled):
    button = page.get_by_role("button", name=label)
    button.focus()
    page.keyboard.press("Enter")
    settled(page)


def test_nothing_typed_is_lost_when_somebody_else_saves_first(own_server, visitor, open_page, settled):
    own_server.start()
    first, second = visitor.new_page(), visitor.new_page()
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
    assert violations(second) == []
    save(second, "Save over the newest version", settled)
    second.get_by_text("Saved: Agree a missing-from-home protocol with the police.").wait_for()
    assert note(second).input_value() == "Typed at the second desk"
    assert second.get_by_role("table", name="History of this action").locator("tbody tr").count() == 3
    first.close()
    second.close()
