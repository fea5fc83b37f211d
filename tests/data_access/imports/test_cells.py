"""How a cell becomes a value."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.imports.cells import choice, clock, count, day, month, number, text, when
from data_access.imports.table import CellProblem


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("05/04/2022", datetime(2022, 4, 5)),
        ("5/4/2022", datetime(2022, 4, 5)),
        ("2022-04-05", datetime(2022, 4, 5)),
        ("05/04/2022 09:30", datetime(2022, 4, 5, 9, 30)),
        ("05/04/2022 09:30:15", datetime(2022, 4, 5, 9, 30, 15)),
        ("2022-04-05 09:30", datetime(2022, 4, 5, 9, 30)),
        ("2022-04-05T09:30:15", datetime(2022, 4, 5, 9, 30, 15)),
        ("29/02/2024", datetime(2024, 2, 29)),
    ],
)
def test_dates_are_read_in_both_forms_with_or_without_the_time(cell, value):
    assert when(cell) == value
    assert day(cell) == value.date()


@pytest.mark.parametrize(
    "cell", ["04/13/2022", "5 April 2022", "05/04/22", "0022-04-05", "29/02/2023", "2201-01-01", "44656", "05-04-2022"]
)
def test_what_is_no_date_of_this_age_is_a_problem(cell):
    with pytest.raises(CellProblem, match="Write DD/MM/YYYY or YYYY-MM-DD"):
        when(cell)


def test_a_time_means_the_same_in_a_cell_and_in_a_form():
    known = {"9": time(9), "14": time(14), "930": time(9, 30), "1430": time(14, 30), "09.30": time(9, 30)}
    known |= {"9:30": time(9, 30), "00:00": time(), "14:30:05": time(14, 30, 5)}
    for written, at in known.items():
        assert (clock(written), when(f"01/04/2022 {written}")) == (at, datetime.combine(date(2022, 4, 1), at))
    for written in ("24", "24:00", "14:3", "1:305", "9:60", "14:", ":30", "9 30", "14305", "١٤", "noon"):
        assert clock(written) is None
        with pytest.raises(CellProblem, match="HH:MM"):
            when(f"01/04/2022 {written}")


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_both_forms_of_a_date_are_the_same_date(written):
    assert day(written.strftime("%d/%m/%Y")) == day(written.isoformat()) == written


@pytest.mark.parametrize("cell", ["2022-04", "04/2022", "2022-04-01", "2022-04-30", "30/04/2022"])
def test_a_month_is_its_first_day(cell):
    assert month(cell) == date(2022, 4, 1)


@pytest.mark.parametrize("cell", ["April 2022", "2022", "2022-13", "202204"])
def test_what_is_no_month_is_a_problem(cell):
    with pytest.raises(CellProblem, match="Write YYYY-MM"):
        month(cell)


@pytest.mark.parametrize(("cell", "value"), [("0", 0), ("007", 7), ("1,234", 1234), ("12,345,678", 12_345_678)])
def test_a_count_is_a_whole_number(cell, value):
    assert count(cell) == value


@pytest.mark.parametrize("cell", ["-1", "1.0", "1e3", "²", "١", "ten", "1,2", "1,2345", "9999999999", "9" * 5000])
def test_what_is_no_count_is_a_problem(cell):
    with pytest.raises(CellProblem, match="Write a whole number, 0 or more"):
        count(cell)


@pytest.mark.parametrize(("cell", "value"), [("0", 0.0), ("4.2", 4.2), (".5", 0.5), ("1,234.5", 1234.5)])
def test_a_number_may_have_a_fraction(cell, value):
    assert number(cell) == value


@pytest.mark.parametrize("cell", ["-0.1", "nan", "inf", "1e400", "4,2", "4.2 children", "x"])
def test_what_is_no_number_is_a_problem(cell):
    with pytest.raises(CellProblem, match="Write a number, 0 or more"):
        number(cell)


def test_text_loses_its_extra_spaces():
    assert text("  Home \u00a0 1\t") == "Home 1"


@pytest.mark.parametrize("cell", ["not recorded", "Not Recorded", "not_recorded", " NOT  RECORDED"])
def test_a_word_is_known_whatever_its_case_and_spacing(cell):
    assert choice("suspect", "not recorded")(cell) == "not recorded"


def test_an_unknown_word_is_a_problem_that_lists_the_known_ones():
    with pytest.raises(CellProblem, match="Write one of: suspect, not recorded"):
        choice("suspect", "not recorded")("culprit")
