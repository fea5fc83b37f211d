"""Which homes and neighbourhoods a source covers over a whole period. No record in a covered month is 0."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import pandas as pd

from analysis.periods import Period
from analysis.results import ALL_HOMES, require_columns

COVERAGE_COLUMNS = ("place_kind", "place", "month")
PLACE_COLUMNS = ("home_id", "line", "line_order", "opened", "closed")


def months_open(opened: date | None, closed: date | None, period: Period) -> list[date]:
    """The months of the period in which a home was open, those in which it opened or closed included."""
    first = date.min if pd.isna(opened) else date(opened.year, opened.month, 1)  # type: ignore[union-attr]
    last = date.max if pd.isna(closed) else date(closed.year, closed.month, 1)  # type: ignore[union-attr]
    return [month for month in period.months if first <= month <= last]


def line_months_open(homes: pd.DataFrame, period: Period) -> list[date]:
    """The months of the period in which at least one of the homes was open. homes: opened, closed."""
    opened = zip(homes["opened"], homes["closed"], strict=True)
    open_months = {month for first, last in opened for month in months_open(first, last, period)}
    return sorted(open_months)


class Opening(NamedTuple):
    """Whether a line was open at some time of the earlier period, of the later one, and in every month of both."""

    previous: bool
    current: bool
    throughout: bool


def opening_of(homes: pd.DataFrame, previous: Period, current: Period) -> Opening:
    """When the homes of one line were open. homes: opened, closed."""
    before, now = line_months_open(homes, previous), line_months_open(homes, current)
    return Opening(bool(before), bool(now), before == previous.months and now == current.months)


def openings(places: pd.DataFrame, previous: Period, current: Period) -> dict[str, Opening]:
    """When each line was open, and all homes: throughout, if every line was that was open at all."""
    lines = {line: opening_of(homes, previous, current) for line, homes in places.groupby("line", sort=False)}
    every = list(lines.values())
    ever = [line for line in every if line.previous or line.current]
    throughout = bool(ever) and all(line.throughout for line in ever)
    together = Opening(any(line.previous for line in every), any(line.current for line in every), throughout)
    return {**lines, ALL_HOMES: together}


def covered_homes(places: pd.DataFrame, coverage: pd.DataFrame, period: Period) -> dict[str, bool]:
    """Whether each reporting line is covered: every month of the period, for every home of the line.

    places: home_id, line, line_order, opened, closed; coverage: place_kind, place (the home_id as text), month. Months
    before a home opened or after it closed need no coverage.
    """
    require_columns(places, PLACE_COLUMNS, "covered_homes (places)")
    covered = _covered_months(coverage, "home")
    lines: dict[str, bool] = dict.fromkeys(places["line"], True)
    for home in places.itertuples(index=False):
        needed = months_open(home.opened, home.closed, period)
        lines[home.line] &= covered.get(str(home.home_id), set()).issuperset(needed)
    return lines


def months_missing(places: pd.DataFrame, coverage: pd.DataFrame, periods: Iterable[Period]) -> dict[str, list[date]]:
    """The months of the periods in which a home of each line was open and not covered. Arguments as covered_homes."""
    covered = _covered_months(coverage, "home")
    missing: dict[str, set[date]] = {line: set() for line in places["line"]}
    for period in periods:
        for home in places.itertuples(index=False):
            needed = months_open(home.opened, home.closed, period)
            missing[home.line] |= set(needed) - covered.get(str(home.home_id), set())
    return {line: sorted(months) for line, months in missing.items()}


def neighbourhood_months_missing(
    names: Iterable[str], coverage: pd.DataFrame, periods: Iterable[Period]
) -> dict[str, list[date]]:
    """The months of the periods in which each neighbourhood is not covered. coverage: place_kind, place, month."""
    covered, months = _covered_months(coverage, "neighbourhood"), {month for p in periods for month in p.months}
    return {name: sorted(months - covered.get(name, set())) for name in names}


def covered_neighbourhoods(names: Iterable[str], coverage: pd.DataFrame, period: Period) -> dict[str, bool]:
    """Whether each neighbourhood is covered in every month of the period. coverage: place_kind, place, month."""
    covered = _covered_months(coverage, "neighbourhood")
    return {name: covered.get(name, set()).issuperset(period.months) for name in names}


def _covered_months(coverage: pd.DataFrame, kind: str) -> dict[str, set[date]]:
    require_columns(coverage, COVERAGE_COLUMNS, "coverage")
    months: dict[str, set[date]] = {}
    of_kind = coverage[coverage["place_kind"] == kind]
    for place, month in zip(of_kind["place"], of_kind["month"], strict=True):
        months.setdefault(str(place), set()).add(month)
    return months
