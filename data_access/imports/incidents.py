"""Kind incidents: police calls for service at the homes' addresses."""

from sqlmodel import select

from data_access.imports.cells import text, when
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs
from data_access.imports.records import CHILD_COLUMNS, open_records, read_records, save_records
from data_access.imports.resolving import values_supplied
from data_access.imports.saving import Saving
from data_access.imports.table import Column, Extract
from data_access.models import Incident, IncidentType

CRIME_RELATED = "*c*"  # as a folded label ends
COLUMNS = (
    Column("reference", text, aliases=("log_number", "incident_number", "log_no", "incident_no")),
    Column(
        "reported_at", when, aliases=("date", "reported", "date_reported", "incident_date", "recorded", "date_recorded")
    ),
    Column("occurred_at", when, required=False, aliases=("occurred", "date_occurred")),
    Column("home", text, aliases=("address", "location", "premises", "home_name")),
    Column("incident_type", text, aliases=("closing_code", "type", "closing_type")),
    Column("response", text, required=False, aliases=("grade",)),
    *CHILD_COLUMNS,
)


def read_incidents(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: reference, reported_at, occurred_at, home, incident_type, response, child_reference, child_role."""
    return read_records(data, "incidents", COLUMNS, how)


def open_incidents(data: Source, how: ReadAs = PLAIN) -> Extract:
    """As read_incidents, row by row."""
    return open_records(data, "incidents", COLUMNS, how)


def save_incidents(saving: Saving, extract: Extract) -> None:
    """Match on source and reference: new ones are added, changed ones updated."""
    types = {
        folded: int(type_id or 0)
        for folded, type_id in saving.session.exec(select(IncidentType.folded, IncidentType.id))
    }
    given = values_supplied(extract, "occurred_at", "response")
    decided = saving.choices.get("incident_type", {})
    marked = {label: number for label, number in _marked_otherwise(types).items() if label not in decided}
    save_records(saving, extract, Incident, "incident_type", {**marked, **types}, given)


def _marked_otherwise(types: dict[str, int]) -> dict[str, int]:
    """Each type by its label without the mark of crime-related ones, or with it where it has none.

    Senders do not mark alike. A label that is a type's own is found before these, so that no two types fall together.
    """
    return {
        label.removesuffix(CRIME_RELATED).rstrip() if label.endswith(CRIME_RELATED) else f"{label} {CRIME_RELATED}": (
            number
        )
        for label, number in types.items()
    }
