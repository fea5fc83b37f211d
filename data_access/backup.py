"""Copies the database file, whole and of one moment, also while the app runs.

    python -m data_access.backup FILE

The database is the one that SIGN_IN and DATABASE_URL name. A server's database has backups of its own.
"""

import argparse
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from data_access.settings import SQLITE_DRIVERS, SettingsRefused, read_settings

ONLY_ITS_OWNER = 0o600


class BackupRefused(ValueError):
    """Nothing was copied; the message says why."""


def copy_database(database: Path, copy: Path) -> None:
    """Copy a SQLite file to a new file that only its owner may read. Raises BackupRefused, and then leaves none."""
    if not database.exists():
        raise BackupRefused("There is no database yet: nothing was loaded.")
    try:
        copy.touch(mode=ONLY_ITS_OWNER, exist_ok=False)
    except FileExistsError:
        raise BackupRefused("There is a file of that name already. Choose another name.") from None
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        copy.unlink()
        raise BackupRefused(f"The database could not be copied ({type(error).__name__}).") from error


def main(words: list[str]) -> int:
    """The command line: 0 when the copy stands, 2 when there is none."""
    parser = argparse.ArgumentParser(prog="python -m data_access.backup", description="Copy the database file.")
    parser.add_argument("file", type=Path, help="where the copy goes; it must not exist yet")
    given = parser.parse_args(words)
    try:
        url = make_url(read_settings(os.environ).database_url)
        if url.drivername not in SQLITE_DRIVERS:
            raise BackupRefused("The database is on a server; use the backups of that server.")
        copy_database(Path(url.database or ""), given.file)
    except (SettingsRefused, BackupRefused, OSError) as refusal:
        sys.stderr.write(f"Nothing was copied. {refusal}\n")
        return 2
    sys.stdout.write(f"Copied to {given.file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
