"""Opening and closing the record of one load: what came in, what it covers, what was turned away."""

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import update
from sqlmodel import Session, col, select

from data_access.imports.kinds import Kind
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs
from data_access.imports.table import Problem
from data_access.imports.writing import insert_rows, table_of
from data_access.models import ImportBatch, RejectedRow
from data_access.versions import mark_contents, raise_data_version

__all__ = ["LoadRefused", "LoadReport", "LoadRequest", "mark_contents", "raise_data_version"]

SENTENCES_SHOWN = 20
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class LoadRefused(ValueError):
    """The file was not loaded, or a load not undone; the message says why and what would be right."""


@dataclass(frozen=True)
class LoadRequest:
    """One file to load. `months`: what it covers; () where the file's own rows say so.

    `days`: its first and last day, where they are known: a month that they hold in part is not covered.
    `data`: its bytes, or where it lies. `authority`: "" where the file names it. `source`: who sent it. `loaded_by`:
    who loads it. `complete`: first and last day for which it holds all there is; what it does not hold is withdrawn.
    `places`: names of the homes that it is about, () for all. `how`: sheet, headings and second file, where needed.
    """

    kind: str
    data: Source
    authority: str
    source: str
    extract_date: date
    months: tuple[date, ...] = ()
    loaded_by: str = ""
    complete: tuple[date, date] | None = None
    places: tuple[str, ...] = ()
    how: ReadAs = PLAIN
    days: tuple[date, date] | None = None

    @cached_property
    def file_hash(self) -> str:
        if isinstance(self.data, bytes):
            return hashlib.sha256(self.data).hexdigest()
        with self.data.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class LoadReport:
    """What became of a file. Rows are read and rejected; records (of one or more rows) added, updated, unchanged.

    problems: of rows that were turned away. warnings: what was kept and needs a look. authority: whose file it is.
    withdrawn: records known before that the file no longer holds. left_out: rows that are of no concern. unknown:
    labels of places and types that are not known: column, label, rows. missing: columns that such files may have and
    this one has not.
    """

    rows_read: int
    added: int
    updated: int
    unchanged: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    authority: str = ""
    withdrawn: int = 0
    left_out: int = 0
    unknown: tuple[tuple[str, str, int], ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        return len({(problem.sheet, problem.row) for problem in self.problems})

    def sentences(self) -> list[str]:
        """What happened, then the first problems and what to check, for a person."""
        counts = f"{self.rows_read} rows read: {self.added} added, {self.updated} updated, {self.unchanged} unchanged"
        to_check = ["To check:", *_first_sentences(self.warnings, "to check")] if self.warnings else []
        first = f"{counts}, {self.withdrawn} withdrawn, {self.rejected} rejected."
        return [first, *self._left_out(), *_first_sentences(self.problems, "problems"), *to_check]

    def _left_out(self) -> list[str]:
        if not self.left_out:
            return []
        rows = "1 row was" if self.left_out == 1 else f"{self.left_out:,} rows were"
        return [f"{rows} left out: of areas or topics that are not kept here, or as was decided of their labels."]

    def rejects(self) -> bytes:
        """All problems and warnings as a CSV file to send back: where and what, never what stands in a cell."""
        written = io.StringIO()
        lines = csv.writer(written, lineterminator="\r\n")
        lines.writerow(("Sheet", "Row", "Column", "What is wrong", "What would be right", "Row was"))
        for became, found in (("left out", self.problems), ("to check", self.warnings)):
            for each in found:
                cells = (each.sheet, each.row or "", each.column, each.wrong, each.right, became)
                lines.writerow([_harmless(cell) for cell in cells])
        return written.getvalue().encode("utf-8-sig")


def _harmless(cell: str | int) -> str | int:
    """A heading of the file that a spreadsheet program would take for a formula, so that it is shown."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA_STARTS else cell


def _first_sentences(problems: tuple[Problem, ...], what: str) -> list[str]:
    more = len(problems) - SENTENCES_SHOWN
    shown = [problem.sentence() for problem in problems[:SENTENCES_SHOWN]]
    return [*shown, *([f"And {more} more {what}."] if more > 0 else [])]


def new_batch(session: Session, request: LoadRequest, kind: Kind, authority_id: int, source: str, now: datetime) -> int:
    """Note that a file is being loaded. Answers the number of the load."""
    batch = ImportBatch(
        authority_id=authority_id,
        kind=request.kind,
        source=source,
        file_hash=request.file_hash,
        extract_date=request.extract_date,
        covers_from=min(request.months, default=None),
        covers_to=max(request.months, default=None),
        loaded_at=now,
        rows_read=0,
        added=0,
        updated=0,
        unchanged=0,
        rejected=0,
        loaded_by=request.loaded_by,
        stream=kind.stream_of(request.source),
        complete_from=request.complete[0] if request.complete else None,
        complete_to=request.complete[1] if request.complete else None,
        can_be_undone=kind.can_be_undone,
    )
    session.add(batch)
    session.flush()
    return int(batch.id or 0)


def close_batch(session: Session, batch_id: int, report: LoadReport) -> None:
    """Note what became of the file; of rows turned away only where they stand and what is wrong with them."""
    names = ("rows_read", "added", "updated", "unchanged", "withdrawn", "rejected")
    counts = {name: getattr(report, name) for name in names}
    session.execute(update(ImportBatch).where(col(ImportBatch.id) == batch_id).values(counts))
    said = ("sheet", "row", "column", "wrong", "right")
    rejected = [(batch_id, *(getattr(found, name) for name in said)) for found in report.problems]
    insert_rows(session, table_of(RejectedRow), ("batch_id", *said), rejected)


def loaded_before(session: Session, request: LoadRequest, authority_id: int) -> list[Problem]:
    """What to say when this very file was loaded already and not undone."""
    loads = select(ImportBatch.loaded_at).where(
        col(ImportBatch.authority_id) == authority_id,
        col(ImportBatch.kind) == request.kind,
        col(ImportBatch.file_hash) == request.file_hash,
        col(ImportBatch.undone_at).is_(None),
    )
    last = session.exec(loads.order_by(col(ImportBatch.id).desc())).first()
    if last is None:
        return []
    wrong = f"this file was already loaded on {last:%d/%m/%Y}"
    return [Problem(0, "", wrong, "Loading it again stores only what has changed since")]
