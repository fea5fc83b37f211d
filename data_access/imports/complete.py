"""Extracts that were declared complete for dates and places: what they do not hold is withdrawn.

A record is withdrawn when an extract later than the last one that held it was complete for its date and place and does
not hold it. So it does not matter which of the two was loaded first. It comes back when a later extract holds it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from data_access.imports.saving import Saving
from data_access.imports.table import Extract
from data_access.imports.writing import in_parts, table_of
from data_access.models import CompleteRange, Crime, HeldReference, Incident


class Completeness:
    """What is known, while a file of records is saved, of extracts that were complete; this one may be such itself."""

    def __init__(self, saving: Saving, model: type[Incident] | type[Crime]) -> None:
        self._saving = saving
        self._model = model
        self._kind = "incidents" if model is Incident else "crimes"
        later = select(CompleteRange).where(
            col(CompleteRange.authority_id) == saving.authority_id,
            col(CompleteRange.kind) == self._kind,
            col(CompleteRange.source) == saving.source,
            col(CompleteRange.extract_date) > saving.extract_date,
        )
        self._later = list(saving.session.scalars(later))

    def withdrawn(self, records: Mapping[str, Sequence[Any]]) -> set[str]:
        """Those of the records of this file that a later, complete extract does not hold.

        `records`: with the home, the type and the moment of the report first. For those whose newest extract is this
        one: the later ones would have made themselves the newest.
        """
        if not self._later:
            return set()
        ranges_of = {
            reference: [later.batch_id for later in self._later if _covers(later, home_id, reported)]
            for reference, (home_id, _, reported, *_) in records.items()
        }
        asked = {reference: set(batches) for reference, batches in ranges_of.items() if batches}
        held: dict[str, set[int]] = defaultdict(set)
        for part in in_parts(asked):
            stored = select(col(HeldReference.reference), col(HeldReference.batch_id)).where(
                col(HeldReference.batch_id).in_({later.batch_id for later in self._later}),
                col(HeldReference.reference).in_(part),
            )
            for reference, batch_id in self._saving.session.execute(stored):
                held[reference].add(batch_id)
        return {reference for reference, batches in asked.items() if batches - held[reference]}

    def withdraw_what_is_gone(self, extract: Extract) -> int:
        """If this file is complete: note so, and withdraw what it does not hold, not even in a rejected row."""
        saving, held = self._saving, extract.references
        if saving.complete is None:
            return 0
        if extract.without_reference:
            note_nothing_withdrawn(extract, f"the reference of {rows(extract.without_reference)} cannot be read")
            return 0
        first, last = saving.complete
        places: list[int | None] = list(saving.places) or [None]
        names = ("authority_id", "kind", "source", "home_id", "first_day", "last_day", "extract_date")
        owner = (saving.authority_id, self._kind, saving.source)
        ranges = [(*owner, home_id, first, last, saving.extract_date) for home_id in places]
        saving.writing.add(CompleteRange, names, ranges)
        saving.writing.add(HeldReference, ("reference",), [(reference,) for reference in sorted(held)])
        gone = [row for row in self._not_in_this_file(first, last) if row["reference"] not in held]
        for part in in_parts(gone):
            saving.writing.change(self._model, part, [{"month": None} for _ in part])
        return len(gone)

    def _not_in_this_file(self, first: date, last: date) -> list[dict[str, Any]]:
        table, saving = table_of(self._model), self._saving
        records = select(table.c.id, table.c.reference, table.c.month, table.c.batch_id).where(
            table.c.authority_id == saving.authority_id,
            table.c.source == saving.source,
            table.c.month.is_not(None),
            table.c.batch_id != saving.batch_id,
            or_(table.c.extract_date.is_(None), table.c.extract_date <= saving.extract_date),
            table.c.reported_at >= datetime.combine(first, time()),
            table.c.reported_at < datetime.combine(last + timedelta(days=1), time()),
        )
        if saving.places:
            records = records.where(table.c.home_id.in_(saving.places))
        return [dict(row) for row in saving.session.connection().execute(records).mappings()]


def rows(rejected: int) -> str:
    """So many rejected rows, in words."""
    return "1 rejected row" if rejected == 1 else f"{rejected:,} rejected rows"


def note_nothing_withdrawn(extract: Extract, why: str) -> None:
    """Say that a file that was declared complete is not taken as such."""
    wrong = f"nothing was withdrawn, although the file was declared complete: {why}"
    extract.note(wrong, "Correct what was rejected and load the file again")


def _covers(later: CompleteRange, home_id: int, reported: datetime) -> bool:
    return later.home_id in (None, home_id) and later.first_day <= reported.date() <= later.last_day
