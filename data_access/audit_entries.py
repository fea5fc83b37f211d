"""Writing a line of the log: which events there are, and the form of what a line may hold."""

import re
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Engine
from sqlmodel import Session

from data_access.audit_chain import YEAR_BEGINS, add_line
from data_access.children import CODE_LENGTH, CODE_LETTERS

Event = Literal[
    "sign-in",
    "sign-out",
    "refused",
    "child viewed",
    "child records",
    "export",
    "paper",
    "load",
    "undo",
    "edit",
    "grant",
    "meeting",
    "retention",
    "year begins",
    "year purged",
]
EVENTS: tuple[str, ...] = get_args(Event)
# Words of which `thing` is made, each alone or with one key or number: "page homes table crimes csv", "batch 12".
WORDS = (
    "action",
    "actions",
    "batch",
    "chart",
    "checklist",
    "child",
    "column",
    "counts",
    "csv",
    "docx",
    "entry",
    "file",
    "grant",
    "group",
    "home",
    "investigation",
    "json",
    "kept",
    "kind",
    "label",
    "last",
    "lines",
    "linked",
    "meeting",
    "months",
    "narrative",
    "page",
    "paper",
    "period",
    "person",
    "plan",
    "question",
    "reason",
    "removed",
    "review",
    "role",
    "rows",
    "section",
    "session",
    "sign-off",
    "table",
    "template",
    "type",
    "unlinked",
    "version",
    "withdrawn",
    "xlsx",
    "year",
)
LONGEST_THING, LONGEST_WHO = 200, 200
_KEY = r"[a-z0-9]+(?:(?:[-_./]|\.\.)[a-z0-9]+)*"
_WORD = f"(?:{'|'.join(WORDS)})"
THING = re.compile(rf"{_WORD}(?: {_KEY})?(?: {_WORD}(?: {_KEY})?)*")
AUTHORITY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CHILD = re.compile(rf"[{CODE_LETTERS}]{{{CODE_LENGTH}}}")
MEETING = re.compile(r"[0-9]{1,9}")


class EntryRefused(ValueError):
    """Nothing was written to the log, or purged from it; the message says why and never repeats what was given."""


def note(
    session: Session,
    who: str,
    event: Event,
    *,
    authority: str = "",
    thing: str = "",
    child: str = "",
    meeting: str = "",
    now: datetime,
) -> None:
    """Write a line in the caller's own transaction. Call it last: others wait to write theirs until that commits."""
    line = {"who": " ".join(who.split()), "event": event, "authority": authority}
    line |= {"thing": thing, "child": child, "meeting": meeting}
    _require_form(line)
    add_line(session, {**line, "at": now})


def save_entry(
    engine: Engine,
    who: str,
    event: Event,
    *,
    authority: str = "",
    thing: str = "",
    child: str = "",
    meeting: str = "",
    now: datetime,
) -> None:
    """Write a line in a transaction of its own."""
    with Session(engine) as session, session.begin():
        note(session, who, event, authority=authority, thing=thing, child=child, meeting=meeting, now=now)


def _require_form(line: dict[str, str]) -> None:
    """Raise EntryRefused for what does not look like a code, a key or a number."""
    who = line["who"]
    if not who or len(who) > LONGEST_WHO or not who.isprintable():
        raise EntryRefused(f"Say who did it, in 1 to {LONGEST_WHO} printable characters.")
    if line["event"] not in EVENTS or line["event"] == YEAR_BEGINS:
        raise EntryRefused("The log has no such event.")
    for name, pattern in (("authority", AUTHORITY), ("thing", THING), ("child", CHILD), ("meeting", MEETING)):
        if line[name] and (len(line[name]) > LONGEST_THING or not pattern.fullmatch(line[name])):
            raise EntryRefused(f"The log takes no free text: the field {name} is not of the form it has there.")
