"""Meetings through the whole app without a browser: started, gone through, noted by two people, ended, and minuted."""

import re
import time
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import streamlit as st
from docx import Document
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

from app.meeting.views import pages_of
from app.sign_in import DRAWN_ANEW
from data_access.case_fields import CaseRefused
from data_access.meetings import (
    Point,
    end_meeting,
    points_of,
    save_meeting_change,
    save_meeting_note,
    save_new_meeting,
    take_meeting_back,
)
from data_access.viewer import viewer_of_roles
from tests.app.test_sign_in import ENVIRONMENT, grant
from tests.app.walking import MAIN

RUNS_WITHIN_S = 60
BANNER = "Casework: stop sharing and recording"
ANNA = viewer_of_roles("anna", ["head"])


@pytest.fixture
def engine(sample_url, monkeypatch):
    """The sample, as the app and somebody else have it open."""
    monkeypatch.setenv("DATABASE_URL", sample_url)
    monkeypatch.setenv("SIGN_IN", "demo")
    st.cache_resource.clear()
    st.cache_data.clear()
    made = create_engine(sample_url)
    yield made
    made.dispose()


@pytest.fixture
def visit(engine):
    """Opens the page: visit(role="partner", kind="tactical")."""

    def go(page="meeting", **query):
        app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
        for name, value in query.items():
            app.query_params[name] = value
        app.run().switch_page(f"../pages/{page}.py").run()
        assert not app.exception
        return app

    return go


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def started(app):
    app.text_input(key="start-present").input("Olu, Priya")
    if "start-reason" in [field.key for field in app.text_input]:
        app.text_input(key="start-reason").input("Quarterly data meeting")
    return press(app, "start-save")


def words(app):
    blocks = (app.title, app.header, app.markdown, app.success, app.warning, app.info, app.error)
    told = [block.value for each in blocks for block in each]
    return "\n".join([*told, *(block.proto.body for block in app.get("html"))]).replace("\\", "")


def agenda(app):
    return [button.label.replace("\\", "") for button in app.button if (button.key or "").startswith("point-")]


def points(app):
    return [label for label in agenda(app) if label[0].isdigit()]


def screen(app, number):
    app.text_input(key="screen").set_value(str(number)).run()
    assert not app.exception
    return app


def logged(engine, event):
    with engine.connect() as connection:
        asked = text("SELECT thing, child, meeting FROM audit_entry WHERE event = :event ORDER BY id")
        return [tuple(row) for row in connection.execute(asked, {"event": event})]


def test_a_data_meeting_begins_with_what_there_is_to_discuss(visit, engine):
    app = visit()
    assert "Start: data meeting" in words(app)
    app = press(app, "start-save")
    assert "No meeting was started. Say who is present." in words(app)
    app = started(app)
    assert app.title[0].value.replace("\\", "") == "Data meeting of 31/03/2023"
    assert points(app)[:2] == ["1. Children under investigation", "2. Actions carried over"]
    assert len(points(app)) > 5
    assert [thing for thing, _, _ in logged(engine, "meeting")] == ["meeting"]
    assert "Quarterly data meeting" in words(app)


def test_casework_has_its_banner_and_each_child_is_logged_once_a_meeting(visit, engine):
    app = started(visit())
    (first,) = logged(engine, "meeting")
    assert logged(engine, "child viewed") == []
    app = press(app, next(button.key for button in app.button if "Children under" in button.label))
    assert BANNER in words(app)
    seen = logged(engine, "child viewed")
    assert seen and {(thing, meeting) for thing, _, meeting in seen} == {("page meeting", first[2])}
    assert len({child for _, child, _ in seen}) == len(seen)
    app = press(app, "step-next")
    assert BANNER in words(app) and "to carry over" in words(app)
    app = press(app, "step-next")
    assert BANNER in words(app) and "Was the response proportionate?" in [radio.label for radio in app.radio]
    before = logged(engine, "child viewed")
    app = press(press(app, "step-before"), "step-next")
    assert logged(engine, "child viewed") == before


def test_a_case_is_reviewed_where_it_is_discussed_and_its_action_is_carried_over(visit, engine):
    app = screen(started(visit()), 3)
    key = next(radio.key for radio in app.radio if radio.label == "Was the response proportionate?")
    form, _, visit = key.rpartition("-proportionate-")
    app.radio(key=key).set_value("partly")
    app.text_area(key=f"{form}-why-{visit}").input("Staff were not asked first")
    app.text_input(key=f"{form}-action-{visit}").input("Ask staff first")
    app.selectbox(key=f"{form}-action_owner-{visit}").select("Police")
    app.date_input(key=f"{form}-action_due-{visit}").set_value(datetime(2023, 6, 30).date())
    app = press(app, f"{form}-save-{visit}")
    assert "Saved." in words(app)
    app = screen(app, 2)
    assert "Ask staff first" in app.table[0].value.to_string().replace("\\", "")
    with engine.connect() as connection:
        of_review = (
            "SELECT i.key || '-' || m.key FROM review r JOIN investigation i ON i.id = r.investigation_id "
            "JOIN meeting m ON m.id = r.meeting_id WHERE r.action = 'Ask staff first'"
        )
        app.selectbox(key="done-action").select(connection.execute(text(of_review)).scalar_one())
    app = press(app, "done-save")
    assert "Done: Ask staff first." in words(app)
    assert "Ask staff first" not in "".join(table.value.to_string() for table in app.table)


def test_casework_is_closed_on_a_shared_screen_and_once_the_meeting_has_ended(visit, engine):
    app = started(visit())
    app.text_input(key="view").set_value("screen")
    app = screen(app, 3)
    assert "Casework is not shown on a shared screen" in words(app)
    assert not app.table and not app.radio
    app.text_input(key="view").set_value("")
    app = press(screen(app, ""), "end-meeting")
    before = logged(engine, "child viewed")
    for number in (1, 2, 3):
        app = screen(app, number)
        assert "its casework screens are closed" in words(app)
        assert not app.table and not app.radio
    assert logged(engine, "child viewed") == before == []


def test_a_partner_holds_a_meeting_on_figures_and_knows_of_no_casework(visit, engine):
    app = visit(role="partner")
    assert "kind" not in [box.key for box in app.selectbox]
    assert "start-reason" not in [field.key for field in app.text_input]
    app = started(app)
    assert points(app)[0] == "1. Action plan"
    assert any("Homes and neighbourhoods" in label for label in points(app))
    with engine.connect() as connection:
        (key,) = connection.execute(text("SELECT key FROM meeting ORDER BY id DESC")).first()
    every = pages_of(viewer_of_roles("x", ["partner"]))
    asked = {"explore": "measure=crimes&split=quarter", "actions": "plan=2022-23&agency=police"}
    added = [
        Point(f"page-{path or 'overview'}", title, page=path, query=asked.get(path, "period=2021-22"))
        for path, title in every.items()
    ]
    save_meeting_change(engine, ANNA, key, 1, {"agenda": added}, datetime.now())
    titles = set()
    for number in range(1, len(every) + 1):
        app = screen(app, number)
        assert BANNER not in words(app) and "cannot be shown" not in words(app)
        titles.add(app.title[0].value)
    assert len(titles) == len(every) - 1 >= 8  # Overview and Homes begin with the same finding
    assert logged(engine, "child viewed") == []
    key = save_new_meeting(
        engine,
        ANNA,
        authority="derby-city",
        meeting_kind="casework",
        held_on=datetime(2023, 3, 31).date(),
        present="Anna",
        reason="Data meeting",
        points=(),
        now=datetime.now(),
    )
    for query in ({"meeting": key}, {"kind": "casework"}):
        assert "does not exist for your role" in words(visit(role="partner", **query))


def test_a_view_is_added_to_the_agenda_and_shown_as_it_was(visit):
    assert "add-view-tactical" not in [button.key for button in visit("homes").button]
    started(visit(kind="tactical"))
    app = press(visit("homes", line="home-2", period="2021-22"), "add-view-tactical")
    assert "On the agenda: Homes and neighbourhoods: Home 2: 2021-22." in words(app)
    app = visit(kind="tactical")
    assert points(app)[-1].endswith("Homes and neighbourhoods: Home 2: 2021-22")
    app = screen(app, len(points(app)))
    assert "Home 2" in words(app) and "2021-22" in words(app) and "Home 1" not in words(app)


def test_the_agenda_is_put_in_another_order_and_loses_a_point(visit):
    app = started(visit(kind="tactical"))
    first, second, *_ = (label.partition(". ")[2] for label in points(app))
    app = press(app, "point-later")
    assert [label.partition(". ")[2] for label in points(app)[:2]] == [second, first]
    app = press(app, "point-earlier")
    assert points(app)[0] == f"1. {first}"
    app = press(app, "point-remove")
    assert points(app)[0] == f"1. {second}"


def test_an_agenda_that_somebody_else_changed_is_not_overwritten(visit, engine):
    app = started(visit(kind="tactical"))
    with engine.connect() as connection:
        key, version = connection.execute(text("SELECT key, version FROM meeting ORDER BY id DESC")).first()
    theirs = [Point("page-homes", "Homes", page="homes")]
    save_meeting_change(engine, ANNA, key, version, {"agenda": theirs}, datetime(2023, 3, 31, 14, 3))
    app = press(app, "point-remove")
    assert "Changed by anna at 14:03, after you opened it" in words(app)
    assert points(app) == ["1. Homes"]


def field(app, name):
    """The key of an open text as it is on this visit to its screen."""
    return f"typed-{name}-{app.session_state['visit-number']}"


def test_two_people_note_on_one_point_and_nothing_typed_is_lost(visit, engine):
    app = screen(started(visit(kind="tactical")), 2)
    with engine.connect() as connection:
        (key,) = connection.execute(text("SELECT key FROM meeting ORDER BY id DESC")).first()
    name = next(button.key for button in app.button if (button.key or "").startswith("open-note")).removeprefix("open-")
    app = press(app, f"open-{name}")
    app.text_area(key=field(app, name)).input("Mine, with *stars*").run()
    point = name.removeprefix(f"note-{key}-")
    save_meeting_note(engine, ANNA, key, point, 0, "Theirs", datetime(2023, 3, 31, 14, 3))
    app = app.run()
    assert "Your text stays" in words(app)
    assert app.text_area(key=field(app, name)).value == "Mine, with *stars*"
    app = press(app, f"save-{name}")
    assert "Nothing you typed is lost" in words(app)
    assert list(app.table[0].value.iloc[0]) == ["Theirs", r"Mine, with \*stars\*"]
    app = press(app, f"save-{name}")
    assert "**Note:** Mine, with *stars*" in words(app)
    assert "Changed by demo at" in words(app)


def test_a_reader_stays_on_the_point_that_somebody_moves_and_loses_nothing_of_one_that_is_taken_off(visit, engine):
    app = screen(started(visit(kind="tactical")), 2)
    with engine.connect() as connection:
        key, version, agenda = connection.execute(
            text("SELECT key, version, agenda FROM meeting ORDER BY id DESC")
        ).first()
    first, second, *others = points_of(agenda)
    name = f"note-{key}-{second.key}"
    app = press(app, f"open-{name}")
    app.text_area(key=field(app, name)).input("Mine").run()
    save_meeting_change(engine, ANNA, key, version, {"agenda": [second, first, *others]}, datetime(2023, 3, 31, 14))
    app = app.run()
    assert app.text_input(key="screen").value == "1"
    assert app.text_area(key=field(app, name)).value == "Mine"
    save_meeting_change(engine, ANNA, key, version + 1, {"agenda": [first, *others]}, datetime(2023, 3, 31, 15))
    app = app.run()
    assert "The point you looked at was taken off the agenda" in words(app)
    assert app.text_area(key=field(app, name)).value == "Mine"
    app = press(app, f"save-{name}")
    assert "**Note:** Mine" not in words(app)
    (noted,) = fetched(engine, "SELECT text FROM meeting_note")
    assert noted == "Mine"
    save_meeting_change(engine, ANNA, key, version + 2, {"agenda": [second, first]}, datetime(2023, 3, 31, 16))
    assert points(app.run())[0].endswith("(noted)")


def test_who_types_when_somebody_ends_the_meeting_can_still_save_it(visit, engine):
    app = screen(started(visit()), 3)
    name = next(button.key for button in app.button if (button.key or "").startswith("open-note")).removeprefix("open-")
    app = press(app, f"open-{name}")
    app.text_area(key=field(app, name)).input("Half a sentence").run()
    (key,) = fetched(engine, "SELECT key FROM meeting WHERE ended_at IS NULL")
    end_meeting(engine, ANNA, key, datetime.now())
    app = app.run()
    assert "its casework screens are closed" in words(app) and len(app.table) == 0
    assert app.text_area(key=field(app, name)).value == "Half a sentence"
    app = press(app, f"save-{name}")
    assert not app.text_area and fetched(engine, "SELECT text FROM meeting_note") == ["Half a sentence"]


def test_who_came_by_a_link_without_the_meeting_is_told_that_it_has_ended_and_keeps_what_they_typed(visit, engine):
    started(visit(kind="tactical"))
    app = visit(kind="tactical", screen="1")
    name = next(button.key for button in app.button if (button.key or "").startswith("open-note")).removeprefix("open-")
    app = press(app, f"open-{name}")
    app.text_area(key=field(app, name)).input("Half a sentence").run()
    (key,) = fetched(engine, "SELECT key FROM meeting WHERE ended_at IS NULL")
    end_meeting(engine, ANNA, key, datetime.now())
    assert app.run().text_area(key=field(app, name)).value == "Half a sentence"
    assert app.text_input(key="meeting").value == key


def test_two_meetings_of_one_day_are_told_apart(visit):
    app = press(started(visit(kind="tactical")), "end-meeting")
    app = started(press(app, "start-new"))
    (held,) = [box for box in app.selectbox if box.label == "Meeting"]
    assert [name for name in held.options if "31/03/2023" in name] == [
        "Tactical group of 31/03/2023 (2), open",
        "Tactical group of 31/03/2023 (1)",
    ]


def test_of_two_who_start_one_the_second_is_told_and_a_meeting_started_by_mistake_is_taken_back(visit, engine):
    first, second = visit(), visit()
    started(first)
    second = started(second)
    assert "No meeting was started. One is open already: demo started it at" in words(second)
    second = press(second.run(), "take-back")
    assert "The meeting was taken back" in words(second)
    assert fetched(engine, "SELECT count(*) FROM meeting WHERE held_on = '2023-03-31'") == [0]
    app = screen(started(second), 1)
    press(app, next(button.key for button in app.button if (button.key or "").startswith("open-note")))
    (key,) = fetched(engine, "SELECT key FROM meeting WHERE ended_at IS NULL")
    save_meeting_note(engine, ANNA, key, "list", 0, "Noted", datetime.now())
    with pytest.raises(CaseRefused, match="Something was noted or decided"):
        take_meeting_back(engine, ANNA, key, datetime.now())


def fetched(engine, statement):
    with engine.connect() as connection:
        return list(connection.execute(text(statement)).scalars())


def test_what_was_typed_stays_when_another_screen_is_opened(visit):
    app = screen(started(visit(kind="tactical")), 2)
    name = next(button.key for button in app.button if (button.key or "").startswith("open-note")).removeprefix("open-")
    app = press(app, f"open-{name}")
    app.text_area(key=field(app, name)).input("Half a sentence")
    app = press(press(app, "step-next"), "step-before")
    assert app.text_area(key=field(app, name)).value == "Half a sentence"


def test_who_is_there_can_be_changed_while_somebody_changes_the_agenda(visit, engine):
    app = started(visit(kind="tactical"))
    name = next(button.key for button in app.button if (button.key or "").startswith("open-present"))[5:]
    app = press(app, f"open-{name}")
    app.text_area(key=field(app, name)).input("Olu, Priya, Sam")
    key = name.removeprefix("present-")
    save_meeting_change(engine, ANNA, key, 1, {"agenda": []}, datetime.now())
    app = press(app, f"save-{name}")
    assert "Olu, Priya, Sam" in words(app) and points(app) == []


def test_a_link_that_names_what_is_not_there_is_a_sentence_with_a_way_out(visit):
    app = visit()
    for name, value in (("screen", "1"), ("screen", "x"), ("meeting", "f" * 16), ("kind", "x")):
        app.text_input(key=name).set_value(value).run()
        assert app.title[0].value == "This view cannot be shown"
        next(button for button in app.button if button.label == "Show the meetings").click().run()
        assert not app.exception and app.title[0].value == "Meetings"
    app = screen(started(app), 99)
    assert "This meeting has the screens 1 to" in words(app)


def test_the_minutes_say_what_was_noted_and_log_the_children_they_name(visit, engine, monkeypatch):
    offered = {}

    def keep(_label, data, **about):
        offered[about["file_name"]] = data  # its content comes only when it is asked for

    monkeypatch.setattr(st, "download_button", keep)
    started(visit())
    minutes = Document(BytesIO(offered["minutes-data-meeting-2023-03-31-not-for-publication.docx"]()))
    told = "\n".join(paragraph.text for paragraph in minutes.paragraphs)
    assert "Children under investigation" in told and "Actions carried over" in told
    (thing, _, _) = logged(engine, "export")[-1]
    assert re.fullmatch(r"page meeting meeting \d+ docx", thing)
    children = {child for _, child, _ in logged(engine, "child viewed")}
    in_tables = {cell.text for table in minutes.tables for row in table.rows for cell in row.cells}
    assert children == {code for code in children if code in told or code in in_tables}
    assert set(re.findall(r"Child ([A-Z0-9]{4,})", told)) <= children != set()


def test_what_others_change_is_no_activity_of_who_is_idle(engine, monkeypatch):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    grant(engine)
    app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
    now = int(time.time())
    app.user = {
        "is_logged_in": True,
        **{"sub": "anna", "name": "anna", "roles": ["casework"], "iat": now, "exp": now + 3600, "nonce": "1"},
    }
    app.run().switch_page("../pages/meeting.py").run()
    assert app.title[0].value == "Meetings"

    def active(since=None):
        with engine.begin() as connection:
            if since is not None:
                moved = text("UPDATE sign_in SET last_active_at = datetime(last_active_at, :since)")
                connection.execute(moved, {"since": f"-{int(since.total_seconds())} seconds"})
            return connection.execute(text("SELECT last_active_at FROM sign_in")).scalar_one()

    before = active(timedelta(minutes=8))
    app.session_state[DRAWN_ANEW] = True
    assert app.run().title[0].value == "Meetings"
    assert active() == before
    assert app.run().title[0].value == "Meetings"  # the person's own input
    assert active() != before
    active(timedelta(days=1))
    app.session_state[DRAWN_ANEW] = True
    assert app.run().title[0].value == "You have been signed out"
