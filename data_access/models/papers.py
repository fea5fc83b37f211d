"""The annual paper: what people wrote for it, and each paper that was made, kept as it was."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base

SNAPSHOTS_INDEX = "ix_paper_snapshot_authority_made_at"
SIGN_OFFS_INDEX = "ix_public_sign_off_authority_period"
SIGN_OFF_KINDS = ("rows by home", "cromarty")


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


class PaperSection(Base, table=True):
    """Whether a section stands in the paper on a period, as somebody last chose."""

    __tablename__ = "paper_section"
    __table_args__ = (UniqueConstraint("authority_id", "section", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose paper it is")
    section: str = Field(description="Key of the section")
    period: str = Field(description="Key of the period, as it stands in a link")
    is_on: bool = Field(description="Whether the section stands in the paper")
    changed_by: str = Field(description="Who chose so last")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")


class PaperSnapshot(Base, table=True):
    """A paper that was made: the file itself, what it was made from, and the figures it printed."""

    __tablename__ = "paper_snapshot"
    __table_args__ = (Index(SNAPSHOTS_INDEX, "authority_id", "made_at"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose paper it is")
    first_month: date = Field(description="First of the first month of its period")
    last_month: date = Field(description="First of the last month of its period")
    audience: str = Field(description="For whom it was made: partnership, public or exempt appendix")
    title: str = Field(description="Title of the paper")
    file: bytes = Field(sa_type=LargeBinary, description="The Word document as it was made")
    sha256: str = Field(description="SHA-256 of the file, by which it is seen to be unchanged")
    settings: str = Field(description="JSON: sections, comparison, template, figures printed, a public paper's pattern")
    coverage: str = Field(description="JSON: the day up to which each source reached")
    data_version: int = Field(description="Version of the data it was made from")
    made_by: str = Field(description="Who made it")
    made_at: datetime = Field(sa_type=DateTime, description="UK wall time")


class PublicSignOff(Base, table=True):
    """That an officer allowed in a public paper what its rules withhold; withdrawn, it stays on record."""

    __tablename__ = "public_sign_off"
    __table_args__ = (Index(SIGN_OFFS_INDEX, "authority_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose paper it is")
    period: str = Field(description="Key of the reporting year the paper is on")
    kind: str = Field(description="What was allowed: rows by home (children unknown), or cromarty (how many improved)")
    signed_by: str = Field(description="Role or name of the officer who signed, as it was typed")
    signed_on: date = Field(description="Day on which it was signed")
    data_version: int = Field(description="Version of the data that were there when it was recorded")
    recorded_by: str = Field(description="Who recorded it here")
    recorded_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    withdrawn_by: str = Field(description="Who withdrew it; empty while it stands")
    withdrawn_at: datetime | None = Field(default=None, sa_type=DateTime, description="UK wall time")
