"""The page of the log through the whole app without a browser: who finds it, what it finds, what it says."""

import re
from datetime import date, datetime

import pytest
import streamlit as st
from sqlalchemy import text
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from data_access.audit import LINES_A_PAGE, note
from data_access.database import make_engine, run_fetch
from data_access.retention_periods import fetch_periods
from data_access.viewer import viewer_of_roles
from tests.app.walking import MAIN

CODE = "K7M2P"
NAME = "*Anna* <b>"


def fill(engine):
    with Session(engine) as session, session.begin():
        for number in range(LINES_A_PAGE):
            note(session, "ben", "export", thing=f"page homes table {number} csv", now=datetime(2026, 3, 2, 10, 0))
        note(
            session, NAME, "child viewed", child=CODE, meeting="3", thing="page meeting", now=datetime(2026, 3, 3, 9, 5)
        )


@pytest.fixture
def visit(monkeypatch, sample_url):
    """Opens the page of the log on a sample of the test's own; answers the app and an engine on its database."""
    monkeypatch.setenv("DATABASE_URL", sample_url)
    monkeypatch.setenv("SIGN_IN", "demo")
    st.cache_resource.clear()
    st.cache_data.clear()
    engine = make_engine(sample_url)
    fill(engine)

    def go(role="administrator"):
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        app.query_params["role"] = role
        app.run().switch_page("../pages/audit.py").run()
        assert not app.exception
        return app, engine

    yield go
    engine.dispose()


def lines_of(app):
    found = next(table.value for table in app.table if table.proto.alt == "Lines of the log, newest first")
    return found.map(lambda cell: str(cell).replace("\\", ""))


def words(app):
    return " ".join(str(each.value) for each in app.markdown).replace("\\", "")


def has_lines(app):
    return any(table.proto.alt == "Lines of the log, newest first" for table in app.table)


def test_the_newest_lines_stand_first_fifty_on_a_page(visit):
    app, _ = visit()
    lines = lines_of(app)
    assert len(lines) == LINES_A_PAGE
    assert list(lines.columns) == ["When", "Who", "What", "Of what", "Child", "Meeting"]
    assert lines.iloc[0].to_list() == ["03/03/2026 09:05:00", NAME, "child viewed", "page meeting", CODE, "3"]
    assert app.button(key="audit-newer").disabled
    app.button(key="audit-older").click().run()
    assert "page homes table 0 csv" in set(lines_of(app)["Of what"])
    app.text_input(key="audit-child").input(CODE.lower()).run()
    assert "Lines 1 to 1 of 1" in words(app)


def test_lines_are_found_by_each_choice(visit):
    app, _ = visit()
    app.text_input(key="audit-who").input("anna").run()
    assert list(lines_of(app)["Child"]) == [CODE]
    app.text_input(key="audit-who").input("").run()
    app.selectbox(key="audit-event").select("load").run()
    assert set(lines_of(app)["What"]) == {"load"}
    app.selectbox(key="audit-event").select("").run()
    app.date_input(key="audit-since").set_value(date(2026, 3, 3)).run()
    assert list(lines_of(app)["What"]) == ["child viewed"]
    app.date_input(key="audit-until").set_value(date(2026, 3, 2)).run()
    assert [error.value for error in app.error] == ["The last day is before the first."]
    app.date_input(key="audit-since").set_value(date(2026, 3, 4)).run()
    app.date_input(key="audit-until").set_value(date(2026, 3, 4)).run()
    assert "No lines: nothing of this was done." in words(app)
    app.text_input(key="audit-child").input("Joe").run()
    assert "five letters and digits" in app.error[0].value
    assert not has_lines(app)


def test_it_says_in_words_whether_the_log_is_whole(visit):
    app, engine = visit()
    app.button(key="audit-verify").click().run()
    assert app.success[0].value.startswith("The log is whole")
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET who = 'carl' WHERE year = 2026 AND number = 5"))
    app.button(key="audit-verify").click().run()
    assert app.error[0].value.replace("\\", "") == "The log does not fit together: Line 5 of 2026 was changed."
    assert not app.success


def test_nothing_that_is_looked_for_stands_in_the_address(visit):
    app, _ = visit()
    app.text_input(key="audit-child").input(CODE).run()
    assert not {key for key in app.query_params if key.startswith("audit")}
    assert CODE not in str(dict(app.query_params))


def test_a_period_is_changed_with_its_reason_and_that_is_logged(visit):
    app, engine = visit()
    app.selectbox(key="kept-what").select("crimes")
    app.number_input(key="kept-months").set_value(60)
    press = next(button for button in app.button if button.label == "Keep it so long")
    press.click().run()
    assert "Give the reason" in app.error[0].value
    app.text_input(key="kept-why").input("Agreed on Monday")
    next(button for button in app.button if button.label == "Keep it so long").click().run()
    assert app.success[0].value == "The period was changed. Nothing was removed."
    found = {
        period.kept: period for period in run_fetch(engine, fetch_periods, viewer_of_roles("a", ["administrator"]))
    }
    assert (found["crimes"].months, found["crimes"].why) == (60, "Agreed on Monday")
    app.run()
    newest = lines_of(app).iloc[0]
    assert (newest["What"], newest["Of what"]) == ("edit", "kept crimes months 60")


@pytest.mark.parametrize("role", ["head", "partner", "analyst", "provider", "casework"])
def test_for_other_roles_the_page_does_not_exist(visit, role):
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        visit(role)


def test_a_long_hash_is_shown_by_its_beginning(visit):
    app, _ = visit()
    app.selectbox(key="audit-event").select("year begins").run()
    closed = lines_of(app)["Of what"].iloc[0]
    assert re.fullmatch(r"year 2023 lines \d+ last [0-9a-f]{12}\.\.\.", closed)
    app.selectbox(key="audit-event").select("load").run()
    assert set(lines_of(app)["Who"]) == {"sample"}
