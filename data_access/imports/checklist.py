"""Kind checklist: what was done when of the ten points of the checklists, one row a case and point."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from data_access.case_fields import CaseRefused
from data_access.checklist_changes import BLANK, FIELDS, LONGEST_MISSING, POINTS, change_item, item_of
from data_access.imports.cells import count, text
from data_access.imports.investigations import at_most, moment, moment_values
from data_access.imports.kept import Of, Standing, by_file
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.resolving import without_repeats
from data_access.imports.saving import Saving
from data_access.imports.table import Column, Extract, Row
from data_access.models import Investigation

GROUPS = (("done_at", "time_known"), ("missing",))

COLUMNS = (
    Column("reference", text, aliases=("case_reference", "occurrence_number")),
    Column("point", count, aliases=("item", "number")),
    Column("done_at", moment, may_be_blank=True, aliases=("done_on", "done")),
    Column("missing", at_most(LONGEST_MISSING), required=False),
)


def read_checklist(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: reference (of the case), point, done_at (a moment and whether its time is known), missing."""
    extract = read_table(data, "checklist", COLUMNS, how)
    good = []
    for row in extract.rows:
        if row["point"] in POINTS:
            good.append(row)
        else:
            extract.reject(row, "point", "the checklist has no such point", f"Write {POINTS[0]} to {POINTS[-1]}")
    extract.rows = good
    return extract


def save_checklist(saving: Saving, extract: Extract) -> None:
    """Match on the case's reference and the point; what a file does not say stays, as of the investigations.

    Of two files the one drawn later counts. Each change has its history, as by hand.
    """
    session = saving.session
    now = saving.now
    who = by_file(saving)
    cases = _cases(saving)
    standing = Standing(saving)
    for row in without_repeats(extract, ("reference", "point")):
        found = cases[row["reference"]]
        if len(found) != 1:
            wrong = "more than one case has this reference" if found else "no case on the list has this reference"
            extract.reject(row, "reference", wrong, "Load the investigations first, or correct the reference")
            continue
        (case,) = found
        item = item_of(session, case, row["point"])
        stored = {name: getattr(item, name) for name in FIELDS} if item else BLANK
        of = Of(int(case.id or 0), f"point {row['point']}", BLANK)
        taken = standing.taken(of, stored, _values(row, stored), GROUPS)
        seen = item.version if item else 0
        try:
            _, changed = change_item(session, case, row["point"], item, seen, taken.values, now=now, who=who)
        except CaseRefused as refusal:
            extract.reject(row, "done_at", "this day cannot be", str(refusal).rstrip("."))
            continue
        taken.tell(extract, row)
        saving.added += changed and item is None
        saving.updated += changed and item is not None
        saving.unchanged += not changed


def _cases(saving: Saving) -> dict[str | None, list[Investigation]]:
    """The authority's cases by reference, whoever uses it, held until the file is saved."""
    own = select(Investigation).where(col(Investigation.authority_id) == saving.authority_id).with_for_update()
    cases: dict[str | None, list[Investigation]] = defaultdict(list)
    for case in saving.session.exec(own):
        cases[case.reference].append(case)
    return cases


def _values(row: Row, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of which the file says something."""
    done = moment_values("done_at", "time_known", row["done_at"], stored) if row["done_at"] else {}
    return {**done, **({"missing": row["missing"]} if row.get("missing") else {})}
