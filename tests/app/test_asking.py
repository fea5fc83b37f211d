"""Explore's choices: what stands in the address is asked, what is chosen goes there, and questions can be kept."""

from urllib.parse import parse_qs

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app.findings.asked import can_be_asked
from app.findings.explore import explore
from app.findings.ready_questions import READY
from data_access.database import make_engine, run_fetch
from data_access.questions import fetch_saved_questions
from data_access.viewer import Viewer
from tests.app.walking import MAIN

DEMO = Viewer("demo", frozenset({"partnership"}))


@pytest.fixture
def explored(sample_url, monkeypatch):
    """Opens Explore with an address: explored(only="robbery")."""
    monkeypatch.setenv("DATABASE_URL", sample_url)
    monkeypatch.setenv("SIGN_IN", "demo")

    def open_page(**query):
        st.cache_resource.clear()
        st.cache_data.clear()
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        return app.switch_page("../pages/explore.py").run()

    return open_page


def title_of(app):
    return app.title[0].value.replace("\\", "")


def box(app, label):
    return next(box for box in app.selectbox if box.label == label)


def words_of(app):
    return " ".join(block.proto.body for block in app.get("html"))


def test_violence_at_one_home_against_last_year_and_the_area_takes_two_choices(explored):
    app = explored()
    box(app, "Only").select("violence-without-injury").run()
    app.multiselect(key="choose-line").select("home-2").run()
    assert not app.exception
    assert title_of(app).startswith("Violence without injury, Home 2: 14 to 4")
    cells = app.table[0].value.map(lambda cell: cell.replace("\\", "")).to_numpy().tolist()
    assert cells == [["Home 2", "14", "4", "-71.4%", "13.5"]]
    assert "against April 2021 to March 2022 and its neighbourhood?" in words_of(app)


def test_a_link_asks_what_it_says(explored):
    app = explored(measure="incidents", split="quarter", line="home-1")
    assert box(app, "What").value == "incidents"
    assert box(app, "Split by").value == "quarter"
    assert "by quarter" in words_of(app)


def test_another_measure_forgets_the_type_that_it_does_not_have(explored):
    app = explored(only="violence-without-injury")
    box(app, "What").select("incidents").run()
    assert not app.exception
    assert app.session_state["only"] == ""


def test_a_split_that_does_not_fit_is_said_and_another_shown(explored):
    app = explored(measure="outcomes", split="month")
    assert not app.exception
    assert "cannot be split by month" in app.info[0].value.replace("\\", "")
    assert box(app, "Split by").value == "outcome"


@pytest.mark.parametrize("query", [{"measure": "arson"}, {"split": "street"}, {"only": "weather"}])
def test_what_does_not_exist_is_answered_with_a_sentence_and_a_way_back(explored, query):
    app = explored(**query)
    assert title_of(app) == "This question cannot be asked"
    assert "There is:" in app.error[0].value.replace("\\", "")
    next(button for button in app.button if button.label == "Begin anew").click().run()
    assert title_of(app) != "This question cannot be asked"


def test_a_ready_question_is_asked_by_choosing_it(explored):
    app = explored()
    box(app, "Begin with a question").select("ready-incidents-by-quarter").run()
    assert (app.session_state["measure"], app.session_state["split"]) == ("incidents", "quarter")
    assert box(app, "Begin with a question").value is None


def test_a_question_is_kept_with_its_homes_and_asked_again_by_its_name(explored, sample_url):
    app = explored(only="violence-without-injury", line="home-2")
    app.text_input(key="keep-name").input("Violence at Home 2")
    next(button for button in app.button if button.label == "Keep it").click().run()
    assert "Kept: Violence at Home 2" in app.success[0].value.replace("\\", "")
    kept = run_fetch(make_engine(sample_url), fetch_saved_questions, DEMO, authority="derby-city")
    assert parse_qs(kept["asked"][0]) == {"line": ["home-2"], "only": ["violence-without-injury"]}
    again = explored(measure="incidents", line="home-1")
    box(again, "Begin with a question").select(f"saved-{kept['id'][0]}").run()
    assert title_of(again).startswith("Violence without injury, Home 2: 14 to 4")
    next(button for button in again.button if button.label.startswith("Remove")).click().run()
    assert run_fetch(make_engine(sample_url), fetch_saved_questions, DEMO, authority="derby-city").empty


def test_a_question_without_a_name_is_not_kept(explored):
    app = explored()
    next(button for button in app.button if button.label == "Keep it").click().run()
    assert "Give the question a name" in app.error[0].value.replace("\\", "")


@pytest.mark.parametrize("key", READY)
def test_every_ready_question_is_answered_as_it_stands(ask, source, key):
    _, asked = READY[key]
    assert can_be_asked(ask(), source, asked).fitting == asked
    assert explore(ask(), source, asked).tables
