"""What every change of a case, its checklist, its reviews and of a meeting goes through: held, checked, with history.

Nothing here puts what was typed into an exception, but for `ChangedMeanwhile.typed`, which goes back to who typed it.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from data_access.action_changes import ChangedMeanwhile
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
from data_access.viewer import Viewer

ADDED = "added"  # what the history says of something new
OPEN = "open"  # the class of outcomes that say that there is none yet
LONGEST_MATTER, LONGEST_REFERENCE, LONGEST_NAME = 200, 60, 80
KEY_BYTES = 8
YEARS = range(1990, 2101)
CHOICES = {
    "setting": SETTINGS,
    "response": RESPONSES,
    "stage": STAGES,
    "interview": INTERVIEWS,
    **dict.fromkeys(QUESTIONS, ANSWERS),
}
# What can be said of a case, in the words of people: a home by its name, an outcome by its code.
FIELDS = (
    "reference",
    "home",
    "setting",
    "responsible",
    "matter",
    "occurred_on",
    "reported_at",
    "reported_time_known",
    "response",
    "stage",
    "stage_since",
    "outcome_code",
    "outcome_on",
    "interview",
    *QUESTIONS,
)
BLANK = {
    "reference": None,
    "home": "",
    "responsible": "",
    "occurred_on": None,
    "reported_time_known": False,
    "response": NOT_RECORDED,
    "stage": STAGES[0],
    "stage_since": None,
    "outcome_code": "",
    "outcome_on": None,
    "interview": NOT_RECORDED,
    **dict.fromkeys(QUESTIONS, NOT_RECORDED),
}
Values = Mapping[str, Any]
Kept = TypeVar("Kept", Investigation, ChecklistItem, Review, Meeting, MeetingNote)


class CaseRefused(ValueError):
    """Nothing was saved; the message says why and what would be right, and repeats nothing that was typed."""


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


def checked_case(values: Values) -> dict[str, Any]:
    """Fields of a case, their spacing mended. Raises CaseRefused for one that a case cannot have."""
    if set(values) - set(FIELDS):
        raise CaseRefused("A case has no such field.")
    checked = dict(values)
    for name, words in CHOICES.items():
        if name in checked and checked[name] not in words:
            raise CaseRefused(f"{QUESTIONS.get(name, name.capitalize())} is one of: {', '.join(words)}.")
    if "matter" in checked:
        checked["matter"] = short_text(checked["matter"], LONGEST_MATTER, "what it is about", needed=True)
    if "reference" in checked:
        checked["reference"] = short_text(checked["reference"], LONGEST_REFERENCE, "the reference") or None
    if "responsible" in checked:
        checked["responsible"] = short_text(checked["responsible"], LONGEST_NAME, "the responsible authority")
    if "reported_at" in checked:
        checked["reported_at"] = _moment(checked["reported_at"])
    for name in ("occurred_on", "outcome_on", "stage_since"):
        if checked.get(name) is not None:
            require_day(checked[name])
    return checked


def require_case(session: Session, values: Values, today: date) -> None:
    """Raise CaseRefused where a whole case contradicts itself, lies after today, or is finalised without an end."""
    require_order(values, today)
    if values["stage"] == FINALISED:
        code = select(col(OutcomeCode.outcome_class)).where(col(OutcomeCode.code) == values["outcome_code"])
        if session.execute(code).scalar_one_or_none() == OPEN:
            raise CaseRefused("A finalised case needs an outcome that ends it; this code says that there is none yet.")


def require_order(values: Values, today: date) -> None:
    """Raise CaseRefused where days of a case contradict each other, or a home is missing or one too many."""
    reported = values["reported_at"].date()
    named = {"The report": reported, "The outcome": values["outcome_on"], "The stage": values["stage_since"]}
    for what, on_day in named.items():
        require_past(on_day, today, what)
    if values["occurred_on"] and values["occurred_on"] > reported:
        raise CaseRefused("It cannot be reported before it happened. Correct one of the two days.")
    if values["outcome_on"] and values["outcome_on"] < reported:
        raise CaseRefused("The outcome cannot come before the report. Correct one of the two days.")
    if values["stage_since"] and values["stage_since"] < reported:
        raise CaseRefused("The stage cannot begin before the report. Correct one of the two days.")
    if bool(values["outcome_on"]) != bool(values["outcome_code"]):
        raise CaseRefused("An outcome needs its code and its day, both.")
    if values["stage"] == FINALISED and not values["outcome_on"]:
        raise CaseRefused("A finalised case needs its outcome. Say which, and from which day.")
    if bool(values["home"]) != (values["setting"] == SETTINGS[0]):
        raise CaseRefused("Name the home where the child lives in one, and only then.")


def short_text(value: Any, longest: int, what: str, *, needed: bool = False) -> str:
    """What somebody typed, without spacing at its ends. Raises CaseRefused where it is too long, or missing."""
    text = " ".join(str(value or "").split()) if longest <= LONGEST_MATTER else str(value or "").strip()
    if len(text) > longest:
        raise CaseRefused(f"Keep {what} to {longest:,} characters.")
    if needed and not text:
        raise CaseRefused(f"Say {what}.")
    return text


def require_day(value: Any) -> None:
    """Raise CaseRefused unless the value is a day of a sensible year."""
    if not isinstance(value, date) or isinstance(value, datetime) or value.year not in YEARS:
        raise CaseRefused("Give the day.")


def require_past(on_day: date | None, today: date, what: str) -> None:
    """Raise CaseRefused where a day of something that has happened lies after today."""
    if on_day is not None and on_day > today:
        raise CaseRefused(f"{what} lies in the future. Give a day up to today.")


def _require_points_after(session: Session, case: Investigation, reported: date) -> None:
    """Raise CaseRefused where a point of the checklist was done before the day that is to be that of the report."""
    first = select(func.min(col(ChecklistItem.done_at))).where(col(ChecklistItem.investigation_id) == case.id)
    done: datetime | None = session.execute(first).scalar_one()
    if done is not None and done.date() < reported:
        raise CaseRefused(
            "A point of the checklist was done before this day of the report. Correct the day, or the checklist first."
        )


def _moment(value: Any) -> datetime:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime) or value.year not in YEARS:
        raise CaseRefused("Say when it was reported.")
    return value
