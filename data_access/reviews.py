"""What meetings decided about cases, and the actions that came of it."""

from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Engine, Executable, select
from sqlmodel import Session, col

from data_access.audit import note
from data_access.batches import raise_data_version
from data_access.case_fields import CaseRefused, Values, require_day, require_past, short_text
from data_access.database import fetch_frame
from data_access.investigation_changes import held_case, note_changes, require_version, rewrite
from data_access.investigations import cases_seen
from data_access.models import Investigation, Meeting, Review
from data_access.models.actions import OWNERS
from data_access.models.investigations import LEARNING, NOT_YET_KNOWN, PROPORTIONATE
from data_access.selection import authority_id
from data_access.viewer import Viewer

ACTION_FIELDS = ("action", "action_owner", "action_due", "action_done_on")
FIELDS = ("proportionate", "why", *LEARNING, *ACTION_FIELDS)
BLANK: dict[str, Any] = {
    "proportionate": NOT_YET_KNOWN,
    "why": "",
    **dict.fromkeys(LEARNING, ""),
    "action": "",
    "action_owner": "",
    "action_due": None,
    "action_done_on": None,
}
LONGEST_WHY, LONGEST_LEARNING, LONGEST_ACTION = 1_000, 500, 200


def fetch_reviews(session: Session, viewer: Viewer, *, authority: str) -> pd.DataFrame:
    """What meetings decided about an authority's cases, the latest meeting first.

    Columns: key (of the case), child, meeting (key), held_on, the fields of a review (FIELDS), version, changed_at,
    changed_by.
    """
    names = (*FIELDS, "version", "changed_at", "changed_by")
    cases = fetch_frame(session, cases_seen(viewer, authority))
    reviews = select(
        col(Review.investigation_id).label("id"),
        col(Review.meeting_id),
        *(col(getattr(Review, name)) for name in names),
    ).where(col(Review.investigation_id).in_(cases["id"].tolist()))
    meetings: Executable = select(
        col(Meeting.id).label("meeting_id"), col(Meeting.key).label("meeting"), col(Meeting.held_on)
    ).where(col(Meeting.authority_id) == authority_id(authority))
    found = cases.merge(fetch_frame(session, reviews), on="id").merge(fetch_frame(session, meetings), on="meeting_id")
    ordered = found.sort_values(["held_on", "meeting_id", "reported_at"], ascending=[False, False, True])
    return ordered[["key", "child", "meeting", "held_on", *names]].reset_index(drop=True)


def save_review(
    engine: Engine, viewer: Viewer, key: str, meeting: str, version_seen: int, changes: Values, now: datetime
) -> int:
    """Record what a meeting decided about a case, as it was seen; answers its new version. Unseen: version 0.

    Raises ChangedMeanwhile when it is no longer the version that was seen, CaseRefused for values it cannot have.
    """
    checked = checked_review(changes)
    with Session(engine) as session, session.begin():
        case, authority, code = held_case(session, viewer, key)
        held_in = _meeting(session, case, meeting)
        same = (col(Review.investigation_id) == case.id, col(Review.meeting_id) == held_in)
        review = session.execute(select(Review).where(*same)).scalar_one_or_none()
        before = {name: getattr(review, name) for name in FIELDS} if review else dict(BLANK)
        require_version(review, version_seen, before, checked)
        changed = {name: value for name, value in checked.items() if value != before[name]}
        _require_whole_action({**before, **changed})
        _require_after_meeting(session, held_in, changed, now.date())
        if review is not None and not changed:
            return version_seen
        if review is None:
            # A review that says "not yet known" and nothing else is a decision too: to look again.
            review = Review(
                investigation_id=int(case.id or 0),
                meeting_id=held_in,
                **{**before, **changed},
                version=1,
                changed_at=now,
                changed_by=viewer.who,
            )
            session.add(review)
            session.flush()
            changed = changed or {"proportionate": before["proportionate"]}
        else:
            rewrite(session, review, changed, now=now, who=viewer.who)
        told = {name: (before[name], value) for name, value in changed.items()}
        note_changes(session, case, "review", review.version, told, now=now, who=viewer.who, meeting_id=held_in)
        raise_data_version(session)
        thing, number = "review", str(held_in)
        note(session, viewer.who, "edit", authority=authority, thing=thing, child=code, meeting=number, now=now)
        return review.version


def checked_review(values: Values) -> dict[str, Any]:
    """What a review can say. Raises CaseRefused for what it cannot."""
    if set(values) - set(FIELDS):
        raise CaseRefused("A review has no such field.")
    checked = dict(values)
    if checked.get("proportionate", NOT_YET_KNOWN) not in PROPORTIONATE:
        raise CaseRefused(f"Whether it was proportionate is one of: {', '.join(PROPORTIONATE)}.")
    longest = {"why": LONGEST_WHY, **dict.fromkeys(LEARNING, LONGEST_LEARNING), "action": LONGEST_ACTION}
    for name, most in longest.items():
        if name in checked:
            checked[name] = short_text(checked[name], most, "each text")
    if checked.get("action_owner") and checked["action_owner"] not in OWNERS.values():
        raise CaseRefused(f"The owner is one of: {', '.join(OWNERS.values())}.")
    for name in ("action_due", "action_done_on"):
        if checked.get(name) is not None:
            require_day(checked[name])
    return checked


def _require_whole_action(values: Values) -> None:
    parts = (values["action"], values["action_owner"], values["action_due"])
    if any(parts) and not all(parts):
        raise CaseRefused("An action needs what is to be done, who does it and until when; or leave all three empty.")
    done: date | None = values["action_done_on"]
    if done is not None and not values["action"]:
        raise CaseRefused("There is no action that could be done.")


def _require_after_meeting(session: Session, meeting: int, changed: Values, today: date) -> None:
    """Raise CaseRefused where an action is due or done before the meeting that agreed it, or done after today."""
    held_on = session.get_one(Meeting, meeting).held_on
    require_past(changed.get("action_done_on"), today, "The day on which the action was done")
    for name, what in (("action_due", "due"), ("action_done_on", "done")):
        if changed.get(name) is not None and changed[name] < held_on:
            raise CaseRefused(f"An action is {what} on the day of its meeting or later, not before. Correct the day.")


def _meeting(session: Session, case: Investigation, key: str) -> int:
    """The number of a started meeting on cases of the case's authority."""
    same = (col(Meeting.key) == key, col(Meeting.authority_id) == case.authority_id, col(Meeting.kind) == "casework")
    found: int | None = session.execute(select(col(Meeting.id)).where(*same)).scalar_one_or_none()
    if found is None:
        raise CaseRefused("A review is recorded in a meeting on cases. Start one first.")
    return found
