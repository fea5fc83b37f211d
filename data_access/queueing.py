"""Lets one load or undo wait for another, so that none of them works on what the other is about to change."""

from sqlalchemy import text
from sqlmodel import Session

from data_access import database

ADVISORY_LOCK = 6_026_123
TIMES = 20  # as long as any other writer waits: a large file takes minutes


def queue(session: Session) -> None:
    """Wait until no other load or undo is going on, and hold the others up until this transaction ends.

    SQLite waits for ten minutes and then raises; PostgreSQL waits for its lock_timeout, if one is set.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    else:
        # The first write takes the lock of the file; taken after a read it would fail at once instead of waiting.
        usual = int(database.BUSY_TIMEOUT_S * 1_000)
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual * TIMES}")
        try:
            connection.execute(text("UPDATE data_version SET version = version"))
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual}")
