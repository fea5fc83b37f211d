"""Kind youth_justice: what the Youth Justice Service recorded of children living in the council's homes."""

from collections import Counter

from sqlalchemy import delete, insert, select
from sqlmodel import col

from data_access.imports.cells import choice, day, text
from data_access.imports.saving import Saving, first_of_month
from data_access.imports.table import Column, Extract, read_table
from data_access.models import YouthJusticeEvent

EVENTS = ("involvement", "substantive_order", "offence", "court_appearance", "contact", "assessment", "breach")
COLUMNS = (
    Column("child_reference", text),
    Column("event", choice(*EVENTS)),
    Column("event_date", day),
    Column("detail", text, required=False),
    Column("delivered_by", text, required=False),
)


def read_youth_justice(data: bytes) -> Extract:
    """Rows: child_reference, event, event_date, detail, delivered_by."""
    return read_table(data, "youth_justice", COLUMNS)


def save_youth_justice(saving: Saving, extract: Extract) -> None:
    """Events have no reference of their own, so the file replaces the months it covers; rows of others are rejected."""
    rows = []
    for row in extract.rows:
        if saving.is_outside(extract, row, "event_date"):
            continue
        rows.append(
            {
                "authority_id": saving.authority_id,
                "child_id": saving.register.child_id(row["child_reference"]),
                "event": row["event"],
                "event_date": row["event_date"],
                "month": first_of_month(row["event_date"]),
                "detail": row["detail"] or "",
                "delivered_by": row["delivered_by"] or "",
                "batch_id": saving.batch_id,
            }
        )
    months = saving.months or tuple({row["month"] for row in rows})
    replaced = (col(YouthJusticeEvent.authority_id) == saving.authority_id, col(YouthJusticeEvent.month).in_(months))
    said = ("child_id", "event", "event_date", "detail", "delivered_by")
    before = saving.session.execute(select(*(col(getattr(YouthJusticeEvent, name)) for name in said)).where(*replaced))
    as_before = Counter(tuple(event) for event in before) & Counter(tuple(row[name] for name in said) for row in rows)
    saving.session.execute(delete(YouthJusticeEvent).where(*replaced))
    if rows:
        saving.session.execute(insert(YouthJusticeEvent), rows)
    saving.unchanged += as_before.total()
    saving.added += len(rows) - as_before.total()
