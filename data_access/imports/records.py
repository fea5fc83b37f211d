"""What incidents and crimes share: single records with a reference of their own, a home, a type and perhaps a child.

Which of two extracts is later is decided record by record, by the day the source drew them and not by the order of
loading. A column that the later one does not have keeps what an earlier one said.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from data_access.imports.cells import choice, text
from data_access.imports.complete import Completeness
from data_access.imports.involved import ADD, REPLACE, ROLES_ALONE, Children, Involved
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, open_table
from data_access.imports.resolving import part_resolver
from data_access.imports.said import CHILD, ROLE, Said
from data_access.imports.saving import Saving, first_of_month
from data_access.imports.stored import stored_by_reference
from data_access.imports.table import Column, Extract, Part
from data_access.imports.writing import uncollected
from data_access.models import Crime, Incident

ROLES = ("suspect", "victim", "witness", "missing", "other", "not recorded")
CHILD_COLUMNS = (
    Column(
        "child_reference",
        text,
        required=False,
        aliases=("nominal", "person_reference", "nominal_ref", "nominal_reference"),
    ),
    Column("child_role", choice(*ROLES), required=False, aliases=("role",)),
)
ALWAYS = ("home_id", "type_id", "reported_at")
Values = tuple[Any, ...]
Ids = Callable[[Part], list[int | None]]
Optional = dict[str, Callable[[Part], Sequence[Any]]]  # column of the table -> its values in a part of the file
PARTS_A_COLLECTION = 10
SAYS_ELSE = "Rows of one record differ in the child alone"
KEEP_ONE = "Keep one of the two rows"


def read_records(data: Source, kind: str, columns: tuple[Column, ...], how: ReadAs = PLAIN) -> Extract:
    """Read the file; a record that was reported before it occurred becomes a problem."""
    extract = open_records(data, kind, columns, how)
    extract.rows = list(extract.each())
    extract.incoming = None
    return extract


def open_records(data: Source, kind: str, columns: tuple[Column, ...], how: ReadAs = PLAIN) -> Extract:
    """As read_records, but the rows are read while they are gone through."""
    extract = open_table(data, kind, columns, how)
    extract.let_come(_in_order(extract, extract.each_part()))
    return extract


def _in_order(extract: Extract, parts: Iterator[Part]) -> Iterator[Part]:
    for part in parts:
        moments = enumerate(zip(part["occurred_at"], part["reported_at"], strict=True))
        wrong = {place for place, (occurred, reported) in moments if occurred is not None and occurred > reported}
        for place in sorted(wrong):
            right = "A record is reported after it occurred"
            extract.reject(part.row(place), "occurred_at", "it lies after reported_at", right)
        yield part.without(wrong)


def save_records(
    saving: Saving,
    extract: Extract,
    model: type[Incident] | type[Crime],
    type_column: str,
    types: dict[str, int],
    optional: Optional,
) -> None:
    """Save records by authority, source and reference, and the children they name.

    A record reported in a month that the file does not cover is rejected. One that names several children stands in
    several rows, alike but for the child. `optional`: the columns of the table that the file has besides those all
    files have; a blank cell empties one. A file with children replaces, for the records it names, those named earlier.
    """
    load = _RecordLoad(saving, extract, model, optional)
    home_of = part_resolver(extract, "home", saving.labels("home", saving.homes()), "home")
    type_of = part_resolver(extract, type_column, saving.labels(type_column, types), "type")
    with uncollected():
        for number, part in enumerate(extract.each_part(), start=1):
            load.save(part, home_of, type_of)
            if number % PARTS_A_COLLECTION == 0:
                gc.collect(1)  # what the statements left
    saving.kept = load.kept
    saving.withdrawn += load.completeness.withdraw_what_is_gone(extract)


class _RecordLoad:
    """One file of records while it is saved, some thousand rows at a time."""

    def __init__(
        self, saving: Saving, extract: Extract, model: type[Incident] | type[Crime], optional: Optional
    ) -> None:
        self._saving = saving
        self._extract = extract
        self._model = model
        self._values_of = tuple(optional.values())
        self._names = (*ALWAYS, *optional)
        self._inside = {(month.year, month.month) for month in saving.months}
        self._kept: set[tuple[tuple[int, int], int | None]] = set()
        self._has_children = "child_reference" in extract.columns_supplied
        with_roles = self._has_children and "child_role" in extract.columns_supplied
        further = (*([CHILD] if self._has_children else []), *([ROLE] if with_roles else []))
        self._said = Said(model, (*optional, *further), saving.extract_date)
        self._involved = Involved(saving, model, with_roles=with_roles)
        self.completeness = Completeness(saving, model)

    def save(self, part: Part, home_of: Ids, type_of: Ids) -> None:
        """Save a part of the file, after those before it."""
        part, homes, types = self._placed(part, home_of, type_of)
        records, children, first = self._records_of(part, homes, types)
        stored = stored_by_reference(self._saving, self._model, list(records))
        again = {reference for reference, old in stored.items() if old["batch_id"] == self._saving.batch_id}
        for reference in again:
            self._look_at_again(reference, records.pop(reference), stored[reference], children, part, first[reference])
        known = {reference: records[reference] for reference in stored if reference not in again}
        self._add_new(
            {reference: values for reference, values in records.items() if reference not in known} if known else records
        )
        changed, modes = self._change_known(known, stored)
        if self._has_children:
            # A new record without a child has nobody to look for.
            new = {reference for reference in records if reference not in stored and any(children[reference])}
            modes.update(dict.fromkeys(new, REPLACE))
            modes.update(dict.fromkeys(again & children.keys(), ADD))
            named = {reference: children[reference] for reference in modes if reference in children}
            children_changed = self._involved.save(named, modes)
            changed |= children_changed & known.keys()
        self._saving.updated += len(changed)
        self._saving.unchanged += len(known) - len(changed)

    def _placed(self, part: Part, home_of: Ids, type_of: Ids) -> tuple[Part, list[int | None], list[int | None]]:
        """The rows within the months of the file of which home and type are known, with both."""
        months = [(moment.year, moment.month) for moment in part["reported_at"]]
        if self._inside and not self._inside.issuperset(months):
            outside = {place for place, month in enumerate(months) if month not in self._inside}
            for place in sorted(outside):
                self._saving.is_outside(self._extract, part.row(place), "reported_at")
            part = part.without(outside)
            months = [month for month in months if month in self._inside]
        homes, types = home_of(part), type_of(part)
        elsewhere = self._not_about(part, homes)
        if elsewhere or None in homes or None in types:
            ids = enumerate(zip(homes, types, strict=True))
            lost = elsewhere | {place for place, found in ids if None in found}
            part = part.without(lost)
            homes, types = ([found for place, found in enumerate(ids) if place not in lost] for ids in (homes, types))
            months = [month for place, month in enumerate(months) if place not in lost]
        self._kept.update(zip(months, homes, strict=True))
        return part, homes, types

    def _not_about(self, part: Part, homes: list[int | None]) -> set[int]:
        """The places of rows of homes that the file is not about."""
        about = self._saving.places
        if not about:
            return set()
        elsewhere = {place for place, home_id in enumerate(homes) if home_id is not None and home_id not in about}
        for place in sorted(elsewhere):
            wrong, right = "the file is not about this home", "Name this home too, or load the file for all homes"
            self._extract.reject(part.row(place), "home", wrong, right, is_lost=False)
        return elsewhere

    @property
    def kept(self) -> set[tuple[date, int | None]]:
        """The months and homes of the rows that are right."""
        return {(date(*month, 1), home_id) for month, home_id in self._kept}

    def _records_of(
        self, part: Part, homes: list[int | None], types: list[int | None]
    ) -> tuple[dict[str, Values], dict[str, Children], dict[str, int]]:
        """The records, the children of each, and the place in the part where each stands first."""
        references: Sequence[str] = part["reference"]
        told = (values_of(part) for values_of in self._values_of)
        values: list[Values] = list(zip(homes, types, part["reported_at"], *told, strict=True))
        named = self._named(part)
        records = dict(zip(references, values, strict=True))
        first = dict(zip(reversed(references), reversed(range(len(part))), strict=True))
        children = dict(zip(references, ({child: role} for child, role in named), strict=True)) if named else {}
        if len(records) < len(part):
            records = {reference: values[first[reference]] for reference in records}
            children = {}
            for place, reference in enumerate(references):
                self._look_at_repeat(part, place, first[reference], values, named, children.setdefault(reference, {}))
        self._look_at_dates(part, values, first)
        return records, children if named else {}, first

    def _named(self, part: Part) -> list[tuple[int | None, str | None]]:
        """Of each row, the child it names and the child's role; nothing where the file has no children."""
        if not self._has_children:
            return []
        written = part["child_reference"]
        child_ids = self._saving.register.child_ids({reference for reference in written if reference})
        return list(zip(map(child_ids.get, written), part["child_role"], strict=True))

    def _look_at_repeat(
        self,
        part: Part,
        place: int,
        first: int,
        values: list[Values],
        named: list[tuple[int | None, str | None]],
        children: Children,
    ) -> None:
        """A row that may stand further up in this part: it must say the same, and may name a further child."""
        number = part.numbers[first]
        if values[place] != values[first]:
            wrong = f"row {number} says something else of this record"
            self._extract.reject(part.row(place), "reference", wrong, SAYS_ELSE)
        elif place != first and (not named or named[place][0] in children):
            self._extract.reject(part.row(place), "reference", f"this stands already in row {number}", KEEP_ONE)
        elif named:
            child, role = named[place]
            children[child] = role

    def _look_at_dates(self, part: Part, values: list[Values], first: dict[str, int]) -> None:
        saving, opened = self._saving, self._saving.opened
        if not values or (not opened and max(part["reported_at"]) <= saving.now):
            return
        for place in first.values():
            home_id, _, reported, *_ = values[place]
            if reported > saving.now or reported < opened.get(home_id, reported):
                saving.look_at_record(self._extract, part.row(place), home_id, reported)

    def _look_at_again(
        self, reference: str, values: Values, old: Any, children: dict[str, Children], part: Part, place: int
    ) -> None:
        """A record that stood far above in the same file: it must say the same, and may name a further child."""
        is_newest = old["extract_date"] == self._saving.extract_date
        if is_newest and any(old[name] != value for name, value in zip(self._names, values, strict=True)):
            self._extract.reject(
                part.row(place), "reference", "an earlier row says something else of this record", SAYS_ELSE
            )
            children.pop(reference, None)
        elif not self._has_children:
            self._extract.reject(part.row(place), "reference", "this stands already in an earlier row", KEEP_ONE)
        elif not self._said.is_of_children(old):
            children.pop(reference, None)

    def _add_new(self, records: dict[str, Values]) -> None:
        saving = self._saving
        withdrawn = self.completeness.withdrawn(records)
        rows = [
            (reference, *values, None if reference in withdrawn else first_of_month(values[2]))
            for reference, values in records.items()
        ]
        alike = {
            "authority_id": saving.authority_id,
            "source": saving.source,
            "extract_date": saving.extract_date,
            "said_earlier": self._said.by_a_new_record,
        }
        saving.writing.add(self._model, ("reference", *self._names, "month"), rows, alike)
        saving.added += len(rows) - len(withdrawn)
        saving.withdrawn += len(withdrawn)

    def _change_known(self, records: dict[str, Values], stored: dict[str, Any]) -> tuple[set[str], dict[str, str]]:
        """Change what a later extract says otherwise; answer the records of which a value changed, and what their
        children may be told by this file."""
        saving, said = self._saving, self._said
        day = saving.extract_date
        withdrawn = self.completeness.withdrawn(records)
        changed: set[str] = set()
        modes: dict[str, str] = {}
        before: list[Any] = []
        after: list[dict[str, Any]] = []
        for reference, values in records.items():
            old = stored[reference]
            is_later = day >= (old["extract_date"] or date.min)
            told, earlier = said.told(old, is_later=is_later)
            new = {name: old[name] for name in (*self._names, "month", "extract_date")}
            for name, value in zip(self._names, values, strict=True):
                if is_later or name in told:
                    new[name] = value
            if is_later:
                new["extract_date"] = day
                new["month"] = None if reference in withdrawn else first_of_month(values[2])
            new["said_earlier"] = earlier
            if any(old[name] != new[name] for name in (*self._names, "month")):
                changed.add(reference)
            if CHILD in told:
                modes[reference] = REPLACE
            elif ROLE in told:
                modes[reference] = ROLES_ALONE
            if is_later or told:
                before.append(old)
                after.append(new)
        saving.writing.change(self._model, before, after)
        return changed, modes
