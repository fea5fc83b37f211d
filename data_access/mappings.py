"""What was decided about the files of a sender: which heading is which column, what a label means. Asked once.

It is used until it is forgotten. What the register of homes, neighbourhoods and types itself names wins over it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, delete, or_, select
from sqlmodel import Session, col

from data_access.audit import note
from data_access.database import fetch_frame
from data_access.imports.kinds import KINDS
from data_access.imports.raw import heading_key
from data_access.imports.table import fold
from data_access.imports.writing import in_parts, table_of
from data_access.models import (
    Authority,
    Base,
    ColumnMapping,
    Home,
    HomeAlias,
    IncidentType,
    LabelChoice,
    Neighbourhood,
    OffenceType,
)
from data_access.selection import authority_id
from data_access.versions import raise_data_version
from data_access.viewer import Viewer

# What a label may name, called as the table of what it can mean -> that table.
TARGETS: dict[str, type[Base]] = {
    "home": Home,
    "neighbourhood": Neighbourhood,
    "incident_type": IncidentType,
    "offence_type": OffenceType,
}
OF_AN_AUTHORITY = ("home", "neighbourhood")
NOT_IN_FILE = ""  # in place of a heading: the column is not in the sender's files
GONE = "It is not remembered any more."


class DecisionRefused(ValueError):
    """The decision cannot be kept; the message says why."""


@dataclass(frozen=True)
class Decisions:
    """headings: column -> heading, NOT_IN_FILE for none of them.

    labels: what -> folded label -> number of what it means, None to leave its rows out.
    """

    headings: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, int | None]] = field(default_factory=dict)


NOTHING_DECIDED = Decisions()


def decisions_of(session: Session, owner: int, sender: str, kind: str) -> Decisions:
    """What was decided about a sender's files of a kind, for the load that follows; not what means nothing any more."""
    columns = select(col(ColumnMapping.column), col(ColumnMapping.heading)).where(
        col(ColumnMapping.authority_id) == owner,
        col(ColumnMapping.sender) == sender,
        col(ColumnMapping.kind) == kind,
    )
    labels: dict[str, dict[str, int | None]] = {}
    for what in TARGETS:
        chosen = select(col(LabelChoice.label), col(LabelChoice.target_id)).where(
            col(LabelChoice.authority_id) == owner,
            col(LabelChoice.sender) == sender,
            col(LabelChoice.what) == what,
            or_(col(LabelChoice.target_id).is_(None), col(LabelChoice.target_id).in_(_may_mean(what, owner))),
        )
        labels[what] = dict(map(tuple, session.execute(chosen)))
    return Decisions(dict(map(tuple, session.execute(columns))), labels)


def _may_mean(what: str, owner: Any) -> Any:
    """The numbers of what such a label of an authority's files may mean."""
    numbers = select(_column(what, "id"))
    return numbers.where(_column(what, "authority_id") == owner) if what in OF_AN_AUTHORITY else numbers


def _column(what: str, name: str) -> Any:
    """A column of the table of what a label may mean."""
    return table_of(TARGETS[what]).c[name]


def _naming(what: str) -> str:
    """The column that holds the names of what a label may mean."""
    return "name" if what in OF_AN_AUTHORITY else "label"


def fetch_decisions(session: Session, viewer: Viewer, *, authority: str, sender: str, kind: str) -> Decisions:
    """What was decided about a sender's files of a kind."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    owner = session.execute(select(authority_id(authority))).scalar_one()
    return NOTHING_DECIDED if owner is None else decisions_of(session, owner, sender, kind)


def fetch_remembered(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """The headings decided on for all senders. Columns: kind, sender, column, heading, chosen_by, chosen_at."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    names = (ColumnMapping.kind, ColumnMapping.sender, ColumnMapping.column, ColumnMapping.heading)
    remembered = (
        select(*(col(name) for name in names), col(ColumnMapping.chosen_by), col(ColumnMapping.chosen_at))
        .where(col(ColumnMapping.authority_id) == authority_id(authority))
        .order_by(col(ColumnMapping.kind), col(ColumnMapping.sender), col(ColumnMapping.column))
    )
    return fetch_frame(session, remembered)


def fetch_labels(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """What labels of all senders were said to mean.

    Columns: sender, what, label, leaves_out, meaning ("" where that is gone), is_used (not where the register itself
    has the label, or what it meant is gone), chosen_by, chosen_at.
    """
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    owner = authority_id(authority)
    found = []
    for what, target in TARGETS.items():
        chosen = (
            select(
                col(LabelChoice.sender),
                col(LabelChoice.what),
                col(LabelChoice.label),
                col(LabelChoice.target_id).is_(None).label("leaves_out"),
                _column(what, _naming(what)).label("meaning"),
                col(LabelChoice.chosen_by),
                col(LabelChoice.chosen_at),
            )
            .outerjoin(target, col(LabelChoice.target_id) == _column(what, "id"))
            .where(col(LabelChoice.authority_id) == owner, col(LabelChoice.what) == what)
            .order_by(col(LabelChoice.sender), col(LabelChoice.label))
        )
        rows = fetch_frame(session, chosen)
        known = _in_register(session, what, owner) if len(rows) else set()
        rows["meaning"] = rows["meaning"].fillna("")
        rows["is_used"] = ~rows["label"].isin(known) & (rows["leaves_out"].astype(bool) | rows["meaning"].ne(""))
        found.append(rows)
    return pd.concat(found, ignore_index=True)


def fetch_meanings(session: Session, viewer: Viewer, *, authority: str, what: str) -> pd.DataFrame:
    """What a label may be said to mean. Columns: id, label."""
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    name = _column(what, _naming(what))
    meanings = select(_column(what, "id"), name.label("label")).order_by(name)
    return fetch_frame(session, meanings.where(_column(what, "id").in_(_may_mean(what, authority_id(authority)))))


def _in_register(session: Session, what: str, owner: Any) -> set[str]:
    """The labels, folded, that are known without anybody's answer."""
    names = select(_column(what, _naming(what))).where(_column(what, "id").in_(_may_mean(what, owner)))
    known = {fold(name) for name in session.execute(names).scalars()}
    if what == "home":
        aliases = select(col(HomeAlias.alias)).where(col(HomeAlias.authority_id) == owner)
        known.update(session.execute(aliases).scalars())
    return known


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
    """Remember which heading stands for each column, in place of what was remembered of these. The caller commits.

    NOT_IN_FILE as a heading says that the column is not in the sender's files, whatever their headings are.
    """
    owner = _owner(session, viewer, authority)
    columns = {column.name: column for column in KINDS[kind].columns}
    if not headings.keys() <= columns.keys():
        raise DecisionRefused("A file of this kind has no such column.")
    keys = {column: heading_key(heading) for column, heading in headings.items()}
    if any(columns[column].required for column, key in keys.items() if key == NOT_IN_FILE):
        raise DecisionRefused("A column that every such file needs cannot be missing.")
    filled = [key for key in keys.values() if key != NOT_IN_FILE]
    if len(set(filled)) < len(filled):
        raise DecisionRefused("One heading cannot stand for two columns.")
    for column, key in keys.items():
        session.execute(delete(ColumnMapping).where(*_of_column(owner, sender, kind, column)))
        session.add(
            ColumnMapping(
                authority_id=owner,
                sender=sender,
                kind=kind,
                column=column,
                heading=key,
                chosen_by=viewer.who,
                chosen_at=now,
            )
        )
    session.flush()
    note(session, viewer.who, "edit", authority=authority, thing=f"column kind {kind}", now=now)


def remove_column(
    session: Session, viewer: Viewer, *, authority: str, sender: str, kind: str, column: str, now: datetime
) -> None:
    """Forget which heading stands for a column, so that it is recognised or asked for again. The caller commits."""
    owner = _owner(session, viewer, authority)
    _remove(session, ColumnMapping, _of_column(owner, sender, kind, column))
    note(session, viewer.who, "edit", authority=authority, thing=f"column kind {kind} removed", now=now)


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
    session.execute(delete(LabelChoice).where(*_of_label(owner, sender, what, label)))
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
    note(session, viewer.who, "edit", authority=authority, thing=_logged(what), now=now)


def remove_label(
    session: Session, viewer: Viewer, *, authority: str, sender: str, what: str, label: str, now: datetime
) -> None:
    """Forget what a label means, so that it is asked again. The caller commits."""
    owner = _owner(session, viewer, authority)
    _remove(session, LabelChoice, _of_label(owner, sender, what, label))
    raise_data_version(session)
    note(session, viewer.who, "edit", authority=authority, thing=f"{_logged(what)} removed", now=now)


def forget_meanings(session: Session, gone: Collection[tuple[str, int]]) -> None:
    """Forget the labels that mean rows, by table and number, that are removed: another row may take their number."""
    for what in TARGETS:
        for part in in_parts(number for table, number in gone if table == what):
            session.execute(
                delete(LabelChoice).where(col(LabelChoice.what) == what, col(LabelChoice.target_id).in_(part))
            )


def _of_column(owner: int, sender: str, kind: str, column: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(ColumnMapping.authority_id) == owner,
        col(ColumnMapping.sender) == sender,
        col(ColumnMapping.kind) == kind,
        col(ColumnMapping.column) == column,
    )


def _of_label(owner: int, sender: str, what: str, label: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(LabelChoice.authority_id) == owner,
        col(LabelChoice.sender) == sender,
        col(LabelChoice.what) == what,
        col(LabelChoice.label) == fold(label),
    )


def _remove(session: Session, model: type[Base], which: tuple[ColumnElement[bool], ...]) -> None:
    removed: Any = session.execute(delete(model).where(*which))
    if not removed.rowcount:
        raise DecisionRefused(GONE)


def _logged(what: str) -> str:
    return f"label {what.replace('_', '-')}"


def _owner(session: Session, viewer: Viewer, authority: str) -> int:
    viewer.require_all_homes("partnership", authority)
    viewer.require_power("load", authority)
    owner = session.scalars(select(col(Authority.id)).where(col(Authority.key) == authority)).first()
    if owner is None:
        raise DecisionRefused("There is no such authority.")
    return int(owner)
