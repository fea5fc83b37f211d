"""Kind neighbourhood_extract: single records of whole neighbourhoods, counted by month while they are read.

They are about the public, so no record and no reference is stored: only how many there were.
"""

from array import array
from collections import Counter
from datetime import date

import numpy as np

from data_access.imports.cells import choice, text, when
from data_access.imports.neighbourhood_months import (
    KINDS,
    Counts,
    Month,
    Spellings,
    look_at_months,
    note_without_rows,
    save_months,
)
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, open_table, read_table
from data_access.imports.resolving import resolver
from data_access.imports.saving import KEEP_ONE_ROW, Saving, first_of_month
from data_access.imports.table import Column, Extract, Row

COLUMNS = (
    Column(
        "reference",
        text,
        aliases=(
            "log_number",
            "incident_number",
            "occurrence_number",
            "crime_number",
            "log_no",
            "incident_no",
            "occurrence_no",
            "crime_no",
        ),
    ),
    Column("reported_at", when, aliases=("date", "reported", "date_reported", "recorded", "date_recorded")),
    Column("neighbourhood", text, aliases=("snt", "safer_neighbourhood", "beat", "area")),
    Column("kind", choice(*KINDS)),
    Column("type", text, aliases=("closing_code", "offence_type", "incident_type", "class")),
)


def read_neighbourhood_extract(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: reference, reported_at, neighbourhood, kind, type."""
    return read_table(data, "neighbourhood_extract", COLUMNS, how)


def open_neighbourhood_extract(data: Source, how: ReadAs = PLAIN) -> Extract:
    """As read_neighbourhood_extract, row by row."""
    return open_table(data, "neighbourhood_extract", COLUMNS, how)


def save_neighbourhood_extract(saving: Saving, extract: Extract) -> None:
    """The months stated are covered for the neighbourhoods and kinds that the file names; their counts are replaced."""
    area_of = resolver(
        extract, "neighbourhood", saving.labels("neighbourhood", saving.neighbourhoods()), "neighbourhood"
    )
    keys: dict[tuple[int, str, date, str], int] = {}
    counted, hashes, numbers = array("l"), array("q"), array("l")
    spelled = Spellings()
    for row in extract.each():
        if saving.is_outside(extract, row, "reported_at"):
            continue
        area_id = area_of(row)
        if area_id is None:
            continue
        if row["reported_at"] > saving.now:
            extract.warn(row, "reported_at", "this date lies in the future", "Ask the sender for the right date")
        key = (area_id, row["kind"], first_of_month(row["reported_at"]), spelled[row["type"]])
        counted.append(keys.setdefault(key, len(keys)))
        # Of a reference only this number is held, as long as the file is read: it tells rows that stand there twice.
        hashes.append(hash((row["kind"], row["reference"])))
        numbers.append(row.number)
    counts = _without_repeats(extract, list(keys), counted, hashes, numbers)
    look_at_months(saving, extract, counts)
    named = {key[:2] for key in counts}
    months = saving.months or tuple({key[2] for key in counts})
    covered: set[Month] = {(area_id, kind, month) for area_id, kind in named for month in months}
    if counts:
        note_without_rows(saving, extract, set(months), named)
    save_months(saving, extract, counts, covered)


def _without_repeats(
    extract: Extract,
    keys: list[tuple[int, str, date, str]],
    counted: "array[int]",
    hashes: "array[int]",
    numbers: "array[int]",
) -> Counts:
    """The counts, each reference once; a row of a reference that stood there before becomes a problem."""
    if not counted:
        return {}
    places = np.frombuffer(counted, dtype=np.dtype("l"))
    _, first = np.unique(np.frombuffer(hashes, dtype=np.int64), return_index=True)
    is_first = np.zeros(len(places), dtype=bool)
    is_first[first] = True
    for number in np.frombuffer(numbers, dtype=np.dtype("l"))[~is_first]:
        wrong = "this stands already in an earlier row"
        extract.reject(Row(int(number), {}), "reference", wrong, KEEP_ONE_ROW, is_lost=False)
    found = Counter(dict(enumerate(np.bincount(places[is_first], minlength=len(keys)).tolist())))
    return {key: found[place] for place, key in enumerate(keys) if found[place]}
