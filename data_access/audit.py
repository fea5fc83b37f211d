"""The log of who signed in, looked at a child, took figures away, and changed what: written here and read here.

    python -m data_access.audit verify
    python -m data_access.audit purge 2019
    python -m data_access.audit grants --app-role concordat --audit-role auditor

A line holds codes, keys and numbers. No name, reference or text about a child, and nothing that somebody typed.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import Engine, Select, delete, func, select
from sqlmodel import Session, col

from data_access.audit_chain import YEAR_PURGED, Closed, hold_the_log, verify, verify_in
from data_access.audit_entries import EVENTS, EntryRefused, Event, note, save_entry
from data_access.audit_rights import RightsRefused, apply_rights, rights_of_roles
from data_access.database import DatabaseError, fetch_frame, make_engine
from data_access.migrate import MigrationFailed, migrate
from data_access.models import AuditEntry, Authority, Child
from data_access.retention_periods import AUDIT, is_over, period_of
from data_access.settings import SettingsRefused, usable_database_url
from data_access.viewer import Viewer, system_viewer

__all__ = [
    "EVENTS",
    "EntryRefused",
    "Event",
    "child_viewed",
    "children_viewed",
    "fetch_entries",
    "fetch_entry_count",
    "note",
    "purge_year",
    "save_entry",
    "verify",
]

LINES_A_PAGE = 50
COLUMNS = ("year", "number", "at", "who", "event", "authority", "thing", "child", "meeting")


def child_viewed(engine: Engine, viewer: Viewer, page: str, meeting: str, code: str, *, now: datetime) -> None:
    """Note that a child was looked at: once for each person, page, meeting and child, without a meeting once a day.

    `meeting`: its number, "" where it is in none. Raises NotPermitted unless the viewer may see the child.
    """
    children_viewed(engine, viewer, page, meeting, (code,), now=now)


def children_viewed(
    engine: Engine, viewer: Viewer, page: str, meeting: str, codes: Sequence[str], *, now: datetime
) -> None:
    """As child_viewed, for all children of a page in one transaction. Most often all are noted: then nothing waits."""
    wanted = sorted(set(codes))
    thing = f"page {page}"
    with Session(engine) as session, session.begin():
        owners = _authorities_of(session, viewer, wanted)
        noted = _noted(session, viewer.who, thing, meeting, wanted, now.date())
        if set(wanted) <= noted:
            return
        hold_the_log(session)
        noted = _noted(session, viewer.who, thing, meeting, wanted, now.date())  # another tab may have been first
        for code in wanted:
            if code not in noted:
                note(
                    session,
                    viewer.who,
                    "child viewed",
                    authority=owners[code],
                    thing=thing,
                    child=code,
                    meeting=meeting,
                    now=now,
                )


def _authorities_of(session: Session, viewer: Viewer, codes: Sequence[str]) -> dict[str, str]:
    """The authority responsible for each child. Raises for a child there is not, or not for this viewer."""
    found = select(col(Child.code), col(Authority.key)).join(Authority, col(Authority.id) == col(Child.authority_id))
    owners = {row.code: row.key for row in session.execute(found.where(col(Child.code).in_(codes)))}
    if set(owners) != set(codes):
        raise EntryRefused("There is no child of that code.")
    for authority in set(owners.values()):
        viewer.require("casework", authority)
    return owners


def _noted(session: Session, who: str, thing: str, meeting: str, codes: Sequence[str], day: date) -> set[str]:
    views = select(col(AuditEntry.child)).where(
        col(AuditEntry.child).in_(codes),
        col(AuditEntry.event) == "child viewed",
        col(AuditEntry.who) == " ".join(who.split()),
        col(AuditEntry.thing) == thing,
        col(AuditEntry.meeting) == meeting,
    )
    if not meeting:
        views = views.where(col(AuditEntry.at) >= datetime.combine(day, time()))
    return set(session.execute(views).scalars())


def fetch_entries(
    session: Session,
    viewer: Viewer,
    *,
    who: str = "",
    event: str = "",
    since: date | None = None,
    until: date | None = None,
    child: str = "",
    page: int | None = None,
) -> pd.DataFrame:
    """Lines of the log, newest first: those of a page from 1, else all. The log is of the whole installation.

    `who`: part of a name, in any case. `since`, `until`: days, both included. Columns: COLUMNS.
    """
    lines = _asked(viewer, who, event, since, until, child)
    lines = lines.order_by(col(AuditEntry.year).desc(), col(AuditEntry.number).desc())
    if page is not None:
        lines = lines.limit(LINES_A_PAGE).offset((page - 1) * LINES_A_PAGE)
    return fetch_frame(session, lines)


def fetch_entry_count(
    session: Session,
    viewer: Viewer,
    *,
    who: str = "",
    event: str = "",
    since: date | None = None,
    until: date | None = None,
    child: str = "",
) -> int:
    """How many lines of the log are asked for."""
    lines = _asked(viewer, who, event, since, until, child).subquery()
    counted: int = session.execute(select(func.count()).select_from(lines)).scalar_one()
    return counted


def _asked(viewer: Viewer, who: str, event: str, since: date | None, until: date | None, child: str) -> Select[Any]:
    viewer.require_power("audit")
    lines = select(*(col(getattr(AuditEntry, name)) for name in COLUMNS))
    if who:
        lines = lines.where(func.lower(col(AuditEntry.who)).contains(who.lower(), autoescape=True))
    if event:
        lines = lines.where(col(AuditEntry.event) == event)
    if since is not None:
        lines = lines.where(col(AuditEntry.at) >= datetime.combine(since, time()))
    if until is not None:
        lines = lines.where(col(AuditEntry.at) < datetime.combine(until + timedelta(days=1), time()))
    if child:
        lines = lines.where(col(AuditEntry.child) == child)
    return lines


def purge_year(engine: Engine, viewer: Viewer, year: int, *, now: datetime) -> int:
    """Remove the lines of a closed year, and leave one line that says so; answers how many were removed.

    Only the oldest year there is, once it is over for as long as the log is kept, and only if it is whole.
    """
    viewer.require_power("settings")
    with Session(engine) as session, session.begin():
        newest_year, *_ = hold_the_log(session)
        oldest = session.execute(select(func.min(col(AuditEntry.year)))).scalar_one_or_none()
        if oldest is None or year < oldest:
            raise EntryRefused(f"The log has no lines of {year}.")
        if year > oldest:
            raise EntryRefused(f"The years go in their order: the oldest is {oldest}.")
        months = period_of(session, AUDIT).months
        if year >= newest_year or not is_over(date(year + 1, 1, 1), months, now.date()):
            raise EntryRefused(f"The year {year} is kept until {months} months after its end, as the periods say.")
        checked = verify_in(session, year)
        if not checked.is_whole:
            raise EntryRefused(f"{checked.sentence()} What does not fit is not purged: find out why first.")
        last = select(col(AuditEntry.number), col(AuditEntry.hash)).where(col(AuditEntry.year) == year)
        number, digest = session.execute(last.order_by(col(AuditEntry.number).desc()).limit(1)).one()
        session.execute(delete(AuditEntry).where(col(AuditEntry.year) == year))
        note(session, viewer.who, YEAR_PURGED, thing=Closed(year, number, digest).thing, now=now)
        removed: int = number
        return removed


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m data_access.audit", description="The log of who did what.")
    parser.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL", "").strip(),
        help="address of the database; default: DATABASE_URL",
    )
    actions = parser.add_subparsers(dest="action", required=True)
    checking = actions.add_parser("verify", help="say whether any line was changed, removed or put in")
    checking.add_argument("--year", type=int, help="one year only")
    purging = actions.add_parser("purge", help="remove the lines of a year that is over and past its time")
    purging.add_argument("year", type=int)
    granting = actions.add_parser("grants", help="the SQL by which the app may add lines, and change or remove none")
    granting.add_argument("--app-role", required=True, help="role with which the app signs in to PostgreSQL")
    granting.add_argument("--audit-role", required=True, help="role that may also purge a closed year")
    granting.add_argument("--apply", action="store_true", help="carry it out instead of printing it")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """The command line: 0 when done and whole, 1 when the log does not fit together, 2 when nothing was done."""
    given = _arguments(words)
    try:
        if given.action == "grants" and not given.apply:
            sys.stdout.write("\n".join(rights_of_roles(given.app_role, given.audit_role)) + "\n")
            return 0
        if not given.database:
            raise EntryRefused("Say which database, with --database or DATABASE_URL.")
        database = usable_database_url(given.database)
        migrate(database)
        engine = make_engine(database)
        if given.action == "verify":
            result = verify(engine, given.year)
            sys.stdout.write(f"{result.sentence()}\n")
            return 0 if result.is_whole else 1
        if given.action == "grants":
            apply_rights(engine, given.app_role, given.audit_role)
            sys.stdout.write(f"Done: {given.app_role} may add lines to the log, and change or remove none.\n")
            return 0
        removed = purge_year(engine, system_viewer(), given.year, now=datetime.now())
    except (EntryRefused, RightsRefused, MigrationFailed, SettingsRefused) as refusal:
        sys.stderr.write(f"Nothing was done. {refusal}\n")
        return 2
    except (DatabaseError, OSError) as error:
        sys.stderr.write(f"Nothing was done: the database did not do it ({type(error).__name__}).\n")
        return 2
    sys.stdout.write(f"Removed {removed:,} lines of {given.year}; one line of this year says so.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
