"""Kind child_links: which references of different sources mean the same child."""

from sqlmodel import col, select

from data_access.child_links import LinkRefused, link_references
from data_access.children import ChildRegister
from data_access.cromarty import deal_letters
from data_access.imports.cells import text
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.saving import Saving
from data_access.imports.table import Column, Extract, Row
from data_access.models import ChildReference, ImportBatch

COLUMNS = (
    Column("source", text, aliases=("sender",)),
    Column("reference", text, aliases=("child_reference",)),
    Column("other_source", text, aliases=("other_sender",)),
    Column("other_reference", text, aliases=("other_child_reference",)),
)


def read_child_links(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: source, reference, other_source, other_reference."""
    return read_table(data, "child_links", COLUMNS, how)


def save_child_links(saving: Saving, extract: Extract) -> None:
    """Let the first reference of a row stand for the child of the second; both must have come with a file before."""
    batch = saving.session.get_one(ImportBatch, saving.batch_id)
    registers: dict[str, ChildRegister] = {}

    def found(row: Row, source: str, reference: str) -> ChildReference | None:
        register = registers.setdefault(row[source], saving.register.of_source(row[source]))
        lookup = register.lookup(row[reference])
        known = select(ChildReference).where(
            col(ChildReference.source) == row[source], col(ChildReference.lookup) == lookup
        )
        stored = saving.session.exec(known).first()
        if stored is None:
            wrong = "no file that was loaded names this reference of this source"
            extract.reject(row, reference, wrong, "Correct it, or load the source's own files first")
        return stored

    for row in extract.rows:
        one, other = found(row, "source", "reference"), found(row, "other_source", "other_reference")
        if one is None or other is None:
            continue
        if one.child_id == other.child_id:
            saving.unchanged += 1
            continue
        try:
            link_references(
                saving.session, one, other.child_id, now=batch.loaded_at, who=batch.loaded_by, batch_id=saving.batch_id
            )
        except LinkRefused as refused:
            extract.reject(row, "reference", str(refused), "Look at the two children on the page first")
            continue
        saving.added += 1
    saving.note_letters(lambda: deal_letters(saving.session, saving.authority_id))
