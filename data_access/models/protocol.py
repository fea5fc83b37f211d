"""Whose protocol is applied: its periods, and the ten points of the checklist with who owns each."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base


class ProtocolProfile(Base, table=True):
    """The rules of a protocol on children in care and the police; a table, since councils have their own."""

    __tablename__ = "protocol_profile"

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int | None = Field(
        default=None,
        foreign_key="authority.id",
        unique=True,
        description="Council that applies it; blank for the default",
    )
    name: str = Field(description="Whose protocol it is, as pages say it")
    source: str = Field(description="Where the wording of the points comes from, and what was not seen")
    checklist_hours: int = Field(description="Hours from the report within which the checklist is to be done")
    open_days: int = Field(description="Days without an outcome after which a case is to be discussed")
    review_months: int = Field(description="Months from one meeting on cases to the next")
    monitoring_months: int = Field(description="Months that one monitoring count covers")


class ProtocolItem(Base, table=True):
    """One of the ten points of the checklist, as a protocol words it."""

    __tablename__ = "protocol_item"
    __table_args__ = (UniqueConstraint("profile_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    profile_id: int = Field(foreign_key="protocol_profile.id")
    number: int = Field(description="1 to 10")
    wording: str = Field(description="What has to be known; editable, our wording where the source was not opened")
    owner: str = Field(description="Agency that supplies it")
