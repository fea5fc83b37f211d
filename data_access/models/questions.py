"""Questions that people keep."""

from datetime import datetime

from sqlalchemy import DateTime, UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base


class SavedQuestion(Base, table=True):
    """A question kept under a name, for oneself or for all who may see the authority's figures."""

    __tablename__ = "saved_question"
    __table_args__ = (UniqueConstraint("authority_id", "saved_by", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose figures it asks for")
    name: str = Field(description="As its author calls it")
    asked: str = Field(description="The choices as they stand in a link, in stable keys")
    saved_by: str = Field(description="Who saved it")
    for_all: bool = Field(description="Whether others find it too")
    saved_at: datetime = Field(sa_type=DateTime, description="UK wall time")
