"""Every file that can be taken away: made on click and without Streamlit, asked for again, and logged."""

import ast
import io
import threading
from dataclasses import replace
from datetime import datetime
from zipfile import ZipFile

import pytest
import streamlit as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from streamlit.testing.v1 import AppTest

from app import downloads
from app.menu import MENU
from data_access.audit import fetch_entries, verify
from data_access.database import make_engine, run_fetch
from data_access.papers import NewSnapshot, save_snapshot
from data_access.settings import ROOT
from data_access.viewer import NotPermitted, system_viewer, viewer_of_roles
from tests.app.walking import MAIN

HEAD = viewer_of_roles("hanna", ["head"])
PAGES_WITH_FILES = {
    "": "overview",
    "homes": "homes",
    "by-month": "by-month",
    "incidents": "incidents",
    "offences": "offences",
    "youth-justice": "youth-justice",
    "explore": "explore",
    "actions": "actions",
    "paper": "paper",
    "load": "load",
}


@pytest.fixture
def offered(monkeypatch, sample_url):
    """The files that were offered in the runs of this test, as (name, what makes it), on a sample of its own."""
    monkeypatch.setenv("DATABASE_URL", sample_url)
    monkeypatch.setenv("SIGN_IN", "demo")
    st.cache_resource.clear()
    st.cache_data.clear()
    found = []
    monkeypatch.setattr(st, "download_button", lambda label, make, *, file_name, **_: found.append((file_name, make)))
    return found


@pytest.fixture
def engine(sample_url):
    engine = make_engine(sample_url)
    yield engine
    engine.dispose()


def logged(engine, **asked):
    return run_fetch(engine, fetch_entries, system_viewer("test"), **asked)


def taken(make):
    """What a click gives, in a thread that knows nothing of Streamlit: its bytes, or why there are none."""
    given = []

    def click():
        try:
            given.append(make())
        except (NotPermitted, DBAPIError) as error:
            given.append(error)

    thread = threading.Thread(target=click)
    thread.start()
    thread.join(60)
    return given[0]


def walk(role, paths):
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    app.query_params["role"] = role
    app.run()
    for entry in MENU:
        if entry.path in paths:
            if entry.path:
                app.switch_page(f"../pages/{entry.file}").run()
            assert not app.exception, entry.path


def test_every_file_of_every_page_is_made_without_streamlit_and_logged_with_page_and_table(offered, engine):
    made = NewSnapshot(
        first_month=datetime(2022, 4, 1).date(),
        last_month=datetime(2023, 3, 1).date(),
        audience="partnership",
        title="Annual paper",
        file=b"a paper",
        settings='{"printed": []}',
        coverage="{}",
        data_version=1,
    )
    now = datetime(2023, 11, 2)
    number = save_snapshot(engine, system_viewer("test"), authority="derby-city", made=made, now=now)
    walk("head", PAGES_WITH_FILES)
    assert len(offered) > 15
    for name, make in offered:
        data = taken(make)
        assert isinstance(data, bytes), (name, data)
        if name.endswith(".csv"):
            assert data.decode("utf-8-sig")
        elif name.endswith(".xlsx"):
            assert ZipFile(io.BytesIO(data)).testzip() is None
    lines = logged(engine, who="demo", since=datetime.now().date())
    files = lines[lines["event"].isin(["export", "paper"])]
    assert len(files) == len(offered)
    assert {thing.split(" ")[1] for thing in files["thing"]} == set(PAGES_WITH_FILES.values())
    assert f"page paper paper {number} docx" in set(files["thing"])
    assert {"page load template xlsx", "page explore file xlsx"} <= set(files["thing"])
    assert set(files.loc[files["event"] == "export", "authority"]) == {"derby-city"}
    of_no_figures = {"page load template csv"}
    assert all(" table " in thing for thing in set(files["thing"]) - of_no_figures if thing.endswith("csv"))
    assert verify(engine).is_whole


def test_opening_a_page_makes_no_file_and_logs_none(offered, engine):
    walk("head", {"", "homes"})
    assert offered
    assert logged(engine, event="export").empty


def test_who_may_not_export_is_offered_no_file(offered):
    downloads.begin(replace(HEAD, powers=HEAD.powers - {"export"}), "homes", "derby-city")
    downloads.button("Table", lambda: b"x", file_name="x.csv")
    assert offered == []


def button_for(offered, viewer, page="homes", authority="derby-city", **choices):
    made = []
    downloads.begin(viewer, page, authority)
    downloads.button("Table", lambda: made.append(1) or b"x", file_name="x.csv", **choices)
    return offered[-1][1], made


def has_ended():
    raise NotPermitted("Your sign-in has ended.")


@pytest.mark.parametrize(
    ("viewer", "where"),
    [
        (replace(HEAD, still_there=has_ended), {}),
        (replace(HEAD, still_there=has_ended), {"needs": None, "audience": ""}),
        (viewer_of_roles("p", ["partner"], authorities=frozenset({"elsewhere"})), {}),
        (viewer_of_roles("p", ["partner"]), {"page": "audit"}),
        (viewer_of_roles("p", ["partner"]), {"audience": "casework"}),
    ],
)
def test_on_the_click_the_right_is_asked_again_and_without_it_nothing_is_made_or_logged(offered, engine, viewer, where):
    make, made = button_for(offered, viewer, **where)
    assert isinstance(taken(make), NotPermitted)
    assert made == []
    assert logged(engine, since=datetime.now().date()).empty


def test_a_provider_takes_away_what_they_see(offered, engine):
    provider = viewer_of_roles("pat", ["provider"], homes=frozenset({"derby-city/Home 2"}))
    make, _ = button_for(offered, provider, thing="table crimes")
    assert taken(make) == b"x"
    newest = logged(engine).iloc[0]
    assert (newest["who"], newest["event"], newest["thing"]) == ("pat", "export", "page homes table crimes csv")


def test_a_file_that_cannot_be_logged_is_not_given_out(offered, engine):
    make, made = button_for(offered, HEAD)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE audit_entry"))
    assert isinstance(taken(make), DBAPIError)
    assert made == [1]


def test_no_other_way_leads_out():
    calls = [
        file.relative_to(ROOT).as_posix()
        for folder in ("app", "pages")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "download_button"
    ]
    assert calls == ["app/downloads.py"]
