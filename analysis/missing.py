"""How much of what the homes call the police about is children missing."""

import pandas as pd

from analysis.coverage import covered_homes, openings
from analysis.periods import Period
from analysis.results import (
    ALL_HOMES,
    NAN,
    Direction,
    When,
    require_columns,
    result_frame,
    share_figure,
)

KEYS = ("line", "line_order")
MEASURE = "missing share"
ALL_HOMES_FIRST = -1
DIRECTION: Direction = "neutral"  # staff must report a missing child


def missing_share(
    counts: pd.DataFrame,
    places: pd.DataFrame,
    coverage: pd.DataFrame,
    previous: Period,
    current: Period,
    include_no_apparent_risk: bool = False,
) -> pd.DataFrame:
    """The part of all incidents that are reports of a missing person, all homes together first and then each home.

    In: counts home_id, month, missing, no_apparent_risk, count (incidents); places home_id, line, line_order, opened,
    closed; coverage place_kind, place, month. "Missing No Apparent Risk" counts only when asked for; absconding never.
    Out: line ("All homes" first, order -1), line_order and the result columns; one row a line and period, measure
    "missing share", with the Wilson 95% interval. No incidents: no value; not open in the period either: "not open".
    Raises MissingColumns.
    """
    require_columns(counts, ("home_id", "month", "missing", "no_apparent_risk", "count"), MEASURE)
    numbers = _missing_and_all(counts, include_no_apparent_risk).merge(places[["home_id", "line"]], on="home_id")
    lines = places.drop_duplicates("line").sort_values("line_order", kind="stable")
    order_of = dict(zip(lines["line"], lines["line_order"], strict=True))
    opening = openings(places, previous, current)
    rows: list[tuple[int, dict[str, object]]] = []
    periods: tuple[tuple[When, Period], ...] = (("previous", previous), ("current", current))
    for when, period in periods:
        covered = covered_homes(places, coverage, period)
        in_period = numbers[numbers["month"].isin(period.months)]
        sums = in_period.groupby("line")[["missing", "count"]].sum().reindex(list(order_of), fill_value=0)
        if order_of:
            covered[ALL_HOMES] = all(covered.values())
            sums.loc[ALL_HOMES] = sums.sum()
        for line, missing, all_incidents in sums.itertuples():
            keys = dict(zip(KEYS, (line, order_of.get(line, ALL_HOMES_FIRST)), strict=True))
            numerator, denominator = (missing, all_incidents) if covered[line] else (NAN, NAN)
            was_open = (opening[line].previous if when == "previous" else opening[line].current) or all_incidents > 0
            row = share_figure(keys, when, MEASURE, float(numerator), float(denominator), True, was_open=bool(was_open))
            rows.append((order_of.get(line, ALL_HOMES_FIRST), row))
    return result_frame(KEYS, [row for _, row in sorted(rows, key=lambda ordered: ordered[0])])


def _missing_and_all(counts: pd.DataFrame, include_no_apparent_risk: bool) -> pd.DataFrame:
    missing, no_risk = counts["missing"].astype(bool), counts["no_apparent_risk"].astype(bool)
    wanted = (missing | no_risk) if include_no_apparent_risk else (missing & ~no_risk)
    return counts[["home_id", "month", "count"]].assign(missing=counts["count"].where(wanted, 0))
