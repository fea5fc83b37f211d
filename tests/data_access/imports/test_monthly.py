"""One number a month: occupancy and internal counts of homes, counts of neighbourhoods."""

from datetime import date

import pytest

from data_access.models import InternalCount, NeighbourhoodCount, Occupancy, RejectedRow

KINDS = pytest.mark.parametrize(
    ("kind", "model", "place", "alias", "number", "value"),
    [
        ("occupancy", Occupancy, "home", "DCH-01", "average_children", "average_children"),
        ("internal_counts", InternalCount, "home", "DCH-01", "immediate", "immediate"),
        ("neighbourhood_counts", NeighbourhoodCount, "neighbourhood", "CHELLASTON", "count", "count"),
    ],
)


def counts(report):
    return (report.added, report.updated, report.unchanged, report.rejected)


def told(report):
    return [(problem.row, problem.column, problem.wrong) for problem in report.problems]


@KINDS
def test_a_number_is_stored_by_place_and_month(
    home_engine, load_rows, values_in, kind, model, place, alias, number, value
):
    load_rows(home_engine, kind, {number: "3"}, {number: "4", "month": "05/2022"})
    assert values_in(home_engine, model, "month", value) == [(date(2022, 4, 1), 3), (date(2022, 5, 1), 4)]


@KINDS
def test_a_changed_number_is_updated(home_engine, load_rows, values_in, kind, model, place, alias, number, value):
    load_rows(home_engine, kind, {number: "3"}, {number: "4", "month": "2022-05"})
    assert counts(load_rows(home_engine, kind, {number: "7"}, {number: "4", "month": "2022-05"})) == (0, 1, 1, 0)
    assert values_in(home_engine, model, value) == [(7,), (4,)]


@KINDS
def test_a_place_that_comes_twice_in_a_month_is_kept_once_whatever_its_spelling(
    home_engine, load_rows, rows_in, kind, model, place, alias, number, value
):
    report = load_rows(home_engine, kind, {}, {}, {place: alias}, {place: alias, "month": "2022-05"})
    assert told(report) == [(3, place, "this stands already in row 2"), (4, place, "this stands already in row 2")]
    assert rows_in(home_engine, model) == 2


@KINDS
def test_an_unknown_place_is_rejected_with_a_hint(
    home_engine, load_rows, values_in, kind, model, place, alias, number, value
):
    report = load_rows(home_engine, kind, {place: "UNMISTAKABLE"}, {place: f"{alias}x"})
    assert told(report) == [(row, place, f"this {place} is not known") for row in (2, 3)]
    assert f"the nearest known one is: {alias.lower()}" in report.problems[1].right
    assert "UNMISTAKABLE" not in repr(values_in(home_engine, RejectedRow, "column", "wrong", "right"))


def test_a_neighbourhood_may_have_counts_of_both_kinds_and_of_types_in_one_month(home_engine, load_rows, values_in):
    load_rows(home_engine, "neighbourhood_counts", {}, {"kind": "Crime"}, {"type": "Nuisance"})
    assert values_in(home_engine, NeighbourhoodCount, "kind", "type_label") == [
        ("crime", ""),
        ("incident", ""),
        ("incident", "Nuisance"),
    ]
