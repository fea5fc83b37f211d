"""The rows that the public may be given: one rule for homes, types and neighbourhoods (docs/disclosure.md).

1. A row stands alone where both years have at least six events (and, where children are known, six children), or where
   both have none. Six, since 1 to 5 are withheld; 0 is no one's secret.
2. All other rows are one row. Types that are sensitive, or new since types were first printed, are always in it, and
   a sensitive type is never that row alone: its number would be told, if not its name.
3. While that row is under six in a year, or one sensitive type, the smallest row that stands alone joins it: its number
   is the least loss.
4. Where no row stands alone, the largest are put together until they do, and the others are the other row: one step
   of detail is kept where the whole has room for two rows.
5. Where only one row is left there are no rows, but the total alone.

One division holds for both years, since a row seen in one year only could be taken from the other. A division that a
paper printed is kept, for homes where a year is printed again, for types in all later papers: its rows may be put
together, never divided or mixed. A year printed again keeps the numbers first printed. Ties are decided by the order of
the register, for types by group and name, so the order of the rows given does not matter.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from analysis.attack import told_from
from analysis.results import NAN

Kind = Literal["homes", "types"]

LEAST_EVENTS = 6
LEAST_CHILDREN = 6
YEARS = ("previous", "current")
CHILDREN = ("previous_children", "current_children")


@dataclass(frozen=True)
class Thresholds:
    """The least number that may be printed, besides 0.

    events: in its tables of children looked after the Department for Education withholds 1 to 5 and prints 0; the
    smallest number printed of a local authority is 6. children: the same rule, for the children whom the events are
    about, where they are known.
    """

    events: int = LEAST_EVENTS
    children: int = LEAST_CHILDREN


PUBLIC = Thresholds()


@dataclass(frozen=True)
class Unit:
    """One row, or several put together. Distinct children are at least those of the part that has most."""

    members: tuple[str, ...]
    counts: tuple[int, int]
    rank: tuple[Any, ...]
    children: tuple[float, float] = (NAN, NAN)
    is_other: bool = False
    is_sensitive: bool = False

    @property
    def is_lone_sensitive(self) -> bool:
        """Whether it is one sensitive type alone: whatever the row is called, its number would be told."""
        return self.is_sensitive and len(self.members) == 1

    @property
    def size(self) -> int:
        """The events of both years."""
        return sum(self.counts)

    def stands(self, least: Thresholds) -> bool:
        """Whether the row may stand beside others: large enough in both years, or nothing in both."""
        return self.size == 0 or all(
            count >= least.events and not children < least.children
            for count, children in zip(self.counts, self.children, strict=True)
        )

    def may_be_total(self, least: Thresholds) -> bool:
        """A total needs no company: none in one year alone tells nothing of the other."""
        return all(
            count == 0 or (count >= least.events and not children < least.children)
            for count, children in zip(self.counts, self.children, strict=True)
        )


def divided(units: Iterable[Unit], least: Thresholds) -> list[Unit]:
    """The rows that may be printed, by the rule above; the row of all others last. One row: no division is possible."""
    ordered = sorted(units, key=lambda unit: (unit.size, unit.rank))
    alone = [unit for unit in ordered if unit.stands(least) and not unit.is_other]
    others = [unit for unit in ordered if unit not in alone]
    if others and not any(unit.size for unit in alone):
        head = _largest_first(others, least)
        rest = [unit for unit in others if unit not in head]
        two_rows = [together(part) for part in (head, rest) if part]
        fit = all(row.stands(least) and row.size and not row.is_lone_sensitive for row in two_rows)
        if len(two_rows) < 2 or not fit:
            return [together(ordered)]
        return [*alone, two_rows[0], replace(two_rows[1], is_other=True)]
    while others and (not together(others).stands(least) or together(others).is_lone_sensitive):
        smallest = next((unit for unit in alone if unit.size), None)
        if smallest is None:
            return [together(ordered)]
        others.append(smallest)
        alone.remove(smallest)
    return [*alone, together(others, is_other=True)] if others else alone


def _largest_first(units: Sequence[Unit], least: Thresholds) -> list[Unit]:
    """The largest, until together they may stand; the row of others is not among them."""
    head: list[Unit] = []
    for unit in sorted(units, key=lambda unit: (-unit.size, unit.rank)):
        if head and together(head).stands(least):
            break
        if not unit.is_other:
            head.append(unit)
    return head


def together(units: Sequence[Unit], *, is_other: bool = False) -> Unit:
    """Several rows as one."""
    first, second = ([unit.counts[year] for unit in units] for year in (0, 1))
    known = [[unit.children[year] for unit in units if not math.isnan(unit.children[year])] for year in (0, 1)]
    ranked = sorted(units, key=lambda unit: unit.rank)
    return Unit(
        tuple(member for unit in ranked for member in unit.members),
        (sum(first), sum(second)),
        ranked[0].rank,
        (max(known[0], default=NAN), max(known[1], default=NAN)),
        is_other or any(unit.is_other for unit in units),
        any(unit.is_sensitive for unit in units),
    )


def units_of(frame: pd.DataFrame, name: str, rank: Sequence[str]) -> list[Unit]:
    """A row for each value of the column `name`; `rank`: the columns that decide ties."""
    units: list[Unit] = []
    for label, rows in frame.groupby(name, sort=True):
        parts = rows.to_dict("records")
        children = [[float(part.get(column, NAN)) for part in parts] for column in CHILDREN]
        is_sensitive = any(bool(part.get("sensitive", False)) for part in parts)
        units.append(
            Unit(
                (str(label),),
                (int(rows["previous"].sum()), int(rows["current"].sum())),
                tuple(parts[0][column] for column in rank),
                (max(children[0]), max(children[1])),
                is_sensitive,
                is_sensitive,
            )
        )
    return units


def sums(units: Sequence[Unit]) -> tuple[int, int]:
    """The events of each year."""
    return sum(unit.counts[0] for unit in units), sum(unit.counts[1] for unit in units)


def joined(sets: Iterable[Iterable[str]]) -> list[frozenset[str]]:
    """The fewest sets without a name in common that keep each of the sets whole."""
    blocks: list[frozenset[str]] = []
    for names in map(frozenset, sets):
        touching = [block for block in blocks if block & names]
        blocks = [block for block in blocks if block not in touching] + [names.union(*touching)]
    return blocks


def _of(paper: Mapping[str, Any], measure: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = paper.get("measures", {}).get(measure, {})
    return found


def kept(
    units: Sequence[Unit], earlier: Sequence[Mapping[str, Any]], measure: str, kind: Kind, years: tuple[str, str]
) -> list[Unit]:
    """The units put together as they were printed."""
    printed: list[list[str]] = []
    other: set[str] = set()
    for paper in earlier:
        own = _of(paper, measure)
        # A paper that printed totals alone has divided nothing.
        if len(own.get(kind, ())) > 1 and (kind == "types" or set(years) & set(paper.get("years", ()))):
            printed += own.get(kind, [])
            other |= set(own.get("other", ()))
    blocks = joined(printed)
    left = [unit for unit in units if not any(set(unit.members) & block for block in blocks)]
    if kind == "types" and blocks:
        left = [replace(unit, is_other=True) for unit in left]
    for block in blocks:
        own_units = [unit for unit in units if set(unit.members) & block]
        if own_units:
            left.append(together(own_units, is_other=kind == "types" and bool(block & other)))
    return left


def _papers_rows(paper: Mapping[str, Any], measure: str, kind: Kind, year: str) -> dict[frozenset[str], int]:
    """The rows that a paper printed of one year, if they add up to the total it printed; else none."""
    told = [each for each in map(told_from, paper["printed"]) if (each.measure, each.year) == (measure, year)]
    exact = [each for each in told if each.says == "exactly"]
    rows: dict[frozenset[str], int] = {}
    for each in exact:
        named, whole = (each.homes, each.types) if kind == "homes" else (each.types, each.homes)
        if named is not None and whole is None:
            rows[frozenset(named)] = each.count
    totals = [each.count for each in exact if each.homes is None and each.types is None]
    return rows if totals and sum(rows.values()) == totals[0] else {}


def as_printed(
    units: Sequence[Unit], earlier: Sequence[Mapping[str, Any]], measure: str, kind: Kind, years: tuple[str, str]
) -> list[Unit]:
    """The units with the numbers that were first printed of a year."""
    changed = list(units)
    for place, year in enumerate(years):
        for paper in earlier:
            rows = _papers_rows(paper, measure, kind, year)
            inside = [{name: count for name, count in rows.items() if name & set(unit.members)} for unit in changed]
            if not rows or sum(sum(own.values()) for own in inside) != sum(rows.values()):
                continue
            for number, own in enumerate(inside):
                counts = list(changed[number].counts)
                counts[place] = sum(own.values())
                changed[number] = replace(changed[number], counts=(counts[0], counts[1]))
            break
    return changed


def first_totals(
    earlier: Sequence[Mapping[str, Any]], measure: str, years: tuple[str, str], now: tuple[int, int]
) -> tuple[int, int]:
    """The totals of both years as first printed, else as they are now."""
    told = [told_from(each) for paper in earlier for each in paper["printed"]]
    whole = [each for each in told if each.measure == measure and each.homes is None and each.types is None]
    first, second = (
        next((each.count for each in whole if each.year == year and each.says == "exactly"), count)
        for year, count in zip(years, now, strict=True)
    )
    return first, second
