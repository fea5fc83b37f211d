"""Opens the database the settings name: migrated, for the demo filled with the sample, on a desk kept private."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, make_url, text
from sqlmodel import Session, col, select

from data_access.database import DatabaseError, make_engine
from data_access.migrate import ADVISORY_LOCK, migrate
from data_access.models import DatabaseContents, ImportBatch
from data_access.reference import save_reference
from data_access.sample import LOADED_AT, SampleBroken, load_sample
from data_access.settings import DESK_FOLDER, Settings, SettingsRefused

FOLDER, FILE = 0o700, 0o600


def open_database(settings: Settings) -> Engine:
    """An engine on a ready database. Raises SettingsRefused when the demo would serve anything but the sample, when the
    desk or people who sign in would see the sample among real data, or when there is no opening the database; the
    sentence never repeats its address.
    """
    try:
        return {"demo": _opened_demo, "desk": _opened_desk, "oidc": _opened_for_many}[settings.sign_in](settings)
    except (DatabaseError, OSError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise SettingsRefused(
            f"The database cannot be opened ({kind}). See that DATABASE_URL is right, that its server runs and lets "
            "this program in, or that its file is a database and may be written."
        ) from error
    except SampleBroken as broken:
        raise SettingsRefused(f"The sample that came with this version is broken: {broken}") from broken


def _opened_demo(settings: Settings) -> Engine:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        _create_sample_file(Path(url.database))
    migrate(settings.database_url)
    engine = make_engine(settings.database_url)
    with _one_at_a_time(engine):
        save_reference(engine)
        holds = _holds(engine)
        if holds == "nothing":
            load_sample(engine)
    if holds == "other":
        engine.dispose()
        raise SettingsRefused(
            "The database holds data other than the sample, and SIGN_IN=demo lets anyone look. "
            "Point DATABASE_URL to another database, or unset it to serve the sample."
        )
    return engine


def _opened_desk(settings: Settings) -> Engine:
    """The database of one person: nothing is put into it but the labels that every load needs."""
    database = Path(make_url(settings.database_url).database or "")
    if database.exists():
        database.chmod(FILE)  # a new one is made so
    migrate(settings.database_url)
    if database.parent == DESK_FOLDER:
        database.parent.chmod(FOLDER)
    engine = make_engine(settings.database_url)
    if _has_taken_the_sample(engine):
        engine.dispose()
        raise SettingsRefused(
            "The database holds the sample, and invented records must not stand among real ones. "
            "Point DATABASE_URL to another file, or unset it to use the file of your own."
        )
    save_reference(engine)
    return engine


def _opened_for_many(settings: Settings) -> Engine:
    """The database of people who sign in. The sample alone may be tried on loopback, where a banner says what it is;
    elsewhere people who come for their own figures would take invented ones for them.
    """
    if settings.oidc is not None and not settings.oidc.is_on_loopback and not has_uk_time():
        raise SettingsRefused(
            "This computer's clock does not show UK time, in which the log and every day of a record are written. "
            "Set TZ=Europe/London for the dashboard, and see that the zone files are installed (package tzdata)."
        )
    migrate(settings.database_url)
    engine = make_engine(settings.database_url)
    is_trial = settings.oidc is not None and settings.oidc.is_on_loopback and _holds(engine) == "sample"
    if _has_taken_the_sample(engine) and not is_trial:
        engine.dispose()
        raise SettingsRefused(
            "The database holds the sample, and invented records must not stand among real ones. "
            "Point DATABASE_URL to another database."
        )
    save_reference(engine)
    return engine


def has_uk_time() -> bool:
    """Whether this process's clock is that of the UK: the same as UTC in winter, an hour ahead of it in summer."""
    winter, summer = (datetime(2026, month, 15, 12).astimezone().utcoffset() for month in (1, 7))
    return (winter, summer) == (timedelta(), timedelta(hours=1))


def _has_taken_the_sample(engine: Engine) -> bool:
    """Whether the sample was ever loaded, also if other data came after it: its files bear a moment of their own."""
    if _holds(engine) == "sample":
        return True
    with Session(engine) as session:
        of_the_sample = select(ImportBatch.id).where(col(ImportBatch.loaded_at) == LOADED_AT).limit(1)
        return session.exec(of_the_sample).first() is not None


@contextmanager
def _one_at_a_time(engine: Engine) -> Iterator[None]:
    """Of two replicas that start together on an empty PostgreSQL database, one fills it and the other waits."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        yield


def _create_sample_file(database: Path) -> None:
    """Build the sample beside its place and put it there whole: a start cut short leaves nothing half filled."""
    building = database.with_name(f"{database.name}.building-{os.getpid()}")
    building.unlink(missing_ok=True)
    try:
        migrate(f"sqlite:///{building}")
        engine = make_engine(f"sqlite:///{building}")
        save_reference(engine)
        load_sample(engine)
        engine.dispose()  # the last connection to close empties the write-ahead log into the file
        if not database.exists():
            building.replace(database)
    finally:
        for leftover in ("", "-wal", "-shm"):
            building.with_name(building.name + leftover).unlink(missing_ok=True)


def _holds(engine: Engine) -> str:
    with Session(engine) as session:
        return session.get_one(DatabaseContents, 1).holds
