"""Kind homes: the register of homes, in its order."""

from typing import Any

from data_access.imports.cells import choice, count, day, text
from data_access.imports.dated import Dated, note_older
from data_access.imports.lying import Lying
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.register import Register, is_named_as_several
from data_access.imports.resolving import repeats, supplied
from data_access.imports.saving import Saving
from data_access.imports.table import Column, Extract, Row, fold
from data_access.models import Authority, Home

NOT_A_TOTAL = "Leave the row out: totals are worked out. One place needs another name"
LINE = "reporting_line_id"
VALUES = ("provider", "beds", "opened", "closed", "signed_up")
COLUMNS = (
    Column("home", text, aliases=("home_name",)),
    Column("reporting_line", text),
    Column("neighbourhood", text, may_be_blank=True, aliases=("snt", "safer_neighbourhood")),
    Column("authority", text, aliases=("council",)),
    Column("provider", choice("council", "private")),
    Column("beds", count, may_be_blank=True),
    Column("opened", day, may_be_blank=True),
    Column("closed", day, required=False),
    Column("signed_up", day, required=False),
)


def read_homes(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: home, reporting_line, neighbourhood, authority, provider, beds, opened, closed, signed_up."""
    extract = read_table(data, "homes", COLUMNS, how)
    good = []
    for row in extract.rows:
        if not closes_before_it_opens(extract, row):
            good.append(row)
    extract.rows = good
    return extract


def closes_before_it_opens(extract: Extract, row: Row) -> bool:
    """Whether a home's last day lies before its first, with the problem recorded."""
    if row["opened"] and row["closed"] and row["closed"] < row["opened"]:
        extract.reject(row, "closed", "it lies before opened", "Write the last day the home took children")
        return True
    return False


def save_homes(saving: Saving, extract: Extract) -> None:
    """Add or update homes, with the lines and neighbourhoods they name, in the order of the file.

    Of two registers the one that was drawn later counts, home by home and column by column.
    """
    register = Register(saving)
    dated = Dated(saving, Home, (LINE, *VALUES))
    lying = Lying(saving)
    authority = fold(saving.session.get_one(Authority, saving.authority_id).name)
    first: dict[tuple[Any, ...], int] = {}
    older = 0
    for row in extract.rows:
        if fold(row["authority"]) != authority:
            extract.reject(row, "authority", "the file is being loaded for another one", "Load its homes on their own")
            continue
        if repeats(extract, row, "home", (fold(row["home"]),), first):
            continue
        if is_named_as_several(extract, row, "home", "reporting_line", "neighbourhood", right=NOT_A_TOTAL):
            continue
        line = register.line(row["reporting_line"])
        values = supplied(extract, row, *VALUES)
        said = {LINE: int(line.id or 0), **values}
        home = register.homes.get(fold(row["home"]))
        if home is None:
            home = register.add_home(row["home"], line, **values)
            dated.tell(int(home.id or 0), *said)
            saving.added += 1
        else:
            older += not _update(saving, dated, home, said)
        saving.name_again(line)
        saving.name_again(home)
        if row["neighbourhood"]:
            area = register.area(row["neighbourhood"])
            saving.name_again(area)
            saving.name_again(lying.let_lie(home, area))
    note_older(extract, older)


def _update(saving: Saving, dated: Dated, home: Home, said: dict[str, Any]) -> bool:
    """Give a home what the file says, but for what a later one said; whether that is all it says."""
    home_id = int(home.id or 0)
    wanted = {name: value for name, value in said.items() if dated.is_later(home_id, name)}
    changed = any(getattr(home, name) != value for name, value in wanted.items())
    if changed:
        saving.writing.keep_changed(Home, home.model_dump())
        home.sqlmodel_update(wanted)
        saving.session.add(home)
        saving.session.flush()
    dated.tell(home_id, *wanted)
    saving.updated += changed
    saving.unchanged += not changed
    return all(getattr(home, name) == value for name, value in said.items())
