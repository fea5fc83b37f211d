"""Kind cromarty: scores of targets at Enhanced Care Planning Meetings (ECPM)."""

from data_access.imports.cells import count, day, number, text
from data_access.imports.saving import Saving, without_repeats
from data_access.imports.table import Column, Extract, read_table
from data_access.models import CromartyScore

COLUMNS = (
    Column("child_reference", text),
    Column("meeting", count),
    Column("meeting_date", day),
    Column("target", text, aliases=("target_name",)),
    Column("score", number),
)


def read_cromarty(data: bytes) -> Extract:
    """Rows: child_reference, meeting, meeting_date, target (or the word total), score."""
    extract = read_table(data, "cromarty", COLUMNS)
    good = []
    for row in extract.rows:
        if row["meeting"] < 1:
            extract.reject(row, "meeting", "meetings are counted from 1", "Write 1 for the child's first meeting ever")
        else:
            good.append(row)
    extract.rows = good
    return extract


def save_cromarty(saving: Saving, extract: Extract) -> None:
    """Match on child, meeting and target."""
    stored = []
    for row in without_repeats(extract, ("child_reference", "meeting", "target")):
        stored.append(
            {
                "authority_id": saving.authority_id,
                "child_id": saving.register.child_id(row["child_reference"]),
                "meeting": row["meeting"],
                "meeting_date": row["meeting_date"],
                "target": row["target"],
                "score": row["score"],
            }
        )
    saving.upsert(CromartyScore, ("child_id", "meeting", "target"), stored)
