"""Options of the server with which it must not start."""

from collections.abc import Callable
from typing import Any

from data_access.settings import Settings, SettingsRefused

ADDRESSES_OF_THIS_COMPUTER = ("127.0.0.1", "::1", "localhost")


def require_safe_options(settings: Settings, option: Callable[[str], Any]) -> None:
    """Raise SettingsRefused where an option of the server would undo what the way of signing in promises."""
    if settings.sign_in == "desk":
        require_this_computer(option("server.address"))
    if option("server.baseUrlPath"):
        raise SettingsRefused("server.baseUrlPath is set, and the app answers at the root of its host only. Unset it.")
    if option("server.enableAgentApi"):
        raise SettingsRefused(
            "server.enableAgentApi is set, and no program may use the pages as a person does. Unset it."
        )
    if option("logger.enableRich"):
        raise SettingsRefused(
            "logger.enableRich is set, and then the log repeats texts that may hold a reference. Unset it."
        )
    if settings.oidc is None:
        return
    if settings.oidc.is_on_loopback and option("server.address") not in ADDRESSES_OF_THIS_COMPUTER:
        raise SettingsRefused(
            "BASE_URL is this computer's own address, and server.address would let others of the network in. Start it "
            "with --server.address 127.0.0.1, or leave that out."
        )
    if option("server.trustedUserHeaders"):
        raise SettingsRefused(
            "server.trustedUserHeaders is set, and with it whoever sends a header is who it names. Unset it."
        )
    if option("global.developmentMode"):
        raise SettingsRefused(
            "global.developmentMode is set, and with it pages of other sites may reach this one. Unset it."
        )
    if str(option("logger.level")).lower() == "debug":
        raise SettingsRefused("logger.level is debug, and then cookies stand in the log. Set it to info.")


def require_this_computer(address: str | None) -> None:
    """Raise SettingsRefused unless a server with this setting listens on this computer only."""
    if address not in ADDRESSES_OF_THIS_COMPUTER:
        raise SettingsRefused(
            "SIGN_IN=desk serves one person on their own computer, and server.address would let others of the network "
            "in. Start it with --server.address 127.0.0.1, or leave that out."
        )
