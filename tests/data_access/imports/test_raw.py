"""What stands in a file, before anybody asks what it means: encodings, delimiters, title rows, workbooks, and traps."""

import csv
import io
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from data_access.imports.kinds import KINDS
from data_access.imports.reading import ReadAs
from data_access.imports.table import UnreadableFile

HEADER = ("home", "month", "average_children")
ROW = ("Café 1", "2022-04", "4.2")


def text_of(*rows, delimiter=",", end="\n"):
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows(rows)
    return written.getvalue()


def sheet_of(*rows, name="Sheet", others=()):
    workbook = Workbook()
    workbook.active.title = name
    for row in rows:
        workbook.active.append(row)
    for other in others:
        workbook.create_sheet(other)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def read(data, **how):
    return KINDS["occupancy"].read(data, ReadAs(**how))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_is_read_however_it_was_saved(delimiter, end, encoding, tmp_path):
    data = text_of(HEADER, ROW, delimiter=delimiter, end=end).encode(encoding)
    file = tmp_path / "occupancy.csv"
    file.write_bytes(data)
    for source in (data, file):
        (row,) = read(source).rows
        assert (row["home"], row["month"], row["average_children"]) == ("Café 1", date(2022, 4, 1), 4.2)


def test_title_rows_above_the_header_are_passed_over_and_rows_keep_their_numbers():
    extract = read(text_of(("Occupancy of homes",), (), ("Extracted on 12/04/2023",), HEADER, ROW, ROW).encode())
    assert [row.number for row in extract.rows] == [5, 6]


def test_a_sheet_of_a_workbook_is_read_as_a_csv_file_would_be():
    extract = read(sheet_of(("Occupancy",), HEADER, ("Home 1", date(2022, 4, 1), 4), name="Data"))
    assert [dict(row) for row in extract.rows] == [
        {"home": "Home 1", "month": date(2022, 4, 1), "average_children": 4.0}
    ]
    assert extract.rows[0].number == 3


def test_moments_and_numbers_of_a_workbook_are_what_they_show():
    header = ("reference", "reported_at", "home", "incident_type")
    data = sheet_of(header, (4711, datetime(2022, 4, 1, 10, 30), "Home 1", "Nuisance"))
    (row,) = KINDS["incidents"].read(data).rows
    assert (row["reference"], row["reported_at"]) == ("4711", datetime(2022, 4, 1, 10, 30))


def test_a_named_sheet_is_read_and_else_the_first():
    data = sheet_of(HEADER, ROW, name="Homes", others=("Notes",))
    assert len(read(data, sheet="homes").rows) == len(read(data).rows) == 1
    with pytest.raises(UnreadableFile, match="Its sheets are: Homes, Notes"):
        read(data, sheet="Elsewhere")


def test_a_heading_that_was_chosen_stands_for_its_column():
    data = text_of(("Unit", "month", "average_children"), ROW).encode()
    assert read(data, headings={"home": "unit"}).rows[0]["home"] == "Café 1"


def bomb():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    return written.getvalue()


HOSTILE = {
    "a formula": (text_of(HEADER, ("=HYPERLINK(1)", "2022-04", "4")).encode(), "Row 2, column home holds a formula"),
    "a command": (text_of(HEADER, ("+cmd|'/c calc'!A0", "2022-04", "4")).encode(), "holds a formula"),
    "a formula of a workbook": (sheet_of(HEADER, ("Home 1", "2022-04", "=1+1")), "Row 2 holds a formula"),
    "a zip bomb": (bomb(), "unpacks to far more than its size"),
    "a packed file": (b"PK\x03\x04rubbish", "not an Excel workbook"),
    "NULs": (b"home,month\0,average_children\nx,2022-04,1\n", "not a text file"),
    "UTF-16": (text_of(HEADER, ROW).encode("utf-16"), "not a text file"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "is a PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", "old XLS format"),
    "two encodings": (text_of(HEADER, ROW).encode() + "Café 2;2022-04;1\n".encode("cp1252"), "mixes two encodings"),
    "bytes of no encoding": (b"home,month,average_children\n\x81\x9d,2022-04,1\n", "not a text file"),
    "a header alone": (text_of(HEADER).encode(), "a header and no rows"),
    "headings twice": (text_of((*HEADER, "home"), (*ROW, "x")).encode(), "home stands there twice"),
    "nothing": (b"", "The file is empty"),
    "blank lines": (b"\n , \n\n", "The file is empty"),
    "a quotation without an end": (text_of(HEADER).encode() + b'"' + b"x\n" * 100_000, "not a CSV table"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_broken_or_hostile_is_refused_with_a_sentence(name):
    data, sentence = HOSTILE[name]
    with pytest.raises(UnreadableFile, match=sentence):
        read(data)


@pytest.mark.parametrize("line", [b"x", b"x,"])
def test_a_line_without_an_end_is_refused_without_holding_it(line, tmp_path):
    file = tmp_path / "long.csv"
    with file.open("wb") as written:
        written.write(b"home,month,average_children\n")
        for _ in range(60):
            written.write(line * (1_000_000 // len(line)))
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match="a line has more than"):
        read(file)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@given(data=st.binary(max_size=300))
@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", b"home;month;average_children\n", b"\xef\xbb\xbf"])
def test_any_bytes_are_read_or_refused(start, data):
    try:
        extract = read(start + data)
    except UnreadableFile as refused:
        assert str(refused).endswith(".")
    else:
        assert extract.rows_read == len(extract.rows) + len({problem.row for problem in extract.problems})


cells = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)


@given(table=st.lists(st.tuples(cells, cells), min_size=1, max_size=5), delimiter=st.sampled_from([",", ";", "\t"]))
def test_what_was_written_as_csv_is_read_again_cell_by_cell(table, delimiter):
    data = text_of(("alias", "home"), *table, delimiter=delimiter).encode()
    try:
        extract = KINDS["home_aliases"].read(data)
    except UnreadableFile:
        return
    for row in extract.rows:
        _, home = table[row.number - 2]
        assert row["home"] == " ".join(home.split())
