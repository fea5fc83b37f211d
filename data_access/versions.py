"""Notes in the database that something of it has changed, and that it holds more than the sample."""

from sqlalchemy import update
from sqlmodel import Session

from data_access.models import DatabaseContents, DataVersion


def raise_data_version(session: Session) -> None:
    """Let caches and open pages notice that the data have changed."""
    session.execute(update(DataVersion).values(version=DataVersion.version + 1))


def mark_contents(session: Session, holds: str) -> None:
    """Note that the database holds the sample, or other data; what has held other data stays marked so."""
    contents = session.get_one(DatabaseContents, 1)
    if contents.holds != "other":
        contents.holds = holds
        session.add(contents)
