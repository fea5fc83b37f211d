"""Which sections of the annual paper are on, as people last switched them."""

from dataclasses import replace
from datetime import datetime
from threading import Barrier, Thread

import pytest

from data_access.database import run_fetch
from data_access.models import PaperSection
from data_access.paper_sections import fetch_paper_sections, save_paper_section
from data_access.papers import PaperRefused
from data_access.viewer import NotPermitted, system_viewer

ANNA, BEN = system_viewer("anna"), system_viewer("ben")
NOT_PERMITTED = [
    replace(ANNA, authorities=frozenset({"elsewhere"})),
    replace(ANNA, homes=frozenset({"derby-city/Home 2"})),
    replace(ANNA, powers=frozenset()),
]
NOW, LATER = datetime(2023, 10, 1, 9, 0), datetime(2023, 10, 1, 9, 5)


def switch(engine, viewer, section, is_on, *, period="2022-23", now=NOW, authority="derby-city"):
    save_paper_section(engine, viewer, authority=authority, section=section, period=period, is_on=is_on, now=now)


def told(engine, period="2022-23"):
    rows = run_fetch(engine, fetch_paper_sections, ANNA, authority="derby-city", period=period)
    return {row.section: (row.is_on, row.period) for row in rows.itertuples(index=False)}


def test_a_section_that_nobody_switched_is_not_there(home_engine):
    assert told(home_engine) == {}


def test_the_last_switch_stands_with_who_made_it(home_engine):
    switch(home_engine, ANNA, "climate", False)
    switch(home_engine, ANNA, "rate", True)
    switch(home_engine, BEN, "climate", True, now=LATER)
    assert told(home_engine) == {"climate": (True, "2022-23"), "rate": (True, "2022-23")}
    rows = run_fetch(home_engine, fetch_paper_sections, ANNA, authority="derby-city", period="2022-23")
    assert [(row.changed_by, row.changed_at) for row in rows.itertuples()] == [("ben", LATER), ("anna", NOW)]


def test_the_newest_earlier_year_is_the_start_of_a_new_one_and_each_year_keeps_its_own(home_engine):
    switch(home_engine, ANNA, "climate", True, period="2020-21")
    switch(home_engine, ANNA, "climate", False, period="2021-22")
    switch(home_engine, ANNA, "climate", True, period="2023-24")
    assert told(home_engine) == {"climate": (False, "2021-22")}
    switch(home_engine, ANNA, "climate", True)
    assert told(home_engine)["climate"] == (True, "2022-23")
    assert told(home_engine, "2021-22")["climate"] == (False, "2021-22")


def test_two_who_switch_a_section_for_the_first_time_at_once_leave_one_row(home_engine, rows_in):
    together = Barrier(2)

    def switched(viewer):
        together.wait()
        switch(home_engine, viewer, "climate", False)

    people = [Thread(target=switched, args=(viewer,)) for viewer in (ANNA, BEN)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert rows_in(home_engine, PaperSection) == 1
    assert told(home_engine) == {"climate": (False, "2022-23")}


@pytest.mark.parametrize("outsider", NOT_PERMITTED, ids=["another authority", "one home", "no right"])
def test_sections_that_are_not_within_the_role_are_neither_read_nor_switched(home_engine, outsider):
    with pytest.raises(NotPermitted):
        switch(home_engine, outsider, "climate", False)
    with pytest.raises(NotPermitted):
        run_fetch(home_engine, fetch_paper_sections, outsider, authority="derby-city", period="2022-23")
    assert told(home_engine) == {}


def test_an_authority_that_is_not_there_is_a_sentence(home_engine):
    with pytest.raises(PaperRefused, match="no such authority"):
        switch(home_engine, ANNA, "climate", False, authority="nowhere")
