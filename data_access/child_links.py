"""Links references of different sources to one child, and takes such links back.

What a source said of a child bears the source, so a reference moves with its source's records, cases, scores and
events (data_access.child_moves). The child it stood for before stays, empty, until nothing speaks of it any more.
References themselves are never told here: who knows one from its source finds its code.
"""

from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from data_access.audit import note
from data_access.child_moves import move_child, stand_together
from data_access.children import reference_lookup
from data_access.cromarty import deal_letters
from data_access.database import fetch_frame
from data_access.models import (
    Authority,
    Child,
    ChildLink,
    ChildReference,
    CromartyScore,
    Involvement,
    YouthJusticeEvent,
)
from data_access.selection import authority_id
from data_access.versions import raise_data_version
from data_access.viewer import Viewer

SAME_SOURCE = "one source has two references for this child"
ALIKE = "both children stand in one record or have scores of one meeting"


class LinkRefused(ValueError):
    """The references were not linked, or a link not undone; the message says why."""


def fetch_unmatched(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """References that stand for a child whom no other source names, by source and code.

    Columns: reference_id, source, code, records (incidents, crimes, events and scores that name the child).
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    several = select(col(ChildReference.child_id)).group_by(col(ChildReference.child_id)).having(func.count() > 1)
    unmatched = (
        select(
            col(ChildReference.id).label("reference_id"),
            col(ChildReference.source),
            col(Child.code),
            _records_of_child().label("records"),
        )
        .join(Child, col(Child.id) == col(ChildReference.child_id))
        .where(col(Child.authority_id) == authority_id(authority), col(Child.id).not_in(several))
        .order_by(col(ChildReference.source), col(Child.code))
    )
    return fetch_frame(session, unmatched)


def _records_of_child() -> Any:
    def number(model: Any) -> ScalarSelect[Any]:
        return select(func.count()).where(col(model.child_id) == col(Child.id)).correlate(Child).scalar_subquery()

    return number(Involvement) + number(YouthJusticeEvent) + number(CromartyScore)


def fetch_links(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """Links that count, newest first. Columns: id, source, code_before, code, linked_at, linked_by."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    former = aliased(Child)
    links: Any = (
        select(
            col(ChildLink.id),
            col(ChildReference.source),
            col(former.code).label("code_before"),
            col(Child.code).label("code"),
            col(ChildLink.linked_at),
            col(ChildLink.linked_by),
        )
        .join(ChildReference, col(ChildReference.id) == col(ChildLink.reference_id))
        .join(Child, col(Child.id) == col(ChildLink.to_child_id))
        .join(former, col(former.id) == col(ChildLink.from_child_id))
        .where(col(Child.authority_id) == authority_id(authority), col(ChildLink.undone_at).is_(None))
        .order_by(col(ChildLink.id).desc())
    )
    return fetch_frame(session, links)


def found_reference(
    session: Session, viewer: Viewer, *, authority: str, source: str, reference: str, key: str, now: datetime
) -> int:
    """The number of a source's own reference, for who knows it from that source. Raises LinkRefused; logged."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    owner = session.execute(select(authority_id(authority))).scalar_one()
    lookup = reference_lookup(key, owner or 0, source, " ".join(reference.split()))
    found = (
        select(col(ChildReference.id), col(Child.code))
        .join(Child, col(Child.id) == col(ChildReference.child_id))
        .where(col(ChildReference.source) == source, col(ChildReference.lookup) == lookup)
    )
    row = session.execute(found).first()
    if row is None:
        raise LinkRefused("This source has no such reference here.")
    note(session, viewer.who, "child viewed", authority=authority, thing="page load", child=row.code, now=now)
    return int(row.id)


def save_link(
    session: Session, viewer: Viewer, *, authority: str, reference_id: int, other_id: int, now: datetime
) -> None:
    """Let one reference stand for the child of another. Raises LinkRefused; the caller commits."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    one, other = (_reference(session, authority, number) for number in (reference_id, other_id))
    if one.child_id == other.child_id:
        raise LinkRefused("These references stand for one child already.")
    link_references(session, one, other.child_id, now=now, who=viewer.who)
    deal_letters(session, session.get_one(Child, other.child_id).authority_id)
    raise_data_version(session)
    _note(session, viewer, authority, other.child_id, "child linked", now)


def undo_link(session: Session, viewer: Viewer, *, authority: str, link_id: int, now: datetime) -> None:
    """Let a reference stand again for the child it stood for before. Raises LinkRefused; the caller commits."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    link = session.get(ChildLink, link_id, with_for_update=True)
    if link is None or link.undone_at is not None:
        raise LinkRefused("This link is not there any more.")
    _reference(session, authority, link.reference_id)
    unlink(session, link, now=now, who=viewer.who)
    deal_letters(session, session.get_one(Child, link.to_child_id).authority_id)
    raise_data_version(session)
    _note(session, viewer, authority, link.to_child_id, "child unlinked", now)


def _note(session: Session, viewer: Viewer, authority: str, child_id: int, thing: str, now: datetime) -> None:
    code = session.get_one(Child, child_id).code
    note(session, viewer.who, "edit", authority=authority, thing=thing, child=code, now=now)


def _reference(session: Session, authority: str, reference_id: int) -> ChildReference:
    found = (
        select(ChildReference)
        .join(Child, col(Child.id) == col(ChildReference.child_id))
        .join(Authority, col(Authority.id) == col(Child.authority_id))
        .where(col(ChildReference.id) == reference_id, col(Authority.key) == authority)
        .with_for_update(of=ChildReference)
    )
    reference = session.scalars(found).first()
    if reference is None:
        raise LinkRefused("There is no such reference.")
    return reference


def link_references(
    session: Session, reference: ChildReference, to_child: int, *, now: datetime, who: str, batch_id: int | None = None
) -> None:
    """Move a reference, and all that its source said of the child, to another child; the caller deals letters then.

    Raises LinkRefused, and then nothing was changed.
    """
    before = reference.child_id
    if _has_reference(session, reference.source, to_child):
        raise LinkRefused(SAME_SOURCE)
    owner = session.get_one(Child, before).authority_id
    if owner != session.get_one(Child, to_child).authority_id:
        raise LinkRefused("the two children belong to different authorities")
    if stand_together(session, reference.source, before, to_child):
        raise LinkRefused(ALIKE)
    session.add(
        ChildLink(
            reference_id=int(reference.id or 0),
            from_child_id=before,
            to_child_id=to_child,
            linked_at=now,
            linked_by=who,
            batch_id=batch_id,
        )
    )
    move_child(session, reference, to_child)


def unlink(session: Session, link: ChildLink, *, now: datetime, who: str) -> None:
    """Take a link back; the caller deals letters then. Raises LinkRefused, and then nothing was changed."""
    reference = session.get_one(ChildReference, link.reference_id)
    if reference.child_id != link.to_child_id:
        raise LinkRefused("The reference was linked to another child since. Undo that link first.")
    if _has_reference(session, reference.source, link.from_child_id):
        raise LinkRefused("Another reference of its source was linked to the child since. Undo that link first.")
    if stand_together(session, reference.source, link.to_child_id, link.from_child_id):
        raise LinkRefused(ALIKE)
    move_child(session, reference, link.from_child_id)
    link.undone_at, link.undone_by = now, who
    session.add(link)
    session.flush()


def _has_reference(session: Session, source: str, child: int) -> bool:
    same = select(col(ChildReference.id)).where(
        col(ChildReference.child_id) == child, col(ChildReference.source) == source
    )
    return session.execute(same.limit(1)).first() is not None
