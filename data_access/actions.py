"""The action plan: read, added to, changed and carried over. Each change and its history are one transaction."""

from datetime import date, datetime

import pandas as pd
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from data_access.action_changes import (
    FIELDS,
    YEARS,
    ActionRefused,
    Values,
    add_action,
    change_action,
    checked_values,
    link_action,
    plan_of,
)
from data_access.audit import note
from data_access.batches import raise_data_version
from data_access.database import fetch_frame
from data_access.models import Action, ActionChange, Authority
from data_access.models.actions import DONE
from data_access.selection import authority_id
from data_access.viewer import Viewer


def fetch_actions(session: Session, viewer: Viewer, *, authority: str, year: int | None = None) -> pd.DataFrame:
    """The actions of the plan of a year, else of all years, by year and title.

    Columns: key, title, owner, due, standing (the status), note, year, carried_to (the year of the plan in which it
    stands again, None if in no later one), version, changed_at, changed_by.
    """
    viewer.require_all_homes("partnership", authority)
    later = aliased(Action)
    carried_to = select(col(later.year)).where(col(later.carried_from) == col(Action.id)).scalar_subquery()
    actions = (
        select(
            col(Action.key),
            col(Action.title),
            col(Action.owner),
            col(Action.due),
            col(Action.status).label("standing"),
            col(Action.note),
            col(Action.year),
            carried_to.label("carried_to"),
            col(Action.version),
            col(Action.changed_at),
            col(Action.changed_by),
        )
        .where(col(Action.authority_id) == authority_id(authority))
        .order_by(col(Action.year), col(Action.title))
    )
    if year is not None:
        actions = actions.where(col(Action.year) == year)
    return fetch_frame(session, actions)


def fetch_action_history(
    session: Session, viewer: Viewer, *, authority: str, key: str | None = None, since: date | None = None
) -> pd.DataFrame:
    """What was changed, newest first: of one action or of all, since a day or ever.

    Columns: key, title, year, version, changed_at, changed_by, field, before, after.
    """
    viewer.require_all_homes("partnership", authority)
    changes = (
        select(
            col(Action.key),
            col(Action.title),
            col(Action.year),
            col(ActionChange.version),
            col(ActionChange.changed_at),
            col(ActionChange.changed_by),
            col(ActionChange.field),
            col(ActionChange.before),
            col(ActionChange.after),
        )
        .join(Action, col(Action.id) == col(ActionChange.action_id))
        .where(col(ActionChange.authority_id) == authority_id(authority))
        .order_by(col(ActionChange.changed_at).desc(), col(ActionChange.id).desc())
    )
    if key is not None:
        changes = changes.where(col(Action.key) == key)
    if since is not None:
        changes = changes.where(col(ActionChange.changed_at) >= datetime(since.year, since.month, since.day))
    return fetch_frame(session, changes)


def save_new_action(engine: Engine, viewer: Viewer, *, authority: str, year: int, values: Values, now: datetime) -> str:
    """Add an action to the plan of a year; answers its key. Raises ActionRefused."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("plan", authority)
    if year not in YEARS:
        raise ActionRefused("Say to which year's plan it belongs.")
    checked = checked_values(values)
    if set(checked) != set(FIELDS):
        raise ActionRefused("An action needs a title, an owner, a date until which it is due, and a status.")
    try:
        with Session(engine) as session, session.begin():
            action = add_action(session, plan_of(session, authority), year, checked, now=now, who=viewer.who)
            raise_data_version(session)
            note(session, viewer.who, "edit", authority=authority, thing=f"action {action.key} version 1", now=now)
            return action.key
    except IntegrityError:
        raise _same_title(year) from None


def save_action_change(
    engine: Engine, viewer: Viewer, key: str, version_seen: int, changes: Values, now: datetime
) -> int:
    """Change fields of an action as it was seen; answers its new version, the same where nothing differs.

    Raises ChangedMeanwhile when it is no longer the version that was seen, ActionRefused for values it cannot have.
    """
    year = 0
    try:
        with Session(engine) as session, session.begin():
            action, authority = _action(session, viewer, key)
            year = action.year
            checked = checked_values(changes)
            changed = change_action(session, action, version_seen, checked, now=now, who=viewer.who)
            if changed:
                raise_data_version(session)
                thing = f"action {key} version {version_seen + 1}"
                note(session, viewer.who, "edit", authority=authority, thing=thing, now=now)
            return version_seen + changed
    except IntegrityError:
        raise _same_title(year) from None


def carry_over(engine: Engine, viewer: Viewer, authority: str, from_year: int, to_year: int, now: datetime) -> int:
    """Carry the actions of a plan that are not done over into a later one, each once; answers how many were.

    One whose title stands in the later plan already is not copied: the two are noted as one, judged in the later plan.
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("plan", authority)
    if to_year <= from_year or to_year not in YEARS:
        raise ActionRefused("Actions are carried over into a later year.")
    with Session(engine) as session, session.begin():
        plan = plan_of(session, authority)
        of_year = select(Action).where(col(Action.authority_id) == plan).order_by(col(Action.id))
        later = session.execute(of_year.where(col(Action.year) > from_year)).scalars().all()
        there = {action.title: action for action in later if action.year == to_year}
        carried = {action.carried_from for action in later}
        left = [
            action
            for action in session.execute(of_year.where(col(Action.year) == from_year)).scalars()
            if action.status != DONE and action.id not in carried and _is_free(there.get(action.title))
        ]
        for action in left:
            if action.title in there:
                link_action(session, there[action.title], int(action.id or 0), now=now, who=viewer.who)
            else:
                values = {name: getattr(action, name) for name in FIELDS}
                add_action(session, plan, to_year, values, now=now, who=viewer.who, carried_from=action.id)
        if left:
            raise_data_version(session)
            thing = f"plan {to_year} actions {len(left)}"
            note(session, viewer.who, "edit", authority=authority, thing=thing, now=now)
        return len(left)


def _is_free(namesake: Action | None) -> bool:
    """Whether an action of the same title in the later plan is none, or one that comes from no other action."""
    return namesake is None or namesake.carried_from is None


def _action(session: Session, viewer: Viewer, key: str) -> tuple[Action, str]:
    """An action that the viewer may change, and the key of the authority whose plan it stands in."""
    viewer.require_held("plan")
    found = session.execute(
        select(Action, col(Authority.key))
        .join(Authority, col(Authority.id) == col(Action.authority_id))
        .where(col(Action.key) == key)
    ).one_or_none()
    if found is None:
        raise ActionRefused("There is no such action.")
    action, authority = found
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("plan", authority)
    return action, authority


def _same_title(year: int) -> ActionRefused:
    return ActionRefused(
        f"The plan of {year}-{(year + 1) % 100:02d} has an action of this title already. Change that one, or give "
        "this one another title."
    )
