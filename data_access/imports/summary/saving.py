"""Saves the yearly tables: what is new in the register and among the types first, then the counts."""

from collections import defaultdict
from typing import Any

from sqlalchemy import insert
from sqlmodel import col, select

from data_access.imports.register import Register
from data_access.imports.saving import Saving
from data_access.imports.summary.layout import (
    CRIMES,
    CROMARTY,
    HOMES,
    INCIDENT_TYPES,
    INCIDENTS,
    OFFENCE_TYPES,
    OTHER,
    SHEETS,
    TYPES,
    YOUTH_JUSTICE,
)
from data_access.imports.summary.looking import look_at_numbers
from data_access.imports.summary.places import Places
from data_access.imports.summary.types import add_types, known_types, type_label
from data_access.imports.table import Extract, Row, fold
from data_access.models import PeriodCount

MEASURES = {sheet.name: sheet.measure for sheet in SHEETS if sheet.measure}
KEY = ("measure", "label", "reporting_line_id", "neighbourhood_id", "first_month", "last_month")


def save_summary(saving: Saving, extract: Extract) -> None:
    """Add counts as published; what an earlier publication said of the same count stays beside it.

    Homes, neighbourhoods and types that are new are added; those known stay as they are, since a table of counts is no
    register. A count that the same publication gave before is left alone.
    """
    by_sheet: dict[str, list[Row]] = defaultdict(list)
    for row in extract.rows:
        by_sheet[row.sheet].append(row)
    add_types(saving, extract, by_sheet[TYPES])
    places = Places(saving, extract, Register(saving))
    by_sheet[HOMES] = [row for row in by_sheet[HOMES] if places.is_home_kept(row)]
    for sheet in (CRIMES, INCIDENTS):
        by_sheet[sheet] = [row for row in by_sheet[sheet] if places.is_place_kept(row)]
    for sheet, column in ((OFFENCE_TYPES, "offence_type"), (INCIDENT_TYPES, "incident_type")):
        types = known_types(saving.session, sheet)
        kept = []
        for row in by_sheet[sheet]:
            label = type_label(extract, row, column, types)
            if label is not None and places.is_line_kept(row, "home", column, label):
                row["label"] = label
                kept.append(row)
        by_sheet[sheet] = kept
    for sheet, column in ((YOUTH_JUSTICE, "measure"), (CROMARTY, "result")):
        by_sheet[sheet] = [row for row in by_sheet[sheet] if places.is_first(row, column, (row[column],))]
        for row in by_sheet[sheet]:
            row["label"] = row[column]
    spelled = _other_measures(saving)
    by_sheet[OTHER] = [row for row in by_sheet[OTHER] if places.is_other_kept(row, spelled)]
    look_at_numbers(extract, by_sheet, places.new_lines)
    _save_counts(saving, [count for sheet in MEASURES for row in by_sheet[sheet] for count in _counts_of(saving, row)])


def _counts_of(saving: Saving, row: Row) -> list[dict[str, Any]]:
    """What a row says, one count a period; a total of the homes is not stored."""
    if row.get("kind") == "total":
        return []
    said = {
        "authority_id": saving.authority_id,
        "measure": MEASURES[row.sheet],
        "label": row.get("label") or "",
        "reporting_line_id": row.get("line_id"),
        "neighbourhood_id": row.get("area_id"),
        "published_on": row["published_on"],
        "batch_id": saving.batch_id,
    }
    return [
        {**said, "first_month": period.first, "last_month": period.last, "count": counted}
        for period, counted in row["counts"].items()
    ]


def _other_measures(saving: Saving) -> dict[str, str]:
    """Other measures of the authority that earlier files named: folded -> as they spelled them."""
    labels = select(PeriodCount.label).where(
        col(PeriodCount.authority_id) == saving.authority_id, col(PeriodCount.measure) == MEASURES[OTHER]
    )
    return {fold(label): label for label in saving.session.exec(labels.distinct())}


def _save_counts(saving: Saving, counts: list[dict[str, Any]]) -> None:
    """Store what no earlier load of the same publication said alike."""
    stored = select(PeriodCount).where(
        col(PeriodCount.authority_id) == saving.authority_id,
        col(PeriodCount.measure).in_({count["measure"] for count in counts}),
        col(PeriodCount.first_month).in_({count["first_month"] for count in counts}),
    )
    published: dict[tuple[Any, ...], dict[Any, int]] = defaultdict(dict)
    for before in saving.session.exec(stored.order_by(col(PeriodCount.batch_id))):
        published[tuple(getattr(before, name) for name in KEY)][before.published_on] = before.count
    new = []
    for count in counts:
        earlier = published.get(tuple(count[name] for name in KEY), {})
        if earlier.get(count["published_on"]) == count["count"]:
            saving.unchanged += 1
        else:
            new.append(count)
            saving.updated += bool(earlier)
            saving.added += not earlier
    if new:
        saving.session.execute(insert(PeriodCount), new)
