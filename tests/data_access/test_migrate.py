"""Moving a database to newer tables: nothing is lost, also when it is killed half-way."""

import shutil
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, func, make_url, select, text

from data_access.database import make_engine
from data_access.migrate import ADVISORY_LOCK, MigrationFailed, current_revision, migrate, newest_revision
from data_access.models import Base
from data_access.settings import ROOT

OLD = "0001"
TABLES_SINCE = {
    "investigation",
    "checklist_item",
    "review",
    "case_change",
    "meeting",
    "meeting_note",
    "protocol_profile",
    "protocol_item",
    "batch_before",
    "complete_range",
    "held_reference",
    "column_mapping",
    "label_choice",
    "child_link",
    "child_letter",
    "batch_addition",
    "period_count",
    "saved_question",
    "action",
    "action_change",
    "narrative",
    "paper_snapshot",
    "public_sign_off",
    "audit_entry",
    "audit_head",
    "retention_period",
    "paper_section",
    "role_grant",
    "sign_in",
}
A_VALUE_OF = {
    int: 1,
    str: "x",
    float: 1.5,
    bool: True,
    date: date(2022, 4, 1),
    datetime: datetime(2022, 4, 1, 9, 30),
}
MIGRATE = "import sys; from data_access.migrate import migrate; migrate(sys.argv[1])"
DIES_HALF_WAY_THROUGH_THE_COPY = f"""
import os, signal
from sqlalchemy import Engine, event

@event.listens_for(Engine, "before_cursor_execute")
def die(connection, cursor, statement, *rest):
    if "CREATE TABLE child_letter" in statement:
        os.kill(os.getpid(), signal.SIGKILL)

{MIGRATE}
"""
DIES_JUST_BEFORE_REPLACING = f"""
import os, signal
from pathlib import Path

Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
{MIGRATE}
"""


def start(script, url):
    return subprocess.Popen([sys.executable, "-c", script, url], cwd=ROOT)


def tables_of(url):
    engine = create_engine(url)
    metadata = MetaData()
    metadata.reflect(engine)
    return engine, [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def rows_of(url):
    """The rows of every table, each as a dictionary."""
    engine, tables = tables_of(url)
    with engine.connect() as connection:
        rows = {table.name: [dict(row) for row in connection.execute(table.select()).mappings()] for table in tables}
    engine.dispose()
    return rows


def until(condition):
    """Wait until something is so; it must be within 20 seconds."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "this did not come to pass"
        time.sleep(0.02)


def make_old(url):
    """Bring a database to the oldest revision and put a row into every table."""
    migrate(url, OLD)
    engine, tables = tables_of(url)
    with engine.begin() as connection:
        for table in tables:
            if connection.execute(select(func.count()).select_from(table)).scalar_one() == 0:
                row = {column.name: A_VALUE_OF[column.type.python_type] for column in table.columns}
                connection.execute(table.insert().values(row | ({"crime_id": None} if "crime_id" in row else {})))
    engine.dispose()


def old_database(databases):
    url = databases.copy_of("of the oldest revision", make_old)
    yield url
    databases.drop(url)


@pytest.fixture
def old_url(databases):
    """A database of the oldest revision with a row in every table."""
    yield from old_database(databases)


@pytest.fixture
def sqlite_old_url(sqlite_databases):
    yield from old_database(sqlite_databases)


@pytest.fixture
def postgres_old_url(postgres_databases):
    yield from old_database(postgres_databases)


def assert_nothing_is_lost(url, before):
    after = rows_of(url)
    for table, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[table]]
        assert kept == rows, table


def assert_untouched(url, before):
    assert current_revision(url) == OLD
    assert rows_of(url) == before


def test_a_row_of_every_table_of_an_older_database_outlives_migrating(old_url):
    before = rows_of(old_url)
    assert set(before) == set(Base.metadata.tables) - TABLES_SINCE
    assert {table: len(rows) for table, rows in before.items()} == dict.fromkeys(before, 1)
    migrate(old_url)
    assert current_revision(old_url) == newest_revision() != OLD
    assert_nothing_is_lost(old_url, before)


def test_foreign_keys_are_sound_after_migrating(sqlite_old_url):
    migrate(sqlite_old_url)
    engine = make_engine(sqlite_old_url)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    engine.dispose()


def test_migrating_twice_changes_nothing(old_url):
    migrate(old_url)
    before = rows_of(old_url)
    migrate(old_url)
    assert rows_of(old_url) == before


def test_an_empty_database_gets_all_tables(database_url):
    migrate(database_url)
    assert current_revision(database_url) == newest_revision()
    assert set(rows_of(database_url)) == set(Base.metadata.tables)


def test_the_models_are_the_migrated_tables(database_url):
    migrate(database_url)
    engine = make_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_database_of_a_newer_version_is_left_alone_with_a_sentence(old_url):
    engine = create_engine(old_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    before = rows_of(old_url)
    with pytest.raises(MigrationFailed, match="newer version"):
        migrate(old_url)
    assert rows_of(old_url) == before


def test_rows_that_broke_their_references_stop_the_migration(sqlite_old_url):
    engine = create_engine(sqlite_old_url)  # without foreign keys, as an older version once wrote it
    with engine.begin() as connection:
        connection.execute(text("UPDATE home_alias SET home_id = 99"))
    engine.dispose()
    before = rows_of(sqlite_old_url)
    with pytest.raises(MigrationFailed, match="home_alias"):
        migrate(sqlite_old_url)
    assert_untouched(sqlite_old_url, before)
    database = Path(make_url(sqlite_old_url).database)
    assert list(database.parent.glob(f"{database.name}.migrating*")) == []


def test_what_the_write_ahead_log_holds_is_migrated_too(sqlite_old_url, tmp_path):
    left_behind = tmp_path / "left.db"
    engine = make_engine(sqlite_old_url)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_autocheckpoint = 0"))
        connection.execute(text("UPDATE home SET name = 'only in the log'"))
        connection.commit()
        for ending in ("", "-wal"):  # as a process leaves it that is killed now
            shutil.copy(make_url(sqlite_old_url).database + ending, f"{left_behind}{ending}")
    engine.dispose()
    assert b"only in the log" not in left_behind.read_bytes()
    migrate(f"sqlite:///{left_behind}")
    assert [home["name"] for home in rows_of(f"sqlite:///{left_behind}")["home"]] == ["only in the log"]


@pytest.mark.parametrize("script", [DIES_HALF_WAY_THROUGH_THE_COPY, DIES_JUST_BEFORE_REPLACING])
def test_a_sqlite_database_whose_migration_was_killed_is_as_it_was(sqlite_old_url, script):
    before = rows_of(sqlite_old_url)
    assert start(script, sqlite_old_url).wait(30) == -signal.SIGKILL
    database = Path(make_url(sqlite_old_url).database)
    assert list(database.parent.glob(f"{database.name}.migrating*")), "it died before there was a copy"
    assert_untouched(sqlite_old_url, before)
    migrate(sqlite_old_url)
    assert_nothing_is_lost(sqlite_old_url, before)


def waiting(connection, event_type, event=None):
    """Process ids of sessions of this database that wait for a lock."""
    sessions = connection.execute(
        text(
            "SELECT pid, wait_event FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = :t"
        ),
        {"t": event_type},
    )
    return [pid for pid, waits_for in sessions if event in (None, waits_for)]


def test_a_postgres_database_whose_migration_was_killed_is_as_it_was(postgres_old_url):
    before = rows_of(postgres_old_url)
    engine = create_engine(postgres_old_url)
    with engine.connect() as holder, engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watcher:
        # The new column of home has to wait for whoever reads home, inside the migration's transaction.
        holder.execute(text("LOCK TABLE home IN ACCESS SHARE MODE"))
        migration = start(MIGRATE, postgres_old_url)
        until(lambda: waiting(watcher, "Lock", "relation"))
        migration.kill()
        assert migration.wait(30) == -signal.SIGKILL
        holder.rollback()
        until(lambda: not waiting(watcher, "Lock"))
    engine.dispose()
    assert_untouched(postgres_old_url, before)
    migrate(postgres_old_url)
    assert current_revision(postgres_old_url) == newest_revision()
    assert_nothing_is_lost(postgres_old_url, before)


def test_two_processes_that_migrate_a_postgres_database_at_once_both_succeed(postgres_old_url):
    before = rows_of(postgres_old_url)
    engine = create_engine(postgres_old_url)
    with engine.connect() as holder, engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watcher:
        holder.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        both = [start(MIGRATE, postgres_old_url) for _ in range(2)]
        until(lambda: len(waiting(watcher, "Lock", "advisory")) == len(both))
        holder.rollback()
        assert [process.wait(30) for process in both] == [0, 0]
    engine.dispose()
    assert current_revision(postgres_old_url) == newest_revision()
    assert_nothing_is_lost(postgres_old_url, before)


def test_the_database_is_not_replaced_while_another_process_is_inside_it(sqlite_old_url):
    engine = make_engine(sqlite_old_url)
    with engine.connect() as reader:
        reader.execute(text("BEGIN"))
        reader.execute(text("SELECT * FROM home"))
        other = make_engine(sqlite_old_url)
        with other.begin() as writer:
            writer.execute(text("UPDATE home SET name = 'meanwhile'"))
        other.dispose()
        with pytest.raises(MigrationFailed, match="in use"):
            migrate(sqlite_old_url)
    engine.dispose()
    assert current_revision(sqlite_old_url) == OLD
    assert [home["name"] for home in rows_of(sqlite_old_url)["home"]] == ["meanwhile"]


IS_CONNECTED = """
import sys
from sqlalchemy import text
from data_access.database import make_engine

engine = make_engine(sys.argv[1])
with engine.connect() as connection:
    connection.execute(text("SELECT * FROM home")).all()
    connection.rollback()
    print("connected", flush=True)
    sys.stdin.readline()
    connection.execute(text("UPDATE home SET name = 'written afterwards'"))
    connection.commit()
engine.dispose()
"""


def test_another_process_that_is_connected_and_idle_is_noticed_and_what_it_writes_is_kept(sqlite_old_url):
    words = [sys.executable, "-c", IS_CONNECTED, sqlite_old_url]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "connected\n"
        with pytest.raises(MigrationFailed, match="in use by another process"):
            migrate(sqlite_old_url)
        other.communicate("go on\n", timeout=30)
    assert other.returncode == 0
    assert current_revision(sqlite_old_url) == OLD
    migrate(sqlite_old_url)
    assert [home["name"] for home in rows_of(sqlite_old_url)["home"]] == ["written afterwards"]


def test_nobody_can_read_or_write_a_database_that_is_about_to_be_replaced(sqlite_old_url, monkeypatch):
    database = make_url(sqlite_old_url).database
    tried = []

    def replace_and_try(copy, target):
        for statement in ("SELECT * FROM home", "UPDATE home SET name = 'lost'"):
            finished = subprocess.run(
                [sys.executable, "-c", TRY, database, statement], capture_output=True, text=True, timeout=30
            )
            tried.append(finished.stdout.strip())
        return copy.rename(target)

    monkeypatch.setattr(Path, "replace", replace_and_try)
    migrate(sqlite_old_url)
    assert tried == ["database is locked"] * 2
    assert current_revision(sqlite_old_url) == newest_revision()


TRY = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute(sys.argv[2]).fetchall()
except sqlite3.OperationalError as error:
    print(error)
"""


def test_a_migrated_file_may_be_read_by_those_who_might_before(sqlite_old_url):
    database = Path(make_url(sqlite_old_url).database)
    database.chmod(0o600)
    migrate(sqlite_old_url)
    assert database.stat().st_mode & 0o777 == 0o600


def test_copies_that_killed_migrations_left_are_removed(sqlite_old_url):
    database = Path(make_url(sqlite_old_url).database)
    for ending in ("", "-journal"):
        database.with_name(f"{database.name}.migrating-1{ending}").touch()
    migrate(sqlite_old_url)
    assert list(database.parent.glob(f"{database.name}?*")) == []
