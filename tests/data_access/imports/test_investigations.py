"""Cases and checklists from files: matched on the reference, changed with history, and never half wrong."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlmodel import Session

from data_access.checklist import save_item_change
from data_access.imports.kept import KEPT, LATER_KEPT, OVERWRITTEN
from data_access.investigations import save_investigation_change
from data_access.models import CaseChange, ChecklistItem, Investigation
from data_access.viewer import Viewer

BY_FILE = "police, by file of 12/04/2023"
ANNA = Viewer("anna", frozenset({"partnership", "casework"}), powers=frozenset({"casework"}))
OLDER, DRAWN, LATER = date(2023, 4, 5), date(2023, 4, 12), date(2023, 4, 19)
ENDED = {
    "stage": "finalised",
    "stage_since": date(2023, 4, 10),
    "outcome_code": "22",
    "outcome_on": date(2023, 4, 10),
    "restorative_offered": "yes",
}
BLANK = dict.fromkeys(
    ("responsible_authority", "occurred_on", "response", "stage_since", "low_level", "cooling_off"), ""
)


def counts(report):
    return (report.added, report.updated, report.unchanged, report.rejected)


def warnings(report, why):
    return [found.column for found in report.warnings if (found.row, found.wrong) == (2, why[0])]


def by_hand(engine, changes, now, version=1):
    with Session(engine) as session:
        key = session.execute(select(Investigation.key)).scalar_one()
    if "done_at" in changes:
        return save_item_change(engine, ANNA, key, 1, version, changes, now)
    return save_investigation_change(engine, ANNA, key, version, changes, now)


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
    assert ("stage", "under investigation", "finalised", BY_FILE) in changes
    assert ("outcome_code", "", "2A", BY_FILE) in changes


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
        {"reference": "CR-9", "stage": "finalised", "outcome_code": "0", "outcome_on": "05/04/2022"},
        {"reference": "CR-10", "reported_at": "01/04/2099"},
        {"reference": "CR-11", "outcome_code": "8", "outcome_on": "01/05/2099"},
        {"reference": "CR-12", "stage_since": "01/05/2099"},
        {"reference": "CR-13", "home": ""},
        {"reference": "CR-14", "outcome_code": "8"},
    )
    assert problems(report) == [
        (3, "reference"),
        (4, "home"),
        (5, "outcome_code"),
        (6, "reference"),
        (7, "reference"),
        (8, "reference"),
        *((row, "reference") for row in range(10, 16)),
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


def test_a_blank_cell_leaves_what_stands_whoever_said_it(home_engine, load_rows, values_in):
    load_rows(home_engine, "investigations", extract_date=OLDER)
    by_hand(home_engine, {"interview": "arrest", "occurred_on": date(2022, 3, 30)}, datetime(2023, 4, 6))
    first = values_in(home_engine, Investigation, "interview", "occurred_on", "response", "stage_since", "reported_at")
    later = {**BLANK, "interview": "not recorded", "home": "", "reported_at": "01/04/2022"}
    assert counts(load_rows(home_engine, "investigations", later, extract_date=LATER)) == (0, 0, 1, 0)
    again = values_in(home_engine, Investigation, "interview", "occurred_on", "response", "stage_since", "reported_at")
    assert again == first == [("arrest", date(2022, 3, 30), "immediate", date(2022, 4, 2), datetime(2022, 4, 1, 10))]


@pytest.mark.parametrize(
    ("changed_at", "file", "drawn", "stage", "kept", "overwritten"),
    [
        # The very file again, whatever day is given for it: who changed it knew what it says.
        (datetime(2023, 4, 13), {}, LATER, "finalised", ["stage", "stage_since"], []),
        (datetime(2023, 4, 12, 8), {"interview": "neither"}, DRAWN, "finalised", ["stage", "stage_since"], []),
        (datetime(2023, 4, 11), {"stage": "panel", **BLANK}, DRAWN, "panel", [], ["stage"]),
    ],
)
def test_what_a_person_changed_since_a_file_was_drawn_stays_and_the_report_names_it(
    home_engine, load_rows, values_in, changed_at, file, drawn, stage, kept, overwritten
):
    load_rows(home_engine, "investigations", extract_date=OLDER)
    by_hand(home_engine, ENDED, changed_at)
    report = load_rows(home_engine, "investigations", file, extract_date=drawn)
    assert (warnings(report, KEPT), warnings(report, OVERWRITTEN)) == (kept, overwritten)
    told = values_in(home_engine, Investigation, "stage", "stage_since", "outcome_on", "restorative_offered")
    since = date(2023, 4, 10) if stage == "finalised" else drawn
    assert told == [(stage, since, date(2023, 4, 10), "yes")]


def test_of_two_files_the_one_drawn_later_counts_and_the_other_fills_what_is_blank(home_engine, load_rows, values_in):
    load_rows(home_engine, "investigations", {"cooling_off": ""}, extract_date=OLDER)
    load_rows(home_engine, "investigations", {"cooling_off": "", "discontinued": "no"}, extract_date=LATER)
    between = {"stage": "with CPS", "stage_since": "03/04/2022", "cooling_off": "yes"}
    report = load_rows(home_engine, "investigations", between, extract_date=DRAWN)
    assert (counts(report), warnings(report, LATER_KEPT)) == ((0, 1, 0, 0), ["stage", "stage_since"])
    assert values_in(home_engine, Investigation, "stage", "cooling_off") == [("under investigation", "yes")]


def test_a_checklist_point_stays_as_a_person_or_a_later_file_recorded_it(home_engine, load_rows, values_in):
    load_rows(home_engine, "investigations")
    blank, later = {"done_at": "", "missing": ""}, {"done_at": "01/04/2022 16:30"}
    load_rows(home_engine, "checklist", later, extract_date=DRAWN)
    report = load_rows(home_engine, "checklist", {}, extract_date=OLDER, source="council")
    assert (counts(report), warnings(report, LATER_KEPT)) == ((0, 0, 1, 0), ["done_at"])
    by_hand(home_engine, {"done_at": datetime(2022, 4, 2), "time_known": False}, datetime(2023, 4, 12, 8))
    for cells, kept in ((blank, []), (later, ["done_at"]), ({"done_at": "03/04/2022"}, ["done_at"])):
        report = load_rows(home_engine, "checklist", cells, extract_date=DRAWN)
        assert (counts(report), warnings(report, KEPT)) == ((0, 0, 1, 0), kept)
    wrong = [{"point": "2", "done_at": "31/03/2022"}, {"point": "3", "done_at": "01/04/2099"}]
    assert problems(load_rows(home_engine, "checklist", *wrong)) == [(2, "done_at"), (3, "done_at")]
    assert values_in(home_engine, ChecklistItem, "done_at") == [(datetime(2022, 4, 2),)]
    moved = load_rows(home_engine, "investigations", {"reported_at": "03/04/2022", "stage_since": "03/04/2022"})
    assert problems(moved) == [(2, "reference")]
