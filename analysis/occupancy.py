"""Crimes and incidents of each home, allowing for how many children lived there."""

import pandas as pd

from analysis.coverage import covered_homes, line_months_open, openings
from analysis.disclosure import WITHHELD
from analysis.intervals import exact_interval
from analysis.periods import Period
from analysis.results import (
    ALL_HOMES,
    FIGURE_COLUMNS,
    NAN,
    SHOWN,
    Direction,
    When,
    figure,
    require_columns,
    result_frame,
)

KEYS = ("line", "line_order")
MEASURE = "rate"
ALL_HOMES_LAST = 10_000
FEWEST_CHILDREN = 3  # where fewer lived on average, counts in child-months are those of one child
DIRECTION: Direction = "neutral"


def rate_per_child_months(
    counts: pd.DataFrame,
    occupancy: pd.DataFrame,
    places: pd.DataFrame,
    coverage: pd.DataFrame,
    occupancy_coverage: pd.DataFrame,
    previous: Period,
    current: Period,
) -> pd.DataFrame:
    """Crimes or incidents for every 100 months that a child lived in the home (child-months), in both periods.

    In: counts home_id, month, count (crimes or incidents, never both); occupancy home_id, month, average_children;
    places home_id, line, line_order, opened, closed; coverage of the counts and of occupancy place_kind, place, month.
    Out: line ("All homes" last, order 10,000), line_order and the result columns; one row a line and period, measure
    "rate": numerator the count, denominator the child-months (the average children of all months added up), value their
    quotient, never multiplied by 100, with the exact 95% limits for single, independent events. Where an open month of
    a home of the line lacks the count or the occupancy, the line and all homes are "not supplied"; a line that was not
    open in the period and has no record is "not open". Nobody lived there: no value. Where fewer than
    3 children lived on average in the months the line was open, it is "withheld"; all homes too, where that line alone
    is, since the others would tell it. Raises MissingColumns.
    """
    require_columns(counts, ("home_id", "month", "count"), "rate_per_child_months (counts)")
    require_columns(occupancy, ("home_id", "month", "average_children"), "rate_per_child_months (occupancy)")
    lines = places.drop_duplicates("line").sort_values("line_order", kind="stable")
    order_of = dict(zip(lines["line"], lines["line_order"], strict=True))
    opening = openings(places, previous, current)
    rows: list[tuple[int, dict[str, object]]] = []
    periods: tuple[tuple[When, Period], ...] = (("previous", previous), ("current", current))
    for when, period in periods:
        covered = _covered_by_both(places, coverage, occupancy_coverage, period)
        parts = [_by_line(counts, "count", places, period), _by_line(occupancy, "average_children", places, period)]
        sums = pd.concat(parts, axis=1).reindex(list(order_of)).fillna(0.0)
        if order_of:
            covered[ALL_HOMES] = all(covered.values())
            sums.loc[ALL_HOMES] = sums.sum()
        withheld = _withheld(sums["average_children"], places, period)
        for line, count, lived in sums.itertuples():
            order = order_of.get(line, ALL_HOMES_LAST)
            was_open = (opening[line].previous if when == "previous" else opening[line].current) or count > 0
            keys = dict(zip(KEYS, (line, order), strict=True))
            row = _rate(keys, when, count, lived, covered[line], was_open)
            if line in withheld and row["status"] == SHOWN:
                row |= {**dict.fromkeys(FIGURE_COLUMNS, NAN), "status": WITHHELD}
            rows.append((order, row))
    return result_frame(KEYS, [row for _, row in sorted(rows, key=lambda ordered: ordered[0])])


def _covered_by_both(
    places: pd.DataFrame, coverage: pd.DataFrame, occupancy_coverage: pd.DataFrame, period: Period
) -> dict[str, bool]:
    counted, lived = (covered_homes(places, source, period) for source in (coverage, occupancy_coverage))
    return {line: counted[line] and lived[line] for line in counted}


def _withheld(lived: pd.Series, places: pd.DataFrame, period: Period) -> set[str]:
    """The lines where somebody lived, and on average fewer than three; all homes where it is one line alone."""
    few = set()
    for line, homes in places.groupby("line", sort=False):
        months = len(line_months_open(homes, period)) or period.length
        if 0 < lived[line] < FEWEST_CHILDREN * months:
            few.add(str(line))
    return few | ({ALL_HOMES} if len(few) == 1 else set())


def _by_line(rows: pd.DataFrame, column: str, places: pd.DataFrame, period: Period) -> pd.Series:
    inside = rows.loc[rows["month"].isin(period.months), ["home_id", column]]
    return inside.merge(places[["home_id", "line"]], on="home_id").groupby("line")[column].sum().astype(float)


def _rate(
    keys: dict[str, object], when: When, count: float, lived: float, supplied: bool, was_open: bool
) -> dict[str, object]:
    value, low, high = NAN, NAN, NAN
    if supplied and lived > 0:
        value = count / lived
        low, high = (limit / lived for limit in exact_interval(count))
    return figure(
        keys,
        when,
        MEASURE,
        "per_100_child_months",
        value,
        numerator=count,
        denominator=lived,
        low=low,
        high=high,
        supplied=supplied,
        open_throughout=was_open,
    )
