"""Removing what is older than a month: a function for each thing that is kept for a time, in one order."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, union, update
from sqlmodel import Session, col

from data_access.case_traces import forget_cases
from data_access.models import (
    Action,
    ActionChange,
    Base,
    BatchBefore,
    CaseChange,
    ChecklistItem,
    Child,
    ChildLetter,
    ChildLink,
    ChildReference,
    CompleteRange,
    Coverage,
    Crime,
    CromartyScore,
    HeldReference,
    ImportBatch,
    Incident,
    InternalCount,
    Investigation,
    Involvement,
    Meeting,
    MeetingNote,
    Narrative,
    NeighbourhoodCount,
    Occupancy,
    PaperSection,
    PaperSnapshot,
    PeriodCount,
    PublicSignOff,
    RejectedRow,
    Review,
    RoleGrant,
    SavedQuestion,
    YouthJusticeEvent,
)

PUBLIC = "public"  # papers that anyone may have, and so need no end
YEAR_KEY = re.compile(r"(\d{4})-\d{2}")
Counts = dict[str, int]


def _delete(session: Session, model: type[Base], *where: ColumnElement[bool]) -> Counts:
    done = session.connection().execute(delete(model).where(*where))
    return {str(model.__tablename__): done.rowcount}


def _cover(session: Session, before: date, *sources: str) -> Counts:
    """Take back what months were covered: else a month without its rows would count as 0."""
    return _delete(session, Coverage, col(Coverage.source).in_(sources), col(Coverage.month) < before)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _records(model: type[Incident] | type[Crime], key: Any, source: str) -> Callable[[Session, date], Counts]:
    """Of incidents or crimes: who was in them, then the records, then what was covered and declared complete."""

    def remove(session: Session, before: date) -> Counts:
        # A record that a later extract no longer holds has no month; the moment it was reported is there always.
        old = col(model.reported_at) < _midnight(before)
        return (
            _delete(session, Involvement, key.in_(select(col(model.id)).where(old)))
            | _delete(session, model, old)
            | _delete(session, CompleteRange, col(CompleteRange.kind) == source, col(CompleteRange.last_day) < before)
            | _cover(session, before, source)
        )

    return remove


def _youth_justice(session: Session, before: date) -> Counts:
    old = _delete(session, YouthJusticeEvent, col(YouthJusticeEvent.month) < before)
    return old | _cover(session, before, "youth_justice")


def _cromarty(session: Session, before: date) -> Counts:
    """All scores of children whose last meeting is older: one child's first meeting is the baseline of the later."""
    last = select(col(CromartyScore.child_id)).group_by(col(CromartyScore.child_id))
    over = last.having(func.max(col(CromartyScore.meeting_date)) < before)
    letters = _delete(session, ChildLetter, col(ChildLetter.year) < _first_year_kept(before))
    old = _delete(session, CromartyScore, col(CromartyScore.child_id).in_(over))
    return old | letters | _cover(session, before, "cromarty")


def _neighbourhoods(session: Session, before: date) -> Counts:
    old = _delete(session, NeighbourhoodCount, col(NeighbourhoodCount.month) < before)
    return old | _cover(session, before, "neighbourhood incident", "neighbourhood crime")


def _occupancy(session: Session, before: date) -> Counts:
    return _delete(session, Occupancy, col(Occupancy.month) < before) | _cover(session, before, "occupancy")


def _internal_counts(session: Session, before: date) -> Counts:
    old = _delete(session, InternalCount, col(InternalCount.month) < before)
    return old | _cover(session, before, "internal_counts")


def _period_counts(session: Session, before: date) -> Counts:
    return _delete(session, PeriodCount, col(PeriodCount.last_month) < before)


def _investigations(session: Session, before: date) -> Counts:
    """Cases that nobody touched since, with all that hangs on them, then meetings that no case needs.

    Touched: reported or changed, as their checklist and reviews. One with an action that is not done stays.
    """
    then = _midnight(before)
    is_open = and_(col(Review.action) != "", col(Review.action_done_on).is_(None))
    cases = select(col(Investigation.id)).where(
        col(Investigation.reported_at) < then,
        col(Investigation.changed_at) < then,
        col(Investigation.id).not_in(
            union(
                select(col(ChecklistItem.investigation_id)).where(col(ChecklistItem.changed_at) >= then),
                select(col(Review.investigation_id)).where(or_(col(Review.changed_at) >= then, is_open)),
            )
        ),
    )
    # Found once: without its reviews and checklist a case would not be told apart any more.
    ids = list(session.execute(cases).scalars())
    keys = session.execute(select(col(Investigation.key)).where(col(Investigation.id).in_(ids))).scalars()
    forgotten = forget_cases(session, keys)
    old = (
        _delete(session, ChecklistItem, col(ChecklistItem.investigation_id).in_(ids))
        | _delete(session, Review, col(Review.investigation_id).in_(ids))
        | _delete(session, CaseChange, col(CaseChange.investigation_id).in_(ids))
        | _delete(session, Investigation, col(Investigation.id).in_(ids))
    )
    reviewed = select(col(Review.meeting_id))
    noted = select(col(CaseChange.meeting_id)).where(col(CaseChange.investigation_id).is_not(None))
    needed: Any = union(reviewed, noted.where(col(CaseChange.meeting_id).is_not(None)))
    meetings = select(col(Meeting.id)).where(col(Meeting.held_on) < before, col(Meeting.id).not_in(needed))
    changes = _delete(session, CaseChange, col(CaseChange.meeting_id).in_(meetings))
    old["case_change"] += changes["case_change"] + len(forgotten.changes)
    notes = _delete(session, MeetingNote, col(MeetingNote.meeting_id).in_(meetings))
    notes["meeting_note"] += len(forgotten.notes)
    return old | notes | _delete(session, Meeting, col(Meeting.id).in_(meetings))


def _actions(session: Session, before: date) -> Counts:
    """Actions of plans whose year ended before; one carried on from them stays, without the way back."""
    old = select(col(Action.id)).where(col(Action.year) < _first_year_kept(before))
    carried = update(Action).where(col(Action.carried_from).in_(old)).values(carried_from=None)
    session.execute(carried)
    return _delete(session, ActionChange, col(ActionChange.action_id).in_(old)) | _delete(
        session, Action, col(Action.year) < _first_year_kept(before)
    )


def _narratives(session: Session, before: date) -> Counts:
    """What was written, chosen and signed for papers on reporting years that ended before."""
    counts: Counts = {}
    for model in (Narrative, PaperSection, PublicSignOff):
        keys = session.execute(select(col(model.period)).distinct()).scalars().all()
        over = [key for key in keys if _year_of(key) < _first_year_kept(before)]
        counts |= _delete(session, model, col(model.period).in_(over))
    return counts


def _papers(session: Session, before: date) -> Counts:
    old = (col(PaperSnapshot.audience) != PUBLIC, col(PaperSnapshot.made_at) < _midnight(before))
    return _delete(session, PaperSnapshot, *old)


def _questions(session: Session, before: date) -> Counts:
    return _delete(session, SavedQuestion, col(SavedQuestion.saved_at) < _midnight(before))


def _loaded(before: date) -> Any:
    return select(col(ImportBatch.id)).where(col(ImportBatch.loaded_at) < _midnight(before))


def _undo(session: Session, before: date) -> Counts:
    """What older loads replaced; without it they cannot be undone any more."""
    old = _loaded(before)
    cannot = update(ImportBatch).where(col(ImportBatch.id).in_(old)).values(can_be_undone=False)
    session.execute(cannot)
    return _delete(session, BatchBefore, col(BatchBefore.batch_id).in_(old))


def _rejected_rows(session: Session, before: date) -> Counts:
    old = _loaded(before)
    return _delete(session, RejectedRow, col(RejectedRow.batch_id).in_(old)) | _delete(
        session, HeldReference, col(HeldReference.batch_id).in_(old)
    )


def _batches(session: Session, before: date) -> Counts:
    """Notes of files of which nothing is left: no row names them, and no home or type came with them."""
    own = {str(model.__tablename__) for model in (RejectedRow, HeldReference)}
    naming = [
        select(column).where(column.is_not(None)) for table, column in _pointers_to(ImportBatch) if table not in own
    ]
    left = select(col(ImportBatch.id)).where(
        col(ImportBatch.id).in_(_loaded(before)), col(ImportBatch.id).not_in(union(*naming))
    )
    ids = list(session.execute(left).scalars())
    return (
        _delete(session, RejectedRow, col(RejectedRow.batch_id).in_(ids))
        | _delete(session, HeldReference, col(HeldReference.batch_id).in_(ids))
        | _delete(session, ImportBatch, col(ImportBatch.id).in_(ids))
    )


def _grants(session: Session, before: date) -> Counts:
    return _delete(session, RoleGrant, col(RoleGrant.withdrawn_at) < _midnight(before))


def remove_unnamed_children(session: Session) -> Counts:
    """Children that nothing names any more, with the references, links and letters by which they were known.

    A link names nobody by itself. While it counts, the two are one: neither goes before the other, so that it can be
    undone.
    """
    own = {str(model.__tablename__) for model in (ChildReference, ChildLetter, ChildLink)}
    naming = [select(column).where(column.is_not(None)) for table, column in _pointers_to(Child) if table not in own]
    unnamed = set(session.execute(select(col(Child.id)).where(col(Child.id).not_in(union(*naming)))).scalars())
    ends = (col(ChildLink.from_child_id), col(ChildLink.to_child_id))
    pairs = [set(link) for link in session.execute(select(*ends).where(col(ChildLink.undone_at).is_(None)))]
    while held := {child for pair in pairs if pair - unnamed for child in pair & unnamed}:
        unnamed -= held
    ids = sorted(unnamed)
    return (
        _delete(session, ChildLink, or_(*(end.in_(ids) for end in ends)))
        | _delete(session, ChildReference, col(ChildReference.child_id).in_(ids))
        | _delete(session, ChildLetter, col(ChildLetter.child_id).in_(ids))
        | _delete(session, Child, col(Child.id).in_(ids))
    )


def _pointers_to(model: type[Base]) -> list[tuple[str, Any]]:
    """Tables and columns that hold numbers of a table's rows."""
    return [
        (table.name, key.parent)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == model.__tablename__
    ]


def _first_year_kept(before: date) -> int:
    """The first reporting year, from April to March, that does not end before a month."""
    return before.year - (before.month < 4)


def _year_of(key: str) -> int:
    """The calendar year in which the reporting year of a key begins; of any other key the last there is."""
    found = YEAR_KEY.fullmatch(key)
    return int(found[1]) if found else date.max.year


REMOVERS: dict[str, Callable[[Session, date], Counts]] = {
    "incidents": _records(Incident, col(Involvement.incident_id), "incidents"),
    "crimes": _records(Crime, col(Involvement.crime_id), "crimes"),
    "youth-justice": _youth_justice,
    "cromarty": _cromarty,
    "investigations": _investigations,
    "neighbourhoods": _neighbourhoods,
    "occupancy": _occupancy,
    "internal-counts": _internal_counts,
    "period-counts": _period_counts,
    "actions": _actions,
    "narratives": _narratives,
    "papers": _papers,
    "questions": _questions,
    "undo": _undo,
    "rejected-rows": _rejected_rows,
    "batches": _batches,
    "grants": _grants,
}
