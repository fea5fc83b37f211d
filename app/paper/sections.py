"""The sections of the annual paper, in the order of the council's paper of 31 October 2023."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

SUPPORTING, POLICE, IMPLICATIONS = "Supporting information", "Police data", "Implications"


@dataclass(frozen=True)
class Section:
    """A section: written by people and kept from year to year, or generated from Findings.

    `group`: the heading under which it stands with others, "" for one of its own. `about`: what belongs into it.
    """

    key: str
    title: str
    is_written: bool
    about: str
    group: str = ""
    is_on: bool = True


def _written(key: str, title: str, about: str, group: str = "") -> Section:
    return Section(key, title, True, about, group)


def _generated(key: str, title: str, about: str, group: str = "", *, is_on: bool = True) -> Section:
    return Section(key, title, False, about, group, is_on)


SIGN_OFF, BACKGROUND = "sign-off", "background"
SECTIONS = (
    _written("purpose", "Purpose", "What the paper is for, in a few sentences."),
    _written(
        "children",
        "Children and young people's overview",
        "What the year meant for children, for readers who are children themselves.",
    ),
    _written("recommendations", "Recommendations", 'What the committee is asked to do. Begin each with "- ".'),
    _written("reasons", "Reasons for the recommendations", "Why the committee is asked to do this."),
    _written("vision", "Vision", "What the partnership works for, and how it came together.", SUPPORTING),
    _generated("progress", "Progress against the action plan", "The plan of the year, overdue first.", SUPPORTING),
    _generated("crimes", "Crimes at the homes and in their neighbourhoods", "Both years, each home.", POLICE),
    _generated("offences", "Offence types of each home", "All types of both years.", POLICE),
    _generated("incidents", "Incidents at the homes and in their neighbourhoods", "Both years, each home.", POLICE),
    _generated("incident-types", "Incident types of each home", "All types of both years.", POLICE),
    _generated("months", "Incidents by month", "All homes together.", POLICE),
    _generated("yjs", "Youth Justice Service", "Children living in the council's homes."),
    _generated("cromarty", "Cromarty scores", "How children score against their own first meeting."),
    _generated(
        "protocol",
        "Protocol monitoring",
        "Monitoring counts, checklists in time and what reviews found, of all cases together.",
        is_on=False,
    ),
    _generated(
        "rate",
        "Children convicted or cautioned",
        "Published figures on all of the authority's children looked after, beside England's.",
        is_on=False,
    ),
    _written("challenges", "Challenges", "What stood in the way."),
    _written("next-steps", "Next steps", "What the partnership will do in the coming year."),
    _written("engagement", "Public and stakeholder engagement", "What the children's own questionnaires say."),
    _written("options", "Other options considered", "What else could be done, and why it is not proposed."),
    _written("financial", "Financial and value for money", "Costs, or that there are none.", IMPLICATIONS),
    _written("legal", "Legal", "Duties and powers, or that there are none.", IMPLICATIONS),
    _written("climate", "Climate", "What the climate is concerned by, or that it is not.", IMPLICATIONS),
    _written("socio-economic", "Socio-economic", "Whom it concerns unequally, or that it does not.", IMPLICATIONS),
    _written("other", "Other significant implications", "Health, safety, equalities, data protection.", IMPLICATIONS),
    _written(SIGN_OFF, "Sign-off", 'A line for each role: "Legal; name; date". Empty: the usual roles, left blank.'),
    _generated(BACKGROUND, "Background information", "Definitions, sources and coverage, known differences."),
)
BY_KEY = {section.key: section for section in SECTIONS}
SWITCHED_ON = tuple(section.key for section in SECTIONS if section.is_on)


def switched_on(switched: Mapping[str, bool]) -> tuple[str, ...]:
    """The sections that are on: as somebody last switched them, the others as they are at first."""
    return tuple(section.key for section in SECTIONS if switched.get(section.key, section.is_on))


def chosen(on: Collection[str]) -> tuple[Section, ...]:
    """The sections that were switched on, in order."""
    return tuple(section for section in SECTIONS if section.key in on)
