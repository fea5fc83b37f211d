"""The action plan through the whole app without a browser: changed, added to, carried over, by two people at once."""

from datetime import date

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.app.walking import MAIN

RUNS_WITHIN_S = 60
KEY = "6f80b35c"
PROTOCOL = "Agree a missing-from-home protocol with the police"


@pytest.fixture
def visit(monkeypatch, sample_url):
    """Opens the page of actions on a sample of the test's own: visit(action=KEY)."""
    monkeypatch.setenv("DATABASE_URL", sample_url)
    monkeypatch.setenv("SIGN_IN", "demo")
    st.cache_resource.clear()
    st.cache_data.clear()

    def go(**query):
        app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
        for name, value in query.items():
            app.query_params[name] = value
        app.run().switch_page("../pages/actions.py").run()
        assert not app.exception
        return app

    return go


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def said(app):
    """What the page says of the last input."""
    blocks = (app.success, app.warning, app.info, app.error)
    return " ".join(block.value.replace("\\", "") for each in blocks for block in each)


def title(app):
    return app.title[0].value.replace("\\", "")


def table(app, name):
    found = next(table.value for table in app.table if table.proto.alt.startswith(name))
    return found.map(lambda cell: str(cell).replace("\\", ""))


def note_of(app):
    return table(app, "Action plan").set_index("Action").loc[PROTOCOL, "Note"]


def test_the_list_stands_overdue_first_and_without_an_open_form(visit):
    app = visit()
    assert title(app) == "3 of 11 actions are overdue"
    assert list(table(app, "Action plan")["Action"])[1] == PROTOCOL
    assert app.selectbox(key="choose-action").value == ""
    assert "edit-save" not in [button.key for button in app.button]


def test_a_change_is_saved_stands_in_the_list_and_in_the_history(visit):
    app = visit(action=KEY)
    app.text_area(key="edit-note").input("Signed *today*")
    app.radio(key="edit-status").set_value("done")
    press(app, "edit-save")
    assert said(app) == f"Saved: {PROTOCOL}."
    assert title(app) == "2 of 11 actions are overdue"
    assert note_of(app) == "Signed *today*"
    history = table(app, "History of this action")
    assert {tuple(row) for row in history.iloc[:2, 1:].to_numpy()} == {
        ("demo", "Note", "Draft is with both legal teams.", "Signed *today*"),
        ("demo", "Status", "at risk", "done"),
    }
    assert app.text_area(key="edit-note").value == "Signed *today*"
    press(app, "edit-save")
    assert said(app) == "Nothing was changed."


def test_an_action_is_opened_by_its_title_and_another_one_fills_the_form_anew(visit):
    app = visit(action=KEY)
    app.text_input(key="edit-title").input("Half typed")
    app.selectbox(key="choose-action").select("b7405e9f").run()
    assert app.text_input(key="action").value == "b7405e9f"
    assert app.text_input(key="edit-title").value == "Review part-time timetables with schools"
    assert app.date_input(key="edit-due").value == date(2023, 3, 31)


def test_who_saves_second_loses_nothing_sees_theirs_beside_theirs_and_saves_again_knowingly(visit):
    first, second = visit(action=KEY), visit(action=KEY)
    first.radio(key="edit-status").set_value("off track")
    first.text_area(key="edit-note").input("Theirs")
    press(first, "edit-save")
    second.text_area(key="edit-note").input("Mine")
    second.date_input(key="edit-due").set_value(date(2023, 6, 30))
    press(second, "edit-save")
    assert "Changed by demo at " in said(second)
    assert note_of(second) == "Theirs"
    beside = table(second, "Theirs beside yours").set_index("Field")
    assert list(beside.loc["Note"]) == ["Theirs", "Mine"]
    assert list(beside.loc["Due"]) == ["31/12/2022", "30/06/2023"]
    assert list(beside.loc["Status"]) == ["off track", "not changed by you: theirs stays"]
    assert second.text_area(key="edit-note").value == "Mine"
    assert second.radio(key="edit-status").value == "off track"
    press(second, "edit-save")
    assert said(second) == f"Saved: {PROTOCOL}."
    row = table(second, "Action plan").set_index("Action").loc[PROTOCOL]
    assert (row["Note"], row["Due"], row["Status"]) == ("Mine", "30/06/2023", "■ off track")
    assert list(table(second, "History of this action")["Before"]).count("Theirs") == 1


def test_a_third_change_in_between_is_told_again(visit):
    first, second = visit(action=KEY), visit(action=KEY)
    for words in ("Theirs", "Theirs again"):
        first.text_area(key="edit-note").input(words)
        press(first, "edit-save")
        second.text_area(key="edit-note").input("Mine")
        press(second, "edit-save")
        assert list(table(second, "Theirs beside yours").set_index("Field").loc["Note"]) == [words, "Mine"]
    press(second, "edit-save")
    assert note_of(second) == "Mine"


def test_theirs_can_be_taken_instead(visit):
    first, second = visit(action=KEY), visit(action=KEY)
    first.text_area(key="edit-note").input("Theirs")
    press(first, "edit-save")
    second.text_area(key="edit-note").input("Mine")
    press(second, "edit-save")
    press(second, "edit-drop")
    assert (said(second), second.text_area(key="edit-note").value) == ("", "Theirs")
    assert "edit-drop" not in [button.key for button in second.button]


def test_an_open_form_is_told_of_a_change_before_it_is_saved(visit):
    first, second = visit(action=KEY), visit(action=KEY)
    first.text_area(key="edit-note").input("Theirs")
    press(first, "edit-save")
    second.run()
    assert "Your text stays" in said(second)
    assert second.text_area(key="edit-note").value == "Draft is with both legal teams."


def test_an_action_is_added_once_and_the_form_empties(visit):
    app = visit()
    for expected in ("Added: Meet the schools.", "Nothing was added. The plan of 2022-23 has an action of this title"):
        app.text_input(key="add-title").input("Meet the schools")
        app.selectbox(key="add-owner").select("Health")
        app.date_input(key="add-due").set_value(date(2023, 5, 1))
        press(app, "add-save")
        assert said(app).startswith(expected)
    assert app.text_input(key="add-title").value == "Meet the schools"  # what was refused stays typed
    assert list(table(app, "Action plan")["Action"]).count("Meet the schools") == 1


def test_a_title_of_nothing_is_refused_with_a_sentence(visit):
    app = visit(action=KEY)
    app.text_input(key="edit-title").input("  ")
    press(app, "edit-save")
    assert said(app) == "Nothing was saved. Give the action a title of 1 to 200 characters."


def test_what_is_not_done_is_carried_over_once(visit):
    app = visit()
    press(app, "carry-over")
    assert said(app) == "7 carried over to 2023-24."
    assert title(app) == "None of 11 actions is overdue"
    assert "carry-over" not in [button.key for button in app.button]
    next_year = visit(plan="2023-24")
    assert title(next_year) == "3 of 7 actions are overdue"


def test_an_agency_and_a_day_narrow_the_list(visit):
    app = visit(agency="police")
    assert title(app) == "Police: 1 of 2 actions is overdue"
    app.date_input(key="choose-since").set_value(date(2023, 4, 13)).run()
    assert app.text_input(key="since").value == "2023-04-13"
    assert title(app) == "Police: 0 actions changed since 13/04/2023"
    assert not app.exception


@pytest.mark.parametrize(
    ("query", "named"),
    [({"plan": "1999"}, "1999"), ({"agency": "fire"}, "fire"), ({"since": "soon"}, "soon"), ({"action": "0"}, "0")],
)
def test_a_link_that_names_what_is_not_there_is_a_sentence_with_a_way_out(visit, query, named):
    app = visit(**query)
    assert title(app) == "This view cannot be shown"
    assert named in said(app)
    assert not app.table
    next(button for button in app.button if button.label == "Show the whole plan").click().run()
    assert title(app) == "3 of 11 actions are overdue"


def test_a_room_reads_the_list_and_has_no_forms(visit):
    app = visit(view="screen", action=KEY)
    assert [table.proto.alt for table in app.table] == ["Action plan of 2022-23"]
    assert "Note" not in app.table[0].value.columns
    assert not app.text_area
    assert [button.label for button in app.button] == ["Leave the shared screen"]
