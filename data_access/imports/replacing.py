"""Rows without a reference of their own: a file replaces those of its sender, place and months.

Of two files that cover a month the one that was drawn later counts, in whatever order they are loaded.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from data_access.imports.saving import Saving
from data_access.imports.table import Extract
from data_access.imports.writing import table_of
from data_access.models import Base, Coverage

Covered = tuple[date, int | None, int | None]  # month, home, neighbourhood


def covered_later(saving: Saving, source: str, sender: str) -> set[Covered]:
    """The months and places for which a later extract than this one was loaded already."""
    return {place for place, drawn in covered_before(saving, source, sender).items() if drawn > saving.extract_date}


def covered_before(saving: Saving, source: str, sender: str) -> dict[Covered, date]:
    """The months and places for which the sender supplied something already, and the day of the extract."""
    noted = select(
        col(Coverage.month), col(Coverage.home_id), col(Coverage.neighbourhood_id), col(Coverage.extract_date)
    ).where(
        col(Coverage.authority_id) == saving.authority_id,
        col(Coverage.source) == source,
        col(Coverage.sender) == sender,
    )
    return {(month, home_id, area_id): drawn for month, home_id, area_id, drawn in saving.session.execute(noted)}


def named_months(months: Iterable[date]) -> str:
    """Months as a person names them."""
    return ", ".join(f"{month:%B %Y}" for month in sorted(months))


def note_left(extract: Extract, which: str) -> None:
    """Say that a month was not replaced, since a rejected row may be of it."""
    right = "Correct the rows that were rejected and load the file again"
    extract.note(f"left as before, since a rejected row may be of them: {which}", right)


def note_left_out(extract: Extract, rows: int) -> None:
    """Say that rows were passed over, since a later extract covers their months."""
    if rows:
        which = "1 row lies" if rows == 1 else f"{rows:,} rows lie"
        right = "Nothing is to be done, unless this file is the newer one: then correct its extract date"
        extract.note(f"{which} in months for which a later extract is loaded, which counts", right)


def replace_rows(
    saving: Saving,
    model: type[Base],
    names: Sequence[str],
    keys: Sequence[str],
    rows: list[dict[str, Any]],
    *where: Any,
) -> None:
    """Make the rows that meet `where` those of the file, and count what that changes. `names`: all that a row says.

    Of rows that say the same as many stay as the file has; those alike in `keys` alone are updated.
    """
    table = table_of(model)
    stored: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for found in saving.session.connection().execute(select(table).where(*where)).mappings():
        stored[tuple(found[name] for name in names)].append(dict(found))
    new = []
    for row in rows:
        alike = stored.get(tuple(row[name] for name in names))
        if alike:
            alike.pop()
            saving.unchanged += 1
        else:
            new.append(row)
    rest: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for left in stored.values():
        for old in left:
            rest[tuple(old[name] for name in keys)].append(old)
    before, after, added = [], [], []
    for row in new:
        same = rest.get(tuple(row[name] for name in keys))
        if same and len(keys) < len(names):
            before.append(same.pop())
            after.append({name: row[name] for name in names})
        else:
            added.append(row)
    gone = [old for left in rest.values() for old in left]
    saving.writing.change(model, before, after)
    saving.writing.remove(model, gone)
    columns = list(added[0]) if added else []
    saving.writing.add(model, columns, [tuple(row[name] for name in columns) for row in added])
    saving.updated += len(after)
    saving.added += len(added)
    saving.withdrawn += len(gone)
