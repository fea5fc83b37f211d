"""The pages of the product in the order of the menu, in their groups, and which of them exist for a viewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from data_access.viewer import Viewer

Page = TypeVar("Page")

FLAT_UP_TO = 7  # as many stand beside each other in a bar 1366 px wide; more are put under the names of their groups
OVERVIEW, FIGURES, MEETING, QUESTIONS, DATA = "Overview", "Figures", "Meeting", "Questions", "Data"
ALONE = ""  # the menu shows what has no group before the groups


@dataclass(frozen=True)
class Entry:
    """A page: its file, its name, its path in the address ("" for the first), and its group in the menu.

    `for_a_room`: whether the bar of a shared screen leads to it. `needs_data`: whether it has nothing to say before
    data were loaded.
    """

    file: str
    title: str
    path: str
    group: str
    for_a_room: bool = True
    needs_data: bool = True


MENU = (
    Entry("overview.py", "Overview", "", OVERVIEW),
    Entry("homes.py", "Homes and neighbourhoods", "homes", FIGURES),
    Entry("monthly.py", "By month", "by-month", FIGURES),
    Entry("incidents.py", "Incidents", "incidents", FIGURES),
    Entry("offences.py", "Offences", "offences", FIGURES),
    Entry("youth_justice.py", "Youth justice", "youth-justice", FIGURES),
    Entry("cromarty.py", "Cromarty", "cromarty", FIGURES),
    Entry("investigations.py", "Investigations", "investigations", MEETING, for_a_room=False),
    Entry("protocol.py", "Protocol", "protocol", MEETING),
    Entry("meeting.py", "Meeting", "meeting", MEETING, for_a_room=False),
    Entry("actions.py", "Actions", "actions", MEETING),
    Entry("explore.py", "Explore", "explore", QUESTIONS),
    Entry("paper.py", "Paper", "paper", QUESTIONS, for_a_room=False),
    Entry("load.py", "Load data", "load", DATA, for_a_room=False, needs_data=False),
    Entry("people.py", "People", "people", DATA, for_a_room=False, needs_data=False),
    Entry("audit.py", "Audit", "audit", DATA, for_a_room=False, needs_data=False),
    Entry("about.py", "About", "about", DATA, for_a_room=False, needs_data=False),
)
# The first page of a role without figures: the root of the address belongs to some page of everyone's.
START = Entry("start.py", "Start", "", OVERVIEW, for_a_room=False, needs_data=False)


def entries_of(viewer: Viewer) -> tuple[Entry, ...]:
    """The pages that exist for this viewer, in the order of the menu; all others do not exist."""
    own = tuple(entry for entry in MENU if entry.path in viewer.pages)
    return own if "" in viewer.pages else (START, *own)


def grouped(entries: Sequence[Entry], pages: Mapping[str, Page]) -> dict[str, list[Page]]:
    """The pages, by path, under the names of their groups; a few stand without groups."""
    flat = len(entries) <= FLAT_UP_TO
    groups: dict[str, list[Page]] = {}
    for entry in entries:
        group = ALONE if flat or entry.group == OVERVIEW else entry.group
        groups.setdefault(group, []).append(pages[entry.path])
    return groups
