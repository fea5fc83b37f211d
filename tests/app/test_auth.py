"""Who is let in before any page is drawn, without a sign-in."""

import pytest
import streamlit as st
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from data_access.database import make_engine


def _viewer():
    import streamlit as st

    from app import auth, cache

    cache.begin_run()
    st.session_state["viewer"] = auth.viewer()
    st.session_state["same"] = auth.require("partnership") is st.session_state["viewer"]


def _page_without_main():
    from app import auth

    auth.require("partnership")


def _page_of_another_role():
    import streamlit as st

    from app import auth, cache

    cache.begin_run()
    auth.viewer()
    auth.require("an audience that nobody has")
    st.title("shown")


@pytest.fixture
def run(monkeypatch):
    """Runs a script as the app would with this setting and database."""

    def go(script, url, sign_in):
        monkeypatch.setenv("SIGN_IN", sign_in)
        monkeypatch.setenv("DATABASE_URL", url)
        st.cache_resource.clear()
        return AppTest.from_function(script, default_timeout=60).run()

    yield go
    st.cache_resource.clear()


def test_on_a_desk_it_is_the_person_whose_computer_it_is(run, empty_url):
    app = run(_viewer, empty_url, "desk")
    assert not app.error
    viewer = app.session_state["viewer"]
    assert (viewer.authorities, viewer.homes) == (None, None)
    assert "grants" not in viewer.powers
    assert app.session_state["same"]


def test_in_the_demo_it_is_nobody_in_particular(run, sample_url):
    assert run(_viewer, sample_url, "demo").session_state["viewer"].who == "demo"


def test_the_demo_ends_the_run_once_the_sample_took_other_data(run, sample_url):
    assert not run(_viewer, sample_url, "demo").error
    app = AppTest.from_function(_viewer, default_timeout=60).run()
    engine = make_engine(sample_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE database_contents SET holds = 'other'"))
    engine.dispose()
    app = app.run()
    assert "no longer shows it" in app.error[0].value


def test_a_desk_ends_the_run_once_a_demo_filled_its_file(run, empty_url):
    app = run(_viewer, empty_url, "desk")
    engine = make_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE database_contents SET holds = 'sample'"))
    engine.dispose()
    assert "invented records must not stand among real ones" in app.run().error[0].value


def test_a_page_that_is_run_without_main_shows_nothing(run, sample_url):
    app = run(_page_without_main, sample_url, "demo")
    assert len(app.exception) == 1
    assert not app.title


def test_a_page_of_another_role_ends_with_a_sentence(run, sample_url):
    app = run(_page_of_another_role, sample_url, "demo")
    assert app.error[0].value == "This page is not for your role."
    assert not app.title
