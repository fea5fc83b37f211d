"""One measure on its way down the public ladder: rows, the total alone, a sentence (docs/disclosure.md).

Where the total is under six in a year there is a sentence. Neighbourhoods in which homes of one row lie are joined, in
all tables of the paper: a neighbourhood beside its homes would say which of them the row is about. At last the
attacker's test is made with this and all earlier papers; what does not stand it goes one step down.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from analysis.attack import Contradiction, Told, Worked, attack, few_values, told_from
from analysis.public_rows import (
    CHILDREN,
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
NOT_SAFE = "One step further down: with what earlier papers printed, the rows would tell numbers that are withheld."
ALL_KNOWN = (
    "Every number of {measure} in {year} is public knowledge from an earlier paper: none can be protected any more."
)
SOME_KNOWN = "Some numbers of {measure} in {year} are public knowledge from earlier papers: these cannot be protected."
FIRST_PRINTED = "{measure} in {year}: as first printed; the numbers were revised since."
CONTRADICTED = "Earlier papers contradict each other on {measure} in {year}: totals only."

Level = Literal["rows", "total", "sentence"]
_Key = tuple[str | None, str | None]  # home, type
_LEVELS: tuple[Level, ...] = ("rows", "total", "sentence")
NO_TYPE = "all types"  # of homes without a table by type, there is one number each
# Where the attacker's test does not pass: homes, types. The first that passes loses least.
STEPS: tuple[tuple[Level, Level], ...] = (
    ("rows", "rows"),
    ("rows", "total"),
    ("total", "rows"),
    ("total", "total"),
    ("sentence", "sentence"),
)


@dataclass(frozen=True, eq=False)
class Counted:
    """What is known of one measure ("crimes", "incidents") in the two years, NaN where not supplied.

    homes: line, order (of the register), neighbourhood, previous, current. types: type, group, previous, current, of
    all homes together; sensitive, if any are. areas: neighbourhood, previous, current, homes included. All may have
    previous_children and current_children (NaN: unknown). all_children: of all homes together, in both years.
    """

    measure: str
    homes: pd.DataFrame
    types: pd.DataFrame
    areas: pd.DataFrame
    all_children: tuple[float, float] = (NAN, NAN)


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

    @property
    def name(self) -> str:
        """What is counted."""
        return self.counted.measure

    @property
    def home_rows(self) -> list[Unit]:
        """The rows by home that are printed; none from the total on."""
        return self.homes if self.levels[0] == "rows" and len(self.homes) > 1 else []

    @property
    def type_rows(self) -> list[Unit]:
        """The rows by type that are printed; none from the total on."""
        return self.types if self.levels[1] == "rows" and len(self.types) > 1 else []


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
    homes = as_printed(kept(homes, earlier, counted.measure, "homes", years), earlier, counted.measure, "homes", years)
    types = as_printed(kept(types, earlier, counted.measure, "types", years), earlier, counted.measure, "types", years)
    counts = first_totals(earlier, counted.measure, years, now)
    for year, *numbers in zip(years, sums(homes), counts, now, strict=True):
        if len(set(numbers)) > 1:
            notes.append(FIRST_PRINTED.format(measure=counted.measure.capitalize(), year=year))
    total = Unit((), counts, (), _known_children(counted.all_children, of_homes))
    # Rows that do not add up to the total once printed would tell what was revised: the total alone.
    measure = Measure(
        counted,
        total,
        divided(homes, least) if sums(homes) == counts else [],
        divided(types, least) if types and sums(types) == counts else [],
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
    """The counts of neighbourhoods together in both years."""
    areas = measure.counted.areas
    own = areas[areas["neighbourhood"].isin(block)]
    return int(own["previous"].sum()), int(own["current"].sum())


def told_by(measure: Measure, years: tuple[str, str], areas: Sequence[tuple[str, ...]]) -> list[Told]:
    """All that the paper prints of one measure."""
    if measure.levels[0] == "sentence":
        return []
    told: list[Told] = []
    homes = measure.counted.homes
    for place, year in enumerate(years):
        told.append(Told(measure.name, year, None, None, measure.total.counts[place]))
        told += [Told(measure.name, year, unit.members, None, unit.counts[place]) for unit in measure.home_rows]
        told += [Told(measure.name, year, None, unit.members, unit.counts[place]) for unit in measure.type_rows]
        for block in areas:
            here = homes[homes["neighbourhood"].isin(block)]
            count = area_counts(measure, block)[place]
            # A count below that of its homes does not hold them, whatever it counts.
            if len(here) and count >= here[YEARS[place]].sum():
                told.append(Told(measure.name, year, tuple(sorted(here["line"])), None, count, "at most"))
    return told


def step_down(
    measure: Measure,
    years: tuple[str, str],
    areas: Sequence[tuple[str, ...]],
    earlier: Sequence[Mapping[str, Any]],
    least: Thresholds,
    notes: list[str],
) -> None:
    """Goes down the ladder until the paper tells nothing that earlier papers did not tell."""
    printed = [told_from(each) for paper in earlier for each in paper["printed"]]
    protected: dict[str, tuple[list[Told], dict[_Key, Worked]]] = {}
    for year in years:
        own = [each for each in printed if (each.measure, each.year) == (measure.name, year)]
        try:
            known = _by_key(attack(own, *_names(measure, own))) if own else {}
        except Contradiction:
            # No test can be made of numbers that were revised from one paper to the next.
            notes.append(CONTRADICTED.format(measure=measure.name, year=year))
            measure.levels = max(measure.levels, ("total", "total"), key=STEPS.index)
            continue
        if known and all(each.found for each in known.values()):
            notes.append(ALL_KNOWN.format(measure=measure.name, year=year))
            continue
        if any(each.tells(least.events) for each in known.values()):
            notes.append(SOME_KNOWN.format(measure=measure.name, year=year))
        protected[year] = (own, known)
    started = measure.levels
    for levels in STEPS:
        if all(_LEVELS.index(step) >= _LEVELS.index(first) for step, first in zip(levels, started, strict=True)):
            measure.levels = levels
            told = told_by(measure, years, areas)
            if not any(_tells_more(measure, years, year, told, *before, least) for year, before in protected.items()):
                break
    if measure.levels[0] != started[0]:
        measure.home_words.append(NOT_SAFE)
    if measure.levels[1] != started[1]:
        measure.type_words.append(NOT_SAFE)


def _tells_more(
    measure: Measure,
    years: tuple[str, str],
    year: str,
    told: Sequence[Told],
    own: Sequence[Told],
    known: Mapping[_Key, Worked],
    least: Thresholds,
) -> bool:
    """Whether anything is known better by this paper than by the earlier ones; numbers that cannot both hold do."""
    together = [*own, *(each for each in told if each.year == year)]
    try:
        few = few_values(together, *_names(measure, together))
    except Contradiction:
        return True
    of_few = _of_few_children(measure, CHILDREN[years.index(year)], least)
    return any(
        (each.tells(least.events) or (each.greatest > 0 and not of_few.isdisjoint(key)))
        and (key not in known or each.values < known[key].values)
        for key, each in _by_key(few).items()
    )


def _of_few_children(measure: Measure, column: str, least: Thresholds) -> set[str | None]:
    """The homes and types about too few children, which no reader may find, however many events there are."""
    found: set[str | None] = set()
    for frame, name in ((measure.counted.homes, "line"), (measure.counted.types, "type")):
        if column in frame.columns:
            found |= set(frame.loc[frame[column].gt(0) & frame[column].lt(least.children), name])
    return found


def _names(measure: Measure, told: Sequence[Told]) -> tuple[list[str], list[str]]:
    """All homes and all types that there are, or were when earlier papers were printed."""
    homes = {str(line) for line in measure.counted.homes["line"]} | {name for each in told for name in each.homes or ()}
    types = {str(name) for name in measure.counted.types["type"]} | {name for each in told for name in each.types or ()}
    return sorted(homes), sorted(types) or [NO_TYPE]


def _by_key(worked: Iterable[Worked]) -> dict[_Key, Worked]:
    return {(each.home, each.type): each for each in worked}


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
