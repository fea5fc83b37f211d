"""Opening a workbook that may be anything, and finding the table of a sheet."""

import io
import re
import zipfile
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from data_access.imports import workbook as opening
from data_access.imports.cells import text
from data_access.imports.sheets import count_of, find_table, label_of, shown
from data_access.imports.table import CellProblem, Column, UnreadableFile
from data_access.imports.workbook import BLANK, read_workbook

COLUMNS = (Column("home", text, aliases=("children's home",)), Column("offence_type", text))


def is_year(heading):
    return re.fullmatch(r"\d{4}-\d{2}", heading) is not None


def packed(parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def crimes(workbook_of):
    """The sheet Crimes of a workbook with these rows."""
    return lambda rows, change=None: read_workbook(workbook_of({"Crimes": rows}, change), ("Crimes",))["Crimes"]


@pytest.fixture
def table_of(crimes):
    """The table of the sheet Crimes with these rows."""
    return lambda rows: find_table(crimes(rows), COLUMNS, is_year)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not an Excel workbook"),
        (b"home,month\n", "not an Excel workbook"),
        (b"%PDF-1.7 and so on", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "protected with a password, or it is in the old XLS"),
        (b"PK\x03\x04 cut short", "not an Excel workbook"),
        (packed({"word/document.xml": "<document/>"}), "not an Excel workbook"),
        (packed({"xl/workbook.xml": "no XML at all"}), "workbook is damaged"),
        (packed({"xl/workbook.xml": "<workbook/>"}), "workbook is damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_would_be_right(data, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        read_workbook(data, ("Crimes",))


def test_a_workbook_without_any_of_the_sheets_is_refused_and_they_are_named(workbook_of):
    with pytest.raises(UnreadableFile, match="Name them: Crimes, Homes"):
        read_workbook(workbook_of({"Sheet1": [("Home",)]}), ("Crimes", "Homes"))


def test_a_small_file_that_unpacks_to_a_very_large_one_is_refused(workbook_of):
    parts = parts_of(workbook_of()) | {"xl/media/image1.png": b"\0" * (opening.MOST_UNPACKED + 1)}
    data = packed(parts)
    assert len(data) < 1_000_000
    with pytest.raises(UnreadableFile, match="too large"):
        read_workbook(data, ("Crimes",))


def test_a_file_of_very_many_parts_is_refused(workbook_of):
    parts = parts_of(workbook_of()) | {f"xl/media/{number}.png": b"" for number in range(opening.MOST_PARTS)}
    with pytest.raises(UnreadableFile, match="too large"):
        read_workbook(packed(parts), ("Crimes",))


def test_a_sheet_that_says_it_is_larger_than_it_is_is_read_as_it_is(workbook_of):
    parts = parts_of(workbook_of({"Crimes": [("Home",), ("Home 1",)]}))
    name = "xl/worksheets/sheet2.xml"
    parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', parts[name])
    sheet = read_workbook(packed(parts), ("Crimes",))["Crimes"]
    assert {row: [cell.value for cell in cells.values()] for row, cells in sheet.rows.items()} == {
        1: ["Home"],
        2: ["Home 1"],
    }


def test_entities_that_grow_without_end_are_refused(workbook_of):
    parts = parts_of(workbook_of({"Crimes": [("Home",)]}))
    names = [f"a{number}" for number in range(12)]
    entities = "".join(f'<!ENTITY {name} "{f"&{before};" * 20}">' for before, name in pairwise(names))
    sheet = parts["xl/worksheets/sheet2.xml"].decode().replace("Home", f"&{names[-1]};")
    parts["xl/worksheets/sheet2.xml"] = f'<!DOCTYPE x [<!ENTITY a0 "lol">{entities}]>{sheet}'.encode()
    with pytest.raises(UnreadableFile, match="damaged"):
        read_workbook(packed(parts), ("Crimes",))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("Home",)] + [("Home 1",)] * opening.MOST_ROWS, "more than 10,000 rows"),
        ([("Home", *[None] * opening.MOST_COLUMNS, "x")], "more than 60 columns"),
    ],
)
def test_a_sheet_with_too_much_is_refused(crimes, rows, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        crimes(rows)


def test_sheets_that_are_not_wanted_are_not_looked_at(workbook_of):
    much = [(number,) for number in range(opening.MOST_ROWS + 1)]
    assert list(read_workbook(workbook_of({"Notes": much, "Crimes": [("Home",)]}), ("Crimes",))) == ["Crimes"]


def test_a_row_far_down_without_anything_between_is_read(crimes):
    def far(workbook):
        workbook["Crimes"].cell(900_000, 1, "Home 1")

    assert max(crimes([("Home",)], far).rows) == 900_000


def test_sheets_are_found_whatever_their_case(workbook_of):
    assert list(read_workbook(workbook_of({"CRIMES ": [("Home",)]}), ("Crimes",))) == ["Crimes"]


def test_a_formula_counts_as_last_calculated(workbook_of, calculated):
    data = calculated(workbook_of({"Crimes": [("=1+2", "=3")]}), {("Crimes", "A1"): 3})
    cells = read_workbook(data, ("Crimes",))["Crimes"].rows[1]
    assert count_of(cells[1]) == 3
    with pytest.raises(CellProblem, match="never calculated: Open the workbook in a spreadsheet program"):
        count_of(cells[2])
    with pytest.raises(CellProblem, match="never calculated"):
        label_of(cells[2])


def test_a_merged_label_counts_for_every_row_it_covers_and_sideways_for_none(crimes):
    sheet = crimes(
        [("Home", "Type"), ("Home 1", "A"), (None, "B"), ("Home 2", None)],
        lambda workbook: [workbook["Crimes"].merge_cells(cells) for cells in ("A2:A3", "A4:B4")],
    )
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["Home 1", "Home 1", "Home 2"]
    assert (sheet.cell(4, 2).value, sheet.cell(4, 2).is_merged) == (None, True)


def test_a_merged_number_is_a_problem_in_every_row_it_covers(crimes):
    sheet = crimes([("Home", "2022-23"), ("A", 1), ("B", None)], lambda book: book["Crimes"].merge_cells("B2:B3"))
    for row in (2, 3):
        with pytest.raises(CellProblem, match="merged cell"):
            count_of(sheet.cell(row, 2))


def test_a_merged_cell_without_anything_in_it_is_blank(crimes):
    sheet = crimes([("Home", "2022-23"), ("A", None)], lambda book: book["Crimes"].merge_cells("B2:B3"))
    assert sheet.cell(2, 2).is_blank


def test_a_merged_cell_as_large_as_a_sheet_is_no_more_work_than_its_rows(workbook_of):
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    parts = parts_of(workbook_of({"Crimes": [("Home",), ("A",)]}))
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(b"</sheetData>", merge)
    sheet = read_workbook(packed(parts), ("Crimes",))["Crimes"]
    assert (max(sheet.rows), len(sheet.rows[2])) == (2, opening.MOST_COLUMNS)


@pytest.mark.parametrize(
    ("written", "number"),
    [(54, 54), (54.0, 54), ("54", 54), (" 1,234 ", 1234), ("0", 0), ("\u00a012", 12)],
)
def test_a_count_is_read_also_where_it_is_text(crimes, written, number):
    assert count_of(crimes([(written,)]).rows[1][1]) == number


@pytest.mark.parametrize(
    "written",
    ["n/a", "-", "*", "1.5", 1.5, -1, "few", "1 234", True, date(2022, 4, 1), 10**12, "#N/A", "1,5", "\u0661"],
)
def test_what_is_no_count_says_what_would_be_right_and_not_the_cell(crimes, written):
    with pytest.raises(CellProblem) as problem:
        count_of(crimes([(written,)]).rows[1][1])
    assert problem.value.right == "Write a whole number, 0 or more; leave the cell blank where nothing was supplied"
    assert problem.value.wrong == "this is not a count"


@pytest.mark.parametrize("written", [None, "", "   ", "\u00a0"])
def test_a_cell_with_nothing_in_it_is_blank(crimes, written):
    assert crimes([(written, "x")]).cell(1, 1).is_blank


@pytest.mark.parametrize(
    ("written", "text_shown"),
    [
        (datetime(2023, 10, 31), "31/10/2023"),
        (date(2023, 10, 31), "31/10/2023"),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        (True, "yes"),
        (" Home  1 ", "Home 1"),
    ],
)
def test_a_cell_is_shown_as_a_spreadsheet_shows_it(crimes, written, text_shown):
    assert shown(crimes([(written,)]).rows[1][1]) == text_shown


def test_a_label_is_no_essay(crimes):
    with pytest.raises(CellProblem, match="too long"):
        label_of(crimes([("x" * 201,)]).rows[1][1])


def test_columns_stand_by_their_headings_in_any_order_below_title_rows(table_of):
    table = table_of(
        [
            ("Crimes at the homes",),
            (),
            ("2022-23", "  OFFENCE_TYPE", "Note", "Children's  home"),
            (5, "A", "x", "Home 1"),
        ]
    )
    assert (table.header, table.places, table.further) == (
        3,
        {"home": 4, "offence_type": 2},
        {1: "2022-23", 3: "Note"},
    )


def test_of_two_rows_that_may_be_the_header_the_one_with_more_known_headings_is_it(table_of):
    rows = [("Home", "Offence type"), ("Home", "Offence type", "2022-23"), ("Home", "Offence type"), ("Home 1", "A", 1)]
    assert table_of(rows).header == 2
    assert table_of([rows[0], rows[0]]).header == 1


def test_a_table_without_a_needed_heading_or_with_one_below_the_tenth_row_is_none(table_of):
    header = ("Home", "Offence type", "2022-23")
    assert table_of([("Home", "2022-23"), ("Home 1", 1)]) is None
    assert table_of([("x",)] * 9 + [header]).header == 10
    assert table_of([("x",)] * 10 + [header]) is None


def test_rows_that_a_filter_hides_are_read_like_others(workbook_of):
    def hide(workbook):
        workbook["Crimes"].auto_filter.ref = "A1:A3"
        workbook["Crimes"].row_dimensions[2].hidden = True

    data = workbook_of({"Crimes": [("Home", "Offence type"), ("Home 1", "A"), ("Home 2", "B")]}, hide)
    table = find_table(read_workbook(data, ("Crimes",))["Crimes"], COLUMNS, is_year)
    assert [number for number, _ in table.rows({1, 2})] == [2, 3]


def test_a_row_with_nothing_but_a_merged_label_above_it_is_blank(crimes):
    sheet = crimes(
        [("Home", "Offence type"), ("Home 1", "A"), (), ("Home 2", "B")],
        lambda book: book["Crimes"].merge_cells("A2:A3"),
    )
    assert [number for number, _ in find_table(sheet, COLUMNS, is_year).rows({1, 2})] == [2, 4]
    assert find_table(sheet, COLUMNS, is_year).sheet.cell(9, 9) is BLANK


def test_a_chart_that_has_a_sheet_of_its_own_is_left_alone():
    workbook = Workbook()
    workbook.active.title = "Crimes"
    workbook.active.append(("Home",))
    chart = BarChart()
    chart.add_data(Reference(workbook.active, min_col=1, min_row=1))
    workbook.create_chartsheet("Homes").add_chart(chart)
    written = io.BytesIO()
    workbook.save(written)
    assert list(read_workbook(written.getvalue(), ("Crimes", "Homes"))) == ["Crimes"]


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_read_or_refused(data):
    with pytest.raises(UnreadableFile):
        read_workbook(data, ("Crimes",))


@pytest.fixture(scope="module")
def whole_workbook(workbook_of):
    """The bytes of a workbook, the same for every example."""
    return workbook_of()


@given(st.data())
def test_a_workbook_with_damaged_bytes_is_read_or_refused(whole_workbook, data):
    whole = bytearray(whole_workbook)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    try:
        read_workbook(bytes(whole), ("Crimes",))
    except UnreadableFile as refusal:
        assert str(refusal).endswith(".")
