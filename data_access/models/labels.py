"""Labels that extracts use, and published series and markers to read figures against."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base


class IncidentType(Base, table=True):
    """A closing type of police incidents."""

    __tablename__ = "incident_type"

    id: int | None = Field(default=None, primary_key=True)
    label: str = Field(unique=True, description="As printed; the suffix *C* marks a crime-related incident")
    folded: str = Field(unique=True, description="Label without case and spacing, to recognise other spellings")
    group: str = Field(description="Group used where types are merged")
    missing: bool = Field(description="Counts as missing person")
    no_apparent_risk: bool = Field(description="Closed as missing with no apparent risk; shown as the wider definition")
    crime_related: bool = Field(description="Marked *C* by the police")
    sensitive: bool = Field(description="Never named in titles, findings, hover text or alternative text")


class OffenceType(Base, table=True):
    """An offence subgroup of recorded crimes."""

    __tablename__ = "offence_type"

    id: int | None = Field(default=None, primary_key=True)
    label: str = Field(unique=True, description="As printed")
    folded: str = Field(unique=True, description="Label without case and spacing, to recognise other spellings")
    group: str = Field(description="Home Office offence group")
    sensitive: bool = Field(description="Never named in titles, findings, hover text or alternative text")


class OutcomeCode(Base, table=True):
    """A Home Office crime outcome; a table, since codes keep being added."""

    __tablename__ = "outcome_code"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, description="Number with its sub-letter, for example 2A")
    label: str = Field(description="Wording of the outcome")
    outcome_class: str = Field(description="Class used in this product; our reading, editable")
    class_order: int = Field(description="Order in which classes are shown")
    valid_from: date | None = Field(default=None, description="First day the code may be used; blank if not known")


class Benchmark(Base, table=True):
    """One year of a published series of children convicted or cautioned."""

    __table_args__ = (UniqueConstraint("source", "area", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    area: str = Field(description="Area as named by the source")
    year: int = Field(description="Year ending 31 March, as named by the source")
    percent: float | None = Field(default=None, description="Percentage as printed; blank where not published")
    numerator: int | None = Field(default=None, description="Children convicted or cautioned, where published")
    denominator: int | None = Field(default=None, description="Children looked after for 12 months, where published")
    source: str = Field(description="Publication; series of different sources are never joined")
    symbol: str = Field(default="", description="Printed where there is no number, for example c for confidential")
    batch_id: int | None = Field(
        default=None, foreign_key="import_batch.id", index=True, description="Blank for what came with the product"
    )


class Marker(Base, table=True):
    """Something that happened, drawn on monthly charts; it does not say that it caused anything."""

    __table_args__ = (UniqueConstraint("authority_id", "on_date", "label"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id")
    on_date: date = Field(description="Day, or first day of the month when only the month is known")
    label: str = Field(description="A few words, as drawn on charts")
    detail: str = Field(description="A sentence for the table under the chart")
