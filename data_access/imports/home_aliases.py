"""Kind home_aliases: other spellings under which senders name a home."""

from sqlmodel import col, select

from data_access.imports.cells import text
from data_access.imports.dated import Dated, note_older
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, read_table
from data_access.imports.resolving import resolve, without_repeats
from data_access.imports.saving import Saving
from data_access.imports.table import Column, Extract, fold
from data_access.models import HomeAlias

COLUMNS = (Column("alias", fold), Column("home", text, aliases=("home_name",)))


def read_home_aliases(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: alias (folded), home."""
    return read_table(data, "home_aliases", COLUMNS, how)


def save_home_aliases(saving: Saving, extract: Extract) -> None:
    """Add aliases; one that pointed to another home is moved, unless a later extract said so."""
    homes = saving.homes()
    stored = select(HomeAlias).where(col(HomeAlias.authority_id) == saving.authority_id)
    known = {alias.alias: alias for alias in saving.session.exec(stored)}
    dated = Dated(saving, HomeAlias, ("home_id",))
    older = 0
    for row in without_repeats(extract, ("alias",)):
        home_id = resolve(extract, row, "home", homes, "home")
        if home_id is None:
            continue
        alias = known.get(row["alias"])
        if alias is None:
            alias = HomeAlias(authority_id=saving.authority_id, home_id=home_id, alias=row["alias"])
            saving.add_to_register(alias)
            saving.added += 1
        elif alias.home_id == home_id:
            saving.unchanged += 1
        elif dated.is_later(int(alias.id or 0), "home_id"):
            saving.writing.keep_changed(HomeAlias, alias.model_dump())
            alias.home_id = home_id
            saving.session.add(alias)
            saving.updated += 1
        else:
            saving.unchanged += 1
            older += 1
            continue
        dated.tell(int(alias.id or 0), "home_id")
    note_older(extract, older)
