"""Kind cromarty: scores of targets at Enhanced Care Planning Meetings (ECPM)."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from data_access.imports.cells import count, day, number, text
from data_access.imports.complete import note_nothing_withdrawn, rows
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.resolving import without_repeats
from data_access.imports.saving import Saving, first_of_month
from data_access.imports.table import Column, Extract
from data_access.imports.writing import table_of
from data_access.models import CompleteRange, CromartyScore

KEYS = ("child_id", "meeting", "target")

COLUMNS = (
    Column("child_reference", text),
    Column("meeting", count),
    Column("meeting_date", day),
    Column("target", text, aliases=("target_name",)),
    Column("score", number),
)


def read_cromarty(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: child_reference, meeting, meeting_date, target (or the word total), score."""
    extract = read_table(data, "cromarty", COLUMNS, how)
    good = []
    for row in extract.rows:
        if row["meeting"] < 1:
            extract.reject(row, "meeting", "meetings are counted from 1", "Write 1 for the child's first meeting ever")
        else:
            good.append(row)
    extract.rows = good
    return extract


def save_cromarty(saving: Saving, extract: Extract) -> None:
    """Match on child, meeting and target; the later extract counts, and a complete one withdraws what it lacks."""
    later = _later_complete(saving)
    stored = []
    extract.rows = list(extract.each())
    for row in without_repeats(extract, ("child_reference", "meeting", "target")):
        if row["meeting_date"] > saving.now.date():
            extract.warn(row, "meeting_date", "this date lies in the future", "Ask the sender for the right date")
        saving.kept.add((first_of_month(row["meeting_date"]), None))
        stored.append(
            {
                "authority_id": saving.authority_id,
                "source": saving.source,
                "child_id": saving.register.child_id(row["child_reference"]),
                "meeting": row["meeting"],
                "meeting_date": row["meeting_date"],
                "target": row["target"],
                "score": row["score"],
                "extract_date": saving.extract_date,
            }
        )
    known = _known(saving, {row["child_id"] for row in stored}) if later else set()
    kept = [row for row in stored if not _is_gone(row, later) or _key(row) in known]
    saving.withdrawn += len(stored) - len(kept)
    saving.upsert(CromartyScore, KEYS, kept, dated="extract_date")
    if saving.complete and extract.problems:
        rejected = len({problem.row for problem in extract.problems})
        note_nothing_withdrawn(extract, f"what {rows(rejected)} held may be any score")
    elif saving.complete:
        _withdraw(saving, {_key(row) for row in stored}, *saving.complete)


def _key(row: Any) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEYS)


def _later_complete(saving: Saving) -> list[tuple[date, date]]:
    """The dates for which a later extract of the sender was complete."""
    later = select(col(CompleteRange.first_day), col(CompleteRange.last_day)).where(
        col(CompleteRange.authority_id) == saving.authority_id,
        col(CompleteRange.kind) == "cromarty",
        col(CompleteRange.source) == saving.source,
        col(CompleteRange.extract_date) > saving.extract_date,
    )
    return [(first, last) for first, last in saving.session.execute(later)]


def _is_gone(row: dict[str, Any], later: list[tuple[date, date]]) -> bool:
    return any(first <= row["meeting_date"] <= last for first, last in later)


def _known(saving: Saving, children: set[int]) -> set[tuple[Any, ...]]:
    columns = [col(getattr(CromartyScore, name)) for name in KEYS]
    return {tuple(row) for row in saving.session.execute(select(*columns).where(columns[0].in_(children)))}


def _withdraw(saving: Saving, held: set[tuple[Any, ...]], first: date, last: date) -> None:
    names = ("authority_id", "kind", "source", "home_id", "first_day", "last_day", "extract_date")
    claim = (saving.authority_id, "cromarty", saving.source, None, first, last, saving.extract_date)
    saving.writing.add(CompleteRange, names, [claim])
    table = table_of(CromartyScore)
    of_dates = select(table).where(
        table.c.authority_id == saving.authority_id,
        table.c.source == saving.source,
        table.c.meeting_date >= first,
        table.c.meeting_date <= last,
        or_(table.c.extract_date.is_(None), table.c.extract_date <= saving.extract_date),
    )
    gone = [dict(old) for old in saving.session.connection().execute(of_dates).mappings() if _key(old) not in held]
    saving.writing.remove(CromartyScore, gone)
    saving.withdrawn += len(gone)
