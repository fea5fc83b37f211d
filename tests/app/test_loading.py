"""The page that loads data and takes a load back, on a desk and in the demo, without a browser."""

import csv
import io
import re
from datetime import date, datetime
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from openpyxl import Workbook
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

from app import frame
from app.loading import preview
from app.loading.column_words import OF_A_KIND, WORDS, words_of
from app.loading.mapping import nearest
from data_access.imports.kinds import KINDS
from data_access.imports.summary_template import summary_template
from data_access.load import LoadRequest, load_file
from data_access.settings import Settings
from data_access.startup import open_database
from data_access.viewer import system_viewer
from tests.app.walking import MAIN, PAGES, walk
from tests.app.yearly_tables import XLSX, workbook_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_data"
WITHOUT_DATA = ("load", "about")  # the pages that stand without
RUNS_WITHIN_S = 60
NOTHING = "No data have been loaded yet"
SECRET = "a name that must not be shown"
KEY = "a key that only these tests know, of no use elsewhere"
REMEMBERED = "Answers remembered"
REFERENCE = "P-4907"  # of a child in the sample's incidents


@pytest.fixture
def visit(monkeypatch, tmp_path):
    """Opens a page of the app on a database of the test's own: visit("load"), visit("homes", sign_in="demo")."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'own.db'}")
    monkeypatch.setenv("SIGN_IN", "desk")
    monkeypatch.setenv("CONCORDAT_KEY", KEY)

    def go(page, sign_in="desk", **query):
        monkeypatch.setenv("SIGN_IN", sign_in)
        st.cache_resource.clear()
        app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run().switch_page(f"../pages/{page}.py").run()

    return go


@pytest.fixture
def rows_of(tmp_path):
    """How many rows a table of the test's database has, of those for which something holds."""

    def count(table, where="1 = 1"):
        engine = create_engine(f"sqlite:///{tmp_path / 'own.db'}")
        with engine.connect() as connection:
            found = connection.execute(text(f"SELECT count(*) FROM {table} WHERE {where}")).scalar()
        engine.dispose()
        return found

    return count


@pytest.fixture
def with_homes(sqlite_databases, tmp_path):
    """The test's database with the sample's register of homes and its other spellings."""

    def fill(url):
        engine = open_database(Settings(database_url=url, sign_in="desk"))
        for kind in ("homes", "home_aliases"):
            data = (SAMPLE / f"{kind}.csv").read_bytes()
            request = LoadRequest(kind, data, "Derby City", "council", date(2023, 4, 12), loaded_by="ann")
            load_file(engine, request, key="", now=datetime(2023, 4, 13, 8, 0), viewer=system_viewer("ann"))
        engine.dispose()

    copied = sqlite_databases.copy_of("homes of the page Load data", fill)
    (tmp_path / "own.db").write_bytes(Path(copied.removeprefix("sqlite:///")).read_bytes())


@pytest.fixture
def with_sample(sample_url, tmp_path):
    """The test's database with the sample."""
    (tmp_path / "own.db").write_bytes(Path(sample_url.removeprefix("sqlite:///")).read_bytes())


def give(app, data, name="filled.xlsx", mime=XLSX):
    return app.file_uploader[0].set_value((name, data, mime)).run()


def press(app, label):
    return button(app, label).click().run()


def button(app, label):
    return next(each for each in app.button if each.label == label)


def loaded(app, data=None):
    return press(give(app, workbook_of() if data is None else data), "Load it")


def said(app):
    """All words of the page, as they stand there."""
    blocks = (app.title, app.header, app.subheader, app.markdown, app.success, app.error, app.info)
    small = [unescape(block.proto.body) for block in app.get("html") if "<style" not in block.proto.body]
    return "\n".join([*(block.value.replace("\\", "") for each in blocks for block in each), *small])


def labels(app):
    return [button.label for button in app.button]


def table(app, title):
    return as_drawn(app, title).value.map(lambda cell: cell.replace("\\", ""))


def as_drawn(app, title):
    return next(each for each in app.table if each.proto.alt == title)


def remembered(app):
    """The headings of what is remembered, where anything is."""
    return [each.label for each in app.expander if each.label.startswith("Answers remembered")]


def titles_of_tables(app):
    return [each.proto.alt for each in app.table]


def choice(app, label):
    return next(box for box in app.selectbox if box.label.replace("\\", "").startswith(label))


def extract(name, *, headings=None, cells=None, without=(), quarter="2023-01"):
    """An extract as another system writes it: rows of the sample from a month on, headings and cells renamed."""
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    from_month = date.fromisoformat(f"{quarter}-01")
    kept = [row for row in rows if _day(row["reported_at"]) >= from_month]
    names = [column for column in rows[0] if column not in without]
    changed = cells or {}
    header = [(headings or {}).get(column, column) for column in names]
    return [header, *([changed.get(row[column], row[column]) for column in names] for row in kept)]


def _day(written):
    day, month, year = written[:10].split("/")
    return date(int(year), int(month), int(day))


def as_csv(rows, *, delimiter=",", encoding="utf-8", above=()):
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows([*above, *rows])
    return written.getvalue().encode(encoding)


def as_workbook(rows, above=()):
    book = Workbook()
    for row in (*above, *rows):
        book.active.append(row)
    book.create_sheet("Notes").append(["nothing"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


# The pages before anything is loaded


def test_with_nothing_loaded_every_page_leads_to_the_page_that_loads(visit):
    pages = walk(PAGES)
    assert {"load", "about", "overview"} <= set(pages)
    for name, page in pages.items():
        assert (page.errors, page.exceptions) == ((), ()), name
        assert (page.titles == (NOTHING,)) == (name not in WITHOUT_DATA), name
    assert "The least is one workbook" in pages["overview"].words
    assert all(frame.REGISTER_FIRST in pages[name].words for name in ("overview", "load"))


@pytest.mark.parametrize("page", [page for page in PAGES if page not in WITHOUT_DATA])
def test_the_way_to_the_page_that_loads_is_a_link(visit, page):
    assert [link.proto.page for link in visit(page).main.get("page_link")] == ["load"]


def test_with_nothing_loaded_about_shows_what_needs_no_data(visit):
    app = visit("about")
    headings = [header.value for header in app.header]
    assert headings == ["Definitions", "Four populations", "Out of scope"]


def test_a_link_with_choices_keeps_them_until_there_are_data_to_choose_from(visit):
    app = visit("load", line="home-2", period="2022-23")
    assert not app.exception and not app.error
    assert app.text_input(key="line").value == "home-2"


# The yearly tables


def test_a_file_that_is_checked_is_told_and_not_stored(visit, rows_of):
    app = give(visit("load"), workbook_of())
    assert not app.exception and not app.error
    assert "Checked for Derby City: Yearly tables. Nothing is stored yet." in said(app)
    assert table(app, "What the file would do").iloc[0].to_dict() == {
        "Rows read": "12",
        "Added": "20",
        "Updated": "0",
        "Unchanged": "0",
        "Withdrawn": "0",
        "Rejected": "0",
    }
    assert (rows_of("import_batch"), rows_of("period_count"), rows_of("home")) == (0, 0, 0)
    assert visit("overview").title[0].value == NOTHING


def test_what_would_be_right_stands_beside_what_is_wrong_and_no_cell_is_shown(visit):
    app = give(visit("load"), workbook_of(crimes={("Home 2", "2022-23"): SECRET}))
    problem = table(app, "Problems").iloc[0]
    assert (problem["Sheet"], problem["Row"], problem["Column"]) == ("Crimes", "5", "2022-23")
    assert problem["What would be right"].startswith("Write a whole number")
    assert not table(app, "Problems").map(lambda cell: SECRET in cell).any(axis=None)
    assert SECRET not in said(app)
    assert any(button.proto.label.startswith("Download all ") for button in app.get("download_button"))


def test_of_many_problems_the_first_twenty_are_shown(visit):
    areas = "".join(f"Area {number}," for number in range(25)).split(",")[:-1]
    app = give(visit("load"), workbook_of(areas=dict.fromkeys(areas, "n/a")))
    assert len(table(app, "Problems")) == 20
    assert "(the first 20 of 25)" in said(app)
    noted = len(table(app, "To check")) + ("To check of the file" in titles_of_tables(app))
    assert f"Download all {25 + noted} (CSV)" in [button.proto.label for button in app.get("download_button")]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 nothing", "paper.csv"),
        (b"", "empty.xlsx"),
        (b"PK\x03\x04 cut off", "cut.xlsx"),
        (b"\xd0\xcf\x11\xe0 old", "old.xls"),
        (b"reference,home\x00", "nul.csv"),
    ],
)
def test_a_file_that_is_no_table_is_answered_in_a_sentence(visit, rows_of, data, name):
    app = give(visit("load"), data, name)
    assert not app.exception
    assert [error.value.startswith("Nothing was loaded") for error in app.error] == [True]
    assert "Load it" not in labels(app)
    assert rows_of("import_batch") == 0


def test_the_blank_workbook_itself_is_not_loaded(visit):
    app = give(visit("load"), summary_template())
    assert not app.exception
    assert "Load it" not in labels(app)


def test_a_loaded_file_is_told_by_its_counts_and_stands_on_the_overview(visit):
    app = loaded(visit("load"))
    assert not app.exception and not app.error
    assert "Loaded for Derby City: Yearly tables. 12 rows read: 20 added" in said(app)
    assert [link.proto.page for link in app.main.get("page_link")] == [""]  # the Overview is the first page
    of_file = table(app, "Files loaded")
    assert of_file["What and from whom"].tolist() == ["Yearly tables, A committee's paper"]
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", of_file["Day of extract"].item())
    assert of_file["Withdrawn"].item() == "0"
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d by \S+", table(app, "Files loaded")["Loaded"].item())
    assert "54 to 18" in visit("overview").title[0].value


def test_a_file_that_changes_nothing_cannot_be_loaded_again(visit):
    data = workbook_of()
    loaded(visit("load"), data)
    app = give(visit("load"), data)
    assert button(app, "Load it").disabled
    assert "To check: the file as a whole (1)" in said(app)
    assert "file was already loaded" in table(app, "To check of the file")["What was found"].item()
    assert "these rows are kept" not in said(app)


# Taking a load back


def test_a_load_is_undone_when_it_was_chosen_and_confirmed(visit, rows_of):
    loaded(visit("load"))
    app = visit("load")
    assert "Yes, undo this load" not in labels(app)
    undo = choice(app, "Load to take back")
    assert [option.startswith("Yearly tables, A committee's paper, loaded ") for option in undo.options] == [True]
    app = press(undo.select_index(0).run(), "Yes, undo this load")
    assert not app.exception and not app.error
    assert "Taken back: 20 counts" in said(app)
    assert (rows_of("period_count"), rows_of("home")) == (0, 0)
    assert "Load to take back" not in [box.label for box in app.selectbox]
    assert "; undone on " in table(app, "Files loaded")["What and from whom"].item()
    assert visit("overview").title[0].value == NOTHING


def test_of_loads_that_follow_on_each_other_only_the_newest_is_offered(visit, with_homes):
    app = visit("load")
    for quarter in ("2023-01", "2023-02"):
        app = loaded(app, as_csv(extract("crimes", quarter=quarter)))
    offered = choice(app, "Load to take back").options
    assert [option.partition(", loaded")[0] for option in offered] == [
        "Crimes at the homes, police",
        "Homes: other spellings, council",
        "Homes: the register, council",
    ]
    assert table(app, "Files loaded")["What and from whom"].tolist()[:2] == [
        "Crimes at the homes, police, 02/2023 to 03/2023",
        "Crimes at the homes, police, 01/2023 to 03/2023",
    ]


# Extracts


EXTRACT_DAY = ("Extract run 12/04/2023, records from 01/01/2023 to 31/03/2023",)


@pytest.mark.parametrize("way", ["semicolons in Windows-1252", "a workbook"])
def test_a_quarter_from_another_system_is_read_with_its_day_and_months_and_loaded(visit, with_homes, rows_of, way):
    rows = extract("incidents", headings={"incident_type": "Closing Code", "reported_at": "Date Reported"})
    data = (
        as_csv(rows, delimiter=";", encoding="cp1252", above=[EXTRACT_DAY])
        if way.startswith("semicolons")
        else as_workbook(rows, above=[EXTRACT_DAY])
    )
    app = give(visit("load"), data, "quarter.csv")
    assert not app.exception and not app.error
    assert choice(app, "What it is").value == "incidents"
    assert [str(each.value) for each in app.date_input] == ["2023-04-12", "2023-01-01", "2023-03-31"]
    assert table(app, "What the file would do").loc[0, ["Added", "Rejected"]].tolist() == [f"{len(rows) - 1}", "0"]
    app = press(app, "Load it")
    assert not app.exception and not app.error
    assert rows_of("incident", "month >= '2023-01-01'") == rows_of("incident") == len(rows) - 1
    assert rows_of("import_batch", "kind = 'incidents' AND extract_date = '2023-04-12' AND rejected = 0") == 1


def test_a_column_that_is_not_recognised_is_asked_for_once_and_remembered_for_the_sender(visit, with_homes):
    data = as_csv(extract("crimes", headings={"home": "Premise Descr", "reference": "Ref"}))
    app = give(visit("load"), data)
    assert "Load it" not in labels(app)
    assert choice(app, "What it is").value == "crimes"  # the nearest by its other columns
    assert "Not found in the file: reference, home." in said(app)
    assert choice(app, "home").label.replace("\\", "") == f"home: {words_of('crimes', 'home')}"
    press(app, "Use these columns")
    assert "Load it" not in labels(app)
    choice(app, "reference").select("Ref")
    choice(app, "home").select("Ref")
    assert "One heading cannot stand for two columns." in said(press(app, "Use these columns"))
    choice(app, "home").select("Premise Descr")
    app = press(app, "Use these columns")
    assert "Remembered for files from police." in said(app)
    assert "Load it" in labels(app)
    later = give(visit("load"), as_csv(extract("crimes", headings={"home": "Premise Descr", "reference": "Ref"})))
    assert not later.exception and not later.error
    assert (choice(later, "What it is").value, choice(later, "Sent by").value) == ("crimes", "police")
    assert "Load it" in labels(later)
    assert "Load it" in labels(give(later, as_csv(extract("crimes"))))  # its headings are those that are known anyway


def test_a_kind_that_was_guessed_wrongly_is_changed(visit, with_homes):
    app = give(visit("load"), as_csv(extract("crimes")))
    assert "Told by its columns" in said(app)
    choice(app, "What it is").select("incidents").run()
    assert not app.exception
    assert "By its columns it looks like: Crimes at the homes." in said(app)
    assert "Not found in the file: incident_type." in said(app)
    app = give(app, b"reference,date,location,type\nR1,01/04/23,Home 1,ARSON\n")
    assert choice(app, "What it is").value is None
    assert "fit more than one kind: Incidents at the homes, Crimes at the homes." in said(app)
    app = give(app, b"Home name,Remarks\nHome 1,none\n")
    assert "Its columns do not tell: choose what it is, then say which column is which." in said(app)
    app = give(app, b"reference,date,location,type\nR1,01/04/23,Home 1,ARSON\n")
    app = choice(app, "What it is").select("crimes").run()
    assert "No date could be read. Row 2, column date: this is not a date. Write DD/MM/YYYY" in said(app)


def test_labels_that_are_not_known_are_asked_about_once_and_remembered(visit, with_homes, rows_of):
    plain = extract("crimes")
    home, of_type = plain[1][3], plain[1][4]
    rows = extract("crimes", cells={home: "22 The Lane", of_type: "SOMETHING ELSE"})
    types = sum(row[4] == "SOMETHING ELSE" for row in rows)
    other = next(row for row in rows[1:] if row[4] != "SOMETHING ELSE")
    rows += [[f"N{number}", *other[1:3], "Home 3 annexe", *other[4:]] for number in range(9)]
    app = give(visit("load"), as_csv(rows))
    assert "Labels that are not known: 3" in said(app)
    asked = [box for box in app.selectbox if box.key and box.key.startswith("load-label-")]
    assert asked[0].label.replace("\\", "") == "Home 3 annexe (home, 9 rows; nearest: Home 3)"  # of the most rows
    assert (asked[0].value, asked[0].options[1]) == ("Decide later", "Home 3")
    assert not any("nearest" in box.label for box in asked[1:])
    rejected = int(table(app, "What the file would do")["Rejected"].item())
    way_in = f"Load the {len(rows) - 1 - rejected} right rows, and leave out {rejected}"
    assert (button(app, way_in).proto.type, "Load it" in labels(app)) == ("secondary", False)
    order = [node for node in app.main if node.type in ("selectbox", "table", "button")]
    places = [
        order.index(node)
        for node in (asked[-1], as_drawn(app, "Problems"), button(app, way_in), as_drawn(app, "Files loaded"))
    ]
    assert places == sorted(places)
    app = press(app, way_in)
    assert preview.ASKED_AGAIN in said(app)
    app = give(app, as_csv(rows))
    choice(app, "Home 3 annexe (home").select("Home 3")
    choice(app, "22 The Lane (home").select("Home 2")
    choice(app, "SOMETHING ELSE (offence type").select("Leave its rows out")
    app = press(app, "Remember these answers")
    assert not app.exception and not app.error
    assert "Remembered for files from police: 3 answers." in said(app)
    assert button(app, "Load it").proto.type == "primary"
    told = table(app, "What the file would do").iloc[0]
    assert (told["Rejected"], told["Left out as decided"]) == ("0", f"{types}")
    app = press(app, "Load it")
    app = give(app, as_csv([*rows[:1], *rows[1:][::-1]]))
    assert "Labels that are not known" not in said(app)
    assert rows_of("label_choice") == 3
    assert remembered(app) == ["Answers remembered for files from police"]
    app.session_state["load-remembered"] = True
    app.run()
    assert table(app, REMEMBERED)[["In the files", "Taken as"]].to_numpy().tolist() == [
        ["22 the lane", "Home 2"],
        ["home 3 annexe", "Home 3"],
        ["something else", "Its rows are left out"],
    ]
    choice(app, "Answer to forget").select_index(2).run()
    app = press(app, "Yes, forget this answer")
    assert not app.exception and not app.error
    assert "Forgotten for files from police." in said(app)
    assert choice(app, "SOMETHING ELSE (offence type").value == "Decide later"
    assert table(app, REMEMBERED)["In the files"].tolist() == [
        "22 the lane",
        "home 3 annexe",
    ]  # still open, for the next one


def test_a_column_that_was_taken_for_another_is_said_not_to_be_in_the_file_until_that_is_forgotten(visit, with_homes):
    app = visit("load")
    assert remembered(app) == []
    app = give(app, b"reference,reported_at,home,offence_type,outcome\nC1,01/04/2023,Home 1,ARSON,Charged\n")
    assert table(app, "What the file would do")["Rejected"].item() == "1"
    assert button(app, "Load it").disabled
    assert "No row is right yet, so there is nothing to load." in said(app)
    assert [choice(app, name).options[0] for name in ("outcome_code", "reference")] == ["Not in the file", "reference"]
    choice(app, "outcome_code").select("")
    app = press(app, "Use these columns")
    assert not app.exception and not app.error
    assert table(app, "What the file would do")["Rejected"].item() == "0"
    assert "Not stored: outcome." in said(app)
    app = visit("load")  # without a file the answers about all senders
    app.session_state["load-remembered"] = True
    app.run()
    (answer,) = table(app, REMEMBERED)[["Sender", "In the files", "Taken as"]].to_numpy().tolist()
    assert answer == ["police", "Not in the file", "Column outcome_code"]
    choice(app, "Answer to forget").select_index(0).run()
    app = press(app, "Yes, forget this answer")
    assert "Forgotten for files from police." in said(app)
    assert remembered(app) == []


def test_another_second_file_is_checked_anew_though_it_is_as_long(visit, with_homes):
    columns = "Crime ID,Month,LSOA code,LSOA name,Crime type"
    app = give(visit("load"), f"{columns}\na1,2023-03,E01013537,Derby 007D,Burglary\n".encode())
    added = []
    for code in ("E01013537", "E01099999"):
        lookup = ("lookup.csv", f"lsoa_code,neighbourhood\n{code},Chellaston\n".encode(), "text/csv")
        app = app.file_uploader[1].set_value(lookup).run()
        added.append(table(app, "What the file would do")["Added"].item())
    assert added == ["1", "0"]


def test_a_file_declared_complete_withdraws_what_it_no_longer_holds(visit, with_homes):
    rows = extract("crimes")
    app = loaded(visit("load"), as_csv(rows, above=[EXTRACT_DAY]))
    app = give(app, as_csv(rows[:-2], above=[EXTRACT_DAY]))
    assert table(app, "What the file would do")["Withdrawn"].item() == "0"
    assert "Read from the file." in said(app)
    app.date_input[0].set_value(date(2023, 4, 13))
    app.checkbox[0].check().run()
    assert "The file says 12/04/2023." in said(app)
    assert table(app, "What the file would do")["Withdrawn"].item() == "2"


def test_days_that_no_row_tells_are_asked_for(visit, with_homes, rows_of):
    rows = extract("crimes")
    rows[1] = [*rows[1]]
    rows[1][1] = rows[1][2] = "01/05/1999 10:00"
    app = give(visit("load"), as_csv(rows))
    assert "Say from which day to which day the file reaches." in said(app)
    assert "The file does not say: today." in said(app)
    app.date_input[0].set_value(date(2023, 4, 12))
    since, until = app.date_input[1], app.date_input[2]
    since.set_value(date(2023, 3, 31))
    app = until.set_value(date(2023, 1, 1)).run()
    assert "The last day is before the first." in said(app)
    assert "The file does not say: set by hand." in said(app)
    app = app.date_input[1].set_value(date(2023, 1, 1)).run()
    app = app.date_input[2].set_value(date(2023, 3, 31)).run()
    assert table(app, "What the file would do")["Rejected"].item() == "1"
    app = press(app, f"Load the {len(rows) - 2} right rows, and leave out 1")
    assert rows_of("import_batch", f"rejected = 1 AND added = {len(rows) - 2}") == 1


def test_of_a_list_of_cases_the_months_it_holds_all_of_may_be_said_or_not(visit, with_homes, rows_of):
    app = give(visit("load"), (SAMPLE / "investigations.csv").read_bytes(), "cases.csv", "text/csv")
    assert "Of which months it holds every case" in said(app)
    assert "Load it" in labels(app)

    def day(label, on_day):
        return next(each for each in app.date_input if each.label.startswith(label)).set_value(on_day).run()

    app = day("From", date(2021, 4, 1))
    assert "Give both days, or neither." in said(app)
    assert "Load it" not in labels(app)
    app = day("To", date(2023, 3, 31))
    press(app, "Load it")
    assert rows_of("import_batch", "covers_from = '2021-04-01' AND covers_to = '2023-03-01'") == 1


def test_a_key_that_is_missing_is_said_and_nothing_loaded(visit, with_homes, rows_of, monkeypatch):
    monkeypatch.delenv("CONCORDAT_KEY")
    app = give(visit("load"), as_csv(extract("crimes")))
    assert "CONCORDAT_KEY must hold a secret" in said(app)
    assert "Load it" not in labels(app)


def test_what_is_optional_and_not_in_the_file_is_said(visit, with_homes):
    app = give(visit("load"), as_csv(extract("crimes", without=("outcome_code", "child_reference", "child_role"))))
    assert "Not in this file: outcome code, child reference, child role." in said(app)


@pytest.mark.parametrize(
    ("label", "hint"),
    [
        ("HOME 3, OSMASTON", "Home 3"),  # its first words
        ("home1 annexe", "Home 1"),
        ("Homme 2", "Home 2"),
        ("Home 12", ""),  # as near to one as to another
        ("Home 9", ""),
        ("22 The Lane", ""),
        ("", ""),
    ],
)
def test_a_hint_is_the_one_known_label_that_is_nearest(label, hint):
    assert nearest(label, ["Home 1", "Home 2", "Home 3"]) == hint
    assert nearest(label, []) == ""


def test_each_column_of_each_kind_is_said_in_words():
    columns = {(kind.name, column.name) for kind in KINDS.values() for column in kind.columns}
    assert all(words_of(kind, column) for kind, column in columns)
    assert OF_A_KIND.keys() <= columns
    assert WORDS.keys() <= {column for _, column in columns}


# What the sources owe, and children of several sources


def test_every_source_is_named_with_how_far_it_reaches_and_since_when_it_is_overdue(visit, with_homes):
    app = loaded(visit("load"), as_csv(extract("crimes"), above=[EXTRACT_DAY]))
    rows = table(app, "What is overdue").set_index("Source")
    assert rows.loc["Police crimes", ["Reaches to", "Overdue since"]].tolist() == ["31/03/2023", "01/08/2023"]
    assert rows.loc["Cromarty scores", "Overdue since"] == "never supplied"


def test_how_complete_optional_columns_are_is_shown_when_it_is_opened(visit, with_homes):
    data = extract("crimes")
    app = loaded(visit("load"), as_csv(data))
    title = "How complete the optional columns are"
    assert title not in titles_of_tables(app)
    app.session_state["load-complete"] = True
    rows = table(app.run(), title).set_index("What")
    of_children = sum(row[7] != "" for row in data[1:])
    assert rows.loc["A child", ["Records", "With a value"]].tolist() == [f"{len(data) - 1}", f"{of_children}"]
    assert rows.loc["When it occurred", "Share"] == "100%"


def test_references_of_two_sources_are_found_linked_and_unlinked_and_never_shown(visit, with_sample):
    app = visit("load", sign_in="demo")
    app.session_state["load-links"] = True
    app.run()
    found = next(box for box in app.selectbox if box.label == "Source")
    found.select("police")
    next(box for box in app.text_input if box.label == "Its own reference of a child").set_value(REFERENCE)
    app = press(app, "Find its code")
    assert not app.exception and not app.error
    one = choice(app, "This reference")
    assert one.value is not None
    other = choice(app, "means the same child as")
    assert not any(", police, " in option for option in other.options)
    app = press(other.select_index(0).run(), "Link the two")
    assert "The two stand for one child now." in said(app)
    assert len(table(app, "Links, newest first")) == 1
    app = press(choice(app, "Link to take back").select_index(0).run(), "Yes, take this link back")
    assert "The link was taken back." in said(app)
    assert "Links, newest first" not in titles_of_tables(app)
    everything = said(app) + repr([box.options for box in app.selectbox]) + repr(dict(app.query_params))
    assert REFERENCE not in everything


# The demo, the desk


def test_in_the_demo_a_file_is_checked_and_neither_loaded_nor_anything_undone(visit, with_sample):
    app = give(visit("load", sign_in="demo"), (SAMPLE / "crimes.csv").read_bytes(), "crimes.csv")
    assert not app.exception and not app.error
    told = table(app, "What the file would do").iloc[0]
    assert (told["Added"], told["Updated"], told["Unchanged"]) == ("0", "0", "72")  # by the sample's own key
    assert {"Load it", "Yes, undo this load"} & set(labels(app)) == set()
    assert "Load to take back" not in [box.label for box in app.selectbox]
    assert "docs/desk.md" in said(app)
    assert "Where the data lie" not in said(app)


def test_who_may_not_load_does_not_have_the_page(visit, with_sample):
    app = visit("overview", sign_in="demo", role="partner")
    links = [link.proto.page for link in app.main.get("page_link")]
    assert "load" not in links
    with pytest.raises(Exception, match="load"):
        app.switch_page("../pages/load.py").run()


def test_the_guide_that_the_demo_names_is_there():
    guide = preview.IN_THE_DEMO.split("`")[1]
    assert (ROOT / guide).is_file()


def test_a_desk_says_in_place_of_the_banner_that_its_data_are_real(visit):
    notes = [block.proto.body for block in visit("load").get("html") if 'role="note"' in block.proto.body]
    assert ["Real data on this computer: partnership only, not for publication." in note for note in notes] == [True]
    notes = [
        block.proto.body for block in visit("load", sign_in="demo").get("html") if 'role="note"' in block.proto.body
    ]
    assert ["Sample data" in note for note in notes] == [True]


def test_a_desk_stops_when_its_database_took_the_sample(visit, tmp_path):
    app = visit("load")
    open_database(Settings(f"sqlite:///{tmp_path / 'own.db'}", "demo")).dispose()  # which fills what was empty
    app.run()
    assert ["invented records must not stand among real ones" in error.value for error in app.error] == [True]
    assert not app.title


def test_a_desk_started_past_its_server_stops_where_others_could_reach_it(visit, monkeypatch):
    monkeypatch.setattr(st, "get_option", lambda name: "0.0.0.0" if name == "server.address" else None)  # noqa: S104
    app = visit("load")
    assert ["would let others of the network in" in error.value for error in app.error] == [True]
    assert not app.title
