"""What was loaded, what it covers, what was turned away."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index
from sqlmodel import Field

from data_access.models.base import Base

COVERAGE_INDEX = "ix_coverage_authority_source_month"
COMPLETE_INDEX = "ix_complete_range_authority_kind_source_date"
HELD_INDEX = "ix_held_reference_batch_reference"


class ImportBatch(Base, table=True):
    """One file that was loaded."""

    __tablename__ = "import_batch"

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", index=True)
    kind: str = Field(description="Kind of extract, for example incidents")
    source: str = Field(description="Who supplied it")
    file_hash: str = Field(description="SHA-256 of the file, to recognise it when it comes again")
    extract_date: date = Field(description="Day the source drew the extract")
    covers_from: date | None = Field(default=None, description="First month the file covers")
    covers_to: date | None = Field(default=None, description="Last month the file covers")
    loaded_at: datetime = Field(sa_type=DateTime, description="UK wall time of the load")
    rows_read: int = Field(description="Rows below the header")
    added: int = Field(description="Records that were new")
    updated: int = Field(description="Records known before of which something changed")
    unchanged: int = Field(description="Records known before, as they were")
    rejected: int = Field(description="Rows turned away")
    undone_at: datetime | None = Field(
        default=None, sa_type=DateTime, description="UK wall time of its undoing; blank while it counts"
    )
    loaded_by: str = Field(default="", description="Who loaded it; empty where that was not noted")
    undone_by: str = Field(default="", description="Who undid it; empty while it counts")
    stream: str = Field(default="", description="Loads that follow on each other: of these the newest is undone first")
    withdrawn: int = Field(default=0, description="Records known before that this file no longer holds")
    complete_from: date | None = Field(default=None, description="First day for which the file was declared complete")
    complete_to: date | None = Field(default=None, description="Last day for which the file was declared complete")
    can_be_undone: bool = Field(default=False, description="Whether what it replaced is kept")


class BatchAddition(Base, table=True):
    """A row of a register (a home, a type, ...) that came with a file, so that undoing the file can take it back.

    A file of another kind that names the row again is noted too: then it stays. So is what a register said of a row,
    since of two registers the one that was drawn later counts.
    """

    __tablename__ = "batch_addition"

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    table_name: str = Field(description="Table of the row; with a column, for example home.beds, where it was told of")
    row_id: int = Field(description="Its number there")


class BatchBefore(Base, table=True):
    """A row as it was before a load changed or removed it, so that undoing the load restores it."""

    __tablename__ = "batch_before"

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    table_name: str = Field(description="Table of the row")
    row_id: int = Field(description="Its number there")
    was_removed: bool = Field(description="Whether the load took it away; otherwise it changed it")
    before: str = Field(description="JSON of the row, or of what was changed of it; never a reference of a child")
    child_id: int | None = Field(
        default=None, foreign_key="child.id", index=True, description="Child of the row; not repeated in the JSON"
    )


class CompleteRange(Base, table=True):
    """Dates of a place for which an extract was declared complete: a record it does not hold was withdrawn."""

    __tablename__ = "complete_range"
    __table_args__ = (Index(COMPLETE_INDEX, "authority_id", "kind", "source", "extract_date"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id")
    kind: str = Field(description="Kind of extract, for example incidents")
    source: str = Field(description="Who supplied it")
    home_id: int | None = Field(default=None, foreign_key="home.id", description="Blank for all homes")
    first_day: date = Field(description="First day for which it is complete")
    last_day: date = Field(description="Last day for which it is complete")
    extract_date: date = Field(description="Day the source drew the extract")
    batch_id: int = Field(foreign_key="import_batch.id", index=True)


class HeldReference(Base, table=True):
    """A record that a complete extract holds in a row that was rejected: it is not withdrawn."""

    __tablename__ = "held_reference"
    __table_args__ = (Index(HELD_INDEX, "batch_id", "reference"),)

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id")
    reference: str = Field(description="The source's own reference of the record")


class RejectedRow(Base, table=True):
    """A row that was not loaded, and why. Cell values are not kept: they may be about a child."""

    __tablename__ = "rejected_row"

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    sheet: str = Field(default="", description="Sheet of a workbook; empty for a file with one table")
    row: int = Field(description="Row as a spreadsheet numbers it; the header is row 1")
    column: str = Field(description="Column as written in the file")
    wrong: str = Field(description="What is wrong, without the value of the cell")
    right: str = Field(description="What would be right")


class Coverage(Base, table=True):
    """A month of a place that a source covers: there, no record means none happened."""

    __table_args__ = (Index(COVERAGE_INDEX, "authority_id", "source", "month"),)

    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id")
    source: str = Field(description="Kind of extract, for example incidents")
    sender: str = Field(default="", description="Who supplied it; empty where it does not matter who did")
    home_id: int | None = Field(default=None, foreign_key="home.id", description="Set when it covers a home")
    neighbourhood_id: int | None = Field(
        default=None, foreign_key="neighbourhood.id", description="Set when it covers a neighbourhood"
    )
    month: date = Field(description="First day of the month")
    extract_date: date = Field(description="Day the source drew the extract")
    batch_id: int = Field(foreign_key="import_batch.id", index=True)


class DataVersion(Base, table=True):
    """One row: a number raised by every load, undo and edit, so that caches and open pages notice."""

    __tablename__ = "data_version"

    id: int = Field(primary_key=True)
    version: int = Field(description="Raised by one each time")


class DatabaseContents(Base, table=True):
    """One row: whether this database holds the sample only. The demo refuses anything else."""

    __tablename__ = "database_contents"

    id: int = Field(primary_key=True)
    holds: str = Field(description="nothing, sample or other")
