"""Meetings: when they were, what they went through, and what was noted on each point."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index, UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base

MEETINGS_INDEX = "ix_meeting_authority_held_on"
# Which meeting -> the audience that may open it.
KINDS_OF_MEETING = {"casework": "casework", "tactical": "partnership"}


class Meeting(Base, table=True):
    """A meeting: the quarterly one on single cases, or one of the tactical group on figures."""

    __table_args__ = (Index(MEETINGS_INDEX, "authority_id", "held_on"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose partnership meets")
    key: str = Field(unique=True, description="Random word used in links; never changed")
    kind: str = Field(description="casework or tactical")
    held_on: date = Field(description="Day of the meeting")
    present: str = Field(description="Who was there, at most 500 characters; agencies or staff, no children")
    reason: str = Field(description="Why single cases are looked at, asked once, at most 200 characters")
    agenda: str = Field(description="JSON: pages with their filters and cases by key, in order")
    started_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    started_by: str = Field(description="Who started it")
    ended_at: datetime | None = Field(
        default=None, sa_type=DateTime, description="UK wall time; blank while it goes on"
    )
    version: int = Field(description="Raised by one with each change")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    changed_by: str = Field(description="Who changed it last")


class MeetingNote(Base, table=True):
    """What a meeting noted on one point of its agenda."""

    __tablename__ = "meeting_note"
    __table_args__ = (UniqueConstraint("meeting_id", "point"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    point: str = Field(description="Key of the point of the agenda")
    text: str = Field(description="At most 2,000 characters; no names of children")
    version: int = Field(description="Raised by one with each change")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    changed_by: str = Field(description="Who changed it last")
