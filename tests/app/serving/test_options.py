"""Options of the server that would undo what the way of signing in promises."""

import pytest

from app.serving.options import require_safe_options, require_this_computer
from data_access.oidc import Oidc
from data_access.settings import Settings, SettingsRefused

SAFE = {
    "server.address": "127.0.0.1",
    "server.baseUrlPath": "",
    "server.enableAgentApi": False,
    "server.trustedUserHeaders": {},
    "global.developmentMode": False,
    "logger.level": "info",
    "logger.enableRich": False,
}


def settings(sign_in, base_url="https://concordat.example"):
    oidc = Oidc("https://login.example/", "concordat", base_url, "", "") if sign_in == "oidc" else None
    return Settings("postgresql://server/db", sign_in, oidc=oidc)


@pytest.mark.parametrize("sign_in", ["demo", "desk", "oidc"])
def test_the_options_that_come_with_the_product_are_safe(sign_in):
    require_safe_options(settings(sign_in), SAFE.get)


@pytest.mark.parametrize(
    ("sign_in", "option", "value", "said"),
    [
        ("demo", "server.baseUrlPath", "concordat", "server.baseUrlPath is set"),
        ("demo", "server.enableAgentApi", True, "no program may use the pages"),
        ("desk", "logger.enableRich", True, "the log repeats texts"),
        ("desk", "server.address", "0.0.0.0", "would let others of the network in"),  # noqa: S104
        ("oidc", "server.trustedUserHeaders", {"X-User": "email"}, "whoever sends a header"),
        ("oidc", "global.developmentMode", True, "pages of other sites"),
        ("oidc", "logger.level", "DEBUG", "cookies stand in the log"),
    ],
)
def test_an_option_that_would_undo_a_promise_is_refused(sign_in, option, value, said):
    with pytest.raises(SettingsRefused, match=said):
        require_safe_options(settings(sign_in), {**SAFE, option: value}.get)


def test_a_trial_on_this_computer_listens_on_this_computer_only():
    with pytest.raises(SettingsRefused, match="BASE_URL is this computer's own address"):
        require_safe_options(settings("oidc", "http://localhost:8501"), {**SAFE, "server.address": None}.get)
    require_safe_options(settings("oidc"), {**SAFE, "server.address": None}.get)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_a_server_may_listen_on_its_own_computer(address):
    require_this_computer(address)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.0.7", "unix:///tmp/desk"])  # noqa: S104
def test_a_server_that_would_listen_elsewhere_is_refused(address):
    with pytest.raises(SettingsRefused, match="would let others of the network in"):
        require_this_computer(address)
