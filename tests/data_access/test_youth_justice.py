"""Contacts by who delivered them and by month."""

from datetime import date

import pytest
from sqlmodel import Session

from data_access.youth_justice import fetch_contacts_by_deliverer, fetch_contacts_by_month

DERBY = {"authority": "derby-city"}
YEARS = {2021: (date(2021, 4, 1), date(2022, 4, 1)), 2022: (date(2022, 4, 1), date(2023, 4, 1))}
BOTH = {"start": date(2021, 4, 1), "end": date(2023, 4, 1)}


@pytest.fixture
def ask(viewer_of):
    def answer(engine, fetch, **keywords):
        with Session(engine) as session:
            return fetch(session, viewer_of(), **{**DERBY, **BOTH, **keywords})

    return answer


@pytest.mark.parametrize(("year", "contacts"), [(2021, 37), (2022, 96)])
@pytest.mark.parametrize("fetch", [fetch_contacts_by_deliverer, fetch_contacts_by_month])
def test_contacts_add_up_to_the_published_ones(ask, sample_engine, fetch, year, contacts):
    start, end = YEARS[year]
    assert ask(sample_engine, fetch, start=start, end=end)["count"].sum() == contacts


def test_contacts_are_grouped_by_who_delivered_them(ask, home_engine, load_rows):
    load_rows(
        home_engine,
        "youth_justice",
        {},
        {"event_date": "02/05/2022"},
        {"delivered_by": "Substance use worker"},
        {"delivered_by": ""},
        {"event": "assessment"},
    )
    found = ask(home_engine, fetch_contacts_by_deliverer)
    assert list(found.columns) == ["delivered_by", "count"]
    assert dict(zip(found["delivered_by"], found["count"], strict=True)) == {
        "": 1,
        "Substance use worker": 1,
        "Youth Justice Service": 2,
    }


def test_contacts_by_month_begin_with_the_first_and_end_before_the_month_given(ask, home_engine, load_rows):
    dates = ("30/04/2022", "01/05/2022", "31/05/2022", "01/06/2022", "01/07/2022")
    load_rows(home_engine, "youth_justice", *({"event_date": day} for day in dates), {"event": "offence"})
    found = ask(home_engine, fetch_contacts_by_month, start=date(2022, 5, 1), end=date(2022, 7, 1))
    assert found.to_dict("records") == [
        {"month": date(2022, 5, 1), "count": 2},
        {"month": date(2022, 6, 1), "count": 1},
    ]


@pytest.mark.parametrize("fetch", [fetch_contacts_by_deliverer, fetch_contacts_by_month])
def test_contacts_of_another_authority_are_not_counted(ask, home_engine, load_rows, fetch):
    load_rows(home_engine, "homes", {"authority": "Derbyshire"}, authority="Derbyshire")
    load_rows(home_engine, "youth_justice", authority="Derbyshire", source="their service")
    found = ask(home_engine, fetch)
    assert len(found) == 0
    assert list(found.columns)[1] == "count"
    assert ask(home_engine, fetch, authority="derbyshire")["count"].sum() == 1
