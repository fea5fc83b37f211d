"""Kind investigations: children under police investigation, one row a child and matter."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from data_access.imports.cells import choice, day, text, when
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.saving import Saving, repeats, resolve, supplied
from data_access.imports.table import CellProblem, Column, Extract, Row
from data_access.investigation_changes import (
    BLANK,
    FIELDS,
    LONGEST_MATTER,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    CaseRefused,
    add_case,
    case_values,
    change_case,
    require_order,
)
from data_access.models import Home, Investigation, OutcomeCode
from data_access.models.investigations import ANSWERS, INTERVIEWS, NOT_RECORDED, QUESTIONS, RESPONSES, SETTINGS, STAGES


def moment(cell: str) -> tuple[datetime, bool]:
    """When it was, and whether the time of day is known."""
    return when(cell), ":" in cell


def at_most(longest: int) -> Callable[[str], str]:
    """A parser of a short text."""

    def short(cell: str) -> str:
        written = text(cell)
        if len(written) > longest:
            raise CellProblem("this is too long", f"Write at most {longest:,} characters, and no names")
        return written

    return short


COLUMNS = (
    Column("reference", at_most(LONGEST_REFERENCE), aliases=("occurrence_number", "case_reference", "crime_reference")),
    Column("child_reference", text, aliases=("nominal", "person_reference")),
    Column("setting", choice(*SETTINGS), aliases=("placement",)),
    Column("home", text, may_be_blank=True, aliases=("address",)),
    Column("responsible_authority", at_most(LONGEST_NAME), required=False, aliases=("responsible",)),
    Column("matter", at_most(LONGEST_MATTER), aliases=("offence", "offence_type")),
    Column("occurred_on", day, required=False),
    Column("reported_at", moment, aliases=("reported", "date_reported")),
    Column("response", choice(*RESPONSES), required=False),
    Column("stage", choice(*STAGES), aliases=("status",)),
    Column("stage_since", day, required=False),
    Column("outcome_code", text, required=False, aliases=("outcome",)),
    Column("outcome_on", day, required=False, aliases=("outcome_date",)),
    Column("interview", choice(*INTERVIEWS), required=False),
    *(Column(name, choice(*ANSWERS), required=False) for name in QUESTIONS),
)


def read_investigations(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: the columns of COLUMNS; reported_at is a moment and whether its time of day is known."""
    return read_table(data, "investigations", COLUMNS, how)


def save_investigations(saving: Saving, extract: Extract) -> None:
    """Match on source and reference; what a file does not say stays. Each change has its history, as by hand."""
    session = saving.session
    now = saving.now
    who = f"{saving.source}, by file"
    homes = saving.homes()
    names = dict(session.execute(select(Home.id, Home.name).where(col(Home.authority_id) == saving.authority_id)).all())
    codes = set(session.execute(select(OutcomeCode.code)).scalars())
    known = _known(saving)
    first: dict[tuple[Any, ...], int] = {}
    for row in extract.each():
        if repeats(extract, row, "reference", (row["reference"],), first):
            continue
        home_id = resolve(extract, row, "home", homes, "home") if row["home"] else 0
        if home_id is None or _has_unknown_outcome(extract, row, codes):
            continue
        values = _values(extract, row, names.get(home_id, ""))
        case = known.get(row["reference"])
        try:
            require_order({**(case_values(session, case) if case else BLANK), **values})
        except CaseRefused as refusal:
            extract.reject(row, "reference", "this row contradicts itself", str(refusal).rstrip("."))
            continue
        child_id = saving.register.child_id(row["child_reference"])
        if case is None:
            own, batch = saving.authority_id, saving.batch_id
            add_case(session, own, child_id, values, source=saving.source, now=now, who=who, batch_id=batch)
            saving.added += 1
        elif case.child_id != child_id:
            extract.reject(
                row, "child_reference", "this case is on the list with another child", "Correct one of the two"
            )
        else:
            changed = change_case(session, case, case.version, values, now=now, who=who)
            saving.updated += changed
            saving.unchanged += not changed


def _known(saving: Saving) -> dict[str | None, Investigation]:
    """The cases of this source, held, so that no page changes them before the file is saved."""
    own = select(Investigation).where(
        col(Investigation.authority_id) == saving.authority_id, col(Investigation.source) == saving.source
    )
    return {case.reference: case for case in saving.session.exec(own.with_for_update())}


def _has_unknown_outcome(extract: Extract, row: Row, codes: set[str]) -> bool:
    if row["outcome_code"] is None or row["outcome_code"].upper() in codes:
        return False
    extract.reject(row, "outcome_code", "this outcome code is not known", "Add it to the table of outcome codes")
    return True


def _values(extract: Extract, row: Row, home: str) -> dict[str, Any]:
    """The fields that the file has, a blank answer as not recorded."""
    values = supplied(extract, row, *FIELDS)
    values["home"] = home
    values["reported_at"], values["reported_time_known"] = row["reported_at"]
    if "responsible_authority" in extract.columns_supplied:
        values["responsible"] = row["responsible_authority"] or ""
    if "outcome_code" in values:
        values["outcome_code"] = (row["outcome_code"] or "").upper()
    if values.get("stage_since", False) is None:
        del values["stage_since"]
    for name in ("response", "interview", *QUESTIONS):
        if name in values:
            values[name] = values[name] or NOT_RECORDED
    return values
