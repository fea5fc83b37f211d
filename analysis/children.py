"""How many children the incidents were about, and how much of it three of them: all homes together only."""

from typing import Any

import pandas as pd

from analysis.coverage import covered_homes, line_months_open
from analysis.periods import Period
from analysis.results import (
    FIGURE_COLUMNS,
    NAN,
    Direction,
    When,
    count_figure,
    require_columns,
    result_frame,
    share_figure,
)

KEYS = ("kind",)
KINDS = ("incidents", "missing")
CHILDREN = "children"
RECORDED = "recorded"
SHARE_OF_THREE = "share of three"
OF_THREE = "incidents of three"
OF_OTHERS = "incidents of others"
OF_NOBODY = "incidents without a child"
COUNT_COLUMNS = ("period", "kind", "incidents", "recorded", "children", "of_most_frequent")
OF_SOME = (SHARE_OF_THREE, OF_THREE, OF_OTHERS)
MOST_FREQUENT = 3
LEAST_CHILDREN = 3  # fewer are not told apart from each other, and no group of children is smaller
SPLIT_FROM = MOST_FREQUENT + LEAST_CHILDREN
FEW_CHILDREN = f"fewer than {LEAST_CHILDREN} children"
NOT_SPLIT = "too few children"
NOT_YOURS = "withheld"
DIRECTION: Direction = "neutral"  # staff must report a missing child


def children_involved(
    counts: pd.DataFrame, places: pd.DataFrame, coverage: pd.DataFrame, previous: Period, current: Period
) -> pd.DataFrame:
    """How many children were recorded in incidents at all homes, and in what part of them three children were.

    In: counts period ("previous" or "current"), kind ("incidents" for all, "missing" for Missing Person), incidents,
    recorded (incidents with a child recorded), children (each once over the period), of_most_frequent (incidents with
    one of the three children recorded most often); places home_id, line, line_order, opened, closed and coverage
    place_kind, place, month, both of all the authority's homes.
    Out: kind and the result columns; measures children (count), recorded (share of all incidents), "share of three"
    (share of the incidents with a child recorded), and the parts that all incidents fall into: "incidents of three",
    "incidents of others" (and of none of the three), "incidents without a child" (shares of all incidents).
    One or two children are "fewer than 3 children", and how many incidents they were recorded in is not given, since
    that could be one child's number. The three are told apart only where at least three other children were recorded
    ("too few children"): otherwise what is left would be the number of one or two. A period without counts is
    "withheld": the viewer may not see all homes. Raises MissingColumns.
    """
    require_columns(counts, COUNT_COLUMNS, "children_involved")
    rows: list[dict[str, object]] = []
    periods: tuple[tuple[When, Period], ...] = (("previous", previous), ("current", current))
    for kind in KINDS:
        for when, period in periods:
            # Where no home was open there is nothing that a source could have covered.
            somewhere_open = bool(line_months_open(places, period))
            covered = somewhere_open and all(covered_homes(places, coverage, period).values())
            found = counts[(counts["kind"] == kind) & (counts["period"] == when)].to_dict("records")
            rows += _figures({"kind": kind}, when, covered, found[0] if found else None)
    return result_frame(KEYS, rows)


def _figures(keys: dict[str, object], when: When, covered: bool, found: Any) -> list[dict[str, object]]:
    supplied = found is not None and covered
    incidents, recorded, children, of_three = (float(found[name]) if supplied else NAN for name in COUNT_COLUMNS[2:])
    rows = [
        count_figure(keys, when, children, measure=CHILDREN),
        share_figure(keys, when, RECORDED, recorded, incidents),
        share_figure(keys, when, SHARE_OF_THREE, of_three, recorded),
        share_figure(keys, when, OF_THREE, of_three, incidents),
        share_figure(keys, when, OF_OTHERS, recorded - of_three, incidents),
        share_figure(keys, when, OF_NOBODY, incidents - recorded, incidents),
    ]
    if found is None:
        return [_unsaid(row, NOT_YOURS) for row in rows]
    if children < SPLIT_FROM:
        rows = [_unsaid(row, NOT_SPLIT) if row["measure"] in OF_SOME else row for row in rows]
    if 0 < children < LEAST_CHILDREN:
        # How many incidents there were is known from every other table.
        rows = [_unsaid(row, FEW_CHILDREN) for row in rows]
        rows[1]["denominator"] = incidents
    return rows


def _unsaid(row: dict[str, object], why: str) -> dict[str, object]:
    """The row without its numbers, and why."""
    return {**row, **dict.fromkeys(FIGURE_COLUMNS, NAN), "status": why}
