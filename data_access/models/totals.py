"""Counts of whole periods: what a council has when it has nothing finer, and what earlier papers printed."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base

PERIOD_COUNTS_INDEX = "ix_period_count_authority_measure_months"


class PeriodCount(Base, table=True):
    """A count of a whole period as it was published, of a reporting line, a neighbourhood or the whole authority.

    A later publication of the same count stands beside the earlier one; the newest is used.
    """

    __tablename__ = "period_count"
    __table_args__ = (
        CheckConstraint("reporting_line_id IS NULL OR neighbourhood_id IS NULL", name="one_place"),
        CheckConstraint("first_month <= last_month", name="months_in_order"),
        # One file says a count once. (A place that is NULL is not held to this; the reader sees to it.)
        UniqueConstraint(
            "batch_id",
            "measure",
            "label",
            "reporting_line_id",
            "neighbourhood_id",
            "first_month",
            "last_month",
            name="uq_period_count_said_once",
        ),
        Index(PERIOD_COUNTS_INDEX, "authority_id", "measure", "first_month", "last_month"),
    )

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", description="Council whose table it stood in")
    measure: str = Field(description="incidents, crimes, youth_justice, cromarty or other")
    label: str = Field(
        description="Type of incident or offence, empty for all types; row of the youth justice table; result of the "
        "Cromarty scores; name of another measure"
    )
    reporting_line_id: int | None = Field(
        default=None, foreign_key="reporting_line.id", description="Set when it counts the homes of a line"
    )
    neighbourhood_id: int | None = Field(
        default=None, foreign_key="neighbourhood.id", description="Set when it counts a neighbourhood"
    )
    first_month: date = Field(description="First day of the first month of the period")
    last_month: date = Field(description="First day of the last month of the period")
    count: int = Field(description="As published")
    children: int | None = Field(default=None, description="Different children behind it, if published")
    published_on: date = Field(description="Day it was published")
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
