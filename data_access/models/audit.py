"""The log of who looked at and changed what, and how long each table's rows are kept."""

from datetime import datetime

from sqlalchemy import DateTime, Index, UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base

AUDIT_AT_INDEX = "ix_audit_entry_at"
AUDIT_CHILD_INDEX = "ix_audit_entry_child_event"


class AuditEntry(Base, table=True):
    """A line of the log. Each holds the hash of the line before it, so that a line changed or taken out shows."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index(AUDIT_AT_INDEX, "at"),
        Index(AUDIT_CHILD_INDEX, "child", "event"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int = Field(description="Calendar year whose chain the line belongs to")
    number: int = Field(description="Place in the chain of its year, from 1")
    at: datetime = Field(sa_type=DateTime, description="UK wall time, to the second")
    who: str = Field(description="Who did it: the name they signed in with, and what tells people of one name apart")
    event: str = Field(description="What was done, a word of a fixed list")
    authority: str = Field(description="Key of the council it was about; empty where it was about none, or several")
    thing: str = Field(description="What it was done to: fixed words, keys and numbers; never free text")
    child: str = Field(description="Code of the child it was about, else empty")
    meeting: str = Field(description="Number of the meeting in which it was done, else empty")
    previous: str = Field(description="Hash of the line before; a year's first line has that of a fixed word")
    hash: str = Field(description="SHA-256 of all of this, as canonical JSON")


class AuditHead(Base, table=True):
    """One row: which line of the log is the newest, so that lines cut off at its end are missed."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True)
    year: int = Field(description="Year of the newest line; 0 before the first")
    number: int = Field(description="Its place in that year")
    hash: str = Field(description="Its hash; empty before the first")


class RetentionPeriod(Base, table=True):
    """How long the rows of a table are kept, where that was changed from what the product comes with."""

    __tablename__ = "retention_period"

    id: int | None = Field(default=None, primary_key=True)
    kept: str = Field(unique=True, description="What is kept, as `python -m data_access.retention` names it")
    months: int = Field(description="Whole months after which it is removed")
    why: str = Field(description="The reason, at most 200 characters")
    changed_by: str = Field(description="Who changed it last")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")
