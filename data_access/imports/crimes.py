"""Kind crimes: recorded crime occurrences at the homes' addresses, whoever did them."""

from collections.abc import Iterator

from sqlmodel import select

from data_access.imports.cells import day, text, when
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs
from data_access.imports.records import CHILD_COLUMNS, open_records, read_records, save_records
from data_access.imports.resolving import values_supplied
from data_access.imports.saving import Saving
from data_access.imports.table import Column, Extract, Part
from data_access.models import Crime, OffenceType, OutcomeCode

NOT_YET_ASSIGNED = "0"  # what a blank cell in a column of outcomes means
COLUMNS = (
    Column(
        "reference", text, aliases=("occurrence_number", "crime_number", "crime_reference", "occurrence_no", "crime_no")
    ),
    Column("reported_at", when, aliases=("date", "reported", "date_reported", "recorded", "date_recorded")),
    Column("occurred_at", when, required=False, aliases=("occurred", "date_occurred")),
    Column("home", text, aliases=("address", "location", "premises", "home_name")),
    Column("offence_type", text, aliases=("class", "offence", "type", "crime_type")),
    Column("outcome_code", text, required=False, aliases=("outcome",)),
    Column("outcome_date", day, required=False),
    *CHILD_COLUMNS,
)


def read_crimes(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: reference, reported_at, occurred_at, home, offence_type, outcome_code, outcome_date and the child's."""
    return read_records(data, "crimes", COLUMNS, how)


def open_crimes(data: Source, how: ReadAs = PLAIN) -> Extract:
    """As read_crimes, row by row."""
    return open_records(data, "crimes", COLUMNS, how)


def save_crimes(saving: Saving, extract: Extract) -> None:
    """Match on source and reference; an outcome code that is not in the table rejects its row."""
    session = saving.session
    types = {folded: int(type_id or 0) for folded, type_id in session.exec(select(OffenceType.folded, OffenceType.id))}
    codes = {code: int(code_id or 0) for code, code_id in session.exec(select(OutcomeCode.code, OutcomeCode.id))}
    extract.let_come(_with_known_outcomes(extract, extract.each_part(), codes))
    given = values_supplied(extract, "occurred_at", "outcome_date")
    if "outcome_code" in extract.columns_supplied:
        given["outcome_id"] = lambda part: [codes.get(_known_as(code)) for code in part["outcome_code"]]
    save_records(saving, extract, Crime, "offence_type", types, given)


def _known_as(code: str | None) -> str:
    return (code or NOT_YET_ASSIGNED).upper()


def _with_known_outcomes(extract: Extract, parts: Iterator[Part], codes: dict[str, int]) -> Iterator[Part]:
    for part in parts:
        unknown = {
            place
            for place, code in enumerate(part["outcome_code"])
            if code is not None and code not in codes and code.upper() not in codes
        }
        for place in sorted(unknown):
            wrong = "this outcome code is not known"
            extract.reject(part.row(place), "outcome_code", wrong, "Add it to the table of outcome codes")
        yield part.without(unknown)
