"""The minutes of a meeting as a Word document: who was there, what was decided and noted, what is carried over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from analysis.disclosure import release
from analysis.document import Bullets, DocumentSettings, Field, Heading, Note, Paragraph, Piece, PrintedTable, document
from analysis.formats import format_date
from analysis.wording.investigations import case_title, decision_sentences, outcome_words
from app.findings.finding import Question, Source
from app.findings.investigations import CASEWORK, cases_released, open_case_actions
from data_access.meetings import Point, fetch_meeting_notes, fetch_meetings, points_of
from data_access.reviews import fetch_reviews

TITLES = {"casework": "Data meeting on children under investigation", "tactical": "Tactical group"}
NOTHING_NOTED = "Nothing was noted on this point."
CASE_POINT = "case-"
CASEWORK_MARKING = "Casework: children by code. Not for publication, not to be passed on"


class NoSuchMeeting(LookupError):
    """There is no such meeting for this viewer."""


def minutes(question: Question, source: Source, meeting_kind: str, meeting: str) -> bytes:
    """The minutes of one meeting: its points, and all that it decided or noted besides, of points taken off since too.

    The same tables give the same bytes. Raises NoSuchMeeting.
    """
    authority = question.selection.authority
    held = source(fetch_meetings, authority=authority, meeting_kind=meeting_kind)
    found = held[held["key"] == meeting].to_dict("records")
    if not found:
        raise NoSuchMeeting("There is no such meeting.")
    (about,) = found
    asked = {"authority": authority, "meeting_kind": meeting_kind, "meeting": meeting}
    notes = dict(source(fetch_meeting_notes, **asked)[["point", "text"]].itertuples(index=False))
    points = points_of(about["agenda"])
    pieces: list[Piece] = [
        Field("Day", format_date(about["held_on"])),
        Field("Present", about["present"]),
        *([Field("Reason", about["reason"])] if about["reason"] else []),
    ]
    if meeting_kind == CASEWORK and about["held_on"] < question.now:
        pieces.append(Note(f"Cases are described as they stood on {format_date(question.now)}."))
    for number, point in enumerate(points, start=1):
        pieces.append(Heading(f"{number}. {point.title}", 2))
        pieces += _about_point(question, source, point, meeting, notes)
    for point in _besides(question, source, points, meeting_kind, meeting, notes):
        pieces.append(Heading(f"Not on the agenda: {point.title}", 2))
        pieces += _about_point(question, source, point, meeting, notes)
    if meeting_kind == CASEWORK:
        pieces += _carried_over(replace(question, now=min(about["held_on"], question.now)), source)
    settings = DocumentSettings(
        title=f"{TITLES[meeting_kind]}: minutes of {format_date(about['held_on'])}",
        subject=question.authority_name,
        paper_date=about["held_on"],
        **({"marking": CASEWORK_MARKING} if meeting_kind == CASEWORK else {}),
    )
    return document(pieces, settings)


def _about_point(
    question: Question, source: Source, point: Point, meeting: str, notes: Mapping[str, str]
) -> list[Piece]:
    about_case = _about_case(question, source, point, meeting) if point.case else []
    noted = notes.get(point.key, "")
    if noted:
        return [*about_case, Paragraph(f"Noted: {noted}")]
    was_decided = any(isinstance(piece, Bullets) for piece in about_case)
    return about_case if was_decided else [*about_case, Note(NOTHING_NOTED)]


def _besides(
    question: Question,
    source: Source,
    points: Sequence[Point],
    meeting_kind: str,
    meeting: str,
    notes: Mapping[str, str],
) -> list[Point]:
    """What the meeting decided or noted that is not on its agenda: cases reviewed elsewhere, points taken off it."""
    keys = {point.key for point in points}
    noted = [key for key, text in sorted(notes.items()) if text and key not in keys]
    cases = [key.removeprefix(CASE_POINT) for key in noted if key.startswith(CASE_POINT)]
    others = [Point(key, "a point that was taken off it") for key in noted if not key.startswith(CASE_POINT)]
    if meeting_kind == CASEWORK:
        reviews = _reviews(question, source)
        decided = reviews[reviews["meeting"] == meeting]["key"]
        cases = list(dict.fromkeys([*cases, *(key for key in decided if f"{CASE_POINT}{key}" not in keys)]))
    known = cases_released(question, source, cases).frame if cases else pd.DataFrame(columns=["key", "matter"])
    return [
        *(Point(f"{CASE_POINT}{key}", title, case=key) for key, title in known[["key", "matter"]].to_numpy()),
        *others,
    ]


def _about_case(question: Question, source: Source, point: Point, meeting: str) -> list[Piece]:
    """What a point says of its case: how it stands, and what this meeting decided."""
    cases = cases_released(question, source, [point.case]).frame.to_dict("records")
    if not cases:
        return [Note("This case is not within your role.")]
    (case,) = cases
    pieces: list[Piece] = [Paragraph(f"{case_title(case)}. {outcome_words(case)}".strip())]
    reviews = _reviews(question, source)
    decided = reviews[(reviews["key"] == point.case) & (reviews["meeting"] == meeting)]
    if len(decided):
        pieces.append(Bullets(decision_sentences(release({"reviews": decided}, CASEWORK)["reviews"])))
    return pieces


def _carried_over(question: Question, source: Source) -> list[Piece]:
    carried = open_case_actions(question, source)
    pieces: list[Piece] = [Heading("Actions that are open", 2)]
    if not carried.tables:
        return [*pieces, Paragraph("No action is open.")]
    return [*pieces, *(PrintedTable(table, table.title, f"{CASEWORK_MARKING}.") for table in carried.tables)]


def _reviews(question: Question, source: Source) -> pd.DataFrame:
    return source(fetch_reviews, authority=question.selection.authority)
