"""The children whom incidents and crimes name, while a file is saved."""

from typing import Any

from sqlalchemy import select

from data_access.imports.saving import Saving
from data_access.imports.stored import stored_by_reference
from data_access.imports.writing import in_parts, table_of
from data_access.models import Crime, Incident, Involvement

NO_ROLE = "not recorded"
# What a file decides of a record's children: who they are, that there is one more, or only what they did.
REPLACE, ADD, ROLES_ALONE = "replace", "add", "roles"
Children = dict[int | None, str | None]  # of one record: child -> role; a row without a child has the child None


class Involved:
    """The children in records of one file."""

    def __init__(self, saving: Saving, model: type[Incident] | type[Crime], *, with_roles: bool) -> None:
        self._saving = saving
        self._model = model
        self._with_roles = with_roles
        self._id_field = "incident_id" if model is Incident else "crime_id"

    def save(self, children: dict[str, Children], modes: dict[str, str]) -> set[str]:
        """Make the children of the records those of the file; answer the records of which a child or a role changed."""
        changed: set[str] = set()
        for references in in_parts(children):
            changed |= self._save_some({reference: children[reference] for reference in references}, modes)
        return changed

    def _save_some(self, children: dict[str, Children], modes: dict[str, str]) -> set[str]:
        saving = self._saving
        records = stored_by_reference(saving, self._model, list(children))
        id_of = {reference: record["id"] for reference, record in records.items()}
        table = table_of(Involvement)
        of_records = select(table).where(table.c[self._id_field].in_(list(id_of.values())))
        before: dict[tuple[int, int], dict[str, Any]] = {
            (row[self._id_field], row["child_id"]): dict(row)
            for row in saving.session.connection().execute(of_records).mappings()
        }
        by_record: dict[int, list[dict[str, Any]]] = {}
        for row in before.values():
            by_record.setdefault(row[self._id_field], []).append(row)
        changed: set[str] = set()
        new: list[tuple[int, int, str]] = []
        gone: list[dict[str, Any]] = []
        others: list[tuple[dict[str, Any], str]] = []
        for reference, named in children.items():
            record_id, mode = id_of[reference], modes[reference]
            known = {row["child_id"]: row for row in by_record.get(record_id, ())}
            further = [] if mode == ROLES_ALONE else [child for child in named if child and child not in known]
            left = [row for child, row in known.items() if mode == REPLACE and child not in named]
            roles = [
                (known[child], role or NO_ROLE)
                for child, role in named.items()
                if child in known and self._with_roles and known[child]["role"] != (role or NO_ROLE)
            ]
            new += [(record_id, child, named[child] or NO_ROLE) for child in further]
            gone += left
            others += roles
            if further or left or roles:
                changed.add(reference)
        saving.writing.remove(Involvement, gone)
        saving.writing.add(Involvement, (self._id_field, "child_id", "role"), new)
        saving.writing.change(Involvement, [row for row, _ in others], [{"role": role} for _, role in others])
        return changed
