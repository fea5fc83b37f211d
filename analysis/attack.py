"""The attacker's test: what a reader can work out from all that was published about homes and types in one year.

A reader knows that every number of one home and one type is a whole number, not below 0, and that what was printed is
true. Each printed number is then one linear constraint, and the least and the greatest value a number can have are
found by integer programming (scipy.optimize.milp). It is as good as its list of what was published: see
docs/disclosure.md for what a reader may know besides.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Says = Literal["exactly", "at least", "at most"]

ENOUGH_VALUES = 3  # with two values left, who knows one case of many knows the other (docs/disclosure.md)
SECONDS_A_SOLVE = 2.0
LARGEST_PROBLEM = 1_000  # cells of one year, like put with like; a paper of one council has under a hundred
MOVES_UP_TO = 500  # cells; beyond, looking nearby takes more memory than it saves time
MOVES_AT_ONCE = 5_000
TABLES_VARIED = 4  # of as many tables those nearby are looked at before anything is searched for
_OPTIMAL, _INFEASIBLE = 0, 2


class Contradiction(ValueError):
    """What was published cannot all be true, so that nothing can be worked out from it."""


class TooLarge(ValueError):
    """There are more homes and types than the test is made for, or a number could not be found in its time."""


@dataclass(frozen=True)
class Told:
    """One number that a paper printed: of which homes and types together, in which year.

    homes, types: None for all of them. says: "exactly" for a count; "at least" for children known, each with one event
    or more; "at most" for a neighbourhood, whose count holds those of the homes in it.
    """

    measure: str
    year: str
    homes: tuple[str, ...] | None
    types: tuple[str, ...] | None
    count: int
    says: Says = "exactly"

    @property
    def plain(self) -> dict[str, Any]:
        """As plain data, to be stored."""
        names = {name: None if value is None else list(value) for name, value in (("h", self.homes), ("t", self.types))}
        return {**asdict(self), "homes": names["h"], "types": names["t"]}


def told_from(plain: Mapping[str, Any]) -> Told:
    """A printed number from its plain data."""
    homes, types = (None if plain[name] is None else tuple(plain[name]) for name in ("homes", "types"))
    says: Says = plain.get("says", "exactly")
    return Told(str(plain["measure"]), str(plain["year"]), homes, types, int(plain["count"]), says)


@dataclass(frozen=True)
class Worked:
    """What a reader can work out about one number: of one home, of one type, or of both (None: all of them).

    values: how many values it can have, counted no further than ENOUGH_VALUES.
    """

    home: str | None
    type: str | None
    least: float
    greatest: float
    values: int

    @property
    def found(self) -> bool:
        """Whether the reader knows the number."""
        return self.values == 1

    def tells(self, least_events: int) -> bool:
        """Whether the reader comes too close: fewer than three values, unless it is one that could be printed itself.

        A number that is 0, or at least `least_events`, may be known: nobody is protected by hiding it.
        """
        could_be_printed = self.found and (self.least == 0 or self.least >= least_events)
        return self.values < ENOUGH_VALUES and not could_be_printed


def attack(told: Sequence[Told], homes: Sequence[str], types: Sequence[str]) -> tuple[Worked, ...]:
    """The least, the greatest and the number of values that each count of a home, a type, or both, can still have.

    In: everything printed of one measure in one year, in this paper and in earlier ones; all homes and all types. Out:
    one row for each home and type, each home, each type and all together. Raises Contradiction where the numbers cannot
    all be true, TooLarge beyond what a paper holds.
    """
    return tuple(_each(told, homes, types, only_few=False))


def few_values(told: Sequence[Told], homes: Sequence[str], types: Sequence[str]) -> tuple[Worked, ...]:
    """The rows of `attack` with fewer than three values: the same test, without the ends of all other numbers."""
    return tuple(each for each in _each(told, homes, types, only_few=True) if each.values < ENOUGH_VALUES)


def _each(told: Sequence[Told], homes: Sequence[str], types: Sequence[str], *, only_few: bool) -> Iterator[Worked]:
    if len({(each.measure, each.year) for each in told}) > 1:
        raise ValueError("the attacker's test takes what was printed of one measure in one year")
    home_classes = _classes(sorted(set(homes)), [each.homes for each in told])
    type_classes = _classes(sorted(set(types)), [each.types for each in told])
    problem = _Problem(told, home_classes, type_classes)
    for home_class in (None, *home_classes):
        for type_class in (None, *type_classes):
            if not (only_few and problem.has_enough(home_class, type_class)):
                found = problem.range_of(home_class, type_class)
                for home in home_class or (None,):
                    yield from (Worked(home, name, *found) for name in type_class or (None,))


def _alike(columns: Any) -> list[tuple[int, int]]:
    """All ordered pairs of columns that are the same."""
    same: dict[bytes, list[int]] = {}
    for number, column in enumerate(columns.T):
        same.setdefault(np.ascontiguousarray(column).tobytes(), []).append(number)
    return [pair for own in same.values() for pair in itertools.permutations(own, 2)]


def _classes(names: Sequence[str], sets: Sequence[tuple[str, ...] | None]) -> list[tuple[str, ...]]:
    """The names that nothing printed tells apart: they can have the same values, so one of them is tried for all."""
    alike: dict[tuple[bool, ...], list[str]] = {}
    for name in names:
        alike.setdefault(tuple(own is None or name in own for own in sets), []).append(name)
    return [tuple(own) for own in alike.values()]


class _Problem:
    """The cells of one year and what is known of them.

    Of names that nothing tells apart, the first has a place of its own and all the others share the second: any
    division among those is possible, so the first can have the same values as in the full table.
    """

    def __init__(
        self, told: Sequence[Told], homes: Sequence[tuple[str, ...]], types: Sequence[tuple[str, ...]]
    ) -> None:
        self._homes, self._types = list(_places(homes)), list(_places(types))
        size = len(self._homes) * len(self._types)
        if size > LARGEST_PROBLEM:
            raise TooLarge(f"{size} cells are more than the {LARGEST_PROBLEM} that a paper may hold")
        self._rows = [self._marked(each.homes, each.types) for each in told]
        self._low = [-np.inf if each.says == "at most" else each.count for each in told]
        self._high = [np.inf if each.says == "at least" else each.count for each in told]
        limited = [row for row, high in zip(self._rows, self._high, strict=True) if high < np.inf]
        self._limited = np.sum(limited, axis=0) > 0 if limited else np.zeros(size, dtype=bool)
        self._moves = self._moves_that_keep_what_was_printed()
        self._possible: list[Any] = []  # tables found so far that agree with what was printed
        if size:
            self._solved(np.zeros(size), 1)

    def range_of(self, homes: tuple[str, ...] | None, types: tuple[str, ...] | None) -> tuple[float, float, int]:
        """Least, greatest and number of values of the first home and the first type of these classes."""
        wanted = self._marked(homes and homes[:1], types and types[:1])
        known = 0 if not wanted.any() else self._printed(wanted)
        if known is not None:
            return float(known), float(known), 1
        least = self._solved(wanted, 1)
        if not self._limited[wanted > 0].all():
            return least, math.inf, ENOUGH_VALUES
        greatest = self._solved(wanted, -1)
        return least, greatest, self._values(wanted, int(least), int(greatest))

    def has_enough(self, homes: tuple[str, ...] | None, types: tuple[str, ...] | None) -> bool:
        """Whether the tables found so far already give these classes enough values."""
        return len(self._seen(self._marked(homes and homes[:1], types and types[:1]))) >= ENOUGH_VALUES

    def _seen(self, wanted: Any) -> set[int]:
        return {round(value) for tables in self._possible for value in np.unique(tables @ wanted)}

    def _printed(self, wanted: Any) -> int | None:
        """The number itself where it was printed, or is part of a printed 0; it needs no search."""
        for row, low, high in zip(self._rows, self._low, self._high, strict=True):
            if (low == high and (row == wanted).all()) or (high == 0 and (row >= wanted).all()):
                return int(high)
        return None

    def _values(self, wanted: Any, least: int, greatest: int) -> int:
        """How many values a table was found for; what lies between is tried until there are enough."""
        seen = self._seen(wanted)
        for value in range(least + 1, greatest):
            if len(seen) >= ENOUGH_VALUES:
                break
            if value not in seen and self._is_possible(wanted, value):
                seen.add(value)
        return min(len(seen), ENOUGH_VALUES)

    def _moves_that_keep_what_was_printed(self) -> Any:
        """One event moved from one cell to another, or two events of two homes that change types with each other.

        A row of up to four cells a move: two that gain an event, then two that lose one; -1 for none.
        """
        homes, types = len(self._homes), len(self._types)
        size = homes * types
        if size > MOVES_UP_TO or not size:
            return np.empty((0, 4), dtype=int)
        exact = np.equal(self._low, self._high)
        of = (np.array(self._rows)[exact] if self._rows else np.empty((0, size))).reshape(-1, homes, types)
        moves = [(i, -1, j, -1) for i, j in _alike(of.reshape(-1, size))]
        for i, j in itertools.combinations(range(homes), 2):
            for k, m in _alike(of[:, i] - of[:, j]):
                moves.append((i * types + k, j * types + m, i * types + m, j * types + k))
        return np.array(moves, dtype=int).reshape(-1, 4)

    def _nearby(self, table: Any) -> Any:
        """The table, and of those one or two moves of one kind away, some that agree with what was printed.

        Of each number one table is taken for each value, so that there are enough values and not every table is kept.
        """
        found = [table[np.newaxis]]
        for times, start in itertools.product((1, 2), range(0, len(self._moves), MOVES_AT_ONCE)):
            moves = self._moves[start : start + MOVES_AT_ONCE]
            # A move that takes what is not there is left out before any table is made of it.
            there = np.where(moves[:, 2:] < 0, np.inf, table[moves[:, 2:]]).min(axis=1)
            moves = moves[there >= times]
            tables = np.repeat(table[np.newaxis], len(moves), axis=0)
            for place, change in enumerate((times, times, -times, -times)):
                own = moves[:, place] >= 0
                tables[np.flatnonzero(own), moves[own, place]] += change
            if self._rows and len(tables):
                counts = tables @ np.array(self._rows).T
                tables = tables[((counts >= np.array(self._low)) & (counts <= np.array(self._high))).all(axis=1)]
            found.append(self._one_of_each_value(table, tables))
        return np.vstack(found)

    def _one_of_each_value(self, table: Any, tables: Any) -> Any:
        """A table for each value that a cell, a home or a type has in any of them, and the first does not have."""
        if not len(tables):
            return tables
        changed = (tables - table).reshape(-1, len(self._homes), len(self._types))
        numbers = np.hstack([changed.reshape(len(tables), -1), changed.sum(axis=2), changed.sum(axis=1)])
        chosen: set[int] = set()
        for value in (-2, -1, 1, 2):
            hits = numbers == value
            chosen.update(hits.argmax(axis=0)[hits.any(axis=0)].tolist())
        return tables[sorted(chosen)]

    def _is_possible(self, wanted: Any, value: int) -> bool:
        result = self._run(np.zeros(len(wanted)), [*self._rows, wanted], [*self._low, value], [*self._high, value])
        if result.status not in (_OPTIMAL, _INFEASIBLE):
            raise TooLarge(f"the attacker's test was not done in its time: {result.message}")
        return bool(result.status == _OPTIMAL)

    def _solved(self, wanted: Any, direction: int) -> float:
        result = self._run(direction * wanted, self._rows, self._low, self._high)
        if result.status == _INFEASIBLE:
            raise Contradiction("The printed numbers cannot all be true.")
        if result.status != _OPTIMAL:
            raise TooLarge(f"the attacker's test was not done in its time: {result.message}")
        table = np.round(result.x)
        self._possible.append(self._nearby(table) if len(self._possible) < TABLES_VARIED else table[np.newaxis])
        return float(round(direction * result.fun))

    def _run(self, objective: Any, rows: list[Any], low: Sequence[float], high: Sequence[float]) -> Any:
        constraints = [LinearConstraint(np.array(rows), low, high)] if rows else []
        return milp(
            objective,
            constraints=constraints,
            integrality=np.ones(len(objective)),
            bounds=Bounds(0, np.inf),
            options={"time_limit": SECONDS_A_SOLVE},
        )

    def _marked(self, homes: tuple[str, ...] | None, types: tuple[str, ...] | None) -> Any:
        """1 for each cell that these homes and types have a part in, else 0."""
        in_homes = np.array([homes is None or place in homes for place in self._homes], dtype=float)
        in_types = np.array([types is None or place in types for place in self._types], dtype=float)
        return np.outer(in_homes, in_types).ravel()


def _places(classes: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """One place for a name alone in its class; two for several, where the second stands for all but the first."""
    for names in classes:
        yield from names[:2]
