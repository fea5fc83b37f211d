"""Engines, and frames from statements."""

import sqlite3
import threading
import time

import pytest
from sqlalchemy import literal, make_url, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from data_access.database import BUSY_TIMEOUT_S, fetch_frame, make_engine, run_fetch
from data_access.homes import fetch_lines


@pytest.fixture
def sqlite_engine(sqlite_databases):
    url = sqlite_databases.empty()
    engine = make_engine(url)
    yield engine
    engine.dispose()
    sqlite_databases.drop(url)


@pytest.mark.parametrize(
    ("pragma", "value"), [("foreign_keys", 1), ("journal_mode", "wal"), ("busy_timeout", BUSY_TIMEOUT_S * 1000)]
)
def test_every_sqlite_connection_is_prepared(sqlite_engine, pragma, value):
    with sqlite_engine.connect() as first, sqlite_engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_sqlite_waits_thirty_seconds_for_another_writer():
    assert BUSY_TIMEOUT_S == 30


def test_a_writer_waits_for_another_one_instead_of_failing(sqlite_engine):
    with sqlite_engine.begin() as connection:
        connection.execute(text("CREATE TABLE line (number INTEGER)"))
    blocking = sqlite3.connect(make_url(sqlite_engine.url).database, isolation_level=None, check_same_thread=False)
    blocking.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, lambda: blocking.execute("COMMIT"))
    release.start()
    started = time.monotonic()
    with sqlite_engine.begin() as connection:
        connection.execute(text("INSERT INTO line VALUES (1)"))
    assert time.monotonic() - started > 0.2
    release.join()
    blocking.close()


def test_a_row_that_refers_to_nothing_is_refused_by_both_databases(engine):
    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text("INSERT INTO neighbourhood (id, authority_id, name) VALUES (1, 99, 'Nowhere')"))


def test_an_error_does_not_repeat_what_a_row_holds(engine):
    statement = text("INSERT INTO neighbourhood (id, authority_id, name) VALUES (1, :authority, :name)")
    with engine.begin() as connection, pytest.raises(IntegrityError) as refused:
        connection.execute(statement, {"authority": 99, "name": "a child's reference"})
    assert "a child's reference" not in str(refused.value)


def test_a_frame_without_rows_still_has_its_columns(engine):
    nothing = select(literal(1).label("one"), literal("x").label("other")).where(literal(1) == 2)
    with Session(engine) as session:
        frame = fetch_frame(session, nothing)
    assert list(frame.columns) == ["one", "other"]
    assert len(frame) == 0


def test_a_fetch_runs_in_a_session_of_its_own(sample_engine, viewer_of):
    lines = run_fetch(sample_engine, fetch_lines, viewer_of(), authority="derby-city")
    assert list(lines["name"]) == ["Home 1", "Home 2", "Home 3/4"]


def test_a_frame_has_a_row_for_each_row(engine):
    with Session(engine) as session:
        frame = fetch_frame(session, select(literal(1).label("one"), literal("x").label("other")))
    assert frame.to_dict("records") == [{"one": 1, "other": "x"}]
