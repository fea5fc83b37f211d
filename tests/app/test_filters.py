"""Filters and links, through the whole app without a browser."""

from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.conftest import fill_with_sample

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("homes", "incidents", "offences", "youth_justice", "cromarty", "actions", "about")
RUNS_WITHIN_S = 60


@pytest.fixture(scope="module")
def database(sqlite_databases):
    return sqlite_databases.copy_of("sample", fill_with_sample)


@pytest.fixture
def visit(monkeypatch, database):
    """Opens the app: visit("homes", line="home-1")."""
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("SIGN_IN", "demo")
    st.cache_resource.clear()

    def go(page="", **query):
        app = AppTest.from_file(str(ROOT / "app" / "main.py"), default_timeout=RUNS_WITHIN_S)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        return app.switch_page(f"../pages/{page}.py").run() if page else app

    return go


def title(app):
    return app.title[0].value.replace("\\", "")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"period": "2022-23-H2"},
        {"period": "2022-23-Q4", "against": "before"},
        {"period": "2022-23-T1", "line": "home-2"},
        {"period": "r12-2022-12", "against": "before"},
        {"period": "2022-04..2022-08", "line": "home-1,home-3-4"},
        {"period": "2022-23", "against": "baseline", "baseline": "2021-22"},
        {"period": "2025-26"},
    ],
    ids=str,
)
def test_every_page_stands_for_every_kind_of_period_which_stays_from_page_to_page(visit, query):
    app = visit(**query)
    for page in ("overview", *PAGES):
        app.switch_page(f"../pages/{page}.py").run()
        assert not app.exception, page
        assert not app.error, page
        assert len(app.title) == 1, page
        assert app.text_input(key="period").value == query.get("period", ""), page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"line": "home-9"}, "home-9"),
        ({"authority": "atlantis"}, "atlantis"),
        ({"provider": "charity"}, "charity"),
        ({"period": "2022-13"}, "2022-13"),
        ({"period": "yesterday"}, "yesterday"),
        ({"against": "norm"}, "norm"),
        ({"against": "last-year", "baseline": "foo"}, "foo"),
        ({"view": "gallery"}, "gallery"),
        ({"against": "baseline", "baseline": "2021-22-Q1"}, "months"),
        ({"period": "2021-04..2023-03"}, "longer than a year"),
    ],
)
def test_an_unknown_or_impossible_choice_is_a_sentence_and_shows_no_figures(visit, query, said):
    app = visit(**query)
    assert not app.exception
    assert len(app.error) == 1
    assert said in app.error[0].value.replace("\\", "")
    assert title(app) == "This view cannot be shown"
    assert not app.table


def test_the_way_out_of_an_impossible_choice_shows_all_homes_again(visit):
    app = visit(line="home-9")
    app.button[0].click().run()
    assert not app.error
    assert title(app) == "Crimes at the homes: fewer, 54 to 18"


def test_the_first_visit_shows_all_homes_and_the_latest_full_year_against_the_year_before(visit):
    app = visit()
    assert title(app) == "Crimes at the homes: fewer, 54 to 18"
    assert app.selectbox(key="choose-period").value == ""
    assert app.selectbox(key="choose-against").value == "last-year"
    assert app.multiselect(key="choose-line").value == []


def test_a_filter_with_one_possible_value_is_not_shown(visit):
    labels = [box.label for box in visit().selectbox]
    assert "Authority" not in labels
    assert "Provider" not in labels


def test_choosing_other_months_brings_two_more_boxes_and_moves_the_period(visit):
    app = visit()
    app.selectbox(key="choose-period").select("other months").run()
    app.selectbox(key="choose-last").select(date(2022, 9, 1)).run()
    assert app.text_input(key="period").value == "2022-23-H1"
    assert not app.exception


def test_a_period_of_the_list_is_written_by_its_key(visit):
    app = visit()
    app.selectbox(key="choose-period").select("2021-22").run()
    assert app.text_input(key="period").value == "2021-22"
    assert title(app) == "Crimes at the homes: 54, nothing to compare with"


def test_following_a_child_keeps_the_page(visit):
    app = visit("cromarty")
    app.selectbox(key="follow").select("B").run()
    assert not app.exception
    assert app.selectbox(key="follow").value == "B"
