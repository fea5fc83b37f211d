"""The page that loads data and takes a load back, on a desk and in the demo, without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

from app import loading
from data_access.settings import Settings
from data_access.startup import open_database
from tests.app.walking import MAIN, PAGES, walk
from tests.app.yearly_tables import XLSX, workbook_of

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_DATA = ("load", "about")  # the pages that stand without
RUNS_WITHIN_S = 60
NOTHING = "No data have been loaded yet"
SECRET = "a name that must not be shown"


@pytest.fixture
def visit(monkeypatch, tmp_path):
    """Opens a page of the app on a database of the test's own: visit("load"), visit("homes", sign_in="demo")."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'own.db'}")
    monkeypatch.setenv("SIGN_IN", "desk")

    def go(page, sign_in="desk", **query):
        monkeypatch.setenv("SIGN_IN", sign_in)
        st.cache_resource.clear()
        app = AppTest.from_file(str(MAIN), default_timeout=RUNS_WITHIN_S)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run().switch_page(f"../pages/{page}.py").run()

    return go


@pytest.fixture
def rows_of(visit, tmp_path):
    """How many rows a table of the test's database has."""

    def count(table):
        engine = create_engine(f"sqlite:///{tmp_path / 'own.db'}")
        with engine.connect() as connection:
            found = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()
        engine.dispose()
        return found

    return count


def give(app, data, name="filled.xlsx"):
    return app.file_uploader(key="yearly-tables").set_value((name, data, XLSX)).run()


def press(app, label):
    return next(button for button in app.button if button.label == label).click().run()


def loaded(app):
    return press(give(app, workbook_of()), "Load it")


def said(app):
    """All words of the page, as they stand there."""
    blocks = (app.title, app.header, app.subheader, app.markdown, app.success, app.error, app.info, app.warning)
    return "\n".join(block.value.replace("\\", "") for each in blocks for block in each)


def labels(app):
    return [button.label for button in app.button]


def history(app):
    return app.table[0].value.map(lambda cell: cell.replace("\\", ""))


def test_with_nothing_loaded_every_page_leads_to_the_page_that_loads(visit):
    pages = walk(PAGES)
    assert {"load", "about", "overview"} <= set(pages)
    for name, page in pages.items():
        assert (page.errors, page.exceptions) == ((), ()), name
        assert (page.titles == (NOTHING,)) == (name not in WITHOUT_DATA), name
    assert "The least is one workbook" in pages["overview"].words


@pytest.mark.parametrize("page", [page for page in PAGES if page not in WITHOUT_DATA])
def test_the_way_to_the_page_that_loads_is_a_link(visit, page):
    assert [link.proto.page for link in visit(page).get("page_link")] == ["load"]


def test_with_nothing_loaded_about_shows_what_needs_no_data(visit):
    app = visit("about")
    headings = [header.value for header in app.header]
    assert headings == ["Definitions", "Four populations", "Out of scope"]


def test_a_link_with_choices_keeps_them_until_there_are_data_to_choose_from(visit):
    app = visit("load", line="home-2", period="2022-23")
    assert not app.exception and not app.error
    assert app.text_input(key="line").value == "home-2"


def test_a_file_that_is_checked_is_told_and_not_stored(visit, rows_of):
    app = give(visit("load"), workbook_of())
    assert not app.exception and not app.error
    assert "Checked for Derby City. 12 rows were read, 0 of them rejected." in said(app)
    assert (rows_of("import_batch"), rows_of("period_count"), rows_of("home")) == (0, 0, 0)
    assert visit("overview").title[0].value == NOTHING


def test_what_would_be_right_stands_beside_what_is_wrong_and_no_cell_is_shown(visit):
    app = give(visit("load"), workbook_of(crimes={("Home 2", "2022-23"): SECRET}))
    assert "Sheet Crimes, row 5, column 2022-23: " in said(app)
    assert "Write a whole number" in said(app)
    assert SECRET not in said(app)
    assert "Download all of them (CSV)" in [button.proto.label for button in app.get("download_button")]


def test_of_many_problems_the_first_twenty_are_shown(visit):
    areas = "".join(f"Area {number}," for number in range(25)).split(",")[:-1]
    app = give(visit("load"), workbook_of(areas=dict.fromkeys(areas, "n/a")))
    assert said(app).count("column 2022-23: ") == 20
    assert "And 5 more, in the list to download." in said(app)


@pytest.mark.parametrize(
    ("data", "name"), [(b"%PDF-1.7 nothing", "paper.xlsx"), (b"", "empty.xlsx"), (b"PK\x03\x04 cut off", "cut.xlsx")]
)
def test_a_file_that_is_no_workbook_is_answered_in_a_sentence(visit, rows_of, data, name):
    app = give(visit("load"), data, name)
    assert not app.exception
    assert [error.value.startswith("Nothing was loaded") for error in app.error] == [True]
    assert "Load it" not in labels(app)
    assert rows_of("import_batch") == 0


def test_the_blank_workbook_itself_is_not_loaded(visit):
    app = give(visit("load"), loading.summary_template())
    assert not app.exception
    assert "Load it" not in labels(app) or app.button[0].disabled


def test_a_loaded_file_is_told_by_its_counts_and_stands_on_the_overview(visit):
    app = loaded(visit("load"))
    assert not app.exception and not app.error
    assert "Loaded for Derby City. 12 rows were read, 0 of them rejected." in said(app)
    assert [link.proto.page for link in app.get("page_link")] == [""]  # the Overview is the first page
    assert history(app)["Kind and source"].tolist() == ["yearly tables, A committee's paper"]
    assert "54 to 18" in visit("overview").title[0].value


def test_a_file_that_changes_nothing_cannot_be_loaded_again(visit):
    data = workbook_of()
    press(give(visit("load"), data), "Load it")
    app = give(visit("load"), data)
    assert next(button for button in app.button if button.label == "Load it").disabled
    assert "This file was already loaded" in said(app)


def test_a_load_is_undone_when_it_was_opened_and_confirmed(visit, rows_of):
    loaded(visit("load"))
    app = visit("load")
    boxes = [box.label.replace("\\", "") for box in app.expander]
    assert len([box for box in boxes if box.startswith("Undo: yearly tables of Derby City, loaded ")]) == 1
    app = press(app, "Yes, undo this load")
    assert not app.exception and not app.error
    assert (rows_of("period_count"), rows_of("home")) == (0, 0)
    assert "Yes, undo this load" not in labels(app)
    assert "; undone on " in history(app)["Kind and source"].item()
    assert visit("overview").title[0].value == NOTHING


def test_in_the_demo_a_file_is_checked_and_neither_loaded_nor_anything_undone(visit):
    app = give(visit("load", sign_in="demo"), workbook_of())
    assert not app.exception and not app.error
    assert "Checked for Derby City" in said(app)
    assert {"Load it", "Yes, undo this load"} & set(labels(app)) == set()
    assert "docs/desk.md" in said(app)
    assert "Where the data lie" not in said(app)


def test_the_guide_that_the_demo_names_is_there():
    guide = loading.IN_THE_DEMO.split("`")[1]
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
