"""Says whether a restored database can be worked with: its tables, its references of children, its log.

    python -m data_access.restored --database postgresql://...

It changes nothing. CONCORDAT_KEY has to be the one that was set when the database was copied.
"""

import argparse
import os
import sys
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from data_access.audit_chain import verify
from data_access.children import ChildRegister, KeyMissing, reference_lookup
from data_access.database import DatabaseError, make_engine
from data_access.migrate import current_revision, newest_revision
from data_access.models import Base, Child, ChildReference
from data_access.settings import SettingsRefused, usable_database_url

ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class References:
    """How many references of children there are, and how many the key opens."""

    opened: int
    stored: int

    @property
    def all_open(self) -> bool:
        return self.opened == self.stored

    def sentence(self, key: str) -> str:
        """The result for a person."""
        if not self.stored:
            return "No child's reference is stored, so there is none to open."
        if self.all_open:
            return f"CONCORDAT_KEY opens all {self.stored:,} references of children, and finds them."
        if not key:
            return f"CONCORDAT_KEY is not set: {self.stored:,} references of children cannot be read without it."
        return f"CONCORDAT_KEY opens {self.opened:,} of {self.stored:,} references of children: it is another key."


def row_counts(engine: Engine) -> dict[str, int]:
    """How many rows each table holds, by name."""
    with Session(engine) as session:
        return {
            name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in sorted(Base.metadata.tables.items())
        }


def references_opened(engine: Engine, key: str) -> References:
    """Try the key on every reference: it has to open it, and to give the hash by which the next load finds it."""
    opened = stored = 0
    asked = select(ChildReference.source, ChildReference.lookup, ChildReference.sealed, Child.authority_id).join(  # type: ignore[call-overload]
        Child, col(Child.id) == col(ChildReference.child_id)
    )
    with Session(engine) as session:
        for source, lookup, sealed, authority_id in session.execute(asked.execution_options(yield_per=ROWS_AT_ONCE)):
            stored += 1
            register = ChildRegister(session, source, authority_id, key)
            opened += bool(key) and _opens(register, sealed, (key, authority_id, source), lookup)
    return References(opened, stored)


def _opens(register: ChildRegister, sealed: str, place: tuple[str, int, str], lookup: str) -> bool:
    try:
        return reference_lookup(*place, register.opened(sealed)) == lookup
    except KeyMissing:
        return False


def main(words: list[str]) -> int:
    """The command line: 0 when the database can be worked with, 1 when not, 2 when it was not reached."""
    parser = argparse.ArgumentParser(prog="python -m data_access.restored", description="Check a restored database.")
    parser.add_argument("--database", default=os.environ.get("DATABASE_URL", "").strip(), help="default: DATABASE_URL")
    given = parser.parse_args(words)
    key = os.environ.get("CONCORDAT_KEY", "")
    try:
        database = usable_database_url(given.database)
        revision, needed = current_revision(database), newest_revision()
        if revision != needed:
            sys.stdout.write(f"The tables are of version {revision}; this version of the product has {needed}.\n")
            return 1
        engine = make_engine(database)
        counts, references, log = row_counts(engine), references_opened(engine, key), verify(engine)
        engine.dispose()
    except SettingsRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    except (DatabaseError, OSError) as error:
        sys.stderr.write(f"The database does not answer ({type(error).__name__}).\n")
        return 2
    sys.stdout.writelines(f"{rows:>12,}  {name}\n" for name, rows in counts.items())
    sys.stdout.write(f"{references.sentence(key)}\n{log.sentence()}\n")
    return 0 if references.all_open and log.is_whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
