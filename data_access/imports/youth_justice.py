"""Kind youth_justice: what the Youth Justice Service recorded of children living in the council's homes."""

from sqlmodel import col

from data_access.imports.cells import choice, day, text
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.replacing import covered_before, named_months, note_left, note_left_out, replace_rows
from data_access.imports.saving import Saving, first_of_month
from data_access.imports.table import Column, Extract
from data_access.models import YouthJusticeEvent

EVENTS = ("involvement", "substantive_order", "offence", "court_appearance", "contact", "assessment", "breach")
COLUMNS = (
    Column("child_reference", text),
    Column("event", choice(*EVENTS)),
    Column("event_date", day),
    Column("detail", text, required=False),
    Column("delivered_by", text, required=False),
)


def read_youth_justice(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: child_reference, event, event_date, detail, delivered_by."""
    return read_table(data, "youth_justice", COLUMNS, how)


def save_youth_justice(saving: Saving, extract: Extract) -> None:
    """Events have no reference of their own, so the file replaces the months it covers; rows of others are rejected.

    A month that a rejected row may be of is not replaced.
    """
    before = covered_before(saving, extract.kind, saving.source)
    later = {month for (month, *_), drawn in before.items() if drawn > saving.extract_date}
    lost = {row.month for row in extract.lost}
    doubtful = {month for month in saving.months if month in lost or None in lost}
    saving.left = doubtful & {month for month, *_ in before} - later
    if saving.left:
        note_left(extract, named_months(saving.left))
    rows = []
    left_out = 0
    for row in extract.each():
        if saving.is_outside(extract, row, "event_date"):
            continue
        month = first_of_month(row["event_date"])
        saving.kept.add((month, None))
        if month in later or month in saving.left:
            saving.unchanged += 1
            left_out += month in later
            continue
        if row["event_date"] > saving.now.date():
            extract.warn(row, "event_date", "this date lies in the future", "Ask the sender for the right date")
        rows.append(
            {
                "authority_id": saving.authority_id,
                "source": saving.source,
                "child_id": saving.register.child_id(row["child_reference"]),
                "event": row["event"],
                "event_date": row["event_date"],
                "month": month,
                "detail": row["detail"] or "",
                "delivered_by": row["delivered_by"] or "",
            }
        )
    note_left_out(extract, left_out)
    months = {row["month"] for row in rows} | (set(saving.months) - later - doubtful)
    of_months = (
        col(YouthJusticeEvent.authority_id) == saving.authority_id,
        col(YouthJusticeEvent.source) == saving.source,
        col(YouthJusticeEvent.month).in_(months),
    )
    said = ("child_id", "event", "event_date", "detail", "delivered_by")
    replace_rows(saving, YouthJusticeEvent, said, said, rows, *of_months)
