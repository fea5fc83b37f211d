"""A load that is killed, has no room, is cut off or meets another one leaves the tables as before or as after."""

import os
import resource
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.pool import NullPool

from data_access.database import make_engine
from data_access.load import LoadRefused
from data_access.load_command import main
from data_access.models import Base, ImportBatch, Incident
from data_access.settings import ROOT

KEY = "0123456789abcdef0123456789abcdef"
QUARTER = ("--complete-from", "2022-04-01", "--complete-to", "2022-06-30")
# Loads as the command line does, and kills itself for good when so many statements were sent.
DIES = """
import os, signal, sys
from sqlalchemy import Engine, event
from data_access.load_command import main

left = int(sys.argv[1])

@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    global left
    if "import_batch" in statement or left < int(sys.argv[1]):
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture
def environment(monkeypatch):
    monkeypatch.setenv("CONCORDAT_KEY", KEY)
    return os.environ | {"CONCORDAT_KEY": KEY}


@pytest.fixture
def many(tmp_path, file_of):
    """A file of some thousand incidents: many(name, first number)."""

    def make(name="incidents.csv", start=0, rows=3_000):
        file = tmp_path / name
        numbers = range(start, start + rows)
        file.write_bytes(
            file_of("incidents", *({"reference": f"R-{n}", "child_reference": f"P-{n % 50}"} for n in numbers))
        )
        return file

    return make


def address(engine):
    return engine.url.render_as_string(hide_password=False)


def everything_in(engine):
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in Base.metadata.sorted_tables
            if table.name != "data_version"
        }


def incidents_in(engine):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(Incident)).scalar_one()


@pytest.mark.parametrize("statements", [3, 7, 12])
def test_a_load_that_is_killed_leaves_the_tables_as_before_and_can_be_done_again(
    home_engine, many, environment, statements
):
    before = everything_in(home_engine)
    words = [str(many()), "--database", address(home_engine), *QUARTER]
    home_engine.dispose()
    killed = subprocess.run(
        [sys.executable, "-c", DIES, str(statements), *words], cwd=ROOT, env=environment, check=False
    )
    assert killed.returncode == -9
    assert everything_in(home_engine) == before
    assert main(words) == 0
    assert incidents_in(home_engine) == 3_000


def test_two_loads_at_once_wait_for_each_other(home_engine, many, environment):
    command = [sys.executable, "-m", "data_access.load", "--database", address(home_engine)]
    started = [
        subprocess.Popen(
            [*command, "--from", "2022-04", "--to", "2022-06", str(many(f"{number}.csv", number * 3_000))],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(2)
    ]
    ended = [(*each.communicate(timeout=120), each.returncode) for each in started]
    assert [(errors, code) for _, errors, code in ended] == [(b"", 0)] * 2
    assert incidents_in(home_engine) == 6_000


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not limit the size of files")
def test_a_full_disk_is_told_and_loses_nothing(home_engine, many, environment):
    if home_engine.dialect.name != "sqlite":
        pytest.skip("the server's disk is not filled here")
    before = everything_in(home_engine)
    home_engine.dispose()
    room = 200_000  # bytes that any file may grow to

    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    full = subprocess.run(
        [sys.executable, "-m", "data_access.load", "--database", address(home_engine), *QUARTER, str(many())],
        cwd=ROOT,
        env=environment,
        preexec_fn=little_room,
        capture_output=True,
        check=False,
    )
    assert full.returncode == 2
    assert b"The disk of the database is full, so nothing was stored." in full.stderr
    assert everything_in(home_engine) == before


def test_a_connection_that_is_cut_is_told_and_loses_nothing(home_engine, load_rows):
    if home_engine.dialect.name != "postgresql":
        pytest.skip("a file has no connection to cut")
    before = everything_in(home_engine)
    engine = make_engine(address(home_engine))
    admin = create_engine(home_engine.url, poolclass=NullPool)

    @event.listens_for(engine, "before_cursor_execute")
    def cut(connection, cursor, statement, *_):
        if "INSERT INTO import_batch" in statement:
            with admin.connect() as other:
                pid = connection.connection.driver_connection.info.backend_pid
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    try:
        with pytest.raises(LoadRefused, match="could not be reached or written to, so nothing was stored"):
            load_rows(engine, "incidents")
    finally:
        engine.dispose()
    assert everything_in(home_engine) == before


def test_a_bad_file_among_good_ones_loads_none_of_them(home_engine, many, environment, tmp_path, capsys):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"%PDF-1.7")
    words = ["--database", address(home_engine), *QUARTER, str(many(rows=5)), str(bad)]
    assert main(words) == 2
    assert "is a PDF" in capsys.readouterr().err
    assert incidents_in(home_engine) == 0


def test_a_dry_run_tells_the_same_and_stores_nothing(home_engine, many, environment, tmp_path, capsys):
    rejects = tmp_path / "rejects.csv"
    bad = many(rows=3)
    bad.write_bytes(bad.read_bytes() + b"R-9,01/04/2022 10:00,,elsewhere,Nuisance,,P-UNMISTAKABLE,\n")
    words = ["--database", address(home_engine), *QUARTER, "--dry-run", "--rejects", str(rejects), str(bad)]
    before = everything_in(home_engine)
    assert main(words) == 1
    told = capsys.readouterr().out
    assert told.startswith("4 rows read: 3 added, 0 updated, 0 unchanged, 0 withdrawn, 1 rejected.")
    assert told.endswith("This was a dry run: nothing was stored.\n")
    assert everything_in(home_engine) == before
    assert "elsewhere" not in rejects.read_text("utf-8-sig")
    assert rejects.read_text("utf-8-sig").splitlines()[1].startswith(",5,home,this home is not known")


def test_a_file_is_recognised_and_read_by_its_title_rows(home_engine, many, environment, values_in):
    file = many(rows=2)
    file.write_bytes(b"Incidents at homes 01/04/2022 to 30/06/2022\nExtracted on 05/07/2022\n" + file.read_bytes())
    assert main(["--database", address(home_engine), str(file)]) == 0
    names = ("kind", "source", "extract_date", "covers_from", "covers_to")
    *_, batch = values_in(home_engine, ImportBatch, *names)
    assert [str(value) for value in batch] == ["incidents", "police", "2022-07-05", "2022-04-01", "2022-06-01"]
