"""What incidents and crimes share: single records with a reference of their own, a home, a type and perhaps a child."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import col

from data_access.imports.cells import choice, text
from data_access.imports.saving import ROWS_A_STATEMENT, Saving, first_of_month, resolve, supplied, without_repeats
from data_access.imports.table import Column, Extract, Row, read_table
from data_access.models import Crime, Incident, Involvement

ROLES = ("suspect", "victim", "witness", "missing", "other", "not recorded")
CHILD_COLUMNS = (
    Column("child_reference", text, required=False, aliases=("nominal", "person_reference")),
    Column("child_role", choice(*ROLES), required=False, aliases=("role",)),
)
Details = Callable[[Row], dict[str, Any]]


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
    """Save records by source and reference, and the children they name.

    A column the file does not have leaves what an earlier file said; a blank cell empties it.
    """
    homes = saving.homes()
    stored, children = [], {}
    for row in without_repeats(extract, ("reference",)):
        home_id = resolve(extract, row, "home", homes, "home")
        type_id = resolve(extract, row, type_column, types, "type")
        if home_id is None or type_id is None:
            continue
        stored.append(
            {
                "source": saving.source,
                "reference": row["reference"],
                "home_id": home_id,
                "type_id": type_id,
                "reported_at": row["reported_at"],
                **supplied(extract, row, "occurred_at"),
                "month": first_of_month(row["reported_at"]),
                **details(row),
            }
        )
        saving.touched_months.add(first_of_month(row["reported_at"]))
        if row["child_reference"]:
            role = row["child_role"] or "not recorded"
            children[row["reference"]] = (saving.register.child_id(row["child_reference"]), role)
    saving.upsert(model, ("source", "reference"), stored)
    _save_involvements(saving, model, children)


def _save_involvements(
    saving: Saving, model: type[Incident] | type[Crime], children: dict[str, tuple[int, str]]
) -> None:
    """Link records to the children they name, a few hundred at a time: a source may hold millions."""
    id_field = "incident_id" if model is Incident else "crime_id"
    references = list(children)
    for start in range(0, len(references), ROWS_A_STATEMENT):
        some = references[start : start + ROWS_A_STATEMENT]
        record_ids = select(col(model.reference), col(model.id)).where(
            col(model.source) == saving.source, col(model.reference).in_(some)
        )
        ids = {row.reference: row.id for row in saving.session.execute(record_ids)}
        column = getattr(Involvement, id_field)
        existing = {
            (getattr(found, id_field), found.child_id): found
            for found in saving.session.scalars(select(Involvement).where(column.in_(list(ids.values()))))
        }
        new = []
        for reference in some:
            child_id, role = children[reference]
            found = existing.get((ids[reference], child_id))
            if found is None:
                new.append({id_field: ids[reference], "child_id": child_id, "role": role})
            else:
                found.role = role
        if new:
            saving.session.execute(insert(Involvement), new)
        saving.session.flush()
