"""Kind police_uk_street: the street-level crimes of data.police.uk, for areas whose police supply no counts.

They have no day, no age and moved coordinates; they are counted by month while they are read. Anti-social behaviour
stands among them without being a recorded crime, and is no call for service either, so it is left out. A second file
says which neighbourhood each small area (LSOA) belongs to; rows of other areas are left out.
"""

from datetime import date

from data_access.imports.cells import month, text
from data_access.imports.neighbourhood_months import OPEN_DATA, Counts, Spellings, look_at_months, save_months
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, open_table, read_table
from data_access.imports.register import NAMES_OF_SEVERAL, TOTAL, Register
from data_access.imports.saving import Saving
from data_access.imports.table import Column, Extract, UnreadableFile, fold

NOT_A_CRIME = "anti-social behaviour"
COLUMNS = (
    Column("crime_id", text, may_be_blank=True),
    Column("month", month),
    Column("lsoa_code", text, may_be_blank=True),
    Column("lsoa_name", text, required=False),
    Column("crime_type", text),
)
LOOKUP_COLUMNS = (
    Column("lsoa_code", text, aliases=("lsoa", "lsoa11cd", "lsoa21cd")),
    Column("neighbourhood", text, aliases=("name",)),
)
NO_LOOKUP = (
    "Say which neighbourhood each LSOA belongs to, with a second file of the columns lsoa_code, neighbourhood "
    "(on the command line: --lookup FILE)."
)


def open_police_uk_street(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: crime_id, month, lsoa_code, crime_type; and the lookup of the second file."""
    extract = open_table(data, "police_uk_street", COLUMNS, how)
    if how.lookup is None:
        raise UnreadableFile(NO_LOOKUP)
    lookup = read_table(how.lookup, "lookup", LOOKUP_COLUMNS)
    if lookup.problems:
        raise UnreadableFile(f"The file of LSOAs is not right. {lookup.problems[0].sentence()}")
    extract.lookup = {row["lsoa_code"].upper(): row["neighbourhood"] for row in lookup.rows}
    for name in extract.lookup.values():
        if fold(name) in NAMES_OF_SEVERAL or fold(name).startswith(TOTAL):
            raise UnreadableFile("The file of LSOAs names a total as a neighbourhood. Leave it out.")
    return extract


def read_police_uk_street(data: Source, how: ReadAs = PLAIN) -> Extract:
    """As open_police_uk_street, with all rows at once."""
    extract = open_police_uk_street(data, how)
    extract.rows = list(extract.each())
    extract.incoming = None
    return extract


def save_police_uk_street(saving: Saving, extract: Extract) -> None:
    """Count crimes once each; every neighbourhood of the lookup is covered for the months of the file."""
    saving.source = OPEN_DATA
    register = Register(saving)
    names = {fold(name): name for name in extract.lookup.values()}
    area_ids = {folded: int(register.area(name).id or 0) for folded, name in names.items()}
    area_of = {code: area_ids[fold(name)] for code, name in extract.lookup.items()}
    counts: Counts = {}
    spelled = Spellings()
    months: set[date] = set()
    seen: set[int] = set()
    others = elsewhere = again = 0
    for row in extract.each():
        months.add(row["month"])
        area_id = area_of.get((row["lsoa_code"] or "").upper())
        if area_id is None:
            elsewhere += 1
            continue
        if fold(row["crime_type"]) == NOT_A_CRIME:
            others += 1
            continue
        if row["crime_id"]:
            mark = hash(row["crime_id"])
            if mark in seen:
                again += 1
                continue
            seen.add(mark)
        key = (area_id, "crime", row["month"], spelled[row["crime_type"]])
        counts[key] = counts.get(key, 0) + 1
    extract.left_out += elsewhere + others + again
    _tell(extract, elsewhere, "of LSOAs that the lookup does not name", "Nothing is to be done for other areas")
    _tell(extract, others, "of anti-social behaviour, which is not a recorded crime", "Nothing is to be done")
    _tell(extract, again, "of a Crime ID that stood there before", "Each crime is counted once, where it stands first")
    look_at_months(saving, extract, counts)
    save_months(saving, extract, counts, {(area, "crime", of) for area in area_ids.values() for of in months})


def _tell(extract: Extract, rows: int, which: str, right: str) -> None:
    if rows:
        extract.note(f"{rows:,} {'row was' if rows == 1 else 'rows were'} left out: {which}", right)
