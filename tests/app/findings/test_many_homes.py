"""More homes than can be read at a glance: those that moved come first, the others on request."""

from datetime import date

import pytest

from analysis.attention import MOST_LINES
from analysis.periods import parse_period
from app.findings.finding import Question
from app.findings.homes import crimes_against_neighbourhoods
from app.findings.incidents import incident_types, missing_shares
from app.findings.monthly import months_of_each_home
from app.findings.occupancy import rates
from data_access.database import make_engine, run_fetch
from data_access.homes import fetch_authorities
from data_access.selection import Selection
from data_access.viewer import Viewer
from tests.app.odd_databases import DAMAGE, MISSING, MONTHS, Records, home, make_database

VIEWER = Viewer(who="test", audiences=frozenset({"partnership"}))
HOMES = tuple(home(f"Home {number:02}") for number in range(1, 41))
MOVED = ("Home 20", "Home 40")


def records(kind):
    """Three a month at every home; in the second year eight at those that moved, varied enough to be a usual month."""
    for own in HOMES:
        for number, month in enumerate(MONTHS):
            yield Records(own.name, month, kind, 8 if own.name in MOVED and number >= 12 else 3)


@pytest.fixture(scope="module")
def source_of_forty(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('forty') / 'forty.db'}"
    make_database(url, homes=HOMES, incidents=records(MISSING), crimes=records(DAMAGE))
    engine = make_engine(url)
    yield lambda fetch, *args, **kwargs: run_fetch(engine, fetch, VIEWER, *args, **kwargs)
    engine.dispose()


@pytest.fixture
def question(source_of_forty):
    key = source_of_forty(fetch_authorities)["key"].iloc[0]
    periods = parse_period("2022-23"), parse_period("2021-22")
    return Question(Selection(key), "A council", (), "council", *periods, date(2023, 3, 31))


def drawn_rows(finding):
    return [label.removeprefix("<b>").removesuffix("</b>") for label in finding.figure.layout.yaxis.ticktext]


def test_the_picture_and_the_first_table_show_six_homes_with_those_that_moved_in_register_order(
    question, source_of_forty
):
    finding = crimes_against_neighbourhoods(question, source_of_forty)
    shown = ["Home 01", "Home 02", "Home 03", "Home 04", *MOVED]
    assert drawn_rows(finding) == shown
    assert [name for name in finding.tables[0].text["Place"] if name.startswith("Home ")] == shown


def test_the_table_of_every_home_and_the_reason_are_there(question, source_of_forty):
    for build in (crimes_against_neighbourhoods, missing_shares, rates):
        finding = build(question, source_of_forty)
        whole = [table for table in finding.tables if "every home" in table.title]
        assert whole
        assert {own.name for own in HOMES} <= set(whole[0].text.iloc[:, 0])
        judged = "the first 6 of the register" if build is rates else f"{MOST_LINES}: those with fewer or more"
        assert any(note.startswith(f"Of 40 homes the picture shows {judged}") for note in finding.notes)
        assert len(drawn_rows(finding)) <= MOST_LINES + 1


def test_types_are_listed_for_all_homes_and_those_of_a_home_on_request(question, source_of_forty):
    finding = incident_types(question, source_of_forty)
    assert len(finding.tables) == 1
    assert any("choose it in the filters" in note for note in finding.notes)


def test_the_first_tables_of_months_hold_the_homes_drawn_and_others_hold_every_home(question, source_of_forty):
    finding = months_of_each_home(question, source_of_forty)
    drawn = [own.name for own in HOMES[:MOST_LINES]]
    assert finding.tables[0].text.columns.tolist() == ["Month", *drawn]
    assert [
        name for name in drawn if any(name in str(note.text) for note in finding.figure.layout.annotations)
    ] == drawn
    every = [table for table in finding.tables if "every home" in table.title]
    assert every
    assert {own.name for own in HOMES} <= set(every[0].text.columns)
    assert any("the table of every home lists all" in note for note in finding.notes)
