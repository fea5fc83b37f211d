"""The page of the protocol through the whole app without a browser: totals of all homes and all cases together."""

import re

import pytest
import streamlit as st

from tests.app.walking import walk

OFFENCE_OR_HOME = re.compile(r"Home \d|Criminal damage|Assault|Theft|Violence|Public order", re.IGNORECASE)


@pytest.fixture
def visit(monkeypatch, sample_url):
    monkeypatch.setenv("DATABASE_URL", sample_url)
    monkeypatch.setenv("SIGN_IN", "demo")
    st.cache_resource.clear()
    return lambda **query: walk(["protocol"], **query)["protocol"]


def test_the_page_tells_the_monitoring_counts_first_and_whose_protocol_is_applied(visit):
    shown = visit()
    assert not shown.exceptions
    assert shown.title == "Latest count: 159 dealt with in homes, 6 with police"
    counted = shown.table("Protocol monitoring")
    assert list(counted.index) == [
        "Dealt with in the homes",
        "Formal outcome with police",
        "Informal outcome with police",
        "Discontinued by the CPS",
    ]
    assert "The protocol applied: Derbyshire County Council's protocol; Derby City's own not seen." in shown.words
    assert len(shown.table("The checklist")) == 10


def test_the_page_has_times_with_open_cases_reported_and_closed_and_signed_up_homes(visit):
    shown = visit()
    assert "Median 50 days to an outcome; 4 without one" in shown.words
    assert list(shown.table("Cases reported, and cases with an outcome")["2022-23"]) == ["14", "11"]
    assert list(shown.table("Homes signed up").iloc[0]) == ["4 of 4", "4 of 4"]
    assert list(shown.table("Response grades").index)[-1] == "January to March 2023"


@pytest.mark.parametrize("role", ["partner", "analyst"])
def test_the_partnership_has_it_and_no_table_is_by_home_or_by_offence(visit, role):
    shown = visit(role=role, line="home-2")
    assert not shown.exceptions
    assert shown.title == "Latest count: 159 dealt with in homes, 6 with police"  # a choice of homes does not narrow it
    texts = [f"{title} {frame.to_csv()}" for title, frame in shown.tables]
    assert not [found for words in texts if (found := OFFENCE_OR_HOME.search(words))]


def test_a_private_provider_does_not_have_it(visit):
    with pytest.raises(ValueError, match="protocol"):
        visit(role="provider")
