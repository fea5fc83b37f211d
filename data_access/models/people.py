"""Children: a random code, and sealed references by which partners find them. No name, no address."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base


class Child(Base, table=True):
    """A child known to at least one source."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, description="Short random code; the only name of a child inside the product")
    birth_month: date | None = Field(default=None, description="First day of the month of birth, if supplied")
    authority_id: int = Field(foreign_key="authority.id", index=True, description="Council responsible for the child")


class ChildReference(Base, table=True):
    """A source's own reference of a child, encrypted at rest, with a keyed hash to find it by."""

    __tablename__ = "child_reference"
    __table_args__ = (UniqueConstraint("source", "lookup"),)

    id: int | None = Field(default=None, primary_key=True)
    child_id: int = Field(foreign_key="child.id", index=True)
    source: str = Field(description="Who uses this reference, for example police")
    lookup: str = Field(description="HMAC-SHA256 of authority, source and reference")
    sealed: str = Field(description="The reference, encrypted with the product's key")


class ChildLetter(Base, table=True):
    """The letter that stands for a child before the partnership: dealt at random each April, kept for the year."""

    __tablename__ = "child_letter"
    __table_args__ = (UniqueConstraint("authority_id", "year", "letter"), UniqueConstraint("child_id", "year"))

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id")
    child_id: int = Field(foreign_key="child.id")
    year: int = Field(description="Calendar year in which the reporting year begins on 1 April")
    letter: str = Field(description="A to Z, then AA, AB, ...")
