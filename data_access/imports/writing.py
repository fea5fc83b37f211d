"""Writes the rows of a load, many at a time, and keeps what it changes or removes, so that undoing restores it."""

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Date, DateTime, Table, bindparam, delete, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from data_access.models import Base, BatchBefore

ROWS_A_STATEMENT = 1_000
CHILD = "child_id"
BEFORE: Table = Base.metadata.tables[str(BatchBefore.__tablename__)]
Some = TypeVar("Some")


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    return model.metadata.tables[str(model.__tablename__)]


def in_parts(items: Iterable[Some], size: int = ROWS_A_STATEMENT) -> Iterable[list[Some]]:
    """Items in lists of at most so many."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: rows are freed without, and looking through them takes a quarter of a load."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Writing:
    """What one load writes. Every row it adds or changes bears its number."""

    def __init__(self, session: Session, batch_id: int) -> None:
        self._session = session
        self._batch_id = batch_id

    def add(
        self,
        model: type[Base],
        names: Sequence[str],
        rows: Sequence[Sequence[Any]],
        alike: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Add rows, each with the values of these columns; `alike`: columns in which all have the same."""
        insert_rows(self._session, table_of(model), names, rows, {**alike, "batch_id": self._batch_id})

    def change(
        self, model: type[Base], before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
    ) -> None:
        """Change rows, given as they are (with id and batch_id) and the columns that are to differ; alike for all."""
        if not after:
            return
        table = table_of(model)
        marked = [{**values, "batch_id": self._batch_id} for values in after]
        # Of a row that this same load added or changed before, what was there is kept already.
        self._keep(
            table,
            [
                (old["id"], False, {name: old[name] for name, value in new.items() if old[name] != value})
                for old, new in zip(before, marked, strict=True)
                if old["batch_id"] != self._batch_id
            ],
        )
        change = update(table).where(table.c.id == bindparam("row_id"))
        change = change.values({name: bindparam(f"new_{name}") for name in marked[0]})
        rows = [
            {"row_id": old["id"], **{f"new_{name}": value for name, value in new.items()}}
            for old, new in zip(before, marked, strict=True)
        ]
        self._session.connection().execute(change, rows)

    def remove(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Remove rows, given with all of their columns. A row that this same load added is kept nowhere."""
        table = table_of(model)
        self._keep(table, [(old["id"], True, dict(old)) for old in rows if old.get("batch_id") != self._batch_id])
        for part in in_parts(rows):
            self._session.execute(delete(table).where(table.c.id.in_([old["id"] for old in part])))

    def keep_changed(self, model: type[Base], old: Mapping[str, Any]) -> None:
        """Keep what a row of a table without numbers of loads was, before the caller changes it."""
        self._keep(table_of(model), [(old["id"], False, {name: value for name, value in old.items() if name != "id"})])

    def _keep(self, table: Table, rows: Sequence[tuple[int, bool, dict[str, Any]]]) -> None:
        kept = [
            (self._batch_id, table.name, row_id, removed, _told(values), values.get(CHILD))
            for row_id, removed, values in rows
        ]
        names = ("batch_id", "table_name", "row_id", "was_removed", "before", "child_id")
        insert_rows(self._session, BEFORE, names, kept)


def _told(values: dict[str, Any]) -> str:
    """Values as JSON; of a child only that there is one."""
    return json.dumps(
        {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
            if name != CHILD
        }
    )


def restored(table: Table, before: str, child_id: int | None) -> dict[str, Any]:
    """What `_told` told, as values of the table's columns."""
    values: dict[str, Any] = json.loads(before)
    for name, value in values.items():
        kind = table.c[name].type
        if isinstance(value, str) and isinstance(kind, DateTime):
            values[name] = datetime.fromisoformat(value)
        elif isinstance(value, str) and isinstance(kind, Date):
            values[name] = date.fromisoformat(value)
    return values if child_id is None else {**values, CHILD: child_id}


def insert_rows(
    session: Session,
    table: Table,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    alike: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Add many rows by the fastest way of the database: values go to it as they are, without a look at each."""
    if not rows:
        return
    session.flush()
    connection = session.connection()
    columns = [*zip(*rows, strict=True), *((value,) * len(rows) for value in alike.values())]
    names = (*names, *alike)
    if connection.dialect.name == "postgresql":
        _copy(session, table, names, zip(*columns, strict=True))
        return
    quoted = ", ".join(f'"{name}"' for name in names)
    statement = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({", ".join("?" * len(names))})'
    stored = map(_as_sqlite_stores, (table.c[name].type for name in names), columns)
    connection.exec_driver_sql(statement, list(zip(*stored, strict=True)))


def _as_sqlite_stores(kind: Any, column: Sequence[Any]) -> Sequence[Any]:
    """Moments and days as text, as SQLAlchemy writes them."""
    if isinstance(kind, DateTime):
        return [None if value is None else value.isoformat(" ", "microseconds") for value in column]
    if isinstance(kind, Date):
        return [None if value is None else _day(value) for value in column]
    return column


@lru_cache(maxsize=4_096)
def _day(value: date) -> str:
    return value.isoformat()


def _copy(session: Session, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    connection = session.connection()
    quoted = ", ".join(f'"{name}"' for name in names)
    statement = f'COPY "{table.name}" ({quoted}) FROM STDIN'
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError.instance(  # as SQLAlchemy tells of errors, without the row that the server repeats
            statement, None, error, psycopg.Error, hide_parameters=True, dialect=connection.dialect
        ) from None
