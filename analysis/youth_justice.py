"""What the Youth Justice Service did with children living in the council's homes, wherever it happened."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.results import NAN, Direction, When, change_figure, count_figure, require_columns, result_frame

KEYS = ("label", "order", "direction")


@dataclass(frozen=True)
class YouthJusticeMeasure:
    """A row of the table: its key in the data, its label as printed, its direction, and whether papers printed it."""

    key: str
    label: str
    direction: Direction = "neutral"
    printed: bool = True


YJS_MEASURES: tuple[YouthJusticeMeasure, ...] = (
    YouthJusticeMeasure("children", "young people involved with YJS"),
    YouthJusticeMeasure("substantive_orders", "on substantive court orders"),
    YouthJusticeMeasure("offences", "offences committed in period"),
    YouthJusticeMeasure("court_appearances", "court appearances"),
    YouthJusticeMeasure("court_children", "young people who appeared in court", printed=False),
    YouthJusticeMeasure("contacts", "face to face contacts with services in the period"),
    YouthJusticeMeasure("assessments", "assessments completed"),
    YouthJusticeMeasure("breaches", "breach", "lower is better"),
)


def youth_justice_table(events: pd.DataFrame, covered: Mapping[str, bool]) -> pd.DataFrame:
    """What the Youth Justice Service recorded in both periods for children living in the council's homes.

    In: events period ("previous" or "current"), measure (a key of YJS_MEASURES), count; `covered`: whether each period
    is covered. Out: label, order, direction and the result columns; measures count and change; one block a measure, in
    the order of YJS_MEASURES. No row in a covered period is 0, except for children in court: appearances without their
    number of children mean that it was not supplied. Raises MissingColumns, and ValueError for a measure not listed.
    """
    require_columns(events, ("period", "measure", "count"), "youth_justice_table")
    unknown = sorted(set(events["measure"]) - {measure.key for measure in YJS_MEASURES})
    if unknown:
        known = ", ".join(measure.key for measure in YJS_MEASURES)
        raise ValueError(f"youth_justice_table knows the measures {known}; not {', '.join(unknown)}.")
    counts: dict[tuple[str, str], float] = events.groupby(["period", "measure"])["count"].sum().to_dict()
    rows: list[dict[str, object]] = []
    for order, measure in enumerate(YJS_MEASURES):
        keys = dict(zip(KEYS, (measure.label, order, measure.direction), strict=True))
        before = _count(counts, "previous", measure.key, covered)
        now = _count(counts, "current", measure.key, covered)
        rows.append(count_figure(keys, "previous", before))
        rows.append(count_figure(keys, "current", now))
        rows.append(change_figure(keys, before, now))
    return result_frame(KEYS, rows)


def _count(counts: Mapping[tuple[str, str], float], period: When, key: str, covered: Mapping[str, bool]) -> float:
    if not covered.get(period, False):
        return NAN
    if key == "court_children" and (period, key) not in counts and counts.get((period, "court_appearances"), 0) > 0:
        return NAN
    return float(counts.get((period, key), 0))
