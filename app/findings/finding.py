"""What a page, a meeting or a paper places: one finding with all that it needs to be understood alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

import pandas as pd

from analysis.disclosure import Audience
from analysis.periods import Period
from analysis.results import ALL_HOMES
from analysis.tables import Table
from data_access.selection import Selection


@dataclass(frozen=True)
class Question:
    """What the filters ask: which homes, which period, against which.

    `period_moves`: the period was not named but is the latest full year, so that it moves on when data come. `now`: the
    day against which what is overdue is judged; on the sample the day up to which its data reach. `only_lines`: keys
    and names of the lines where the viewer sees no others and is not told of them, so that these stand for all homes.
    """

    selection: Selection
    authority_name: str
    line_names: tuple[str, ...]
    provider_name: str
    current: Period
    previous: Period
    now: date
    period_moves: bool = False
    audience: Audience = "partnership"
    only_lines: tuple[tuple[str, str], ...] = ()

    @property
    def is_a_choice_of_homes(self) -> bool:
        """Whether homes were left out of the authority's."""
        return bool(self.selection.lines or self.selection.provider)

    def of_all_homes(self) -> "Question":
        """The same question without its choice of homes, for figures that must not be told for a home alone."""
        provider = "" if self.selection.provider else self.provider_name
        everything = Selection(self.selection.authority, tuple(key for key, _ in self.only_lines))
        names = tuple(name for _, name in self.only_lines)
        return replace(self, selection=everything, line_names=names, provider_name=provider)

    @property
    def total_name(self) -> str:
        """What the homes of the selection together are called in tables and charts."""
        return "Chosen homes" if self.is_a_choice_of_homes else ALL_HOMES

    @property
    def said(self) -> dict[str, str]:
        """Names of both periods and of the homes together, as sentences on homes take them."""
        together = "the chosen homes together" if self.is_a_choice_of_homes else "all homes together"
        return {**self.labels, "together": together}

    @property
    def labels(self) -> dict[str, str]:
        """Names of both periods, as charts, tables and sentences take them."""
        return {"previous_label": self.previous.label, "current_label": self.current.label}


class Source(Protocol):
    """Runs a fetch for the viewer: with a cache on pages, without one on the command line."""

    def __call__(self, fetch: Callable[..., pd.DataFrame], *args: Any, **kwargs: Any) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Tile:
    """A measure of the overview: what it counts and whom, the figures set large, and a few words."""

    name: str
    population: str
    big: str
    small: str


@dataclass(frozen=True)
class HowSure:
    """What stands behind "How sure are we?": intervals as picture and tables, why they are as wide as they are, and
    what the data cannot say. `alt` says in words what the figure shows."""

    sentences: tuple[str, ...]
    cannot_say: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    figure: Any = None
    alt: str = ""


@dataclass(frozen=True)
class Finding:
    """A finding in words, its picture and its tables, with population, scope, sources and date.

    `short`: one to three words by which it is picked where findings are shown one at a time. `alt` says in words what
    the figure shows. `tables[0]` is the figure's own table, `room_table` the one to show to a room where that is
    another (small and sensitive types folded). `caution`: what has to be said beside the figures even in a room.
    `attention`: what should be looked at, a sentence each. `choices`: what the figure can be asked to bring out
    (letters of children).
    """

    key: str
    short: str
    title: str
    population: str
    scope: str
    as_at: date | None
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    room_table: Table | None = None
    figure: Any = None
    alt: str = ""
    measure: str = ""
    caution: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tiles: tuple[Tile, ...] = ()
    attention: tuple[str, ...] = ()
    picture_may_be_saved: bool = True
    choices: tuple[str, ...] = ()
    how_sure: HowSure | None = None
