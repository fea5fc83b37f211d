"""The command line that loads files: what is asked for, what is told, and with which code it ends."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from data_access.batches import LoadRefused, LoadReport, LoadRequest
from data_access.children import KeyMissing, usable_key
from data_access.database import DatabaseError, make_engine
from data_access.imports.cells import day, month
from data_access.imports.kinds import KINDS, Kind
from data_access.imports.reading import ReadAs
from data_access.imports.register import line_key
from data_access.imports.saving import first_of_month, months_between
from data_access.imports.table import CellProblem, UnreadableFile
from data_access.load import check_files, load_files
from data_access.mappings import NOTHING_DECIDED, Decisions, decisions_of
from data_access.migrate import MigrationFailed, migrate
from data_access.models import Authority
from data_access.recognise import Recognised, months_of_rows, recognise
from data_access.reference import save_reference
from data_access.settings import SettingsRefused, usable_database_url
from data_access.viewer import NotPermitted, system_viewer

REFUSALS = (
    KeyMissing,
    UnreadableFile,
    LoadRefused,
    MigrationFailed,
    CellProblem,
    SettingsRefused,
    NotPermitted,
    OSError,
)
SAY_KIND = "Say of which kind the file is, with --kind."


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m data_access.load",
        description="Load extracts: all files given, or none of them.",
        epilog="Ends with 0 if all rows are in, 1 when some were rejected, 2 when a file could not be read or loaded: "
        "then nothing was changed.",
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a CSV or XLSX file with a header row")
    parser.add_argument("--kind", choices=sorted(KINDS), help="default: told by the columns of each file")
    parser.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL", "").strip(),
        help="address of the database; default: DATABASE_URL",
    )
    parser.add_argument("--sender", "--source", help="who sent it; default: police, YJS, council, ... by kind")
    parser.add_argument(
        "--authority",
        default="",
        help="the council whose homes it speaks of; default: the only one that is known",
    )
    parser.add_argument("--extract-date", help="day the source drew it; default: as the file says, else today")
    parser.add_argument("--complete-from", help="first day for which the file holds all there is")
    parser.add_argument("--complete-to", help="last such day; what it does not hold is withdrawn")
    parser.add_argument("--from", dest="first", help="first month covered, YYYY-MM")
    parser.add_argument("--to", dest="last", help="last month covered, YYYY-MM; default: as the file says or reaches")
    parser.add_argument("--home", dest="homes", action="append", default=[], help="a home it is about; default: all")
    parser.add_argument("--lookup", type=Path, help="columns lsoa_code, neighbourhood; for police_uk_street")
    parser.add_argument("--sheet", default="", help="of a workbook; default: its first")
    parser.add_argument("--dry-run", action="store_true", help="tell what would be done, and store nothing")
    parser.add_argument("--rejects", type=Path, help="write all problems to this CSV file, to send back")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """The command line: 0 when every row was good, 1 when some were rejected, 2 when nothing was loaded."""
    given = _arguments(words)
    now = datetime.now()
    try:
        if not given.database:
            raise LoadRefused("Say into which database, with --database or DATABASE_URL.")
        database = usable_database_url(given.database)
        for file in given.files:
            with file.open("rb"):
                pass  # so that a file that cannot be read stops everything before the database is made
        migrate(database)
        engine = make_engine(database)
        try:
            save_reference(engine)
            reports = _load(engine, given, now)
        finally:
            engine.dispose()
        if given.rejects:
            given.rejects.write_bytes(_rejects(given.files, reports))
    except REFUSALS as refusal:
        sys.stderr.write(f"Nothing was loaded. {refusal}\n")
        return 2
    except DatabaseError as error:
        sys.stderr.write(f"Nothing was loaded. The database cannot be opened ({type(error.orig).__name__}).\n")
        return 2
    for file, report in zip(given.files, reports, strict=True):
        named = [f"{file.name}:"] if len(reports) > 1 else []
        sys.stdout.write("\n".join([*named, *report.sentences()]) + "\n")
    if given.dry_run:
        sys.stdout.write("This was a dry run: nothing was stored.\n")
    return 1 if any(report.problems for report in reports) else 0


def _load(engine: Engine, given: argparse.Namespace, now: datetime) -> list[LoadReport]:
    viewer = system_viewer()
    requests = [_request(engine, given, file, now, viewer.who) for file in given.files]
    names_children = any(KINDS[request.kind].names_children for request in requests)
    key = usable_key(os.environ.get("CONCORDAT_KEY")) if names_children else ""
    judge = check_files if given.dry_run else load_files
    return judge(engine, requests, key=key, now=now, viewer=viewer)


def _request(engine: Engine, given: argparse.Namespace, file: Path, now: datetime, who: str) -> LoadRequest:
    authority = given.authority or _only_authority(engine)
    found = _recognised(engine, given, file, authority)
    kind = KINDS[given.kind or found.kind]
    drawn = day(given.extract_date) if given.extract_date else found.drawn or now.date()
    how = ReadAs(sheet=given.sheet, lookup=given.lookup)
    complete = _complete(given)
    return LoadRequest(
        kind=kind.name,
        data=file,
        authority="" if kind.name == "summary" and not given.authority else authority,
        source=given.sender or kind.sender,
        extract_date=drawn,
        months=_months(engine, given, file, kind, found, drawn, authority) if kind.covers else (),
        loaded_by=who,
        complete=complete if kind.may_be_complete else None,
        places=tuple(given.homes),
        how=how,
    )


def _recognised(engine: Engine, given: argparse.Namespace, file: Path, authority: str) -> Recognised:
    if given.kind:
        kind = KINDS[given.kind]
        if not kind.columns:
            return Recognised(given.kind, (given.kind,), (), {}, (), (), ())
        decided = _decided(engine, authority, given.sender or kind.sender, given.kind)
        return recognise(file, kind=given.kind, sheet=given.sheet, headings=decided.headings)
    found = recognise(file, sheet=given.sheet)
    if found.kind:
        return found
    for kind in KINDS.values():  # what was decided on the page about this sender's headings
        decided = _decided(engine, authority, given.sender or kind.sender, kind.name)
        if decided.headings:
            known = recognise(file, sheet=given.sheet, headings=decided.headings)
            if known.kind == kind.name:
                return known
    fitting = f" Its columns fit: {', '.join(found.fitting)}." if found.fitting else ""
    raise LoadRefused(f"{file.name} is of no kind that is plain from its columns.{fitting} {SAY_KIND}")


def _decided(engine: Engine, authority: str, sender: str, kind: str) -> Decisions:
    with Session(engine) as session:
        owner = session.exec(select(Authority.id).where(col(Authority.key) == line_key(authority))).first()
        return NOTHING_DECIDED if owner is None else decisions_of(session, owner, sender, kind)


def _only_authority(engine: Engine) -> str:
    """The one authority of the database; "" where there is none or more than one."""
    with Session(engine) as session:
        names = session.exec(select(Authority.name)).all()
    return names[0] if len(names) == 1 else ""


def _complete(given: argparse.Namespace) -> tuple[date, date] | None:
    if not (given.complete_from or given.complete_to):
        return None
    if not (given.complete_from and given.complete_to):
        raise LoadRefused("Say both days for which the file is complete: --complete-from and --complete-to.")
    first, last = day(given.complete_from), day(given.complete_to)
    if last < first:
        raise LoadRefused("--complete-to lies before --complete-from.")
    return first, last


def _months(
    engine: Engine,
    given: argparse.Namespace,
    file: Path,
    kind: Kind,
    found: Recognised,
    drawn: date,
    authority: str,
) -> tuple[date, ...]:
    """The months that a file covers: as stated, as its title rows say, or from its first row to its last."""
    if given.first and given.last:
        return months_between(month(given.first), month(given.last))
    stated = _complete(given) or found.reaches
    if given.first or given.last or stated is None:
        if given.first or given.last:
            return ()
        decided = _decided(engine, authority, given.sender or kind.sender, kind.name)
        how = ReadAs(headings=decided.headings, sheet=given.sheet, lookup=given.lookup)
        return months_of_rows(file, kind, how, first_of_month(drawn))
    return months_between(*(first_of_month(end) for end in stated))


def _rejects(files: Sequence[Path], reports: Sequence[LoadReport]) -> bytes:
    """The problems of all files; where there are several, each under the name of its file."""
    if len(reports) == 1:
        return reports[0].rejects()
    parts = [
        f"{file.name}\r\n".encode() + report.rejects().removeprefix(b"\xef\xbb\xbf")
        for file, report in zip(files, reports, strict=True)
    ]
    return b"\xef\xbb\xbf" + b"\r\n".join(parts)
