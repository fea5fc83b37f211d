"""The page of investigations through the whole app without a browser: list, one case, forms, two people at once."""

from datetime import date, timedelta

import pytest
import streamlit as st
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from data_access.database import make_engine, run_fetch
from data_access.investigations import fetch_investigations
from data_access.meetings import fetch_meetings
from data_access.viewer import system_viewer
from tests.app.walking import MAIN

RUNS_WITHIN_S = 60
VIEWER = system_viewer("tests")
OF = {"authority": "derby-city"}
OPEN_WITH_MATTERS, NO_CHECKLIST, FINALISED = "CR-23-00008", "CR-23-00003", "CR-22-00020"


class Casework:
    """The page on a sample of the test's own, and what its database holds."""

    def __init__(self, url):
        self.engine = make_engine(url)

    def case(self, reference):
        cases = run_fetch(self.engine, fetch_investigations, VIEWER, **OF)
        return cases.set_index("reference").loc[reference]

    def key(self, reference):
        return self.case(reference)["key"]

    def meeting(self):
        return run_fetch(self.engine, fetch_meetings, VIEWER, **OF, meeting_kind="casework").iloc[0]["key"]

    def rows(self, statement, **values):
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def visit(self, **query):
        app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
        for name, value in query.items():
            app.query_params[name] = value
        app.run().switch_page("../pages/investigations.py").run()
        assert not app.exception
        return app

    def open(self, reference):
        return self.visit(case=self.key(reference))


@pytest.fixture
def casework(monkeypatch, sample_url):
    monkeypatch.setenv("DATABASE_URL", sample_url)
    monkeypatch.setenv("SIGN_IN", "demo")
    st.cache_resource.clear()
    st.cache_data.clear()
    found = Casework(sample_url)
    yield found
    found.engine.dispose()


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def said(app):
    blocks = (app.success, app.warning, app.info, app.error)
    return " ".join(block.value.replace("\\", "") for each in blocks for block in each)


def title(app):
    return app.title[0].value.replace("\\", "")


def table(app, name):
    found = next(table.value for table in app.table if table.proto.alt == name)
    return found.map(lambda cell: str(cell).replace("\\", ""))


def facts(app, name="The case"):
    found = table(app, name)
    return dict(zip(found.iloc[:, 0], found.iloc[:, 1], strict=True))


def everything(app):
    """All that stands in the page and in the session, as one text."""
    kept = dict(app.session_state._state.filtered_state)
    words = [*app.markdown, *app.caption, *app.title, *app.text_input]
    return f"{kept} {[word.value for word in words]} {said(app)}"


def test_the_list_says_who_is_under_investigation_where_and_why_to_discuss_it(casework):
    app = casework.visit()
    assert title(app) == "5 children are under investigation, in 6 cases"
    listed = table(app, "Children under investigation").set_index("Reference")
    assert listed.loc[NO_CHECKLIST, "To discuss"].startswith("No point of the checklist is recorded as done, 45 days")
    assert listed.loc["PI-22-00031", "Where"] == "foster"
    assert listed.loc["PI-22-00027", "Stage"].endswith("outcome 1: Charged/summonsed (formal court), 12/12/2022")
    assert "happened 06/03/2023, reported 06/03/2023 09:55" in listed.loc[OPEN_WITH_MATTERS, "Matter"]
    since = table(app, "New, moved and closed since the last meeting")
    assert set(since["Since the last meeting"]) == {"new", "moved to another stage", "closed"}
    assert len(table(app, "Finalised, and still to discuss")) == 2


def test_nothing_of_the_page_can_be_taken_away_and_a_room_sees_none_of_it(casework):
    app = casework.visit()
    assert not app.get("download_button")
    room = casework.visit(view="screen", case=casework.key(FINALISED))
    assert title(room) == "Casework is not shown on a shared screen"
    assert (len(room.table), len(room.text_area)) == (0, 0)
    assert casework.case(FINALISED)["child"] not in everything(room)


@pytest.mark.parametrize("role", ["partner", "provider", "analyst", "administrator"])
def test_for_other_roles_the_page_does_not_exist(casework, role):
    app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
    app.query_params["role"] = role
    app.query_params["case"] = casework.key(FINALISED)
    app.run()
    with pytest.raises(ValueError, match="investigations"):
        app.switch_page("../pages/investigations.py")


def test_a_case_has_its_facts_checklist_timeline_other_matters_and_reviews(casework):
    app = casework.open(OPEN_WITH_MATTERS)
    assert title(app) == f"Child {casework.case(OPEN_WITH_MATTERS)['child']}, Home 2: reported"
    assert facts(app)["Reported"] == "06/03/2023 09:55"
    assert facts(app, "How it was dealt with")["Responsible authority told"] == "yes"
    points = table(app, "Checklist")
    assert list(points["In time"]) == ["in time"] * 10
    assert points.loc[9, "Point"].startswith("10. ")
    assert "Threatened a member of staff" in set(table(app, "What else there is of the child")["What"])
    assert table(app, "What happened")["What"].iloc[0] == "It happened"
    reviewed = casework.open(FINALISED)
    assert list(table(reviewed, "What meetings decided")["Proportionate"]) == ["not yet known"]
    press(reviewed, "case-back")
    assert title(reviewed).endswith("in 6 cases")


def test_a_link_to_a_case_that_is_not_here_is_a_sentence_with_a_way_out(casework):
    app = casework.visit(case="0" * 16)
    assert title(app) == "This view cannot be shown"
    assert not app.table
    next(button for button in app.button if button.label == "Show the list").click().run()
    assert title(app).endswith("in 6 cases")


def test_each_child_looked_at_is_one_line_of_the_log_however_often(casework):
    views = "SELECT child, thing, meeting FROM audit_entry WHERE event = 'child viewed'"
    for _ in range(2):
        app = casework.visit()
        app.run()
        casework.open(FINALISED)
    found = casework.rows(views)
    assert len(found) == len(set(found))
    assert {thing for _, thing, _ in found} == {"page investigations"}
    listed = set(table(app, "Children under investigation")["Child"])
    assert listed | {casework.case(FINALISED)["child"]} <= {child for child, *_ in found}
    in_the_log = {child for child, *_ in found}
    unseen = {code for (code,) in casework.rows("SELECT code FROM child")} - in_the_log
    assert len(unseen) > len(in_the_log)


def test_a_case_is_found_by_a_reference_of_which_nothing_is_left(casework, caplog):
    app = casework.visit()
    app.text_input(key="find-reference").input("cr-22-00020")
    press(app, "find-go")
    assert title(app).startswith(f"Child {casework.case(FINALISED)['child']}")
    assert app.text_input(key="case").value == casework.key(FINALISED)
    press(app, "case-back")
    app.text_input(key="find-reference").input("P-5281")
    press(app, "find-go")
    assert said(app) == "2 cases of this reference: choose one."
    assert "P-5281" not in everything(app)
    found = [button for button in app.button if str(button.key).startswith("found-")]
    assert len(found) == 2
    found[0].click().run()
    assert title(app).startswith(f"Child {casework.case('CR-22-00024')['child']}")
    app.run()
    assert not [button for button in app.button if str(button.key).startswith("found-")]
    press(app, "case-back")
    app.text_input(key="find-reference").input("P-nobody")
    press(app, "find-go")
    assert "No case of this reference is on the list" in said(app)
    assert "P-nobody" not in everything(app)
    assert not any("P-5281" in str(row) for row in casework.rows("SELECT thing, child FROM audit_entry"))
    assert "P-5281" not in caplog.text


def add(app, **values):
    app.text_input(key="add-case-child").input(values.get("child", "P-7001"))
    app.selectbox(key="add-case-where").select(values.get("where", "Home 1"))
    app.text_input(key="add-case-matter").input(values.get("matter", "Threw a cup"))
    app.text_input(key="add-case-time").input(values.get("time", ""))
    return press(app, "add-case-save")


def test_a_case_is_added_with_four_fields_and_opened_with_all_else_not_recorded(casework):
    app = add(casework.visit())
    assert said(app).startswith("Added.")
    assert facts(app)["Reported"] == "31/03/2023"
    assert set(facts(app, "How it was dealt with").values()) == {"not recorded"}
    assert "P-7001" not in everything(app)
    press(app, "case-back")
    assert title(app) == "6 children are under investigation, in 7 cases"
    assert "5 new" in " ".join(block.value for block in app.markdown)


def test_what_cannot_be_added_stays_typed_and_is_told_in_a_sentence(casework):
    app = add(casework.visit(), time="25:00")
    assert said(app) == "Nothing was saved. Write the time as HH:MM, for example 14:30, or leave it empty."
    assert app.text_input(key="add-case-matter").value == "Threw a cup"
    app = add(app, child=" ")
    assert said(app) == "Nothing was saved. Say the child's reference."
    app = add(app, time="1430")
    assert facts(app)["Reported"] == "31/03/2023 14:30"


def form(app, name, key, field):
    """The key of a field as it is on this visit to the case."""
    return f"{name}-{key}-{field}-{app.session_state['visit-number']}"


def test_a_change_of_a_case_is_saved_with_its_history_and_a_stage_begins_on_the_day_of_the_page(casework):
    key = casework.key(NO_CHECKLIST)
    app = casework.open(NO_CHECKLIST)
    app.selectbox(key=form(app, "case", key, "stage")).select("with CPS")
    app.selectbox(key=form(app, "case", key, "where")).select("foster")
    app.selectbox(key=form(app, "case", key, "interview")).select("voluntary interview")
    press(app, form(app, "case", key, "save"))
    assert said(app) == "Saved."
    assert facts(app)["Stage"] == "with CPS since 31/03/2023"
    assert facts(app)["Where"] == "foster"
    history = table(app, "What was changed")
    assert {"Stage", "Setting", "Home", "Arrest or voluntary interview"} <= set(history["Field"])
    press(app, form(app, "case", key, "save"))
    assert said(app) == "Nothing was changed."


def test_a_case_that_contradicts_itself_is_refused_and_stays_typed(casework):
    key = casework.key(NO_CHECKLIST)
    app = casework.open(NO_CHECKLIST)
    app.selectbox(key=form(app, "case", key, "stage")).select("finalised")
    press(app, form(app, "case", key, "save"))
    assert said(app) == "Nothing was saved. A finalised case needs its outcome. Say which, and from which day."
    press(app, "case-back")
    app.selectbox(key="choose-case").select(key).run()
    assert app.selectbox(key=form(app, "case", key, "stage")).value == "finalised"
    press(app, form(app, "case", key, "drop"))
    assert app.selectbox(key=form(app, "case", key, "stage")).value == "under investigation"


def test_of_two_people_neither_loses_what_they_typed(casework):
    key = casework.key(NO_CHECKLIST)
    first, second = casework.open(NO_CHECKLIST), casework.open(NO_CHECKLIST)
    first.text_input(key=form(first, "case", key, "matter")).input("Theirs")
    first.selectbox(key=form(first, "case", key, "held_overnight")).select("yes")
    press(first, form(first, "case", key, "save"))
    second.run()
    assert "Your text stays" in said(second)
    second.text_input(key=form(second, "case", key, "matter")).input("Mine")
    press(second, form(second, "case", key, "save"))
    assert "Nothing you typed is lost" in said(second)
    assert casework.case(NO_CHECKLIST)["matter"] == "Theirs"
    beside = table(second, "Theirs beside yours: case").set_index("Field")
    assert list(beside.loc["Matter"]) == ["Theirs", "Mine"]
    assert list(beside.loc["Held overnight"]) == ["yes", "not changed by you: theirs stays"]
    assert second.selectbox(key=form(second, "case", key, "held_overnight")).value == "yes"
    press(second, "case-back")
    second.selectbox(key="choose-case").select(key).run()
    assert second.text_input(key=form(second, "case", key, "matter")).value == "Mine"  # kept while the list was open
    press(second, form(second, "case", key, "save"))
    assert said(second) == "Saved."
    changed = casework.case(NO_CHECKLIST)
    assert (changed["matter"], changed["held_overnight"]) == ("Mine", "yes")
    assert list(table(second, "What was changed")["Before"]).count("Theirs") == 1
    press(first, form(first, "case", key, "save"))  # nothing typed, so nothing is in anybody's way
    assert said(first) == "Nothing was changed."


def test_points_of_a_checklist_are_recorded_one_by_one_and_two_people_do_different_ones(casework):
    key = casework.key(NO_CHECKLIST)
    first, second = casework.open(NO_CHECKLIST), casework.open(NO_CHECKLIST)
    first.date_input(key=form(first, "point-1", key, "day")).set_value(date(2023, 2, 15))
    first.text_input(key=form(first, "point-1", key, "time")).input("09:00")
    press(first, f"checklist-{key}-save")
    assert said(first) == "Saved: point 1."
    second.text_input(key=form(second, "point-2", key, "missing")).input("Asked for")
    second.text_input(key=form(second, "point-1", key, "missing")).input("Not there")
    press(second, f"checklist-{key}-save")
    assert "Saved: point 2." in said(second)
    assert "Nothing you typed is lost" in said(second)
    assert second.text_input(key=form(second, "point-1", key, "missing")).value == "Not there"
    assert second.text_input(key=form(second, "point-1", key, "time")).value == "09:00"
    press(second, f"checklist-{key}-save")
    points = table(second, "Checklist")
    assert (points.loc[0, "Done"], points.loc[0, "Missing"]) == ("15/02/2023 09:00", "Not there")
    assert (points.loc[1, "Missing"], points.loc[1, "In time"]) == ("Asked for", "not complete")


def test_a_checklist_that_came_as_a_whole_is_recorded_at_once_and_a_time_needs_its_day(casework):
    key = casework.key(NO_CHECKLIST)
    app = casework.open(NO_CHECKLIST)
    app.date_input(key=form(app, "point-3", key, "day")).set_value(date(2023, 2, 15))
    app.text_input(key=form(app, "point-3", key, "time")).input("14:3")
    press(app, f"checklist-{key}-save")
    assert said(app).startswith("Nothing was saved. Write the time as HH:MM")
    app.date_input(key=form(app, "point-3", key, "day")).set_value(None)
    app.text_input(key=form(app, "point-3", key, "time")).input("10:00")
    app.text_input(key=form(app, "point-1", key, "missing")).input("Asked for")
    press(app, f"checklist-{key}-save")
    assert said(app) == "Nothing was saved. A time needs its day."
    press(app, f"checklist-{key}-drop")
    app.date_input(key=f"all-done-{key}-day").set_value(date(2023, 2, 15))
    press(app, f"all-done-{key}-save")
    assert said(app) == "Saved: 10 points."
    assert list(table(app, "Checklist")["Done"]) == ["15/02/2023"] * 10
    assert set(table(app, "Checklist")["In time"]) == {"cannot tell: only days are known"}
    press(app, f"all-done-{key}-save")
    assert said(app) == "Every point was done already."


def test_what_is_typed_and_not_sent_is_there_when_the_case_is_opened_again(casework):
    key, other = casework.key(NO_CHECKLIST), casework.key(OPEN_WITH_MATTERS)
    app = casework.open(NO_CHECKLIST)
    app.text_area(key=form(app, "review", f"{key}-{casework.meeting()}", "why")).input("Nobody asked staff")
    app.text_input(key=form(app, "point-2", key, "missing")).input("Asked for")
    app.text_input(key=form(app, "case", key, "matter")).input("Mine").run()
    assert [button.label for button in app.button].count("Drop what I typed") == 3
    for case in (other, key):
        press(app, "case-back")
        app.selectbox(key="choose-case").select(case).run()
    assert app.text_area(key=form(app, "review", f"{key}-{casework.meeting()}", "why")).value == "Nobody asked staff"
    assert app.text_input(key=form(app, "point-2", key, "missing")).value == "Asked for"
    assert app.text_input(key=form(app, "case", key, "matter")).value == "Mine"
    app.text_input(key=form(app, "case", key, "matter")).input(casework.case(NO_CHECKLIST)["matter"]).run()
    assert [button.label for button in app.button].count("Drop what I typed") == 2  # typed back to what is stored


def review(app, key, meeting, **values):
    for name, value in values.items():
        widget = {"action_owner": app.selectbox, "proportionate": app.radio, "why": app.text_area}.get(name)
        widget = widget or (app.date_input if name.startswith("action_") else app.text_input)
        widget(key=form(app, "review", f"{key}-{meeting}", name)).set_value(value)
    return press(app, form(app, "review", f"{key}-{meeting}", "save"))


def test_a_review_is_saved_and_its_action_stands_in_the_action_plan(casework):
    key, meeting = casework.key(NO_CHECKLIST), casework.meeting()
    app = casework.open(NO_CHECKLIST)
    due = date(2023, 6, 30)
    told = {"proportionate": "no", "why": "Nobody asked.", "action": "Ask for the checklist", "action_owner": "Police"}
    review(app, key, meeting, **told)
    assert said(app).startswith("Nothing was saved. An action needs what is to be done")
    review(app, key, meeting, action_due=due)
    assert said(app) == "Saved. The action stands in the action plan."
    assert table(app, "What meetings decided").loc[0, "Proportionate"] == "no"
    plan = casework.rows("SELECT owner, due, note FROM action WHERE title = 'Ask for the checklist'")
    assert [(owner, str(day), note) for owner, day, note in plan] == [
        ("Police", "2023-06-30", "From the data meeting of 20/01/2023.")
    ]
    other = casework.open(NO_CHECKLIST)
    review(app, key, meeting, action_due=due + timedelta(days=1))
    assert said(app) == "Saved."
    assert said(review(other, key, meeting)) == "Nothing was changed."
    assert len(casework.rows("SELECT key FROM action WHERE title = 'Ask for the checklist'")) == 1


def test_an_action_that_is_done_already_stands_so_in_the_plan(casework):
    key, meeting = casework.key(NO_CHECKLIST), casework.meeting()
    app = casework.open(NO_CHECKLIST)
    days = {"action_due": date(2023, 6, 30), "action_done_on": date(2023, 3, 30)}
    review(app, key, meeting, action="Rang the home", action_owner="Police", **days)
    assert casework.rows("SELECT status FROM action WHERE title = 'Rang the home'") == [("done",)]


def test_an_action_that_names_a_child_or_is_there_already_does_not_go_into_the_plan(casework):
    key, meeting = casework.key(NO_CHECKLIST), casework.meeting()
    app = casework.open(NO_CHECKLIST)
    own, other = (casework.case(reference)["child"] for reference in (NO_CHECKLIST, FINALISED))
    whole = {"action_owner": "Police", "action_due": date(2023, 6, 30)}
    for name in (own.lower(), other, f"those of {FINALISED}."):
        review(app, key, meeting, action=f"Speak to {name}", **whole)
        assert "leave out codes of children and references of cases" in said(app)
    assert casework.rows("SELECT id FROM review WHERE action LIKE 'Speak%'") == []
    review(app, key, meeting, action="Agree a missing-from-home protocol with the police", **whole)
    assert said(app).startswith("Saved. The action was not put into the plan: The plan of 2022-23 has an action")
