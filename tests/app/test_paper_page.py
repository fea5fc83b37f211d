"""The annual paper through the whole app without a browser: written, accepted, made, fetched again."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.document import DocumentSettings, document
from data_access.database import make_engine, run_fetch
from data_access.papers import fetch_narratives, fetch_snapshot_file, fetch_snapshots
from data_access.viewer import system_viewer
from tests.analysis.document.opened import Opened
from tests.app.walking import MAIN

RUNS_WITHIN_S = 120
VIEWER = system_viewer("test")
FIELD = "paper-text-derby-city-2022-23-"


@pytest.fixture
def visit(monkeypatch, sample_url):
    """Opens the page of the paper on a sample of the test's own: visit(period="2022-23")."""
    monkeypatch.setenv("DATABASE_URL", sample_url)
    monkeypatch.setenv("SIGN_IN", "demo")
    st.cache_resource.clear()
    st.cache_data.clear()

    def go(**query):
        app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
        for name, value in query.items():
            app.query_params[name] = value
        app.run().switch_page("../pages/paper.py").run()
        assert not app.exception
        return app

    return go


@pytest.fixture
def stored(sample_url):
    """What the database holds: stored(fetch, ...)."""
    engine = make_engine(sample_url)
    yield lambda fetch, **asked: run_fetch(engine, fetch, VIEWER, authority="derby-city", **asked)
    engine.dispose()


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def write(app, section, words):
    app.text_area(key=FIELD + section).input(words).run()
    assert not app.exception
    return app


def said(app):
    blocks = (app.success, app.warning, app.info, app.error)
    return " ".join(block.value.replace("\\", "") for each in blocks for block in each)


def words_of(app):
    return "\n".join(block.value.replace("\\", "") for block in app.markdown)


def purpose(stored):
    return stored(fetch_narratives, period="2022-23").set_index("section").at["purpose", "text"]


def papers(stored):
    kept = stored(fetch_snapshots)
    return [Opened(stored(fetch_snapshot_file, snapshot_id=int(key))) for key in kept["id"]]


def lines(opened):
    return [line.text for line in opened.word.paragraphs]


def test_what_is_written_and_accepted_stands_in_the_paper_which_is_kept_unchanged(visit, stored):
    app = visit()
    write(app, "purpose", "To say what *changed*.\n- First point")
    app.checkbox(key=FIELD + "crimes-accept").check().run()
    press(app, "paper-make")
    assert said(app).startswith("Made and kept: Concordat: children in care and the police, 2022-23.")
    (first,) = papers(stored)
    assert "To say what *changed*." in lines(first)
    crimes = [line for line in lines(first) if "Fewer crimes at all homes together: 54 to 18" in line]
    assert crimes and not crimes[0].startswith("Generated")
    assert any(line.startswith("Generated: Fewer incidents at all homes") for line in lines(first))
    assert "No earlier paper is kept, so no printed figure can be compared with what is known now." in lines(first)
    write(app, "purpose", "Another purpose.")
    press(app, "paper-make")
    second, again = papers(stored)
    assert again.blob == first.blob
    assert "Another purpose." in lines(second)
    assert "No figure that an earlier paper printed has been revised since." in lines(second)
    assert [button.key for button in app.get("download_button")] == ["paper-file-2", "paper-file-1"]


def test_a_section_switched_off_is_not_in_the_paper_and_one_that_is_off_at_first_can_be_switched_on(visit, stored):
    app = visit()
    app.checkbox(key="paper-on-climate").uncheck()
    app.checkbox(key="paper-on-rate").check().run()
    press(app, "paper-make")
    (made,) = papers(stored)
    headings = [line.text for line in made.word.paragraphs if line.style.name.startswith("Heading")]
    assert "Climate" not in headings
    assert "Children convicted or cautioned" in headings


def test_a_switch_is_kept_for_the_next_visit_and_is_the_start_of_the_next_year(visit):
    before = visit(period="2021-22")
    before.checkbox(key="paper-on-climate").uncheck().run()
    before.checkbox(key="paper-on-legal").uncheck().run()
    app = visit()
    assert not app.checkbox(key="paper-on-climate").value
    app.checkbox(key="paper-on-legal").check().run()
    assert visit().checkbox(key="paper-on-legal").value
    assert not visit(period="2021-22").checkbox(key="paper-on-legal").value


def test_of_two_people_the_last_switch_stands_and_the_first_one_sees_it(visit):
    first, second = visit(), visit()
    first.checkbox(key="paper-on-climate").uncheck().run()
    second.run()
    assert not second.checkbox(key="paper-on-climate").value
    second.checkbox(key="paper-on-climate").check().run()
    first.run()
    assert first.checkbox(key="paper-on-climate").value


def test_who_saves_second_loses_nothing_and_chooses(visit, stored):
    first, second = visit(), visit()
    write(first, "purpose", "Theirs")
    write(second, "purpose", "Mine")
    assert "Changed by demo at " in said(second)
    assert second.text_area(key=FIELD + "purpose").value == "Mine"
    assert "Theirs" in words_of(second)
    assert purpose(stored) == "Theirs"
    press(second, FIELD + "purpose-mine")
    assert purpose(stored) == "Mine"
    first.run()
    assert first.text_area(key=FIELD + "purpose").value == "Mine"


def test_typed_text_outlives_a_look_at_another_page_and_theirs_can_be_taken(visit):
    first, second = visit(), visit()
    write(first, "purpose", "Theirs")
    write(second, "purpose", "Mine")
    second.switch_page("../pages/homes.py").run()
    second.switch_page("../pages/paper.py").run()
    assert second.text_area(key=FIELD + "purpose").value == "Mine"
    press(second, FIELD + "purpose-theirs")
    assert second.text_area(key=FIELD + "purpose").value == "Theirs"


def test_a_text_of_the_year_before_is_the_start_and_says_so_until_it_is_looked_through(visit, stored):
    old = visit(period="2021-22")
    old.text_area(key="paper-text-derby-city-2021-22-sign-off").input("Legal; A. Person").run()
    app = visit()
    assert app.text_area(key=FIELD + "sign-off").value == "Legal; A. Person"
    press(app, "paper-make")
    note = "This text is from the paper of 2021-22 and has not been looked through for this one."
    assert note in lines(papers(stored)[0])
    press(app, FIELD + "sign-off-keep")
    press(app, "paper-make")
    assert note not in lines(papers(stored)[0])
    cells = [cell.text for cell in papers(stored)[0].word.tables[-4].columns[1].cells]
    assert "A. Person" in cells


def test_the_preview_reads_like_the_paper(visit):
    app = visit()
    write(app, "purpose", "To say what changed.")
    app.session_state["paper-preview"] = True
    app.run()
    assert not app.exception
    assert "To say what changed." in words_of(app)
    assert "**Generated:** Fewer crimes at all homes together: 54 to 18" in words_of(app)
    assert any(table.proto.alt.startswith("Preview: Crimes at homes") for table in app.table)


def test_a_template_gives_its_looks_and_one_that_is_none_is_refused_with_a_sentence(visit, stored):
    app = visit()
    app.get("file_uploader")[0].set_value(("ours.docx", b"no document", "application/octet-stream")).run()
    press(app, "paper-make")
    assert said(app).startswith("No paper was made. ")
    assert papers(stored) == []
    template = document([], DocumentSettings("Template of the council"))
    app.get("file_uploader")[0].set_value(("ours.docx", template, "application/octet-stream")).run()
    press(app, "paper-make")
    assert said(app).startswith("Made and kept")
    assert '"template": "ours.docx"' in stored(fetch_snapshots)["settings"][0]


def test_a_period_that_is_no_year_is_a_sentence_with_the_years_there_are(visit):
    app = visit(period="2022-23-Q3")
    assert "whole reporting years" in words_of(app)
    assert not app.text_area
    press(app, "paper-year-2021-22")
    assert app.text_input(key="period").value == "2021-22"
    assert app.text_area


def test_a_room_sees_no_paper(visit):
    app = visit(view="screen")
    assert not app.text_area
    assert "The paper is written at a desk" in words_of(app)
