"""Records beside what was published of the same periods."""

import shutil
from datetime import date

import pytest
from sqlalchemy import make_url, text

from app.findings.cromarty import cromarty
from app.findings.homes import crimes_against_neighbourhoods
from app.findings.youth_justice import youth_justice
from data_access.database import make_engine, run_fetch
from data_access.viewer import Viewer

PARTNER = Viewer(who="test", audiences=frozenset({"partnership"}))
ONE_MORE_CRIME = """
    INSERT INTO crime (authority_id, source, reference, home_id, type_id, reported_at, month, extract_date,
        said_earlier, batch_id)
    SELECT authority_id, source, 'one more', home_id, type_id, reported_at, month, extract_date, said_earlier, batch_id
    FROM crime
    WHERE home_id = (SELECT id FROM home WHERE name = 'Home 2') AND month >= '2022-04-01' LIMIT 1
"""
ONE_LESS_OFFENCE = """
    DELETE FROM youth_justice_event WHERE id = (
        SELECT min(id) FROM youth_justice_event WHERE event = 'offence' AND month >= '2022-04-01')
"""
NO_CRIMES_BEFORE_2022 = (
    "DELETE FROM involvement WHERE crime_id IN (SELECT id FROM crime WHERE month < '2022-04-01')",
    "DELETE FROM crime WHERE month < '2022-04-01'",
    "DELETE FROM coverage WHERE source = 'crimes' AND month < '2022-04-01'",
)


@pytest.fixture
def changed(sample_url, tmp_path):
    """Fetches from a copy of the sample on which statements ran: changed(statement, ...)."""
    engines = []

    def change(*statements):
        copy = tmp_path / "changed.db"
        shutil.copy(make_url(sample_url).database, copy)
        engine = make_engine(f"sqlite:///{copy}")
        engines.append(engine)
        with engine.begin() as connection:
            for statement in statements:
                assert connection.execute(text(statement)).rowcount > 0
        return lambda fetch, *args, **kwargs: run_fetch(engine, fetch, PARTNER, *args, **kwargs)

    yield change
    for engine in engines:
        engine.dispose()


def test_nothing_of_the_sample_differs_from_what_was_published(ask, source):
    for build in (crimes_against_neighbourhoods, youth_justice, cromarty):
        assert not any("published as" in note for note in build(ask(), source).notes)


def test_a_crime_that_came_later_shows_what_was_published_of_that_home(ask, changed):
    found = crimes_against_neighbourhoods(ask(), changed(ONE_MORE_CRIME))
    assert "Home 2, 2022-23: published as 10 on 31/10/2023; now 11." in found.notes
    assert found.tables[0].text.set_index("Place").loc["Home 2", "2022-23"] == "11"


def test_an_event_taken_back_shows_what_was_published_of_the_authority(ask, changed):
    found = youth_justice(ask(), changed(ONE_LESS_OFFENCE))
    assert "offences committed in period, 2022-23: published as 7 on 31/10/2023; now 6." in found.notes


def test_a_year_before_the_records_began_is_told_by_its_totals_and_compared(ask, changed):
    found = crimes_against_neighbourhoods(ask(), changed(*NO_CRIMES_BEFORE_2022))
    assert found.title == "Crimes at the homes: fewer, 54 to 18"
    assert any(note.startswith("2021-22: only yearly totals supplied") for note in found.notes)
    assert not any("not supplied: April 2021" in note for note in found.notes)


def test_a_month_that_is_missing_later_is_told_by_the_total_and_said_to_be_missing(ask, changed):
    source = changed("DELETE FROM coverage WHERE source = 'crimes' AND month = '2022-09-01'")
    found = crimes_against_neighbourhoods(ask(), source)
    assert found.title == "Crimes at the homes: fewer, 54 to 18"
    assert any(note.startswith("2022-23: months are missing and the published totals are used") for note in found.notes)
    assert "Police crimes not supplied: September 2022 for all homes." in found.notes


def test_a_part_of_a_year_that_only_its_total_tells_is_not_made_up(ask, changed):
    found = crimes_against_neighbourhoods(
        ask(current="2022-23-Q1", previous="2021-22-Q1"), changed(*NO_CRIMES_BEFORE_2022)
    )
    assert found.title == "Crimes at the homes: 3, nothing to compare with"
    assert "April to June 2021 not supplied, so nothing is compared" in found.sentences[0]
    assert "2021-22: only yearly totals supplied; they tell nothing finer." in found.notes
    assert found.as_at == date(2023, 3, 31)
