"""A database of 150 authorities with 3,500 homes, made of the sample: copies of it under other numbers and names.

The sample stands in it unchanged. What the tables are and which keys point where is read from the database itself, so
that a new table is copied too. The copies are made by SQLite (INSERT ... SELECT), without the checks of the importer.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

AUTHORITIES = 150
HOMES = 3_500
HOMES_OF_THE_SAMPLE = 4
COPIES = HOMES // HOMES_OF_THE_SAMPLE - 1
STRIDE = 100_000  # above every id of the sample: a copy's ids are the sample's plus its number times this
# Labels, what is there once, and who signed in or did what; everything else is copied.
NOT_COPIED = {
    "alembic_version",
    "audit_entry",
    "audit_head",
    "authority",
    "benchmark",
    "data_version",
    "database_contents",
    "incident_type",
    "offence_type",
    "outcome_code",
    "protocol_item",
    "protocol_profile",
    "retention_period",
    "role_grant",
    "sign_in",
}
RECORDS = ("incident", "crime")
COUNTS = "neighbourhood_count"
RECORDS_A_COUNT = 4  # of ten million records there are two and a half million counts of neighbourhoods


@dataclass(frozen=True)
class _Table:
    """A table: its columns, where its keys point, and the groups of columns that must be unique."""

    name: str
    columns: tuple[str, ...]
    keys: dict[str, str]
    unique: tuple[tuple[str, ...], ...]

    @property
    def renamed(self) -> set[str]:
        """The columns whose text a copy has to change: the last one of each group that would else not be unique."""
        moved = {column for column, table in self.keys.items() if table not in NOT_COPIED} | {"id"}
        return {group[-1] for group in self.unique if not moved & set(group)}


def make_large(database: Path, rows: int) -> int:
    """Make the sample in `database` part of a large one with at least so many incidents and crimes; how many it has."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        with connection:
            _number_copies(connection)
            for table in _tables(connection):
                _copy(connection, table, _times(connection, table.name, rows))
        return _records(connection)


def _number_copies(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TEMP TABLE copy (number INTEGER, authority INTEGER)")
    (first,) = connection.execute("SELECT id FROM authority").fetchone()
    others = [(first + place, f"authority-{place}", f"Authority {place}") for place in range(1, AUTHORITIES)]
    connection.executemany("INSERT INTO authority (id, key, name) VALUES (?, ?, ?)", others)
    copies = ((number, others[number % len(others)][0]) for number in range(1, COPIES + 1))
    connection.executemany("INSERT INTO copy VALUES (?, ?)", copies)


def _tables(connection: sqlite3.Connection) -> list[_Table]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [_described(connection, name) for (name,) in names.fetchall() if name not in NOT_COPIED]


def _described(connection: sqlite3.Connection, name: str) -> _Table:
    columns = tuple(row[1] for row in connection.execute(f"PRAGMA table_info({name})"))
    keys = {row[3]: row[2] for row in connection.execute(f"PRAGMA foreign_key_list({name})")}
    indexes = [row[1] for row in connection.execute(f"PRAGMA index_list({name})") if row[2]]
    unique = (tuple(row[2] for row in connection.execute(f"PRAGMA index_info({index})")) for index in indexes)
    return _Table(name, columns, keys, tuple(unique))


def _times(connection: sqlite3.Connection, table: str, rows: int) -> int:
    """How often each copy repeats the rows of a table, so that there are as many as asked for."""
    if table in RECORDS:
        asked, has = rows, _sample_rows(connection, *RECORDS)
    elif table == COUNTS:
        asked, has = rows // RECORDS_A_COUNT, _sample_rows(connection, COUNTS)
    else:
        return 1
    return max(1, -(-asked // (has * (COPIES + 1))))


def _copy(connection: sqlite3.Connection, table: _Table, again: int) -> None:
    """Add all copies of the sample's rows of a table, copy by copy as files come."""
    cells = ", ".join(_cell(table, column) for column in table.columns)
    connection.execute(
        f"WITH RECURSIVE again(turn) AS (SELECT 0 UNION ALL SELECT turn + 1 FROM again WHERE turn + 1 < ?) "
        f"INSERT INTO {table.name} ({', '.join(table.columns)}) "
        f"SELECT {cells} FROM again CROSS JOIN copy CROSS JOIN {table.name} AS sample WHERE sample.id < {STRIDE}",
        (again,),
    )


def _cell(table: _Table, column: str) -> str:
    """What a copy has in a column."""
    if (table.name, column) == (COUNTS, "type_label"):
        return "CASE turn WHEN 0 THEN sample.type_label ELSE sample.type_label || ' ' || turn END"
    if column == "id":
        return f"sample.id + (copy.number + turn * {COPIES}) * {STRIDE}"
    if table.keys.get(column) == "authority":
        return "copy.authority"
    if table.keys.get(column, "authority") not in NOT_COPIED:
        return f"sample.{column} + copy.number * {STRIDE}"
    if column in table.renamed:
        return f"sample.{column} || '-' || copy.number || '-' || turn"
    return f'sample."{column}"'


def _sample_rows(connection: sqlite3.Connection, *tables: str) -> int:
    counts = (connection.execute(f"SELECT count(*) FROM {table} WHERE id < {STRIDE}") for table in tables)
    return sum(count for (count,) in (found.fetchone() for found in counts))


def _records(connection: sqlite3.Connection) -> int:
    counts = (connection.execute(f"SELECT count(*) FROM {table}") for table in RECORDS)
    return sum(count for (count,) in (found.fetchone() for found in counts))
