"""The workbook of yearly tables: awkward ones are read as meant, or named by sheet, row and column."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlmodel import Session, select

from data_access.database import make_engine
from data_access.imports.summary.layout import SHEET_NAMES, SHEETS, YJS_LABELS, heading_of
from data_access.imports.summary.periods import period_of
from data_access.imports.summary.reading import read_summary
from data_access.imports.summary_template import EXAMPLE_PERIODS, READ_ME, summary_template
from data_access.imports.table import UnreadableFile
from data_access.load import LoadRefused, LoadRequest, check_file
from data_access.migrate import migrate
from data_access.models import (
    Authority,
    Coverage,
    Home,
    HomeNeighbourhood,
    IncidentType,
    Neighbourhood,
    OffenceType,
    PeriodCount,
    ReportingLine,
)
from data_access.reference import save_reference
from data_access.viewer import system_viewer

PUBLISHED = Path(__file__).parents[2] / "published"
YEARS = ("previous_2021_22", "current_2022_23")
PLACES = ("Place", "Kind", "Neighbourhood", "2021-22", "2022-23")
TYPES = ("Home", "Offence type", "2021-22", "2022-23")
# The rows of the blank workbook that the published table has, as printed there.
PRINTED = {
    "children": "young people involved with YJS",
    "substantive_orders": "on substantive court orders",
    "offences": "offences committed in period",
    "court_appearances": "court appearances",
    "contacts": "face to face contacts with services in the period",
    "assessments": "assessments completed",
    "breaches": "breach",
}
NO_COUNT = "Write a whole number, 0 or more; leave the cell blank where nothing was supplied"


def published(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def told(problems):
    return [(found.sheet, found.row, found.column, found.wrong) for found in problems]


def counts(report):
    return (report.rows_read, report.added, report.updated, report.unchanged, report.rejected)


@pytest.fixture
def load(load_rows, workbook_of):
    """Loads the sheets given: load(engine, {"Crimes": [header, row]}); gives the report."""

    def run(engine, sheets, change=None, data=None):
        return load_rows(engine, "summary", data=data or workbook_of(sheets, change), authority="")

    return run


@pytest.fixture
def stored(home_engine):
    """The counts stored: measure, label, line, neighbourhood, first month, count."""

    def rows(engine=home_engine):
        with Session(engine) as session:
            lines = {line.id: line.name for line in session.exec(select(ReportingLine))}
            areas = {area.id: area.name for area in session.exec(select(Neighbourhood))}
            return [
                (
                    count.measure,
                    count.label,
                    lines.get(count.reporting_line_id),
                    areas.get(count.neighbourhood_id),
                    count.first_month.year,
                    count.count,
                )
                for count in session.exec(select(PeriodCount).order_by(PeriodCount.id))
            ]

    return rows


def filled_in():
    """The blank workbook with the tables of the published paper typed in, cell by cell."""
    workbook = load_workbook(io.BytesIO(summary_template()))
    workbook["About"]["B1"] = "Derby City"
    workbook["About"]["B2"] = date(2023, 10, 31)
    for sheet, things in (("Crimes", "crimes"), ("Incidents", "incidents")):
        for row in published(f"{things}_home_vs_neighbourhood.csv"):
            numbers = [int(row[year]) for year in YEARS]
            workbook[sheet].append([row["place"], row["kind"], row["neighbourhood"], *numbers, row["change_pct"]])
        workbook[sheet].cell(1, 6, "% change")
    for sheet, name, column in (
        ("Offence types", "crimes_by_offence_type.csv", "offence_type"),
        ("Incident types", "incidents_by_type.csv", "incident_type"),
    ):
        for row in published(name):
            workbook[sheet].append([row["home"], row[column], *(int(row[year]) for year in YEARS), row["change_pct"]])
        workbook[sheet].cell(1, 5, "change_pct")
    printed = {row["measure"]: row for row in published("youth_justice.csv")}
    for row, key in enumerate(YJS_LABELS, start=2):
        if key in PRINTED:
            numbers = [int(printed[PRINTED[key]][year]) for year in YEARS]
            for place, number in enumerate(numbers, start=2):
                workbook["Youth justice"].cell(row, place, number)
    for row, number in enumerate((10, 1, 1), start=2):
        workbook["Cromarty"].cell(row, 3, number)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def test_the_published_tables_typed_into_the_blank_workbook_load_without_a_problem(engine, load, stored, values_in):
    report = load(engine, None, data=filled_in())
    assert report.problems == ()
    assert report.authority == "Derby City"
    assert {found.wrong for found in report.warnings} == {
        f"{home} was added to the register as one home" for home in ("Home 1", "Home 2", "Home 3/4")
    }
    rows = stored(engine)
    expected = set()
    for measure, things in (("crimes", "crime"), ("incidents", "incident")):
        for row in published(f"{things}s_home_vs_neighbourhood.csv"):
            of_home = row["kind"] == "home"
            place = (row["place"], None) if of_home else (None, row["place"])
            if row["kind"] != "total":
                expected |= {(measure, "", *place, 2021 + at, int(row[year])) for at, year in enumerate(YEARS)}
    for measure, name, column in (
        ("crimes", "crimes_by_offence_type.csv", "offence_type"),
        ("incidents", "incidents_by_type.csv", "incident_type"),
    ):
        for row in published(name):
            expected |= {
                (measure, row[column], row["home"], None, 2021 + at, int(row[year])) for at, year in enumerate(YEARS)
            }
    assert {row for row in rows if row[0] in ("crimes", "incidents")} == expected
    assert [row[1:] for row in rows if row[0] == "cromarty"] == [
        ("improved", None, None, 2022, 10),
        ("same", None, None, 2022, 1),
        ("lower", None, None, 2022, 1),
    ]
    of_yjs = {(label, year): number for measure, label, _, _, year, number in rows if measure == "youth_justice"}
    assert of_yjs == {
        (key, 2021 + at): int(row[year])
        for row in published("youth_justice.csv")
        for key in PRINTED
        if PRINTED[key] == row["measure"]
        for at, year in enumerate(YEARS)
    }
    assert values_in(engine, ReportingLine, "name", "register_order") == [("Home 1", 1), ("Home 2", 2), ("Home 3/4", 3)]
    assert values_in(engine, Home, "name", "provider") == [
        (name, "council") for name in ("Home 1", "Home 2", "Home 3/4")
    ]
    assert len(values_in(engine, HomeNeighbourhood, "id")) == 3
    assert values_in(engine, Coverage, "id") == []


def test_the_blank_workbook_is_refused_and_nothing_is_stored(engine, load, rows_in):
    with pytest.raises(UnreadableFile, match="Nothing is filled in yet"):
        load(engine, None, data=summary_template())
    assert rows_in(engine, Authority) == 0


def test_the_blank_workbook_has_every_sheet_with_its_headings_after_thirteen_lines_to_read():
    workbook = load_workbook(io.BytesIO(summary_template()))
    assert workbook.sheetnames == ["Read me", *SHEET_NAMES]
    assert workbook["Read me"].max_row == 1 + len(READ_ME) == 14
    for kind in SHEETS:
        sheet = workbook[kind.name]
        header = [cell.value for cell in sheet[1]]
        periods = list(EXAMPLE_PERIODS) if kind.has_periods else []
        assert header == [heading_of(column) for column in kind.columns] + periods
        assert (sheet.freeze_panes, all(cell.font.bold for cell in sheet[1])) == ("A2", True)
        assert [cell.value for (cell,) in sheet.iter_rows(min_row=2, max_col=1)] == list(kind.given)
    lists = {name: len(workbook[name].data_validations.dataValidation) for name in workbook.sheetnames}
    assert {name for name, number in lists.items() if number} >= {"Crimes", "Incidents", "Cromarty", "Types"}


@pytest.mark.parametrize(
    ("heading", "months"),
    [
        ("2022-23", ("2022-04", "2023-03")),
        ("2022/23", ("2022-04", "2023-03")),
        ("2022-2023", ("2022-04", "2023-03")),
        ("2022\u201323", ("2022-04", "2023-03")),
        ("current_2022_23", ("2022-04", "2023-03")),
        ("Year 2022/23 (number)", ("2022-04", "2023-03")),
        ("1999-00", ("1999-04", "2000-03")),
        ("Apr 2022 to Mar 2023", ("2022-04", "2023-03")),
        ("April 2022 - March 2023", ("2022-04", "2023-03")),
        ("April to September 2022", ("2022-04", "2022-09")),
        ("June 2022", ("2022-06", "2022-06")),
        ("2022-23 Q3", ("2022-10", "2022-12")),
        ("Q4 2022-23", ("2023-01", "2023-03")),
        ("2022-23 H1", ("2022-04", "2022-09")),
        ("2022-23-H2", ("2022-10", "2023-03")),
        ("2022-23-T2", ("2022-08", "2022-11")),
        ("r12-2023-03", ("2022-04", "2023-03")),
        ("2022-04..2022-09", ("2022-04", "2022-09")),
    ],
)
def test_a_heading_names_whole_months(heading, months):
    assert tuple(f"{month:%Y-%m}" for month in period_of(heading)) == months


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "Home",
        "change",
        "2022",
        "2022-24",
        "2022-23 Q5",
        "2022-23 H0",
        "2022-23 change",
        "Smarch 2022",
        "Ma 2022",
        "r12-2023-13",
        "2022-09..2022-04",
        "Mar 2023 to Apr 2022",
        "1889-90",
        "0000-01",
        "9999-00",
        "2022-00..2022-04",
    ],
)
def test_any_other_heading_names_none(heading):
    assert period_of(heading) is None


@given(st.text(max_size=30))
def test_no_heading_breaks_the_reader_of_periods(heading):
    found = period_of(heading)
    assert found is None or found.first <= found.last


def test_columns_may_be_moved_and_title_rows_stand_above(home_engine, load, stored):
    rows = [("Crimes at the homes",), (), ("2022-23", "Note", "KIND", "place"), (5, "see below", "Home", "home  1")]
    assert counts(load(home_engine, {"Crimes": rows})) == (1, 1, 0, 0, 0)
    assert stored() == [("crimes", "", "Home 1", None, 2022, 5)]


def test_a_home_merged_over_its_types_counts_for_each(home_engine, load, stored):
    rows = [TYPES, ("Home 1", "DRUG POSSESSION", 3, 0), (None, "ARSON", 1, 2)]
    report = load(home_engine, {"Offence types": rows}, lambda book: book["Offence types"].merge_cells("A2:A3"))
    assert counts(report) == (2, 4, 0, 0, 0)
    assert {row[2] for row in stored()} == {"Home 1"}


def test_a_merged_number_is_a_problem(home_engine, load, stored):
    rows = [PLACES, ("Home 1", "home", None, 1, 2), ("Home 2", "home", None, None, 3)]
    report = load(home_engine, {"Crimes": rows}, lambda book: book["Crimes"].merge_cells("D2:D3"))
    assert told(report.problems) == [
        ("Crimes", row, "2021-22", "this number stands in a merged cell") for row in (2, 3)
    ]
    assert stored() == []


def test_numbers_as_text_are_read_and_anything_else_names_its_cell_without_repeating_it(home_engine, load, stored):
    rows = [
        PLACES,
        ("Home 1", "home", None, "1,234", " 54 "),
        ("Home 2", "home", None, 3, "UNMISTAKABLE"),
        ("Sinfin", "neighbourhood", None, "n/a", 1.5),
    ]
    report = load(home_engine, {"Crimes": rows})
    assert [row[-1] for row in stored()] == [1234, 54]
    assert counts(report) == (3, 2, 0, 0, 2)
    assert [found.sentence() for found in report.problems] == [
        f"Sheet Crimes, row 3, column 2022-23: this is not a count. {NO_COUNT}.",
        f"Sheet Crimes, row 4, column 2021-22: this is not a count. {NO_COUNT}.",
        f"Sheet Crimes, row 4, column 2022-23: this is not a count. {NO_COUNT}.",
    ]


def test_a_blank_number_is_not_supplied_and_a_0_is_0(home_engine, load, stored):
    load(home_engine, {"Crimes": [PLACES, ("Home 1", "home", None, None, 0)]})
    assert stored() == [("crimes", "", "Home 1", None, 2022, 0)]


def test_a_formula_that_was_never_calculated_is_a_problem(home_engine, load, workbook_of, calculated, stored):
    rows = [PLACES, ("Home 1", "home", None, "=2+3", "=1+1")]
    report = load(home_engine, None, data=calculated(workbook_of({"Crimes": rows}), {("Crimes", "D2"): 5}))
    assert [found.sentence() for found in report.problems] == [
        "Sheet Crimes, row 2, column 2022-23: this formula was never calculated. "
        "Open the workbook in a spreadsheet program, save it, and load it again."
    ]
    data = calculated(workbook_of({"Crimes": rows}), {("Crimes", "D2"): 5, ("Crimes", "E2"): 2})
    load(home_engine, None, data=data)
    assert [row[-1] for row in stored()] == [5, 2]


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ([("Published on", date(2023, 10, 31))], "name of the council"),
        ([("Authority", "Derby City")], "the day on which the tables were published"),
        ([("Authority", "Derby City"), ("Published on", "autumn")], "as DD/MM/YYYY"),
        ([("Authority", "Derby City"), ("Published on", 45230)], "as DD/MM/YYYY"),
        ([], "name of the council"),
    ],
)
def test_a_workbook_that_does_not_say_whose_and_when_is_refused(home_engine, load, stored, about, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        load(home_engine, {"About": about, "Crimes": [PLACES, ("Home 1", "home", None, 1, 2)]})
    assert stored() == []


@pytest.mark.parametrize("written", [datetime(2023, 10, 31), "31/10/2023", " 2023-10-31"])
def test_the_day_of_publication_may_be_a_date_or_text_below_a_title(home_engine, load, values_in, written):
    about = [("About these tables",), (None, "published ON", written), (None, "authority", "DERBY city")]
    load(home_engine, {"About": about, "Crimes": [PLACES, ("Home 1", "home", None, 1, None)]})
    assert values_in(home_engine, PeriodCount, "published_on") == [(date(2023, 10, 31),)]


def test_a_council_whose_name_has_no_letter_is_refused(home_engine, load):
    about = [("Authority", "---"), ("Published on", "31/10/2023")]
    with pytest.raises(LoadRefused, match="name the council"):
        load(home_engine, {"About": about, "Crimes": [PLACES, ("Home 1", "home", None, 1, None)]})


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([("Place", "Kind"), ("Home 1", "home")], ("Crimes", 1, "(heading)", "no heading names a period")),
        (
            [("Title",), ("Place", "Kind", "Note"), ("Home 1", "home", 1)],
            ("Crimes", 2, "(heading)", "no heading names a period"),
        ),
        ([("Home 1", "home", 5)], ("Crimes", 1, "(sheet)", "no row of headings was found")),
        (
            [("Place", "Kind", "2022-23", "2022/23"), ("Home 1", "home", 5, 6)],
            ("Crimes", 1, "2022/23", "two columns are of the same period"),
        ),
    ],
)
def test_a_sheet_that_cannot_be_read_is_one_problem_and_the_others_are_loaded(home_engine, load, stored, rows, problem):
    report = load(home_engine, {"Crimes": rows, "Incidents": [PLACES, ("Home 1", "home", None, 1, 2)]})
    assert told(report.problems) == [problem]
    assert counts(report) == (2, 2, 0, 0, 1)
    assert {row[0] for row in stored()} == {"incidents"}


def test_a_sheet_with_a_header_alone_is_empty(home_engine, load):
    sheets = {"Crimes": [("Place", "Kind")], "Incidents": [PLACES, ("Home 1", "home", None, 1, 2)]}
    assert load(home_engine, sheets).problems == ()


def test_rows_that_stand_twice_are_kept_once(home_engine, load, stored):
    sheets = {
        "Crimes": [PLACES, ("Home 1", "home", None, 1, 2), ("DCH-01", "home", None, 3, 4)],
        "Offence types": [TYPES, ("Home 1", "ARSON", 1, 2), ("HOME 1", "arson", 3, 4)],
        "Youth justice": [("Measure", "2022-23"), ("Breach", 0), ("breaches", 1)],
        "Other measures": [("Measure", "2022-23"), ("Timetables", 1), ("timetables", 2)],
    }
    report = load(home_engine, sheets)
    assert told(report.problems) == [
        ("Crimes", 3, "Place", "this stands already in row 2"),
        ("Offence types", 3, "Offence type", "this stands already in row 2"),
        ("Youth justice", 3, "Measure", "this stands already in row 2"),
        ("Other measures", 3, "Measure", "this stands already in row 2"),
    ]
    assert [row[-1] for row in stored()] == [1, 2, 1, 2, 0, 1]


@pytest.mark.parametrize(
    ("sheets", "problem"),
    [
        ({"Crimes": [PLACES, ("Chellaston", "home", None, 1, 2)]}, ("Crimes", 2, "Place")),
        ({"Crimes": [PLACES, ("Home 1", "neighbourhood", None, 1, 2)]}, ("Crimes", 2, "Place")),
        ({"Crimes": [PLACES, ("Home 1", "home", "home 2", 1, 2)]}, ("Crimes", 2, "Neighbourhood")),
        ({"Homes": [("Home", "Reporting line"), ("Sinfin", "Home 5")]}, ("Homes", 2, "Home")),
    ],
)
def test_a_home_and_a_neighbourhood_of_one_name_are_a_problem(home_engine, load, stored, sheets, problem, rows_in):
    report = load(home_engine, sheets)
    assert told(report.problems) == [(*problem, "a home and a neighbourhood have the same name")]
    assert stored() == []
    assert (rows_in(home_engine, Home), rows_in(home_engine, Neighbourhood)) == (2, 2)


def test_known_homes_are_used_by_any_of_their_names_and_none_is_doubled(home_engine, load, stored, rows_in):
    load(
        home_engine, {"Crimes": [PLACES, ("dch-01", "home", "CHELLASTON", 1, None), ("HOME 2", "home", None, 2, None)]}
    )
    assert [row[2] for row in stored()] == ["Home 1", "Home 2"]
    assert (rows_in(home_engine, Home), rows_in(home_engine, ReportingLine), rows_in(home_engine, Neighbourhood)) == (
        2,
        2,
        2,
    )


def test_a_home_reported_together_with_others_is_not_taken_for_all_of_them(home_engine, load_rows, load, stored):
    load_rows(
        home_engine,
        "homes",
        {"home": "Home 4", "reporting_line": "Home 3/4"},
        {"home": "Home 3", "reporting_line": "Home 3/4"},
    )
    report = load(home_engine, {"Crimes": [PLACES, ("Home 3", "home", None, 1, 2), ("Home 3/4", "home", None, 3, 4)]})
    assert told(report.problems) == [("Crimes", 2, "Place", "this home is reported together with others")]
    assert [row[2:] for row in stored()] == [("Home 3/4", None, 2021, 3), ("Home 3/4", None, 2022, 4)]


def test_the_sheet_homes_explains_a_line_and_what_is_known_stays_as_it_is(home_engine, load, values_in):
    sheets = {
        "Crimes": [PLACES, ("Home 3/4", "home", "Sinfin", 4, 3)],
        "Homes": [
            ("Home", "Reporting line", "Provider", "Beds", "Opened"),
            ("Home 1", "Home 1", "private", 9, None),
            ("Home 2", "Home 2", None, None, None),
            ("Home 3", "Home 3/4", "private", 3, date(2016, 9, 1)),
            ("Home 4", "Home 3/4", None, None, "01/04/2017"),
        ],
    }
    before = values_in(home_engine, Home, "name", "provider", "beds")
    report = load(home_engine, sheets)
    assert told(report.warnings) == [("Homes", 2, "Home", "this home is known already and was left as it is")]
    assert (report.added, report.unchanged) == (2 + 2, 2)
    assert values_in(home_engine, Home, "name", "provider", "beds") == [
        *before,
        ("Home 3", "private", 3),
        ("Home 4", "council", None),
    ]
    # Both homes of the line lie where their line does.
    assert len(values_in(home_engine, HomeNeighbourhood, "id")) == 4


def test_a_line_that_came_as_one_home_and_is_now_several_is_named(home_engine, load):
    load(home_engine, {"Crimes": [PLACES, ("Home 3/4", "home", None, 4, 3)]})
    report = load(home_engine, {"Homes": [("Home", "Reporting line"), ("Home 3", "Home 3/4"), ("Home 4", "Home 3/4")]})
    assert told(report.warnings) == [
        ("Homes", row, "Reporting line", "the register has this reporting line as one home already") for row in (2, 3)
    ]


def test_a_home_known_to_lie_elsewhere_stays_there_and_that_is_said(home_engine, load, values_in):
    before = values_in(home_engine, HomeNeighbourhood, "home_id", "neighbourhood_id")
    report = load(home_engine, {"Crimes": [PLACES, ("Home 1", "home", "Sinfin", 1, 2)]})
    assert [found.column for found in report.warnings] == ["Neighbourhood"]
    assert values_in(home_engine, HomeNeighbourhood, "home_id", "neighbourhood_id") == before


def test_a_type_in_another_spelling_is_stored_as_known_and_an_unknown_one_is_a_problem_with_a_hint(
    home_engine, load, stored
):
    rows = [
        ("Home", "Incident type", "2022-23"),
        ("Home 1", "Suspicious Circumstances/Insecure/Premises/Vehicles", 1),
        ("Home 1", "Missing Persn", 2),
        ("Home 1", "Something else altogether", 3),
    ]
    report = load(home_engine, {"Incident types": rows})
    assert [row[1] for row in stored()] == ["Suspicious Circumstances/Insecure Premises/Vehicles"]
    assert [found.right for found in report.problems] == [
        "Correct it, or add it on the sheet Types; the nearest known one is: missing person",
        "Correct it, or add it on the sheet Types",
    ]


def test_types_that_are_new_are_added_before_they_are_used_and_known_ones_stay(home_engine, load, stored, values_in):
    sheets = {
        "Incident types": [("Home", "Incident type", "2022-23"), ("Home 1", "FIREWORKS *C*", 1)],
        "Offence types": [TYPES, ("Home 1", "Wildlife", 1, 0)],
        "Types": [
            ("Kind", "Type", "Group", "Missing", "Sensitive"),
            ("Incident", "Fireworks *C*", None, "yes", True),
            ("offence", "Wildlife", "Animals", None, "no"),
            ("offence", "Witchcraft", None, None, None),
            ("offence", "arson", "Another group", None, "yes"),
            ("offence", "Absconding", None, "yes", None),
        ],
    }
    report = load(home_engine, sheets)
    assert told(report.problems) == [("Types", 6, "Missing", "an offence is not an incident of a missing child")]
    assert (report.added, report.unchanged) == (3 + 3, 1)
    added = values_in(home_engine, IncidentType, "label", "group", "missing", "crime_related", "sensitive")[-1]
    assert added == ("Fireworks *C*", "Other", True, True, True)
    assert values_in(home_engine, OffenceType, "label", "group", "sensitive")[-2:] == [
        ("Wildlife", "Animals", False),
        ("Witchcraft", "Other", True),  # where nobody said whether it is sensitive, it counts as such
    ]
    assert told(report.warnings) == [
        ("Types", 4, "Sensitive", "this type counts as sensitive: it is not named in titles")
    ]
    assert ("ARSON", "Arson and criminal damage", False) in values_in(
        home_engine, OffenceType, "label", "group", "sensitive"
    )
    assert {row[1] for row in stored()} == {"Fireworks *C*", "Wildlife"}


@pytest.mark.parametrize("label", ["young people involved with YJS", "Children involved with the YJS", "children"])
def test_a_row_of_the_youth_justice_table_is_known_by_its_printed_labels_and_its_key(home_engine, load, stored, label):
    load(home_engine, {"Youth justice": [("Measure", "2022-23"), (label, 4)]})
    assert stored() == [("youth_justice", "children", None, None, 2022, 4)]


@pytest.mark.parametrize("row", published("youth_justice.csv"), ids=lambda row: row["measure"])
def test_every_printed_row_of_the_youth_justice_table_is_known(row, workbook_of):
    extract = read_summary(workbook_of({"Youth justice": [("Measure", "2022-23"), (row["measure"], 4)]}))
    assert extract.problems == []


@pytest.mark.parametrize(
    ("sheet", "header"), [("Youth justice", "Measure"), ("Cromarty", "Result"), ("Crimes", "Kind")]
)
def test_a_word_that_is_not_known_names_those_that_are(home_engine, load, sheet, header):
    rows = [("Place", header, "2022-23"), ("Home 1", "UNMISTAKABLE", 1)]
    (problem,) = load(home_engine, {sheet: rows}).problems
    assert (problem.sheet, problem.row, problem.column) == (sheet, 2, header)
    assert problem.right.startswith("Write one of: ")
    assert "UNMISTAKABLE" not in problem.sentence()


def test_other_measures_keep_their_name_as_it_was_first_typed(home_engine, load, stored):
    header = ("Measure", "Home", "2022-23")
    load(
        home_engine,
        {"Other measures": [header, ("Part-time timetables", None, 12), ("Part-time timetables", "Home 1", 3)]},
    )
    report = load(
        home_engine, {"Other measures": [header, ("PART-TIME  timetables", None, 13), ("Fires", "Home 77", 1)]}
    )
    assert told(report.problems) == [("Other measures", 3, "Home", "this home is not known")]
    assert stored() == [
        ("other", "Part-time timetables", None, None, 2022, 12),
        ("other", "Part-time timetables", "Home 1", None, 2022, 3),
        ("other", "Part-time timetables", None, None, 2022, 13),
    ]


def test_a_count_said_before_is_unchanged_and_another_value_or_publication_stands_beside_it(
    home_engine, load, stored, values_in
):
    def tables(number, day):
        about = [("Authority", "Derby City"), ("Published on", day)]
        return {"About": about, "Crimes": [PLACES, ("Home 1", "home", None, 1, number)]}

    assert counts(load(home_engine, tables(5, "31/10/2023"))) == (1, 2, 0, 0, 0)
    assert counts(load(home_engine, tables(6, "31/10/2023"))) == (1, 0, 1, 1, 0)
    assert counts(load(home_engine, tables(6, "31/10/2024"))) == (1, 0, 2, 0, 0)
    assert counts(load(home_engine, tables(6, "31/10/2023"))) == (1, 0, 0, 2, 0)
    assert [row[-1] for row in stored()] == [1, 5, 6, 1, 6]


WARNED = {
    "a total that is not the sum of its homes": (
        {
            "Crimes": [
                PLACES,
                ("Home 1", "home", None, 1, 2),
                ("Home 2", "home", None, 3, 4),
                ("All", "total", None, 4, 7),
            ]
        },
        ("Crimes", 4, "2022-23", "this total is not the sum of its homes"),
    ),
    "types that do not add up": (
        {
            "Crimes": [PLACES, ("Home 1", "home", None, 3, 2)],
            "Offence types": [TYPES, ("Home 1", "ARSON", 1, 2), ("Home 1", "FRAUD", 1, 0)],
        },
        ("Crimes", 2, "2021-22", "this is not the sum of the home's types"),
    ),
    "no child compared": (
        {"Cromarty": [("Result", "2021-22", "2022-23"), ("Improved", 0, 1), ("only a baseline", 3, 0)]},
        ("Cromarty", 2, "2021-22", "no child is counted as improved, the same or lower in this period"),
    ),
    "a change that does not follow": (
        {
            "Crimes": [
                (*PLACES, "Change"),
                ("Home 1", "home", None, 18, 5, "-72.2%"),
                ("Home 2", "home", None, 32, 10, "-60%"),
            ]
        },
        ("Crimes", 3, "Change", "this change does not follow from the two counts"),
    ),
    "n/a though there were some before": (
        {
            "Crimes": [
                (*PLACES, "% change"),
                ("Home 1", "home", None, 18, 5, "n/a"),
                ("Home 2", "home", None, 0, 10, "n/a"),
            ]
        },
        ("Crimes", 2, "% change", "this change does not follow from the two counts"),
    ),
    "a period that had not ended": (
        {"Crimes": [("Place", "Kind", "2022-23", "2023-24"), ("Home 1", "home", 1, 2)]},
        ("Crimes", 1, "2023-24", "this period had not ended on the day given as Published on"),
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_numbers_that_do_not_fit_are_kept_and_named(home_engine, load, name):
    sheets, warning = WARNED[name]
    report = load(home_engine, sheets)
    assert told(report.warnings) == [warning]
    assert (report.problems, report.rejected) == ((), 0)
    assert report.added > 0


@pytest.mark.parametrize("change", ["-72%", "-72.2%", -0.722, -72.2, "\u221272.2 %", None, "see note", -0.72222])
def test_a_printed_change_fits_within_its_last_digit(home_engine, load, change):
    rows = [("Place", "Kind", "2022-23", "2021-22", "change_pct"), ("Home 1", "home", 5, 18, change)]
    assert load(home_engine, {"Crimes": rows}).warnings == ()


@pytest.mark.parametrize("change", ["-71%", "-72.4%", 0.722, -0.6, "72.2%"])
def test_another_printed_change_does_not_fit(home_engine, load, change):
    rows = [("Place", "Kind", "2022-23", "2021-22", "change_pct"), ("Home 1", "home", 5, 18, change)]
    assert len(load(home_engine, {"Crimes": rows}).warnings) == 1


def test_a_total_is_not_compared_where_a_home_is_not_supplied_or_was_turned_away(home_engine, load):
    homes = ("Home 1", "home", None, 1, None), ("Home 2", "home", None, 1, 1)
    assert load(home_engine, {"Crimes": [PLACES, *homes, ("All", "total", None, 2, 9)]}).warnings == ()
    wrong = ("Home 1", "home", None, "x", 1), ("Home 2", "home", None, 1, 1)
    assert load(home_engine, {"Crimes": [PLACES, *wrong, ("All", "total", None, 9, 9)]}).warnings == ()


def test_a_new_home_that_one_sheet_alone_knows_is_named(home_engine, load):
    sheets = {
        "Crimes": [PLACES, ("Home 8", "home", None, 1, 2), ("Home 1", "home", None, 1, 2)],
        "Incidents": [PLACES, ("Home 8", "home", None, 1, 2), ("Hoem 8", "home", None, 1, 2)],
    }
    alone = [found for found in load(home_engine, sheets).warnings if "no other sheet" in found.wrong]
    assert told(alone) == [("Incidents", 3, "Place", "no other sheet knows this home")]


def test_a_new_council_starts_with_its_tables_alone(home_engine, load, values_in):
    about = [("Authority", "Derbyshire"), ("Published on", "31/10/2023")]
    report = load(home_engine, {"About": about, "Crimes": [PLACES, ("Home 1", "home", "Chellaston", 1, 2)]})
    assert report.authority == "Derbyshire"
    assert values_in(home_engine, Authority, "key") == [("derby-city",), ("derbyshire",)]
    assert [name for (name,) in values_in(home_engine, Home, "name")] == ["Home 1", "Home 2", "Home 1"]


CELLS = st.one_of(
    st.none(),
    st.integers(-3, 10**10),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 3, 1)),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12),
    st.sampled_from(
        [
            "home",
            "neighbourhood",
            "total",
            "Home 1",
            "Home 9",
            "Chellaston",
            "ARSON",
            "Missing Person",
            "offence",
            "yes",
        ]
    ),
    st.sampled_from(
        ["Improved", "breach", "2022-23", "Q1 2022-23", "Place", "Kind", "Change", "n/a", "1,234", "=1+1", "5"]
    ),
)


@pytest.fixture(scope="module")
def one_engine(sqlite_databases):
    """A database for many checks, none of which leaves anything in it."""
    url = sqlite_databases.empty()
    migrate(url)
    engine = make_engine(url)
    save_reference(engine)
    yield engine
    engine.dispose()
    sqlite_databases.drop(url)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_cells_are_refused_with_a_sentence_or_every_row_is_accounted_for(one_engine, data):
    workbook = Workbook()
    workbook.active.title = "About"
    for row in (("Authority", "Derby City"), ("Published on", "31/10/2023")):
        workbook.active.append(row)
    given_rows = {}
    for kind in data.draw(st.lists(st.sampled_from(SHEETS), min_size=1, max_size=4, unique_by=lambda kind: kind.name)):
        sheet = workbook.create_sheet(kind.name)
        header = [heading_of(column) for column in kind.columns] + (["2021-22", "2022-23"] if kind.has_periods else [])
        sheet.append(header)
        rows = data.draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=5))
        for row in rows:
            sheet.append(row)
        given_rows[kind.name] = (kind, rows)
    written = io.BytesIO()
    workbook.save(written)
    request = LoadRequest("summary", written.getvalue(), "", "council", date(2023, 11, 1))
    try:
        report = check_file(one_engine, request, key="", now=datetime(2023, 11, 1), viewer=system_viewer())
    except (UnreadableFile, LoadRefused) as refusal:
        assert str(refusal).endswith(".")
        assert "database" not in str(refusal)
        return
    rejected = {(found.sheet, found.row) for found in report.problems}
    read = kept = 0
    for name, (kind, rows) in given_rows.items():
        labels = len(kind.columns)
        for number, row in enumerate(rows, start=2):
            filled = [cell is not None and str(cell).strip() != "" for cell in row]
            says = any(filled[labels:]) if kind.given else any(filled)
            read += says
            if says and (name, number) not in rejected:
                is_total = name in ("Crimes", "Incidents") and row[1] == "total"
                kept += 1 if not kind.has_periods else 0 if is_total else sum(filled[labels:])
    assert report.rows_read == read
    assert report.added + report.updated + report.unchanged == kept


SEVERAL = ["All homes", "ALL  HOMES", "Total", "Total crimes at all homes", "Chosen homes", "All neighbourhoods"]
NAME_OF_TOTAL = "this is the name of a total, not of one place"


@pytest.mark.parametrize("name", SEVERAL)
@pytest.mark.parametrize("kind", ["home", "neighbourhood"])
def test_a_total_typed_as_a_place_is_refused_and_one_typed_as_total_is_not(home_engine, load, stored, name, kind):
    rows = [PLACES, (name, kind, None, 9, 9), (name, "total", None, 1, 2), ("Home 1", "home", None, 1, 2)]
    report = load(home_engine, {"Crimes": rows})
    assert told(report.problems) == [("Crimes", 2, "Place", NAME_OF_TOTAL)]
    assert report.problems[0].right.startswith("Write total as its kind")
    assert [row[2:] for row in stored()] == [("Home 1", None, 2021, 1), ("Home 1", None, 2022, 2)]


def test_no_sheet_makes_a_home_a_line_or_a_neighbourhood_of_the_name_of_a_total(home_engine, load, values_in):
    before = [values_in(home_engine, model, "name") for model in (Home, ReportingLine, Neighbourhood)]
    sheets = {
        "Crimes": [PLACES, ("Home 1", "home", "All neighbourhoods", 1, 2)],
        "Offence types": [TYPES, ("All homes", "ARSON", 1, 2)],
        "Homes": [
            ("Home", "Reporting line", "Neighbourhood"),
            ("Total", "Home 8", None),
            ("Home 8", "Chosen homes", None),
            ("Home 9", "Home 9", "Total"),
        ],
    }
    assert told(load(home_engine, sheets).problems) == [
        ("Crimes", 2, "Neighbourhood", NAME_OF_TOTAL),
        ("Offence types", 2, "Home", NAME_OF_TOTAL),
        ("Homes", 2, "Home", NAME_OF_TOTAL),
        ("Homes", 3, "Reporting line", NAME_OF_TOTAL),
        ("Homes", 4, "Neighbourhood", NAME_OF_TOTAL),
    ]
    assert [values_in(home_engine, model, "name") for model in (Home, ReportingLine, Neighbourhood)] == before


@pytest.mark.parametrize(
    ("heading", "shown"), [("2022/2024", "2022/2024"), ("Notes", "Notes"), (date(2022, 4, 1), "01/04/2022")]
)
def test_a_filled_column_whose_heading_is_no_period_is_named(home_engine, load, stored, heading, shown):
    rows = [("Place", "Kind", "2022-23", heading, "Change"), ("Home 1", "home", 1, 2, None)]
    report = load(home_engine, {"Crimes": rows})
    assert told(report.warnings) == [("Crimes", 1, shown, "this heading is not a period, so the column was not read")]
    assert report.warnings[0].right == "Write it as 2022-23, 2022-23 Q3 or Apr 2022 to Mar 2023"
    assert [row[-1] for row in stored()] == [1]


def test_a_column_that_is_not_read_is_named_where_the_periods_are_blank_too(home_engine, load):
    sheets = {
        "Crimes": [PLACES, ("Home 1", "home", None, 1, 2)],
        "Youth justice": [("Measure", "2022-23", "22-23"), ("children", None, 4)],
    }
    assert [(found.sheet, found.column) for found in load(home_engine, sheets).warnings] == [("Youth justice", "22-23")]


def test_changes_blank_columns_and_what_stands_above_the_headings_are_not_named(home_engine, load):
    rows = [(None, None, None, "A note"), ("Place", "Kind", "2022-23", "Notes", "% change"), ("Home 1", "home", 1)]
    assert load(home_engine, {"Crimes": rows}).warnings == ()


def test_a_filled_column_of_a_sheet_without_periods_is_named_with_the_headings_that_are_known(home_engine, load):
    rows = [("Kind", "Type", "Sensitive", "Colour"), ("offence", "Wildlife", "no", "red")]
    (warning,) = load(home_engine, {"Types": rows}).warnings
    assert warning.sentence() == (
        "Sheet Types, row 1, column Colour: this heading is not known, so the column was not read. "
        "Known are: Kind, Type, Group, Missing, Sensitive."
    )


def test_a_filled_sheet_of_an_unknown_name_is_named_with_the_nearest_known_one(home_engine, load):
    def hide(book):
        book["Lists"].sheet_state = "hidden"
        book.create_sheet("Blank")

    rows = [PLACES, ("Home 1", "home", None, 1, 2)]
    sheets = {"Crimes": rows, "Incident": rows, "Read me": [("Fill in",)], "Lists": [("home",)]}
    report = load(home_engine, sheets, hide)
    assert [warning.sentence() for warning in report.warnings] == [
        "Sheet Incident: no sheet is called so, so it was not read. If it holds figures, name it as the blank workbook "
        "does; the nearest name is: Incidents."
    ]


def test_a_workbook_whose_only_counts_stand_on_unknown_sheets_says_which(home_engine, load):
    with pytest.raises(
        UnreadableFile, match=r"Nothing is filled in yet.* Not read, since no sheet is called so: Crime"
    ):
        load(home_engine, {"Crime 22": [PLACES, ("Home 1", "home", None, 1, 2)]})


def test_the_blank_workbook_and_the_documentation_say_what_a_blank_sensitive_means():
    assert any("Sensitive is blank" in line and "not named in titles" in line for line in READ_ME)
    described = (Path(__file__).parents[3] / "docs" / "data.md").read_text(encoding="utf-8")
    assert "the type counts as sensitive and is not named in titles" in described
