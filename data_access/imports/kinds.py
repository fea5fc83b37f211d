"""The kinds of extract, in the order in which they must be loaded."""

from collections.abc import Callable
from dataclasses import dataclass

from data_access.imports.actions import COLUMNS as ACTIONS
from data_access.imports.actions import read_actions, save_actions
from data_access.imports.checklist import COLUMNS as CHECKLIST
from data_access.imports.checklist import read_checklist, save_checklist
from data_access.imports.child_links import COLUMNS as CHILD_LINKS
from data_access.imports.child_links import read_child_links, save_child_links
from data_access.imports.crimes import COLUMNS as CRIMES
from data_access.imports.crimes import open_crimes, read_crimes, save_crimes
from data_access.imports.cromarty import COLUMNS as CROMARTY
from data_access.imports.cromarty import read_cromarty, save_cromarty
from data_access.imports.dfe_offending import COLUMNS as DFE_OFFENDING
from data_access.imports.dfe_offending import open_dfe_offending, read_dfe_offending, save_dfe_offending
from data_access.imports.home_aliases import COLUMNS as HOME_ALIASES
from data_access.imports.home_aliases import read_home_aliases, save_home_aliases
from data_access.imports.homes import COLUMNS as HOMES
from data_access.imports.homes import read_homes, save_homes
from data_access.imports.incidents import COLUMNS as INCIDENTS
from data_access.imports.incidents import open_incidents, read_incidents, save_incidents
from data_access.imports.investigations import COLUMNS as INVESTIGATIONS
from data_access.imports.investigations import read_investigations, save_investigations
from data_access.imports.monthly import INTERNAL_COLUMNS as INTERNAL
from data_access.imports.monthly import OCCUPANCY_COLUMNS as OCCUPANCY
from data_access.imports.monthly import (
    read_internal_counts,
    read_occupancy,
    save_internal_counts,
    save_occupancy,
)
from data_access.imports.neighbourhood_counts import COLUMNS as NEIGHBOURHOOD_COUNTS
from data_access.imports.neighbourhood_counts import read_neighbourhood_counts, save_neighbourhood_counts
from data_access.imports.neighbourhood_extract import COLUMNS as NEIGHBOURHOOD_EXTRACT
from data_access.imports.neighbourhood_extract import (
    open_neighbourhood_extract,
    read_neighbourhood_extract,
    save_neighbourhood_extract,
)
from data_access.imports.neighbourhood_months import OPEN_DATA
from data_access.imports.police_uk_street import COLUMNS as POLICE_UK
from data_access.imports.police_uk_street import (
    open_police_uk_street,
    read_police_uk_street,
    save_police_uk_street,
)
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs
from data_access.imports.saving import Saving
from data_access.imports.summary.reading import read_summary
from data_access.imports.summary.saving import save_summary
from data_access.imports.table import Column, Extract
from data_access.imports.youth_justice import COLUMNS as YOUTH_JUSTICE
from data_access.imports.youth_justice import read_youth_justice, save_youth_justice


@dataclass(frozen=True)
class Kind:
    """A kind of extract.

    `columns`: those of its file; () for a workbook of several tables. `open`: reads a file that may be long, row by
    row. `sender`: who usually sends it; references of one sender name the same children in all of its files. `covers`:
    what its stated months cover (homes, authority, neighbourhoods), "" where its rows say so. `may_state_months`:
    whether, without that, months may be stated of which a file holds every row. `dated`: the column whose dates lie in
    the months covered. `stream`: loads that follow on each other; of a stream the newest is undone first.
    `of_sender`: whether each sender's loads are a stream of their own. `can_be_undone`: False for what people go on to
    write by hand. `names_children`: whether its rows hold references of children, which are sealed.
    `may_start_an_authority`: whether its council may be new. `needs_lookup`: whether a second file belongs to it.
    `may_be_complete`: whether a file may be declared complete, and then withdraws what it does not hold. `ending`: of
    its file's name.
    """

    name: str
    read: Callable[..., Extract]
    save: Callable[[Saving, Extract], None]
    columns: tuple[Column, ...] = ()
    open: Callable[..., Extract] | None = None
    sender: str = "council"
    covers: str = ""
    may_state_months: bool = False
    dated: str = ""
    stream: str = ""
    of_sender: bool = False
    can_be_undone: bool = True
    names_children: bool = False
    may_start_an_authority: bool = False
    needs_lookup: bool = False
    may_be_complete: bool = False
    ending: str = "csv"

    def opened(self, data: Source, how: ReadAs = PLAIN) -> Extract:
        """The file, row by row where it may be long. Raises UnreadableFile."""
        return (self.open or self.read)(data, how)

    def stream_of(self, source: str) -> str:
        """The stream of a load from this source."""
        return f"{self.stream or self.name} {source}" if self.of_sender else self.stream or self.name


KINDS = {
    kind.name: kind
    for kind in (
        Kind("homes", read_homes, save_homes, HOMES, may_start_an_authority=True),
        Kind("home_aliases", read_home_aliases, save_home_aliases, HOME_ALIASES),
        Kind(
            "incidents",
            read_incidents,
            save_incidents,
            INCIDENTS,
            open_incidents,
            sender="police",
            covers="homes",
            dated="reported_at",
            of_sender=True,
            names_children=True,
            may_be_complete=True,
        ),
        Kind(
            "crimes",
            read_crimes,
            save_crimes,
            CRIMES,
            open_crimes,
            sender="police",
            covers="homes",
            dated="reported_at",
            of_sender=True,
            names_children=True,
            may_be_complete=True,
        ),
        Kind(
            "neighbourhood_counts",
            read_neighbourhood_counts,
            save_neighbourhood_counts,
            NEIGHBOURHOOD_COUNTS,
            sender="police",
            stream="neighbourhoods",
        ),
        Kind(
            "youth_justice",
            read_youth_justice,
            save_youth_justice,
            YOUTH_JUSTICE,
            sender="YJS",
            covers="authority",
            dated="event_date",
            of_sender=True,
            names_children=True,
        ),
        Kind(
            "cromarty",
            read_cromarty,
            save_cromarty,
            CROMARTY,
            covers="authority",
            dated="meeting_date",
            names_children=True,
            may_be_complete=True,
        ),
        Kind("occupancy", read_occupancy, save_occupancy, OCCUPANCY),
        Kind("internal_counts", read_internal_counts, save_internal_counts, INTERNAL),
        Kind(
            "investigations",
            read_investigations,
            save_investigations,
            INVESTIGATIONS,
            sender="police",
            may_state_months=True,
            names_children=True,
            can_be_undone=False,
        ),
        Kind("checklist", read_checklist, save_checklist, CHECKLIST, can_be_undone=False),
        Kind("actions", read_actions, save_actions, ACTIONS, can_be_undone=False),
        Kind(
            "neighbourhood_extract",
            read_neighbourhood_extract,
            save_neighbourhood_extract,
            NEIGHBOURHOOD_EXTRACT,
            open_neighbourhood_extract,
            sender="police",
            covers="neighbourhoods",
            dated="reported_at",
            stream="neighbourhoods",
        ),
        Kind(
            "police_uk_street",
            read_police_uk_street,
            save_police_uk_street,
            POLICE_UK,
            open_police_uk_street,
            sender=OPEN_DATA,
            stream="neighbourhoods",
            needs_lookup=True,
        ),
        Kind("child_links", read_child_links, save_child_links, CHILD_LINKS, names_children=True),
        Kind("dfe_offending", read_dfe_offending, save_dfe_offending, DFE_OFFENDING, open_dfe_offending, sender="DfE"),
        Kind("summary", read_summary, save_summary, may_start_an_authority=True, ending="xlsx"),
    )
}
# Those that the sample has a file of.
OF_THE_SAMPLE = tuple(
    name for name in KINDS if name not in ("neighbourhood_extract", "police_uk_street", "child_links", "dfe_offending")
)
