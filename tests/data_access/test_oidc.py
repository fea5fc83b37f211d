"""What signing in needs, and what cannot be."""

from datetime import timedelta

import pytest

from data_access.oidc import IN_A_SECRETS_FILE, NEEDED, OidcIncomplete, is_loopback, oidc_of, with_secrets_file

COOKIE_SECRET = "not-to-be-shown-0123456789-abcdefghijklmnopqr"
GOOD = {
    "OIDC_METADATA_URL": "https://login.example/tenant/v2.0/.well-known/openid-configuration",
    "OIDC_CLIENT_ID": "concordat",
    "OIDC_CLIENT_SECRET": "not-to-be-shown-either",
    "OIDC_COOKIE_SECRET": COOKIE_SECRET,
    "BASE_URL": "https://concordat.example",
}


def problems(**changed):
    with pytest.raises(OidcIncomplete) as incomplete:
        oidc_of({**GOOD, **changed}, "")
    told = str(incomplete.value)
    assert not any(value in told for value in changed.values() if value.strip())
    assert "not-to-be-shown" not in told
    return told


def test_with_everything_given_people_sign_in_for_eight_hours_and_half_an_hour_without_use():
    oidc = oidc_of(GOOD, "")
    assert (oidc.idle, oidc.longest) == (timedelta(minutes=30), timedelta(hours=8))
    assert (oidc.host, oidc.is_https, oidc.is_on_loopback) == ("concordat.example", True, False)


def test_streamlit_is_told_what_its_own_sign_in_asks_for():
    assert oidc_of(GOOD, "").secrets == {
        "auth": {
            "redirect_uri": "https://concordat.example/oauth2callback",
            "cookie_secret": COOKIE_SECRET,
            "client_id": "concordat",
            "client_secret": GOOD["OIDC_CLIENT_SECRET"],
            "server_metadata_url": GOOD["OIDC_METADATA_URL"],
        }
    }


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_missing_is_named(name):
    assert problems(**{name: " "}) == f"{name} is missing"


def test_everything_that_is_missing_is_named_at_once():
    with pytest.raises(OidcIncomplete) as incomplete:
        oidc_of({}, "")
    assert str(incomplete.value) == "; ".join(f"{name} is missing" for name in NEEDED)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BASE_URL", "http://concordat.example", "is not encrypted"),
        ("BASE_URL", "https://concordat.example/app", "has a path"),
        ("BASE_URL", "https://concordat.example/?a=b", "has a path"),
        ("BASE_URL", "https://me:secret@concordat.example", "is not an address"),
        ("BASE_URL", "my-council.example", "is not an address"),
        ("BASE_URL", "ftp://concordat.example", "is not an address"),
        ("BASE_URL", "https://concordat.example:x", "is not an address"),
        ("BASE_URL", "https://[::1", "is not an address"),
        ("BASE_URL", "https://con cordat.example", "is not an address"),
        ("OIDC_METADATA_URL", "http://login.example/", "is not encrypted"),
        ("OIDC_METADATA_URL", "my-login.example", "is not an address"),
        ("OIDC_METADATA_URL", "https://login.microsoftonline.com/common/v2.0/", "people of every organisation"),
        ("OIDC_METADATA_URL", "https://login.microsoftonline.com/Organizations/v2.0/", "people of every organisation"),
        (
            "OIDC_METADATA_URL",
            "https://login.microsoftonline.com/9188040D-6c67-4c5b-b112-36a304b66dad/v2.0/.well-known/openid-configuration",
            "people of every organisation",
        ),
        ("OIDC_METADATA_URL", "https://login.example/", "does not end in /.well-known/openid-configuration"),
        ("OIDC_METADATA_URL", f"{GOOD['OIDC_METADATA_URL']}?a=b", "does not end in"),
        ("OIDC_COOKIE_SECRET", "short", "is not 32 random bytes"),
        ("OIDC_COOKIE_SECRET", "ab" * 40, "is not 32 random bytes"),
        ("SIGN_IN_IDLE_SECONDS", "half an hour", "is no number of seconds from 10"),
        ("SIGN_IN_IDLE_SECONDS", "-60", "is no number of seconds from 10"),
        ("SIGN_IN_IDLE_SECONDS", "9", "is no number of seconds from 10"),
        ("SIGN_IN_IDLE_SECONDS", "28801", "is no number of seconds from 10"),
        ("SIGN_IN_LONGEST_SECONDS", "86401", "is no number of seconds from 10 to 86400"),
        ("SIGN_IN_LONGEST_SECONDS", "٣٦٠٠", "is no number of seconds"),
    ],
)
def test_what_cannot_be_is_named_and_not_repeated(name, value, said):
    told = problems(**{name: value})
    assert told.startswith(name)
    assert said in told


@pytest.mark.parametrize("other", ["OIDC_CLIENT_SECRET", "key"])
def test_one_secret_does_not_serve_for_two_things(other):
    with pytest.raises(OidcIncomplete, match="OIDC_COOKIE_SECRET is used for something else as well"):
        oidc_of({**GOOD, other: COOKIE_SECRET}, COOKIE_SECRET if other == "key" else "")


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://Concordat.Example/", "https://concordat.example"),
        ("https://concordat.example:443", "https://concordat.example"),
        ("https://concordat.example:8443", "https://concordat.example:8443"),
        ("http://localhost:8501", "http://localhost:8501"),
        ("http://[::1]:8501/", "http://[::1]:8501"),
    ],
)
def test_the_address_is_written_as_browsers_write_an_origin(given, origin):
    assert oidc_of({**GOOD, "BASE_URL": given}, "").base_url == origin


def test_only_names_and_addresses_of_this_computer_are_loopback():
    assert all(is_loopback(host) for host in ("localhost", "127.0.0.1", "127.1.2.3", "::1"))
    assert not any(is_loopback(host) for host in ("localhost.example", "10.0.0.1", "127.0.0.1.example", "", None))


def test_no_secret_is_shown():
    assert "not-to-be-shown" not in repr(oidc_of(GOOD, ""))


@pytest.fixture
def secrets_file(tmp_path):
    def write(text):
        path = tmp_path / "secrets.toml"
        path.write_text(text)
        return str(path)

    return write


def test_what_the_environment_leaves_out_comes_from_the_secrets_file(secrets_file):
    path = secrets_file(
        "\n".join(f'{name} = "{value}"' for name, value in GOOD.items()) + "\nSIGN_IN_IDLE_SECONDS = 600"
    )
    environ = with_secrets_file({"SECRETS_FILE": path, "OIDC_CLIENT_ID": "of the environment", "BASE_URL": " "})
    oidc = oidc_of(environ, "")
    assert (oidc.client_id, oidc.base_url) == ("of the environment", GOOD["BASE_URL"])
    assert (oidc.cookie_secret, oidc.idle) == (COOKIE_SECRET, timedelta(minutes=10))


def test_without_a_secrets_file_the_environment_is_all_there_is():
    assert with_secrets_file({"A": "b"}) == {"A": "b"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("OIDC_CLIENT_SECRET = not-to-be-shown", "is not written in TOML"),
        (
            'OIDC_CLIENT_SECRET = "not-to-be-shown"\nOIDC_CLIENT_SECRT = "x"',
            "holds something else than: OIDC_METADATA_URL",
        ),
        ('SIGN_IN = "demo"', "holds something else than"),
        ('OIDC_CLIENT_SECRET = ["not-to-be-shown"]', "neither a text nor a whole number"),
    ],
)
def test_a_secrets_file_that_cannot_be_understood_is_refused_without_repeating_it(secrets_file, text, said):
    with pytest.raises(OidcIncomplete, match=said) as refused:
        with_secrets_file({"SECRETS_FILE": secrets_file(text)})
    assert "not-to-be-shown" not in str(refused.value)


def test_a_secrets_file_that_is_not_there_is_refused_without_its_path(tmp_path):
    with pytest.raises(OidcIncomplete, match=r"cannot be opened \(FileNotFoundError\)") as refused:
        with_secrets_file({"SECRETS_FILE": str(tmp_path / "none.toml")})
    assert str(tmp_path) not in str(refused.value)


def test_who_may_look_is_not_said_in_a_file_of_secrets():
    assert "SIGN_IN" not in IN_A_SECRETS_FILE
