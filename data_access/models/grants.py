"""Who may see which authorities and homes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime
from sqlmodel import Field

from data_access.models.base import Base

KINDS = ("person", "group")


class RoleGrant(Base, table=True):
    """An authority, or one of its homes, that a person or a group may see; what they may do there, their roles say.

    A grant is never changed: it is withdrawn, and another is made.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("home_id IS NULL OR authority_id IS NOT NULL", name="home_of_an_authority"),
        CheckConstraint("kind IN ('person', 'group')", name="kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(index=True, description="Identifier of the person or group at the place where people sign in")
    kind: str = Field(description="person or group")
    authority_id: int | None = Field(default=None, foreign_key="authority.id", description="Blank for all authorities")
    home_id: int | None = Field(default=None, foreign_key="home.id", description="Blank for all homes of the authority")
    granted_by: str = Field(description="Who made the grant")
    granted_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    withdrawn_at: datetime | None = Field(
        default=None, sa_type=DateTime, description="UK wall time; blank while the grant holds"
    )
    withdrawn_by: str = Field(default="", description="Who withdrew it; empty while it holds")
