"""Incidents and crimes: matched on source and reference, with the home, the type and perhaps a child."""

from datetime import date, datetime

import pytest

from data_access.imports.crimes import read_crimes
from data_access.imports.incidents import read_incidents
from data_access.imports.saving import months_between
from data_access.models import (
    ChildReference,
    Crime,
    Home,
    Incident,
    IncidentType,
    Involvement,
    OutcomeCode,
    RejectedRow,
)

BOTH_KINDS = pytest.mark.parametrize(
    ("kind", "model", "type_column"), [("incidents", Incident, "incident_type"), ("crimes", Crime, "offence_type")]
)


MONTHS = months_between(date(2022, 4, 1), date(2023, 3, 1))


def counts(report):
    return (report.added, report.updated, report.unchanged, report.rejected)


def told(report):
    return [(problem.row, problem.column, problem.wrong, problem.right) for problem in report.problems]


def test_an_incident_is_stored_as_it_was_read(home_engine, load_rows, values_in):
    load_rows(home_engine, "incidents")
    names = ("source", "reference", "reported_at", "occurred_at", "month", "response")
    assert values_in(home_engine, Incident, *names) == [
        ("police", "INC-1", datetime(2022, 4, 1, 10), datetime(2022, 4, 1, 9), date(2022, 4, 1), "Priority")
    ]


def test_a_crime_is_stored_with_its_outcome(home_engine, load_rows, values_in):
    load_rows(home_engine, "crimes", {"outcome_code": "1a"})
    codes = dict(values_in(home_engine, OutcomeCode, "id", "code"))
    ((outcome, decided),) = values_in(home_engine, Crime, "outcome_id", "outcome_date")
    assert (codes[outcome], decided) == ("1A", date(2022, 5, 30))


@BOTH_KINDS
def test_the_day_of_the_report_decides_the_month(home_engine, load_rows, values_in, kind, model, type_column):
    load_rows(home_engine, kind, {"reported_at": "01/05/2022 00:00", "occurred_at": "30/04/2022 23:50"})
    assert values_in(home_engine, model, "month") == [(date(2022, 5, 1),)]


@BOTH_KINDS
@pytest.mark.parametrize(
    ("months", "covered"),
    [(MONTHS, "April 2022 to March 2023"), (MONTHS[:1], "April 2022")],
    ids=["a year", "one month"],
)
def test_a_record_reported_outside_the_months_of_the_file_is_rejected_and_not_stored(
    home_engine, load_rows, values_in, kind, model, type_column, months, covered
):
    outside = ("31/03/2022 23:59", "01/04/2023 00:00")
    rows = [{"reference": str(n), "reported_at": day, "occurred_at": ""} for n, day in enumerate(outside)]
    report = load_rows(home_engine, kind, *rows, {"reference": "inside"}, months=months)
    wrong = f"it lies outside the months this file covers ({covered})"
    right = "Correct the date, or load the file with all of its months"
    assert told(report) == [(row, "reported_at", wrong, right) for row in (2, 3)]
    assert values_in(home_engine, model, "reference") == [("inside",)]


@pytest.mark.parametrize("read", [(read_incidents, "incidents"), (read_crimes, "crimes")])
def test_a_record_reported_before_it_occurred_is_a_problem(read, file_of):
    reader, kind = read
    extract = reader(file_of(kind, {"occurred_at": "02/04/2022"}, {}))
    assert [(problem.row, problem.column, problem.wrong) for problem in extract.problems] == [
        (2, "occurred_at", "it lies after reported_at")
    ]
    assert [row.number for row in extract.rows] == [3]


@BOTH_KINDS
@pytest.mark.parametrize("written", ["Home 1", "home  1", "DCH-01", "dch-01"])
def test_a_home_is_known_by_its_name_and_its_aliases(
    home_engine, load_rows, values_in, kind, model, type_column, written
):
    load_rows(home_engine, kind, {"home": written})
    homes = {name: home for home, name in values_in(home_engine, Home, "id", "name")}
    assert values_in(home_engine, model, "home_id") == [(homes["Home 1"],)]


@BOTH_KINDS
def test_an_unknown_home_is_rejected_with_the_nearest_known_one(home_engine, load_rows, kind, model, type_column):
    report = load_rows(home_engine, kind, {"home": "Homme 1"}, {"reference": "2", "home": "Buckingham Palace"})
    assert told(report) == [
        (2, "home", "this home is not known", "Correct it, or add it to the list; the nearest known one is: home 1"),
        (3, "home", "this home is not known", "Correct it, or add it to the list"),
    ]


@pytest.mark.parametrize(
    ("kind", "column", "nearly", "nearest"),
    [
        ("incidents", "incident_type", "Mising Person", "missing person"),
        ("crimes", "offence_type", "CRIMINAL DAMMAGE", "criminal damage"),
    ],
)
def test_an_unknown_type_is_rejected_with_the_nearest_known_one(home_engine, load_rows, kind, column, nearly, nearest):
    report = load_rows(home_engine, kind, {column: nearly}, {"reference": "2", column: "Dancing"})
    hint = f"Correct it, or add it to the list; the nearest known one is: {nearest}"
    assert told(report) == [
        (2, column, "this type is not known", hint),
        (3, column, "this type is not known", "Correct it, or add it to the list"),
    ]


def test_the_second_spelling_of_a_type_with_its_mark_or_without_is_the_same_type(home_engine, load_rows, values_in):
    load_rows(
        home_engine,
        "incidents",
        {"incident_type": "Suspicious Circumstances/Insecure Premises/Vehicles"},
        {"reference": "INC-2", "incident_type": "Suspicious Circumstances/Insecure/Premises/Vehicles"},
        {"reference": "INC-4", "incident_type": "Missing Person*C*"},
        {"reference": "INC-5", "incident_type": "violence"},
        {"reference": "INC-3", "incident_type": "SUSPICIOUS CIRCUMSTANCES / INSECURE PREMISES / VEHICLES"},
    )
    labels = dict(values_in(home_engine, IncidentType, "id", "label"))
    found = [labels[type_id] for (type_id,) in values_in(home_engine, Incident, "type_id")]
    assert found[0::4] == ["Suspicious Circumstances/Insecure Premises/Vehicles"] * 2
    assert found[1:4] == ["Suspicious Circumstances/Insecure Premises/Vehicles", "Missing Person", "Violence *C*"]


def test_an_unknown_outcome_code_is_rejected(home_engine, load_rows, rows_in):
    report = load_rows(home_engine, "crimes", {"outcome_code": "99Z"}, {"reference": "CR-2"})
    assert told(report) == [
        (2, "outcome_code", "this outcome code is not known", "Add it to the table of outcome codes")
    ]
    assert rows_in(home_engine, Crime) == 1


@BOTH_KINDS
def test_a_reference_that_comes_twice_in_a_file_is_kept_once(home_engine, load_rows, rows_in, kind, model, type_column):
    report = load_rows(home_engine, kind, {}, {}, {"reference": "2"})
    assert told(report) == [(3, "reference", "this stands already in row 2", "Keep one of the two rows")]
    assert counts(report) == (2, 0, 0, 1)
    assert rows_in(home_engine, model) == 2


@BOTH_KINDS
def test_the_same_reference_of_another_source_is_another_record(
    home_engine, load_rows, rows_in, kind, model, type_column
):
    load_rows(home_engine, kind, source="police")
    assert counts(load_rows(home_engine, kind, source="another police")) == (1, 0, 0, 0)
    assert rows_in(home_engine, model) == 2


@BOTH_KINDS
def test_a_file_of_many_rows_is_loaded_twice_without_change(home_engine, load_rows, rows_in, kind, model, type_column):
    many = [{"reference": f"R-{number}", "child_reference": f"P-{number % 7}"} for number in range(900)]
    assert counts(load_rows(home_engine, kind, *many)) == (900, 0, 0, 0)
    assert counts(load_rows(home_engine, kind, *many)) == (0, 0, 900, 0)
    assert rows_in(home_engine, model) == rows_in(home_engine, Involvement) == 900
    assert rows_in(home_engine, ChildReference) == 7


def test_a_changed_outcome_updates_the_crime(home_engine, load_rows, values_in):
    load_rows(home_engine, "crimes", {"outcome_code": "", "outcome_date": ""}, {"reference": "CR-2"})
    report = load_rows(
        home_engine, "crimes", {"outcome_code": "8", "outcome_date": "01/06/2022"}, {"reference": "CR-2"}
    )
    assert counts(report) == (0, 1, 1, 0)
    codes = dict(values_in(home_engine, OutcomeCode, "id", "code"))
    outcome, decided = values_in(home_engine, Crime, "outcome_id", "outcome_date")[0]
    assert (codes[outcome], decided) == ("8", date(2022, 6, 1))


def test_an_outcome_stays_when_a_file_has_no_column_of_outcomes(home_engine, load_rows, values_in):
    load_rows(home_engine, "crimes")
    before = values_in(home_engine, Crime, "outcome_id", "outcome_date", "occurred_at")
    report = load_rows(home_engine, "crimes", without=("outcome_code", "outcome_date", "occurred_at"))
    assert counts(report) == (0, 0, 1, 0)
    assert values_in(home_engine, Crime, "outcome_id", "outcome_date", "occurred_at") == before


def test_an_outcome_that_is_withdrawn_leaves_the_crime_open(home_engine, load_rows, values_in):
    load_rows(home_engine, "crimes")
    load_rows(home_engine, "crimes", {"outcome_code": "", "outcome_date": ""})
    codes = dict(values_in(home_engine, OutcomeCode, "code", "id"))
    assert values_in(home_engine, Crime, "outcome_id", "outcome_date") == [(codes["0"], None)]


def test_a_crime_of_a_file_without_a_column_of_outcomes_has_none(home_engine, load_rows, values_in):
    load_rows(home_engine, "crimes", without=("outcome_code", "outcome_date"))
    assert values_in(home_engine, Crime, "outcome_id", "outcome_date") == [(None, None)]


def test_an_incident_with_a_new_type_is_updated_and_its_response_stays(home_engine, load_rows, values_in):
    load_rows(home_engine, "incidents")
    assert counts(load_rows(home_engine, "incidents", {"incident_type": "Nuisance"}, without=("response",))) == (
        0,
        1,
        0,
        0,
    )
    assert values_in(home_engine, Incident, "response") == [("Priority",)]


@BOTH_KINDS
def test_optional_columns_may_be_missing(home_engine, load_rows, rows_in, kind, model, type_column):
    optional = {"occurred_at", "response", "outcome_code", "outcome_date", "child_reference", "child_role"}
    assert counts(load_rows(home_engine, kind, without=optional)) == (1, 0, 0, 0)
    assert rows_in(home_engine, Involvement) == 0


@pytest.mark.parametrize(
    ("given", "role"), [("Suspect", "suspect"), ("", "not recorded"), ("not_recorded", "not recorded")]
)
def test_a_child_is_involved_in_its_role(home_engine, load_rows, values_in, given, role):
    load_rows(home_engine, "crimes", {"child_role": given})
    assert values_in(home_engine, Involvement, "role", "incident_id") == [(role, None)]


def test_a_role_without_a_child_involves_nobody(home_engine, load_rows, rows_in):
    load_rows(home_engine, "crimes", {"child_reference": "", "child_role": "suspect"})
    assert rows_in(home_engine, Involvement) == 0


def test_a_role_that_became_known_is_updated_without_a_second_involvement(home_engine, load_rows, values_in):
    load_rows(home_engine, "crimes", {"child_role": ""})
    load_rows(home_engine, "crimes", {"child_role": "witness"})
    assert values_in(home_engine, Involvement, "role") == [("witness",)]


def test_a_child_in_an_incident_and_a_crime_of_one_source_is_one_child(home_engine, load_rows, rows_in, values_in):
    load_rows(home_engine, "incidents")
    load_rows(home_engine, "crimes")
    assert rows_in(home_engine, ChildReference) == 1
    assert len({child for (child,) in values_in(home_engine, Involvement, "child_id")}) == 1


@BOTH_KINDS
def test_no_cell_of_a_rejected_row_is_kept(home_engine, load_rows, values_in, kind, model, type_column):
    names = ("reference", "home", type_column, "child_reference", "child_role", "reported_at")
    load_rows(home_engine, kind, *({name: "UNMISTAKABLE"} for name in names[1:]), dict.fromkeys(names, "UNMISTAKABLE"))
    kept = repr(values_in(home_engine, RejectedRow, "column", "wrong", "right"))
    assert "not known" in kept
    assert "UNMISTAKABLE" not in kept


@BOTH_KINDS
def test_a_record_that_stands_there_again_with_other_values_is_a_problem(
    home_engine, load_rows, values_in, kind, model, type_column
):
    report = load_rows(home_engine, kind, {}, {"home": "Home 2", "child_reference": "P-4712"})
    assert told(report) == [
        (
            3,
            "reference",
            "row 2 says something else of this record",
            "Rows of one record differ in the child alone",
        )
    ]
    assert counts(report) == (1, 0, 0, 1)
    homes = {name: home for home, name in values_in(home_engine, Home, "id", "name")}
    assert values_in(home_engine, model, "home_id") == [(homes["Home 1"],)]
    assert len(values_in(home_engine, Involvement, "id")) == 1


@BOTH_KINDS
def test_a_record_with_several_children_stands_in_several_rows(
    home_engine, load_rows, rows_in, values_in, kind, model, type_column
):
    rows = [{"child_role": "suspect"}, {"child_reference": "P-4712", "child_role": "suspect"}, {"child_reference": ""}]
    report = load_rows(home_engine, kind, *rows)
    assert (counts(report), report.problems) == ((1, 0, 0, 0), ())
    assert rows_in(home_engine, model) == 1
    assert values_in(home_engine, Involvement, "role") == [("suspect",), ("suspect",)]
    assert len(set(values_in(home_engine, Involvement, "child_id"))) == 2
    assert counts(load_rows(home_engine, kind, *reversed(rows))) == (0, 0, 1, 0)
    assert rows_in(home_engine, Involvement) == 2


@BOTH_KINDS
def test_a_child_that_stands_twice_in_a_record_is_a_problem(
    home_engine, load_rows, values_in, kind, model, type_column
):
    report = load_rows(home_engine, kind, {"child_role": "victim"}, {"child_role": "suspect"})
    assert told(report) == [(3, "reference", "this stands already in row 2", "Keep one of the two rows")]
    assert values_in(home_engine, Involvement, "role") == [("victim",)]


@BOTH_KINDS
def test_a_corrected_child_takes_the_place_of_the_former_one_in_that_record_alone(
    home_engine, load_rows, values_in, kind, model, type_column
):
    id_field = "incident_id" if model is Incident else "crime_id"
    load_rows(home_engine, kind, {"reference": "R-1"}, {"reference": "R-2"})
    wrong = values_in(home_engine, Involvement, "child_id")[0]
    report = load_rows(home_engine, kind, {"reference": "R-1", "child_reference": "P-4712"})
    assert counts(report) == (0, 1, 0, 0)
    records = {reference: record for record, reference in values_in(home_engine, model, "id", "reference")}
    involved = dict(values_in(home_engine, Involvement, id_field, "child_id"))
    assert len(values_in(home_engine, Involvement, "id")) == 2
    assert involved[records["R-1"]] != wrong[0] == involved[records["R-2"]]


@BOTH_KINDS
def test_a_child_that_is_taken_out_of_a_record_leaves_nobody_in_it(
    home_engine, load_rows, rows_in, kind, model, type_column
):
    load_rows(home_engine, kind)
    assert counts(load_rows(home_engine, kind, {"child_reference": "", "child_role": ""})) == (0, 1, 0, 0)
    assert rows_in(home_engine, Involvement) == 0


@BOTH_KINDS
def test_children_and_roles_stay_when_a_file_has_no_column_of_them(
    home_engine, load_rows, values_in, kind, model, type_column
):
    load_rows(home_engine, kind, {"child_role": "witness"})
    before = values_in(home_engine, Involvement, "child_id", "role")
    for without in (("child_role",), ("child_reference", "child_role")):
        assert counts(load_rows(home_engine, kind, without=without)) == (0, 0, 1, 0)
        assert values_in(home_engine, Involvement, "child_id", "role") == before


@BOTH_KINDS
def test_a_role_that_changed_counts_as_an_update(home_engine, load_rows, kind, model, type_column):
    load_rows(home_engine, kind, {"child_role": "witness"}, {"reference": "R-2"})
    assert counts(load_rows(home_engine, kind, {"child_role": "victim"}, {"reference": "R-2"})) == (0, 1, 1, 0)


@BOTH_KINDS
def test_the_same_reference_of_another_authority_is_another_record_with_its_own_child(
    home_engine, load_rows, values_in, rows_in, kind, model, type_column
):
    load_rows(home_engine, "homes", {"authority": "Derby Town"}, authority="Derby Town")
    load_rows(home_engine, kind)
    before = values_in(home_engine, model, "id", "home_id", "batch_id")
    involved = values_in(home_engine, Involvement, "id", "child_id", "role")
    other = {"child_role": "witness", "reported_at": "01/05/2022 10:00"}
    assert counts(load_rows(home_engine, kind, other, authority="Derby Town")) == (1, 0, 0, 0)
    assert values_in(home_engine, model, "id", "home_id", "batch_id")[:1] == before
    assert values_in(home_engine, Involvement, "id", "child_id", "role")[:1] == involved
    assert len(set(values_in(home_engine, model, "authority_id"))) == rows_in(home_engine, model) == 2
    assert len(set(values_in(home_engine, Involvement, "child_id"))) == rows_in(home_engine, ChildReference) == 2
