"""The annual paper: what people wrote for it, and each paper that was made, kept as it was."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base

SNAPSHOTS_INDEX = "ix_paper_snapshot_authority_made_at"


class Narrative(Base, table=True):
    """What a person wrote, or accepted, for a section of the paper on a period."""

    __table_args__ = (UniqueConstraint("authority_id", "section", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose paper it stands in")
    section: str = Field(description="Key of the section")
    period: str = Field(description="Key of the period, as it stands in a link")
    text: str = Field(
        description="What was typed, at most 20,000 characters; of a generated section the sentences that were accepted"
    )
    accepted: bool = Field(description="Whether a person has accepted it")
    version: int = Field(description="Raised by every change, so that nobody overwrites what they have not seen")
    changed_by: str = Field(description="Who changed it last")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")


class PaperSnapshot(Base, table=True):
    """A paper that was made: the file itself, what it was made from, and the figures it printed."""

    __tablename__ = "paper_snapshot"
    __table_args__ = (Index(SNAPSHOTS_INDEX, "authority_id", "made_at"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose paper it is")
    first_month: date = Field(description="First of the first month of its period")
    last_month: date = Field(description="First of the last month of its period")
    audience: str = Field(description="For whom it was made: partnership")
    title: str = Field(description="Title of the paper")
    file: bytes = Field(sa_type=LargeBinary, description="The Word document as it was made")
    sha256: str = Field(description="SHA-256 of the file, by which it is seen to be unchanged")
    settings: str = Field(description="JSON: sections, comparison, template, and every figure that was printed")
    coverage: str = Field(description="JSON: the day up to which each source reached")
    data_version: int = Field(description="Version of the data it was made from")
    made_by: str = Field(description="Who made it")
    made_at: datetime = Field(sa_type=DateTime, description="UK wall time")
