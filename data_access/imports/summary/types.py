"""Types of incidents and offences that the workbook names: those known, and those it brings."""

from typing import Any

from sqlmodel import Session, col, select

from data_access.imports.resolving import repeats, resolve
from data_access.imports.saving import Saving
from data_access.imports.summary.layout import INCIDENT_TYPES
from data_access.imports.table import Extract, Row, fold
from data_access.models import IncidentType, OffenceType

UNGROUPED = "Other"
CRIME_RELATED = "*c*"


def add_types(saving: Saving, extract: Extract, rows: list[Row]) -> None:
    """Add types that are new; a known one stays as the council has edited it."""
    first: dict[tuple[Any, ...], int] = {}
    for row in rows:
        folded = fold(row["type"])
        if repeats(extract, row, "type", (row["kind"], folded), first):
            continue
        model = IncidentType if row["kind"] == "incident" else OffenceType
        if saving.session.exec(select(model.id).where(col(model.folded) == folded)).first() is not None:
            saving.unchanged += 1
        elif row["kind"] == "offence" and row["missing"] == "yes":
            wrong = "an offence is not an incident of a missing child"
            extract.reject(row, "missing", wrong, "Leave the cell blank, or write incident as the kind")
        else:
            if row["sensitive"] is None:
                wrong = "this type counts as sensitive: it is not named in titles"
                extract.warn(row, "sensitive", wrong, "Write no if titles may name it, or yes to say so yourself")
            saving.add_to_register(_new_type(row, folded))
            saving.added += 1


def _new_type(row: Row, folded: str) -> IncidentType | OffenceType:
    # Nobody may have thought of it, and a name once shown in a title cannot be taken back.
    group, is_sensitive = row["group"] or UNGROUPED, row["sensitive"] != "no"
    if row["kind"] == "offence":
        return OffenceType(label=row["type"], folded=folded, group=group, sensitive=is_sensitive)
    return IncidentType(
        label=row["type"],
        folded=folded,
        group=group,
        missing=row["missing"] == "yes",
        no_apparent_risk=False,
        crime_related=folded.endswith(CRIME_RELATED),
        sensitive=is_sensitive,
    )


def known_types(session: Session, sheet: str) -> dict[str, tuple[int, str]]:
    """Folded labels of the types that a sheet may name -> number and label."""
    model = IncidentType if sheet == INCIDENT_TYPES else OffenceType
    rows = session.exec(select(model.folded, model.id, model.label))
    return {folded: (int(number or 0), label) for folded, number, label in rows}


def type_label(extract: Extract, row: Row, column: str, types: dict[str, tuple[int, str]]) -> str | None:
    """The label of the type a row names, or None with the problem recorded."""
    numbers = {folded: number for folded, (number, _) in types.items()}
    found = resolve(extract, row, column, numbers, "type", add="add it on the sheet Types")
    return None if found is None else types[fold(row[column])][1]
