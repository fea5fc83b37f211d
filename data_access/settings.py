"""What the environment says: which database, how people sign in, which key seals references."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO_DATABASE_URL = f"sqlite:///{ROOT / 'var' / 'concordat.db'}"
SIGN_IN_WAYS = ("demo", "desk", "oidc")


class SettingsRefused(ValueError):
    """The app must not start like this; the message is the sentence to show."""


@dataclass(frozen=True)
class Settings:
    """How this process runs. `key` is never shown, not even in an exception's text."""

    database_url: str
    sign_in: str
    key: str | None = field(default=None, repr=False)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings of the app. Raises SettingsRefused with a sentence when starting like this would not be safe."""
    sign_in = environ.get("SIGN_IN", "").strip()
    database_url = environ.get("DATABASE_URL", "").strip()
    if not sign_in and database_url:
        raise SettingsRefused(
            "DATABASE_URL is set but SIGN_IN is not, so nothing says who may look. "
            "Set SIGN_IN=demo to serve a sample database, or unset DATABASE_URL."
        )
    sign_in = sign_in or "demo"
    if sign_in not in SIGN_IN_WAYS:
        raise SettingsRefused("SIGN_IN is set to a word this version does not know. It may be: demo.")
    if sign_in != "demo":
        raise SettingsRefused(
            f"SIGN_IN={sign_in} is not available in this version, so the app does not start. "
            "SIGN_IN=demo serves the sample data."
        )
    return Settings(database_url=database_url or DEMO_DATABASE_URL, sign_in=sign_in, key=environ.get("CONCORDAT_KEY"))
