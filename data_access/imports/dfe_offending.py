"""Kind dfe_offending: the DfE's table of looked-after children convicted or cautioned, by area and year.

Where the table prints a symbol in place of a number, the symbol is kept and the number stays empty: it is not 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from data_access.imports.cells import count, number, text
from data_access.imports.dated import note_older
from data_access.imports.raw import Source
from data_access.imports.reading import PLAIN, ReadAs, open_table
from data_access.imports.saving import Saving
from data_access.imports.table import CellProblem, Column, Extract, Row
from data_access.imports.writing import table_of
from data_access.models import Benchmark, ImportBatch

SYMBOLS = ("c", "z", "x", "k", "u", "low", ":", "~", "-", "..", ".")
KEY = ("source", "area", "year")
PUBLICATION = "DfE, Children looked after in England"
OF_AUTHORITIES = f"{PUBLICATION}, local authority tables"
ROUNDED = f"{PUBLICATION} (rounded to 10)"
AREA_OF = {"national": "country_name", "regional": "region_name", "local authority": "la_name"}


@dataclass(frozen=True)
class Printed:
    """What a cell prints: a number, or a symbol in place of one."""

    value: float | None = None
    symbol: str = ""


def _printed(extract: Extract, row: Row, column: str, parse: Callable[[str], float]) -> Printed | None:
    """What a cell prints, None with the problem recorded where that is neither."""
    cell = row[column]
    if cell is None:
        return Printed()
    if cell.casefold() in SYMBOLS:
        return Printed(symbol=cell.casefold())
    try:
        return Printed(value=parse(cell))
    except CellProblem:
        right = f"Write a number, 0 or more, or one of the symbols {', '.join(SYMBOLS)}"
        extract.reject(row, column, "this is neither a number nor a known symbol", right)
        return None


def year(cell: str) -> int:
    written = cell if len(cell) == 4 else cell[:2] + cell[-2:]  # 202223 and 2022-23 are the year ending in 2023
    if not (written.isascii() and written.isdigit() and 1990 <= int(written) <= 2100):
        raise CellProblem("this is not a year", "Write the year that ends on 31 March, for example 2023")
    return int(written)


COLUMNS = (
    Column("time_period", year, aliases=("year",)),
    Column("geographic_level", text),
    Column("country_name", text, required=False, aliases=("country",)),
    Column("region_name", text, required=False, aliases=("region",)),
    Column("la_name", text, required=False, aliases=("local_authority",)),
    Column("characteristic", text, aliases=("cla_group",)),
    Column("breakdown", text, required=False),
    Column("children_count", text, aliases=("number", "count")),
    Column("children_percent", text, required=False, aliases=("percentage", "percent")),
)


def open_dfe_offending(data: Source, how: ReadAs = PLAIN) -> Extract:
    """Rows: time_period, geographic_level, country_name, region_name, la_name, characteristic, breakdown, numbers."""
    return open_table(data, "dfe_offending", COLUMNS, how)


def read_dfe_offending(data: Source, how: ReadAs = PLAIN) -> Extract:
    """As open_dfe_offending, with all rows at once."""
    extract = open_dfe_offending(data, how)
    extract.rows = list(extract.each())
    extract.incoming = None
    return extract


def save_dfe_offending(saving: Saving, extract: Extract) -> None:
    """Match on area, year and publication; of two tables the one that was drawn later counts.

    Rows about anything but convictions and cautions are left out.
    """
    found: dict[tuple[str, str, int], dict[str, Any]] = {}
    for row in extract.each():
        part = _part(row)
        area = row.get(AREA_OF.get(row["geographic_level"].casefold(), ""))
        if part is None or not area:
            extract.left_out += 1
            continue
        # Only now: the table has other topics, which print other things.
        printed = _printed(extract, row, "children_count", count)
        percent = _printed(extract, row, "children_percent", number)
        if printed is None or percent is None:
            continue
        row["children_count"], row["children_percent"] = printed, percent
        source = OF_AUTHORITIES if row["geographic_level"].casefold() == "local authority" else ROUNDED
        series = found.setdefault((source, area, row["time_period"]), {"row": row})
        if part in series:
            extract.reject(row, "breakdown", "this stands already in an earlier row", "Keep one of the two rows")
        else:
            series[part] = row
    rows = []
    for (source, area, of_year), series in found.items():
        convicted = series.get("convicted")
        if convicted is None:
            wrong = "the children convicted or cautioned are missing for this area and year"
            extract.reject(series["row"], "breakdown", wrong, "Load the file with all of its rows")
            continue
        rows.append({"source": source, "area": area, "year": of_year, **_numbers(convicted, series.get("total"))})
    _save(saving, extract, rows)


def _save(saving: Saving, extract: Extract, rows: list[dict[str, Any]]) -> None:
    """Store what no later table says otherwise; a figure is of the latest table that printed it."""
    key_of = itemgetter(*KEY)
    table = table_of(Benchmark)
    stored = (
        select(table, col(ImportBatch.extract_date).label("drawn"))
        .outerjoin(ImportBatch, col(ImportBatch.id) == table.c.batch_id)
        .where(table.c.source.in_({row["source"] for row in rows}))
    )
    known = {key_of(old): dict(old) for old in saving.session.connection().execute(stored).mappings()}
    drawn = {key: old.pop("drawn") or date.min for key, old in known.items()}
    late = [row for row in rows if drawn.get(key_of(row), date.min) > saving.extract_date]
    of_others = {key_of(row) for row in late}
    as_before = saving.upsert(Benchmark, KEY, [row for row in rows if key_of(row) not in of_others])
    confirmed = [known[key] for key in sorted(as_before) if drawn[key] < saving.extract_date]
    saving.writing.change(Benchmark, confirmed, [{} for _ in confirmed])
    saving.unchanged += len(late)
    note_older(extract, sum(any(known[key_of(row)][name] != value for name, value in row.items()) for row in late))


def _part(row: Row) -> str | None:
    """Whether a row counts the children convicted, or all of the age; None for other topics of the same table."""
    topic, breakdown = row["characteristic"].casefold(), (row["breakdown"] or "").casefold()
    if "convict" not in topic and "convict" not in breakdown:
        return None
    return "total" if breakdown.startswith("total") else "convicted"


def _numbers(convicted: Row, total: Row | None) -> dict[str, Any]:
    counted: Printed = convicted["children_count"]
    of_all: Printed = total["children_count"] if total is not None else Printed()
    percent: Printed = convicted["children_percent"]
    has_both = counted.value is not None and of_all.value is not None
    return {
        "numerator": None if counted.value is None else int(counted.value),
        "denominator": None if of_all.value is None else int(of_all.value),
        # A share is worked out from the two counts; the whole per cent that is printed would only be rougher.
        "percent": None if has_both else percent.value,
        "symbol": counted.symbol or of_all.symbol,
    }
