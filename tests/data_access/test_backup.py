"""A copy of the database is whole, is its owner's, and never takes the place of another file."""

import os
import stat

import pytest
from sqlmodel import Session

from data_access.backup import main
from data_access.coverage import fetch_state
from data_access.database import make_engine
from data_access.models import Home
from data_access.settings import Settings
from data_access.startup import open_database


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """An open desk."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.setenv("SIGN_IN", "desk")
    monkeypatch.setenv("DATABASE_URL", url)
    engine = open_database(Settings(url, "desk"))
    yield engine
    engine.dispose()


@pytest.fixture
def copied(tmp_path):
    """An engine on the copy."""
    engine = make_engine(f"sqlite:///{tmp_path / 'copy.db'}")
    yield engine
    engine.dispose()


def test_a_copy_made_while_the_app_runs_holds_what_was_loaded_last(desk, tmp_path, load_rows, rows_in, copied, capsys):
    with desk.connect():
        load_rows(desk, "homes", key="k" * 32)
        assert (tmp_path / "desk.db-wal").stat().st_size > 0  # the last load is not in the file itself
        assert main([str(tmp_path / "copy.db")]) == 0
    assert capsys.readouterr().out == f"Copied to {tmp_path / 'copy.db'}\n"
    with Session(copied) as session:
        assert fetch_state(session).holds == "other"
    assert rows_in(copied, Home) == 1


@pytest.mark.skipif(os.name != "posix", reason="this system has no such rights of files")
def test_a_copy_is_read_by_its_owner_only(desk, tmp_path):
    assert main([str(tmp_path / "copy.db")]) == 0
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_copy_takes_the_place_of_no_file(desk, tmp_path, capsys):
    (tmp_path / "copy.db").write_text("last year's")
    assert main([str(tmp_path / "copy.db")]) == 2
    assert (tmp_path / "copy.db").read_text() == "last year's"
    assert "Choose another name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sqlite:///{folder}/none.db", "There is no database yet"),
        ("sqlite:///{folder}/text.db", "could not be copied"),
        ("postgresql://me:secret@server/concordat", "keeps its data in one file"),
    ],
)
def test_what_cannot_be_copied_is_said_and_leaves_no_file(desk, tmp_path, monkeypatch, capsys, address, said):
    (tmp_path / "text.db").write_text("this is no database, however long it is " * 100)
    monkeypatch.setenv("DATABASE_URL", address.format(folder=tmp_path))
    assert main([str(tmp_path / "copy.db")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "copy.db").exists()


def test_a_folder_that_is_not_there_is_said(desk, tmp_path, capsys):
    assert main([str(tmp_path / "not there" / "copy.db")]) == 2
    assert "Nothing was copied" in capsys.readouterr().err
