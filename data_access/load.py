"""Loads extracts in one transaction. The command line that does so: data_access.load_command.

    python -m data_access.load --complete-from 2023-04-01 --complete-to 2023-06-30 FILE...

Good rows are kept; every problem is named by row and column. Loading the same file twice changes nothing.
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, col, select

from data_access.audit import note
from data_access.authorities import holds_something
from data_access.batches import (
    LoadRefused,
    LoadReport,
    LoadRequest,
    close_batch,
    loaded_before,
    mark_contents,
    new_batch,
    raise_data_version,
)
from data_access.checks import covered_by_others, covered_by_totals, whole_repeats
from data_access.children import SAMPLE_KEY, ChildRegister, usable_key
from data_access.covering import save_coverage, whole_months
from data_access.cromarty import deal_letters
from data_access.imports.kinds import KINDS
from data_access.imports.register import line_key
from data_access.imports.saving import Saving
from data_access.imports.table import Extract, Part, fold
from data_access.mappings import NOTHING_DECIDED, decisions_of
from data_access.models import Authority, Home
from data_access.queueing import queue
from data_access.senders import known_sender
from data_access.viewer import NotPermitted, Viewer

__all__ = ["LoadRefused", "LoadReport", "LoadRequest", "check_file", "check_files", "load", "load_file", "load_files"]

AT_ONCE = "Another file was being loaded at the same time, so nothing of this one was stored. Load it again."
SQLITE_LOCKS = (5, 6)  # SQLITE_BUSY and SQLITE_LOCKED, of whatever kind
CONTRADICTS = (
    "The file contradicts what is stored{where}, so nothing of it was stored, and loading it again will not help. Load "
    "a corrected file, or let whoever looks after the database look at it."
)
DISK_FULL = "The disk of the database is full, so nothing was stored. Make room on it and load the file again."
CONNECTION_LOST = "The database could not be reached or written to, so nothing was stored. Load the file again later."
SQLITE_FULL = (10, 13)  # SQLITE_IOERR, as when a file may not grow any more, and SQLITE_FULL
POSTGRES_FULL = ("53100", "53200")  # disk_full, out_of_memory
POSTGRES_GONE = ("57P01", "57P02", "57P03", "08006", "08003")  # shut down, or the connection is gone
POSTGRES_LOCKS = ("40001", "40P01", "55P03")  # serialization_failure, deadlock_detected, lock_not_available
WAITING, ROWS, COVERAGE, CLOSING = "waiting", "rows", "coverage", "closing"  # the steps of a load, in order
Told = Callable[[str, int], None]  # hears of each step: which, and how many rows were read


def _nobody(_step: str, _rows: int) -> None:
    """Where nobody wants to hear how far a load is."""


def load(
    session: Session,
    request: LoadRequest,
    *,
    key: str,
    now: datetime,
    viewer: Viewer,
    sample: bool = False,
    told: Told = _nobody,
) -> LoadReport:
    """Load a file within the caller's transaction. Raises UnreadableFile or LoadRefused and then changes nothing.

    `key` seals references of children; for a kind that names none it may be "". `viewer`: who loads it; NotPermitted
    where their role does not load, or is not of the whole authority. `sample`: whether it is the invented sample.
    `told` hears of each step; what it raises breaks the load off.
    """
    kind = KINDS[request.kind]
    if kind.covers and not request.months:
        raise LoadRefused(f"Say which months this file of {kind.name} covers: a month without a row then counts as 0.")
    if request.complete and not kind.may_be_complete:
        raise LoadRefused(f"A file of {kind.name} replaces the months it covers, so it is not declared complete.")
    request, in_part = whole_months(request, kind)
    if kind.names_children and not sample:
        usable_key(key)
    told(WAITING, 0)
    queue(session)
    told(ROWS, 0)
    known = _known_authority(session, request.authority) if request.authority.strip() else None
    if not request.source.strip():
        raise LoadRefused("Say who sent the file.")
    request = replace(request, source=known_sender(session, known.id if known else None, request.source))
    decided = decisions_of(session, int(known.id or 0), request.source, kind.name) if known else NOTHING_DECIDED
    how = replace(request.how, headings={**decided.headings, **request.how.headings})
    extract = kind.opened(request.data, how)
    if extract.incoming is not None:
        extract.let_come(_counted(extract, extract.each_part(), told))
    name = _authority_name(request, extract)
    _require_all_of(session, viewer, name)
    authority = _authority(session, name, may_be_new=kind.may_start_an_authority)
    authority_id = int(authority.id or 0)
    known_file = loaded_before(session, request, authority_id)
    batch = new_batch(session, request, kind, authority_id, extract.source or request.source, now)
    saving = Saving(
        session=session,
        authority_id=authority_id,
        source=request.source,
        batch_id=batch,
        extract_date=request.extract_date,
        register=ChildRegister(session, request.source, authority_id, key),
        now=now,
        months=request.months,
        in_part=in_part,
        places=_places(session, authority_id, request.places),
        complete=request.complete,
        choices=decided.labels,
    )
    totals = covered_by_totals(saving, kind)
    kind.save(saving, extract)
    told(COVERAGE, extract.rows_read)
    save_coverage(saving, kind, extract)
    others = covered_by_others(saving, kind)
    saving.note_additions(saving.register.added)  # before what points to them
    if kind.name == "cromarty":
        # The sample's letters are dealt alike on every computer, so that its pictures and minutes can be compared.
        seeded = random.Random(SAMPLE_KEY) if sample else None  # noqa: S311  no secret: nobody is behind them
        saving.note_letters(lambda: deal_letters(session, authority_id, seeded))
    report = LoadReport(
        rows_read=extract.rows_read,
        added=saving.added,
        updated=saving.updated,
        unchanged=saving.unchanged,
        problems=extract.in_order(extract.problems),
        warnings=(*known_file, *totals, *others, *whole_repeats(kind, extract), *extract.in_order(extract.warnings)),
        authority=authority.name,
        withdrawn=saving.withdrawn,
        left_out=extract.left_out,
        unknown=tuple((column, label, rows) for (column, label), rows in extract.unknown.items()),
        missing=tuple(column.name for column in kind.columns if column.name not in extract.columns_supplied),
    )
    told(CLOSING, extract.rows_read)
    close_batch(session, batch, report)
    raise_data_version(session)
    mark_contents(session, "sample" if sample else "other")
    note(session, viewer.who, "load", authority=authority.key, thing=f"batch {batch} kind {kind.name}", now=now)
    return report


def _counted(extract: Extract, parts: Iterator[Part], told: Told) -> Iterator[Part]:
    """The rows, telling with each part how many were read."""
    for part in parts:
        told(ROWS, extract.rows_read)
        yield part


def _places(session: Session, authority_id: int, names: tuple[str, ...]) -> tuple[int, ...]:
    """Numbers of the homes that a file is about. Raises LoadRefused for one that is not known."""
    homes = select(Home.name, Home.id).where(col(Home.authority_id) == authority_id)
    known = {fold(name): int(home_id or 0) for name, home_id in session.exec(homes)}
    unknown = [name for name in names if fold(name) not in known]
    if unknown:
        raise LoadRefused(
            f"No home is called {unknown[0]}. Name the homes that the file is about as the register does."
        )
    return tuple(known[fold(name)] for name in names)


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
    if _known_authority(session, name) is None and viewer.authorities is not None:
        raise NotPermitted("A new authority is not within your role.")
    viewer.require_all_homes("partnership", line_key(name))
    viewer.require_power("load", line_key(name))


def _known_authority(session: Session, name: str) -> Authority | None:
    return session.exec(select(Authority).where(col(Authority.key) == line_key(name))).first()


def _authority(session: Session, name: str, *, may_be_new: bool) -> Authority:
    found = _known_authority(session, name)
    if found is None:
        if not may_be_new:
            known = ", ".join(session.exec(select(Authority.name).where(holds_something()).order_by(Authority.name)))
            raise LoadRefused(
                f"No authority {name} is known. Correct it, or load its file of homes first. "
                f"Known are: {known or 'none yet'}."
            )
        found = Authority(key=line_key(name), name=name)
        session.add(found)
        session.flush()
    return found


def load_file(
    engine: Engine, request: LoadRequest, *, key: str, now: datetime, viewer: Viewer, told: Told = _nobody
) -> LoadReport:
    """Load a file in a transaction of its own: all of its good rows, or, when anything breaks, none."""
    (report,) = _load_alone(engine, [request], key, now, viewer, is_kept=True, told=told)
    return report


def load_files(
    engine: Engine, requests: Sequence[LoadRequest], *, key: str, now: datetime, viewer: Viewer
) -> list[LoadReport]:
    """Load several files in one transaction: the good rows of all of them, or, when anything breaks, none."""
    return _load_alone(engine, requests, key, now, viewer, is_kept=True)


def check_file(
    engine: Engine,
    request: LoadRequest,
    *,
    key: str,
    now: datetime,
    viewer: Viewer,
    sample: bool = False,
    told: Told = _nobody,
) -> LoadReport:
    """Tell what load_file would do with a file, and store nothing. `sample`: as one of the sample's, with its key."""
    key = SAMPLE_KEY if sample else key
    (report,) = _load_alone(engine, [request], key, now, viewer, is_kept=False, sample=sample, told=told)
    return report


def check_files(
    engine: Engine, requests: Sequence[LoadRequest], *, key: str, now: datetime, viewer: Viewer
) -> list[LoadReport]:
    """Tell what load_files would do with them, and store nothing."""
    return _load_alone(engine, requests, key, now, viewer, is_kept=False)


def _load_alone(
    engine: Engine,
    requests: Sequence[LoadRequest],
    key: str,
    now: datetime,
    viewer: Viewer,
    *,
    is_kept: bool,
    sample: bool = False,
    told: Told = _nobody,
) -> list[LoadReport]:
    def attempt() -> list[LoadReport]:
        with Session(engine) as session:
            reports = [
                load(session, request, key=key, now=now, viewer=viewer, sample=sample, told=told)
                for request in requests
            ]
            if is_kept:
                session.commit()
            else:
                session.rollback()
            return reports

    try:
        try:
            return attempt()
        except IntegrityError:
            return attempt()  # what somebody stored meanwhile is there now; what stays in the way is no race
    except DBAPIError as error:
        # What PostgreSQL says of an error repeats the row, so neither it nor its traceback is shown.
        raise LoadRefused(_reason(error)) from None


def _reason(error: DBAPIError) -> str:
    """Why the database did not take a file, for a person."""
    if _is_locked(error):
        return AT_ONCE
    if isinstance(error, IntegrityError):
        table = getattr(getattr(error.orig, "diag", None), "table_name", None)
        return CONTRADICTS.format(where=f" in the table {table}" if table else "")
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    state = getattr(error.orig, "sqlstate", None)
    if (code is not None and code & 0xFF in SQLITE_FULL) or state in POSTGRES_FULL:
        return DISK_FULL
    if error.connection_invalidated or state in POSTGRES_GONE or (code is None and state is None):
        return CONNECTION_LOST
    return f"The database did not take the file: {type(error.orig).__name__}."


def _is_locked(error: DBAPIError) -> bool:
    """Whether another transaction was in the way."""
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_LOCKS  # the lower byte says what kind of error it is
    return getattr(error.orig, "sqlstate", None) in POSTGRES_LOCKS


if __name__ == "__main__":
    from data_access.load_command import main

    sys.exit(main(sys.argv[1:]))
