"""The public paper on its page, without a browser: signed, previewed, made, fetched again."""

import json
from datetime import date

import pytest
import streamlit as st
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from analysis.wording import LOADED_SINCE_SIGNED
from data_access.database import make_engine, run_fetch
from data_access.papers import fetch_snapshot_file
from data_access.public_sign_offs import fetch_public_sign_offs
from tests.analysis.document.opened import Opened
from tests.app.paper.public_opened import AUTHORITY, WRITER, keep_printed, printed_in, snapshots_of
from tests.app.walking import MAIN

RUNS_WITHIN_S = 120
ROWS = "paper-sign-off-rows-by-home"
TEXT = "paper-text-derby-city-2022-23-"


@pytest.fixture
def engine(sample_url):
    opened = make_engine(sample_url)
    yield opened
    opened.dispose()


@pytest.fixture
def page(monkeypatch, sample_url):
    """The page of the paper for the public, on a sample of the test's own."""
    monkeypatch.setenv("DATABASE_URL", sample_url)
    monkeypatch.setenv("SIGN_IN", "demo")
    st.cache_resource.clear()
    st.cache_data.clear()
    app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
    app.run().switch_page("../pages/paper.py").run()
    app.radio(key="paper-audience").set_value("The public").run()
    assert not app.exception
    return app


def run(app):
    app.run()
    assert not app.exception
    return app


def press(app, key):
    app.button(key=key).click()
    return run(app)


def said(app):
    blocks = (app.success, app.warning, app.info, app.error)
    return " ".join(block.value.replace("\\", "") for each in blocks for block in each)


def words_of(app):
    return "\n".join(block.value.replace("\\", "") for block in app.markdown)


def sign(app, by, on):
    app.text_input(key=f"{ROWS}-by").input(by)
    app.date_input(key=f"{ROWS}-on").set_value(on)
    next(button for button in app.button if button.label == "Record the sign-off").click()
    return run(app)


def recorded(engine):
    asked = {"authority": AUTHORITY, "period": "2022-23"}
    return run_fetch(engine, fetch_public_sign_offs, WRITER, **asked)


def file_of(engine, audience):
    kept = snapshots_of(engine).set_index("audience")
    asked = {"authority": AUTHORITY, "snapshot_id": int(kept.at[audience, "id"])}
    return Opened(run_fetch(engine, fetch_snapshot_file, WRITER, **asked))


def test_a_sign_off_is_recorded_and_the_paper_is_made_kept_and_offered_again(page, engine):
    assert "The public read every text of this paper" in said(page)
    app = sign(page, "Director", None)
    assert "Nothing was recorded. Give the day" in said(app)
    assert app.text_input(key=f"{ROWS}-by").value == "Director"
    app = sign(app, " ", date(2023, 10, 2))
    assert "Nothing was recorded. Say who signed" in said(app)
    assert recorded(engine).empty
    app = sign(app, "Director", date(2023, 10, 2))
    press(app, f"{ROWS}-withdraw")
    assert words_of(app).count("Not signed.") == 2
    app = sign(app, "Head of Service", date(2023, 10, 3))
    assert "Signed by Head of Service, 03/10/2023." in words_of(app)
    rows = recorded(engine)
    assert list(rows["signed_by"]) == ["Head of Service", "Director"]
    assert [bool(who) for who in rows["withdrawn_by"]] == [False, True]
    app.checkbox(key="paper-leave-out").check()
    run(app)
    press(app, "paper-public-make")
    assert "Made and kept: Concordat: children in care and the police, 2022-23." in said(app)
    assert printed_in(file_of(engine, "public"), "Crimes at the homes")[1] == ("Home 2", "32", "10")
    assert len(printed_in(file_of(engine, "exempt appendix"), "Crimes by type: Home 1,")) == 8
    kept = [button for button in app.get("download_button") if button.key and "paper-file" in button.key]
    assert [button.label.partition(" on ")[0] for button in kept] == [
        "Download the public paper",
        "Download the exempt appendix",
    ]
    told = json.loads(snapshots_of(engine)["settings"][0])
    assert told["left_out"] == ["2023-10-31"] and told["pattern"]["printed"]


def test_neither_a_preview_nor_a_paper_that_is_refused_leaves_a_pattern(page, engine, monkeypatch):
    page.text_area(key=f"{TEXT}purpose").input("There were 3 at Home 3/4.")
    page.session_state["paper-public-preview"] = True
    app = run(page)
    words = words_of(app)
    assert "All homes: fewer, 54 to 18." in words and "Home 2: fewer" not in words
    assert "none can be protected any more" in words
    listed = [line for line in words.splitlines() if "Look through the numbers written in: " in line]
    assert len(listed) == 1 and "Purpose" in listed[0]
    monkeypatch.setattr("analysis.attack.LARGEST_PROBLEM", 1)
    app.checkbox(key="paper-leave-out").check()  # other terms, which nobody has worked out yet
    run(app)
    assert "No public paper can be made. What a reader could work out" in said(app)
    press(app, "paper-public-make")
    assert "No paper was made. What a reader could work out" in said(app)
    assert snapshots_of(engine).empty


def test_every_paper_can_be_fetched_again_and_one_that_was_altered_is_a_sentence(page, engine, monkeypatch):
    monkeypatch.setattr("app.paper_kept.MOST_LISTED", 2)
    first, second, third = (keep_printed(engine, json.dumps({"pattern": {"printed": []}}))[0] for _ in range(3))
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE paper_snapshot SET file = :other WHERE id = :id"), {"other": b"x", "id": second}
        )
    app = run(page)
    assert fetched(app) == [f"paper-file-{third}"]
    assert "cannot be fetched. The file of this paper is not the one that was made" in said(app)
    app.selectbox(key="paper-older").set_value(first)
    assert fetched(run(app)) == [f"paper-file-{third}", f"paper-file-{first}"]


def fetched(app):
    return [button.key for button in app.get("download_button") if button.key and "paper-file" in button.key]


def test_beside_a_sign_off_stands_that_data_were_loaded_since(page, engine):
    app = sign(page, "Director", date(2023, 10, 2))
    assert LOADED_SINCE_SIGNED not in said(app)
    with engine.begin() as connection:
        connection.execute(text("UPDATE data_version SET version = version + 1"))
    assert LOADED_SINCE_SIGNED in said(run(app))
