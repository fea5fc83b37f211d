"""How many records of each sender say what extracts may leave out."""

from datetime import date

import pytest

from data_access.completeness import fetch_completeness
from data_access.database import run_fetch
from data_access.viewer import NotPermitted, system_viewer


def counted(engine, since=None):
    found = run_fetch(engine, fetch_completeness, system_viewer(), authority="derby-city", since=since)
    return {(row.kind, row.source, row.column): (row.records, int(row.filled)) for row in found.itertuples()}


def test_records_and_those_with_a_value_are_counted_for_each_sender_and_column(home_engine, load_rows):
    load_rows(
        home_engine,
        "incidents",
        {},
        {"reference": "INC-2", "response": "", "occurred_at": ""},
        {"reference": "INC-3", "child_reference": "", "child_role": ""},
    )
    load_rows(home_engine, "incidents", {}, source="another police", without=("response",))
    found = counted(home_engine)
    assert found["incidents", "police", "response"] == (3, 2)
    assert found["incidents", "police", "occurred_at"] == (3, 2)
    assert found["incidents", "police", "child_reference"] == (3, 2)
    assert found["incidents", "another police", "response"] == (1, 0)


def test_a_record_of_several_children_counts_once_and_a_role_that_is_not_recorded_does_not(home_engine, load_rows):
    children = ({}, {"child_reference": "P-2"}, {"reference": "INC-2", "child_role": "not recorded"})
    load_rows(home_engine, "incidents", *children)
    found = counted(home_engine)
    assert found["incidents", "police", "child_reference"] == (2, 2)
    assert found["incidents", "police", "child_role"] == (2, 1)


def test_only_contacts_are_delivered_by_somebody_and_only_recent_months_count(home_engine, load_rows):
    events = (
        {"event": "contact", "delivered_by": "", "event_date": "01/05/2022"},
        {"event": "contact", "delivered_by": "Youth Justice Service", "event_date": "01/06/2022"},
        {"event": "offence", "delivered_by": "", "event_date": "02/06/2022"},
    )
    load_rows(home_engine, "youth_justice", *events, source="YJS")
    assert counted(home_engine)["youth_justice", "YJS", "delivered_by"] == (2, 1)
    assert counted(home_engine, date(2022, 6, 1))["youth_justice", "YJS", "delivered_by"] == (1, 1)


def test_only_who_may_load_is_told(home_engine, viewer_of):
    with pytest.raises(NotPermitted):
        run_fetch(home_engine, fetch_completeness, viewer_of(), authority="derby-city", since=None)
