"""Which homes and neighbourhoods a source covers over a whole period. No record in a covered month is 0."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from analysis.periods import Period
from analysis.results import require_columns

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
