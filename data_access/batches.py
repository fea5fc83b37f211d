"""Opening and closing the record of one load: what came in, what it covers, what was turned away."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from data_access.imports.kinds import Kind
from data_access.imports.saving import Saving
from data_access.imports.table import Problem
from data_access.models import Coverage, DatabaseContents, DataVersion, Home, ImportBatch, RejectedRow

SENTENCES_SHOWN = 20
CAN_BE_UNDONE = ("summary",)  # kinds whose loads leave beside each other what each of them brought


class LoadRefused(ValueError):
    """The file was not loaded, or a load not undone; the message says why and what would be right."""


@dataclass(frozen=True)
class LoadRequest:
    """One file to load. `months`: what it covers; () where the file's own rows say so.

    `authority`: "" where the file names it. `source`: who sent it. `loaded_by`: who loads it.
    """

    kind: str
    data: bytes
    authority: str
    source: str
    extract_date: date
    months: tuple[date, ...] = ()
    loaded_by: str = ""

    @property
    def file_hash(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class LoadReport:
    """What became of a file. Rows are read and rejected; records (of one or more rows) added, updated, unchanged.

    problems: of rows that were turned away. warnings: what was kept and needs a look. authority: whose file it is.
    """

    rows_read: int
    added: int
    updated: int
    unchanged: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    authority: str = ""

    @property
    def rejected(self) -> int:
        return len({(problem.sheet, problem.row) for problem in self.problems})

    def sentences(self) -> list[str]:
        """What happened, then the first problems and what to check, for a person."""
        counts = f"{self.rows_read} rows read: {self.added} added, {self.updated} updated, {self.unchanged} unchanged"
        to_check = ["To check:", *_first_sentences(self.warnings, "to check")] if self.warnings else []
        return [f"{counts}, {self.rejected} rejected.", *_first_sentences(self.problems, "problems"), *to_check]


def _first_sentences(problems: tuple[Problem, ...], what: str) -> list[str]:
    more = len(problems) - SENTENCES_SHOWN
    shown = [problem.sentence() for problem in problems[:SENTENCES_SHOWN]]
    return [*shown, *([f"And {more} more {what}."] if more > 0 else [])]


def new_batch(
    session: Session, request: LoadRequest, authority_id: int, source: str, rows_read: int, now: datetime
) -> int:
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
        rows_read=rows_read,
        added=0,
        updated=0,
        unchanged=0,
        rejected=0,
        loaded_by=request.loaded_by,
    )
    session.add(batch)
    session.flush()
    return int(batch.id or 0)


def close_batch(session: Session, batch_id: int, report: LoadReport) -> None:
    """Note what became of the file; of rows turned away only where they stand and what is wrong with them."""
    counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "rejected")}
    session.execute(update(ImportBatch).where(col(ImportBatch.id) == batch_id).values(counts))
    said = ("sheet", "row", "column", "wrong", "right")
    rejected = [{"batch_id": batch_id, **{name: getattr(found, name) for name in said}} for found in report.problems]
    if rejected:
        session.execute(insert(RejectedRow), rejected)


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


def save_coverage(saving: Saving, kind: Kind) -> None:
    """Note the months that the file covers, in place of what was noted of them before."""
    session = saving.session
    covered = set(saving.covered)
    if kind.covers == "homes":
        homes = session.exec(select(Home.id).where(col(Home.authority_id) == saving.authority_id)).all()
        covered |= {(kind.name, month, home_id, None) for month in saving.months for home_id in homes}
    elif kind.covers == "authority":
        covered |= {(kind.name, month, None, None) for month in saving.months}
    for source, home_id, neighbourhood_id in {(source, *place) for source, _, *place in covered}:
        months = {month for name, month, *place in covered if (name, *place) == (source, home_id, neighbourhood_id)}
        session.execute(
            delete(Coverage).where(
                col(Coverage.authority_id) == saving.authority_id,
                col(Coverage.source) == source,
                col(Coverage.month).in_(months),
                col(Coverage.home_id).is_not_distinct_from(home_id),
                col(Coverage.neighbourhood_id).is_not_distinct_from(neighbourhood_id),
            )
        )
    rows = [
        {
            "authority_id": saving.authority_id,
            "source": source,
            "month": month,
            "home_id": home_id,
            "neighbourhood_id": neighbourhood_id,
            "extract_date": saving.extract_date,
            "batch_id": saving.batch_id,
        }
        for source, month, home_id, neighbourhood_id in sorted(covered, key=str)
    ]
    if rows:
        session.execute(insert(Coverage), rows)


def raise_data_version(session: Session) -> None:
    """Let caches and open pages notice that the data have changed."""
    session.execute(update(DataVersion).values(version=DataVersion.version + 1))


def mark_contents(session: Session, holds: str) -> None:
    """Note that the database holds the sample, or other data; what has held other data stays marked so."""
    contents = session.get_one(DatabaseContents, 1)
    if contents.holds != "other":
        contents.holds = holds
        session.add(contents)
