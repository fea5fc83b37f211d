"""Children under police investigation: the list, one case, found by a reference; added and changed by hand.

Single records, for the data meeting alone: each fetch asks for the audience casework and for the child's authority.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import pandas as pd
from sqlalchemy import ColumnElement, Engine, Executable, Select, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from data_access.audit import note
from data_access.batches import raise_data_version
from data_access.case_fields import BLANK, CaseRefused, Values, checked_case, require_case, short_text
from data_access.children import ChildRegister, reference_lookup
from data_access.database import fetch_frame
from data_access.investigation_changes import add_case, change_case, held_case, require_casework
from data_access.models import (
    Authority,
    CaseChange,
    Child,
    ChildReference,
    Home,
    Investigation,
    OutcomeCode,
    ReportingLine,
)
from data_access.models.investigations import FINALISED, QUESTIONS
from data_access.selection import authority_id
from data_access.viewer import Viewer

TRIES = 4  # of several who name one new child at the same moment, one makes it; the others find it
LONGEST_REFERENCE = 60
SAME_REFERENCE = "A case with this reference is on the list already. Find it, and change that one."
Saved = TypeVar("Saved")
NEEDED = ("matter", "reported_at", "setting")


def fetch_investigations(
    session: Session, viewer: Viewer, *, authority: str, since: date | None = None
) -> pd.DataFrame:
    """The cases on an authority's list, the longest open first. `since`: without those finalised before that day.

    Columns: key, reference, child (its code), home, line, provider (each "" outside a home of the register), setting,
    responsible (name of the responsible authority), matter, occurred_on, reported_at, reported_time_known, response,
    stage, stage_since, outcome_code, outcome, outcome_class (each "" without one), outcome_on, interview, the answers
    by their columns (QUESTIONS), version, created_at, changed_at, changed_by, stage_recorded_at (when the stage was
    last changed here, missing where it stands as the case was added).
    """
    cases = _cases(viewer, authority)
    if since is not None:
        cases = cases.where(or_(col(Investigation.stage) != FINALISED, col(Investigation.stage_since) >= since))
    return fetch_frame(session, cases)


def fetch_case(session: Session, viewer: Viewer, *, authority: str, case: str) -> pd.DataFrame:
    """One case by its key, as a row of fetch_investigations; none where there is no such case for this viewer."""
    return fetch_frame(session, _cases(viewer, authority).where(col(Investigation.key) == case))


def fetch_case_history(session: Session, viewer: Viewer, *, authority: str, case: str) -> pd.DataFrame:
    """What was changed of a case, its checklist and its reviews, newest first.

    Columns: thing, version, changed_at, changed_by, field, before, after.
    """
    names = ("thing", "version", "changed_at", "changed_by", "field", "before", "after")
    changes = (
        select(*(col(getattr(CaseChange, name)) for name in names))
        .where(col(CaseChange.investigation_id).in_(ids_of_case(viewer, authority, case)))
        .order_by(col(CaseChange.changed_at).desc(), col(CaseChange.id).desc())
    )
    return fetch_frame(session, changes)


def fetch_cases_of(session: Session, viewer: Viewer, *, authority: str, reference: str, secret: str) -> pd.DataFrame:
    """The cases that somebody's own reference names: of the case itself, or of its child in any source; else the code.

    `secret`: the key with which references are sealed. Columns: key, child, reported_at, stage.
    """
    named = " ".join(reference.split())
    number = session.execute(select(authority_id(authority))).scalar()
    sources = session.execute(select(col(ChildReference.source)).distinct()).scalars().all()
    lookups = [reference_lookup(secret, int(number or 0), source, named) for source in sources]
    children = select(col(ChildReference.child_id)).where(
        col(ChildReference.source).in_(sources), col(ChildReference.lookup).in_(lookups)
    )
    cases = (
        select(col(Investigation.key), col(Child.code).label("child"), col(Investigation.reported_at), _stage())
        .join(Child, col(Child.id) == col(Investigation.child_id))
        .where(
            *visible(viewer, authority),
            or_(
                func.lower(col(Investigation.reference)) == named.lower(),
                col(Investigation.child_id).in_(children),
                col(Child.code) == named.upper(),
            ),
        )
        .order_by(col(Investigation.reported_at).desc())
    )
    return fetch_frame(session, cases)


def save_new_investigation(
    engine: Engine,
    viewer: Viewer,
    *,
    authority: str,
    child_reference: str,
    sender: str,
    values: Values,
    secret: str,
    now: datetime,
) -> str:
    """Add a case by hand; answers its key. Raises CaseRefused.

    `child_reference`: the sender's own reference of the child, which is stored sealed with `secret`. `sender`: police,
    YJS or council; one who has not named this child before makes a new one.
    """
    require_casework(viewer, authority)
    named = short_text(child_reference, LONGEST_REFERENCE, "the child's reference", needed=True)
    checked = checked_case(values)
    missing = [name for name in NEEDED if name not in checked]
    if missing:
        raise CaseRefused("A case needs what it is about, when it was reported and where the child lives.")

    def add() -> str:
        with Session(engine) as session, session.begin():
            number = session.execute(select(col(Authority.id)).where(col(Authority.key) == authority)).scalar()
            if number is None:
                raise CaseRefused("There is no such authority.")
            require_case(session, {**BLANK, **checked}, now.date())
            child = ChildRegister(session, sender, number, secret).child_id(named)
            case = add_case(session, number, child, checked, source=sender, now=now, who=viewer.who)
            held_case(session, viewer, case.key)  # the reference may name a child of an authority that is not theirs
            code = session.get_one(Child, child).code
            raise_data_version(session)
            note(session, viewer.who, "edit", authority=authority, thing="investigation", child=code, now=now)
            return case.key

    of_sender = (
        col(Investigation.authority_id) == authority_id(authority),
        col(Investigation.source) == sender,
    )
    return _saved(engine, add, checked.get("reference"), of_sender)


def save_investigation_change(
    engine: Engine, viewer: Viewer, key: str, version_seen: int, changes: Values, now: datetime
) -> int:
    """Change fields of a case as it was seen; answers its new version, the same where nothing differs.

    Raises ChangedMeanwhile when it is no longer the version that was seen, CaseRefused for values it cannot have.
    """
    checked = checked_case(changes)

    def change() -> int:
        with Session(engine) as session, session.begin():
            case, authority, code = held_case(session, viewer, key)
            changed = change_case(session, case, version_seen, checked, now=now, who=viewer.who)
            version = case.version
            if changed:
                raise_data_version(session)
                note(session, viewer.who, "edit", authority=authority, thing="investigation", child=code, now=now)
            return version

    this = aliased(Investigation)
    of_same_source = (
        col(Investigation.authority_id) == select(col(this.authority_id)).where(col(this.key) == key).scalar_subquery(),
        col(Investigation.source) == select(col(this.source)).where(col(this.key) == key).scalar_subquery(),
        col(Investigation.key) != key,
    )
    return _saved(engine, change, checked.get("reference"), of_same_source)


def visible(viewer: Viewer, authority: str) -> tuple[Any, ...]:
    """Conditions on cases joined to their children: of this list, and the child's authority within the role.

    Raises NotPermitted.
    """
    viewer.require_all_homes("casework", authority)
    conditions: tuple[Any, ...] = (col(Investigation.authority_id) == authority_id(authority),)
    if viewer.authorities is not None:
        within = select(col(Authority.id)).where(col(Authority.key).in_(sorted(viewer.authorities)))
        conditions += (col(Child.authority_id).in_(within),)
    return conditions


def ids_of_case(viewer: Viewer, authority: str, case: str) -> Select[Any]:
    """The number of one case by its key; none where there is no such case for this viewer."""
    return (
        select(col(Investigation.id))
        .join(Child, col(Child.id) == col(Investigation.child_id))
        .where(*visible(viewer, authority), col(Investigation.key) == case)
    )


def cases_seen(viewer: Viewer, authority: str) -> Executable:
    """The cases of an authority's list that this viewer may see: id, key, child, reported_at.

    What belongs to them is asked for by their ids: joined, the database might read all of it to put it in order.
    """
    seen: Executable = (
        select(
            col(Investigation.id),
            col(Investigation.key),
            col(Child.code).label("child"),
            col(Investigation.reported_at),
        )
        .join(Child, col(Child.id) == col(Investigation.child_id))
        .where(*visible(viewer, authority))
        .order_by(col(Investigation.reported_at), col(Investigation.id))
    )
    return seen


def _cases(viewer: Viewer, authority: str) -> Select[Any]:
    responsible = aliased(Authority)
    of_case = ("matter", "occurred_on", "reported_at", "reported_time_known", "response", "stage", "stage_since")
    answers = ("outcome_on", "interview", *QUESTIONS, "version", "created_at", "changed_at", "changed_by")
    of_stage = (
        col(CaseChange.investigation_id) == col(Investigation.id),
        col(CaseChange.thing) == "case",
        col(CaseChange.field) == "stage",
    )
    stage_recorded_at = select(func.max(col(CaseChange.changed_at))).where(*of_stage).scalar_subquery()
    return (
        select(
            col(Investigation.key),
            func.coalesce(col(Investigation.reference), "").label("reference"),
            col(Child.code).label("child"),
            func.coalesce(col(Home.name), "").label("home"),
            func.coalesce(col(ReportingLine.name), "").label("line"),
            func.coalesce(col(Home.provider), "").label("provider"),
            col(Investigation.setting),
            func.coalesce(func.nullif(col(Investigation.responsible), ""), col(responsible.name)).label("responsible"),
            *(col(getattr(Investigation, name)) for name in of_case),
            func.coalesce(col(OutcomeCode.code), "").label("outcome_code"),
            func.coalesce(col(OutcomeCode.label), "").label("outcome"),
            func.coalesce(col(OutcomeCode.outcome_class), "").label("outcome_class"),
            *(col(getattr(Investigation, name)) for name in answers),
            stage_recorded_at.label("stage_recorded_at"),
        )
        .join(Child, col(Child.id) == col(Investigation.child_id))
        .join(responsible, col(responsible.id) == col(Child.authority_id))
        .outerjoin(Home, col(Home.id) == col(Investigation.home_id))
        .outerjoin(ReportingLine, col(ReportingLine.id) == col(Home.reporting_line_id))
        .outerjoin(OutcomeCode, col(OutcomeCode.id) == col(Investigation.outcome_id))
        .where(*visible(viewer, authority))
        .order_by(col(Investigation.reported_at), col(Investigation.id))
    )


def _stage() -> Any:
    return col(Investigation.stage)


def _saved(
    engine: Engine, save: Callable[[], Saved], reference: str | None, others: tuple[ColumnElement[bool], ...]
) -> Saved:
    """What `save` answers, tried anew where another was first. `others`: cases that may have the reference already.

    Raises CaseRefused where one has it, or where others are first again and again.
    """
    for _ in range(TRIES):
        try:
            return save()
        except IntegrityError:
            taken = select(col(Investigation.id)).where(col(Investigation.reference) == reference, *others)
            with Session(engine) as session:
                if reference and session.execute(taken).first():
                    raise CaseRefused(SAME_REFERENCE) from None
    raise CaseRefused("Others were saving at the same moment, so nothing was saved. Save it again.")
