"""Tables as a workbook that a screen reader can follow."""

import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from analysis.tables import FORMULA_STARTS, MARKING, Table
from analysis.workbook import WorkbookWords, tables_workbook

WORDS = WorkbookWords("Fewer crimes at the homes", "How many crimes?", ("As at 31/03/2023.", "Police counts."))


def table_of(**columns):
    numbers = pd.DataFrame(columns)
    return Table("Crimes at homes", numbers.astype(str), numbers)


def opened(*tables):
    return load_workbook(io.BytesIO(tables_workbook(tables, WORDS)))


def rows_of(sheet):
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_there_are_a_cover_a_list_notes_and_one_sheet_a_table():
    book = opened(table_of(Place=["Home 1"], Count=[3]), table_of(Place=["Home 2"], Count=[4]))
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Table 1", "Table 2"]
    assert ["How many crimes?"] in rows_of(book["Cover"])
    assert [2, "Police counts."] in rows_of(book["Notes"])
    assert ["Table 2", "Crimes at homes"] in rows_of(book["Contents"])


def test_every_sheet_with_figures_is_marked_and_so_is_the_cover():
    book = opened(table_of(Place=["Home 1"], Count=[3]))
    for name in ("Cover", "Table 1"):
        assert any(MARKING in str(cell) for row in rows_of(book[name]) for cell in row)


def test_numbers_stay_numbers_and_the_status_columns_are_not_shown():
    sheet = opened(table_of(**{"Place": ["Home 1"], "2022-23": [3.0], "2022-23 status": ["shown"]}))["Table 1"]
    assert rows_of(sheet)[-2:] == [["Place", "2022-23"], ["Home 1", 3]]


def test_a_cell_without_a_number_says_why_and_the_sheet_explains_it():
    numbers = {
        "Place": ["Home 1", "Home 2", "Home 3"],
        "2022-23": [float("nan")] * 3,
        "2022-23 status": ["not supplied", "not open", "withheld"],
    }
    rows = rows_of(opened(table_of(**numbers))["Table 1"])
    assert [row[1] for row in rows[-3:]] == ["[x]", "[z]", "[c]"]
    explained = [row[0] for row in rows if str(row[0]).startswith("[")]
    assert [words[:3] for words in explained] == ["[x]", "[z]", "[c]"]


def test_columns_of_one_period_share_its_status():
    numbers = {"Home": ["Home 1"], "2022-23: missing": [float("nan")], "2022-23: status": ["not supplied"]}
    assert rows_of(opened(table_of(**numbers))["Table 1"])[-1] == ["Home 1", "[x]"]


def test_a_change_that_cannot_be_worked_out_is_not_applicable():
    numbers = {"Place": ["Home 1"], "Change": [float("nan")], "Change status": ["shown"]}
    assert rows_of(opened(table_of(**numbers))["Table 1"])[-1] == ["Home 1", "[z]"]


def test_changes_and_shares_are_shown_as_percentages():
    sheet = opened(table_of(Place=["Home 1"], Change=[-0.667]))["Table 1"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == -0.667)
    assert cell.number_format == "0.0%"


def test_a_label_that_looks_like_a_formula_stays_a_label():
    sheet = opened(table_of(Place=["=1+1"], Count=[3]))["Table 1"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.data_type == "s"


STARTS = st.sampled_from(FORMULA_STARTS)


@settings(max_examples=15)
@given(STARTS, st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), max_size=8))
def test_no_text_in_a_workbook_is_a_formula_or_a_link(start, rest):
    text = f"{start}a{rest}"
    table = Table(text, pd.DataFrame(), pd.DataFrame({"Place": [text], "Count": [-3], f"{text}x": [text]}))
    book = load_workbook(io.BytesIO(tables_workbook([table], WorkbookWords(text, text, (text,)))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert -3 in {cell.value for cell in cells}


def test_nothing_to_write_is_refused():
    with pytest.raises(ValueError, match="at least one table"):
        tables_workbook([], WORDS)
