"""The kinds of extract, in the order in which they must be loaded."""

from collections.abc import Callable
from dataclasses import dataclass

from data_access.imports.actions import read_actions, save_actions
from data_access.imports.crimes import read_crimes, save_crimes
from data_access.imports.cromarty import read_cromarty, save_cromarty
from data_access.imports.home_aliases import read_home_aliases, save_home_aliases
from data_access.imports.homes import read_homes, save_homes
from data_access.imports.incidents import read_incidents, save_incidents
from data_access.imports.monthly import (
    read_internal_counts,
    read_occupancy,
    save_internal_counts,
    save_occupancy,
)
from data_access.imports.neighbourhood_counts import read_neighbourhood_counts, save_neighbourhood_counts
from data_access.imports.saving import Saving
from data_access.imports.summary.reading import read_summary
from data_access.imports.summary.saving import save_summary
from data_access.imports.table import Extract
from data_access.imports.youth_justice import read_youth_justice, save_youth_justice


@dataclass(frozen=True)
class Kind:
    """A kind of extract.

    `sender`: who usually sends it; references of one sender name the same children in all of its files.
    `covers`: what its stated months cover (homes, authority), "" where its rows say so. `names_children`: whether its
    rows hold references of children, which are sealed. `may_start_an_authority`: whether its council may be new.
    `ending`: of its file's name.
    """

    name: str
    read: Callable[[bytes], Extract]
    save: Callable[[Saving, Extract], None]
    sender: str = "council"
    covers: str = ""
    names_children: bool = False
    may_start_an_authority: bool = False
    ending: str = "csv"


KINDS = {
    kind.name: kind
    for kind in (
        Kind("homes", read_homes, save_homes, may_start_an_authority=True),
        Kind("home_aliases", read_home_aliases, save_home_aliases),
        Kind("incidents", read_incidents, save_incidents, sender="police", covers="homes", names_children=True),
        Kind("crimes", read_crimes, save_crimes, sender="police", covers="homes", names_children=True),
        Kind("neighbourhood_counts", read_neighbourhood_counts, save_neighbourhood_counts, sender="police"),
        Kind(
            "youth_justice",
            read_youth_justice,
            save_youth_justice,
            sender="YJS",
            covers="authority",
            names_children=True,
        ),
        Kind("cromarty", read_cromarty, save_cromarty, covers="authority", names_children=True),
        Kind("occupancy", read_occupancy, save_occupancy),
        Kind("internal_counts", read_internal_counts, save_internal_counts),
        Kind("actions", read_actions, save_actions),
        Kind("summary", read_summary, save_summary, may_start_an_authority=True, ending="xlsx"),
    )
}
