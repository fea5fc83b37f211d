"""What every saver needs: who sends what for whom, names resolved, rows matched on their keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, insert, update
from sqlmodel import Session, col, select

from data_access.children import ChildRegister
from data_access.imports.table import Extract, Row, fold
from data_access.models import (
    Base,
    BatchAddition,
    Home,
    HomeAlias,
    HomeNeighbourhood,
    ImportBatch,
    IncidentType,
    Neighbourhood,
    OffenceType,
    ReportingLine,
)

ROWS_A_STATEMENT = 1_000
RegisterRow = Home | ReportingLine | Neighbourhood | HomeNeighbourhood | IncidentType | OffenceType


@dataclass
class Saving:
    """One load in progress. Savers add to the counts; nothing is committed here."""

    session: Session
    authority_id: int
    source: str
    batch_id: int
    extract_date: date
    register: ChildRegister
    months: tuple[date, ...] = ()
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    covered: set[tuple[str, date, int | None, int | None]] = field(default_factory=set)

    def cover(
        self, source: str, month: date, *, home_id: int | None = None, neighbourhood_id: int | None = None
    ) -> None:
        """Note that the file covers a month of a place; without a place, of the whole authority."""
        self.covered.add((source, month, home_id, neighbourhood_id))

    def add_to_register(self, row: RegisterRow) -> None:
        """Add a row of a register, with a number from now on, and note that it came with this file."""
        self.session.add(row)
        self.session.flush()
        noted = BatchAddition(batch_id=self.batch_id, table_name=str(row.__tablename__), row_id=int(row.id or 0))
        self.session.add(noted)

    def name_again(self, row: RegisterRow) -> None:
        """Note that this file names a row that came with a file of another kind: undoing that one then leaves it."""
        table, row_id = str(row.__tablename__), int(row.id or 0)
        kinds = (
            select(ImportBatch.kind)
            .join(BatchAddition, col(BatchAddition.batch_id) == col(ImportBatch.id))
            .where(
                col(BatchAddition.table_name) == table,
                col(BatchAddition.row_id) == row_id,
                col(ImportBatch.undone_at).is_(None),
            )
        )
        named_by = set(self.session.exec(kinds))
        if named_by and self._kind not in named_by:
            self.session.add(BatchAddition(batch_id=self.batch_id, table_name=table, row_id=row_id))

    @cached_property
    def _kind(self) -> str:
        return self.session.get_one(ImportBatch, self.batch_id).kind

    def is_outside(self, extract: Extract, row: Row, column: str) -> bool:
        """Whether a row's date lies in none of the months the file covers, with the problem recorded.

        It is not stored: in a month that is not covered, figures are "not supplied", and so would be this row.
        """
        if not self.months or first_of_month(row[column]) in self._stated_months:
            return False
        first, last = (f"{month:%B %Y}" for month in (min(self.months), max(self.months)))
        covered = first if first == last else f"{first} to {last}"
        extract.reject(
            row,
            column,
            f"it lies outside the months this file covers ({covered})",
            "Correct the date, or load the file with all of its months",
        )
        return True

    @cached_property
    def _stated_months(self) -> frozenset[date]:
        return frozenset(self.months)

    def homes(self) -> dict[str, int]:
        """Folded names and aliases of the authority's homes -> home id."""
        names = select(Home.name, Home.id).where(col(Home.authority_id) == self.authority_id)
        aliases = select(HomeAlias.alias, HomeAlias.home_id).where(col(HomeAlias.authority_id) == self.authority_id)
        known = {alias: int(home_id) for alias, home_id in self.session.exec(aliases)}
        known.update({fold(name): int(home_id or 0) for name, home_id in self.session.exec(names)})
        return known

    def neighbourhoods(self) -> dict[str, int]:
        """Folded names of the authority's neighbourhoods -> id."""
        names = select(Neighbourhood.name, Neighbourhood.id).where(col(Neighbourhood.authority_id) == self.authority_id)
        return {fold(name): int(area_id or 0) for name, area_id in self.session.exec(names)}

    def upsert(self, model: type[Base], keys: Sequence[str], rows: Sequence[dict[str, Any]]) -> set[Any]:
        """Add rows whose keys are new, update those that differ, leave equal ones alone; count each.

        Answers the keys of those left alone.
        """
        as_before: set[Any] = set()
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            as_before |= self._upsert_some(model, keys, rows[start : start + ROWS_A_STATEMENT])
        return as_before

    def _upsert_some(self, model: type[Base], keys: Sequence[str], rows: Sequence[dict[str, Any]]) -> set[Any]:
        table = model.metadata.tables[str(model.__tablename__)]
        existing = self._stored(table, keys, rows)
        key_of = itemgetter(*keys)
        new, changed, as_before = [], [], set()
        for row in rows:
            old = existing.get(key_of(row))
            if old is None:
                new.append({**row, "batch_id": self.batch_id})
            elif any(old[name] != value for name, value in row.items()):
                changed.append({**row, "batch_id": self.batch_id, "id": old["id"]})
            else:
                as_before.add(key_of(row))
        if new:
            self.session.execute(insert(table), new)
        if changed:
            self.session.execute(update(model), changed)
        self.added += len(new)
        self.updated += len(changed)
        self.unchanged += len(as_before)
        return as_before

    def _stored(self, table: Table, keys: Sequence[str], rows: Sequence[dict[str, Any]]) -> dict[Any, Any]:
        """The stored rows that any of these might update, by key.

        Each key column is asked for by itself: SQLite does not use an index for a list of pairs, and would read the
        whole table for every few hundred rows. What this finds besides is left aside by its key.
        """
        possible = (table.c[key].in_({row[key] for row in rows}) for key in keys)
        columns = [table.c.id, *(table.c[name] for name in rows[0])]
        found = self.session.execute(table.select().with_only_columns(*columns).where(*possible)).mappings()
        key_of = itemgetter(*keys)
        return {key_of(row): row for row in found}


def without_repeats(extract: Extract, keys: tuple[str, ...]) -> list[Row]:
    """The rows whose keys did not stand in an earlier row; the others become problems."""
    first: dict[tuple[Any, ...], int] = {}
    return [row for row in extract.rows if not repeats(extract, row, keys[0], tuple(row[name] for name in keys), first)]


def repeats(extract: Extract, row: Row, column: str, key: tuple[Any, ...], first: dict[tuple[Any, ...], int]) -> bool:
    """Whether the key stood in an earlier row, with the problem recorded; `first` remembers keys and their rows."""
    if key in first:
        extract.reject(row, column, f"this stands already in row {first[key]}", "Keep one of the two rows")
        return True
    first[key] = row.number
    return False


def supplied(extract: Extract, row: Row, *columns: str) -> dict[str, Any]:
    """The row's values of those columns that the file has at all."""
    given = extract.columns_supplied
    return {column: row[column] for column in columns if column in given}


def resolve(
    extract: Extract, row: Row, column: str, known: dict[str, int], what: str, add: str = "add it to the list"
) -> int | None:
    """The id a label stands for, or None with the problem recorded; the nearest known label is named as a hint."""
    found = known.get(fold(row[column]))
    if found is None:
        near = get_close_matches(fold(row[column]), known, n=1, cutoff=0.8)
        hint = f"; the nearest known one is: {near[0]}" if near else ""
        extract.reject(row, column, f"this {what} is not known", f"Correct it, or {add}{hint}")
    return found


def resolver(extract: Extract, column: str, known: dict[str, int], what: str) -> Callable[[Row], int | None]:
    """`resolve` for the rows of a long file: it remembers the spellings it has seen."""
    seen: dict[str, int] = {}

    def of_row(row: Row) -> int | None:
        written = row[column]
        found = seen.get(written)
        if found is None:
            found = resolve(extract, row, column, known, what)
            if found is not None:
                seen[written] = found
        return found

    return of_row


def first_of_month(moment: datetime | date) -> date:
    return date(moment.year, moment.month, 1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """All months from first to last, both included, each as its first day."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    starts = ((first.year * 12 + first.month - 1 + step) for step in range(count))
    return tuple(date(start // 12, start % 12 + 1, 1) for start in starts)
