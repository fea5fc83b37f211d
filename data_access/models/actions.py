"""The partnership's action plan: what was agreed, by whom, until when, and how it was changed."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index, UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base

ACTION_CHANGES_INDEX = "ix_action_change_authority_changed_at"
# Who can own an action: the words of links -> the names, as they are chosen, stored and shown.
OWNERS = {
    "residential": "Council residential services",
    "childrens-services": "Council children's services",
    "youth-justice": "Youth Justice Service",
    "police": "Police",
    "cps": "CPS",
    "health": "Health",
    "private": "Private providers",
    "partnership": "Partnership",
}
DONE = "done"
STATUSES = ("on track", "at risk", "off track", DONE)


class Action(Base, table=True):
    """An action of a year's plan: what was agreed, who owns it, until when, how it stands."""

    __table_args__ = (UniqueConstraint("authority_id", "year", "title"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose partnership agreed it")
    key: str = Field(unique=True, description="Random word used in links and files; never changed")
    title: str = Field(description="What was agreed, at most 200 characters")
    owner: str = Field(description="Agency that sees to it")
    due: date = Field(description="Day until which it is to be done")
    status: str = Field(description="on track, at risk, off track or done")
    note: str = Field(description="How it goes, at most 1,000 characters; no names of children")
    year: int = Field(description="Calendar year in which the reporting year of the plan begins on 1 April")
    carried_from: int | None = Field(
        default=None, foreign_key="action.id", unique=True, description="The action of the plan before, if carried over"
    )
    version: int = Field(description="Raised by one with each change")
    created_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    created_by: str = Field(description="Who added it")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    changed_by: str = Field(description="Who changed it last")


class ActionChange(Base, table=True):
    """One field of an action that was changed: before and after. Written together with the change."""

    __tablename__ = "action_change"
    __table_args__ = (
        UniqueConstraint("action_id", "version", "field"),
        Index(ACTION_CHANGES_INDEX, "authority_id", "changed_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose plan it is")
    action_id: int = Field(foreign_key="action.id")
    version: int = Field(description="Version of the action that the change made")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    changed_by: str = Field(description="Who changed it")
    field: str = Field(description="title, owner, due, status or note; added or carried over for a new action")
    before: str = Field(description="As it was, a date as YYYY-MM-DD; empty for an action that was added")
    after: str = Field(description="As it is from then on; of a new action its title")
