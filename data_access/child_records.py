"""Finds everything that names a child, and takes it out of the database as a file, or removes it.

    python -m data_access.child_records find --code K7M2P
    python -m data_access.child_records find --source police --authority derby-city --reference-stdin
    python -m data_access.child_records export --code K7M2P > child.json
    python -m data_access.child_records remove --code K7M2P

A source's reference is never an argument, where other programs and the shell's history would keep it: it is asked for,
or read from the standard input. Counts stay as they are: an incident stays, without the child in it.
"""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, Table, delete, or_, select
from sqlmodel import Session, col

from data_access.audit import note
from data_access.audit_entries import CHILD
from data_access.batches import raise_data_version
from data_access.case_traces import forget_cases, traces_of
from data_access.children import KeyMissing, reference_lookup, usable_key
from data_access.database import DatabaseError, make_engine
from data_access.migrate import MigrationFailed, migrate
from data_access.models import (
    AuditEntry,
    Authority,
    Base,
    CaseChange,
    Child,
    ChildLink,
    ChildReference,
    Crime,
    Incident,
    Investigation,
    Involvement,
    MeetingNote,
)
from data_access.settings import SettingsRefused, usable_database_url
from data_access.viewer import NotPermitted, Viewer, system_viewer

CHILDREN, INVOLVEMENTS, INCIDENTS, CRIMES, CASES, LOG = (
    str(model.__tablename__) for model in (Child, Involvement, Incident, Crime, Investigation, AuditEntry)
)
POINTS = "point of an agenda"  # no table of its own: the points stand in a meeting's row
# What is of no use outside: a sealed reference and what it is looked up by.
LEFT_OUT = {str(ChildReference.__tablename__): {"lookup", "sealed"}}
AT_ONCE = 500  # numbers in one statement: SQLite takes some thousands


class ChildNotFound(ValueError):
    """No child is known so, or what was given cannot name one; the message never repeats it."""


@dataclass(frozen=True)
class Records:
    """What names a child: its code, its authority, and of each table the numbers of the rows.

    codes: those of all children that turned out to be this one. cases: the keys of its cases. points: those of
    meetings' agendas that are about these, which are part of a meeting's row.
    """

    code: str
    authority: str
    rows: Mapping[str, tuple[int, ...]]
    codes: tuple[str, ...]
    cases: tuple[str, ...]
    points: tuple[Mapping[str, Any], ...]

    def sentences(self) -> list[str]:
        """How many rows of each table, for a person."""
        told = [f"{len(numbers):,} of {table}" for table, numbers in self.rows.items() if numbers]
        return [*told, f"{len(self.points):,} on agendas of meetings"] if self.points else told


def code_of(session: Session, viewer: Viewer, *, authority: str, source: str, reference: str, key: str) -> str:
    """The code of the child that a source's own reference stands for. Raises ChildNotFound."""
    viewer.require("casework", authority)
    owner = session.execute(select(col(Authority.id)).where(col(Authority.key) == authority)).scalar_one_or_none()
    lookup = reference_lookup(key, owner or 0, source, reference)
    found: str | None = session.execute(
        select(col(Child.code))
        .join(ChildReference, col(ChildReference.child_id) == col(Child.id))
        .where(col(ChildReference.source) == source, col(ChildReference.lookup) == lookup)
    ).scalar_one_or_none()
    if found is None:
        raise ChildNotFound("No child is known to that authority and source by that reference.")
    return found


def find_records(engine: Engine, viewer: Viewer, code: str, *, now: datetime) -> Records:
    """Everything that names a child. Raises ChildNotFound. The log notes that it was looked for."""
    with Session(engine) as session, session.begin():
        found = _records(session, viewer, code)
        _note(session, viewer, found, "child file", now)
        return found


def export_records(engine: Engine, viewer: Viewer, code: str, *, now: datetime) -> str:
    """Everything that names a child as JSON, the incidents and crimes it was in among it, and who looked at it."""
    with Session(engine) as session, session.begin():
        found = _records(session, viewer, code)
        tables = {name: _values(session, Base.metadata.tables[name], numbers) for name, numbers in found.rows.items()}
        for name, column in ((INCIDENTS, "incident_id"), (CRIMES, "crime_id")):
            numbers = _pointed_to(session, column, found.rows.get(INVOLVEMENTS, ()))
            tables[name] = _values(session, Base.metadata.tables[name], numbers)
        logged = select(col(AuditEntry.id)).where(col(AuditEntry.child).in_(found.codes))
        if found.points:
            tables[POINTS] = [dict(point) for point in found.points]
        tables[LOG] = _values(session, Base.metadata.tables[LOG], session.execute(logged).scalars().all())
        _note(session, viewer, found, "child file json", now)
        told = {"child": found.code, "authority": found.authority, "exported_at": now, "tables": tables}
        return json.dumps(told, default=_as_text, ensure_ascii=False, indent=2)


def remove_records(engine: Engine, viewer: Viewer, code: str, *, now: datetime) -> Records:
    """Remove everything that names a child, in one transaction; answers what that was. The log keeps the code alone."""
    with Session(engine) as session, session.begin():
        found = _records(session, viewer, code)
        forget_cases(session, found.cases)
        for name in reversed(list(found.rows)):  # what points to a row was found after it
            table = Base.metadata.tables[name]
            for part in _parts(found.rows[name]):
                session.execute(delete(table).where(table.c.id.in_(part)))
        raise_data_version(session)
        rows = sum(len(numbers) for numbers in found.rows.values()) + len(found.points)
        _note(session, viewer, found, f"child removed rows {rows}", now)
        return found


def _note(session: Session, viewer: Viewer, found: Records, thing: str, now: datetime) -> None:
    """A line for each code by which the child was known, so that each can be looked up."""
    for code in found.codes:
        note(session, viewer.who, "child records", authority=found.authority, thing=thing, child=code, now=now)


def _records(session: Session, viewer: Viewer, code: str) -> Records:
    """The child, and the rows that point to it or to a row that does, table by table in the order of pointing."""
    viewer.require_power("settings")
    written = code.strip().upper()
    child = (
        session.execute(
            select(col(Child.id), col(Authority.key))
            .join(Authority, col(Authority.id) == col(Child.authority_id))
            .where(col(Child.code) == written)
        ).one_or_none()
        if CHILD.fullmatch(written)
        else None
    )
    if child is None:
        raise ChildNotFound("No child has that code.")
    viewer.require("casework", child.key)
    found: dict[str, set[int]] = {CHILDREN: _merged(session, child.id)}
    for table in Base.metadata.sorted_tables:  # a table stands after those it points to
        rows = set[int]()
        for key in table.foreign_keys:
            for part in _parts(found.get(key.column.table.name, ())):
                rows |= set(session.execute(select(table.c.id).where(key.parent.in_(part))).scalars())
        if rows:
            found[table.name] = rows
    keys = _texts(session, Investigation.key, found.get(CASES, ()))
    traces = traces_of(session, keys)
    for model, numbers in ((MeetingNote, traces.notes), (CaseChange, traces.changes)):
        found[str(model.__tablename__)] = found.get(str(model.__tablename__), set()) | set(numbers)
    in_order = {table.name: tuple(sorted(found.get(table.name, ()))) for table in Base.metadata.sorted_tables}
    return Records(
        code=written,
        authority=child.key,
        rows={name: numbers for name, numbers in in_order.items() if numbers},
        codes=_texts(session, Child.code, found[CHILDREN]),
        cases=keys,
        points=traces.points,
    )


def _pointed_to(session: Session, column: str, involvements: Collection[int]) -> set[int]:
    """The incidents, or crimes, that a child was in."""
    table = Base.metadata.tables[INVOLVEMENTS]
    rows = (row for part in _parts(involvements) for row in _rows(session, table, [table.c[column]], part))
    return {row[column] for row in rows} - {None}


def _merged(session: Session, child_id: int) -> set[int]:
    """The child, and those that turned out to be the same one, whichever of them it was linked to."""
    same, new = {child_id}, {child_id}
    while new:
        ends = select(col(ChildLink.from_child_id), col(ChildLink.to_child_id)).where(
            or_(col(ChildLink.from_child_id).in_(new), col(ChildLink.to_child_id).in_(new)),
            col(ChildLink.undone_at).is_(None),
        )
        new = {child for link in session.execute(ends) for child in link} - same
        same |= new
    return same


def _texts(session: Session, column: Any, numbers: Collection[int]) -> tuple[str, ...]:
    """A text of each of these rows of the column's table, in the order of their numbers."""
    texts = list[str]()
    for part in _parts(numbers):
        of_part = select(col(column)).where(col(column.class_.id).in_(part)).order_by(col(column.class_.id))
        texts += session.execute(of_part).scalars()
    return tuple(texts)


def _values(session: Session, table: Table, numbers: Collection[int]) -> list[dict[str, Any]]:
    """Rows with their values; instead of the number of a home, a type and the like stands what it is called."""
    shown = [column for column in table.columns if column.name not in LEFT_OUT.get(table.name, set())]
    rows = [dict(row) for part in _parts(numbers) for row in _rows(session, table, shown, part)]
    for key in table.foreign_keys:
        called = next((name for name in ("label", "name", "code", "key") if name in key.column.table.columns), None)
        if called is not None:
            target = key.column.table
            wanted = {row[key.parent.name] for row in rows} - {None}
            names = {
                row["id"]: row[called]
                for part in _parts(wanted)
                for row in _rows(session, target, [target.c.id, target.c[called]], part)
            }
            rows = [{**row, key.parent.name: names.get(row[key.parent.name])} for row in rows]
    return rows


def _rows(session: Session, table: Table, columns: Sequence[Any], numbers: Collection[int]) -> Sequence[RowMapping]:
    found = select(*columns).where(table.c.id.in_(numbers)).order_by(table.c.id)
    return session.execute(found).mappings().all()


def _parts(numbers: Collection[int]) -> list[list[int]]:
    """Numbers in order, as many together as one statement takes."""
    in_order = sorted(numbers)
    return [in_order[start : start + AT_ONCE] for start in range(0, len(in_order), AT_ONCE)]


def _as_text(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} has no place in a child's file")


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m data_access.child_records", description="Find, export or remove what names a child."
    )
    parser.add_argument("action", choices=("find", "export", "remove"))
    named = parser.add_mutually_exclusive_group(required=True)
    named.add_argument("--code", help="the child's code in this product")
    named.add_argument("--reference-stdin", action="store_true", help="ask for the source's own reference, or read it")
    parser.add_argument("--source", help="with --reference-stdin: who uses the reference, for example police")
    parser.add_argument("--authority", default="", help="with --reference-stdin: key of the council, as links have it")
    parser.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL", "").strip(),
        help="address of the database; default: DATABASE_URL",
    )
    return parser.parse_args(words)


def _reference() -> str:
    """The reference as typed, which a terminal does not show, or as it comes through a pipe."""
    typed = getpass.getpass("Reference: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not typed.strip():
        raise ChildNotFound("No reference was given.")
    return typed.strip()


def _authority(session: Session, stated: str) -> str:
    """The authority meant: the one stated, else the only one there is."""
    known = session.execute(select(col(Authority.key)).order_by(col(Authority.key))).scalars().all()
    if stated in known:
        return stated
    if stated or len(known) != 1:
        raise ChildNotFound(f"Say whose child, with --authority. There is: {', '.join(known) or 'none yet'}.")
    return str(known[0])


def main(words: list[str]) -> int:
    """The command line: 0 when done, 1 when no such child is known, 2 when nothing was done."""
    given = _arguments(words)
    now, viewer = datetime.now(), system_viewer()
    try:
        if not given.database:
            raise SettingsRefused("Say which database, with --database or DATABASE_URL.")
        database = usable_database_url(given.database)
        migrate(database)
        engine = make_engine(database)
        code = given.code
        if given.reference_stdin:
            if not given.source:
                raise SettingsRefused("Say whose reference it is, with --source.")
            key = usable_key(os.environ.get("CONCORDAT_KEY"))
            with Session(engine) as session:
                authority = _authority(session, given.authority)
                asked = {"authority": authority, "source": given.source, "reference": _reference(), "key": key}
                code = code_of(session, viewer, **asked)
        if given.action == "export":
            sys.stdout.write(export_records(engine, viewer, code, now=now) + "\n")
            return 0
        act = remove_records if given.action == "remove" else find_records
        found = act(engine, viewer, code, now=now)
    except ChildNotFound as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    except (KeyMissing, MigrationFailed, NotPermitted, SettingsRefused) as refusal:
        sys.stderr.write(f"Nothing was done. {refusal}\n")
        return 2
    except (DatabaseError, OSError) as error:
        sys.stderr.write(f"Nothing was done: the database did not do it ({type(error).__name__}).\n")
        return 2
    first = "Removed of" if given.action == "remove" else "There is of"
    sys.stdout.write("\n".join([f"{first} child {found.code}:", *found.sentences()]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
