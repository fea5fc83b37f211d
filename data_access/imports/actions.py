"""Kind actions: the partnership's action plan, as a list kept elsewhere."""

import re
from typing import Any

from sqlmodel import col, select

from data_access.action_changes import LONGEST_NOTE, LONGEST_TITLE, YEARS, add_action, change_action, plan_of
from data_access.imports.cells import choice, day, text
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.resolving import repeats, supplied
from data_access.imports.saving import Saving
from data_access.imports.table import CellProblem, Column, Extract, Row, fold
from data_access.models import Action, ImportBatch
from data_access.models.actions import OWNERS, STATUSES

VALUES = ("title", "owner", "due", "status", "note")
KEY = re.compile(r"[0-9a-f]{8}", re.ASCII)
YEAR = re.compile(r"(?P<year>\d{4})(?:[-/](?P<end>\d{2}|\d{4}))?", re.ASCII)


def title(cell: str) -> str:
    return _short(text(cell), LONGEST_TITLE)


def note(cell: str) -> str:
    return _short(cell, LONGEST_NOTE)


def _short(written: str, longest: int) -> str:
    if len(written) > longest:
        raise CellProblem("this is too long", f"Write at most {longest:,} characters")
    return written


def plan_year(cell: str) -> int:
    found = YEAR.fullmatch(cell)
    year = int(found["year"]) if found else 0
    ends = found["end"] if found else None
    if year not in YEARS or (ends and int(ends) not in (year + 1, (year + 1) % 100)):
        raise CellProblem("this is not a year", "Write the reporting year of the plan, for example 2022-23")
    return year


def key(cell: str) -> str:
    written = cell.casefold()
    if not KEY.fullmatch(written):
        raise CellProblem("this is not the key of an action", "Leave it empty, or write the key as it was downloaded")
    return written


COLUMNS = (
    Column("title", title, aliases=("action",)),
    Column("owner", choice(*OWNERS.values()), aliases=("agency",)),
    Column("due", day, aliases=("due_date",)),
    Column("status", choice(*STATUSES)),
    Column("note", note, required=False, aliases=("notes",)),
    Column("year", plan_year, aliases=("plan", "plan_year")),
    Column("key", key, required=False),
)


def read_actions(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: title, owner, due, status, note, year, key."""
    return read_table(data, "actions", COLUMNS, how)


def save_actions(saving: Saving, extract: Extract) -> None:
    """Add or change actions of a year's plan, found by their key, else by year and title; their history is kept."""
    session = saving.session
    plan = plan_of(session, saving.authority_id)
    now = session.get_one(ImportBatch, saving.batch_id).loaded_at
    who = f"{saving.source}, by file"
    own = _own_actions(saving)
    elsewhere = _keys_elsewhere(saving, extract)
    first: dict[tuple[Any, ...], int] = {}
    for row in extract.rows:
        of_title = next((action for action in own if _is_called(action, row)), None)
        action = next((action for action in own if action.key == row["key"]), None) if row["key"] else of_title
        if row["key"] in elsewhere or (action is not None and action.year != row["year"]):
            extract.reject(row, "key", "it belongs to an action of another plan", "Leave it empty to add a new action")
            continue
        if of_title is not None and action is not of_title:
            extract.reject(row, "title", "another action of this plan has this title", "Give it another title")
            continue
        if action is not None and repeats(extract, row, "title", (action.key,), first):
            continue
        values = supplied(extract, row, *VALUES)
        if "note" in values:
            values["note"] = values["note"] or ""
        if action is None:
            action = add_action(session, plan, row["year"], {"note": "", **values}, now=now, who=who, key=row["key"])
            own.append(action)
            first[(action.key,)] = row.number
            saving.added += 1
        else:
            changed = change_action(session, action, action.version, values, now=now, who=who)
            session.refresh(action)
            saving.updated += changed
            saving.unchanged += not changed


def _is_called(action: Action, row: Row) -> bool:
    return action.year == row["year"] and fold(action.title) == fold(row["title"])


def _own_actions(saving: Saving) -> list[Action]:
    """The authority's actions, held, so that no page changes them before the file is saved."""
    own = select(Action).where(col(Action.authority_id) == saving.authority_id).with_for_update()
    return list(saving.session.exec(own))


def _keys_elsewhere(saving: Saving, extract: Extract) -> set[str]:
    """The keys of the file that belong to actions of other authorities."""
    named = {row["key"] for row in extract.rows if row["key"]}
    found = select(Action.key).where(col(Action.key).in_(named), col(Action.authority_id) != saving.authority_id)
    return set(saving.session.exec(found))
