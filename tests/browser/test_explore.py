"""Explore: a question is built with the keyboard alone, sent, kept and taken along."""

import io

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.browser

ANSWER = "Violence without injury, Home 2: 14 to 4"
# What a word processor would be given, were the table marked and copied.
COPIED = """table => {
    const range = document.createRange();
    range.selectNode(table);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    const part = document.createElement('div');
    part.append(range.cloneContents());
    return [...part.querySelectorAll('tr')].map(row => [...row.cells].map(cell => cell.innerText.trim()))}"""


def by_keyboard(page, label, typed):
    """Choose in a select box as one does without a mouse: go there, type, press Enter."""
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def test_two_choices_with_the_keyboard_answer_the_question_and_the_link_gives_the_same_answer(
    server, visitor, page, open_page, settled
):
    open_page(page, f"{server.url}/explore")
    by_keyboard(page, "Only", "violence without")
    settled(page)
    by_keyboard(page, "Homes", "Home 2")
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1, name=ANSWER).wait_for()
    assert "only=violence-without-injury" in page.url
    assert "line=home-2" in page.url
    page.get_by_text("Copy link").click()
    link = page.get_by_role("textbox", name="Link to this view").input_value()
    assert "only=violence-without-injury" in link
    assert "period=2022-23" in link
    elsewhere = visitor.new_page()
    open_page(elsewhere, link)
    elsewhere.get_by_role("heading", level=1, name=ANSWER).wait_for()
    elsewhere.close()


def test_the_answer_is_taken_along_as_a_table_a_workbook_and_a_picture(server, page, open_page, settled):
    open_page(page, f"{server.url}/explore?only=violence-without-injury&line=home-2")
    assert page.locator("table").first.evaluate(COPIED) == [
        ["Home", "2021-22", "2022-23", "Change", "Had it moved like its area"],
        ["Home 2", "14", "4", "-71.4%", "13.5"],
    ]
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download as a workbook (XLSX)").click()
    book = load_workbook(io.BytesIO(coming.value.path().read_bytes()))
    assert [cell.value for cell in book["Table 1"][book["Table 1"].max_row]][:3] == ["Home 2", 14, 4]
    assert "not-for-publication" in coming.value.suggested_filename
    page.get_by_text("PNG (for e-mail and slides)").click()
    settled(page)
    page.locator(".js-plotly-plot").first.hover()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download plot").or_(page.locator('[data-title^="Download plot"]')).first.click()
    assert coming.value.path().read_bytes().startswith(b"\x89PNG")


def test_a_question_is_kept_under_a_name_and_asked_again(server, page, open_page, settled):
    open_page(page, f"{server.url}/explore?only=violence-without-injury&line=home-2")
    page.get_by_role("button", name="Keep this question").click()
    page.get_by_label("Name", exact=True).fill("Violence at Home 2")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("Kept: Violence at Home 2").wait_for()
    open_page(page, f"{server.url}/explore")
    page.get_by_role("combobox", name="Begin with a question").click()
    page.get_by_role("option", name="Violence at Home 2").click()
    page.get_by_role("heading", level=1, name=ANSWER).wait_for()
    assert "line=home-2" in page.url
    page.get_by_role("button", name="Keep this question").click()
    page.get_by_role("button", name="Remove “Violence at Home 2”").click()
    page.get_by_role("button", name="Remove “Violence at Home 2”").wait_for(state="detached")
