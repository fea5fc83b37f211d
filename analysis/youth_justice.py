"""What the Youth Justice Service did with children living in the council's homes, wherever it happened."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.results import NAN, Direction, When, change_figure, count_figure, require_columns, result_frame

KEYS = ("label", "order", "direction")
PERIODS: tuple[When, When] = ("previous", "current")


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
# These count different children, who do not add up over the parts of a period.
OF_CHILDREN = ("children", "substantive_orders", "court_children")


def youth_justice_table(
    events: pd.DataFrame, covered: Mapping[str, bool], *, not_countable: Collection[tuple[str, str]] = ()
) -> pd.DataFrame:
    """What the Youth Justice Service recorded in both periods for children living in the council's homes.

    In: events period ("previous" or "current"), measure (a key of YJS_MEASURES), count; `covered`: whether each period
    is covered; `not_countable`: (period, measure) that are not supplied although the period is covered, as orders are
    in part of a reporting year, since they are recorded once a year. Out: label, order, direction and the result
    columns; measures count and change; one block a measure, in the order of YJS_MEASURES. No row in a covered period is
    0, except for children in court: appearances without their number of children mean that it was not supplied. Raises
    MissingColumns, and ValueError for a measure not listed.
    """
    require_columns(events, ("period", "measure", "count"), "youth_justice_table")
    named = {*events["measure"], *(key for _, key in not_countable)}
    unknown = sorted(named - {measure.key for measure in YJS_MEASURES})
    if unknown:
        known = ", ".join(measure.key for measure in YJS_MEASURES)
        raise ValueError(f"youth_justice_table knows the measures {known}; not {', '.join(unknown)}.")
    counts: dict[tuple[str, str], float] = events.groupby(["period", "measure"])["count"].sum().to_dict()
    rows: list[dict[str, object]] = []
    for order, measure in enumerate(YJS_MEASURES):
        keys = dict(zip(KEYS, (measure.label, order, measure.direction), strict=True))
        before, now = (
            NAN if (when, measure.key) in not_countable else _count(counts, when, measure.key, covered)
            for when in PERIODS
        )
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
