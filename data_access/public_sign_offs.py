"""Who allowed in a paper for the public what its rules withhold: recorded, withdrawn, and never removed."""

from datetime import date, datetime

import pandas as pd
from sqlalchemy import Engine, select, update
from sqlmodel import Session, col

from data_access.audit import note
from data_access.database import fetch_frame
from data_access.models import Authority, DataVersion, PublicSignOff
from data_access.models.papers import SIGN_OFF_KINDS
from data_access.papers import PaperRefused
from data_access.selection import authority_id
from data_access.viewer import Viewer

LONGEST_OFFICER = 120


def fetch_public_sign_offs(session: Session, viewer: Viewer, *, authority: str, period: str) -> pd.DataFrame:
    """Every sign-off recorded for the public paper on a period, newest first, those withdrawn among them.

    Columns: id, kind ("rows by home", "cromarty"), signed_by, signed_on, data_version (of the data that were there when
    it was recorded), recorded_by, recorded_at, withdrawn_by (""), withdrawn_at (None while it stands). Raises
    NotPermitted for who may not write the paper.
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("paper", authority)
    of_signing = ("id", "kind", "signed_by", "signed_on", "data_version", "recorded_by", "recorded_at")
    names = (*of_signing, "withdrawn_by", "withdrawn_at")
    recorded = (
        select(*(col(getattr(PublicSignOff, name)) for name in names))
        .where(col(PublicSignOff.authority_id) == authority_id(authority), col(PublicSignOff.period) == period)
        .order_by(col(PublicSignOff.recorded_at).desc(), col(PublicSignOff.id).desc())
    )
    rows = fetch_frame(session, recorded)
    return rows.assign(withdrawn_at=rows["withdrawn_at"].astype(object).where(rows["withdrawn_at"].notna(), None))


def save_public_sign_off(
    engine: Engine,
    viewer: Viewer,
    *,
    authority: str,
    period: str,
    kind: str,
    signed_by: str,
    signed_on: date,
    now: datetime,
) -> int:
    """Record that an officer allowed it; answers the id. Raises PaperRefused, with a sentence, where it cannot stand.

    One sign-off of a kind stands at a time: another is recorded after the first was withdrawn.
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("paper", authority)
    signed_by = " ".join(signed_by.split())
    if kind not in SIGN_OFF_KINDS:
        raise PaperRefused(f"A sign-off is for {' or '.join(SIGN_OFF_KINDS)}.")
    if not signed_by or len(signed_by) > LONGEST_OFFICER:
        raise PaperRefused(f"Say who signed, by role or name, in 1 to {LONGEST_OFFICER} characters.")
    if signed_on > now.date():
        raise PaperRefused(f"{signed_on:%d/%m/%Y} is still to come: give the day on which it was signed.")
    with Session(engine) as session, session.begin():
        # Locked, so that of two people who record at once the second one sees the first one's.
        owner = session.execute(
            select(col(Authority.id)).where(col(Authority.key) == authority).with_for_update()
        ).scalar_one_or_none()
        if owner is None:
            raise PaperRefused("There is no such authority.")
        stands = session.execute(
            select(col(PublicSignOff.signed_by)).where(
                col(PublicSignOff.authority_id) == owner,
                col(PublicSignOff.period) == period,
                col(PublicSignOff.kind) == kind,
                col(PublicSignOff.withdrawn_at).is_(None),
            )
        ).scalar()
        if stands is not None:
            raise PaperRefused(f"One by {stands} stands already. Withdraw it before another is recorded.")
        recorded = PublicSignOff(
            authority_id=owner,
            period=period,
            kind=kind,
            signed_by=signed_by,
            signed_on=signed_on,
            data_version=session.execute(select(col(DataVersion.version)).where(col(DataVersion.id) == 1)).scalar_one(),
            recorded_by=viewer.who,
            recorded_at=now,
            withdrawn_by="",
        )
        session.add(recorded)
        session.flush()
        note(session, viewer.who, "edit", authority=authority, thing=f"sign-off {recorded.id}", now=now)
        return int(recorded.id or 0)


def save_withdrawal(engine: Engine, viewer: Viewer, *, authority: str, sign_off_id: int, now: datetime) -> None:
    """Withdraw a sign-off; it stays on record with who withdrew it and when. One withdrawn before stays as it is."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("paper", authority)
    with Session(engine) as session, session.begin():
        # Locked as where a paper is kept: either that was kept before, or it finds this one withdrawn.
        session.execute(select(col(Authority.id)).where(col(Authority.key) == authority).with_for_update())
        withdrawn = session.connection().execute(
            update(PublicSignOff)
            .where(
                col(PublicSignOff.id) == sign_off_id,
                col(PublicSignOff.authority_id) == authority_id(authority),
                col(PublicSignOff.withdrawn_at).is_(None),
            )
            .values(withdrawn_by=viewer.who, withdrawn_at=now)
        )
        if withdrawn.rowcount:
            note(session, viewer.who, "edit", authority=authority, thing=f"sign-off {sign_off_id} withdrawn", now=now)
