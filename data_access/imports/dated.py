"""On which day an extract last told of a row of a register, which bears no day itself: of two the later counts.

What a file says is noted among its additions by table and column, for example home.beds. Of rows that came before there
were such notes, the files that brought or changed them said all.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from data_access.imports.saving import Saving
from data_access.imports.table import Extract
from data_access.imports.writing import table_of
from data_access.models import Base, BatchAddition, BatchBefore, ImportBatch

Told = tuple[int, date]  # number of a row, day of an extract


class Dated:
    """What files of this kind, of this authority, said of the rows of a table. A load that was undone said nothing."""

    def __init__(self, saving: Saving, model: type[Base], columns: Iterable[str]) -> None:
        self._saving = saving
        self._table = table_of(model).name
        said: dict[tuple[int, int], set[str]] = {}
        drawn: dict[int, date] = {}
        of_kind = (
            col(ImportBatch.authority_id) == saving.authority_id,
            col(ImportBatch.kind) == saving.session.get_one(ImportBatch, saving.batch_id).kind,
            col(ImportBatch.undone_at).is_(None),
        )
        for note in (BatchAddition, BatchBefore):
            notes = (
                select(col(note.table_name), col(note.row_id), col(ImportBatch.id), col(ImportBatch.extract_date))
                .join(ImportBatch, col(ImportBatch.id) == col(note.batch_id))
                .where(*of_kind, col(note.table_name).in_([self._table, *map(self.name, columns)]))
            )
            for name, row_id, batch, day in saving.session.execute(notes):
                said.setdefault((row_id, batch), set()).add(name)
                drawn[batch] = day
        self._days: dict[tuple[int, str], date] = {}
        self.told: set[Told] = set()
        by_column = set(map(self.name, columns))
        first_noted = min((batch for (_, batch), names in said.items() if names & by_column), default=None)
        for (row_id, batch), names in said.items():
            is_old = first_noted is None or batch < first_noted
            for name in by_column if is_old else names & by_column:
                self.told.add((row_id, drawn[batch]))
                self._days[row_id, name] = max(drawn[batch], self._days.get((row_id, name), date.min))

    def name(self, column: str) -> str:
        """By which it is noted that a column was told."""
        return f"{self._table}.{column}"

    def is_later(self, row_id: int, column: str) -> bool:
        """Whether no file that was drawn later than this one said something of a column."""
        return self._saving.extract_date >= self._days.get((row_id, self.name(column)), date.min)

    def tell(self, row_id: int, *columns: str) -> None:
        """Note that this file says what the columns hold, where no file of its day or of a later one did."""
        drawn = self._saving.extract_date
        new = [name for name in map(self.name, columns) if self._days.get((row_id, name), date.min) < drawn]
        self._days |= dict.fromkeys(((row_id, name) for name in new), drawn)
        self._saving.note_additions([(name, row_id) for name in new])


def note_older(extract: Extract, rows: int) -> None:
    """Say that rows were passed over, since a later extract says otherwise."""
    if rows:
        which = "1 row says" if rows == 1 else f"{rows:,} rows say"
        right = "Nothing is to be done, unless this file is the newer one: then correct its extract date"
        extract.note(f"{which} otherwise than a later extract, which counts", right)
