"""Rows are read column by column where a file is as usual, and one by one where it is not; both give the same."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.imports import reading
from data_access.imports.cells import day, text, when
from data_access.imports.reading import open_table, read_table
from data_access.imports.table import CellProblem, Column, Part, Row, UnreadableFile

COLUMNS = (Column("reference", text), Column("reported_at", when), Column("grade", text, required=False))
HEADER = "reference,reported_at\n"


@pytest.fixture
def short_parts(monkeypatch):
    monkeypatch.setattr(reading, "LINES_AT_ONCE", 2)


def rows_of(lines):
    return read_table((HEADER + lines).encode(), "incidents", COLUMNS)


@pytest.mark.usefixtures("short_parts")
def test_a_wrong_cell_rejects_its_row_alone_wherever_it_stands():
    extract = rows_of("A,01/04/2022 10:00\nB,02/04/2022 11:30\nC,never\nD,2022-04-03 09:05\n\nE,04/04/2022\n")
    assert [(row.number, row["reference"], row["grade"]) for row in extract.rows] == [
        (2, "A", None),
        (3, "B", None),
        (5, "D", None),
        (7, "E", None),
    ]
    assert [(problem.row, problem.column) for problem in extract.problems] == [(4, "reported_at")]
    assert extract.rows_read == 5
    assert extract.references == {"C"}


@pytest.mark.usefixtures("short_parts")
def test_a_formula_is_refused_with_its_row_also_in_a_later_part():
    with pytest.raises(UnreadableFile, match="Row 5, column reference holds a formula"):
        rows_of("A,01/04/2022\nB,01/04/2022\nC,01/04/2022\n=1+1,01/04/2022\n")


def test_a_part_gives_back_the_rows_it_was_made_of():
    rows = [Row(2, {"reference": "A", "grade": None}), Row(3, {"reference": "B", "grade": "1"})]
    part = Part.of(rows, ("reference", "grade"))
    assert list(part.rows()) == rows
    assert part.row(1) == rows[1]
    assert [row.number for row in part.without({0}).rows()] == [3]


def test_whoever_goes_through_the_parts_leaves_no_row_for_another():
    extract = open_table(f"{HEADER}A,01/04/2022\n".encode(), "incidents", COLUMNS)
    assert [part["reference"] for part in extract.each_part()] == [["A"]]
    assert list(extract.each()) == []


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)))
def test_a_moment_means_the_same_in_whatever_way_it_is_written(moment):
    minute = moment.replace(second=0, microsecond=0)
    ways = (f"{minute:%d/%m/%Y %H:%M}", f"{minute:%d/%m/%Y %H:%M:%S}", f"{minute:%Y-%m-%d %H:%M}", minute.isoformat())
    assert {when(way) for way in ways} == {minute}
    assert day(f"{minute.day}/{minute.month}/{minute.year}") == minute.date()


@pytest.mark.parametrize(
    "cell", ["31/02/2022 10:00", "01/04/2022 24:00", "01/04/1822 10:00", "01/04/2022x10:00", "٠١/04/2022 10:00"]
)
def test_what_is_no_moment_is_a_problem_each_time(cell):
    for _ in range(2):
        with pytest.raises(CellProblem):
            when(cell)
