"""The annual paper: what people write for it, one version at a time, and every paper made, kept unchanged."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from data_access.action_changes import ChangedMeanwhile
from data_access.audit import note
from data_access.database import fetch_frame
from data_access.models import Authority, Narrative, PaperSnapshot, PublicSignOff
from data_access.selection import authority_id
from data_access.viewer import Viewer

LONGEST_TEXT = 20_000
LARGEST_FILE = 20_000_000
MOST_SNAPSHOTS = 500  # of one authority
PUBLIC = "public"


class PaperRefused(ValueError):
    """Nothing was kept; the message says why and what would be right."""


class PaperChanged(RuntimeError):
    """The file that was kept is no longer the one that was made; the message says so."""


@dataclass(frozen=True)
class NewSnapshot:
    """A paper just made, to be kept. `settings`, `coverage`: JSON texts; `data_version`: of the data it was made of."""

    first_month: date
    last_month: date
    audience: str
    title: str
    file: bytes
    settings: str
    coverage: str
    data_version: int


def fetch_narratives(session: Session, viewer: Viewer, *, authority: str, period: str) -> pd.DataFrame:
    """What was written for each section on the period, else on the newest period before it, as a start.

    `period`: the key of a reporting year; such keys stand in the order of time.

    Columns: section, period (of which it is), text, accepted, version, changed_by, changed_at. A text of an earlier
    period is not accepted and has the version 0, since nothing was saved for this one yet.
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("paper", authority)
    of_section = (col(Narrative.authority_id) == authority_id(authority), col(Narrative.period) <= period)
    newest = (
        select(col(Narrative.section), func.max(col(Narrative.period)).label("period"))
        .where(*of_section)
        .group_by(col(Narrative.section))
        .subquery()
    )
    rows = fetch_frame(
        session,
        select(
            col(Narrative.section),
            col(Narrative.period),
            col(Narrative.text),
            col(Narrative.accepted),
            col(Narrative.version),
            col(Narrative.changed_by),
            col(Narrative.changed_at),
        )
        .join(newest, (newest.c.section == col(Narrative.section)) & (newest.c.period == col(Narrative.period)))
        .where(*of_section)
        .order_by(col(Narrative.section)),
    )
    own = rows["period"] == period
    return rows.assign(accepted=rows["accepted"].astype(bool) & own, version=rows["version"].where(own, 0).astype(int))


def save_narrative(
    engine: Engine,
    viewer: Viewer,
    *,
    authority: str,
    section: str,
    period: str,
    text: str,
    accepted: bool,
    version_seen: int,
    now: datetime,
) -> int:
    """Keep the text of a section as it was seen (0: none for this period yet); answers its new version.

    Raises ChangedMeanwhile when somebody else was first, PaperRefused for a text that is too long.
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("paper", authority)
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise PaperRefused(f"A section has room for {LONGEST_TEXT:,} characters; this text has {len(text):,}.")
    thing = f"narrative {section} period {period}".lower()
    new: dict[str, Any] = {"text": text, "accepted": accepted, "changed_by": viewer.who, "changed_at": now}
    try:
        with Session(engine) as session, session.begin():
            owner = _authority_id(session, authority)
            same = (
                col(Narrative.authority_id) == owner,
                col(Narrative.section) == section,
                col(Narrative.period) == period,
            )
            stored = session.execute(select(Narrative).where(*same)).scalar_one_or_none()
            if stored is None and version_seen == 0:
                session.add(Narrative(authority_id=owner, section=section, period=period, version=1, **new))
                session.flush()
                note(session, viewer.who, "edit", authority=authority, thing=thing, now=now)
                return 1
            if stored is not None and (stored.text, stored.accepted) == (text, accepted):
                return int(stored.version)  # what was to be saved stands there already, whoever saved it
            at_version = (*same, col(Narrative.version) == version_seen)
            done = session.connection().execute(
                update(Narrative).where(*at_version).values({**new, "version": version_seen + 1})
            )
            if done.rowcount == 1:
                note(session, viewer.who, "edit", authority=authority, thing=thing, now=now)
                return version_seen + 1
    except IntegrityError:  # two saved the first text of this section at once, and the other was first
        pass
    raise _changed_meanwhile(engine, authority, section, period, {"text": text, "accepted": accepted})


def fetch_snapshots(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """The papers that were made, newest first, without their files.

    Columns: id, first_month, last_month, audience, title, sha256, settings, coverage, data_version, made_by, made_at.
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("paper", authority)
    return fetch_frame(
        session,
        select(
            col(PaperSnapshot.id),
            col(PaperSnapshot.first_month),
            col(PaperSnapshot.last_month),
            col(PaperSnapshot.audience),
            col(PaperSnapshot.title),
            col(PaperSnapshot.sha256),
            col(PaperSnapshot.settings),
            col(PaperSnapshot.coverage),
            col(PaperSnapshot.data_version),
            col(PaperSnapshot.made_by),
            col(PaperSnapshot.made_at),
        )
        .where(col(PaperSnapshot.authority_id) == authority_id(authority))
        .order_by(col(PaperSnapshot.made_at).desc(), col(PaperSnapshot.id).desc()),
    )


def fetch_snapshot_file(session: Session, viewer: Viewer, *, authority: str, snapshot_id: int) -> bytes | None:
    """The file of a paper as it was made; None when there is no such paper. Raises PaperChanged when it was altered."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("paper", authority)
    found = session.execute(
        select(col(PaperSnapshot.file), col(PaperSnapshot.sha256)).where(
            col(PaperSnapshot.authority_id) == authority_id(authority), col(PaperSnapshot.id) == snapshot_id
        )
    ).one_or_none()
    if found is None:
        return None
    file, sha256 = bytes(found.file), found.sha256
    if hashlib.sha256(file).hexdigest() != sha256:
        raise PaperChanged("The file of this paper is not the one that was made: it was altered in the database.")
    return file


def save_snapshot(engine: Engine, viewer: Viewer, *, authority: str, made: NewSnapshot, now: datetime) -> int:
    """Keep a paper that was made; answers its id. Raises PaperRefused where there is no room for it."""
    return save_snapshots(engine, viewer, authority=authority, made=(made,), now=now)[0]


def save_snapshots(
    engine: Engine,
    viewer: Viewer,
    *,
    authority: str,
    made: Sequence[NewSnapshot],
    now: datetime,
    public_before: Collection[int] | None = None,
    signed: Collection[int] = (),
) -> tuple[int, ...]:
    """Keep papers that were made, all or none; answers their ids. Raises PaperRefused where there is no room for them.

    `public_before`: the ids of the public papers that a public one was tried against; where others are kept, it is
    refused, since its numbers and theirs may tell together what each of them withholds. `signed`: the ids of the
    sign-offs under which it was made; where one was withdrawn since, it is refused.
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("paper", authority)
    if any(len(each.file) > LARGEST_FILE for each in made):
        raise PaperRefused(f"A paper is kept up to {LARGEST_FILE // 1_000_000} MB; this one is larger.")
    with Session(engine) as session, session.begin():
        owner = _authority_id(session, authority)
        # Locked, so that of two people who keep a public paper at once the second one sees the first one's.
        session.execute(select(col(Authority.id)).where(col(Authority.id) == owner).with_for_update())
        snapshots = [_snapshot_of(each, owner, viewer, now) for each in made]
        session.add_all(snapshots)
        session.flush()
        ids = tuple(int(each.id or 0) for each in snapshots)
        kept = session.execute(
            select(col(PaperSnapshot.id), col(PaperSnapshot.audience)).where(
                col(PaperSnapshot.authority_id) == owner, col(PaperSnapshot.id).not_in(ids)
            )
        ).all()
        if len(kept) + len(ids) > MOST_SNAPSHOTS:
            raise PaperRefused(f"{len(kept)} papers are kept already, and none is ever removed here.")
        public = {key for key, audience in kept if audience == PUBLIC}
        if public_before is not None and public != set(public_before):
            raise PaperRefused("Another public paper was kept meanwhile. Read the preview again.")
        if signed and set(signed) - _standing(session, owner):
            raise PaperRefused("A sign-off was withdrawn while the paper was made. Read the preview again.")
        for paper in ids:
            note(session, viewer.who, "paper", authority=authority, thing=f"paper {paper} kept", now=now)
        return ids


def _standing(session: Session, owner: int) -> set[int]:
    """The sign-offs of an authority that were not withdrawn."""
    stand = select(col(PublicSignOff.id)).where(
        col(PublicSignOff.authority_id) == owner, col(PublicSignOff.withdrawn_at).is_(None)
    )
    return set(session.execute(stand).scalars())


def _snapshot_of(made: NewSnapshot, owner: int, viewer: Viewer, now: datetime) -> PaperSnapshot:
    return PaperSnapshot(
        authority_id=owner,
        first_month=made.first_month,
        last_month=made.last_month,
        audience=made.audience,
        title=made.title,
        file=made.file,
        sha256=hashlib.sha256(made.file).hexdigest(),
        settings=made.settings,
        coverage=made.coverage,
        data_version=made.data_version,
        made_by=viewer.who,
        made_at=now,
    )


def _authority_id(session: Session, authority: str) -> int:
    found: int | None = session.execute(
        select(col(Authority.id)).where(col(Authority.key) == authority)
    ).scalar_one_or_none()
    if found is None:
        raise PaperRefused("There is no such authority.")
    return found


def _changed_meanwhile(
    engine: Engine, authority: str, section: str, period: str, typed: dict[str, Any]
) -> ChangedMeanwhile:
    with Session(engine) as session:
        stored = session.execute(
            select(Narrative).where(
                col(Narrative.authority_id) == authority_id(authority),
                col(Narrative.section) == section,
                col(Narrative.period) == period,
            )
        ).scalar_one()
        return ChangedMeanwhile(
            who=stored.changed_by,
            when=stored.changed_at,
            version=stored.version,
            stored={"text": stored.text, "accepted": stored.accepted},
            typed=typed,
        )
