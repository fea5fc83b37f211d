"""What incidents and crimes share: single records with a reference of their own, a home, a type and perhaps a child."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import col

from data_access.imports.cells import choice, text
from data_access.imports.saving import ROWS_A_STATEMENT, Saving, first_of_month, resolver, supplied
from data_access.imports.table import Column, Extract, Row, read_table
from data_access.models import Crime, Incident, Involvement

ROLES = ("suspect", "victim", "witness", "missing", "other", "not recorded")
NO_ROLE = ROLES[-1]
CHILD_COLUMNS = (
    Column("child_reference", text, required=False, aliases=("nominal", "person_reference")),
    Column("child_role", choice(*ROLES), required=False, aliases=("role",)),
)
Details = Callable[[Row], dict[str, Any]]
KEYS = ("authority_id", "source", "reference")
Children = dict[int | None, str | None]  # of one record: child -> role; a row without a child has the child None


def read_records(data: bytes, kind: str, columns: tuple[Column, ...]) -> Extract:
    """Read the file; a record that was reported before it occurred becomes a problem."""
    extract = read_table(data, kind, columns)
    good = []
    for row in extract.rows:
        if row["occurred_at"] and row["occurred_at"] > row["reported_at"]:
            extract.reject(row, "occurred_at", "it lies after reported_at", "A record is reported after it occurred")
        else:
            good.append(row)
    extract.rows = good
    return extract


def save_records(
    saving: Saving,
    extract: Extract,
    model: type[Incident] | type[Crime],
    type_column: str,
    types: dict[str, int],
    details: Details,
) -> None:
    """Save records by authority, source and reference, and the children they name.

    A record reported in a month that the file does not cover is rejected. One that names several children stands in
    several rows, alike but for the child. A column the file does not have leaves what an earlier file said; a blank
    cell empties it. So a file with children replaces, for the records it names, the children named earlier.
    """
    home_of = resolver(extract, "home", saving.homes(), "home")
    type_of = resolver(extract, type_column, types, "type")
    records: dict[str, dict[str, Any]] = {}
    children: dict[str, Children] = {}
    first: dict[str, int] = {}
    for row in extract.rows:
        if saving.is_outside(extract, row, "reported_at"):
            continue
        home_id, type_id = home_of(row), type_of(row)
        if home_id is None or type_id is None:
            continue
        reference = row["reference"]
        record = {
            "authority_id": saving.authority_id,
            "source": saving.source,
            "reference": reference,
            "home_id": home_id,
            "type_id": type_id,
            "reported_at": row["reported_at"],
            **supplied(extract, row, "occurred_at"),
            "month": first_of_month(row["reported_at"]),
            **details(row),
        }
        if reference not in records:
            records[reference] = record
            children[reference] = {}
            first[reference] = row.number
        elif records[reference] != record:
            extract.reject(
                row,
                "reference",
                f"row {first[reference]} says something else of this record",
                "Rows of one record differ in the child alone",
            )
            continue
        child_id = saving.register.child_id(row["child_reference"]) if row["child_reference"] else None
        if child_id in children[reference]:
            extract.reject(
                row, "reference", f"this stands already in row {first[reference]}", "Keep one of the two rows"
            )
        else:
            children[reference][child_id] = row["child_role"]
    as_before = saving.upsert(model, KEYS, list(records.values()))
    if "child_reference" in extract.columns_supplied:
        changed = _save_involvements(saving, model, children, "child_role" in extract.columns_supplied)
        only_children = len(changed & {reference for *_, reference in as_before})
        saving.unchanged -= only_children
        saving.updated += only_children


def _save_involvements(
    saving: Saving, model: type[Incident] | type[Crime], children: dict[str, Children], with_roles: bool
) -> set[str]:
    """Make the children of the records those of the file; answer the records of which a child or a role changed."""
    id_field = "incident_id" if model is Incident else "crime_id"
    of_record = col(getattr(Involvement, id_field))
    columns: tuple[Any, ...] = (
        of_record.label("record_id"),
        col(Involvement.child_id),
        col(Involvement.id),
        col(Involvement.role),
    )
    changed = set()
    references = list(children)
    for start in range(0, len(references), ROWS_A_STATEMENT):  # a source may hold millions
        record_ids = select(col(model.id), col(model.reference)).where(
            col(model.authority_id) == saving.authority_id,
            col(model.source) == saving.source,
            col(model.reference).in_(references[start : start + ROWS_A_STATEMENT]),
        )
        named = {found.id: found.reference for found in saving.session.execute(record_ids)}
        stored = saving.session.execute(select(*columns).where(of_record.in_(list(named))))
        before = {(found.record_id, found.child_id): found for found in stored}
        after = {
            (record_id, child_id): role
            for record_id, reference in named.items()
            for child_id, role in children[reference].items()
            if child_id is not None
        }
        gone = [before[key] for key in before.keys() - after.keys()]
        new = [key for key in after if key not in before]
        other_role = [
            {"id": before[key].id, "role": after[key] or NO_ROLE}
            for key in before.keys() & after.keys()
            if with_roles and before[key].role != (after[key] or NO_ROLE)
        ]
        if gone:
            ids = [found.id for found in gone]
            saving.session.execute(delete(Involvement).where(col(Involvement.id).in_(ids)))
        if new:
            rows = [{id_field: key[0], "child_id": key[1], "role": after[key] or NO_ROLE} for key in new]
            saving.session.execute(insert(Involvement), rows)
        if other_role:
            saving.session.execute(update(Involvement), other_role)
        roles_of = {found.id: found.record_id for found in before.values()}
        touched = {found.record_id for found in gone} | {key[0] for key in new}
        changed |= {named[record_id] for record_id in touched | {roles_of[role["id"]] for role in other_role}}
    return changed
