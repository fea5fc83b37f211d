"""Released tables to word: Derby's published figures, and tables made from a few counts."""

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.breakdown import TYPE_KEYS, type_breakdown
from analysis.comparison import KEYS, home_against_neighbourhood
from analysis.disclosure import Audience, Released, release
from analysis.missing import KEYS as MISSING_KEYS
from analysis.missing import missing_share
from analysis.periods import parse_period
from analysis.ratios import widened_rate_ratio, widened_ratio_of_ratios
from analysis.results import NAN, change_figure, count_figure, figure, result_frame, share_figure
from analysis.youth_justice import YJS_MEASURES, youth_justice_table

PUBLISHED = Path(__file__).parents[2] / "published"
PREVIOUS, CURRENT = parse_period("2021-22"), parse_period("2022-23")
PERIODS = ((PREVIOUS, "previous_2021_22"), (CURRENT, "current_2022_23"))
LINES = ["Home 1", "Home 2", "Home 3/4"]
AREAS = ["Chellaston", "Boulton, Sinfin and Osmaston", "Boulton, Sinfin and Osmaston"]
SENSITIVE = ("sexual", "domestic", "sudden death")


def give(table: pd.DataFrame, audience: Audience = "partnership") -> Released:
    return release({"table": table}, audience)["table"]


def published(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def derby_places() -> pd.DataFrame:
    rows = [
        {"home_id": number, "line": line, "line_order": number, "neighbourhood": area, "opened": None, "closed": None}
        for number, (line, area) in enumerate(zip(LINES, AREAS, strict=True), start=1)
    ]
    return pd.DataFrame(rows)


def coverage(kind: str, names: Sequence[str]) -> pd.DataFrame:
    months = [*PREVIOUS.months, *CURRENT.months]
    return pd.DataFrame([{"place_kind": kind, "place": name, "month": month} for name in names for month in months])


def derby_counts(name: str, type_column: str) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for row in published(name):
        label = row[type_column]
        for period, column in PERIODS:
            rows.append(
                {
                    "home_id": LINES.index(row["home"]) + 1,
                    "month": period.start,
                    "type": label,
                    "missing": label.startswith("Missing"),
                    "no_apparent_risk": label == "Missing No Apparent Risk",
                    "sensitive": any(word in label.lower() for word in SENSITIVE),
                    "count": int(row[column]),
                }
            )
    return pd.DataFrame(rows)


def derby_comparison(thing: str) -> Released:
    name = {"crime": "crimes", "incident": "incidents"}[thing]
    counts, areas = [], []
    for row in published(f"{name}_home_vs_neighbourhood"):
        for period, column in PERIODS:
            number = {"month": period.start, "count": int(row[column])}
            if row["kind"] == "home":
                counts.append({"home_id": LINES.index(row["place"]) + 1, **number})
            elif row["kind"] == "neighbourhood":
                areas.append({"neighbourhood": row["place"], "kind": thing, **number})
    table = home_against_neighbourhood(
        pd.DataFrame(counts),
        pd.DataFrame(areas),
        derby_places(),
        coverage("home", ["1", "2", "3"]),
        coverage("neighbourhood", AREAS),
        PREVIOUS,
        CURRENT,
        totals_only=[(place, period) for place in (*LINES, *AREAS) for period in (PREVIOUS, CURRENT)],
    )
    return give(table)


def derby_breakdown(name: str, type_column: str, audience: Audience = "partnership") -> Released:
    counts = derby_counts(name, type_column)
    return give(type_breakdown(counts, derby_places(), coverage("home", ["1", "2", "3"]), PREVIOUS, CURRENT), audience)


def derby_missing(include_no_apparent_risk: bool = False) -> Released:
    counts = derby_counts("incidents_by_type", "incident_type")
    covered = coverage("home", ["1", "2", "3"])
    return give(missing_share(counts, derby_places(), covered, PREVIOUS, CURRENT, include_no_apparent_risk))


def comparison_of(
    homes: dict[str, tuple[float, float]],
    area: tuple[float, float] = (1000.0, 950.0),
    phi: float = 3.0,
    not_open: Sequence[str] = (),
) -> Released:
    """Homes of one neighbourhood with these counts in the two periods; NaN: not supplied; some not always open."""
    named = [("Chellaston", "neighbourhood", area), *((name, "home", counts) for name, counts in homes.items())]
    sums = tuple(sum(counts[when] for counts in homes.values()) for when in (0, 1))
    named += [("All neighbourhoods", "all neighbourhoods", area), ("All homes", "all homes", sums)]
    rows: list[dict[str, object]] = []
    for order, (name, kind, (before, now)) in enumerate(named):
        keys = dict(zip(KEYS, (name, kind, "Chellaston", order), strict=True))
        supplied = before == before and now == now
        is_open = not (name in not_open or (kind == "all homes" and not_open))
        ratio = widened_rate_ratio(before, now, phi) if supplied else (NAN, NAN, NAN)
        compared = supplied and kind == "all homes"
        against = widened_ratio_of_ratios(before, now, *area, phi, phi) if compared else (NAN, NAN, NAN)
        rows += [
            count_figure(keys, "previous", before),
            count_figure(keys, "current", now),
            change_figure(keys, before, now),
            figure(
                keys,
                "current",
                "expected",
                "expected",
                before * area[1] / area[0],
                supplied=before == before,
                open_throughout=is_open,
            ),
        ]
        for measure, (value, low, high) in (("widened_ratio", ratio), ("widened_ratio_of_ratios", against)):
            rows.append(
                figure(
                    keys,
                    "both",
                    measure,
                    "ratio",
                    value,
                    low=low,
                    high=high,
                    supplied=supplied,
                    open_throughout=is_open,
                )
            )
    return give(result_frame(KEYS, rows))


def breakdown_of(
    lines: dict[str, dict[str, tuple[float, float]]],
    sensitive: Sequence[str] = (),
    audience: Audience = "partnership",
) -> Released:
    """Lines with the counts of their types in the two periods; all homes are added up."""
    names = list(dict.fromkeys(name for types in lines.values() for name in types))
    nothing = (0, 0)
    together = {
        name: tuple(sum(types.get(name, nothing)[when] for types in lines.values()) for when in (0, 1))
        for name in names
    }
    rows: list[dict[str, object]] = []
    for order, (line, types) in enumerate([*lines.items(), ("All homes", together)]):
        keys = dict(zip(TYPE_KEYS, (line, order, "", False), strict=True))
        for when, name in enumerate(("previous", "current")):
            total = sum(counts[when] for counts in types.values())
            rows.append(figure(keys, name, "total", "count", total, supplied=total == total))
        for name, (before, now) in sorted(types.items(), key=lambda item: (-item[1][1], item[0])):
            keys = dict(zip(TYPE_KEYS, (line, order, name, name in sensitive), strict=True))
            totals = [sum(counts[when] for counts in types.values()) for when in (0, 1)]
            rows += [
                count_figure(keys, "previous", before),
                count_figure(keys, "current", now),
                change_figure(keys, before, now),
                share_figure(keys, "previous", "share", before, totals[0]),
                share_figure(keys, "current", "share", now, totals[1]),
            ]
    return give(result_frame(TYPE_KEYS, rows), audience)


def missing_of(lines: dict[str, tuple[float, float, float, float]]) -> Released:
    """Lines with missing of all incidents before, and missing of all incidents now; all homes are added up."""
    together = tuple(sum(numbers[position] for numbers in lines.values()) for position in range(4))
    rows: list[dict[str, object]] = []
    for order, (line, numbers) in enumerate([("All homes", together), *lines.items()], start=-1):
        keys = dict(zip(MISSING_KEYS, (line, order), strict=True))
        rows.append(share_figure(keys, "previous", "missing share", numbers[0], numbers[1], wilson=True))
        rows.append(share_figure(keys, "current", "missing share", numbers[2], numbers[3], wilson=True))
    return give(result_frame(MISSING_KEYS, rows))


def youth_justice_of(numbers: dict[str, tuple[int, int]]) -> Released:
    """The Youth Justice Service table from counts by the key of the measure."""
    rows = [
        {"period": period, "measure": key, "count": counts[when]}
        for key, counts in numbers.items()
        for when, period in enumerate(("previous", "current"))
    ]
    events = pd.DataFrame(rows, columns=["period", "measure", "count"])
    return give(youth_justice_table(events, {"previous": True, "current": True}))


def derby_youth_justice() -> Released:
    key_of = {measure.label: measure.key for measure in YJS_MEASURES}
    rows = published("youth_justice")
    return youth_justice_of(
        {key_of[row["measure"]]: (int(row["previous_2021_22"]), int(row["current_2022_23"])) for row in rows}
    )


class Tables:
    """The makers above, for tests to ask for by one fixture."""

    give: Callable[..., Released] = staticmethod(give)
    derby_comparison = staticmethod(derby_comparison)
    derby_breakdown = staticmethod(derby_breakdown)
    derby_missing = staticmethod(derby_missing)
    derby_youth_justice = staticmethod(derby_youth_justice)
    comparison_of = staticmethod(comparison_of)
    breakdown_of = staticmethod(breakdown_of)
    missing_of = staticmethod(missing_of)
    youth_justice_of = staticmethod(youth_justice_of)
    as_at = date(2023, 3, 31)


@pytest.fixture(scope="session")
def tables() -> type[Tables]:
    return Tables
