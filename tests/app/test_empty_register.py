"""What the filters say to someone for whom there is nothing to choose from."""

import streamlit as st
from streamlit.testing.v1 import AppTest

from app.filters import PARAMETERS


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
has_data = filters.draw(lambda authority: offered(source, authority))
question = filters.asked()
st.write(question.authority_name if question else f"nothing, and has_data is {{has_data}}")
"""


def draw(url, authorities):
    st.cache_resource.clear()
    return AppTest.from_string(filters_for(url, authorities), default_timeout=60).run()


def written(app):
    return [text.value for text in app.markdown]


def test_where_there_is_no_authority_to_choose_there_is_no_question_and_no_filter(sample_url):
    app = draw(sample_url, ())
    assert not app.exception and not app.error
    assert written(app) == ["nothing, and has_data is False"]
    assert not app.selectbox


def test_on_an_empty_database_there_is_no_question_and_the_hidden_inputs_keep_the_address(empty_url):
    app = draw(empty_url, ("derby-city",))
    assert not app.exception and not app.error
    assert written(app) == ["nothing, and has_data is False"]
    assert [field.key for field in app.text_input] == list(PARAMETERS)


def test_a_page_that_needs_a_question_does_not_get_one_where_there_is_none(empty_url):
    st.cache_resource.clear()
    script = filters_for(empty_url, ("derby-city",)) + "filters.current()\nst.write('and went on')\n"
    app = AppTest.from_string(script, default_timeout=60).run()
    assert len(app.exception) == 1
    assert "and went on" not in written(app)


def test_one_authority_is_taken_without_asking(sample_url):
    app = draw(sample_url, ("derby-city",))
    assert not app.error
    assert "Derby City" in written(app)
    assert "Authority" not in [box.label for box in app.selectbox]
