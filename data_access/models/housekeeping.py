"""What was loaded, what it covers, what was turned away."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index
from sqlmodel import Field

from data_access.models.base import Base

COVERAGE_INDEX = "ix_coverage_authority_source_month"


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


class BatchAddition(Base, table=True):
    """A row of a register (a home, a type, ...) that came with a file, so that undoing the file can take it back.

    A file of another kind that names the row again is noted too: then it stays.
    """

    __tablename__ = "batch_addition"

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    table_name: str = Field(description="Table of the row")
    row_id: int = Field(description="Its number there")


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
