"""What a file may not overwrite of a case: what people said since it was drawn, and what a later extract said.

Who said a field last is told by the history of changes; what was never changed was said when the case was added.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import select as sql_select
from sqlmodel import col, select

from data_access.imports.saving import Saving
from data_access.imports.table import Extract, Row
from data_access.models import CaseChange, ImportBatch

BY_FILE = re.compile(r".*, by file(?: of (?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4}))?")
KEPT = ("a person changed this after the extract was drawn, and that was kept", "If the file is right, change the case")
LATER_KEPT = ("a later extract says otherwise, and that was kept", "If this file is right, change the case by hand")
COLUMN_OF = {"responsible": "responsible_authority"}  # fields that a column names otherwise
OVERWRITTEN = ("a person had recorded something else before the extract was drawn", "Look whether the file is right")


@dataclass(frozen=True)
class Said:
    """Who said something last: a person on a day, or a file drawn on a day."""

    on_day: date
    by_person: bool


def by_file(saving: Saving) -> str:
    """Who changes what a file changes, as the history says it: its sender, and the day it was drawn."""
    return f"{saving.source}, by file of {saving.extract_date:%d/%m/%Y}"


def said_by(who: str, at: datetime) -> Said:
    """Who said it, from how the history names them and the moment it was stored."""
    found = BY_FILE.fullmatch(who)
    if found is None:
        return Said(at.date(), by_person=True)
    drawn = date(int(found["y"]), int(found["m"]), int(found["d"])) if found["y"] else date.min
    return Said(drawn, by_person=False)


@dataclass(frozen=True)
class Taken:
    """What a row may change, and what is to be said of its columns: that they stay, or that a person said otherwise."""

    values: dict[str, Any]
    told: list[tuple[str, tuple[str, ...]]]

    def tell(self, extract: Extract, row: Row) -> None:
        """Warn of what the row says and its columns hold."""
        for column, why in self.told:
            if row.get(column) is not None:
                extract.warn(row, column, *why)


@dataclass(frozen=True)
class Of:
    """What a row is about: the case's number, and "case" or the point.

    `first`: who said what was never changed, as far as it is not `blank`. `batch_id`: the latest file that held it.
    """

    case: int
    thing: str
    blank: Mapping[str, Any]
    first: Said | None = None
    batch_id: int | None = None


class Standing:
    """What people and files said of an authority's cases, as one file meets it."""

    def __init__(self, saving: Saving) -> None:
        session = saving.session
        this = session.get_one(ImportBatch, saving.batch_id)
        same_kind = (col(ImportBatch.authority_id) == saving.authority_id, col(ImportBatch.kind) == this.kind)
        files = session.exec(select(ImportBatch).where(*same_kind)).all()
        alike = [file for file in files if file.file_hash == this.file_hash]
        self._drawn_on = {file.id: file.extract_date for file in files}
        self._drawn = min(file.extract_date for file in alike)
        self._is_known = len(alike) > 1  # the very file again: what a person said since was said knowing it
        self._said: dict[tuple[int, str, str], tuple[int, Said]] = {}
        names = ("id", "investigation_id", "thing", "field", "changed_by", "changed_at")
        changes = (
            sql_select(*(col(getattr(CaseChange, name)) for name in names))
            .where(col(CaseChange.authority_id) == saving.authority_id, col(CaseChange.investigation_id).is_not(None))
            .order_by(col(CaseChange.id))
        )
        for number, case, thing, field, who, at in session.execute(changes):
            self._said[(case, thing, field)] = (number, said_by(who, at))

    def is_later(self, batch_id: int | None) -> bool:
        """Whether this file was drawn on the day of another, or later; than none it always is."""
        return self._drawn >= self._drawn_on.get(batch_id, date.min)

    def taken(
        self, of: Of, stored: Mapping[str, Any], values: Mapping[str, Any], groups: Iterable[tuple[str, ...]]
    ) -> Taken:
        """What a row may change. `groups`: fields that belong together."""
        taken = Taken({}, [])
        for group in groups:
            differs = [name for name in group if name in values and values[name] != stored[name]]
            if not differs:
                continue
            is_kept, why = self._judged(self._last(of, group, stored))
            if not is_kept:
                taken.values.update({name: values[name] for name in group if name in values})
            taken.told.extend((COLUMN_OF.get(name, name), why) for name in differs if why)
        return taken

    def _last(self, of: Of, group: tuple[str, ...], stored: Mapping[str, Any]) -> Said | None:
        """Who said fields that belong together last; None where nobody said anything of them."""
        said = [self._said[key] for name in group if (key := (of.case, of.thing, name)) in self._said]
        is_blank = all(stored[name] == of.blank.get(name) for name in group)
        last = max(said, key=itemgetter(0))[1] if said else None if is_blank else of.first
        if last is None or last.by_person:
            return last
        return Said(max(last.on_day, self._drawn_on.get(of.batch_id, date.min)), by_person=False)

    def _judged(self, last: Said | None) -> tuple[bool, tuple[str, ...]]:
        """Whether what stands is kept, and what is to be said of it."""
        if last is None:
            return False, ()
        if not last.by_person:
            return (True, LATER_KEPT) if last.on_day > self._drawn else (False, ())
        # An extract is drawn at some time of its day: of the same day, what a person said stays.
        return (True, KEPT) if self._is_known or last.on_day >= self._drawn else (False, OVERWRITTEN)
