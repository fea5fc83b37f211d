"""Who is looking, what they may see and what they may do. Every fetch and every save asks."""

import getpass
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from data_access.roles import (
    ALL_PAGES,
    ALL_POWERS,
    CASEWORK,
    OF_ALL_HOMES,
    OF_THE_INSTALLATION,
    PARTNERSHIP,
    PROVIDER,
    ROLES,
    Power,
)

NOT_YOURS = "This authority's figures are not within your role."


class NotPermitted(PermissionError):
    """The viewer asked for something their role does not permit."""


def _is_there() -> None:
    """Whoever does not sign in cannot have left."""


@dataclass(frozen=True)
class Viewer:
    """A person with a role.

    `audiences`: what they may see ("partnership", "casework"). `authorities` and `homes`: keys of authorities and of
    homes (home_key) they may see; None means all of them. `powers`: what they may do. `pages`: paths of the pages that
    exist for them. `still_there` is asked before each use of a power, and raises NotPermitted once a sign-in has ended
    or holds no longer what it did. `who` is one person's alone: the log has it, and kept questions.
    """

    who: str
    audiences: frozenset[str]
    authorities: frozenset[str] | None = None
    homes: frozenset[str] | None = None
    powers: frozenset[Power] = frozenset()
    pages: frozenset[str] = frozenset()
    still_there: Callable[[], None] = field(default=_is_there, repr=False, compare=False)

    @property
    def scope(self) -> str:
        """What decides which figures this viewer gets, as a text for cache keys; two viewers may share it."""
        parts = (self.audiences, self.authorities, self.homes)
        return json.dumps([None if part is None else sorted(part) for part in parts])

    @property
    def may_enter(self) -> bool:
        """Whether anything is there for this viewer: pages, and an authority unless it is about the installation."""
        return bool(self.pages) and (self.authorities != frozenset() or bool(self.powers & OF_THE_INSTALLATION))

    def has_all_of(self, other: "Viewer") -> bool:
        """Whether this viewer may see and do at least what the other may."""
        wholes = ((self.authorities, other.authorities), (self.homes, other.homes))
        return (
            self.audiences >= other.audiences
            and self.powers >= other.powers
            and self.pages >= other.pages
            and all(mine is None or (theirs is not None and mine >= theirs) for mine, theirs in wholes)
        )

    def require(self, audience: str, authority: str) -> None:
        """Raise NotPermitted unless this viewer may see the authority's figures as that audience."""
        if audience not in self.audiences:
            raise NotPermitted(f"This needs the {audience} audience, which your role does not include.")
        limited_to = self.home_names(authority)
        if (self.authorities is not None and authority not in self.authorities) or limited_to == frozenset():
            raise NotPermitted(NOT_YOURS)

    def require_all_homes(self, audience: str, authority: str) -> None:
        """As require, and raise NotPermitted for who is limited to some homes: this tells of all of them."""
        self.require(audience, authority)
        if self.homes is not None:
            raise NotPermitted("This is about all homes of the authority, and your role is limited to some of them.")

    def require_power(self, power: Power, authority: str = "") -> None:
        """Raise NotPermitted unless this viewer may do that with what belongs to the authority."""
        self.require_held(power)
        if power in OF_THE_INSTALLATION:
            return
        if self.authorities is not None and authority not in self.authorities:
            raise NotPermitted(NOT_YOURS)
        if power in OF_ALL_HOMES and self.homes is not None:
            raise NotPermitted("This is about all homes of the authority, and your role is limited to some of them.")

    def require_held(self, power: Power) -> None:
        """Raise NotPermitted unless this viewer may do that somewhere: asked before a thing is looked up by its key."""
        if power not in self.powers:
            raise NotPermitted(f"This needs the right to {RIGHTS[power]}, which your role does not include.")
        self.still_there()

    def home_names(self, authority: str) -> frozenset[str] | None:
        """Names of the authority's homes this viewer is limited to; None where they see all of them."""
        if self.homes is None:
            return None
        start = home_key(authority, "")
        return frozenset(key.removeprefix(start) for key in self.homes if key.startswith(start))


RIGHTS: dict[Power, str] = {
    "load": "load data",
    "plan": "change the action plan",
    "paper": "write the paper",
    "labels": "change labels and types",
    "casework": "work on cases",
    "grants": "grant rights",
    "audit": "read the audit",
    "settings": "change settings",
    "export": "take figures away",
}


def home_key(authority: str, home: str) -> str:
    """The key of a home in `Viewer.homes`, since two authorities may each have a Home 2. Only the name has slashes."""
    return f"{authority}/{home}"


def viewer_of_roles(
    who: str,
    roles: Iterable[str],
    *,
    authorities: frozenset[str] | None = None,
    homes: frozenset[str] | None = None,
) -> Viewer:
    """A viewer with the rights of all the roles together, within authorities and homes. Unknown roles give nothing.

    A private provider is limited to homes, also to none. Whoever is limited to homes has of the pages and powers only
    a provider's and an administrator's, since the others tell of all homes.
    """
    held = [ROLES[name] for name in roles if name in ROLES]
    seeing = [role for role in held if role.audiences]
    if seeing and all(role.name == PROVIDER for role in seeing) and homes is None:
        homes = frozenset()
    audiences = frozenset[str]().union(*(role.audiences for role in held))
    powers = frozenset[Power]().union(*(role.powers for role in held))
    pages = frozenset[str]().union(*(role.pages for role in held))
    if homes is not None:
        audiences -= CASEWORK
        powers &= ROLES[PROVIDER].powers | OF_THE_INSTALLATION
        pages &= ROLES[PROVIDER].pages | ROLES["administrator"].pages
    return Viewer(who, audiences, authorities, homes, powers, pages)


def desk_viewer() -> Viewer:
    """The person at this computer with their own data in a file: everything, but there is nobody to grant rights to."""
    powers = ALL_POWERS - {"grants"}
    return Viewer(system_name(), PARTNERSHIP | CASEWORK, powers=powers, pages=ALL_PAGES - {"people"})


def system_viewer(who: str = "") -> Viewer:
    """Who runs a command on a computer that knows the database's address, and so could read it all."""
    return Viewer(who or system_name(), PARTNERSHIP | CASEWORK, powers=ALL_POWERS, pages=ALL_PAGES)


def system_name() -> str:
    """The name by which this computer knows the person who started the program."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # by the version of Python: a computer that has no name for them
        return "unknown"
