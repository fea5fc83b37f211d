"""The authority's homes, reporting lines and neighbourhoods while a file is saved; what is new is noted with it."""

import re
from collections import defaultdict
from datetime import date
from typing import Any

from sqlmodel import col, select

from data_access.imports.saving import Saving
from data_access.imports.table import Extract, Row, fold
from data_access.models import Home, HomeAlias, HomeNeighbourhood, Neighbourhood, ReportingLine

# A home's first neighbourhood counts for all its records: it may have opened within a month or on a day not known.
FROM_THE_START = date(1900, 1, 1)
# What pages and papers call several places together: a place of such a name would be counted twice, and be mistaken.
NAMES_OF_SEVERAL = ("all homes", "chosen homes", "all neighbourhoods")
TOTAL = "total"


def line_key(name: str) -> str:
    """The stable word for a reporting line in links: Home 3/4 becomes home-3-4."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def is_named_as_several(extract: Extract, row: Row, *columns: str, right: str) -> bool:
    """Whether a cell names one place the way several together are named, with the problem recorded."""
    for column in columns:
        name = fold(row[column] or "")
        if name in NAMES_OF_SEVERAL or name.startswith(TOTAL):
            extract.reject(row, column, "this is the name of a total, not of one place", right)
            return True
    return False


class Register:
    """The register of one authority, found by folded names."""

    def __init__(self, saving: Saving) -> None:
        self._saving = saving
        session, of_authority = saving.session, saving.authority_id
        lines = select(ReportingLine).where(col(ReportingLine.authority_id) == of_authority)
        homes = select(Home).where(col(Home.authority_id) == of_authority)
        areas = select(Neighbourhood).where(col(Neighbourhood.authority_id) == of_authority)
        aliases = select(HomeAlias.alias, HomeAlias.home_id).where(col(HomeAlias.authority_id) == of_authority)
        lies_in = (
            select(HomeNeighbourhood)
            .join(Home, col(Home.id) == col(HomeNeighbourhood.home_id))
            .where(col(Home.authority_id) == of_authority)
            .order_by(col(HomeNeighbourhood.valid_from))
        )
        self.lines = {fold(line.name): line for line in session.exec(lines)}
        self.homes = {fold(home.name): home for home in session.exec(homes)}
        self.areas = {fold(area.name): area for area in session.exec(areas)}
        self._line_keys = {line.key for line in self.lines.values()}
        self._last = max((line.register_order for line in self.lines.values()), default=0)
        self._by_id = {home.id: home for home in self.homes.values()}
        self._homes_of: dict[int | None, list[Home]] = defaultdict(list)
        for home in self.homes.values():
            self._homes_of[home.reporting_line_id].append(home)
        self._line_by_id = {line.id: line for line in self.lines.values()}
        self._aliases = dict(session.exec(aliases).all())
        self._lies_in = {lies.home_id: lies for lies in session.exec(lies_in)}

    def home(self, name: str) -> Home | None:
        """The home of this name or alias, if it is known."""
        known = self.homes.get(fold(name))
        return known if known is not None else self._by_id.get(self._aliases.get(fold(name)))

    def line(self, name: str) -> ReportingLine:
        """The reporting line of this name; a new one stands last."""
        line = self.lines.get(fold(name))
        if line is None:
            key, number = line_key(name), len(self.lines) + 1
            while key in self._line_keys:
                key, number = f"{line_key(name)}-{number}", number + 1
            self._last += 1
            self._line_keys.add(key)
            line = ReportingLine(authority_id=self._saving.authority_id, key=key, name=name, register_order=self._last)
            self._saving.add_to_register(line)
            self.lines[fold(name)] = self._line_by_id[line.id] = line
        return line

    def area(self, name: str) -> Neighbourhood:
        """The neighbourhood of this name."""
        area = self.areas.get(fold(name))
        if area is None:
            area = Neighbourhood(authority_id=self._saving.authority_id, name=name)
            self._saving.add_to_register(area)
            self.areas[fold(name)] = area
        return area

    def add_home(self, name: str, line: ReportingLine, **values: Any) -> Home:
        """A new home of a line."""
        home = Home(authority_id=self._saving.authority_id, name=name, reporting_line_id=int(line.id or 0), **values)
        self._saving.add_to_register(home)
        self.homes[fold(name)] = self._by_id[home.id] = home
        self._homes_of[line.id].append(home)
        return home

    def homes_of(self, line: ReportingLine) -> list[Home]:
        """The homes that are reported in a line."""
        return self._homes_of[line.id]

    def line_of(self, line_id: int) -> ReportingLine:
        """The reporting line of this number."""
        return self._line_by_id[line_id]

    def area_id_of(self, home: Home) -> int | None:
        """The neighbourhood in which a home lies by now, if that is known."""
        lies = self._lies_in.get(int(home.id or 0))
        return None if lies is None else lies.neighbourhood_id

    def let_lie_in(self, home: Home, area: Neighbourhood) -> HomeNeighbourhood:
        """Note in which neighbourhood a home lies, of which none is known; from the start. A known one stays."""
        home_id = int(home.id or 0)
        lies = self._lies_in.get(home_id)
        if lies is None:
            lies = HomeNeighbourhood(home_id=home_id, neighbourhood_id=int(area.id or 0), valid_from=FROM_THE_START)
            self._saving.add_to_register(lies)
            self._lies_in[home_id] = lies
        return lies
