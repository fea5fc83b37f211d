"""Engines for SQLite and PostgreSQL, and frames from statements."""

from collections.abc import Callable
from typing import Any, TypeVar

import pandas as pd
from sqlalchemy import Engine, Executable, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

__all__ = ["DatabaseError", "Engine", "fetch_frame", "make_engine", "run_fetch", "run_saves"]

BUSY_TIMEOUT_S = 30
Fetched = TypeVar("Fetched")


def make_engine(url: str) -> Engine:
    """An engine for a SQLite file or a PostgreSQL database; SQLite waits for locks, keeps a WAL and foreign keys."""
    address = make_url(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    engine = create_engine(
        address.set(drivername="postgresql+psycopg") if address.drivername == "postgresql" else address,
        pool_pre_ping=True,
        hide_parameters=True,  # an exception's text must not repeat what a row holds
        connect_args={"timeout": BUSY_TIMEOUT_S} if is_sqlite else {},
    )
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA journal_mode=WAL")


def run_fetch(engine: Engine, fetch: Callable[..., Fetched], *args: Any, **kwargs: Any) -> Fetched:
    """Run one fetch in a session of its own, for callers that know nothing of sessions."""
    with Session(engine) as session:
        return fetch(session, *args, **kwargs)


def run_saves(engine: Engine, *saves: Callable[[Session], object]) -> None:
    """Run saves that leave committing to their caller, all in one transaction: all of them or none."""
    with Session(engine) as session, session.begin():
        for save in saves:
            save(session)


def fetch_frame(session: Session, statement: Executable, *more: Executable) -> pd.DataFrame:
    """The rows of a statement as a frame, then those of others of the same columns; without rows it has the columns."""
    result = session.execute(statement)
    columns, rows = list(result.keys()), list(result.all())
    for other in more:
        rows += session.execute(other).all()
    return pd.DataFrame.from_records(rows, columns=columns)
