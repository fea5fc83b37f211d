"""What the environment may say, and what it may not."""

import traceback

import pytest
from sqlalchemy import make_url

from data_access.children import SAMPLE_KEY
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


KEY = "a key that is long enough for references"
OIDC = {
    "SIGN_IN": "oidc",
    "DATABASE_URL": "postgresql://me:secret@server/concordat",
    "CONCORDAT_KEY": KEY,
    "OIDC_METADATA_URL": "https://login.example/tenant/.well-known/openid-configuration",
    "OIDC_CLIENT_ID": "concordat",
    "OIDC_CLIENT_SECRET": "the secret of this app",
    "OIDC_COOKIE_SECRET": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
    "BASE_URL": "https://concordat.example",
}


def test_people_sign_in_where_everything_is_set():
    settings = read_settings(OIDC)
    assert (settings.sign_in, settings.key, settings.oidc.base_url) == ("oidc", KEY, "https://concordat.example")
    assert "the secret of this app" not in repr(settings)


@pytest.mark.parametrize("name", [name for name in OIDC if name != "SIGN_IN"])
def test_signing_in_with_one_thing_missing_is_refused_by_its_name(name):
    with pytest.raises(SettingsRefused) as refused:
        read_settings({**OIDC, name: ""})
    assert str(refused.value).startswith(f"SIGN_IN=oidc cannot start like this: {name} is missing")
    assert "secret of" not in str(refused.value)


def test_all_that_is_missing_for_signing_in_is_named_in_one_sentence():
    with pytest.raises(SettingsRefused) as refused:
        read_settings({"SIGN_IN": "oidc"})
    told = str(refused.value)
    assert [name for name in OIDC if name not in told] == []
    assert told.count(". ") == 0
    assert told.endswith(".")


@pytest.mark.parametrize("key", ["short", SAMPLE_KEY])
def test_signing_in_with_a_key_that_seals_nothing_is_refused(key):
    with pytest.raises(SettingsRefused, match="CONCORDAT_KEY is missing, shorter than 32 characters or the sample's"):
        read_settings({**OIDC, "CONCORDAT_KEY": key})


def test_where_people_sign_in_a_file_is_refused_but_for_a_trial_on_this_computer():
    file = {**OIDC, "DATABASE_URL": "sqlite:///concordat.db"}
    with pytest.raises(SettingsRefused, match="it has to be a PostgreSQL database"):
        read_settings(file)
    assert read_settings({**file, "BASE_URL": "http://localhost:8501"}).oidc.is_on_loopback


def test_an_unusable_database_is_named_with_all_else_that_is_wrong():
    with pytest.raises(SettingsRefused) as refused:
        read_settings({**OIDC, "DATABASE_URL": "mysql://me:secret@server/concordat", "BASE_URL": ""})
    assert str(refused.value) == (
        "SIGN_IN=oidc cannot start like this: BASE_URL is missing; "
        "DATABASE_URL is not the address of a PostgreSQL database."
    )


def test_signing_in_with_a_key_of_one_letter_is_refused():
    with pytest.raises(SettingsRefused, match="CONCORDAT_KEY is not random"):
        read_settings({**OIDC, "CONCORDAT_KEY": "a" * 44})


def test_the_settings_of_signing_in_may_stand_in_a_file(tmp_path):
    path = tmp_path / "secrets.toml"
    path.write_text("\n".join(f'{name} = "{value}"' for name, value in OIDC.items() if name != "SIGN_IN"))
    assert read_settings({"SIGN_IN": "oidc", "SECRETS_FILE": str(path)}) == read_settings(OIDC)


def test_a_file_of_secrets_that_is_not_there_is_refused_with_a_sentence():
    with pytest.raises(SettingsRefused, match="SECRETS_FILE names a file that cannot be opened"):
        read_settings({"SIGN_IN": "demo", "SECRETS_FILE": "/not/there"})


def test_an_unknown_way_to_sign_in_is_refused_without_repeating_it():
    with pytest.raises(SettingsRefused, match="It may be: demo or desk or oidc") as refused:
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
    assert "It may be: demo or desk or oidc" in capsys.readouterr().err
