"""What happened, as sources supply it: single records about homes and children, counts only about the public."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, DateTime, Index, UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base

# The grouped counts of every page read (home, month, type) straight from these indexes, never the tables.
INCIDENT_COUNTS_INDEX = "ix_incident_home_month_type"
CRIME_COUNTS_INDEX = "ix_crime_home_month_type_outcome"
YOUTH_JUSTICE_INDEX = "ix_youth_justice_event_authority_month_event"
CROMARTY_INDEX = "ix_cromarty_score_authority_date"


class Incident(Base, table=True):
    """A police call for service recorded at a home's address."""

    __table_args__ = (
        UniqueConstraint("authority_id", "source", "reference"),
        Index(INCIDENT_COUNTS_INDEX, "home_id", "month", "type_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose homes the file spoke of")
    source: str = Field(description="Who supplied it")
    reference: str = Field(description="The source's own reference")
    home_id: int = Field(foreign_key="home.id")
    type_id: int = Field(foreign_key="incident_type.id")
    reported_at: datetime = Field(sa_type=DateTime, description="UK wall time; decides the period")
    occurred_at: datetime | None = Field(default=None, sa_type=DateTime, description="UK wall time, if supplied")
    month: date | None = Field(
        description="First day of the month of reported_at; blank while a complete extract no longer holds the record"
    )
    response: str | None = Field(default=None, description="Grade of the police response, if supplied")
    extract_date: date | None = Field(default=None, description="Day the newest extract was drawn that held the record")
    said_earlier: str = Field(
        default="", description="Columns that extract did not have, with the day of the one that had them last; JSON"
    )
    batch_id: int = Field(foreign_key="import_batch.id", index=True)


class Crime(Base, table=True):
    """A recorded crime occurrence at a home's address, whoever did it."""

    __table_args__ = (
        UniqueConstraint("authority_id", "source", "reference"),
        Index(CRIME_COUNTS_INDEX, "home_id", "month", "type_id", "outcome_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose homes the file spoke of")
    source: str = Field(description="Who supplied it")
    reference: str = Field(description="The source's own reference")
    home_id: int = Field(foreign_key="home.id")
    type_id: int = Field(foreign_key="offence_type.id")
    reported_at: datetime = Field(sa_type=DateTime, description="UK wall time; decides the period")
    occurred_at: datetime | None = Field(default=None, sa_type=DateTime, description="UK wall time, if supplied")
    month: date | None = Field(
        description="First day of the month of reported_at; blank while a complete extract no longer holds the record"
    )
    outcome_id: int | None = Field(default=None, foreign_key="outcome_code.id", description="Outcome, if supplied")
    outcome_date: date | None = Field(default=None, description="Day of the outcome, if supplied")
    extract_date: date | None = Field(default=None, description="Day the newest extract was drawn that held the record")
    said_earlier: str = Field(
        default="", description="Columns that extract did not have, with the day of the one that had them last; JSON"
    )
    batch_id: int = Field(foreign_key="import_batch.id", index=True)


class Involvement(Base, table=True):
    """A child in an incident or a crime. Distinct children do not add up over months or types."""

    __table_args__ = (
        CheckConstraint("(incident_id IS NULL) <> (crime_id IS NULL)", name="one_record"),
        UniqueConstraint("incident_id", "child_id"),
        UniqueConstraint("crime_id", "child_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int | None = Field(default=None, foreign_key="incident.id")
    crime_id: int | None = Field(default=None, foreign_key="crime.id")
    child_id: int = Field(foreign_key="child.id", index=True)
    role: str = Field(description="suspect, victim, witness, missing, other or not recorded")
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)


class NeighbourhoodCount(Base, table=True):
    """A month's count of a whole neighbourhood, homes included. About the public only counts are kept."""

    __tablename__ = "neighbourhood_count"
    __table_args__ = (UniqueConstraint("neighbourhood_id", "month", "kind", "type_label", "source"),)

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(description="Who supplied it")
    neighbourhood_id: int = Field(foreign_key="neighbourhood.id")
    month: date = Field(description="First day of the month")
    kind: str = Field(description="incident or crime")
    type_label: str = Field(description="Type, or empty for all types together")
    count: int = Field(description="Records in the month")
    batch_id: int = Field(foreign_key="import_batch.id", index=True)


class InternalCount(Base, table=True):
    """A home's own count of what it dealt with, by how. What is dealt with internally never reaches police."""

    __tablename__ = "internal_count"
    __table_args__ = (UniqueConstraint("home_id", "month"),)

    id: int | None = Field(default=None, primary_key=True)
    home_id: int = Field(foreign_key="home.id")
    month: date = Field(description="First day of the month")
    internal: int = Field(description="Dealt with in the home")
    input_helpful: int = Field(description="Police input helpful, not immediate")
    immediate: int = Field(description="Immediate police response")
    batch_id: int = Field(foreign_key="import_batch.id", index=True)


class YouthJusticeEvent(Base, table=True):
    """Something the Youth Justice Service recorded of a child living in one of the council's homes."""

    __tablename__ = "youth_justice_event"
    __table_args__ = (Index(YOUTH_JUSTICE_INDEX, "authority_id", "month", "event", "child_id"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose homes are meant")
    source: str = Field(default="YJS", description="Who supplied it")
    child_id: int = Field(foreign_key="child.id", index=True)
    event: str = Field(description="involvement, substantive_order, offence, court_appearance, contact, ...")
    event_date: date = Field(description="Day of the event")
    month: date = Field(description="First day of the month of event_date")
    detail: str = Field(description="A short label, never free text; empty if not supplied")
    delivered_by: str = Field(description="Who delivered a contact; empty if not supplied")
    batch_id: int = Field(foreign_key="import_batch.id", index=True)


class CromartyScore(Base, table=True):
    """A score of one target at one Enhanced Care Planning Meeting (ECPM)."""

    __tablename__ = "cromarty_score"
    __table_args__ = (
        UniqueConstraint("child_id", "meeting", "target"),
        Index(CROMARTY_INDEX, "authority_id", "meeting_date"),
    )

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council responsible for the child")
    source: str = Field(default="council", description="Who supplied it")
    child_id: int = Field(foreign_key="child.id")
    meeting: int = Field(description="1 for the child's first meeting ever, which is the baseline")
    meeting_date: date = Field(description="Day of the meeting")
    target: str = Field(description="Name of the target, or total")
    score: float = Field(description="On the scale in use; 0 to 10 a target in the sample, assumed")
    extract_date: date | None = Field(default=None, description="Day the newest extract was drawn that held it")
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
