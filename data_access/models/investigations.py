"""Children under police investigation: cases, the ten points of their checklists, reviews, and how each was changed."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index, UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base

INVESTIGATIONS_INDEX = "ix_investigation_authority_reported_at"
OUTCOMES_INDEX = "ix_investigation_authority_outcome_on"
CASE_CHANGES_INDEX = "ix_case_change_authority_changed_at"
NOT_RECORDED = "not recorded"
SETTINGS = ("home", "foster", "community", "out of area")
RESPONSES = ("internal", "input helpful", "immediate", NOT_RECORDED)
FINALISED = "finalised"
STAGES = ("reported", "under investigation", "with CPS", "panel", "charged", FINALISED)
ANSWERS = ("yes", "no", NOT_RECORDED)
INTERVIEWS = ("arrest", "voluntary interview", "neither", NOT_RECORDED)
# Of a case, each answered yes or no, or not recorded: column -> what it asks.
QUESTIONS = {
    "low_level": "A low-level matter",
    "in_placement": "Happened where the child lives",
    "cooling_off": "Staff waited before calling the police (cooling-off)",
    "held_overnight": "Held overnight",
    "appropriate_adult": "Appropriate adult present",
    "additional_needs": "Additional needs taken into account",
    "joint_panel": "Joint panel or triage considered",
    "restorative_offered": "Restorative step offered",
    "restorative_consented": "Restorative step consented to",
    "possible_exploitation": "Possible exploitation",
    "authority_told": "Responsible authority told",
    "discontinued": "Discontinued by the CPS",
}
NOT_YET_KNOWN = "not yet known"
PROPORTIONATE = ("yes", "partly", "no", NOT_YET_KNOWN)
# Who learns from a review: column -> name.
LEARNING = {
    "learning_home": "Home",
    "learning_police": "Police",
    "learning_yjs": "Youth Justice Service",
    "learning_cps": "CPS",
    "learning_social_care": "Social care",
}


class Investigation(Base, table=True):
    """One child, one matter, from report to outcome."""

    __table_args__ = (
        UniqueConstraint("authority_id", "source", "reference"),
        Index(INVESTIGATIONS_INDEX, "authority_id", "reported_at"),
        Index(OUTCOMES_INDEX, "authority_id", "outcome_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council on whose list it stands")
    key: str = Field(unique=True, description="Random word used in links; never changed")
    source: str = Field(description="Who uses the reference, for example police")
    reference: str | None = Field(default=None, description="The source's own reference, if it has one")
    child_id: int = Field(foreign_key="child.id", index=True)
    home_id: int | None = Field(
        default=None, foreign_key="home.id", index=True, description="Set in a home of the register"
    )
    setting: str = Field(description="Where the child lives: home, foster, community or out of area")
    responsible: str = Field(description="Responsible authority as supplied; empty for the council of the list")
    matter: str = Field(description="What it is about, at most 200 characters; no names")
    occurred_on: date | None = Field(default=None, description="Day it happened, if known")
    reported_at: datetime = Field(
        sa_type=DateTime,
        description="When the offence was identified or reported to police; midnight if only the day is known",
    )
    reported_time_known: bool = Field(description="Whether the time of reported_at is known")
    response: str = Field(description="internal, input helpful (not immediate), immediate or not recorded")
    stage: str = Field(description="reported, under investigation, with CPS, panel, charged or finalised")
    stage_since: date = Field(description="Day from which it has been at this stage")
    outcome_id: int | None = Field(
        default=None, foreign_key="outcome_code.id", description="Outcome, once there is one"
    )
    outcome_on: date | None = Field(default=None, description="Day of the outcome")
    interview: str = Field(description="arrest, voluntary interview, neither or not recorded")
    low_level: str = Field(description="Whether it is a low-level matter: yes, no or not recorded")
    in_placement: str = Field(description="Whether it happened where the child lives: yes, no or not recorded")
    cooling_off: str = Field(description="Whether staff waited before calling: yes, no or not recorded")
    held_overnight: str = Field(description="yes, no or not recorded")
    appropriate_adult: str = Field(description="yes, no or not recorded")
    additional_needs: str = Field(description="Whether they were taken into account: yes, no or not recorded")
    joint_panel: str = Field(description="Whether a joint panel or triage was considered: yes, no or not recorded")
    restorative_offered: str = Field(description="yes, no or not recorded")
    restorative_consented: str = Field(description="yes, no or not recorded")
    possible_exploitation: str = Field(description="yes, no or not recorded")
    authority_told: str = Field(description="Whether the responsible authority was told: yes, no or not recorded")
    discontinued: str = Field(description="Whether the CPS discontinued it: yes, no or not recorded")
    version: int = Field(description="Raised by one with each change")
    created_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    created_by: str = Field(description="Who added it")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    changed_by: str = Field(description="Who changed it last")
    batch_id: int | None = Field(
        default=None,
        foreign_key="import_batch.id",
        index=True,
        description="The file that held it, of several the one drawn last; blank where none did",
    )


class ChecklistItem(Base, table=True):
    """One of the ten points of the checklist of one case. No row: nothing is recorded of it."""

    __tablename__ = "checklist_item"
    __table_args__ = (UniqueConstraint("investigation_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    investigation_id: int = Field(foreign_key="investigation.id")
    number: int = Field(description="1 to 10, as in the profile")
    done_at: datetime | None = Field(
        default=None,
        sa_type=DateTime,
        description="When it was done; midnight if only the day is known; blank if not done",
    )
    time_known: bool = Field(description="Whether the time of done_at is known")
    missing: str = Field(description="What is still missing, at most 300 characters; no names")
    version: int = Field(description="Raised by one with each change")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    changed_by: str = Field(description="Who changed it last")


class Review(Base, table=True):
    """What one meeting decided about one case: was the response proportionate, why, and what is learnt."""

    __table_args__ = (UniqueConstraint("investigation_id", "meeting_id"),)

    id: int | None = Field(default=None, primary_key=True)
    investigation_id: int = Field(foreign_key="investigation.id")
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    proportionate: str = Field(description="yes, partly, no or not yet known")
    why: str = Field(description="At most 1,000 characters; no names")
    learning_home: str = Field(description="What the home learns, at most 500 characters; no names")
    learning_police: str = Field(description="What the police learn, likewise")
    learning_yjs: str = Field(description="What the Youth Justice Service learns, likewise")
    learning_cps: str = Field(description="What the CPS learns, likewise")
    learning_social_care: str = Field(description="What social care learns, likewise")
    action: str = Field(description="What is to be done, at most 200 characters; empty if nothing")
    action_owner: str = Field(description="Agency that sees to it; empty if nothing is to be done")
    action_due: date | None = Field(default=None, description="Day until which it is to be done")
    action_done_on: date | None = Field(default=None, description="Day it was done; blank while it is open")
    version: int = Field(description="Raised by one with each change")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    changed_by: str = Field(description="Who changed it last")


class CaseChange(Base, table=True):
    """One field of a case, a point of its checklist, a review or a meeting that was changed: before and after."""

    __tablename__ = "case_change"
    __table_args__ = (Index(CASE_CHANGES_INDEX, "authority_id", "changed_at"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council on whose list the case stands")
    investigation_id: int | None = Field(default=None, foreign_key="investigation.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    thing: str = Field(description="case, point 1 to point 10, review, meeting or note")
    version: int = Field(description="Version that the change made")
    changed_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    changed_by: str = Field(description="Who changed it")
    field: str = Field(description="Column that was changed; added for something new")
    before: str = Field(description="As it was; empty if it was blank or new")
    after: str = Field(description="As it is from then on")
