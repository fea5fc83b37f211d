"""Brings a database to the newest tables without losing a row.

SQLite: alembic's batch mode rebuilds tables, which with foreign keys on deletes or breaks child rows. So a copy is
migrated with foreign keys off, checked, and put in the place of the original in one step; until then the original is
untouched, and locked, so that nobody writes into what is about to be replaced.
PostgreSQL: one transaction under an advisory lock, so that of two replicas starting together only one migrates.

A new SQLite file, and a folder made for it, may be read by their owner only, whoever makes them.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, make_url, text

from data_access.database import make_engine

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
ADVISORY_LOCK = 6_026_122
HEAD = "head"
ONLY_ITS_OWNER = 0o077  # what the mask takes from everybody else, where the system knows such rights
IN_USE = "The database is in use by another process. Stop it, then start again."


class MigrationFailed(RuntimeError):
    """Migrating was not possible or did not pass its checks; the database is as it was."""


def current_revision(url: str) -> str | None:
    """The revision a database stands at; None for one without tables."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return _revision(connection)
    finally:
        engine.dispose()


def newest_revision() -> str | None:
    """The revision this version of the product needs."""
    head: str | None = ScriptDirectory.from_config(_config(None)).get_current_head()
    return head


def migrate(url: str, revision: str = HEAD) -> None:
    """Bring the database at `url` to `revision`, or do nothing if it stands there. Raises MigrationFailed."""
    target = newest_revision() if revision == HEAD else revision
    if make_url(url).get_backend_name() == "sqlite":
        with _private_files():
            _migrate_sqlite(url, target)
    else:
        _migrate_server(url, target)


@contextmanager
def _private_files() -> Iterator[None]:
    """Files and folders made in between may be read by their owner only."""
    before = os.umask(ONLY_ITS_OWNER)
    try:
        yield
    finally:
        os.umask(before)


def _revision(connection: Connection) -> str | None:
    revision: str | None = MigrationContext.configure(connection).get_current_revision()
    return revision


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, target: str | None) -> None:
    try:
        command.upgrade(_config(connection), target or HEAD)
    except CommandError as error:
        raise MigrationFailed(
            "The database was made by a newer version of this product, or by another one. Nothing was changed; "
            "start the version that made it."
        ) from error


def _migrate_server(url: str, target: str | None) -> None:
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
            if _revision(connection) != target:
                _upgrade(connection, target)
    finally:
        engine.dispose()


def _migrate_sqlite(url: str, target: str | None) -> None:
    database = Path(make_url(url).database or "")
    database.parent.mkdir(parents=True, exist_ok=True)
    if not database.exists():
        _replace_by_migrated(database, None, target)
    elif current_revision(url) != target:
        with closing(sqlite3.connect(database, isolation_level=None)) as source:
            _hold(source)
            _remove_stale_copies(database)
            _replace_by_migrated(database, source, target)


def _hold(source: sqlite3.Connection) -> None:
    """Lock everybody out of the database until the connection closes. Raises MigrationFailed if anybody is in it."""
    try:
        # Leaving the write-ahead log is possible only for the one process that is connected, and empties it.
        (mode,) = source.execute("PRAGMA journal_mode=DELETE").fetchone()
        # A lock that outlives the transaction it was taken in: an open transaction could not be copied from.
        source.execute("PRAGMA locking_mode=EXCLUSIVE")
        source.execute("BEGIN EXCLUSIVE")
        source.execute("COMMIT")
        # In between another process may have come and gone back to the log, where the lock would not keep readers out.
        (mode_held,) = source.execute("PRAGMA journal_mode").fetchone()
    except sqlite3.OperationalError as error:
        raise MigrationFailed(IN_USE) from error
    if (mode, mode_held) != ("delete", "delete"):
        raise MigrationFailed(IN_USE)


def _remove_stale_copies(database: Path) -> None:
    """Remove what migrations left that were killed; while the database is held, no other one is running."""
    for path in database.parent.iterdir():
        if path.name.startswith(f"{database.name}.migrating-"):
            path.unlink(missing_ok=True)


def _replace_by_migrated(database: Path, source: sqlite3.Connection | None, target: str | None) -> None:
    """Migrate a copy, check it, and put it in the place of the database. Without a source it starts empty."""
    copy = database.with_name(f"{database.name}.migrating-{os.getpid()}")
    copy.unlink(missing_ok=True)
    try:
        before = _copy_sqlite(source, copy) if source else {}
        engine = create_engine(f"sqlite:///{copy}")  # foreign keys stay off while tables are rebuilt
        try:
            with engine.begin() as connection:
                _upgrade(connection, target)
        finally:
            engine.dispose()
        _check_copy(copy, before)
        # A log of an earlier file of this name would be applied to the new one.
        for leftover in ("-wal", "-shm", "-journal"):
            database.with_name(database.name + leftover).unlink(missing_ok=True)
        if source:
            shutil.copymode(database, copy)
            if os.name == "nt":
                source.close()  # Windows does not replace a file that is open; elsewhere it stays locked throughout
        copy.replace(database)
    finally:
        copy.unlink(missing_ok=True)


def _copy_sqlite(source: sqlite3.Connection, copy: Path) -> dict[str, int]:
    """Copy the database; answer the rows of each table."""
    with closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        return _row_counts(target)


def _row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names.fetchall()}


def _check_copy(copy: Path, before: dict[str, int]) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        after = _row_counts(connection)
    lost = [name for name, rows in before.items() if name != "alembic_version" and after.get(name) != rows]
    if broken or lost:
        tables = sorted({str(row[0]) for row in broken} | set(lost))
        raise MigrationFailed(
            f"Migrating would have lost or broken rows of: {', '.join(tables)}. Nothing was changed; "
            "keep using the previous version and report these table names."
        )
