"""The ten points of a case's checklist: read, and recorded point by point or all at once."""

from collections.abc import Collection
from datetime import datetime

import pandas as pd
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from data_access.audit import note
from data_access.batches import raise_data_version
from data_access.case_fields import Values
from data_access.checklist_changes import POINTS, change_item, checked_item, item_of
from data_access.database import fetch_frame
from data_access.investigation_changes import held_case
from data_access.investigations import cases_seen
from data_access.models import ChecklistItem
from data_access.viewer import Viewer


def fetch_checklists(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """What is recorded of the checklists of an authority's cases; of a point without a row, nothing is.

    Columns: key (of the case), number, done_at, time_known, missing, version, changed_at, changed_by.
    """
    names = ("number", "done_at", "time_known", "missing", "version", "changed_at", "changed_by")
    cases = fetch_frame(session, cases_seen(viewer, authority))
    items = select(
        col(ChecklistItem.investigation_id).label("id"), *(col(getattr(ChecklistItem, name)) for name in names)
    ).where(col(ChecklistItem.investigation_id).in_(cases["id"].tolist()))
    found = cases[["id", "key"]].merge(fetch_frame(session, items), on="id").drop(columns="id")
    return found.sort_values(["key", "number"], ignore_index=True)


def save_item_change(
    engine: Engine, viewer: Viewer, key: str, number: int, version_seen: int, changes: Values, now: datetime
) -> int:
    """Record a point of a case's checklist as it was seen; answers its new version. Unseen: version 0.

    Raises ChangedMeanwhile when it is no longer the version that was seen, CaseRefused for values it cannot have.
    """
    checked = checked_item(number, changes)
    with Session(engine) as session, session.begin():
        case, authority, code = held_case(session, viewer, key)
        item = item_of(session, case, number)
        version, changed = change_item(session, case, number, item, version_seen, checked, now=now, who=viewer.who)
        if changed:
            raise_data_version(session)
            note(session, viewer.who, "edit", authority=authority, thing=f"checklist {number}", child=code, now=now)
        return version


def save_all_done(
    engine: Engine,
    viewer: Viewer,
    key: str,
    *,
    done_at: datetime,
    time_known: bool,
    now: datetime,
    numbers: Collection[int] = POINTS,
) -> int:
    """Record that those points of a checklist which are not done yet were done at one moment; answers how many."""
    values = {"done_at": done_at, "time_known": time_known}
    done = 0
    with Session(engine) as session, session.begin():
        case, authority, code = held_case(session, viewer, key)
        for number in numbers:
            item = item_of(session, case, number)
            if item is None or item.done_at is None:
                checked = checked_item(number, values)
                seen = item.version if item else 0
                change_item(session, case, number, item, seen, checked, now=now, who=viewer.who)
                done += 1
        if done:
            raise_data_version(session)
            note(session, viewer.who, "edit", authority=authority, thing="checklist", child=code, now=now)
    return done
