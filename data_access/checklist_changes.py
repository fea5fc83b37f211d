"""What every change of a checklist goes through, on a page or by a file: checked values, history, one at a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from data_access.case_fields import YEARS, CaseRefused, Values, require_past, short_text
from data_access.investigation_changes import note_changes, require_version, rewrite
from data_access.models import ChecklistItem, Investigation

POINTS = range(1, 11)
FIELDS = ("done_at", "time_known", "missing")
BLANK: dict[str, Any] = {"done_at": None, "time_known": False, "missing": ""}
LONGEST_MISSING = 300


def item_of(session: Session, case: Investigation, number: int) -> ChecklistItem | None:
    """What is recorded of a point of a held case."""
    same = (col(ChecklistItem.investigation_id) == case.id, col(ChecklistItem.number) == number)
    found: ChecklistItem | None = session.execute(select(ChecklistItem).where(*same)).scalar_one_or_none()
    return found


def change_item(
    session: Session,
    case: Investigation,
    number: int,
    item: ChecklistItem | None,
    version_seen: int,
    values: Values,
    *,
    now: datetime,
    who: str,
) -> tuple[int, bool]:
    """Record a point of a held case with its history; answers its version and whether anything differed.

    Raises ChangedMeanwhile, and CaseRefused for a day after today or before the report.
    """
    before = {name: getattr(item, name) for name in FIELDS} if item else dict(BLANK)
    require_version(item, version_seen, before, values)
    changed = {name: value for name, value in values.items() if value != before[name]}
    if not changed:
        return version_seen, False
    if changed.get("done_at") is not None:
        require_past(changed["done_at"].date(), now.date(), "The day of this point")
        if changed["done_at"].date() < case.reported_at.date():
            raise CaseRefused("A point of the checklist is done after the report, not before. Correct one of the days.")
    if item is None:
        item = ChecklistItem(
            investigation_id=int(case.id or 0),
            number=number,
            **{**before, **changed},
            version=1,
            changed_at=now,
            changed_by=who,
        )
        session.add(item)
        session.flush()
    else:
        rewrite(session, item, changed, now=now, who=who)
    told = {name: (before[name], value) for name, value in changed.items()}
    note_changes(session, case, f"point {number}", item.version, told, now=now, who=who)
    return item.version, True


def checked_item(number: int, values: Values) -> dict[str, Any]:
    """What can be recorded of a point. Raises CaseRefused for what cannot."""
    if number not in POINTS:
        raise CaseRefused(f"The checklist has the points {POINTS[0]} to {POINTS[-1]}.")
    if set(values) - set(FIELDS):
        raise CaseRefused("A point of the checklist has no such field.")
    checked = dict(values)
    if "missing" in checked:
        checked["missing"] = short_text(checked["missing"], LONGEST_MISSING, "what is missing")
    done = checked.get("done_at")
    if done is not None and not (isinstance(done, datetime) and done.year in YEARS):
        raise CaseRefused("Give the day on which it was done, with the time if it is known.")
    if "done_at" in checked and done is None:
        checked["time_known"] = False
    return checked
