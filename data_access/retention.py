"""Removes what is older than it is kept, and says how long that is.

    python -m data_access.retention --dry-run
    python -m data_access.retention
    python -m data_access.retention --set incidents --months 60 --why "Agreed with the data protection officer"

What a month covered goes with the month: then nothing is known of it, and it is "not supplied", never 0.
"""

import argparse
import os
import sys
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from data_access.audit import note
from data_access.batches import raise_data_version
from data_access.database import DatabaseError, make_engine
from data_access.migrate import MigrationFailed, migrate
from data_access.models import AuditEntry, RetentionPeriod, SignIn
from data_access.old_rows import REMOVERS, Counts, remove_unnamed_children
from data_access.retention_periods import (
    AUDIT,
    FORGOTTEN_SIGN_INS,
    NAMES,
    UNNAMED_CHILDREN,
    Period,
    is_over,
    kept_since,
    periods,
)
from data_access.settings import SettingsRefused, usable_database_url
from data_access.sign_ins import remove_forgotten
from data_access.viewer import Viewer, system_viewer

LONGEST_WHY = 200
MONTHS = range(1, 1_201)


class RetentionRefused(ValueError):
    """Nothing was removed or changed; the message says why and what would be right."""


@dataclass(frozen=True)
class Removed:
    """What became of one thing that is kept for a time: of which table how many rows were older, and than what."""

    period: Period
    before: date
    rows: Counts

    def sentence(self) -> str:
        """What was removed, or would be, for a person."""
        of_tables = [f"{rows:,} of {table}" for table, rows in self.rows.items() if rows]
        span = f"kept {self.period.months} months, so from {self.before:%m/%Y}" if self.period.months else "not kept"
        return f"{self.period.kept}: {span}; removed: {', '.join(of_tables) or 'nothing'}"


def remove_old(engine: Engine, viewer: Viewer, *, now: datetime, is_kept: bool = True) -> tuple[Removed, ...]:
    """Remove what is older than its period, in one transaction, and note it in the log; answers what was removed.

    `is_kept`: whether it stays removed; otherwise the numbers are those that would be, and all stays.
    """
    viewer.require_power("settings")
    with Session(engine) as session:
        of_periods = [_remove(session, period, now) for period in periods(session) if period.kept != AUDIT]
        of_data = (*of_periods, Removed(UNNAMED_CHILDREN, now.date(), remove_unnamed_children(session)))
        if any(any(removed.rows.values()) for removed in of_data):
            raise_data_version(session)
        # Where nobody signs in any more, nobody else forgets them.
        forgotten = {str(SignIn.__tablename__): remove_forgotten(session, now)}
        done = (*of_data, Removed(FORGOTTEN_SIGN_INS, now.date(), forgotten))
        for removed in done:
            if rows := sum(removed.rows.values()):
                note(session, viewer.who, "retention", thing=f"removed {removed.period.kept} rows {rows}", now=now)
        if is_kept:
            session.commit()
        else:
            session.rollback()
    return done


def years_to_purge(session: Session, viewer: Viewer, *, now: datetime) -> tuple[int, ...]:
    """The years of the log that are over and past their time; each is purged by a command of its own."""
    viewer.require_power("settings")
    months = next(period for period in periods(session) if period.kept == AUDIT).months
    years = session.execute(select(col(AuditEntry.year)).distinct().order_by(col(AuditEntry.year))).scalars().all()
    return tuple(year for year in years[:-1] if is_over(date(year + 1, 1, 1), months, now.date()))


def save_period(engine: Engine, viewer: Viewer, *, kept: str, months: int, why: str, now: datetime) -> None:
    """Set how long something is kept. Raises RetentionRefused."""
    viewer.require_power("settings")
    why = " ".join(why.split())
    if kept not in NAMES:
        raise RetentionRefused(f"Say for what: {', '.join(NAMES)}.")
    if months not in MONTHS:
        raise RetentionRefused(f"Give a period of {MONTHS[0]} to {MONTHS[-1]:,} months.")
    if not 1 <= len(why) <= LONGEST_WHY or not why.isprintable():
        raise RetentionRefused(f"Give the reason, in 1 to {LONGEST_WHY} characters.")
    with Session(engine) as session, session.begin():
        row = session.execute(select(RetentionPeriod).where(col(RetentionPeriod.kept) == kept)).scalar_one_or_none()
        row = row or RetentionPeriod(kept=kept, months=months, why=why, changed_by=viewer.who, changed_at=now)
        row.months, row.why, row.changed_by, row.changed_at = months, why, viewer.who, now
        session.add(row)
        session.flush()
        note(session, viewer.who, "edit", thing=f"kept {kept} months {months}", now=now)


def _remove(session: Session, period: Period, now: datetime) -> Removed:
    before = kept_since(period.months, now.date())
    return Removed(period, before, REMOVERS[period.kept](session, before))


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m data_access.retention", description="Remove what is older than it is kept."
    )
    parser.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL", "").strip(),
        help="address of the database; default: DATABASE_URL",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and remove nothing")
    parser.add_argument("--set", dest="kept", metavar="NAME", help="change how long something is kept; removes nothing")
    parser.add_argument("--months", type=int, help="with --set: whole months")
    parser.add_argument("--why", help="with --set: the reason")
    return parser.parse_args(words)


def _require_sense(given: argparse.Namespace) -> None:
    """Raise RetentionRefused for words that say two things: a half-typed change of a period must remove nothing."""
    if given.kept is None and (given.months is not None or given.why is not None):
        raise RetentionRefused("--months and --why change a period: say which, with --set.")
    if given.kept is not None and given.dry_run:
        raise RetentionRefused("--set changes a period and --dry-run changes nothing: give one of the two.")


def main(words: list[str]) -> int:
    """The command line: 0 when done, 2 when nothing was removed or changed."""
    given = _arguments(words)
    now, viewer = datetime.now(), system_viewer()
    try:
        _require_sense(given)
        if not given.database:
            raise RetentionRefused("Say which database, with --database or DATABASE_URL.")
        database = usable_database_url(given.database)
        migrate(database)
        engine = make_engine(database)
        if given.kept is not None:
            save_period(engine, viewer, kept=given.kept, months=given.months or 0, why=given.why or "", now=now)
            sys.stdout.write(f"From now on {given.kept} are kept {given.months} months. Nothing was removed.\n")
            return 0
        done = remove_old(engine, viewer, now=now, is_kept=not given.dry_run)
        with Session(engine) as session:
            closed = years_to_purge(session, viewer, now=now)
    except (RetentionRefused, MigrationFailed, SettingsRefused) as refusal:
        sys.stderr.write(f"Nothing was removed. {refusal}\n")
        return 2
    except (DatabaseError, OSError) as error:
        sys.stderr.write(f"Nothing was removed: the database did not do it ({type(error).__name__}).\n")
        return 2
    first = "Nothing is removed by a dry run. This would be:" if given.dry_run else "Removed:"
    years = [f"{AUDIT}: purge a closed year with: python -m data_access.audit purge {year}" for year in closed]
    sys.stdout.write("\n".join([first, *(removed.sentence() for removed in done), *years]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
