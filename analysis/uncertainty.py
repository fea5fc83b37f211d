"""What stands behind a comparison where the comparison itself carries no intervals: types, few counts, children."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.breakdown import is_other_types
from analysis.coverage import openings
from analysis.cromarty import COMPARED_RESULTS
from analysis.intervals import count_interval, sign_test
from analysis.periods import Period
from analysis.ratios import DEFAULT_PHI, MIN_EVENTS, dispersion, months_that_tell
from analysis.results import (
    ALL_HOMES,
    NAN,
    SHOWN,
    Direction,
    When,
    figure,
    ratio_figures,
    require_columns,
    result_frame,
    share_figure,
)

TYPE_KEYS = ("type",)
RESULT_KEYS = ("result",)
PERIODS: tuple[When, When] = ("previous", "current")
DIRECTION: Direction = "neutral"


def type_ratios(
    types: pd.DataFrame,
    counts: pd.DataFrame,
    places: pd.DataFrame,
    previous: Period,
    current: Period,
    line: str = ALL_HOMES,
    *,
    totals_only: Collection[Period] = (),
) -> pd.DataFrame:
    """How many times as many of each type as before, for types with at least 20 in the two periods together.

    In: types, the rows of type_breakdown that may stand in a room (Released.open_frame): line, type, sensitive, period,
    measure, value, status; counts home_id, month, type, count; places home_id, line, opened, closed. `line`: one
    reporting line, or all homes together. `totals_only`: periods of which some home has a total without months, so that
    they tell nothing about the usual ups and downs. Out: type and the result columns, in the order of `types`; measures
    rate_ratio (exact), exact_p, widened_ratio and dispersion, as in home_against_neighbourhood. Sensitive types and
    those folded into "Other types" are left out. Raises MissingColumns.
    """
    needed = ("line", "type", "sensitive", "period", "measure", "value", "status")
    require_columns(types, needed, "type_ratios (types)")
    require_columns(counts, ("home_id", "month", "type", "count"), "type_ratios (counts)")
    require_columns(places, ("home_id", "line", "opened", "closed"), "type_ratios (places)")
    homes = places if line == ALL_HOMES else places[places["line"] == line]
    here = counts[counts["home_id"].isin(homes["home_id"])]
    by_month: dict[tuple[str, object], float] = here.groupby(["type", "month"])["count"].sum().to_dict()
    throughout = openings(places, previous, current)[line].throughout
    told = [period for period in (previous, current) if period not in totals_only]
    rows: list[dict[str, object]] = []
    for name, (before, now) in _counts_by_type(types[types["line"] == line]).items():
        if before + now >= MIN_EVENTS:
            months = [[by_month.get((name, month), 0) for month in p.months] for p in told]
            phi, told_by = dispersion(months), months_that_tell(months)
            rows += ratio_figures({"type": name}, before, now, phi, told_by, open_throughout=throughout)
    return result_frame(TYPE_KEYS, rows)


def count_intervals(table: pd.DataFrame, keys: Sequence[str], ratios_of: Collection[str] = ()) -> pd.DataFrame:
    """How far the long-run level could lie from each count if every event were a separate one (95% interval).

    In: a long result with `keys` and the measure count. Out: `keys` and the result columns; measure count with the
    interval in low and high (exact under ten, by Byar's method from ten), and for the values of the first key named in
    `ratios_of` rate_ratio (exact) and exact_p. Raises MissingColumns.
    """
    require_columns(table, (*keys, "period", "measure", "value", "status"), "count_intervals")
    rows: list[dict[str, object]] = []
    counted = table[table["measure"] == "count"]
    for _, own in counted.groupby([counted[key] for key in keys], sort=False):
        of_key = {key: own[key].iloc[0] for key in keys}
        found = {row["period"]: row for row in own.to_dict("records")}
        for when in PERIODS:
            value, supplied = float(found[when]["value"]), found[when]["status"] == SHOWN
            low, high = count_interval(value) if supplied else (NAN, NAN)
            rows.append(figure(of_key, when, "count", "count", value, low=low, high=high, supplied=supplied))
        if of_key[keys[0]] in ratios_of:
            rows += _exact_ratio(of_key, *(found[when] for when in PERIODS))
    return result_frame(keys, rows)


def result_shares(summary: pd.DataFrame) -> pd.DataFrame:
    """What part of the children scored higher, the same or lower, and how even higher and lower are (sign test).

    In: what cromarty_summary returns. Out: result and the result columns; measure share with the Wilson 95% interval
    for each result that has a denominator; then exact_p with result "": the children who scored higher as numerator,
    those who scored higher or lower as denominator. Raises MissingColumns.
    """
    needed = ("result", "measure", "numerator", "denominator", "value", "status")
    require_columns(summary, needed, "result_shares")
    counts = summary[(summary["measure"] == "count") & summary["result"].isin(COMPARED_RESULTS)]
    found = {row["result"]: row for row in counts.to_dict("records")}
    rows = [
        share_figure({"result": name}, "current", "share", row["numerator"], row["denominator"], wilson=True)
        for name, row in found.items()
    ]
    up, down = (float(found[name]["value"]) for name in ("improved", "lower"))
    supplied = not (math.isnan(up) or math.isnan(down))
    p = sign_test(int(up), int(down)) if supplied else NAN
    rows.append(
        figure({"result": ""}, "current", "exact_p", "p", p, numerator=up, denominator=up + down, supplied=supplied)
    )
    return result_frame(RESULT_KEYS, rows)


def _counts_by_type(types: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The counts of both periods of the types that may be named and were supplied for both."""
    may_be_named = ~types["sensitive"].astype(bool) & ~types["type"].map(is_other_types).astype(bool)
    counts = types[may_be_named & types["measure"].eq("count") & types["status"].eq(SHOWN)]
    found: dict[str, dict[str, float]] = {}
    for row in counts.to_dict("records"):
        found.setdefault(row["type"], {})[row["period"]] = float(row["value"])
    return {name: (own["previous"], own["current"]) for name, own in found.items() if len(own) == len(PERIODS)}


def _exact_ratio(
    keys: Mapping[str, object], before: Mapping[str, Any], now: Mapping[str, Any]
) -> list[dict[str, object]]:
    """Few counts of few children have an exact ratio and no widened one: no verdict is made on them."""
    supplied = before["status"] == now["status"] == SHOWN
    counts = (float(before["value"]), float(now["value"])) if supplied else (NAN, NAN)
    rows = ratio_figures(keys, *counts, DEFAULT_PHI, 0)
    return [row for row in rows if row["measure"] in ("rate_ratio", "exact_p")]
