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

from data_access.children import KeyMissing, usable_key
from data_access.oidc import Oidc, OidcIncomplete, is_random, oidc_of, with_secrets_file

ROOT = Path(__file__).resolve().parent.parent
DEMO_DATABASE_URL = f"sqlite:///{ROOT / 'var' / 'concordat.db'}"
DESK_FOLDER = platformdirs.user_data_path("Concordat", appauthor=False)
DESK_DATABASE_URL = URL.create("sqlite", database=(DESK_FOLDER / "concordat.db").as_posix()).render_as_string()
SQLITE_DRIVERS = ("sqlite", "sqlite+pysqlite")
POSTGRES_DRIVERS = ("postgresql", "postgresql+psycopg")
# And the database of each, where none is named; people who sign in share one that has to be.
SIGN_IN_WAYS = {"demo": DEMO_DATABASE_URL, "desk": DESK_DATABASE_URL, "oidc": ""}


class SettingsRefused(ValueError):
    """The app must not start like this; the message is the sentence to show."""


@dataclass(frozen=True)
class Settings:
    """How this process runs. `key` is never shown, not even in an exception's text.

    `oidc`: how people sign in; None where they do not.
    """

    database_url: str
    sign_in: str
    key: str | None = field(default=None, repr=False)
    oidc: Oidc | None = None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings of the app. Raises SettingsRefused with a sentence when starting like this would not be safe."""
    try:
        environ = with_secrets_file(environ)
    except OidcIncomplete as incomplete:
        raise SettingsRefused(f"{incomplete}.") from None
    sign_in = environ.get("SIGN_IN", "").strip()
    database_url = environ.get("DATABASE_URL", "").strip()
    if not sign_in and database_url:
        raise SettingsRefused(
            "DATABASE_URL is set but SIGN_IN is not, so nothing says who may look. Set SIGN_IN=demo to serve a sample "
            "database, SIGN_IN=desk for real data on your own computer or SIGN_IN=oidc where people sign in, or unset "
            "DATABASE_URL."
        )
    sign_in = sign_in or "demo"
    if sign_in not in SIGN_IN_WAYS:
        ways = " or ".join(SIGN_IN_WAYS)
        raise SettingsRefused(f"SIGN_IN is set to a word this version does not know. It may be: {ways}.")
    if sign_in == "oidc":
        return _where_people_sign_in(environ, database_url)
    database_url = usable_database_url(database_url or SIGN_IN_WAYS[sign_in])
    if sign_in == "desk" and make_url(database_url).drivername not in SQLITE_DRIVERS:
        raise SettingsRefused(
            "SIGN_IN=desk keeps its data in one file on your own computer, and DATABASE_URL names a server. "
            "Write sqlite:/// and the path of a file, or unset DATABASE_URL."
        )
    return Settings(database_url=database_url, sign_in=sign_in, key=environ.get("CONCORDAT_KEY"))


def _where_people_sign_in(environ: Mapping[str, str], database_url: str) -> Settings:
    """Settings with everything that signing in needs; all that is missing is named in one sentence."""
    key = environ.get("CONCORDAT_KEY", "")
    problems = []
    oidc = None
    try:
        oidc = oidc_of(environ, key)
    except OidcIncomplete as incomplete:
        problems.append(str(incomplete))
    try:
        usable_key(key)
    except KeyMissing:
        problems.append("CONCORDAT_KEY is missing, shorter than 32 characters or the sample's")
    else:
        problems += [] if is_random(key) else ["CONCORDAT_KEY is not random"]
    problems += _wrong_with_database(database_url, is_a_trial=bool(oidc and oidc.is_on_loopback))
    if problems:
        raise SettingsRefused(f"SIGN_IN=oidc cannot start like this: {'; '.join(problems)}.")
    return Settings(database_url=database_url, sign_in="oidc", key=key, oidc=oidc)


def _wrong_with_database(database_url: str, *, is_a_trial: bool) -> list[str]:
    if not database_url:
        return ["DATABASE_URL is missing"]
    try:
        driver = make_url(usable_database_url(database_url)).drivername
    except SettingsRefused:
        return ["DATABASE_URL is not the address of a PostgreSQL database"]
    if driver in SQLITE_DRIVERS and not is_a_trial:
        # SQLite has one writer: a load of seconds would stop everybody's sign-in and every line of the audit.
        return ["DATABASE_URL names a file, and where people sign in it has to be a PostgreSQL database"]
    return []


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
