"""Kind checklist: what was done when of the ten points of the checklists, one row a case and point."""

from collections import defaultdict

from sqlmodel import col, select

from data_access.checklist_changes import LONGEST_MISSING, POINTS, change_item, item_of
from data_access.imports.cells import count, text
from data_access.imports.investigations import at_most, moment
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.saving import Saving, without_repeats
from data_access.imports.table import Column, Extract, Row
from data_access.models import Investigation

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
    """Match on the case's reference and the point; each change has its history, as by hand."""
    session = saving.session
    now = saving.now
    who = f"{saving.source}, by file"
    cases = _cases(saving)
    for row in without_repeats(extract, ("reference", "point")):
        found = cases[row["reference"]]
        if len(found) != 1:
            wrong = "more than one case has this reference" if found else "no case on the list has this reference"
            extract.reject(row, "reference", wrong, "Load the investigations first, or correct the reference")
            continue
        (case,) = found
        item = item_of(session, case, row["point"])
        values = _values(extract, row)
        seen = item.version if item else 0
        _, changed = change_item(session, case, row["point"], item, seen, values, now=now, who=who)
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


def _values(extract: Extract, row: Row) -> dict[str, object]:
    done_at, time_known = row["done_at"] or (None, False)
    missing = {"missing": row["missing"] or ""} if "missing" in extract.columns_supplied else {}
    return {"done_at": done_at, "time_known": time_known, **missing}
