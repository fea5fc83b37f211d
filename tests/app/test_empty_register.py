"""What the filters say to someone for whom there is nothing to choose from."""

import streamlit as st
from streamlit.testing.v1 import AppTest


def filters_for(url, authorities):
    """A script that draws the filters for a viewer of these authorities."""
    return f"""
import streamlit as st
from app import filters
from app.findings.offered import offered
from data_access.database import make_engine, run_fetch
from data_access.viewer import Viewer

engine = make_engine({url!r})
viewer = Viewer("somebody", frozenset({{"partnership"}}), authorities=frozenset({authorities!r}))
source = lambda fetch, *args, **kwargs: run_fetch(engine, fetch, viewer, *args, **kwargs)
filters.draw(lambda authority: offered(source, authority))
st.write(filters.current().authority_name)
"""


def draw(url, authorities):
    st.cache_resource.clear()
    return AppTest.from_string(filters_for(url, authorities), default_timeout=60).run()


def said(app):
    return [error.value.replace("\\", "") for error in app.error]


def test_no_authority_to_choose_is_said_in_a_sentence(sample_url):
    app = draw(sample_url, ())
    assert not app.exception
    assert len(said(app)) == 1
    assert said(app)[0].startswith("No data have been loaded yet.")
    assert not app.selectbox


def test_an_empty_database_is_said_in_a_sentence(empty_url):
    app = draw(empty_url, ("derby-city",))
    assert not app.exception
    assert "No data have been loaded yet." in said(app)[0]


def test_one_authority_is_taken_without_asking(sample_url):
    app = draw(sample_url, ("derby-city",))
    assert not app.error
    assert "Derby City" in [text.value for text in app.markdown]
    assert "Authority" not in [box.label for box in app.selectbox]
