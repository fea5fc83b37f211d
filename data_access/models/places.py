"""Authorities, homes and neighbourhoods."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base


class Authority(Base, table=True):
    """A council responsible for homes and children."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, description="Stable word used in links; never changed when the name is")
    name: str = Field(description="Name as shown, for example Derby City")


class ReportingLine(Base, table=True):
    """One or more homes reported together, for example Home 3/4."""

    __tablename__ = "reporting_line"
    __table_args__ = (UniqueConstraint("authority_id", "key"), UniqueConstraint("authority_id", "name"))

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council that reports this line")
    key: str = Field(description="Stable word used in links; never changed when the name is")
    name: str = Field(description="Name as shown in tables and charts")
    register_order: int = Field(description="Place in the register of homes; tables never sort homes by value")


class Neighbourhood(Base, table=True):
    """A police Safer Neighbourhood area."""

    __table_args__ = (UniqueConstraint("authority_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council in whose area it lies")
    name: str = Field(description="Name as the police give it")


class Home(Base, table=True):
    """A children's home."""

    __table_args__ = (UniqueConstraint("authority_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council in whose register it stands")
    reporting_line_id: int = Field(foreign_key="reporting_line.id", index=True, description="Line it is reported in")
    name: str = Field(description="Neutral name as shown, never an address")
    provider: str = Field(description="council or private")
    beds: int | None = Field(default=None, description="Registered places")
    opened: date | None = Field(default=None, description="First day it took children")
    closed: date | None = Field(default=None, description="Last day it took children; blank while open")
    signed_up: date | None = Field(default=None, description="Day it signed the partnership's protocol")


class HomeNeighbourhood(Base, table=True):
    """In which neighbourhood a home lies, from when."""

    __tablename__ = "home_neighbourhood"
    __table_args__ = (UniqueConstraint("home_id", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    home_id: int = Field(foreign_key="home.id")
    neighbourhood_id: int = Field(foreign_key="neighbourhood.id")
    valid_from: date = Field(description="First day the home counts to this neighbourhood")


class HomeAlias(Base, table=True):
    """Another spelling under which senders name a home."""

    __tablename__ = "home_alias"
    __table_args__ = (UniqueConstraint("authority_id", "alias"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose homes it names")
    home_id: int = Field(foreign_key="home.id", index=True)
    alias: str = Field(description="Folded: lower case, single spaces")


class Occupancy(Base, table=True):
    """How many children lived in a home in a month."""

    __table_args__ = (UniqueConstraint("home_id", "month"),)

    id: int | None = Field(default=None, primary_key=True)
    home_id: int = Field(foreign_key="home.id")
    month: date = Field(description="First day of the month")
    average_children: float = Field(description="Average number of children living there")
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
