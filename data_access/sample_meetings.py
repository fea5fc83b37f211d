"""The sample's meetings and what they decided, as if somebody had typed them on their days."""

import csv
from collections import defaultdict
from datetime import date, datetime, time
from pathlib import Path

from sqlmodel import Session, select

from data_access.imports.cells import day
from data_access.investigation_changes import new_key
from data_access.meetings import Point, agenda_of
from data_access.models import Investigation, Meeting, Review

BEGINS, ENDS = time(9, 30), time(11, 0)


def save_sample_meetings(session: Session, authority_id: int, folder: Path, who: str) -> None:
    """Fill the meetings of an authority with those of the folder's meetings.csv and reviews.csv."""
    cases = {case.reference: case for case in session.exec(select(Investigation))}
    for case in cases.values():
        case.created_at = case.reported_at  # else every case would be new since a meeting that looked at it
    decided: dict[date, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(folder / "reviews.csv"):
        decided[day(row["held_on"])].append(row)
    for row in _rows(folder / "meetings.csv"):
        held_on = day(row["held_on"])
        reviews = decided[held_on] if row["kind"] == "casework" else []
        points = [_case_point(cases[review["reference"]]) for review in reviews] or _points(row["agenda"])
        ended = datetime.combine(held_on, ENDS)
        meeting = Meeting(
            authority_id=authority_id,
            key=new_key(),
            kind=row["kind"],
            held_on=held_on,
            present=row["present"],
            reason=row["reason"],
            agenda=agenda_of(row["kind"], points),
            started_at=datetime.combine(held_on, BEGINS),
            started_by=who,
            ended_at=ended,
            version=1,
            changed_at=ended,
            changed_by=who,
        )
        session.add(meeting)
        session.flush()
        for review in reviews:
            session.add(_review(review, cases[review["reference"]], meeting, ended, who))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _review(row: dict[str, str], case: Investigation, meeting: Meeting, ended: datetime, who: str) -> Review:
    return Review(
        investigation_id=int(case.id or 0),
        meeting_id=int(meeting.id or 0),
        proportionate=row["proportionate"],
        why=row["why"],
        learning_home=row["learning_home"],
        learning_police=row["learning_police"],
        learning_yjs=row["learning_yjs"],
        learning_cps=row["learning_cps"],
        learning_social_care=row["learning_social_care"],
        action=row["action"],
        action_owner=row["action_owner"],
        action_due=day(row["action_due"]) if row["action_due"] else None,
        action_done_on=day(row["action_done_on"]) if row["action_done_on"] else None,
        version=1,
        changed_at=ended,
        changed_by=who,
    )


def _case_point(case: Investigation) -> Point:
    return Point(key=f"case-{case.key}", title=case.matter, case=case.key)


def _points(agenda: str) -> list[Point]:
    """Pages by their path and title, as "homes Homes and neighbourhoods; incidents Incidents"."""
    pages = [written.strip().partition(" ") for written in agenda.split(";") if written.strip()]
    return [Point(key=f"page-{path}", title=title, page=path) for path, _, title in pages]
