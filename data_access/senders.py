"""Who sends files, by one spelling each: a sender who is written in two ways would be counted as two."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from data_access.imports.kinds import KINDS
from data_access.models import Child, ChildReference, ImportBatch


def as_known(written: str, known: Iterable[str]) -> str:
    """A sender's name in the spelling that is known; of a new one without spaces around it."""
    plain = " ".join(written.split())
    names = [*known, *(kind.sender for kind in KINDS.values())]
    if plain in names:
        return plain
    return next((name for name in names if _folded(name) == _folded(plain)), plain)


def known_sender(session: Session, authority_id: int | None, written: str) -> str:
    """A sender's name in the spelling in which earlier files of the authority came, the first of them first."""
    files = select(col(ImportBatch.source)).where(col(ImportBatch.authority_id) == authority_id)
    # A source that a file of links named has sent nothing yet.
    named = (
        select(col(ChildReference.source))
        .join(Child, col(Child.id) == col(ChildReference.child_id))
        .where(col(Child.authority_id) == authority_id)
        .distinct()
    )
    earlier = session.scalars(files.order_by(col(ImportBatch.id)))
    return as_known(written, dict.fromkeys((*earlier, *session.scalars(named))))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
