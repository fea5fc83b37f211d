"""Grants: which authorities and homes a person or a group may see. What they may do there, their roles say."""

import re
from collections.abc import Sequence
from datetime import datetime

import pandas as pd
from sqlalchemy import Engine, and_, func, or_, select, update
from sqlmodel import Session, col

from data_access.audit import note
from data_access.database import fetch_frame
from data_access.models import Authority, Home, RoleGrant
from data_access.models.grants import KINDS
from data_access.roles import PROVIDER, ROLES
from data_access.sign_ins import Claims
from data_access.viewer import Viewer, home_key, viewer_of_roles

SUBJECT = re.compile(r"[A-Za-z0-9._@:|+=-]{1,128}")
GUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


class GrantRefused(ValueError):
    """Nothing was granted or withdrawn; the message says why and what would be right."""


def fetch_viewer_of(session: Session, claims: Claims) -> Viewer:
    """The viewer that somebody who signed in is at the moment."""
    asked = {"roles": claims.roles, "groups": claims.groups}
    return fetch_viewer(session, subject=claims.subject, name=claims.who, **asked)


def fetch_viewer(
    session: Session, *, subject: str, name: str, roles: Sequence[str], groups: Sequence[str] = ()
) -> Viewer:
    """The viewer a person is: the rights of their roles, within what they or one of their groups were granted.

    Without a grant they see no authority. Whoever has whole authorities sees those; single homes of others count only
    for who has no whole one, and for private providers, for whom nothing but single homes counts.
    """
    grants = session.execute(
        select(col(RoleGrant.authority_id), col(Authority.key), col(RoleGrant.home_id), col(Home.name))
        .select_from(RoleGrant)
        .outerjoin(Authority, col(Authority.id) == col(RoleGrant.authority_id))
        .outerjoin(Home, col(Home.id) == col(RoleGrant.home_id))
        .where(
            col(RoleGrant.subject).in_(sorted({_as_stored(id_) for id_ in (subject, *groups)})),
            or_(
                and_(col(RoleGrant.kind) == "person", col(RoleGrant.subject) == _as_stored(subject)),
                and_(col(RoleGrant.kind) == "group", col(RoleGrant.subject).in_(sorted(map(_as_stored, groups)))),
            ),
            col(RoleGrant.withdrawn_at).is_(None),
        )
    ).all()
    seeing = [role for role in roles if role in ROLES and ROLES[role].audiences]
    whole = [key for authority_id, key, home_id, _ in grants if home_id is None]
    if whole and any(role != PROVIDER for role in seeing):
        # An authority without a key is none in particular: the grant is of all.
        authorities = None if None in whole else frozenset(whole)
        return viewer_of_roles(name, roles, authorities=authorities)
    single = [(key, home) for _, key, home_id, home in grants if home_id is not None]
    return viewer_of_roles(
        name,
        roles,
        authorities=frozenset(key for key, _ in single),
        homes=frozenset(home_key(key, home) for key, home in single) or None,
    )


def fetch_grants(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Every grant ever made, newest first.

    Columns: id, subject, kind, authority and home (names; "" for all), granted_by, granted_at, withdrawn_at (missing
    while it holds), withdrawn_by.
    """
    viewer.require_power("grants")
    return fetch_frame(
        session,
        select(
            col(RoleGrant.id),
            col(RoleGrant.subject),
            col(RoleGrant.kind),
            func.coalesce(col(Authority.name), "").label("authority"),
            func.coalesce(col(Home.name), "").label("home"),
            col(RoleGrant.granted_by),
            col(RoleGrant.granted_at),
            col(RoleGrant.withdrawn_at),
            col(RoleGrant.withdrawn_by),
        )
        .outerjoin(Authority, col(Authority.id) == col(RoleGrant.authority_id))
        .outerjoin(Home, col(Home.id) == col(RoleGrant.home_id))
        .order_by(col(RoleGrant.id).desc()),
    )


def fetch_grantable(session: Session, viewer: Viewer) -> pd.DataFrame:
    """What can be granted: authorities by name, each with its homes by name.

    Columns: authority (key), authority_name, home (missing where an authority has none).
    """
    viewer.require_power("grants")
    return fetch_frame(
        session,
        select(
            col(Authority.key).label("authority"),
            col(Authority.name).label("authority_name"),
            col(Home.name).label("home"),
        )
        .outerjoin(Home, col(Home.authority_id) == col(Authority.id))
        .order_by(col(Authority.name), col(Home.name)),
    )


def save_grant(
    engine: Engine,
    viewer: Viewer,
    *,
    subject: str,
    kind: str,
    authority: str,
    homes: Sequence[str] = (),
    now: datetime,
) -> int:
    """Grant an authority by key ("" for all), or homes of it by name; answers how many grants were made.

    Raises GrantRefused for what cannot be granted. What the person or group has already is not granted again.
    """
    viewer.require_power("grants")
    subject = _checked_subject(subject, kind)
    if homes and not authority:
        raise GrantRefused("Single homes are granted within one authority. Choose it first.")
    with Session(engine) as session, session.begin():
        owner = _authority_id(session, authority) if authority else None
        wanted = _home_ids(session, owner, homes) if homes else [None]
        held = session.execute(
            select(col(RoleGrant.home_id)).where(
                col(RoleGrant.subject) == subject,
                col(RoleGrant.kind) == kind,
                col(RoleGrant.withdrawn_at).is_(None),
                col(RoleGrant.authority_id).is_(None) if owner is None else col(RoleGrant.authority_id) == owner,
            )
        ).scalars()
        new = sorted(set(wanted) - set(held), key=lambda home_id: home_id or 0)
        if not new:
            raise GrantRefused(f"This {kind} has been granted that already.")
        for home_id in new:
            grant = RoleGrant(
                subject=subject,
                kind=kind,
                authority_id=owner,
                home_id=home_id,
                granted_by=viewer.who,
                granted_at=now,
            )
            session.add(grant)
            session.flush()
            note(session, viewer.who, "grant", authority=authority, thing=f"grant {grant.id}", now=now)
        return len(new)


def withdraw_grant(engine: Engine, viewer: Viewer, *, grant_id: int, now: datetime) -> None:
    """Withdraw a grant; it stays in the history. Raises GrantRefused where none holds under that number."""
    viewer.require_power("grants")
    with Session(engine) as session, session.begin():
        authority = session.execute(
            select(func.coalesce(col(Authority.key), ""))
            .select_from(RoleGrant)
            .outerjoin(Authority, col(Authority.id) == col(RoleGrant.authority_id))
            .where(col(RoleGrant.id) == grant_id)
        ).scalar_one_or_none()
        done = session.connection().execute(
            update(RoleGrant)
            .where(col(RoleGrant.id) == grant_id, col(RoleGrant.withdrawn_at).is_(None))
            .values(withdrawn_at=now, withdrawn_by=viewer.who)
        )
        if authority is None or done.rowcount != 1:
            raise GrantRefused("There is no such grant that still holds. Somebody may have withdrawn it just now.")
        note(session, viewer.who, "grant", authority=authority, thing=f"grant {grant_id} withdrawn", now=now)


def _checked_subject(subject: str, kind: str) -> str:
    if kind not in KINDS:
        raise GrantRefused("A grant is made to a person or to a group.")
    subject = _as_stored(subject)
    if not subject:
        raise GrantRefused(f"Give the identifier of the {kind}.")
    if not SUBJECT.fullmatch(subject):
        raise GrantRefused(
            f"This is not the identifier of a {kind}. It is up to 128 letters, digits and signs without a space, as "
            "the sign-in provider shows it, for example 3f2504e0-4f89-41d3-9a0c-0305e82c3301. A name is not enough."
        )
    return subject


def _as_stored(subject: str) -> str:
    """An identifier as it is kept: the same GUID may come in capitals, any other tells capitals apart."""
    subject = subject.strip()
    return subject.lower() if GUID.fullmatch(subject) else subject


def _authority_id(session: Session, authority: str) -> int:
    found: int | None = session.execute(
        select(col(Authority.id)).where(col(Authority.key) == authority)
    ).scalar_one_or_none()
    if found is None:
        raise GrantRefused("There is no such authority.")
    return found


def _home_ids(session: Session, owner: int | None, homes: Sequence[str]) -> list[int | None]:
    found = session.execute(
        select(col(Home.name), col(Home.id)).where(col(Home.authority_id) == owner, col(Home.name).in_(homes))
    )
    ids: dict[str, int | None] = {row.name: row.id for row in found}
    if set(homes) - set(ids):
        raise GrantRefused("One of these homes is not in the register of this authority. Choose among those listed.")
    return list(ids.values())
