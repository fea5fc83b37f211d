"""Cases and checklists from files: matched on the reference, changed with history, and never half wrong."""

from datetime import datetime

from data_access.models import CaseChange, ChecklistItem, Investigation


def counts(report):
    return (report.added, report.updated, report.unchanged, report.rejected)


def problems(report):
    return [(problem.row, problem.column) for problem in report.problems]


def test_a_case_is_stored_with_what_the_file_says_and_the_rest_not_recorded(home_engine, load_rows, values_in):
    load_rows(home_engine, "investigations", {"home": "DCH-01"}, {"reference": "CR-2", "reported_at": "02/04/2022"})
    told = values_in(home_engine, Investigation, "reference", "source", "home_id", "reported_at", "reported_time_known")
    assert told == [
        ("CR-1", "police", 1, datetime(2022, 4, 1, 10, 0), True),
        ("CR-2", "police", 1, datetime(2022, 4, 2), False),
    ]
    assert values_in(home_engine, Investigation, "interview", "authority_told")[0] == ("not recorded", "yes")


def test_the_same_file_changes_nothing_and_a_later_one_keeps_a_history(home_engine, load_rows, values_in):
    load_rows(home_engine, "investigations")
    assert counts(load_rows(home_engine, "investigations")) == (0, 0, 1, 0)
    closed = {"stage": "finalised", "stage_since": "01/05/2022", "outcome_code": "2a", "outcome_on": "01/05/2022"}
    assert counts(load_rows(home_engine, "investigations", closed)) == (0, 1, 0, 0)
    changes = values_in(home_engine, CaseChange, "field", "before", "after", "changed_by")
    assert ("stage", "under investigation", "finalised", "police, by file") in changes
    assert ("outcome_code", "", "2A", "police, by file") in changes


def test_a_column_that_the_file_lacks_leaves_what_was_known(home_engine, load_rows, values_in):
    load_rows(home_engine, "investigations")
    assert counts(load_rows(home_engine, "investigations", without=("cooling_off", "response"))) == (0, 0, 1, 0)
    assert values_in(home_engine, Investigation, "cooling_off", "response") == [("no", "immediate")]


def test_rows_that_contradict_themselves_are_rejected_by_row_and_column(home_engine, load_rows, rows_in):
    report = load_rows(
        home_engine,
        "investigations",
        {},
        {},
        {"reference": "CR-3", "home": "Nowhere"},
        {"reference": "CR-4", "outcome_code": "99"},
        {"reference": "CR-5", "stage": "finalised"},
        {"reference": "CR-6", "setting": "foster"},
        {"reference": "CR-7", "occurred_on": "02/04/2022"},
        {"reference": "CR-8", "setting": "foster", "home": ""},
    )
    assert problems(report) == [
        (3, "reference"),
        (4, "home"),
        (5, "outcome_code"),
        (6, "reference"),
        (7, "reference"),
        (8, "reference"),
    ]
    assert rows_in(home_engine, Investigation) == 2


def test_a_case_of_another_child_is_rejected_and_no_problem_repeats_a_cell(home_engine, load_rows, values_in):
    load_rows(home_engine, "investigations")
    report = load_rows(home_engine, "investigations", {"child_reference": "P-SECRET", "matter": "x" * 201})
    assert problems(report) == [(2, "matter")]
    report = load_rows(home_engine, "investigations", {"child_reference": "P-SECRET"})
    assert problems(report) == [(2, "child_reference")]
    assert not [text for text in report.sentences() if "SECRET" in text or "xxx" in text]


def test_points_of_a_checklist_are_found_by_the_reference_of_their_case(home_engine, load_rows, values_in):
    load_rows(home_engine, "investigations")
    rows = [{}, {"point": "2", "done_at": "02/04/2022"}, {"point": "3", "done_at": "", "missing": "Asked for"}]
    wrong = [{"point": "11"}, {"reference": "CR-9"}, {}]
    report = load_rows(home_engine, "checklist", *rows, *wrong, source="council")
    assert (counts(report), sorted(problems(report))) == (
        (3, 0, 0, 3),
        [(5, "point"), (6, "reference"), (7, "reference")],
    )
    assert values_in(home_engine, ChecklistItem, "number", "done_at", "time_known", "missing") == [
        (1, datetime(2022, 4, 1, 15, 0), True, ""),
        (2, datetime(2022, 4, 2), False, ""),
        (3, None, False, "Asked for"),
    ]
    again = load_rows(home_engine, "checklist", {"done_at": "01/04/2022 16:00"}, *rows[1:], source="council")
    assert counts(again) == (0, 1, 2, 0)
    assert values_in(home_engine, ChecklistItem, "version") == [(2,), (1,), (1,)]
