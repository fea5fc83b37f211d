"""Which councils there are: one whose register was taken back, as after a mistyped name, is none to choose from."""

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import col

from data_access.models import Authority, Home, ImportBatch


def holds_something() -> ColumnElement[bool]:
    """Whether an authority has homes, or a load that counts."""
    counts = exists().where(col(ImportBatch.authority_id) == col(Authority.id), col(ImportBatch.undone_at).is_(None))
    return or_(counts, exists().where(col(Home.authority_id) == col(Authority.id)))
