"""Sign-ins as they go on: known to the database, so that signing out ends every tab and every replica knows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from data_access import audit
from data_access.models import SignIn
from data_access.oidc import Oidc

Standing = Literal["on", "signed out", "idle", "over", "unknown"]
KEPT = timedelta(days=2)  # longer than any sign-in lasts; an older one is over by its moment of issue alone
# How much of the idle limit may pass before another act is written down; a click should not always cost a write.
WRITTEN_EVERY = 20
ALLOWED_AHEAD = timedelta(minutes=5)  # a provider's clock may be that much before ours
LONGEST_NAME = 120
TAG_LENGTH = 8


@dataclass(frozen=True)
class Claims:
    """What the provider said of a person who signed in. `subject` names them there for good; `name` may change.

    `tag`: what tells apart two people of one name, since a name is no proof of who it is.
    """

    key: str
    tag: str
    subject: str
    name: str
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime

    @property
    def who(self) -> str:
        """The name with the tag, as the log and all that is kept say who it was."""
        return f"{self.name} ({self.tag})"


def claims_of(told: Mapping[str, object]) -> Claims | None:
    """The claims that decide who somebody is; None where one of them is missing or no claim of its kind."""
    subject, issued, expires = told.get("oid") or told.get("sub"), told.get("iat"), told.get("exp")
    if not isinstance(subject, str) or not subject.strip() or not _is_moment(issued) or not _is_moment(expires):
        return None
    proof = [str(told.get(name, "")) for name in ("iss", "sub", "oid", "iat", "nonce")]
    names = (told.get(name) for name in ("preferred_username", "email", "name"))
    name = next((name for name in names if isinstance(name, str) and name.strip()), subject)
    return Claims(
        key=hashlib.sha256(json.dumps(proof).encode()).hexdigest(),
        tag=hashlib.sha256(json.dumps([str(told.get("iss", "")), subject]).encode()).hexdigest()[:TAG_LENGTH],
        subject=subject,
        name=_printable(name) or _printable(subject) or "unnamed",
        roles=_texts(told.get("roles")),
        groups=_texts(told.get("groups")),
        issued_at=_moment(issued),
        expires_at=_moment(expires),
    )


def utc_now() -> datetime:
    """The present, as sign-ins are kept: the clocks of a country jump twice a year, and limits must not."""
    return datetime.now(UTC).replace(tzinfo=None)


def ends_at(claims: Claims, limits: Oidc) -> datetime:
    """When a sign-in is over whatever the person does: as the provider says, or after the longest time allowed."""
    return min(claims.expires_at, claims.issued_at + limits.longest)


def fetch_standing(session: Session, claims: Claims, limits: Oidc, now: datetime) -> Standing:
    """How a sign-in stands. Looking is no activity. "unknown": it never began here."""
    if ends_at(claims, limits) <= now or claims.issued_at > now + ALLOWED_AHEAD:
        return "over"
    known = session.get(SignIn, claims.key)
    if known is None:
        return "unknown"
    if known.ended_at is not None:
        return "idle" if known.ended_at - known.last_active_at >= limits.idle else "signed out"
    return "idle" if now - known.last_active_at >= limits.idle else "on"


def save_activity(engine: Engine, claims: Claims, limits: Oidc, *, now: datetime, wall_time: datetime) -> Standing:
    """Note that the person did something, and answer how their sign-in stands; the first time, it begins.

    What has ended stays ended. `now` is UTC, `wall_time` the moment as the log writes it.
    """
    with Session(engine) as session:
        standing = fetch_standing(session, claims, limits, now)
        if standing == "unknown":
            session.rollback()
            return _begin(session, claims, now, wall_time)
        if standing == "idle":
            _end(session, claims.key, now)
        elif standing == "on":
            known = session.get_one(SignIn, claims.key)
            if now - known.last_active_at >= limits.idle / WRITTEN_EVERY:
                _note_act(session, claims.key, now)
        session.commit()
    return standing


def save_sign_out(engine: Engine, claims: Claims, *, now: datetime, wall_time: datetime) -> bool:
    """End a sign-in for every tab and every replica; answers whether it had not ended before, which alone is logged."""
    with Session(engine) as session, session.begin():
        is_new = _end(session, claims.key, now)
        if is_new:
            audit.note(session, claims.who, "sign-out", now=wall_time)
        return is_new


def save_refusal(engine: Engine, claims: Claims, *, wall_time: datetime) -> None:
    """Log, once a sign-in, that somebody signed in who may see nothing."""
    with Session(engine) as session, session.begin():
        first = session.connection().execute(
            update(SignIn).where(col(SignIn.key) == claims.key, col(SignIn.refused).is_(False)).values(refused=True)
        )
        if first.rowcount == 1:
            audit.note(session, claims.who, "refused", now=wall_time)


def _begin(session: Session, claims: Claims, now: datetime, wall_time: datetime) -> Standing:
    try:
        with session.begin():
            remove_forgotten(session, now)
            session.add(SignIn(key=claims.key, started_at=now, last_active_at=now))
            session.flush()
            audit.note(session, claims.who, "sign-in", now=wall_time)
    except IntegrityError:  # another tab began it in the same moment, and logs it
        return "on"
    return "on"


def remove_forgotten(session: Session, now: datetime) -> int:
    """Forget sign-ins that began so long ago that none can go on; answers how many."""
    return int(session.connection().execute(delete(SignIn).where(col(SignIn.started_at) < now - KEPT)).rowcount)


def _note_act(session: Session, key: str, now: datetime) -> None:
    """Write down when the person last did something, unless another tab has ended the sign-in or was later."""
    session.connection().execute(
        update(SignIn)
        .where(col(SignIn.key) == key, col(SignIn.ended_at).is_(None), col(SignIn.last_active_at) < now)
        .values(last_active_at=now)
    )


def _end(session: Session, key: str, now: datetime) -> bool:
    ended = session.connection().execute(
        update(SignIn).where(col(SignIn.key) == key, col(SignIn.ended_at).is_(None)).values(ended_at=now)
    )
    return bool(ended.rowcount == 1)


def _is_moment(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e11


def _moment(seconds: object) -> datetime:
    return datetime.fromtimestamp(float(str(seconds)), UTC).replace(tzinfo=None)


def _texts(value: object) -> tuple[str, ...]:
    """The texts of a claim that is a list of them; one text alone is a list of one."""
    listed = [value] if isinstance(value, str) else value
    return tuple(text for text in listed if isinstance(text, str)) if isinstance(listed, Sequence) else ()


def _printable(name: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())[:LONGEST_NAME]
