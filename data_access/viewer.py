"""Who is looking, and what they may see. Every fetch asks."""

import getpass
import json
from dataclasses import dataclass


class NotPermitted(PermissionError):
    """The viewer asked for something their role does not permit."""


@dataclass(frozen=True)
class Viewer:
    """A person with a role.

    `audiences`: what they may see ("partnership", "casework"). `authorities` and `homes`: keys of authorities and
    names of homes they may see; None means all of them.
    """

    who: str
    audiences: frozenset[str]
    authorities: frozenset[str] | None = None
    homes: frozenset[str] | None = None

    @property
    def scope(self) -> str:
        """What decides which figures this viewer gets, as a text for cache keys; two viewers may share it."""
        parts = (self.audiences, self.authorities, self.homes)
        return json.dumps([None if part is None else sorted(part) for part in parts])

    def require(self, audience: str, authority: str) -> None:
        """Raise NotPermitted unless this viewer may see the authority's figures as that audience."""
        if audience not in self.audiences:
            raise NotPermitted(f"This needs the {audience} audience, which your role does not include.")
        if self.authorities is not None and authority not in self.authorities:
            raise NotPermitted("This authority's figures are not within your role.")


def system_name() -> str:
    """The name by which this computer knows the person who started the program."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # by the version of Python: a computer that has no name for them
        return "unknown"
