"""Kind crimes: recorded crime occurrences at the homes' addresses, whoever did them."""

from typing import Any

from sqlmodel import select

from data_access.imports.cells import day, text, when
from data_access.imports.records import CHILD_COLUMNS, read_records, save_records
from data_access.imports.saving import Saving, supplied
from data_access.imports.table import Column, Extract, Row
from data_access.models import Crime, OffenceType, OutcomeCode

NOT_YET_ASSIGNED = "0"  # what a blank cell in a column of outcomes means
COLUMNS = (
    Column("reference", text, aliases=("occurrence_number", "crime_number", "crime_reference")),
    Column("reported_at", when, aliases=("date", "reported", "date_reported")),
    Column("occurred_at", when, required=False),
    Column("home", text, aliases=("address", "location", "premises")),
    Column("offence_type", text, aliases=("class", "offence", "type", "crime_type")),
    Column("outcome_code", text, required=False, aliases=("outcome",)),
    Column("outcome_date", day, required=False),
    *CHILD_COLUMNS,
)


def read_crimes(data: bytes) -> Extract:
    """Rows: reference, reported_at, occurred_at, home, offence_type, outcome_code, outcome_date and the child's."""
    return read_records(data, "crimes", COLUMNS)


def save_crimes(saving: Saving, extract: Extract) -> None:
    """Match on source and reference; an outcome code that is not in the table rejects its row."""
    session = saving.session
    types = {folded: int(type_id or 0) for folded, type_id in session.exec(select(OffenceType.folded, OffenceType.id))}
    codes = {code: int(code_id or 0) for code, code_id in session.exec(select(OutcomeCode.code, OutcomeCode.id))}
    known = []
    for row in extract.rows:
        if row["outcome_code"] is None or row["outcome_code"].upper() in codes:
            known.append(row)
        else:
            extract.reject(
                row, "outcome_code", "this outcome code is not known", "Add it to the table of outcome codes"
            )
    extract.rows = known

    def outcome(row: Row) -> dict[str, Any]:
        values = supplied(extract, row, "outcome_date")
        if "outcome_code" in extract.columns_supplied:
            values["outcome_id"] = codes.get((row["outcome_code"] or NOT_YET_ASSIGNED).upper())
        return values

    save_records(saving, extract, Crime, "offence_type", types, outcome)
