"""What every change of the action plan goes through, on a page or by a file: checked values, history, one at a time."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from data_access.models import Action, ActionChange, Authority
from data_access.models.actions import OWNERS, STATUSES

FIELDS = ("title", "owner", "due", "status", "note")  # what can be changed
ADDED, CARRIED_OVER = "added", "carried over"  # what the history says of a new action
LONGEST_TITLE = 200
LONGEST_NOTE = 1_000
YEARS = range(1990, 2101)
Values = Mapping[str, Any]


class ActionRefused(ValueError):
    """The action was not saved; the message says why and what would be right."""


class ChangedMeanwhile(RuntimeError):
    """Somebody else changed the action since it was opened: nothing was saved.

    who, when: of the newest change. version: the newest. stored: its fields. typed: the fields that were to be saved.
    """

    def __init__(self, *, who: str, when: datetime, version: int, stored: Values, typed: Values) -> None:
        super().__init__(f"changed by {who} on {when:%d/%m/%Y at %H:%M}")
        self.who = who
        self.when = when
        self.version = version
        self.stored = dict(stored)
        self.typed = dict(typed)


def plan_of(session: Session, authority: str | int) -> int:
    """The id of an authority, by key or id, once nobody else is adding to its plan: others wait for this transaction.

    A write that changes nothing does that on both databases; reading first would let two add the same at once.
    """
    which = col(Authority.id) == authority if isinstance(authority, int) else col(Authority.key) == authority
    session.execute(update(Authority).where(which).values(name=col(Authority.name)))
    found: int | None = session.execute(select(col(Authority.id)).where(which)).scalar_one_or_none()
    if found is None:
        raise ActionRefused("There is no such authority.")
    return found


def add_action(
    session: Session,
    plan: int,
    year: int,
    values: Values,
    *,
    now: datetime,
    who: str,
    key: str | None = None,
    carried_from: int | None = None,
) -> Action:
    """Add an action with its history within the caller's transaction; without a key it gets one at random."""
    action = Action(
        authority_id=plan,
        key=key or secrets.token_hex(4),
        year=year,
        **values,
        carried_from=carried_from,
        version=1,
        created_at=now,
        created_by=who,
        changed_at=now,
        changed_by=who,
    )
    session.add(action)
    session.flush()
    session.add(
        ActionChange(
            authority_id=plan,
            action_id=int(action.id or 0),
            version=1,
            changed_at=now,
            changed_by=who,
            field=ADDED if carried_from is None else CARRIED_OVER,
            before="",
            after=action.title,
        )
    )
    return action


def change_action(
    session: Session, action: Action, version_seen: int, values: Values, *, now: datetime, who: str
) -> bool:
    """Change an action with its history within the caller's transaction; answers whether anything differed.

    Raises ChangedMeanwhile when somebody else was first, also when they are only just about to finish: the database
    changes the row only if it still bears the version that was seen.
    """
    before = {name: getattr(action, name) for name in FIELDS}
    changed = {name: value for name, value in values.items() if value != before[name]}
    action_id = int(action.id or 0)
    if action.version == version_seen:
        if not changed:
            return False
        same = (col(Action.id) == action_id, col(Action.version) == version_seen)
        new = {**changed, "version": version_seen + 1, "changed_at": now, "changed_by": who}
        done = session.connection().execute(update(Action).where(*same).values(new))
        if done.rowcount == 1:
            rows = [
                {
                    "authority_id": action.authority_id,
                    "action_id": action_id,
                    "version": version_seen + 1,
                    "changed_at": now,
                    "changed_by": who,
                    "field": name,
                    "before": str(before[name]),
                    "after": str(value),
                }
                for name, value in changed.items()
            ]
            session.execute(insert(ActionChange), rows)
            return True
        session.refresh(action)
    raise ChangedMeanwhile(
        who=action.changed_by,
        when=action.changed_at,
        version=action.version,
        stored={name: getattr(action, name) for name in FIELDS},
        typed=values,
    )


def link_action(session: Session, action: Action, carried_from: int, *, now: datetime, who: str) -> None:
    """Note, with its history and within the caller's transaction, which earlier action this one goes on with.

    The database counts its version on, so that what somebody else saved at the same moment stays.
    """
    action_id = int(action.id or 0)
    new = {"carried_from": carried_from, "version": Action.version + 1, "changed_at": now, "changed_by": who}
    session.connection().execute(update(Action).where(col(Action.id) == action_id).values(new))
    session.refresh(action)
    session.add(
        ActionChange(
            authority_id=action.authority_id,
            action_id=action_id,
            version=action.version,
            changed_at=now,
            changed_by=who,
            field=CARRIED_OVER,
            before="",
            after=action.title,
        )
    )


def checked_values(values: Values) -> dict[str, Any]:
    """Fields of an action, their spacing mended. Raises ActionRefused for one that an action cannot have."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ActionRefused(f"An action has no {', '.join(sorted(unknown))}.")
    checked = dict(values)
    if "title" in checked:
        checked["title"] = " ".join(str(checked["title"]).split())
        if not 1 <= len(checked["title"]) <= LONGEST_TITLE:
            raise ActionRefused(f"Give the action a title of 1 to {LONGEST_TITLE} characters.")
    if "note" in checked:
        checked["note"] = str(checked["note"] or "").strip()
        if len(checked["note"]) > LONGEST_NOTE:
            raise ActionRefused(f"Keep the note to {LONGEST_NOTE:,} characters.")
    if "owner" in checked and checked["owner"] not in OWNERS.values():
        raise ActionRefused(f"The owner is one of: {', '.join(OWNERS.values())}.")
    if "status" in checked and checked["status"] not in STATUSES:
        raise ActionRefused(f"The status is one of: {', '.join(STATUSES)}.")
    if "due" in checked and not (isinstance(checked["due"], date) and checked["due"].year in YEARS):
        raise ActionRefused("Say until which day it is due.")
    return checked
