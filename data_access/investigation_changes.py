"""What every change of a case, its checklist, its reviews and of a meeting goes through: held, checked, with history.

Nothing here puts what was typed into an exception, but for `ChangedMeanwhile.typed`, which goes back to who typed it.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from data_access.action_changes import ChangedMeanwhile
from data_access.case_fields import BLANK, FIELDS, CaseRefused, Values, require_case
from data_access.models import (
    Authority,
    CaseChange,
    ChecklistItem,
    Child,
    Home,
    Investigation,
    Meeting,
    MeetingNote,
    OutcomeCode,
    Review,
)
from data_access.viewer import Viewer

ADDED = "added"  # what the history says of something new
KEY_BYTES = 8
Kept = TypeVar("Kept", Investigation, ChecklistItem, Review, Meeting, MeetingNote)


def new_key() -> str:
    """A random word for links: it tells nothing of the child, and cannot be guessed."""
    return secrets.token_hex(KEY_BYTES)


def held_case(session: Session, viewer: Viewer, key: str) -> tuple[Investigation, str, str]:
    """A case to be changed, the key of its authority and the child's code; others wait until this transaction ends.

    Raises CaseRefused where there is none, NotPermitted where it, or its child, is not within the viewer's role.
    """
    # A write that changes nothing holds it on both databases; read first, two could change it at once.
    same = col(Investigation.key) == key
    session.execute(update(Investigation).where(same).values(version=col(Investigation.version)))
    responsible = aliased(Authority)
    found = session.execute(
        select(Investigation, col(Authority.key), col(Child.code), col(responsible.key))
        .join(Authority, col(Authority.id) == col(Investigation.authority_id))
        .join(Child, col(Child.id) == col(Investigation.child_id))
        .join(responsible, col(responsible.id) == col(Child.authority_id))
        .where(same)
    ).one_or_none()
    if found is None:
        raise CaseRefused("There is no such case.")
    case, authority, code, of_child = found
    require_casework(viewer, authority)
    require_casework(viewer, of_child)
    return case, authority, code


def require_casework(viewer: Viewer, authority: str) -> None:
    """Raise NotPermitted unless this viewer may see and change the authority's cases."""
    viewer.require_all_homes("casework", authority)
    viewer.require_power("casework", authority)


def add_case(
    session: Session,
    authority_id: int,
    child_id: int,
    values: Values,
    *,
    source: str,
    now: datetime,
    who: str,
    batch_id: int | None = None,
) -> Investigation:
    """Add a case with its history within the caller's transaction; fields not given are not recorded."""
    given = {**BLANK, **values}
    given["stage_since"] = given["stage_since"] or given["reported_at"].date()
    case = Investigation(
        authority_id=authority_id,
        key=new_key(),
        source=source,
        child_id=child_id,
        **columns_of(session, authority_id, given),
        version=1,
        created_at=now,
        created_by=who,
        changed_at=now,
        changed_by=who,
        batch_id=batch_id,
    )
    session.add(case)
    session.flush()
    note_changes(session, case, "case", 1, {ADDED: ("", str(given["stage"]))}, now=now, who=who)
    return case


def change_case(
    session: Session, case: Investigation, version_seen: int, values: Values, *, now: datetime, who: str
) -> bool:
    """Change a held case with its history; answers whether anything differed. Raises ChangedMeanwhile.

    A stage that is given without its day counts from today. Raises CaseRefused where it then contradicts itself.
    """
    before = case_values(session, case)
    values = dict(values)
    if values.get("stage", case.stage) != case.stage and not values.get("stage_since"):
        values["stage_since"] = now.date()
    require_version(case, version_seen, before, values)
    changed = {name: value for name, value in values.items() if value != before[name]}
    require_case(session, {**before, **changed}, now.date())
    if not changed:
        return False
    if "reported_at" in changed:
        _require_points_after(session, case, changed["reported_at"].date())
    columns = columns_of(session, case.authority_id, changed)
    told = {name: (before[name], value) for name, value in changed.items()}
    rewrite(session, case, columns, now=now, who=who)
    note_changes(session, case, "case", case.version, told, now=now, who=who)
    return True


def require_version(row: Kept | None, version_seen: int, stored: Values, typed: Values) -> None:
    """Raise ChangedMeanwhile unless a held row is still as it was seen; one that was not there has the version 0."""
    if row is not None and row.version != version_seen:
        raise ChangedMeanwhile(who=row.changed_by, when=row.changed_at, version=row.version, stored=stored, typed=typed)
    if row is None and version_seen:
        raise CaseRefused("It is no longer there. Open the page again.")


def rewrite(session: Session, row: Kept, columns: Values, *, now: datetime, who: str) -> None:
    """Give a held row new values and the next version."""
    row.sqlmodel_update({**columns, "version": row.version + 1, "changed_at": now, "changed_by": who})
    session.add(row)
    session.flush()


def note_changes(
    session: Session,
    of: Investigation | Meeting,
    thing: str,
    version: int,
    changed: Mapping[str, tuple[Any, Any]],
    *,
    now: datetime,
    who: str,
    meeting_id: int | None = None,
) -> None:
    """Write the history of a change: a row for each field, as it was and as it is."""
    is_case = isinstance(of, Investigation)
    rows = [
        {
            "authority_id": of.authority_id,
            "investigation_id": of.id if is_case else None,
            "meeting_id": meeting_id if is_case else of.id,
            "thing": thing,
            "version": version,
            "changed_at": now,
            "changed_by": who,
            "field": name,
            "before": written(before),
            "after": written(after),
        }
        for name, (before, after) in changed.items()
    ]
    session.execute(insert(CaseChange), rows)


def written(value: Any) -> str:
    """A value as the history keeps it: nothing as "", a day as YYYY-MM-DD."""
    if value is None:
        return ""
    return value.isoformat(sep=" ", timespec="minutes") if isinstance(value, datetime) else str(value)


def case_values(session: Session, case: Investigation) -> dict[str, Any]:
    """The fields of a case in the words of people."""
    home = session.get(Home, case.home_id) if case.home_id else None
    outcome = session.get(OutcomeCode, case.outcome_id) if case.outcome_id else None
    named = {"home": home.name if home else "", "outcome_code": outcome.code if outcome else ""}
    return {name: named[name] if name in named else getattr(case, name) for name in FIELDS}


def columns_of(session: Session, authority_id: int, values: Values) -> dict[str, Any]:
    """Fields as the table holds them: home and outcome by their numbers. Raises CaseRefused for unknown ones."""
    columns = {name: value for name, value in values.items() if name not in ("home", "outcome_code")}
    if "home" in values:
        columns["home_id"] = None
        if values["home"]:
            known = select(col(Home.id)).where(col(Home.authority_id) == authority_id, col(Home.name) == values["home"])
            columns["home_id"] = session.execute(known).scalar_one_or_none()
            if columns["home_id"] is None:
                raise CaseRefused("This home is not in the register. Choose one of the list.")
    if "outcome_code" in values:
        columns["outcome_id"] = None
        if values["outcome_code"]:
            code = select(col(OutcomeCode.id)).where(col(OutcomeCode.code) == values["outcome_code"])
            columns["outcome_id"] = session.execute(code).scalar_one_or_none()
            if columns["outcome_id"] is None:
                raise CaseRefused("This outcome code is not known. Choose one of the list.")
    return columns


def _require_points_after(session: Session, case: Investigation, reported: date) -> None:
    """Raise CaseRefused where a point of the checklist was done before the day that is to be that of the report."""
    first = select(func.min(col(ChecklistItem.done_at))).where(col(ChecklistItem.investigation_id) == case.id)
    done: datetime | None = session.execute(first).scalar_one()
    if done is not None and done.date() < reported:
        raise CaseRefused(
            "A point of the checklist was done before this day of the report. Correct the day, or the checklist first."
        )
