"""Scores of targets at Enhanced Care Planning Meetings."""

from datetime import date

from data_access.imports.cromarty import read_cromarty
from data_access.models import CromartyScore


def counts(report):
    return (report.added, report.updated, report.unchanged, report.rejected)


def test_a_score_is_stored_by_child_meeting_and_target(home_engine, load_rows, values_in):
    load_rows(home_engine, "cromarty", {}, {"target": "total", "score": "41"})
    assert values_in(home_engine, CromartyScore, "meeting", "meeting_date", "target", "score") == [
        (1, date(2022, 4, 1), "Target 1", 2.5),
        (1, date(2022, 4, 1), "total", 41.0),
    ]


def test_a_corrected_score_is_updated(home_engine, load_rows, values_in):
    load_rows(home_engine, "cromarty", {}, {"target": "Target 2"})
    assert counts(load_rows(home_engine, "cromarty", {"score": "3"}, {"target": "Target 2"})) == (0, 1, 1, 0)
    assert values_in(home_engine, CromartyScore, "score") == [(3.0,), (2.5,)]


def test_a_target_that_comes_twice_at_a_meeting_is_kept_once(home_engine, load_rows, rows_in):
    report = load_rows(home_engine, "cromarty", {}, {"score": "9"}, {"meeting": "2"}, {"child_reference": "EC-13"})
    assert [(problem.row, problem.column) for problem in report.problems] == [(3, "child_reference")]
    assert rows_in(home_engine, CromartyScore) == 3


def test_meetings_are_counted_from_1(file_of):
    extract = read_cromarty(file_of("cromarty", {"meeting": "0"}, {}))
    assert [(problem.row, problem.column, problem.wrong, problem.right) for problem in extract.problems] == [
        (2, "meeting", "meetings are counted from 1", "Write 1 for the child's first meeting ever")
    ]
    assert [row.number for row in extract.rows] == [3]
