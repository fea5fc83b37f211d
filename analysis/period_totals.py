"""Where only totals of whole periods were published: which of them to use, put beside the months that records cover."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from analysis.coverage import COVERAGE_COLUMNS, covered_homes, covered_neighbourhoods
from analysis.periods import Period, add_months
from analysis.results import require_columns

PERIOD_COLUMNS = ("first_month", "last_month", "count", "published_on")
ALL_TYPES = ""  # the type of a count of all types together


REVISED_COLUMNS = ("place", "first_month", "last_month", "published", "published_on", "now")


@dataclass(frozen=True)
class Supplied:
    """What is known of places over several periods: counts and coverage, as the measures take them.

    totals_only: each (line or neighbourhood, period) that is told by a published total alone, so that its months, and
    with them its usual ups and downs, are not known. revised: what was published of a period that records cover, and
    now differs; place, first_month, last_month, published, published_on, now. types_missing: each (line, period) of
    which all types together were published, but not types that add up to it.
    """

    counts: pd.DataFrame
    coverage: pd.DataFrame
    totals_only: frozenset[tuple[str, Period]]
    revised: pd.DataFrame
    types_missing: frozenset[tuple[str, Period]] = frozenset()


def homes_with_totals(
    counts: pd.DataFrame,
    coverage: pd.DataFrame,
    totals: pd.DataFrame,
    places: pd.DataFrame,
    periods: Sequence[Period],
    *,
    by_type: bool,
) -> Supplied:
    """The records of each line where they cover a period, else its published total, never both.

    In: counts home_id, line, line_order, neighbourhood, month, type, ..., count; coverage place_kind, place, month;
    totals line, type ("" for all types together), ..., first_month, last_month, count, published_on; places home_id,
    line, line_order, neighbourhood, opened, closed. `by_type`: use the counts of single types, else those of all types.
    A total becomes a row of the line's first home in the first month of the period, and the whole period counts as
    covered. Published parts that make up a period without a gap are added. Raises MissingColumns.
    """
    require_columns(totals, ("line", "type", *PERIOD_COLUMNS), "homes_with_totals (totals)")
    homes_of = {str(line): homes for line, homes in places.groupby("line", sort=False)}
    dropped = pd.Series(False, counts.index)
    used: list[dict[str, Any]] = []
    covered: list[tuple[str, str, date]] = []
    totals_only: set[tuple[str, Period]] = set()
    types_missing: set[tuple[str, Period]] = set()
    revised: list[dict[str, Any]] = []
    for period in periods:
        by_records = covered_homes(places, coverage, period)
        for line, of_line in totals.groupby("line", sort=False):
            all_types = _parts_of(of_line[of_line["type"].eq(ALL_TYPES)], period)
            parts = _types_of(of_line, all_types, period) if by_type else all_types
            if str(line) not in homes_of:
                continue
            if parts is None:
                if by_type and all_types is not None and not by_records[str(line)]:
                    types_missing.add((str(line), period))
                continue
            homes = homes_of[str(line)]
            own = counts["home_id"].isin(homes["home_id"]) & counts["month"].isin(period.months)
            if by_records[str(line)]:
                revised += _revised(str(line), period, all_types, float(counts.loc[own, "count"].sum()))
                continue
            dropped |= own  # records of some of its months; with the total they would be counted twice
            used += _as_records(parts, homes.iloc[0], period)
            covered += [("home", str(home_id), month) for home_id in homes["home_id"] for month in period.months]
            totals_only.add((str(line), period))
    told = _supplied(counts[~dropped], coverage, used, covered, totals_only, revised)
    return replace(told, types_missing=frozenset(types_missing))


def neighbourhoods_with_totals(
    counts: pd.DataFrame, coverage: pd.DataFrame, totals: pd.DataFrame, kind: str, periods: Sequence[Period]
) -> Supplied:
    """The monthly counts of each neighbourhood where they cover a period, else its published total, never both.

    In: counts neighbourhood, month, kind, count; coverage place_kind, place, month; totals neighbourhood, first_month,
    last_month, count, published_on. Otherwise as homes_with_totals.
    """
    require_columns(totals, ("neighbourhood", *PERIOD_COLUMNS), "neighbourhoods_with_totals (totals)")
    dropped = pd.Series(False, counts.index)
    used: list[dict[str, Any]] = []
    covered: list[tuple[str, str, date]] = []
    totals_only: set[tuple[str, Period]] = set()
    revised: list[dict[str, Any]] = []
    names = [str(name) for name in totals["neighbourhood"].unique()]
    for period in periods:
        by_months = covered_neighbourhoods(names, coverage, period)
        for name in names:
            parts = _parts_of(totals[totals["neighbourhood"].eq(name)], period)
            if parts is None:
                continue
            own = counts["neighbourhood"].eq(name) & counts["month"].isin(period.months)
            if by_months[name]:
                revised += _revised(name, period, parts, float(counts.loc[own, "count"].sum()))
                continue
            dropped |= own
            total = int(parts["count"].sum())
            used.append({"neighbourhood": name, "month": period.start, "kind": kind, "count": total})
            covered += [("neighbourhood", name, month) for month in period.months]
            totals_only.add((name, period))
    return _supplied(counts[~dropped], coverage, used, covered, totals_only, revised)


def totals_of(totals: pd.DataFrame, period: Period, not_added: Collection[str] = ()) -> dict[str, float]:
    """The published counts of a whole period by their label, parts of it added up.

    In: label, first_month, last_month, count, published_on. `not_added`: labels that count different children, who do
    not add up over parts of a period. Raises MissingColumns.
    """
    require_columns(totals, ("label", *PERIOD_COLUMNS), "totals_of")
    found: dict[str, float] = {}
    for label, of_label in totals.groupby("label", sort=False):
        parts = _parts_of(of_label, period)
        if parts is not None and (len(parts) == 1 or label not in not_added):
            found[str(label)] = float(parts["count"].sum())
    return found


def revised_totals(
    totals: pd.DataFrame, now: Mapping[str, float], period: Period, names: Mapping[str, str]
) -> pd.DataFrame:
    """The published counts of a period that differ from what records say now.

    In: totals label, first_month, last_month, count, published_on; `now`: counts by label; `names`: of the labels to
    look at. Out: as Supplied.revised, with the name as place. Raises MissingColumns.
    """
    require_columns(totals, ("label", *PERIOD_COLUMNS), "revised_totals")
    rows: list[dict[str, Any]] = []
    for label, name in names.items():
        parts = _parts_of(totals[totals["label"] == label], period)
        if parts is not None and len(parts) == 1:
            rows += _revised(name, period, parts, now.get(label, 0.0))
    return pd.DataFrame(rows, columns=REVISED_COLUMNS)


def _parts_of(totals: pd.DataFrame, period: Period) -> pd.DataFrame | None:
    """The rows whose months make up the period: one row, or parts that follow each other without a gap.

    Of several ways to make it up, the one whose oldest publication is the newest; of those alike, the fewest parts.
    """
    published: dict[tuple[date, date], date] = {}
    months = zip(totals["first_month"], totals["last_month"], strict=True)
    for part, day in zip(months, totals["published_on"], strict=True):
        published[part] = min(day, published.get(part, day))
    best: dict[date, tuple[date, int, list[tuple[date, date]]]] = {period.end: (date.max, 0, [])}
    for part in sorted(published, reverse=True):  # later parts first: what follows a part is known by then
        after = best.get(add_months(part[1], 1))
        if part[0] < period.start or after is None:
            continue
        way = (min(published[part], after[0]), after[1] - 1, [part, *after[2]])
        if part[0] not in best or way[:2] > best[part[0]][:2]:
            best[part[0]] = way
    if period.start not in best:
        return None
    _, _, chosen = best[period.start]
    parts = pd.Series(zip(totals["first_month"], totals["last_month"], strict=True), totals.index, dtype=object)
    return totals[parts.isin(chosen)]


def _types_of(of_line: pd.DataFrame, all_types: pd.DataFrame | None, period: Period) -> pd.DataFrame | None:
    """The counts of single types, where they are all of them: they add up to the count of all types.

    Without that count, all types published within the period must be of the same parts of it.
    """
    types = of_line[of_line["type"].ne(ALL_TYPES)]
    parts = _parts_of(types, period)
    if all_types is not None:
        parts = types.iloc[:0] if parts is None else parts
        return parts if parts["count"].sum() == all_types["count"].sum() else None
    inside = types[types["first_month"].ge(period.start) & types["last_month"].lt(period.end)]
    return parts if parts is not None and len(parts) == len(inside) else None


def _as_records(parts: pd.DataFrame, home: Any, period: Period) -> list[dict[str, Any]]:
    """Totals in the shape of counted records."""
    told = {name: home[name] for name in ("home_id", "line", "line_order", "neighbourhood")}
    return [{**row, **told, "month": period.start} for row in parts.to_dict("records")]


def _revised(place: str, period: Period, parts: pd.DataFrame | None, now: float) -> list[dict[str, Any]]:
    """One row where a published count differs from what records say now."""
    if parts is None or parts["count"].sum() == now:
        return []
    values = (place, period.start, period.last_month, float(parts["count"].sum()), max(parts["published_on"]), now)
    return [dict(zip(REVISED_COLUMNS, values, strict=True))]


def _supplied(
    counts: pd.DataFrame,
    coverage: pd.DataFrame,
    used: list[dict[str, Any]],
    covered: list[tuple[str, str, date]],
    totals_only: set[tuple[str, Period]],
    revised: list[dict[str, Any]],
) -> Supplied:
    months = pd.DataFrame(covered, columns=COVERAGE_COLUMNS)
    return Supplied(
        _joined(counts, pd.DataFrame(used, columns=counts.columns)),
        _joined(coverage, months),
        frozenset(totals_only),
        pd.DataFrame(revised, columns=REVISED_COLUMNS),
    )


def _joined(frame: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Both one below the other; an empty table brings no types of columns with it."""
    if more.empty:
        return frame
    return more if frame.empty else pd.concat([frame, more[frame.columns]], ignore_index=True)
