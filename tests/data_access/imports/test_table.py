"""What holds for a file of any kind: everything is read, good rows are kept, every problem is named."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.imports.kinds import KINDS
from data_access.imports.table import UnreadableFile, fold

EVERY_KIND = pytest.mark.parametrize(
    "kind", [kind.name for kind in KINDS.values() if kind.ending == "csv" and not kind.needs_lookup]
)
# A column of each kind that must be filled, a cell that is wrong there, and what is said about it.
WRONG = {
    "homes": ("provider", "charity", "this word is not known", "Write one of: council, private"),
    "home_aliases": ("alias", "", "the cell is empty", "This column must be filled"),
    "incidents": (
        "reported_at",
        "2022/13/41",
        "this is not a date",
        "Write DD/MM/YYYY or YYYY-MM-DD, if known with HH:MM after it",
    ),
    "crimes": (
        "reported_at",
        "41/13/2022",
        "this is not a date",
        "Write DD/MM/YYYY or YYYY-MM-DD, if known with HH:MM after it",
    ),
    "neighbourhood_counts": ("count", "7.5", "this is not a count", "Write a whole number, 0 or more"),
    "youth_justice": (
        "event",
        "tea party",
        "this word is not known",
        "Write one of: involvement, substantive_order, offence, court_appearance, contact, assessment, breach",
    ),
    "cromarty": ("score", "good", "this is not a number", "Write a number, 0 or more"),
    "occupancy": ("month", "spring", "this is not a month", "Write YYYY-MM, for example 2022-04"),
    "internal_counts": ("internal", "-1", "this is not a count", "Write a whole number, 0 or more"),
    "investigations": (
        "stage",
        "gone",
        "this word is not known",
        "Write one of: reported, under investigation, with CPS, panel, charged, finalised",
    ),
    "checklist": ("point", "first", "this is not a count", "Write a whole number, 0 or more"),
    "neighbourhood_extract": ("kind", "both", "this word is not known", "Write one of: incident, crime"),
    "child_links": ("reference", "", "the cell is empty", "This column must be filled"),
    "dfe_offending": (
        "time_period",
        "spring",
        "this is not a year",
        "Write the year that ends on 31 March, for example 2023",
    ),
    "actions": ("status", "fine", "this word is not known", "Write one of: on track, at risk, off track, done"),
}


def told(extract):
    return [(problem.row, problem.column, problem.wrong, problem.right) for problem in extract.problems]


@EVERY_KIND
def test_a_good_row_is_read_without_a_problem(kind, file_of):
    extract = KINDS[kind].read(file_of(kind))
    assert (len(extract.rows), extract.rows_read, extract.problems) == (1, 1, [])
    assert extract.rows[0].number == 2


@EVERY_KIND
def test_a_bad_cell_is_named_by_row_and_column_with_what_would_be_right(kind, file_of):
    column, cell, wrong, right = WRONG[kind]
    extract = KINDS[kind].read(file_of(kind, {}, {column: cell}, {}))
    assert told(extract) == [(3, column, wrong, right)]
    assert [row.number for row in extract.rows] == [2, 4]
    assert extract.rows_read == 3


@EVERY_KIND
def test_a_problem_does_not_repeat_the_cell(kind, file_of, columns_of):
    unmistakable = dict.fromkeys(columns_of(kind), "UNMISTAKABLE")
    extract = KINDS[kind].read(file_of(kind, unmistakable))
    assert "UNMISTAKABLE" not in " ".join(problem.sentence() for problem in extract.problems)


@EVERY_KIND
def test_every_required_cell_that_is_empty_is_named(kind, file_of, columns_of):
    extract = KINDS[kind].read(file_of(kind, {**dict.fromkeys(columns_of(kind), ""), columns_of(kind)[0]: "x"}))
    empty = [problem.column for problem in extract.problems if problem.wrong == "the cell is empty"]
    assert WRONG[kind][0] in empty or WRONG[kind][0] == columns_of(kind)[0]
    assert extract.rows == []


@EVERY_KIND
def test_missing_columns_are_listed_all_at_once(kind):
    with pytest.raises(UnreadableFile) as refused:
        KINDS[kind].read(b"something,else\n1,2\n")
    missing, expected = str(refused.value).removeprefix("Missing columns: ").split(". A file of ")
    assert WRONG[kind][0] in missing.split(", ")
    assert len(missing.split(", ")) >= 2
    assert expected.startswith(f"{kind} has the header row: ")


@EVERY_KIND
def test_an_empty_file_is_refused_with_the_header_it_should_have(kind, columns_of):
    with pytest.raises(UnreadableFile) as refused:
        KINDS[kind].read(b"")
    assert str(refused.value).endswith(f"starts with the header row: {', '.join(columns_of(kind))}.")


@EVERY_KIND
def test_a_header_alone_is_refused(kind, columns_of):
    with pytest.raises(UnreadableFile, match="a header and no rows"):
        KINDS[kind].read(",".join(columns_of(kind)).encode())


@EVERY_KIND
def test_case_spaces_order_and_further_columns_of_the_header_do_not_matter(kind, file_of, columns_of):
    table = list(csv.reader(io.StringIO(file_of(kind).decode())))
    header = [*(f" {name.replace('_', '  ').upper()} " for name in reversed(table[0])), "remarks"]
    text = io.StringIO()
    csv.writer(text).writerows([header, [*reversed(table[1]), "seen in passing"]])
    extract = KINDS[kind].read(text.getvalue().encode())
    assert extract.problems == []
    assert extract.rows[0] == KINDS[kind].read(file_of(kind)).rows[0]


@EVERY_KIND
def test_a_byte_order_mark_and_the_line_ends_of_windows_do_not_matter(kind, file_of):
    plain = file_of(kind)
    extract = KINDS[kind].read(b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n"))
    assert extract.problems == []
    assert extract.rows == KINDS[kind].read(plain).rows


def test_windows_1252_is_read_as_the_sender_wrote_it(file_of):
    data = file_of("youth_justice", {"detail": "Café – office"}).decode().encode("cp1252")
    assert KINDS["youth_justice"].read(data).rows[0]["detail"] == "Café – office"


def test_utf_8_is_read_as_the_sender_wrote_it(file_of):
    data = file_of("youth_justice", {"detail": "Café – office"})
    assert KINDS["youth_justice"].read(data).rows[0]["detail"] == "Café – office"


@EVERY_KIND
def test_blank_lines_are_passed_over_and_rows_keep_the_numbers_a_spreadsheet_shows(kind, file_of, columns_of):
    header, good = file_of(kind).decode().splitlines()
    commas = "," * (len(columns_of(kind)) - 1)
    extract = KINDS[kind].read("\n".join([header, "", good, commas, " ", good, ""]).encode())
    assert [row.number for row in extract.rows] == [3, 6]
    assert (extract.rows_read, extract.problems) == (2, [])


def test_a_cell_of_two_lines_is_one_row(file_of):
    extract = KINDS["youth_justice"].read(file_of("youth_justice", {"detail": "two\nlines"}, {"event": "tea"}))
    assert extract.rows[0]["detail"] == "two lines"
    assert [problem.row for problem in extract.problems] == [3]


@EVERY_KIND
def test_a_row_with_more_cells_than_the_header_is_rejected_whole(kind, file_of):
    header, good = file_of(kind).decode().splitlines()
    extract = KINDS[kind].read(f"{header}\n{good},more\n{good}\n".encode())
    assert told(extract) == [(2, "(row)", "it has more cells than the header", "Put text with commas in double quotes")]
    assert [row.number for row in extract.rows] == [3]
    assert extract.rows_read == 2


def test_a_row_that_ends_early_lacks_its_last_cells(file_of):
    extract = KINDS["occupancy"].read(b"home,month,average_children\nHome 1,2022-04\n")
    assert told(extract) == [(2, "average_children", "the cell is empty", "This column must be filled")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04\x00\x00", "not an Excel workbook"),
        ("home,month".encode("utf-16"), "not a text file. Save it as CSV"),
        (b'alias,home\n"a"b,c\n', "not a CSV table: .* at line 2"),
        (b'alias,home\n"never closed', "not a CSV table"),
        (b"alias,home\n" + b"x" * 200_000, "not a CSV table"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        KINDS["home_aliases"].read(data)


def test_a_file_without_a_header_is_refused_without_repeating_its_first_row():
    with pytest.raises(UnreadableFile) as refused:
        KINDS["home_aliases"].read(b"UNMISTAKABLE,Home 1\n")
    assert "UNMISTAKABLE" not in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        ("incidents", {"reference": "log_number", "reported_at": "date", "home": "address", "incident_type": "type"}),
        ("incidents", {"reference": "Incident Number", "reported_at": "Date Reported", "home": "Location"}),
        ("incidents", {"incident_type": "Closing code", "response": "Grade", "child_reference": "Nominal"}),
        ("crimes", {"reference": "crime_number", "reported_at": "reported", "offence_type": "class"}),
        ("crimes", {"reference": "Occurrence Number", "outcome_code": "Outcome", "child_role": "Role"}),
        ("cromarty", {"target": "target_name"}),
    ],
)
def test_other_names_of_columns_are_recognised(kind, headings, file_of):
    extract = KINDS[kind].read(file_of(kind, headings=headings))
    assert extract.problems == []
    assert extract.rows == KINDS[kind].read(file_of(kind)).rows


def test_a_problem_names_the_column_as_the_file_writes_it(file_of):
    headings = {"reported_at": "Date  Reported", "home": "Address"}
    extract = KINDS["incidents"].read(file_of("incidents", {"reported_at": "soon", "home": ""}, headings=headings))
    assert [problem.column for problem in extract.problems] == ["Date Reported", "Address"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Suspicious Circumstances/Insecure Premises/Vehicles", "Suspicious Circumstances/Insecure/Premises/Vehicles"),
        ("BURGLARY - BUSINESS/COMMUNITY", "burglary - business / community"),
        ("HOME 1, CHELLASTON", "Home 1 Chellaston"),
    ],
)
def test_two_spellings_of_a_label_fold_into_one(one, other):
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(label):
    assert fold(fold(label)) == fold(label)


lines = st.lists(st.lists(st.text(max_size=8), max_size=9).map(",".join), max_size=5)


@EVERY_KIND
@given(data=st.binary(max_size=200), cells=lines, with_header=st.booleans())
def test_any_bytes_are_refused_or_give_rows_and_problems_that_account_for_every_row(
    kind, columns_of, data, cells, with_header
):
    header = ",".join(columns_of(kind)).encode() + b"\n" if with_header else b""
    for file in (header + data, header + "\n".join(cells).encode("utf-8", "replace")):
        try:
            extract = KINDS[kind].read(file)
        except UnreadableFile as refused:
            assert str(refused)
            continue
        good = {row.number for row in extract.rows}
        rejected = {problem.row for problem in extract.problems}
        assert not good & rejected
        assert extract.rows_read == len(extract.rows) + len(rejected)
        assert all(problem.wrong and problem.right for problem in extract.problems)


@EVERY_KIND
@given(data=st.data())
def test_any_row_of_cells_is_kept_or_named(kind, file_of, columns_of, data):
    nearly = st.sampled_from(
        ["", "0", "1", "9" * 5000, "1e400", "nan", "-1", "31/02/2022", "01/04/2022", "2022-04", "x"]
    )
    cells = {column: data.draw(nearly | st.text(max_size=6)) for column in columns_of(kind)}
    text = file_of(kind, cells).decode("utf-8", "replace").encode("utf-8", "replace")
    try:
        extract = KINDS[kind].read(text)
    except UnreadableFile:
        return
    assert extract.rows_read == len(extract.rows) + len({problem.row for problem in extract.problems})
