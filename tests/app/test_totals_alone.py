"""The tables of one published paper, typed into the blank workbook, alone in an empty database."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from data_access.database import make_engine
from data_access.imports.summary_template import summary_template
from data_access.load import LoadRequest, load_file
from data_access.migrate import migrate
from data_access.reference import save_reference
from data_access.viewer import system_viewer
from tests.app.walking import PAGES, walk
from tests.app.yearly_tables import YEARS, published
from tests.conftest import fill_with_sample

NOW = datetime(2023, 11, 1, 9, 0)
OTHER = "Children on part-time timetables"
YJS_ROWS = (0, 1, 2, 3, 5, 6, 7)  # rows of the blank form that the paper printed: it has no children in court


def filled_in():
    """The blank workbook with every table of the paper."""
    book = load_workbook(io.BytesIO(summary_template()))
    about = book["About"]
    for row, value in enumerate(("Derby City", "31/10/2023", "Corporate Parenting Committee"), start=1):
        about.cell(row, 2, value)
    for sheet in ("Crimes", "Incidents"):
        for row in published(f"{sheet.lower()}_home_vs_neighbourhood.csv"):
            area = row["neighbourhood"] if row["kind"] == "home" else None
            book[sheet].append([row["place"], row["kind"], area, *counts(row)])
    for sheet, name, column in (
        ("Offence types", "crimes_by_offence_type", "offence_type"),
        ("Incident types", "incidents_by_type", "incident_type"),
    ):
        for row in published(f"{name}.csv"):
            book[sheet].append([row["home"], row[column], *counts(row)])
    for place, row in zip(YJS_ROWS, published("youth_justice.csv"), strict=True):
        for column, count in enumerate(counts(row), start=2):
            book["Youth justice"].cell(place + 2, column, count)
    for row, children in enumerate((10, 1, 1), start=2):
        book["Cromarty"].cell(row, 3, children)
    book["Other measures"].append([OTHER, None, 42, 37])
    for home, line in (("Home 1", "Home 1"), ("Home 2", "Home 2"), ("Home 3", "Home 3/4"), ("Home 4", "Home 3/4")):
        book["Homes"].append([home, line])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def counts(row):
    return [int(row[column]) for column in YEARS.values()]


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The address of a database that holds the paper's tables and nothing else."""
    url = f"sqlite:///{tmp_path_factory.mktemp('alone') / 'alone.db'}"
    migrate(url)
    engine = make_engine(url)
    save_reference(engine)
    request = LoadRequest("summary", filled_in(), authority="", source="council", extract_date=date(2023, 11, 1))
    report = load_file(engine, request, key="", now=NOW, viewer=system_viewer())
    assert report.problems == ()
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def pages(alone):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DATABASE_URL", alone)
        patched.setenv("SIGN_IN", "desk")
        patched.delenv("CONCORDAT_KEY", raising=False)
        yield walk(PAGES)


@pytest.fixture(scope="module")
def pages_of_the_sample(sqlite_databases):
    url = sqlite_databases.copy_of("sample", fill_with_sample)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DATABASE_URL", url)
        patched.setenv("SIGN_IN", "demo")
        yield walk()


def test_no_page_breaks(pages):
    for page in pages.values():
        assert (page.errors, page.exceptions) == ((), ())
        assert page.title


SAME_TABLES = (
    ("overview", "Crimes at homes"),
    ("homes", "Incidents at homes"),
    ("incidents", "Incidents by type: All homes"),
    ("incidents", "Incidents by type: Home 2"),
    ("incidents", "Missing-person share"),
    ("incidents", "Share with Missing No Apparent Risk"),
    ("offences", "Crimes by type: All homes"),
    ("offences", "Crimes by type: Home 3/4"),
)


@pytest.mark.parametrize(("page", "table"), SAME_TABLES)
def test_every_number_is_that_of_the_records_which_add_up_to_it(pages, pages_of_the_sample, page, table):
    assert pages[page].table(table).equals(pages_of_the_sample[page].table(table))


def test_the_youth_justice_table_is_that_of_the_paper(pages):
    table = pages["youth_justice"].table("Youth Justice Service")
    for row in published("youth_justice.csv"):
        label = row["measure"][:1].upper() + row["measure"][1:]
        printed = (row["previous_2021_22"], row["current_2022_23"], row["change_pct"])
        assert tuple(table.loc[label]) == printed


def test_the_overview_has_its_five_measures(pages):
    words = pages["overview"].words
    for told in ("54 to 18", "430 to 160", "71% to 72%", "3 to 4", "10 of 12"):
        assert told in words


def test_what_needs_months_says_that_only_yearly_totals_were_supplied(pages):
    assert pages["monthly"].title == "Incidents by month: only yearly totals supplied"
    for page in ("overview", "homes", "incidents", "offences", "youth_justice", "cromarty"):
        assert "only yearly totals supplied" in pages[page].words
    assert pages["monthly"].tables == ()


def test_a_page_without_months_is_not_said_to_be_a_gap(pages):
    assert "Police crimes not supplied" not in pages["overview"].words


def test_without_the_key_that_seals_references_no_case_is_added_and_the_page_says_so(pages):
    shown = pages["investigations"]
    assert shown.title == "No child is under investigation"
    assert "CONCORDAT_KEY must hold a secret" in shown.words
