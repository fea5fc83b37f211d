"""What was decided about the files of a sender: which heading is which column, what a label means. Asked once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import delete, select
from sqlmodel import Session, col

from data_access.audit import note
from data_access.database import fetch_frame
from data_access.imports.kinds import KINDS
from data_access.imports.raw import heading_key
from data_access.imports.table import fold
from data_access.models import (
    Authority,
    Base,
    ColumnMapping,
    Home,
    IncidentType,
    LabelChoice,
    Neighbourhood,
    OffenceType,
)
from data_access.selection import authority_id
from data_access.versions import raise_data_version
from data_access.viewer import Viewer

# What a label may name -> the table of what it can mean.
TARGETS: dict[str, type[Base]] = {
    "home": Home,
    "neighbourhood": Neighbourhood,
    "incident_type": IncidentType,
    "offence_type": OffenceType,
}
OF_AN_AUTHORITY = ("home", "neighbourhood")


class DecisionRefused(ValueError):
    """The decision cannot be kept; the message says why."""


@dataclass(frozen=True)
class Decisions:
    """headings: column -> heading. labels: what -> folded label -> number of what it means, None to leave rows out."""

    headings: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, int | None]] = field(default_factory=dict)


NOTHING_DECIDED = Decisions()


def decisions_of(session: Session, owner: int, sender: str, kind: str) -> Decisions:
    """What was decided about a sender's files of a kind, for the load that follows."""
    columns = select(col(ColumnMapping.column), col(ColumnMapping.heading)).where(
        col(ColumnMapping.authority_id) == owner,
        col(ColumnMapping.sender) == sender,
        col(ColumnMapping.kind) == kind,
    )
    chosen = select(col(LabelChoice.what), col(LabelChoice.label), col(LabelChoice.target_id)).where(
        col(LabelChoice.authority_id) == owner, col(LabelChoice.sender) == sender
    )
    labels: dict[str, dict[str, int | None]] = defaultdict(dict)
    for what, label, target_id in session.execute(chosen):
        labels[what][label] = target_id
    return Decisions(dict(map(tuple, session.execute(columns))), labels)


def fetch_decisions(session: Session, viewer: Viewer, *, authority: str, sender: str, kind: str) -> Decisions:
    """What was decided about a sender's files of a kind."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    owner = session.execute(select(authority_id(authority))).scalar_one()
    return NOTHING_DECIDED if owner is None else decisions_of(session, owner, sender, kind)


def fetch_remembered(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """The headings decided on for all senders. Columns: kind, sender, column, heading."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    names = (ColumnMapping.kind, ColumnMapping.sender, ColumnMapping.column, ColumnMapping.heading)
    remembered = (
        select(*(col(name) for name in names))
        .where(col(ColumnMapping.authority_id) == authority_id(authority))
        .order_by(col(ColumnMapping.kind), col(ColumnMapping.sender), col(ColumnMapping.column))
    )
    return fetch_frame(session, remembered)


def fetch_meanings(session: Session, viewer: Viewer, *, authority: str, what: str) -> pd.DataFrame:
    """What a label may be said to mean. Columns: id, label."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    target: Any = TARGETS[what]
    name = target.name if what in OF_AN_AUTHORITY else target.label
    meanings = select(col(target.id), col(name).label("label")).order_by(col(name))
    if what in OF_AN_AUTHORITY:
        meanings = meanings.where(col(target.authority_id) == authority_id(authority))
    return fetch_frame(session, meanings)


def save_columns(
    session: Session,
    viewer: Viewer,
    *,
    authority: str,
    sender: str,
    kind: str,
    headings: Mapping[str, str],
    now: datetime,
) -> None:
    """Remember which heading stands for each column, in place of what was remembered of these. The caller commits."""
    owner = _owner(session, viewer, authority)
    known = {column.name for column in KINDS[kind].columns}
    if not headings.keys() <= known:
        raise DecisionRefused("A file of this kind has no such column.")
    if len(set(map(heading_key, headings.values()))) < len(headings):
        raise DecisionRefused("One heading cannot stand for two columns.")
    for column, heading in headings.items():
        session.execute(
            delete(ColumnMapping).where(
                col(ColumnMapping.authority_id) == owner,
                col(ColumnMapping.sender) == sender,
                col(ColumnMapping.kind) == kind,
                col(ColumnMapping.column) == column,
            )
        )
        session.add(
            ColumnMapping(
                authority_id=owner,
                sender=sender,
                kind=kind,
                column=column,
                heading=heading_key(heading),
                chosen_by=viewer.who,
                chosen_at=now,
            )
        )
    session.flush()


def save_label(
    session: Session,
    viewer: Viewer,
    *,
    authority: str,
    sender: str,
    what: str,
    label: str,
    target_id: int | None,
    now: datetime,
) -> None:
    """Remember what a label means, or with None that its rows are left out. The caller commits."""
    owner = _owner(session, viewer, authority)
    if what not in TARGETS or not fold(label):
        raise DecisionRefused("Only labels of homes, neighbourhoods and types are remembered.")
    if target_id is not None:
        target: Any = session.get(TARGETS[what], target_id)
        if target is None or (what in OF_AN_AUTHORITY and target.authority_id != owner):
            raise DecisionRefused("What the label should mean is not known.")
    session.execute(
        delete(LabelChoice).where(
            col(LabelChoice.authority_id) == owner,
            col(LabelChoice.sender) == sender,
            col(LabelChoice.what) == what,
            col(LabelChoice.label) == fold(label),
        )
    )
    session.add(
        LabelChoice(
            authority_id=owner,
            sender=sender,
            what=what,
            label=fold(label),
            target_id=target_id,
            chosen_by=viewer.who,
            chosen_at=now,
        )
    )
    session.flush()
    raise_data_version(session)
    thing = f"label {what.replace('_', '-')}"
    note(session, viewer.who, "edit", authority=authority, thing=thing, now=now)


def _owner(session: Session, viewer: Viewer, authority: str) -> int:
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    owner = session.scalars(select(col(Authority.id)).where(col(Authority.key) == authority)).first()
    if owner is None:
        raise DecisionRefused("There is no such authority.")
    return int(owner)
