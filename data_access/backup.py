"""Copies the database, whole and of one moment, also while the app runs.

    python -m data_access.backup FILE
    python -m data_access.backup --database postgresql://... FILE

Without --database it is the one that SIGN_IN and DATABASE_URL name. A SQLite file becomes another one; of a PostgreSQL
database pg_dump, which has to be installed, writes a file for pg_restore. A file that is there already is kept.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, make_url

from data_access.settings import SQLITE_DRIVERS, SettingsRefused, read_settings, usable_database_url

ONLY_ITS_OWNER = 0o600
# What an address may say besides, and the variable by which pg_dump is told.
TOLD = {"host": "PGHOST", "port": "PGPORT", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}


class BackupRefused(ValueError):
    """Nothing was copied; the message says why."""


def copy_database(database: Path, copy: Path) -> None:
    """Copy a SQLite file to a new file that only its owner may read. Raises BackupRefused, and then leaves none."""
    if not database.exists():
        raise BackupRefused("There is no database yet: nothing was loaded.")
    _make_private(copy)
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        copy.unlink()
        raise BackupRefused(f"The database could not be copied ({type(error).__name__}).") from error


def dump_database(url: URL, copy: Path) -> None:
    """Write a PostgreSQL database to a new file that only its owner may read. Raises BackupRefused, and leaves none."""
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupRefused("The program pg_dump is missing. It comes with PostgreSQL's client programs.")
    told = _told(url)
    _make_private(copy)
    done = subprocess.run(  # noqa: S603
        [program, "--format=custom", "--no-password", "--file", str(copy)],
        env={**os.environ, **told},  # not as words of the command, which everybody on this computer can read
        capture_output=True,
        text=True,
    )
    if done.returncode:
        copy.unlink()
        last = done.stderr.strip().splitlines()[-1:] or ["it does not say why"]
        raise BackupRefused(f"pg_dump did not do it: {last[0].removeprefix('pg_dump: ')}")


def _told(url: URL) -> dict[str, str]:
    """The parts of an address as pg_dump reads them from its environment."""
    named = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGDATABASE": url.database}
    told = {**named, "PGPASSWORD": url.password}
    for name, value in url.query.items():
        if name not in TOLD:
            raise BackupRefused(f"The database's address says {name}, which this cannot tell to pg_dump.")
        told[TOLD[name]] = value if isinstance(value, str) else ",".join(value)
    return {name: str(value) for name, value in told.items() if value}


def _make_private(copy: Path) -> None:
    try:
        copy.touch(mode=ONLY_ITS_OWNER, exist_ok=False)
    except FileExistsError:
        raise BackupRefused("There is a file of that name already. Choose another name.") from None


def main(words: list[str]) -> int:
    """The command line: 0 when the copy stands, 2 when there is none."""
    parser = argparse.ArgumentParser(prog="python -m data_access.backup", description="Copy the database.")
    parser.add_argument(
        "--database", default="", help="its address; default: the one that SIGN_IN and DATABASE_URL name"
    )
    parser.add_argument("file", type=Path, help="where the copy goes; it must not exist yet")
    given = parser.parse_args(words)
    try:
        address = usable_database_url(given.database) if given.database else read_settings(os.environ).database_url
        url = make_url(address)
        if url.drivername in SQLITE_DRIVERS:
            copy_database(Path(url.database or ""), given.file)
        else:
            dump_database(url, given.file)
    except (SettingsRefused, BackupRefused, OSError) as refusal:
        sys.stderr.write(f"Nothing was copied. {refusal}\n")
        return 2
    sys.stdout.write(f"Copied to {given.file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
