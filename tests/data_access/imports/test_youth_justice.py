"""What the Youth Justice Service sends: a file replaces the months it covers."""

from datetime import date

import pytest

from data_access.checks import whole_repeats
from data_access.imports.kinds import KINDS
from data_access.imports.saving import months_between
from data_access.imports.table import Extract, Row
from data_access.models import ChildReference, YouthJusticeEvent

APRIL = months_between(date(2022, 4, 1), date(2022, 4, 1))
SPRING = months_between(date(2022, 4, 1), date(2022, 6, 1))


def counts(report):
    return (report.added, report.updated, report.unchanged, report.rejected)


def test_an_event_is_stored_as_it_was_read(home_engine, load_rows, values_in):
    load_rows(home_engine, "youth_justice", {"event": "Court appearance", "detail": "", "delivered_by": ""})
    assert values_in(home_engine, YouthJusticeEvent, "event", "event_date", "month", "detail", "delivered_by") == [
        ("court_appearance", date(2022, 4, 1), date(2022, 4, 1), "", "")
    ]


def test_two_events_that_are_alike_are_two_events(home_engine, load_rows, rows_in):
    assert counts(load_rows(home_engine, "youth_justice", {}, {})) == (2, 0, 0, 0)
    assert counts(load_rows(home_engine, "youth_justice", {}, {})) == (0, 0, 2, 0)
    assert rows_in(home_engine, YouthJusticeEvent) == 2
    assert rows_in(home_engine, ChildReference) == 1


@pytest.mark.parametrize(
    ("events", "repeats"),
    [
        ("ABCDABCD", ["6 to 9 are the same as rows 2 to 5"]),
        ("ABCABCABC", ["5 to 7 are the same as rows 2 to 4", "8 to 10 are the same as rows 5 to 7"]),
        ("AABCxAABCy", ["7 to 10 are the same as rows 2 to 5"]),
        ("xABCDEyABCz", ["9 to 11 are the same as rows 3 to 5"]),
        ("AAAAAA", []),
        ("ABxAByBA", []),
    ],
)
def test_blocks_of_rows_that_stand_there_again_are_named(events, repeats):
    rows = [Row(number, {"event": event}) for number, event in enumerate(events, start=2)]
    warnings = whole_repeats(KINDS["youth_justice"], Extract("youth_justice", ("event",), rows=rows))
    assert [warning.wrong for warning in warnings] == [f"rows {repeat}" for repeat in repeats]


def test_a_file_replaces_the_months_it_covers_and_no_other(home_engine, load_rows, values_in):
    load_rows(
        home_engine, "youth_justice", {}, {"event_date": "01/05/2022"}, {"event_date": "02/05/2022"}, months=SPRING
    )
    report = load_rows(home_engine, "youth_justice", {"event": "offence"}, {}, months=APRIL)
    assert counts(report) == (1, 0, 1, 0)
    assert sorted(values_in(home_engine, YouthJusticeEvent, "event", "event_date")) == [
        ("contact", date(2022, 4, 1)),
        ("contact", date(2022, 5, 1)),
        ("contact", date(2022, 5, 2)),
        ("offence", date(2022, 4, 1)),
    ]


def test_an_event_outside_the_months_of_the_file_is_rejected(home_engine, load_rows, rows_in):
    report = load_rows(home_engine, "youth_justice", {"event_date": "31/03/2022"}, {}, months=APRIL)
    assert [(problem.row, problem.column, problem.wrong) for problem in report.problems] == [
        (2, "event_date", "it lies outside the months this file covers (April 2022)")
    ]
    assert rows_in(home_engine, YouthJusticeEvent) == 1


def test_a_month_without_an_event_is_covered_and_emptied(home_engine, load_rows, rows_in):
    load_rows(home_engine, "youth_justice")
    load_rows(home_engine, "youth_justice", {"event_date": "01/05/2022"}, months=SPRING)
    assert rows_in(home_engine, YouthJusticeEvent) == 1


def test_events_of_another_authority_stay(home_engine, load_rows, rows_in):
    load_rows(home_engine, "homes", {"authority": "Derbyshire"}, authority="Derbyshire")
    load_rows(home_engine, "youth_justice", authority="Derbyshire", source="their service")
    load_rows(home_engine, "youth_justice")
    assert rows_in(home_engine, YouthJusticeEvent) == 2
