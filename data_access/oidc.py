"""How people sign in by OpenID Connect: what the environment or a secrets file says of it, and what cannot be."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

NEEDED = ("OIDC_METADATA_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_COOKIE_SECRET", "BASE_URL")
IDLE, LONGEST, CONTACT = "SIGN_IN_IDLE_SECONDS", "SIGN_IN_LONGEST_SECONDS", "SIGN_IN_CONTACT"
SECRETS_FILE = "SECRETS_FILE"
IN_A_SECRETS_FILE = (*NEEDED, IDLE, LONGEST, CONTACT, "DATABASE_URL", "CONCORDAT_KEY")

DEFAULT_IDLE_S, LEAST_IDLE_S = 30 * 60, 10
DEFAULT_LONGEST_S, GREATEST_LONGEST_S = 8 * 60 * 60, 24 * 60 * 60
DEFAULT_CONTACT = "the person who runs this dashboard in your council"
SECRET_LENGTH = 43  # of 32 bytes written in base64, the shortest usual way
SECRET_VARIETY = 12  # so many different characters at least, or nobody drew it at random
DEFAULT_PORTS = {"http": 80, "https": 443}
# Doors of Microsoft through which people of any organisation come; the last is that of private accounts by its number.
ANYBODYS_TENANTS = ("common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad")
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Oidc:
    """A provider, this app's registration there, and how long a sign-in lasts. Secrets are never shown."""

    metadata_url: str
    client_id: str
    base_url: str
    client_secret: str = field(repr=False)
    cookie_secret: str = field(repr=False)
    idle: timedelta = timedelta(seconds=DEFAULT_IDLE_S)
    longest: timedelta = timedelta(seconds=DEFAULT_LONGEST_S)
    contact: str = DEFAULT_CONTACT

    @property
    def host(self) -> str:
        """Name and, where it is not the usual one, port by which browsers call this app."""
        return urlsplit(self.base_url).netloc

    @property
    def is_https(self) -> bool:
        """Whether browsers reach this app encrypted."""
        return self.base_url.startswith("https:")

    @property
    def is_on_loopback(self) -> bool:
        """Whether only this computer's own browsers can call this app: for trying, and for tests."""
        return is_loopback(urlsplit(self.base_url).hostname)

    @property
    def secrets(self) -> dict[str, dict[str, str]]:
        """What Streamlit's own sign-in asks for."""
        return {
            "auth": {
                "redirect_uri": f"{self.base_url}/oauth2callback",
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": self.metadata_url,
            }
        }


class OidcIncomplete(ValueError):
    """What is missing or cannot be, in one sentence that repeats no value."""


def oidc_of(environ: Mapping[str, str], key: str) -> Oidc:
    """How people sign in. Raises OidcIncomplete with everything that is missing or impossible."""
    values = {name: environ.get(name, "").strip() for name in NEEDED}
    problems = [f"{name} is missing" for name in NEEDED if not values[name]]
    metadata, base = values["OIDC_METADATA_URL"], values["BASE_URL"]
    problems += [f"OIDC_METADATA_URL {wrong}" for wrong in _wrong_with_metadata(metadata)] if metadata else []
    problems += [f"BASE_URL {wrong}" for wrong in _wrong_with_base(base)] if base else []
    secret = values["OIDC_COOKIE_SECRET"]
    if secret and (len(secret) < SECRET_LENGTH or not is_random(secret)):
        problems.append("OIDC_COOKIE_SECRET is not 32 random bytes written as text")
    if secret and secret in (values["OIDC_CLIENT_SECRET"], key):
        problems.append("OIDC_COOKIE_SECRET is used for something else as well")
    idle, longest = (
        _seconds(environ, name, usual) for name, usual in ((IDLE, DEFAULT_IDLE_S), (LONGEST, DEFAULT_LONGEST_S))
    )
    if longest is None or not LEAST_IDLE_S <= longest <= GREATEST_LONGEST_S:
        problems.append(f"{LONGEST} is no number of seconds from {LEAST_IDLE_S} to {GREATEST_LONGEST_S}")
    elif idle is None or not LEAST_IDLE_S <= idle <= longest:
        problems.append(f"{IDLE} is no number of seconds from {LEAST_IDLE_S} to that of {LONGEST}")
    if problems or idle is None or longest is None:
        raise OidcIncomplete("; ".join(problems))
    return Oidc(
        metadata_url=metadata,
        client_id=values["OIDC_CLIENT_ID"],
        base_url=_origin(base),
        client_secret=values["OIDC_CLIENT_SECRET"],
        cookie_secret=secret,
        idle=timedelta(seconds=idle),
        longest=timedelta(seconds=longest),
        contact=environ.get(CONTACT, "").strip() or DEFAULT_CONTACT,
    )


def with_secrets_file(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The environment, and under it what the secrets file holds that it names. Raises OidcIncomplete."""
    path = environ.get(SECRETS_FILE, "").strip()
    if not path:
        return environ
    try:
        held = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise OidcIncomplete(f"{SECRETS_FILE} names a file that cannot be opened ({type(error).__name__})") from None
    except ValueError:  # what is wrong there might be said by repeating it
        raise OidcIncomplete(f'{SECRETS_FILE} names a file that is not written in TOML, as NAME = "value"') from None
    if not set(held) <= set(IN_A_SECRETS_FILE):
        raise OidcIncomplete(
            f"{SECRETS_FILE} names a file that holds something else than: {', '.join(IN_A_SECRETS_FILE)}"
        )
    if not all(isinstance(value, str | int) for value in held.values()):
        raise OidcIncomplete(f"{SECRETS_FILE} names a file in which something is neither a text nor a whole number")
    given = {name: value for name, value in environ.items() if value.strip() or name not in held}
    return {**{name: str(value) for name, value in held.items()}, **given}


def is_random(secret: str) -> bool:
    """Whether a secret has so many different characters that it may have been drawn at random."""
    return len(set(secret)) >= SECRET_VARIETY


def is_loopback(host: str | None) -> bool:
    """Whether a host's name or address is this computer itself."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _wrong_with_base(base: str) -> list[str]:
    parts = _split(base)
    if parts is None or parts.scheme not in DEFAULT_PORTS or parts.username is not None:
        return ["is not an address such as https://concordat.example.org"]
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        return ["has a path, and the app answers at the root of its host only"]
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        return ["is not encrypted: it must begin with https://"]
    return []


def _wrong_with_metadata(url: str) -> list[str]:
    parts = _split(url)
    if parts is None or parts.scheme not in DEFAULT_PORTS or parts.username is not None:
        return ["is not an address such as https://login.example.org/.well-known/openid-configuration"]
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        return ["is not encrypted: it must begin with https://"]
    if parts.path.strip("/").split("/")[0].lower() in ANYBODYS_TENANTS:
        return ["lets people of every organisation sign in: name your own tenant in it"]
    if not parts.path.endswith(WELL_KNOWN) or parts.query or parts.fragment:
        return [f"does not end in {WELL_KNOWN}"]
    return []


def _split(address: str) -> SplitResult | None:
    """The parts of an address that has a host; None for anything else."""
    try:
        parts = urlsplit(address)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # for a port that is none, or brackets without an address
        return None
    return parts if usable and not any(sign.isspace() for sign in address) else None


def _origin(base: str) -> str:
    """As browsers write it: small letters, and no port where it is the usual one."""
    parts = urlsplit(base)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def _seconds(environ: Mapping[str, str], name: str, usual: int) -> int | None:
    given = environ.get(name, "").strip()
    if not given:
        return usual
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None
