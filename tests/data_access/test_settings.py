"""What the environment may say, and what it may not."""

import traceback

import pytest

from data_access.settings import DEMO_DATABASE_URL, Settings, SettingsRefused, read_settings


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


@pytest.mark.parametrize("way", ["desk", "oidc"])
def test_a_way_to_sign_in_that_is_not_built_yet_is_refused_by_name(way):
    with pytest.raises(SettingsRefused, match=f"SIGN_IN={way} is not available"):
        read_settings({"SIGN_IN": way})


def test_an_unknown_way_to_sign_in_is_refused_without_repeating_it():
    with pytest.raises(SettingsRefused, match="It may be: demo") as refused:
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
