"""What the environment says: which database, how people sign in, which key seals references.

    python -m data_access.settings

says which database that is, as DATABASE_URL would name it, without its password.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
DEMO_DATABASE_URL = f"sqlite:///{ROOT / 'var' / 'concordat.db'}"
DESK_FOLDER = platformdirs.user_data_path("Concordat", appauthor=False)
DESK_DATABASE_URL = URL.create("sqlite", database=(DESK_FOLDER / "concordat.db").as_posix()).render_as_string()
SQLITE_DRIVERS = ("sqlite", "sqlite+pysqlite")
POSTGRES_DRIVERS = ("postgresql", "postgresql+psycopg")
SIGN_IN_WAYS = {"demo": DEMO_DATABASE_URL, "desk": DESK_DATABASE_URL}  # and the database of each, where none is named


class SettingsRefused(ValueError):
    """The app must not start like this; the message is the sentence to show."""


@dataclass(frozen=True)
class Settings:
    """How this process runs. `key` is never shown, not even in an exception's text."""

    database_url: str
    sign_in: str
    key: str | None = field(default=None, repr=False)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings of the app. Raises SettingsRefused with a sentence when starting like this would not be safe."""
    sign_in = environ.get("SIGN_IN", "").strip()
    database_url = environ.get("DATABASE_URL", "").strip()
    if not sign_in and database_url:
        raise SettingsRefused(
            "DATABASE_URL is set but SIGN_IN is not, so nothing says who may look. Set SIGN_IN=demo to serve a sample "
            "database or SIGN_IN=desk for real data on your own computer, or unset DATABASE_URL."
        )
    sign_in = sign_in or "demo"
    if sign_in == "oidc":
        raise SettingsRefused(
            "SIGN_IN=oidc is not available in this version, so the app does not start. "
            "SIGN_IN=demo serves the sample data, SIGN_IN=desk real data on your own computer."
        )
    if sign_in not in SIGN_IN_WAYS:
        ways = " or ".join(SIGN_IN_WAYS)
        raise SettingsRefused(f"SIGN_IN is set to a word this version does not know. It may be: {ways}.")
    database_url = usable_database_url(database_url or SIGN_IN_WAYS[sign_in])
    if sign_in == "desk" and make_url(database_url).drivername not in SQLITE_DRIVERS:
        raise SettingsRefused(
            "SIGN_IN=desk keeps its data in one file on your own computer, and DATABASE_URL names a server. "
            "Write sqlite:/// and the path of a file, or unset DATABASE_URL."
        )
    return Settings(database_url=database_url, sign_in=sign_in, key=environ.get("CONCORDAT_KEY"))


def usable_database_url(database_url: str) -> str:
    """The address of a SQLite file or a PostgreSQL database. Raises SettingsRefused for any other, not repeating it."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        url = None
    if url is not None and url.drivername in POSTGRES_DRIVERS:
        return database_url
    if url is not None and url.drivername in SQLITE_DRIVERS and url.database and ":memory:" not in url.database:
        return database_url
    # The address may hold a password, so it is neither shown nor kept as the cause.
    raise SettingsRefused(
        "DATABASE_URL is not the address of a database this product can use. Write sqlite:/// and the path of a file, "
        "or postgresql:// with server and database."
    )


def main() -> int:
    """The command line: 0 and the address of the database, or 2 and why the app would not start."""
    try:
        url = make_url(read_settings(os.environ).database_url)
    except SettingsRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    sys.stdout.write(f"{url.render_as_string(hide_password=True)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
