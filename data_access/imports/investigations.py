"""Kind investigations: children under police investigation, one row a child and matter."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from data_access.case_fields import (
    BLANK,
    FIELDS,
    LONGEST_MATTER,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    CaseRefused,
    require_case,
)
from data_access.imports.cells import choice, day, has_time, text, when
from data_access.imports.kept import COLUMN_OF, Of, Standing, Taken, by_file, said_by
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.resolving import repeats, resolve
from data_access.imports.saving import Saving
from data_access.imports.table import CellProblem, Column, Extract, Row
from data_access.investigation_changes import add_case, case_values, change_case
from data_access.models import Home, Investigation, OutcomeCode
from data_access.models.investigations import (
    ANSWERS,
    FINALISED,
    INTERVIEWS,
    NOT_RECORDED,
    QUESTIONS,
    RESPONSES,
    SETTINGS,
    STAGES,
)

# Fields that belong together: a file changes all of a group, or none of it.
PAIRS = (
    ("setting", "home"),
    ("reported_at", "reported_time_known"),
    ("stage", "stage_since"),
    ("outcome_code", "outcome_on"),
)
GROUPS = (*PAIRS, *((name,) for name in FIELDS if not any(name in pair for pair in PAIRS)))


def moment(cell: str) -> tuple[datetime, bool]:
    """When it was, and whether the time of day is known."""
    return when(cell), has_time(cell)


def at_most(longest: int) -> Callable[[str], str]:
    """A parser of a short text."""

    def short(cell: str) -> str:
        written = text(cell)
        if len(written) > longest:
            raise CellProblem("this is too long", f"Write at most {longest:,} characters, and no names")
        return written

    return short


COLUMNS = (
    Column(
        "reference",
        at_most(LONGEST_REFERENCE),
        aliases=("occurrence_number", "case_reference", "crime_reference", "occurrence_no"),
    ),
    Column("child_reference", text, aliases=("nominal", "person_reference", "nominal_ref", "nominal_reference")),
    Column("setting", choice(*SETTINGS), aliases=("placement",)),
    Column("home", text, may_be_blank=True, aliases=("address", "home_name")),
    Column("responsible_authority", at_most(LONGEST_NAME), required=False, aliases=("responsible",)),
    Column("matter", at_most(LONGEST_MATTER), aliases=("offence", "offence_type")),
    Column("occurred_on", day, required=False, aliases=("occurred", "date_occurred")),
    Column("reported_at", moment, aliases=("reported", "date_reported", "recorded", "date_recorded")),
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
    """Match on source and reference; what a file does not say stays, and so does what people said after it was drawn.

    Of two files the one drawn later counts. Each change has its history, as by hand.
    """
    session = saving.session
    now = saving.now
    who = by_file(saving)
    homes = saving.homes()
    names = dict(session.execute(select(Home.id, Home.name).where(col(Home.authority_id) == saving.authority_id)).all())
    codes = set(session.execute(select(OutcomeCode.code)).scalars())
    known = _known(saving)
    standing = Standing(saving)
    drawn = min(saving.extract_date, now.date())
    first: dict[tuple[Any, ...], int] = {}
    for row in extract.each():
        if repeats(extract, row, "reference", (row["reference"],), first):
            continue
        home_id = resolve(extract, row, "home", homes, "home") if row["home"] else 0
        if home_id is None or _has_unknown_outcome(extract, row, codes):
            continue
        case = known.get(row["reference"])
        stored = case_values(session, case) if case else BLANK
        values = _values(row, names.get(home_id, ""), stored, drawn)
        taken = Taken(values, [])
        if case is not None:
            of = Of(int(case.id or 0), "case", BLANK, said_by(case.created_by, case.created_at), case.batch_id)
            taken = standing.taken(of, stored, values, GROUPS)
        try:
            require_case(session, {**stored, **taken.values}, now.date())
            child_id = saving.register.child_id(row["child_reference"])
            if case is None:
                own, batch = saving.authority_id, saving.batch_id
                add_case(session, own, child_id, taken.values, source=saving.source, now=now, who=who, batch_id=batch)
                saving.added += 1
            elif case.child_id != child_id:
                wrong = "this case is on the list with another child"
                extract.reject(row, "child_reference", wrong, "Correct one of the two")
            else:
                changed = change_case(session, case, case.version, taken.values, now=now, who=who)
                saving.updated += changed
                saving.unchanged += not changed
                case.batch_id = saving.batch_id if standing.is_later(case.batch_id) else case.batch_id
                taken.tell(extract, row)
        except CaseRefused as refusal:
            extract.reject(row, "reference", "this row contradicts itself", str(refusal).rstrip("."))


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


def _values(row: Row, home: str, stored: Mapping[str, Any], drawn: date) -> dict[str, Any]:
    """The fields of which the file says something: not those that are blank, or not recorded."""
    said = {name: row.get(COLUMN_OF.get(name, name)) for name in FIELDS if name != "home"}
    values = {name: value for name, value in said.items() if value not in (None, NOT_RECORDED)}
    if home or row["setting"] != SETTINGS[0]:
        values["home"] = home
    values |= moment_values("reported_at", "reported_time_known", row["reported_at"], stored)
    if "outcome_code" in values:
        values["outcome_code"] = values["outcome_code"].upper()
        if values["outcome_code"] != stored["outcome_code"]:
            values.setdefault("outcome_on", None)  # the day that stands is that of another outcome
    if values["stage"] != stored["stage"] and "stage_since" not in values:
        # Since when, the file does not say: at the latest since it was drawn, or since the outcome that ended it.
        reported = row["reported_at"][0].date()
        ended = values.get("outcome_on", stored["outcome_on"])
        values["stage_since"] = ended if values["stage"] == FINALISED else max(drawn, reported)
    return values


def moment_values(at: str, known: str, said: tuple[datetime, bool], stored: Mapping[str, Any]) -> dict[str, Any]:
    """A moment and whether its time is known, by their fields; the day alone leaves a time of that day as it stands."""
    moment_said, is_known = said
    before = stored.get(at)
    if not is_known and before is not None and before.date() == moment_said.date():
        return {at: before, known: stored[known]}
    return {at: moment_said, known: is_known}
