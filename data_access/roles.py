"""The roles people can have: which pages, which audiences and which powers come with each."""

from dataclasses import dataclass
from typing import Literal

Power = Literal["load", "plan", "paper", "labels", "casework", "grants", "audit", "settings", "export"]

PROVIDER = "provider"
PARTNERSHIP = frozenset({"partnership"})
CASEWORK = frozenset({"casework"})

# Pages by their path in the address; "" is Overview.
HOME_FIGURES = frozenset({"", "homes", "by-month", "incidents", "offences"})
FIGURES = HOME_FIGURES | {"youth-justice", "cromarty", "explore"}
MEETING = frozenset({"investigations", "meeting", "protocol"})
ABOUT = frozenset({"about"})


@dataclass(frozen=True)
class Role:
    """What somebody of this role may see and do, within the authorities and homes granted to them.

    `name`: as the sign-in's claim says it. `label`: as people read it.
    """

    name: str
    label: str
    audiences: frozenset[str]
    pages: frozenset[str]
    powers: frozenset[Power]


_PARTNER_PAGES = FIGURES | {"actions", "meeting", "protocol"} | ABOUT  # "meeting": the tactical group's, without cases
_PARTNER_POWERS: frozenset[Power] = frozenset({"plan", "export"})

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("partner", "Partner", PARTNERSHIP, _PARTNER_PAGES, _PARTNER_POWERS),
        Role(PROVIDER, "Private provider", PARTNERSHIP, HOME_FIGURES | ABOUT, frozenset({"export"})),
        Role(
            "casework",
            "Data meeting",
            PARTNERSHIP | CASEWORK,
            _PARTNER_PAGES | MEETING,
            _PARTNER_POWERS | {"casework"},
        ),
        Role("analyst", "Analyst", PARTNERSHIP, _PARTNER_PAGES | {"load"}, _PARTNER_POWERS | {"load", "labels"}),
        Role(
            "head",
            "Head of service",
            PARTNERSHIP | CASEWORK,
            _PARTNER_PAGES | MEETING | {"paper", "load"},
            _PARTNER_POWERS | {"casework", "paper", "load", "labels"},
        ),
        # No figures of any kind: who grants rights and reads the audit does not need them.
        Role(
            "administrator",
            "Administrator",
            frozenset(),
            ABOUT | {"people", "audit"},
            frozenset({"grants", "audit", "settings"}),
        ),
    )
}

# These are about the whole installation: no grant of an authority is needed for them, or nobody could give the first.
OF_THE_INSTALLATION: frozenset[Power] = ROLES["administrator"].powers
# These are about an authority as a whole: who is limited to some homes does not have them.
OF_ALL_HOMES: frozenset[Power] = frozenset({"load", "plan", "paper", "labels", "casework"})
ALL_POWERS: frozenset[Power] = frozenset().union(*(role.powers for role in ROLES.values()))
ALL_PAGES: frozenset[str] = frozenset().union(*(role.pages for role in ROLES.values()))
