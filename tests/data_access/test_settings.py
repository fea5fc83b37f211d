"""What the environment may say, and what it may not."""

import traceback

import pytest
from sqlalchemy import make_url

from data_access.settings import (
    DEMO_DATABASE_URL,
    DESK_DATABASE_URL,
    DESK_FOLDER,
    ROOT,
    Settings,
    SettingsRefused,
    main,
    read_settings,
)


def test_without_anything_set_the_demo_serves_its_own_file():
    assert read_settings({}) == Settings(database_url=DEMO_DATABASE_URL, sign_in="demo")


def test_blank_settings_are_as_good_as_none():
    assert read_settings({"SIGN_IN": " ", "DATABASE_URL": ""}) == read_settings({})


def test_the_demo_may_serve_another_database():
    environ = {"SIGN_IN": "demo", "DATABASE_URL": " postgresql://server/concordat "}
    assert read_settings(environ).database_url == "postgresql://server/concordat"


def test_a_database_without_a_way_to_sign_in_is_refused():
    with pytest.raises(SettingsRefused, match="DATABASE_URL is set but SIGN_IN is not"):
        read_settings({"DATABASE_URL": "sqlite:///real.db"})


def test_a_desk_keeps_its_data_in_a_file_of_the_person_outside_the_program():
    assert read_settings({"SIGN_IN": "desk"}) == Settings(database_url=DESK_DATABASE_URL, sign_in="desk")
    file = DESK_FOLDER / "concordat.db"
    assert make_url(DESK_DATABASE_URL).database == file.as_posix()
    assert ROOT not in file.parents


def test_a_desk_may_keep_its_data_in_another_file():
    settings = read_settings({"SIGN_IN": "desk", "DATABASE_URL": "sqlite:////data/derby.db"})
    assert settings == Settings(database_url="sqlite:////data/derby.db", sign_in="desk")


def test_a_desk_on_a_database_server_is_refused_without_its_address():
    with pytest.raises(SettingsRefused, match="keeps its data in one file") as refused:
        read_settings({"SIGN_IN": "desk", "DATABASE_URL": "postgresql://me:secret@server/concordat"})
    assert "secret" not in str(refused.value)


def test_a_way_to_sign_in_that_is_not_built_yet_is_refused_by_name():
    with pytest.raises(SettingsRefused, match="SIGN_IN=oidc is not available"):
        read_settings({"SIGN_IN": "oidc"})


def test_an_unknown_way_to_sign_in_is_refused_without_repeating_it():
    with pytest.raises(SettingsRefused, match="It may be: demo or desk") as refused:
        read_settings({"SIGN_IN": "a-secret-in-the-wrong-place"})
    assert "a-secret" not in str(refused.value)


def test_the_key_is_read_and_never_shown():
    settings = read_settings({"CONCORDAT_KEY": "not to be shown"})
    assert settings.key == "not to be shown"
    assert "not to be shown" not in repr(settings)


@pytest.mark.parametrize(
    "address",
    ["sqlite:////data/derby.db", "sqlite:///var/derby.db", "postgresql+psycopg://me:pass@server:5432/concordat"],
)
def test_a_sqlite_file_and_a_postgresql_database_may_be_served(address):
    assert read_settings({"SIGN_IN": "demo", "DATABASE_URL": address}).database_url == address


@pytest.mark.parametrize(
    "address",
    [
        "mysql://me:secret@server/concordat",
        "postgresql+asyncpg://me:secret@server/concordat",
        "postgresql://me:secret@server:port/concordat",
        "sqlite://",
        "sqlite:///:memory:",
        "/data/secret.db",
        "secret",
    ],
)
def test_an_address_of_another_kind_is_refused_without_repeating_it(address):
    with pytest.raises(SettingsRefused, match="not the address of a database this product can use") as refused:
        read_settings({"SIGN_IN": "demo", "DATABASE_URL": address})
    assert "secret" not in "".join(traceback.format_exception(refused.value))


def test_the_command_line_says_where_the_data_lie(monkeypatch, capsys):
    monkeypatch.setenv("SIGN_IN", "desk")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main() == 0
    assert capsys.readouterr().out == f"{DESK_DATABASE_URL}\n"


def test_the_command_line_shows_no_password(monkeypatch, capsys):
    monkeypatch.setenv("SIGN_IN", "demo")
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:secret@server/concordat")
    assert main() == 0
    assert "secret" not in capsys.readouterr().out


def test_the_command_line_says_why_the_app_would_not_start(monkeypatch, capsys):
    monkeypatch.setenv("SIGN_IN", "nobody")
    assert main() == 2
    assert "It may be: demo or desk" in capsys.readouterr().err
