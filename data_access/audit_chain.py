"""How the lines of the log hang together: each holds the hash of the one before, by calendar year.

`verify` finds a line that was changed, taken out, put in or moved; docs/audit.md says what it cannot find.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Engine, RowMapping, and_, insert, not_, or_, select, type_coerce, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import NullType
from sqlmodel import Session, col

from data_access.models import AuditEntry, AuditHead

FIRST_WORD = "concordat audit"
HASHED = ("year", "number", "at", "who", "event", "authority", "thing", "child", "meeting", "previous")
YEAR_BEGINS: Literal["year begins"] = "year begins"
YEAR_PURGED: Literal["year purged"] = "year purged"
CLOSED = "year {year} lines {lines} last {last}"
CLOSED_PATTERN = re.compile(r"year (\d+) lines (\d+) last ([0-9a-f]{64})")
ROWS_AT_ONCE = 1_000
AS_WRITTEN = (*(name for name in HASHED if name != "at"), "hash")
UNREADABLE = "Could not decode"  # what SQLite says of bytes that are no text


@dataclass(frozen=True)
class Closed:
    """A year of the log that is over: how many lines it had, and the hash of the last."""

    year: int
    lines: int
    last: str

    @property
    def thing(self) -> str:
        """As it stands in a line of the log."""
        return CLOSED.format(year=self.year, lines=self.lines, last=self.last)


@dataclass(frozen=True)
class Verified:
    """What became of going through the log. `fault`: the first thing that does not fit, "" where all does.

    lines: how many fit up to there. newest: the last of them, as year/number and hash, to be noted elsewhere.
    year: the one that was gone through, None for all.
    """

    lines: int
    fault: str = ""
    newest: str = ""
    year: int | None = None

    @property
    def is_whole(self) -> bool:
        return not self.fault

    def sentence(self) -> str:
        """The result for a person."""
        if self.fault:
            return f"The log does not fit together: {self.fault}"
        if not self.lines:
            return "The log has no lines yet." if self.year is None else f"There are no lines of {self.year}."
        return f"The log is whole: {self.lines:,} lines follow each other. The newest is {self.newest}."


def first_previous(year: int) -> str:
    """What the first line of a year holds in place of the hash of a line before it."""
    return hashlib.sha256(f"{FIRST_WORD} {year}".encode()).hexdigest()


def hash_of(line: Mapping[str, Any]) -> str:
    """SHA-256 of a line's fields and the hash of the line before, as JSON in one fixed form.

    Raises TypeError or ValueError for what add_line does not write.
    """
    fields = {name: line[name] for name in HASHED}
    at = datetime.fromisoformat(line["at"]) if isinstance(line["at"], str) else line["at"]
    fields["at"] = at.isoformat(timespec="seconds")
    return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def hold_the_log(session: Session) -> tuple[int, int, str]:
    """Year, number and hash of the newest line, once nobody else is adding one; others wait for this transaction.

    A write that changes nothing queues writers on both databases: PostgreSQL locks the row and, having waited, reads
    what the other wrote; SQLite takes its one write lock, as BEGIN IMMEDIATE does.
    """
    held = update(AuditHead).where(col(AuditHead.id) == 1).values(number=col(AuditHead.number))
    newest = session.execute(held.returning(col(AuditHead.year), col(AuditHead.number), col(AuditHead.hash))).one()
    return newest.year, newest.number, newest.hash


def add_line(session: Session, line: Mapping[str, Any]) -> None:
    """Put a line at the end of the log within the caller's transaction. A year begins with a line of its own.

    A clock that goes back over New Year does not reopen a year: the line goes to the newest there is.
    """
    year, number, newest = hold_the_log(session)
    at = line["at"].replace(microsecond=0)
    if at.year > year:
        closed = Closed(year, number, newest).thing if year else ""
        begins = {"who": FIRST_WORD, "event": YEAR_BEGINS, "authority": "", "thing": closed, "child": "", "meeting": ""}
        newest = _insert(session, {**begins, "at": at, "year": at.year, "number": 1}, first_previous(at.year))
        year, number = at.year, 1
    number += 1
    newest = _insert(session, {**line, "at": at, "year": year, "number": number}, newest)
    session.execute(update(AuditHead).where(col(AuditHead.id) == 1).values(year=year, number=number, hash=newest))


def _insert(session: Session, line: Mapping[str, Any], previous: str) -> str:
    chained = {**line, "previous": previous}
    own = hash_of(chained)
    session.execute(insert(AuditEntry), [{**chained, "hash": own}])
    return own


def verify(engine: Engine, year: int | None = None) -> Verified:
    """Go through the log from its first line, or through one year of it, up to the first thing that does not fit."""
    with Session(engine) as session:
        return verify_in(session, year)


def verify_in(session: Session, year: int | None = None) -> Verified:
    """As verify, within the caller's transaction. Lines that are added meanwhile are left for the next time."""
    head = _head(session)
    if head is None:
        return Verified(0, "What says which line is the newest is gone or cannot be read.", year=year)
    # What a file holds in place of a moment may be none, so SQLite's is read as it stands there.
    read = (type_coerce(col(AuditEntry.at), NullType()).label("at"), *(col(getattr(AuditEntry, n)) for n in AS_WRITTEN))
    lines = select(*read).where(_up_to(head))
    if year is not None:
        lines = lines.where(col(AuditEntry.year) == year)
    in_order = lines.order_by(col(AuditEntry.year), col(AuditEntry.number)).execution_options(yield_per=ROWS_AT_ONCE)
    before: RowMapping | None = None
    fitting = 0
    try:
        purged = _purged(session)
        for line in session.execute(in_order).mappings():
            fault = _fault(line, before, purged, is_alone=year is not None)
            if fault:
                return Verified(fitting, fault, year=year)
            before, fitting = line, fitting + 1
        fault = _fault_of_the_end(session, head, before, year, purged) or _fault_after_the_end(session, year)
    except OperationalError as error:
        if UNREADABLE not in str(error.orig):
            raise
        after = f"after line {before['number']} of {before['year']}" if before is not None else "at the beginning"
        return Verified(fitting, f"A line {after} cannot be read.", year=year)
    newest = f"{before['number']} of {before['year']}, {before['hash']}" if before is not None else ""
    return Verified(fitting, fault, newest, year)


def _head(session: Session) -> Closed | None:
    """The newest line as it was noted when it was written; None where the note is gone or holds something else."""
    noted = session.execute(select(AuditHead.__table__).where(col(AuditHead.id) == 1)).mappings().one_or_none()  # type: ignore[attr-defined]
    if noted is None or [type(noted[name]) for name in ("year", "number", "hash")] != [int, int, str]:
        return None
    return Closed(noted["year"], noted["number"], noted["hash"])


def _up_to(head: Closed) -> ColumnElement[bool]:
    same_year = and_(col(AuditEntry.year) == head.year, col(AuditEntry.number) <= head.lines)
    return or_(col(AuditEntry.year) < head.year, same_year)


def _fault_after_the_end(session: Session, year: int | None) -> str:
    """Lines beyond the newest one: read first, since whoever adds a line notes it with the same commit."""
    lines = select(col(AuditEntry.year), col(AuditEntry.number)).order_by(
        col(AuditEntry.year).desc(), col(AuditEntry.number).desc()
    )
    if year is not None:
        lines = lines.where(col(AuditEntry.year) == year)
    last = session.execute(lines.limit(1)).one_or_none()
    head = _head(session)
    if last is None or head is None:
        return ""
    beyond = select(col(AuditEntry.id)).where(
        not_(_up_to(head)), col(AuditEntry.year) == last.year, col(AuditEntry.number) == last.number
    )
    if session.execute(beyond).first() is None:
        return ""
    return f"Line {last.number} of {last.year} stands after the newest, which is line {head.lines} of {head.year}."


def _fault(line: RowMapping, before: RowMapping | None, purged: set[Closed], *, is_alone: bool) -> str:
    """What does not fit about a line after the one before it, "" where it does."""
    year, number = line["year"], line["number"]
    begins = before is None or year != before["year"]
    if number != (1 if begins or before is None else before["number"] + 1):
        return f"Line {1 if begins or before is None else before['number'] + 1} of {year} is missing."
    try:
        is_changed = line["hash"] != hash_of(dict(line))
    except (TypeError, ValueError, AttributeError):  # what no line holds that was written here
        is_changed = True
    if is_changed:
        return f"Line {number} of {year} was changed."
    if not begins and before is not None:
        same = line["previous"] == before["hash"]
        return "" if same else f"Line {number} of {year} does not follow the line before it."
    if line["event"] != YEAR_BEGINS or line["previous"] != first_previous(year):
        return f"Line 1 of {year} is not the one with which the year began."
    return "" if is_alone else _fault_between(line, before, purged)


def _fault_between(line: RowMapping, before: RowMapping | None, purged: set[Closed]) -> str:
    """What does not fit between a year and the one before, whose count its first line holds."""
    stated = closed_in(line["thing"])
    found = Closed(before["year"], before["number"], before["hash"]) if before is not None else None
    if stated == found:
        return ""
    if stated is not None and stated in purged and (found is None or found.year < stated.year):
        return ""
    if stated is not None and found is not None and stated.year == found.year:
        return (
            f"The year {found.year} ended with line {stated.lines}, and {found.lines} are there or the last is another."
        )
    gone = stated.year if stated is not None else found.year if found is not None else line["year"]
    if stated is None:
        return f"The year {line['year']} began as the first one, and there are lines of {gone}."
    return f"The lines of {gone} are gone, and no line says that they were purged."


def _fault_of_the_end(
    session: Session, head: Closed, last: RowMapping | None, year: int | None, purged: set[Closed]
) -> str:
    """What does not fit about the last line of a year, or of the log: lines cut off at the end."""
    expected = head
    if year is not None and year != head.year:
        following = select(col(AuditEntry.thing)).where(
            col(AuditEntry.event) == YEAR_BEGINS, col(AuditEntry.year) > year
        )
        stated = closed_in(session.execute(following.order_by(col(AuditEntry.year)).limit(1)).scalar_one_or_none())
        if stated is None or stated.year != year:
            return f"There are lines of {year} that no later year knows of." if last is not None else ""
        expected = stated
    if last is None:
        return "" if not expected.year or expected in purged else f"All lines of {expected.year} are missing."
    if (last["year"], last["number"], last["hash"]) == (expected.year, expected.lines, expected.last):
        return ""
    if last["year"] == expected.year and last["number"] < expected.lines:
        return (
            f"The last lines of {last['year']} are missing: {expected.lines} were written, {last['number']} are there."
        )
    return f"Line {last['number']} of {last['year']} is the newest, and it is not the one that was written last."


def closed_in(thing: object) -> Closed | None:
    """What a line says of a year that is over; None where it says nothing of one."""
    said = CLOSED_PATTERN.fullmatch(thing) if isinstance(thing, str) else None
    return Closed(int(said[1]), int(said[2]), said[3]) if said else None


def _purged(session: Session) -> set[Closed]:
    """The years of which a line says that they were purged."""
    said = session.execute(select(col(AuditEntry.thing)).where(col(AuditEntry.event) == YEAR_PURGED)).scalars()
    return {closed for thing in said if (closed := closed_in(thing)) is not None}
