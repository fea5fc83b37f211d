"""The minutes of a meeting as a Word document: who was there, what was decided and noted, what is carried over."""

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
CASEWORK_MARKING = "Casework: children by code. Not for publication, not to be passed on"


class NoSuchMeeting(LookupError):
    """There is no such meeting for this viewer."""


def minutes(question: Question, source: Source, meeting_kind: str, meeting: str) -> bytes:
    """The minutes of one meeting; the same meeting gives the same bytes. Raises NoSuchMeeting."""
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
    for number, point in enumerate(points, start=1):
        pieces.append(Heading(f"{number}. {point.title}", 2))
        about_case = _about_case(question, source, point, meeting) if point.case else []
        pieces += about_case
        noted = notes.get(point.key, "")
        if noted:
            pieces.append(Paragraph(noted))
        elif not any(isinstance(piece, Bullets) for piece in about_case):
            pieces.append(Note(NOTHING_NOTED))
    if meeting_kind == CASEWORK:
        pieces += _carried_over(question, source)
    settings = DocumentSettings(
        title=f"{TITLES[meeting_kind]}: minutes of {format_date(about['held_on'])}",
        subject=question.authority_name,
        paper_date=about["held_on"],
        **({"marking": CASEWORK_MARKING} if meeting_kind == CASEWORK else {}),
    )
    return document(pieces, settings)


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
    pieces: list[Piece] = [Heading("Actions carried over", 2)]
    if not carried.tables:
        return [*pieces, Paragraph("No action is open.")]
    return [*pieces, *(PrintedTable(table, table.title, f"{CASEWORK_MARKING}.") for table in carried.tables)]


def _reviews(question: Question, source: Source) -> pd.DataFrame:
    return source(fetch_reviews, authority=question.selection.authority)
