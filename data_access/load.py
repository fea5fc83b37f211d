"""Loads one extract in one transaction, and the command line that does so.

    python -m data_access.load --kind incidents --authority "Derby City" --from 2023-04 --to 2023-06 FILE

Good rows are kept; every problem is named by row and column. Loading the same file twice changes nothing.
"""

import argparse
import os
import random
import sys
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, col, select

from data_access.batches import (
    LoadRefused,
    LoadReport,
    LoadRequest,
    close_batch,
    loaded_before,
    mark_contents,
    new_batch,
    raise_data_version,
    save_coverage,
)
from data_access.children import SAMPLE_KEY, ChildRegister, KeyMissing, usable_key
from data_access.cromarty import deal_letters
from data_access.database import make_engine
from data_access.imports.cells import month
from data_access.imports.kinds import KINDS
from data_access.imports.register import line_key
from data_access.imports.saving import Saving, months_between
from data_access.imports.table import CellProblem, Extract, UnreadableFile
from data_access.migrate import MigrationFailed, migrate
from data_access.models import Authority
from data_access.reference import save_reference
from data_access.settings import SettingsRefused, usable_database_url
from data_access.viewer import NotPermitted, Viewer, system_name

__all__ = ["LoadRefused", "LoadReport", "LoadRequest", "check_file", "load", "load_file", "main"]

AT_ONCE = "Another file was being loaded at the same time, so nothing of this one was stored. Load it again."
SQLITE_LOCKS = (5, 6)  # SQLITE_BUSY and SQLITE_LOCKED, of whatever kind
POSTGRES_LOCKS = ("40001", "40P01", "55P03")  # serialization_failure, deadlock_detected, lock_not_available


def load(
    session: Session,
    request: LoadRequest,
    *,
    key: str,
    now: datetime,
    viewer: Viewer | None = None,
    sample: bool = False,
) -> LoadReport:
    """Load a file within the caller's transaction. Raises UnreadableFile or LoadRefused and then changes nothing.

    `key` seals references of children; for a kind that names none it may be "". `viewer`: who loads it on a page;
    NotPermitted where their role is not of the whole authority. `sample`: whether it is the invented sample.
    """
    kind = KINDS[request.kind]
    if kind.covers and not request.months:
        raise LoadRefused(f"Say which months this file of {kind.name} covers: a month without a row then counts as 0.")
    if kind.names_children and not sample:
        usable_key(key)
    extract = kind.read(request.data)
    name = _authority_name(request, extract)
    if viewer is not None:
        _require_all_of(session, viewer, name)
    authority = _authority(session, name, may_be_new=kind.may_start_an_authority)
    authority_id = int(authority.id or 0)
    known_file = loaded_before(session, request, authority_id)
    batch = new_batch(session, request, authority_id, extract.source or request.source, extract.rows_read, now)
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
    save_coverage(saving, kind)
    report = LoadReport(
        rows_read=extract.rows_read,
        added=saving.added,
        updated=saving.updated,
        unchanged=saving.unchanged,
        problems=extract.in_order(extract.problems),
        warnings=(*known_file, *extract.in_order(extract.warnings)),
        authority=authority.name,
    )
    close_batch(session, batch, report)
    if kind.name == "cromarty":
        # The sample's letters are dealt alike on every computer, so that its pictures and minutes can be compared.
        seeded = random.Random(SAMPLE_KEY) if sample else None  # noqa: S311  no secret: nobody is behind them
        deal_letters(session, authority_id, seeded)
    raise_data_version(session)
    mark_contents(session, "sample" if sample else "other")
    return report


def _authority_name(request: LoadRequest, extract: Extract) -> str:
    """Whose file it is, as the request or the file says; both must say the same."""
    stated, written = request.authority.strip(), extract.authority
    if not line_key(stated or written):
        raise LoadRefused("Say whose file this is: name the council, for example Derby City.")
    if stated and written and line_key(stated) != line_key(written):
        raise LoadRefused("The file names another council than the one it is being loaded for. Correct one of the two.")
    return stated or written


def _require_all_of(session: Session, viewer: Viewer, name: str) -> None:
    """Raise NotPermitted unless the viewer's role is of this whole authority, or of all where it is new."""
    if viewer.homes is not None:
        raise NotPermitted("A file is of all homes of an authority, and your role includes only some of them.")
    if _known_authority(session, name) is None and viewer.authorities is not None:
        raise NotPermitted("A new authority is not within your role.")
    viewer.require("partnership", line_key(name))


def _known_authority(session: Session, name: str) -> Authority | None:
    return session.exec(select(Authority).where(col(Authority.key) == line_key(name))).first()


def _authority(session: Session, name: str, *, may_be_new: bool) -> Authority:
    found = _known_authority(session, name)
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
    return found


def load_file(
    engine: Engine, request: LoadRequest, *, key: str, now: datetime, viewer: Viewer | None = None
) -> LoadReport:
    """Load a file in a transaction of its own: all of its good rows, or, when anything breaks, none."""
    return _load_alone(engine, request, key, now, viewer, is_kept=True)


def check_file(
    engine: Engine, request: LoadRequest, *, key: str, now: datetime, viewer: Viewer | None = None
) -> LoadReport:
    """Tell what load_file would do with a file, and store nothing."""
    return _load_alone(engine, request, key, now, viewer, is_kept=False)


def _load_alone(
    engine: Engine, request: LoadRequest, key: str, now: datetime, viewer: Viewer | None, *, is_kept: bool
) -> LoadReport:
    try:
        with Session(engine) as session:
            report = load(session, request, key=key, now=now, viewer=viewer)
            if is_kept:
                session.commit()
            else:
                session.rollback()
            return report
    except DBAPIError as error:
        if isinstance(error, IntegrityError) or _is_locked(error):
            raise LoadRefused(AT_ONCE) from None
        # What PostgreSQL says of an error repeats the row, so neither it nor its traceback is shown.
        raise LoadRefused(f"The database did not take the file: {type(error.orig).__name__}.") from None


def _is_locked(error: DBAPIError) -> bool:
    """Whether another transaction was in the way."""
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_LOCKS  # the lower byte says what kind of error it is
    return getattr(error.orig, "sqlstate", None) in POSTGRES_LOCKS


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m data_access.load", description="Load one extract.")
    parser.add_argument("file", type=Path, help="a CSV file with a header row; a workbook for the kind summary")
    parser.add_argument("--kind", required=True, choices=sorted(KINDS))
    parser.add_argument(
        "--authority", default="", help="the council whose homes the file speaks of; a summary names it itself"
    )
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
        key = usable_key(os.environ.get("CONCORDAT_KEY")) if KINDS[given.kind].names_children else ""
        months = months_between(month(given.first), month(given.last)) if given.first and given.last else ()
        request = LoadRequest(
            kind=given.kind,
            data=given.file.read_bytes(),
            authority=given.authority,
            source=given.source or KINDS[given.kind].sender,
            extract_date=given.extract_date or now.date(),
            months=months,
            loaded_by=system_name(),
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
