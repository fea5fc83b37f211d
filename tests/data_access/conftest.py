"""Makers of viewers, files and loads; each names only what matters to the test."""

import csv
import io
import re
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select
from sqlmodel import Session

from data_access.database import make_engine
from data_access.imports.kinds import KINDS
from data_access.imports.reading import ReadAs
from data_access.imports.saving import months_between
from data_access.load import LoadRequest, load_file
from data_access.migrate import migrate
from data_access.reference import save_reference
from data_access.viewer import Viewer, home_key, system_viewer

KEY = "0123456789abcdef0123456789abcdef"
NOW = datetime(2023, 4, 12, 9, 0)
EXTRACT_DATE = date(2023, 4, 12)
MONTHS = months_between(date(2022, 4, 1), date(2023, 3, 1))
GOOD_SHEETS = {
    "About": [
        ("Authority", "Derby City"),
        ("Published on", date(2023, 10, 31)),
        ("Published in", "Corporate Parenting Committee"),
    ],
    "Crimes": [("Place", "Kind", "Neighbourhood", "2022-23"), ("Home 1", "home", "Chellaston", 5)],
}
GOOD_ROWS = {
    "homes": {
        "home": "Home 1",
        "reporting_line": "Home 1",
        "neighbourhood": "Chellaston",
        "authority": "Derby City",
        "provider": "council",
        "beds": "5",
        "opened": "2013-04-01",
        "closed": "",
        "signed_up": "2018-10-11",
    },
    "home_aliases": {"alias": "DCH-01", "home": "Home 1"},
    "incidents": {
        "reference": "INC-1",
        "reported_at": "01/04/2022 10:00",
        "occurred_at": "01/04/2022 09:00",
        "home": "Home 1",
        "incident_type": "Missing Person",
        "response": "Priority",
        "child_reference": "P-4711",
        "child_role": "missing",
    },
    "crimes": {
        "reference": "CR-1",
        "reported_at": "01/04/2022 10:00",
        "occurred_at": "01/04/2022 09:00",
        "home": "Home 1",
        "offence_type": "CRIMINAL DAMAGE",
        "outcome_code": "14",
        "outcome_date": "30/05/2022",
        "child_reference": "P-4711",
        "child_role": "victim",
    },
    "neighbourhood_counts": {
        "neighbourhood": "Chellaston",
        "month": "2022-04",
        "kind": "incident",
        "type": "",
        "count": "192",
    },
    "youth_justice": {
        "child_reference": "YJ-107",
        "event": "contact",
        "event_date": "01/04/2022",
        "detail": "Office",
        "delivered_by": "Youth Justice Service",
    },
    "cromarty": {
        "child_reference": "EC-12",
        "meeting": "1",
        "meeting_date": "01/04/2022",
        "target": "Target 1",
        "score": "2.5",
    },
    "occupancy": {"home": "Home 1", "month": "2022-04", "average_children": "4.2"},
    "internal_counts": {"home": "Home 1", "month": "2022-04", "internal": "7", "input_helpful": "2", "immediate": "0"},
    "investigations": {
        "reference": "CR-1",
        "child_reference": "P-4711",
        "setting": "home",
        "home": "Home 1",
        "responsible_authority": "",
        "matter": "Criminal damage",
        "occurred_on": "31/03/2022",
        "reported_at": "01/04/2022 10:00",
        "response": "immediate",
        "stage": "under investigation",
        "stage_since": "02/04/2022",
        "outcome_code": "",
        "outcome_on": "",
        "interview": "",
        "low_level": "yes",
        "in_placement": "yes",
        "cooling_off": "no",
        "held_overnight": "",
        "appropriate_adult": "",
        "additional_needs": "",
        "joint_panel": "",
        "restorative_offered": "",
        "restorative_consented": "",
        "possible_exploitation": "",
        "authority_told": "yes",
        "discontinued": "",
    },
    "checklist": {"reference": "CR-1", "point": "1", "done_at": "01/04/2022 15:00", "missing": ""},
    "neighbourhood_extract": {
        "reference": "N-1",
        "reported_at": "01/04/2022 10:00",
        "neighbourhood": "Chellaston",
        "kind": "crime",
        "type": "BURGLARY",
    },
    "police_uk_street": {
        "crime_id": "a1",
        "month": "2022-04",
        "lsoa_code": "E01013537",
        "lsoa_name": "Derby 007D",
        "crime_type": "Burglary",
    },
    "child_links": {
        "source": "YJS",
        "reference": "YJ-107",
        "other_source": "police",
        "other_reference": "P-4711",
    },
    "dfe_offending": {
        "time_period": "2019",
        "geographic_level": "Local authority",
        "country_name": "England",
        "region_name": "East Midlands",
        "la_name": "Derby",
        "characteristic": "Convictions: Children looked after Ages 10 to 17 years",
        "breakdown": "Convicted or subject to youth cautions",
        "children_count": "11",
        "children_percent": "4",
    },
    "actions": {
        "title": "Agree a protocol",
        "owner": "Police",
        "due": "31/12/2022",
        "status": "on track",
        "note": "Draft sent",
        "year": "2022-23",
        "key": "",
    },
}


LOOKUP = b"lsoa_code,neighbourhood\nE01013537,Allestree\n"


@pytest.fixture(scope="session")
def columns_of():
    """The columns of a kind of extract."""
    return lambda kind: tuple(GOOD_ROWS[kind])


@pytest.fixture(scope="session")
def workbook_of():
    """Makes a workbook: workbook_of({"Crimes": [header, row]}) has the sheet About of a good one, unless it is given.

    `change` may do more to it before it is written, such as merging cells.
    """

    def make(sheets=None, change=None):
        workbook = Workbook()
        workbook.remove(workbook.active)
        for name, rows in ({"About": GOOD_SHEETS["About"]} | (GOOD_SHEETS if sheets is None else sheets)).items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
        if change is not None:
            change(workbook)
        written = io.BytesIO()
        workbook.save(written)
        return written.getvalue()

    return make


@pytest.fixture(scope="session")
def calculated():
    """Gives formulas their results, as a spreadsheet program does: calculated(data, {("Crimes", "D2"): 5})."""

    def with_results(data, results):
        workbook = load_workbook(io.BytesIO(data))
        parts = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(workbook.sheetnames, start=1)}
        written = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(written, "w") as after:
            for part in before.namelist():
                text = before.read(part)
                for (sheet, place), result in results.items():
                    if part == parts[sheet]:
                        formula = rf'(<c r="{place}"[^>]*><f>[^<]*</f>)<v></v>'.encode()
                        text, times = re.subn(formula, rf"\g<1><v>{result}</v>".encode(), text)
                        assert times == 1
                after.writestr(part, text)
        return written.getvalue()

    return with_results


@pytest.fixture(scope="session")
def file_of(workbook_of):
    """Makes a file: file_of("crimes", {"home": "Home 2"}, {}) has two rows that are good but for the cells given.

    `without` leaves columns out; `headings` gives columns other names. Of the kind summary, a workbook of one row.
    """

    def make(kind, *rows, without=(), headings=None):
        if kind == "summary":
            return workbook_of()
        columns = [column for column in GOOD_ROWS[kind] if column not in without]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([(headings or {}).get(column, column) for column in columns])
        for changed in rows or ({},):
            assert set(changed) <= set(GOOD_ROWS[kind])
            writer.writerow([{**GOOD_ROWS[kind], **changed}[column] for column in columns])
        return text.getvalue().encode()

    return make


@pytest.fixture(scope="session")
def load_rows(file_of):
    """Loads a file made of rows: load_rows(engine, "crimes", {"home": "Home 2"}, source="police"); gives the report."""

    def load(
        engine,
        kind,
        *rows,
        authority="Derby City",
        source="police",
        months=None,
        extract_date=EXTRACT_DATE,
        key=KEY,
        without=(),
        data=None,
        complete=None,
        places=(),
        how=None,
        days=None,
    ):
        request = LoadRequest(
            kind=kind,
            data=file_of(kind, *rows, without=without) if data is None else data,
            authority=authority,
            source=source,
            extract_date=extract_date,
            months=tuple(month for month in MONTHS if month < extract_date) if months is None else months,
            complete=complete,
            places=places,
            days=days,
            how=how or ReadAs(lookup=LOOKUP if KINDS[kind].needs_lookup else None),
        )
        return load_file(engine, request, key=key, now=NOW, viewer=system_viewer())

    return load


@pytest.fixture
def home_engine(engine_on_copy, load_rows):
    """A database that knows two homes of Derby City: Home 1 (also DCH-01) in Chellaston and Home 2 in Sinfin."""

    def fill(url):
        migrate(url)
        engine = make_engine(url)
        save_reference(engine)
        load_rows(engine, "homes", {}, {"home": "Home 2", "reporting_line": "Home 2", "neighbourhood": "Sinfin"})
        load_rows(engine, "home_aliases")
        engine.dispose()

    return engine_on_copy("homes", fill)


@pytest.fixture(scope="session")
def viewer_of():
    """Makes a viewer who may see everything as a partner and do nothing, but for what is given; homes are Derby's."""

    def make(*, audiences=("partnership",), authorities=None, homes=None, powers=()):
        return Viewer(
            who="somebody",
            audiences=frozenset(audiences),
            authorities=None if authorities is None else frozenset(authorities),
            homes=None if homes is None else frozenset(home_key("derby-city", home) for home in homes),
            powers=frozenset(powers),
        )

    return make


@pytest.fixture(scope="session")
def rows_in():
    """How many rows a table holds: rows_in(engine, Incident)."""

    def count(engine, model):
        with Session(engine) as session:
            return session.execute(select(func.count()).select_from(model)).scalar_one()

    return count


@pytest.fixture(scope="session")
def values_in():
    """Columns of all rows of a table, by id: values_in(engine, Incident, "reference", "month")."""

    def values(engine, model, *names):
        with Session(engine) as session:
            found = session.execute(select(*(getattr(model, name) for name in names)).order_by(model.id))
            return [tuple(row) for row in found]

    return values
