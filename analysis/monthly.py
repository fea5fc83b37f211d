"""Counts of single months: of each home, of all homes together, and of missing against other incidents.

A covered month without records is 0. A month that the source does not cover is "not supplied", and one in which no home
of a line was open is "not open": neither is ever 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import pandas as pd

from analysis.coverage import COVERAGE_COLUMNS, PLACE_COLUMNS, months_open
from analysis.periods import Period
from analysis.results import ALL_HOMES, NAN, Direction, figure, require_columns, result_frame

KEYS = ("line", "line_order", "month")
MISSING_KEYS = ("series", "series_order", "month")
MISSING, OTHER = "missing", "other"
DIRECTION: Direction = "neutral"  # staff must report a missing child; more calls are not worse


@dataclass
class _Months:
    """The months in which a line had an open home, and those of them in which the source does not cover one."""

    is_open: set[date] = field(default_factory=set)
    not_covered: set[date] = field(default_factory=set)


def monthly_counts(counts: pd.DataFrame, places: pd.DataFrame, coverage: pd.DataFrame, period: Period) -> pd.DataFrame:
    """How many there were in each month, at each home and at all homes together.

    In: counts home_id, month, count; places home_id, line, line_order, opened, closed; coverage place_kind, place,
    month. Out: line (register order, then "All homes"), line_order, month and the result columns; one row a line and
    month, measure "count", period "month". Status: "shown" (0 without a record), "not supplied" where an open home of
    the line is not covered, "not open" where none was open. Without places, no rows. Raises MissingColumns.
    """
    require_columns(counts, ("home_id", "month", "count"), "monthly_counts")
    months = _months_of_lines(places, coverage, period)
    numbers = _numbers(counts, places)
    rows = [
        _row(dict(zip(KEYS, (line, order, month), strict=True)), month, numbers.get((line, month), 0), months[line])
        for order, line in enumerate(months)
        for month in period.months
    ]
    return result_frame(KEYS, rows)


def missing_against_other(
    counts: pd.DataFrame, places: pd.DataFrame, coverage: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """How many incidents of each month were reports of a missing person, and how many were other incidents.

    In: as monthly_counts, with missing and no_apparent_risk. All homes together only. "Missing No Apparent Risk" and
    absconding are other incidents. Out: series ("missing", then "other"), series_order, month and the result columns;
    measure "count", period "month", status as monthly_counts. Raises MissingColumns.
    """
    require_columns(counts, ("home_id", "month", "missing", "no_apparent_risk", "count"), "missing_against_other")
    is_missing = counts["missing"].astype(bool) & ~counts["no_apparent_risk"].astype(bool)
    months = _months_of_lines(places, coverage, period)
    rows: list[dict[str, object]] = []
    for order, (series, part) in enumerate(((MISSING, counts[is_missing]), (OTHER, counts[~is_missing]))):
        numbers = _numbers(part, places)
        for month in period.months if months else ():
            keys = dict(zip(MISSING_KEYS, (series, order, month), strict=True))
            rows.append(_row(keys, month, numbers.get((ALL_HOMES, month), 0), months[ALL_HOMES]))
    return result_frame(MISSING_KEYS, rows)


def first_months_of_other_homes(places: pd.DataFrame, period: Period) -> tuple[date, ...]:
    """The months in which other homes were open than in the month before, a home having opened or closed.

    places: home_id, opened, closed. Months in which none was open have no homes to compare: a home alone never changes.
    """
    require_columns(places, ("home_id", "opened", "closed"), "first_months_of_other_homes")
    open_in: dict[date, set[object]] = {month: set() for month in period.months}
    for home in places.itertuples(index=False):
        for month in months_open(home.opened, home.closed, period):
            open_in[month].add(home.home_id)
    some = [(month, homes) for month, homes in open_in.items() if homes]
    return tuple(month for (_, before), (month, now) in pairwise(some) if before != now)


def _months_of_lines(places: pd.DataFrame, coverage: pd.DataFrame, period: Period) -> dict[str, _Months]:
    """Each line in register order, then all homes together; nothing where there are no places."""
    require_columns(places, PLACE_COLUMNS, "monthly (places)")
    require_columns(coverage, COVERAGE_COLUMNS, "monthly (coverage)")
    of_homes = coverage[coverage["place_kind"] == "home"]
    covered = set(zip(of_homes["place"].astype(str), of_homes["month"], strict=True))
    lines: dict[str, _Months] = {}
    together = _Months()
    for home in places.sort_values("line_order", kind="stable").itertuples(index=False):
        is_open = set(months_open(home.opened, home.closed, period))
        gaps = {month for month in is_open if (str(home.home_id), month) not in covered}
        for months in (lines.setdefault(home.line, _Months()), together):
            months.is_open |= is_open
            months.not_covered |= gaps
    return {**lines, ALL_HOMES: together} if lines else {}


def _numbers(counts: pd.DataFrame, places: pd.DataFrame) -> Mapping[tuple[str, date], int]:
    """The counts by line and month, and by month for all homes together."""
    of_lines = counts[["home_id", "month", "count"]].merge(places[["home_id", "line"]], on="home_id")
    both = pd.concat([of_lines, of_lines.assign(line=ALL_HOMES)])
    sums: dict[tuple[str, date], int] = both.groupby(["line", "month"])["count"].sum().to_dict()
    return sums


def _row(keys: Mapping[str, object], month: date, count: int, months: _Months) -> dict[str, object]:
    # Records of a month in which the register has no home open are shown: they are in the total too.
    is_open, covered = month in months.is_open or count > 0, month not in months.not_covered
    return figure(
        keys,
        "month",
        "count",
        "count",
        float(count) if is_open and covered else NAN,
        supplied=covered,
        open_throughout=is_open,
    )
