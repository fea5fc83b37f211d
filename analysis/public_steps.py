"""One measure on its way down the public ladder: rows, the total alone, a sentence (docs/disclosure.md).

Where the total is under six in a year there is a sentence. Neighbourhoods in which homes of one row lie are joined, in
all tables of the paper: a neighbourhood beside its homes would say which of them the row is about. What the attacker's
test sends further down is in analysis/public_step_down.py.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from analysis.attack import Told
from analysis.public_first import FIRST_PRINTED, first_of_areas
from analysis.public_rows import (
    YEARS,
    Thresholds,
    Unit,
    as_printed,
    divided,
    first_totals,
    joined,
    kept,
    sums,
    together,
    units_of,
)
from analysis.results import NAN, require_columns

NO_SIGN_OFF = "Rows by home need a recorded sign-off (children unknown), without it totals only."

Level = Literal["rows", "total", "sentence"]
By = Literal["home", "type"]


@dataclass(frozen=True, eq=False)
class Counted:
    """What is known of one measure ("crimes", "incidents") in the two years, NaN where not supplied.

    homes: line, order (of the register), neighbourhood, previous, current. types: type, group, previous, current, of
    all homes together; sensitive, if any are. areas: neighbourhood, previous, current, homes included. All may have
    previous_children and current_children (NaN: unknown). all_children: of all homes together, in both years. tables:
    those that the paper prints, by home with its neighbourhoods, and by type of all homes together.
    """

    measure: str
    homes: pd.DataFrame
    types: pd.DataFrame
    areas: pd.DataFrame
    all_children: tuple[float, float] = (NAN, NAN)
    tables: frozenset[By] = frozenset({"home", "type"})


@dataclass
class Measure:
    """One measure on its way down the ladder."""

    counted: Counted
    total: Unit
    homes: list[Unit]
    types: list[Unit]
    levels: tuple[Level, Level] = ("rows", "rows")
    home_words: list[str] = field(default_factory=list)
    type_words: list[str] = field(default_factory=list)
    earlier: Sequence[Mapping[str, Any]] = ()
    years: tuple[str, str] = YEARS

    @property
    def name(self) -> str:
        """What is counted."""
        return self.counted.measure

    @property
    def home_rows(self) -> list[Unit]:
        """The rows by home that are printed; none from the total on."""
        shows = "home" in self.counted.tables and self.levels[0] == "rows"
        return self.homes if shows and len(self.homes) > 1 else []

    @property
    def type_rows(self) -> list[Unit]:
        """The rows by type that are printed; none from the total on."""
        shows = "type" in self.counted.tables and self.levels[1] == "rows"
        return self.types if shows and len(self.types) > 1 else []

    @property
    def shows_areas(self) -> bool:
        """Whether neighbourhoods stand beside the homes."""
        return "home" in self.counted.tables and self.levels[0] != "sentence"


def not_supplied(counted: Counted) -> bool:
    """Whether a number is missing in either year, so that nothing may be compared."""
    require_columns(counted.homes, ("line", "order", "neighbourhood", *YEARS), "public_tables (homes)")
    require_columns(counted.types, ("type", "group", *YEARS), "public_tables (types)")
    require_columns(counted.areas, ("neighbourhood", *YEARS), "public_tables (areas)")
    frames = (counted.homes, counted.types, counted.areas)
    return counted.homes.empty or any(bool(frame[list(YEARS)].isna().any(axis=None)) for frame in frames)


def measure_of(
    counted: Counted,
    years: tuple[str, str],
    earlier: Sequence[Mapping[str, Any]],
    sign_off: str,
    least: Thresholds,
    notes: list[str],
) -> Measure:
    """The rows of one measure by the rule, with what was printed kept, and the step at which it starts."""
    homes = units_of(counted.homes, "line", ("order", "line"))
    types = [unit for unit in units_of(counted.types, "type", ("group", "type")) if unit.size]
    now = sums(homes)
    if types and sums(types) != now:
        raise ValueError(f"{counted.measure}: types add up to {sums(types)}, homes to {now}.")
    of_homes = together(homes).children
    unknown = any(math.isnan(value) for unit in homes for value in unit.children)
    homes = kept(homes, earlier, counted.measure, "homes", years)
    types = kept(types, earlier, counted.measure, "types", years)
    known_now = [*homes, *types]
    homes = as_printed(homes, earlier, counted.measure, "homes", years)
    types = as_printed(types, earlier, counted.measure, "types", years)
    counts = first_totals(earlier, counted.measure, years, now)
    for place, year in enumerate(years):
        # Also where rows were revised and their sum was not: what is printed is not what is known now.
        rows = [(unit.counts[place], row.counts[place]) for unit, row in zip(known_now, [*homes, *types], strict=True)]
        if len({sums(homes)[place], counts[place], now[place]}) > 1 or any(known != printed for known, printed in rows):
            notes.append(FIRST_PRINTED.format(measure=counted.measure.capitalize(), year=year))
    total = Unit((), counts, (), _known_children(counted.all_children, of_homes))
    # Rows that do not add up to the total once printed would tell what was revised: the total alone.
    measure = Measure(
        counted,
        total,
        divided(homes, least) if sums(homes) == counts else [],
        divided(types, least) if types and sums(types) == counts else [],
        earlier=earlier,
        years=years,
    )
    if not total.may_be_total(least):
        measure.levels = ("sentence", "sentence")
    elif unknown and not sign_off:
        measure.levels = ("total", "rows")
        measure.home_words.append(NO_SIGN_OFF)
    return measure


def _known_children(given: tuple[float, float], of_rows: tuple[float, float]) -> tuple[float, float]:
    first, second = (rows if math.isnan(own) else own for own, rows in zip(given, of_rows, strict=True))
    return first, second


def areas_of(
    measures: Sequence[Measure],
    earlier: Sequence[Mapping[str, Any]],
    years: tuple[str, str],
    least: Thresholds,
) -> list[tuple[str, ...]]:
    """The neighbourhoods that stand together, the same in all tables."""
    sets: list[set[str]] = []
    measures = [measure for measure in measures if "home" in measure.counted.tables]
    for measure in measures:
        names = {str(name) for name in measure.counted.areas["neighbourhood"]}
        sets += [{name} for name in names]
        homes = measure.counted.homes
        sets += [
            set(homes.loc[homes["line"].isin(unit.members), "neighbourhood"]) & names for unit in measure.home_rows
        ]
        sets += [] if measure.home_rows else [names]
    every = set().union(*sets)
    for paper in earlier:
        if set(years) & set(paper.get("years", ())):
            sets += [set(block) & every for block in paper.get("areas", ())]
    for measure in measures:
        blocks = [tuple(sorted(block)) for block in joined(one for one in sets if one)]
        units = [Unit(block, area_counts(measure, block), block) for block in blocks]
        sets += [set(unit.members) for unit in divided(units, least)] if units else []
    return sorted(tuple(sorted(block)) for block in joined(one for one in sets if one))


def area_counts(measure: Measure, block: Sequence[str]) -> tuple[int, int]:
    """The counts of neighbourhoods together in both years, as first printed."""
    first = [first_of_areas(measure.earlier, measure.name, year, block) for year in measure.years]
    before, now = (
        count if known is None else known for known, count in zip(first, area_counts_now(measure, block), strict=True)
    )
    return before, now


def area_counts_now(measure: Measure, block: Sequence[str]) -> tuple[int, int]:
    """The counts of neighbourhoods together in both years as they are known now."""
    areas = measure.counted.areas
    own = areas[areas["neighbourhood"].isin(block)]
    return int(own["previous"].sum()), int(own["current"].sum())


def is_large_enough(counts: Iterable[int], least: Thresholds) -> bool:
    """Whether a neighbourhood may stand beside the homes."""
    return all(count == 0 or count >= least.events for count in counts)


def told_by(
    measure: Measure, years: tuple[str, str], areas: Sequence[tuple[str, ...]], least: Thresholds
) -> list[Told]:
    """All that the paper prints of one measure; rows by type add up to the total, printed or not."""
    if measure.levels[0] == "sentence" or not (measure.shows_areas or measure.type_rows):
        return []
    told: list[Told] = []
    homes = measure.counted.homes
    for place, year in enumerate(years):
        told.append(Told(measure.name, year, None, None, measure.total.counts[place]))
        told += [Told(measure.name, year, unit.members, None, unit.counts[place]) for unit in measure.home_rows]
        told += [Told(measure.name, year, None, unit.members, unit.counts[place]) for unit in measure.type_rows]
        for block in areas if measure.shows_areas else ():
            here = homes[homes["neighbourhood"].isin(block)]
            counts = area_counts(measure, block)
            count = counts[place]
            # A count below that of its homes does not hold them, whatever it counts.
            if len(here) and count >= here[YEARS[place]].sum() and is_large_enough(counts, least):
                told.append(Told(measure.name, year, tuple(sorted(here["line"])), None, count, "at most"))
    return told


def pattern_of(
    measures: Sequence[Measure], areas: Sequence[tuple[str, ...]], years: tuple[str, str], told: Sequence[Told]
) -> dict[str, Any]:
    """What was put together and what was printed, as plain data. A table of totals alone is one row of all."""
    kept: dict[str, Any] = {}
    for measure in measures:
        homes = [unit.members for unit in measure.home_rows] or [tuple(measure.counted.homes["line"])]
        types = [unit.members for unit in measure.type_rows] or [tuple(measure.counted.types["type"])]
        other = [name for unit in measure.type_rows if unit.is_other for name in unit.members]
        kept[measure.name] = {"homes": _plain(homes), "types": _plain(types), "other": sorted(other)}
    return {
        "years": list(years),
        "measures": kept,
        "areas": _plain(areas),
        "printed": [each.plain for each in told],
    }


def _plain(blocks: Iterable[Iterable[str]]) -> list[list[str]]:
    return sorted(sorted(map(str, block)) for block in blocks if block)
