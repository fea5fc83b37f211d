"""What the council's analyst decided about the files of a sender, so that it is asked once."""

from datetime import datetime

from sqlalchemy import DateTime, UniqueConstraint
from sqlmodel import Field

from data_access.models.base import Base


class ColumnMapping(Base, table=True):
    """Which column a heading of a sender's files stands for."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("authority_id", "sender", "kind", "column"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id")
    sender: str = Field(description="Who supplies such files")
    kind: str = Field(description="Kind of extract, for example incidents")
    column: str = Field(description="Column as the product names it")
    heading: str = Field(description="Heading in the files, folded: lower case, single underscores; blank: not in them")
    chosen_by: str = Field(description="Who said so")
    chosen_at: datetime = Field(sa_type=DateTime, description="UK wall time")


class LabelChoice(Base, table=True):
    """What a label of a sender's files means: a home, a neighbourhood or a type, or that its rows are left out."""

    __tablename__ = "label_choice"
    __table_args__ = (UniqueConstraint("authority_id", "sender", "what", "label"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id")
    sender: str = Field(description="Who supplies such files")
    what: str = Field(description="home, neighbourhood, incident_type or offence_type")
    label: str = Field(description="Label in the files, folded")
    target_id: int | None = Field(default=None, description="Number of what it means; blank: its rows are left out")
    chosen_by: str = Field(description="Who said so")
    chosen_at: datetime = Field(sa_type=DateTime, description="UK wall time")


class ChildLink(Base, table=True):
    """A source's reference was found to mean a child that another source names too."""

    __tablename__ = "child_link"

    id: int | None = Field(default=None, primary_key=True)
    reference_id: int = Field(foreign_key="child_reference.id", index=True, description="Reference that was moved")
    from_child_id: int = Field(foreign_key="child.id", index=True, description="Child it stood for before")
    to_child_id: int = Field(foreign_key="child.id", index=True, description="Child it stands for since")
    linked_at: datetime = Field(sa_type=DateTime, description="UK wall time")
    linked_by: str = Field(description="Who linked them")
    batch_id: int | None = Field(
        default=None, foreign_key="import_batch.id", index=True, description="File that said so; blank: on the page"
    )
    undone_at: datetime | None = Field(
        default=None, sa_type=DateTime, description="UK wall time; blank while it counts"
    )
    undone_by: str = Field(default="", description="Who undid it; empty while it counts")
