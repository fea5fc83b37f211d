"""One meeting in two browsers: what one changes the other sees, and neither loses what is being typed."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SECONDS = 15_000  # it looks every two; a busy computer takes longer to draw
TYPED = "Half a sentence that is"


def violations(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def note(page):
    return page.get_by_role("textbox", name="Note", exact=True)


def write_note(page, words):
    page.get_by_role("button", name="Write a note").or_(page.get_by_role("button", name="Change the note")).click()
    note(page).fill(words)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text(f"Note: {words}").wait_for(timeout=SECONDS)


def heading(page, words):
    page.get_by_role("heading", level=1, name=words).wait_for(timeout=SECONDS)


@pytest.fixture
def two(own_server, browser):
    """Two people at two browsers, in the same meeting."""
    own_server.start()
    contexts = [browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce") for _ in range(2)]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def test_what_one_changes_the_others_see_and_nothing_typed_is_lost(own_server, two, open_page, settled):
    first, second = two
    open_page(first, f"{own_server.url}/meeting")
    open_page(second, f"{own_server.url}/meeting")
    first.get_by_role("textbox", name="Present").fill("Olu and Priya")
    first.get_by_role("textbox", name="Why single cases are looked at").fill("Quarterly data meeting")
    first.get_by_role("button", name="Start the meeting").press("Enter")
    heading(first, "Data meeting of 31/03/2023")
    heading(second, "Data meeting of 31/03/2023")  # nobody touched it
    settled(first)
    assert violations(first) == []
    for page in two:
        page.get_by_role("button", name="3. ").click()
        heading(page, "Child ")
        settled(page)
    case = first.url

    # Typed on the one side, saved on the other.
    second.get_by_role("button", name="Write a note").click()
    note(second).click()
    second.keyboard.type(TYPED)
    write_note(first, "Saved first")
    second.get_by_text("Note: Saved first").wait_for(timeout=SECONDS)
    second.get_by_text("Your text stays").wait_for(timeout=SECONDS)
    second.keyboard.type(" not finished")
    assert note(second).input_value() == f"{TYPED} not finished"

    # Decided on the one side, while the other still types.
    first.get_by_text("partly", exact=True).click()
    first.get_by_role("button", name="Save the review").click()
    first.get_by_text("Saved.").wait_for(timeout=SECONDS)
    second.get_by_role("table", name="What meetings decided").wait_for(timeout=SECONDS)
    assert note(second).input_value() == f"{TYPED} not finished"

    # Without a connection, and back.
    second.context.set_offline(True)
    write_note(first, "Saved while the other was away")
    second.keyboard.type(", typed offline")
    assert second.get_by_text("Note: Saved first").is_visible()  # it hears of nothing
    second.context.set_offline(False)
    second.get_by_text("Note: Saved while the other was away").wait_for(timeout=4 * SECONDS)
    assert note(second).input_value() == f"{TYPED} not finished, typed offline"
    second.get_by_role("button", name="Save", exact=True).click()
    second.get_by_text("Nothing you typed is lost").wait_for(timeout=SECONDS)
    assert violations(second) == []
    second.get_by_role("button", name="Save mine over theirs").click()
    first.get_by_text(f"Note: {TYPED} not finished, typed offline").wait_for(timeout=SECONDS)

    # Stepped by keys, but not while typing.
    first.get_by_role("button", name="Change the note").click()
    note(first).press("End")
    first.keyboard.type(" and more")
    first.keyboard.press("F8")
    first.get_by_role("button", name="Leave it as it was").focus()
    assert note(first).input_value().endswith("typed offline and more")
    first.get_by_role("textbox", name="Why", exact=True).fill("Not saved yet, and not sent")
    first.get_by_role("button", name="Leave it as it was").focus()
    for _ in range(4):  # away and back at once, before the screen is wholly drawn
        first.keyboard.press("F8")
        first.get_by_text("4 of ").wait_for(timeout=SECONDS)
        first.keyboard.press("F2")
        first.get_by_text("3 of ").wait_for(timeout=SECONDS)
        expect(note(first)).to_have_value(f"{TYPED} not finished, typed offline and more", timeout=SECONDS)
    expect(first.get_by_role("textbox", name="Why", exact=True)).to_have_value("Not saved yet, and not sent")
    for _ in range(5):  # left before its forms are drawn
        first.keyboard.press("F8")
        first.wait_for_timeout(120)
    first.get_by_role("button", name="Agenda").click()
    first.get_by_role("button", name="3. ").click()
    expect(note(first)).to_have_value(f"{TYPED} not finished, typed offline and more", timeout=SECONDS)
    expect(first.get_by_role("textbox", name="Why", exact=True)).to_have_value("Not saved yet, and not sent")

    # The meeting ends, and with it what may be seen in it.
    first.get_by_role("button", name="Agenda").click()
    first.get_by_role("button", name="End the meeting", exact=True).click()
    first.get_by_role("button", name="Yes, end the meeting").click()
    second.get_by_text("This meeting has ended, and its casework").last.wait_for(timeout=SECONDS)
    assert second.get_by_role("table").count() == 0
    assert second.url.partition("?")[2] == case.partition("?")[2]

    # The tactical group's, on a shared screen, by the keys that a clicker sends.
    open_page(first, f"{own_server.url}/meeting?kind=tactical")
    first.get_by_role("textbox", name="Present").fill("The tactical group")
    first.get_by_role("button", name="Start the meeting").press("Enter")
    heading(first, "Tactical group of 31/03/2023")
    first.get_by_role("button", name="3. ").click()
    first.get_by_text("3 of ").wait_for(timeout=SECONDS)
    settled(first)
    first.get_by_role("button", name="Show on a shared screen").click()
    first.get_by_role("button", name="Leave the shared screen").wait_for()
    first.get_by_text("3 of ").wait_for(timeout=SECONDS)
    settled(first)
    assert violations(first) == []
    first.keyboard.press("PageDown")
    first.get_by_text("4 of ").wait_for(timeout=SECONDS)
