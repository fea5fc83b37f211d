"""The command line that loads files: what is asked for, what is told, and with which code it ends."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from data_access.authorities import holds_something
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
from data_access.load_rejects import database_file, rejects_of, writable
from data_access.mappings import NOTHING_DECIDED, Decisions, decisions_of
from data_access.migrate import MigrationFailed, migrate
from data_access.models import Authority
from data_access.recognise import Recognised, months_of_rows, recognise
from data_access.reference import save_reference
from data_access.senders import known_sender
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
        others = [*([given.lookup] if given.lookup else []), *database_file(database)]
        for file in given.files:
            with file.open("rb"):
                pass  # so that a file that cannot be read stops everything before the database is made
        with writable(given.rejects, [*given.files, *others]):
            migrate(database)
            engine = make_engine(database)
            try:
                save_reference(engine)
                reports, undated = _load(engine, given, now)
            finally:
                engine.dispose()
    except REFUSALS as refusal:
        sys.stderr.write(f"Nothing was loaded. {refusal}\n")
        return 2
    except DatabaseError as error:
        sys.stderr.write(f"Nothing was loaded. The database cannot be opened ({type(error.orig).__name__}).\n")
        return 2
    for file, report in zip(given.files, reports, strict=True):
        named = [f"{file.name}:"] if len(reports) > 1 else []
        sys.stdout.write("\n".join([*named, *report.sentences()]) + "\n")
    if undated:
        sys.stdout.write(_taken_as_drawn(undated, now.date(), is_kept=not given.dry_run) + "\n")
    if given.dry_run:
        sys.stdout.write("This was a dry run: nothing was stored.\n")
    if given.rejects:
        try:
            given.rejects.write_bytes(rejects_of(given.files, reports))
        except OSError as error:
            done = "Nothing was stored" if given.dry_run else "The files were loaded"
            sys.stderr.write(f"{done}, but their problems could not be written to {given.rejects}: {error.strerror}.\n")
            return 1
    return 1 if any(report.problems for report in reports) else 0


def _load(engine: Engine, given: argparse.Namespace, now: datetime) -> tuple[list[LoadReport], list[Path]]:
    """What became of the files; and those of which nobody said on which day they were drawn."""
    viewer = system_viewer()
    asked = [_request(engine, given, file, now, viewer.who) for file in given.files]
    requests = [request for request, _ in asked]
    names_children = any(KINDS[request.kind].names_children for request in requests)
    key = usable_key(os.environ.get("CONCORDAT_KEY")) if names_children else ""
    judge = check_files if given.dry_run else load_files
    undated = [file for file, (_, is_dated) in zip(given.files, asked, strict=True) if not is_dated]
    return judge(engine, requests, key=key, now=now, viewer=viewer), undated


def _taken_as_drawn(files: Sequence[Path], today: date, *, is_kept: bool) -> str:
    """On which day files count as drawn that do not say it, and what to do where that is wrong."""
    which = ", ".join(file.name for file in files)
    right = "take the load back, where it can be, and load it" if is_kept else "load it"
    return (
        f"{which}: counted as drawn today, {today:%d/%m/%Y}, since no day was said. Of two extracts the later counts: "
        f"if it is older, {right} with --extract-date."
    )


def _request(
    engine: Engine, given: argparse.Namespace, file: Path, now: datetime, who: str
) -> tuple[LoadRequest, bool]:
    """What to load, and whether the day on which it was drawn is known."""
    authority = given.authority or _only_authority(engine)
    found = _recognised(engine, given, file, authority)
    kind = KINDS[given.kind or found.kind]
    drawn = day(given.extract_date) if given.extract_date else found.drawn or now.date()
    how = ReadAs(sheet=given.sheet, lookup=given.lookup)
    complete = _complete(given)
    if complete and not kind.may_be_complete:
        may_be = ", ".join(each.name for each in KINDS.values() if each.may_be_complete)
        raise LoadRefused(
            f"{file.name} is a file of {kind.name}, which cannot be declared complete; only {may_be} can. Load it "
            "without --complete-from and --complete-to; say which months it covers with --from and --to."
        )
    request = LoadRequest(
        kind=kind.name,
        data=file,
        authority="" if kind.name == "summary" and not given.authority else authority,
        source=given.sender if given.sender is not None else kind.sender,
        extract_date=drawn,
        months=_months(engine, given, file, kind, found, drawn, authority) if kind.covers else _stated(given, kind),
        loaded_by=who,
        complete=complete,
        places=tuple(given.homes),
        how=how,
        days=None if given.first and given.last else complete or found.reaches,
    )
    # Links and actions do not go by the day; a workbook says its own.
    goes_by_day = bool(kind.columns) and kind.name not in ("child_links", "actions")
    return request, bool(given.extract_date or found.drawn) or not goes_by_day


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
        if owner is None:
            return NOTHING_DECIDED
        return decisions_of(session, owner, known_sender(session, owner, sender), kind)


def _only_authority(engine: Engine) -> str:
    """The one authority of the database of which anything is there; "" where there is none or more than one."""
    with Session(engine) as session:
        names = session.exec(select(Authority.name).where(holds_something())).all()
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


def _stated(given: argparse.Namespace, kind: Kind) -> tuple[date, ...]:
    """The months of which a list holds every row, where that was said."""
    if not kind.may_state_months or not (given.first or given.last):
        return ()
    if not (given.first and given.last):
        raise LoadRefused(f"Say both months of which the file of {kind.name} holds every row: --from and --to.")
    return months_between(month(given.first), month(given.last))


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
