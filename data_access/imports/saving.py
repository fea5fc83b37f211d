"""What every saver needs: who sends what for whom, names resolved, rows matched on their keys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, func
from sqlmodel import Session, col, select

from data_access.children import ChildRegister
from data_access.imports.table import Extract, Row, fold
from data_access.imports.writing import Writing, in_parts, insert_rows, table_of
from data_access.models import (
    Base,
    BatchAddition,
    ChildLetter,
    Home,
    HomeAlias,
    HomeNeighbourhood,
    ImportBatch,
    IncidentType,
    Neighbourhood,
    OffenceType,
    ReportingLine,
)

LOAD_THE_WHOLE_MONTH = "Load the whole month: the next extract that holds all of it brings this row"
LOAD_ALL_MONTHS = "Correct the date, or load the file with all of its months"
KEEP_ONE_ROW = "Keep one of the rows"
RegisterRow = Home | HomeAlias | ReportingLine | Neighbourhood | HomeNeighbourhood | IncidentType | OffenceType


@dataclass
class Saving:
    """One load in progress. Savers add to the counts; nothing is committed here.

    `months`: those that the file holds wholly, () where its rows say so. `in_part`: months that it holds in part, and
    which. `places`: numbers of the homes that the file is about, () for all. `complete`: the days for which it is
    complete. `kept`: months, and homes, of the rows that are right. `left`: months that were left as they were.
    `choices`: what the analyst decided that labels of this sender mean: what -> folded label -> number, None to leave
    its rows out.
    """

    session: Session
    authority_id: int
    source: str
    batch_id: int
    extract_date: date
    register: ChildRegister
    now: datetime = datetime.max
    months: tuple[date, ...] = ()
    in_part: Mapping[date, str] = field(default_factory=dict)
    places: tuple[int, ...] = ()
    complete: tuple[date, date] | None = None
    choices: dict[str, dict[str, int | None]] = field(default_factory=dict)
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    covered: set[tuple[str, date, int | None, int | None]] = field(default_factory=set)
    kept: set[tuple[date, int | None]] = field(default_factory=set)
    left: set[date] = field(default_factory=set)

    @cached_property
    def writing(self) -> Writing:
        """Through which rows are written, so that undoing restores what was there."""
        self.session.flush()
        return Writing(self.session, self.batch_id)

    def labels(self, what: str, known: dict[str, int]) -> dict[str, int | None]:
        """Labels that the analyst decided on for this sender, and known ones, which win."""
        return {**self.choices.get(what, {}), **known}

    @cached_property
    def opened(self) -> dict[int, datetime]:
        """When homes opened, of which that is known."""
        homes = select(Home).where(col(Home.authority_id) == self.authority_id)
        return {
            int(home.id or 0): datetime.combine(home.opened, time())
            for home in self.session.exec(homes)
            if home.opened is not None
        }

    def look_at_record(self, extract: Extract, row: Row, home_id: int, reported: datetime) -> None:
        """Warn of a date that cannot be, or that is odd."""
        if reported > self.now:
            extract.warn(row, "reported_at", "this date lies in the future", "Ask the sender for the right date")
        elif reported < self.opened.get(home_id, reported):
            right = "Correct the date, or the home's first day in the file of homes"
            extract.warn(row, "reported_at", "this date lies before the home opened", right)

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

    def note_additions(self, rows: Sequence[tuple[str, int]]) -> None:
        """Note rows, by table and number, that came with this file."""
        noted = [(self.batch_id, table, row_id) for table, row_id in rows]
        insert_rows(self.session, table_of(BatchAddition), ("batch_id", "table_name", "row_id"), noted)

    def note_letters(self, deal: Callable[[], object]) -> None:
        """Deal letters, and note those that were dealt because of this file."""
        last = self.session.execute(select(func.max(col(ChildLetter.id)))).scalar_one() or 0
        deal()
        self.session.flush()
        new = self.session.scalars(select(col(ChildLetter.id)).where(col(ChildLetter.id) > last))
        self.note_additions([("child_letter", number) for number in new if number])

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
        month = first_of_month(row[column])
        if not self.months or month in self._stated_months:
            return False
        if month in self.in_part:
            wrong = f"the file holds {month:%B %Y} only {self.in_part[month]}"
            extract.reject(row, column, wrong, LOAD_THE_WHOLE_MONTH, is_lost=False)
            return True
        first, last = (f"{month:%B %Y}" for month in (min(self.months), max(self.months)))
        covered = first if first == last else f"{first} to {last}"
        extract.reject(
            row,
            column,
            f"it lies outside the months this file covers ({covered})",
            LOAD_ALL_MONTHS,
            is_lost=False,
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

    def upsert(
        self, model: type[Base], keys: Sequence[str], rows: Sequence[dict[str, Any]], dated: str = ""
    ) -> set[Any]:
        """Add rows whose keys are new, update those that differ, leave equal ones alone; count each.

        `dated`: the column that holds the day of the extract, by which a row that is stored may be the later one.
        Answers the keys of those left alone.
        """
        as_before: set[Any] = set()
        for part in in_parts(rows):
            as_before |= self._upsert_some(model, keys, part, dated)
        return as_before

    def _upsert_some(
        self, model: type[Base], keys: Sequence[str], rows: Sequence[dict[str, Any]], dated: str
    ) -> set[Any]:
        existing = self._stored(table_of(model), keys, rows)
        key_of = itemgetter(*keys)
        new, before, after, as_before = [], [], [], set()
        for row in rows:
            old = existing.get(key_of(row))
            if old is None:
                new.append(tuple(row.values()))
            elif dated and (old[dated] or date.min) > row[dated]:
                as_before.add(key_of(row))
            elif any(old[name] != value for name, value in row.items()):
                before.append(old)
                after.append(row)
                if all(old[name] == value for name, value in row.items() if name != dated):
                    as_before.add(key_of(row))
            else:
                as_before.add(key_of(row))
        if new:
            self.writing.add(model, tuple(rows[0]), new)
        self.writing.change(model, before, after)
        self.added += len(new)
        self.unchanged += len(as_before)
        self.updated += len(rows) - len(new) - len(as_before)
        return as_before

    def _stored(self, table: Table, keys: Sequence[str], rows: Sequence[dict[str, Any]]) -> dict[Any, Any]:
        """The stored rows that any of these might update, by key.

        Each key column is asked for by itself: SQLite does not use an index for a list of pairs, and would read the
        whole table for every few hundred rows. What this finds besides is left aside by its key.
        """
        possible = (table.c[key].in_({row[key] for row in rows}) for key in keys)
        found = self.session.connection().execute(table.select().where(*possible)).mappings()
        key_of = itemgetter(*keys)
        return {key_of(row): row for row in found}


def first_of_month(moment: datetime | date) -> date:
    return date(moment.year, moment.month, 1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """All months from first to last, both included, each as its first day."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    starts = ((first.year * 12 + first.month - 1 + step) for step in range(count))
    return tuple(date(start // 12, start % 12 + 1, 1) for start in starts)
