"""Loads one extract in one transaction, and the command line that does so.

    python -m data_access.load --kind incidents --authority "Derby City" --from 2023-04 --to 2023-06 FILE

Good rows are kept; every problem is named by row and column. Loading the same file twice changes nothing.
"""

import argparse
import hashlib
import os
import random
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine, delete, insert, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from data_access.children import SAMPLE_KEY, ChildRegister, KeyMissing, usable_key
from data_access.cromarty import deal_letters
from data_access.database import make_engine
from data_access.imports.cells import month
from data_access.imports.homes import line_key
from data_access.imports.kinds import KINDS, Kind
from data_access.imports.saving import Saving, months_between
from data_access.imports.table import CellProblem, Problem, UnreadableFile
from data_access.migrate import MigrationFailed, migrate
from data_access.models import Authority, Coverage, DatabaseContents, DataVersion, Home, ImportBatch, RejectedRow
from data_access.reference import save_reference
from data_access.settings import SettingsRefused, usable_database_url

PROBLEMS_SHOWN = 20


@dataclass(frozen=True)
class LoadRequest:
    """One file to load. `months`: what it covers; () where the file's own rows say so."""

    kind: str
    data: bytes
    authority: str
    source: str
    extract_date: date
    months: tuple[date, ...] = ()


@dataclass(frozen=True)
class LoadReport:
    """What became of a file. Rows are read and rejected; records (of one or more rows) added, updated, unchanged."""

    rows_read: int
    added: int
    updated: int
    unchanged: int
    problems: tuple[Problem, ...]

    @property
    def rejected(self) -> int:
        return len({problem.row for problem in self.problems})

    def sentences(self) -> list[str]:
        """What happened, then the first problems, for a person."""
        counts = f"{self.rows_read} rows read: {self.added} added, {self.updated} updated, {self.unchanged} unchanged"
        shown = [problem.sentence() for problem in self.problems[:PROBLEMS_SHOWN]]
        more = len(self.problems) - len(shown)
        return [f"{counts}, {self.rejected} rejected.", *shown, *([f"And {more} more problems."] if more else [])]


class LoadRefused(ValueError):
    """The file was not loaded; the message says why and what would be right."""


def load(session: Session, request: LoadRequest, *, key: str, now: datetime) -> LoadReport:
    """Load a file within the caller's transaction. Raises UnreadableFile or LoadRefused and then changes nothing."""
    kind = KINDS[request.kind]
    if kind.covers and not request.months:
        raise LoadRefused(f"Say which months this file of {kind.name} covers: a month without a row then counts as 0.")
    extract = kind.read(request.data)
    authority_id = _authority_id(session, request.authority, may_be_new=kind.name == "homes")
    batch = _new_batch(session, request, authority_id, extract.rows_read, now)
    saving = Saving(
        session=session,
        authority_id=authority_id,
        source=request.source,
        batch_id=batch,
        extract_date=request.extract_date,
        register=ChildRegister(session, request.source, authority_id, key),
        months=request.months,
    )
    kind.save(saving, extract)
    _save_coverage(saving, kind)
    problems = tuple(sorted(extract.problems, key=lambda problem: problem.row))
    report = LoadReport(extract.rows_read, saving.added, saving.updated, saving.unchanged, problems)
    _close_batch(session, batch, report)
    if kind.name == "cromarty":
        # The sample's letters are dealt alike on every computer, so that its pictures and minutes can be compared.
        seeded = random.Random(SAMPLE_KEY) if key == SAMPLE_KEY else None  # noqa: S311  no secret: nobody is behind them
        deal_letters(session, authority_id, seeded)
    session.execute(update(DataVersion).values(version=DataVersion.version + 1))
    _mark_contents(session, "sample" if key == SAMPLE_KEY else "other")
    return report


def _authority_id(session: Session, name: str, *, may_be_new: bool) -> int:
    found = session.exec(select(Authority).where(col(Authority.key) == line_key(name))).first()
    if found is None:
        if not may_be_new:
            known = ", ".join(session.exec(select(Authority.name).order_by(Authority.name)))
            raise LoadRefused(
                f"No authority {name} is known. Correct it, or load its file of homes first. "
                f"Known are: {known or 'none yet'}."
            )
        found = Authority(key=line_key(name), name=name)
        session.add(found)
        session.flush()
    return int(found.id or 0)


def _new_batch(session: Session, request: LoadRequest, authority_id: int, rows_read: int, now: datetime) -> int:
    batch = ImportBatch(
        authority_id=authority_id,
        kind=request.kind,
        source=request.source,
        file_hash=hashlib.sha256(request.data).hexdigest(),
        extract_date=request.extract_date,
        covers_from=min(request.months, default=None),
        covers_to=max(request.months, default=None),
        loaded_at=now,
        rows_read=rows_read,
        added=0,
        updated=0,
        unchanged=0,
        rejected=0,
    )
    session.add(batch)
    session.flush()
    return int(batch.id or 0)


def _close_batch(session: Session, batch_id: int, report: LoadReport) -> None:
    counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "rejected")}
    session.execute(update(ImportBatch).where(col(ImportBatch.id) == batch_id).values(counts))
    rejected = [
        {"batch_id": batch_id, "row": found.row, "column": found.column, "wrong": found.wrong, "right": found.right}
        for found in report.problems
    ]
    if rejected:
        session.execute(insert(RejectedRow), rejected)


def _save_coverage(saving: Saving, kind: Kind) -> None:
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


def _mark_contents(session: Session, holds: str) -> None:
    contents = session.get_one(DatabaseContents, 1)
    if contents.holds != "other":
        contents.holds = holds
        session.add(contents)


def load_file(engine: Engine, request: LoadRequest, *, key: str, now: datetime) -> LoadReport:
    """Load a file in a transaction of its own: all of its good rows, or, when anything breaks, none."""
    try:
        with Session(engine) as session, session.begin():
            return load(session, request, key=key, now=now)
    except DBAPIError as error:
        # What PostgreSQL says of an error repeats the row, so neither it nor its traceback is shown.
        raise LoadRefused(f"The database did not take the file: {type(error.orig).__name__}.") from None


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m data_access.load", description="Load one extract.")
    parser.add_argument("file", type=Path, help="a CSV file with a header row")
    parser.add_argument("--kind", required=True, choices=sorted(KINDS))
    parser.add_argument("--authority", required=True, help="the council whose homes the file speaks of")
    parser.add_argument("--source", help="who sent it; default: police, YJS or council, by kind")
    parser.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL", "").strip(),
        help="address of the database; default: DATABASE_URL",
    )
    parser.add_argument("--from", dest="first", help="first month covered, YYYY-MM")
    parser.add_argument("--to", dest="last", help="last month covered, YYYY-MM")
    parser.add_argument("--extract-date", type=date.fromisoformat, help="day the source drew it; default: today")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """The command line: 0 when every row was good, 1 when some were rejected, 2 when nothing was loaded."""
    given = _arguments(words)
    now = datetime.now()
    try:
        if not given.database:
            raise LoadRefused("Say into which database, with --database or DATABASE_URL.")
        database = usable_database_url(given.database)
        key = usable_key(os.environ.get("CONCORDAT_KEY"))
        months = months_between(month(given.first), month(given.last)) if given.first and given.last else ()
        request = LoadRequest(
            kind=given.kind,
            data=given.file.read_bytes(),
            authority=given.authority,
            source=given.source or KINDS[given.kind].sender,
            extract_date=given.extract_date or now.date(),
            months=months,
        )
        migrate(database)
        engine = make_engine(database)
        save_reference(engine)
        report = load_file(engine, request, key=key, now=now)
    except (KeyMissing, UnreadableFile, LoadRefused, MigrationFailed, CellProblem, SettingsRefused, OSError) as refusal:
        sys.stderr.write(f"Nothing was loaded. {refusal}\n")
        return 2
    sys.stdout.write("\n".join(report.sentences()) + "\n")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
