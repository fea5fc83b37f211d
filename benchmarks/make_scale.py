"""Builds the database of a size that the design is for, to look at or to measure on, in SQLite or in PostgreSQL.

    python -m benchmarks.make_scale --rows 10000000 sqlite:////tmp/scale.db
    python -m benchmarks.make_scale --rows 1000000 postgresql://name@host/empty

It holds 150 authorities with 3,500 homes, the sample as one of them. A database that holds anything is refused.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, func, make_url, select, text

from benchmarks.large_database import make_large
from data_access.database import make_engine
from data_access.migrate import migrate
from data_access.models import Base
from data_access.reference import save_reference
from data_access.sample import load_sample

ROWS = 500_000
AT_ONCE = 10_000


class NotEmpty(ValueError):
    """There is something already where the database is to be built."""


def main(words: list[str]) -> int:
    """Build it where the command says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.make_scale", description="Build a large database.")
    parser.add_argument("--rows", type=int, default=ROWS, help="incidents and crimes, at least")
    parser.add_argument("url", help="a SQLite file that does not exist, or an empty PostgreSQL database")
    asked = parser.parse_args(words)
    try:
        records = make_scale(asked.url, asked.rows)
    except NotEmpty as found:
        print(found, file=sys.stderr)
        return 1
    print(f"{records:,} incidents and crimes.")
    return 0


def make_scale(url: str, rows: int) -> int:
    """Build the large database at `url`; how many incidents and crimes it has. Raises NotEmpty."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if Path(address.database or "").exists():
            raise NotEmpty(f"{address.database} exists already. Name a file that does not.")
        return _in_sqlite(Path(address.database or ""), rows)
    migrate(url)
    engine = make_engine(url)
    try:
        _see_that_it_is_empty(engine)  # before the long work
        with tempfile.TemporaryDirectory(prefix="concordat-scale-") as folder:
            file = Path(folder) / "scale.db"
            records = _in_sqlite(file, rows)
            copy_to_postgresql(file, engine)
    finally:
        engine.dispose()
    return records


def _in_sqlite(file: Path, rows: int) -> int:
    url = f"sqlite:///{file}"
    migrate(url)
    engine = make_engine(url)
    save_reference(engine)
    load_sample(engine)
    engine.dispose()  # the last connection to close empties the write-ahead log into the file
    return make_large(file, rows)


def _see_that_it_is_empty(engine: Engine) -> None:
    with engine.connect() as connection:
        if any(
            connection.scalar(select(func.count()).select_from(_table(name))) for name in ("import_batch", "authority")
        ):
            raise NotEmpty("The database holds data already. Name an empty one.")


def copy_to_postgresql(file: Path, engine: Engine) -> None:
    """Put all of a SQLite file into a migrated PostgreSQL database, by COPY. Raises NotEmpty if that holds data."""
    _see_that_it_is_empty(engine)
    source = make_engine(f"sqlite:///{file}")
    tables = Base.metadata.sorted_tables
    with source.connect() as found, engine.begin() as into:
        into.execute(text(f"TRUNCATE {', '.join(_quoted(table.name) for table in tables)}"))
        for table in tables:
            rows = found.execution_options(yield_per=AT_ONCE).execute(select(table))
            columns = ", ".join(_quoted(column.name) for column in table.columns)
            driver: Any = into.connection.driver_connection
            with driver.cursor() as cursor, cursor.copy(f"COPY {_quoted(table.name)} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(tuple(row))
            if "id" in table.columns and table.columns["id"].type.python_type is int:
                _count_on(into, table)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as into:
        into.execute(text("ANALYZE"))
    source.dispose()


def _count_on(into: Any, table: Table) -> None:
    """Let the numbers of new rows go on after those copied."""
    sequence = into.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": _quoted(table.name)})
    last = into.scalar(select(func.max(table.columns["id"])))
    if sequence is not None and last is not None:
        into.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _quoted(name: str) -> str:
    return f'"{name}"'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
