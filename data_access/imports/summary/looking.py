"""What a person should look at in tables that can be loaded: numbers that do not fit each other."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from data_access.imports.sheets import shown
from data_access.imports.summary.layout import (
    COMPARED,
    CRIMES,
    CROMARTY,
    HOMES,
    INCIDENT_TYPES,
    INCIDENTS,
    OFFENCE_TYPES,
    OTHER,
)
from data_access.imports.summary.periods import Months
from data_access.imports.table import Extract, Row
from data_access.imports.workbook import Cell

PRINTED = re.compile(r"(?P<number>[+-]?\d+(?:\.(?P<decimals>\d+))?) ?(?P<percent>%?)", re.ASCII)
TYPES_OF = {CRIMES: OFFENCE_TYPES, INCIDENTS: INCIDENT_TYPES}
NOT_KNOWN = "n/a"


def look_at_periods(extract: Extract, header: Row, periods: Iterable[Months], published_on: date) -> None:
    """A period that had not ended when the tables were published."""
    for period in sorted(periods):
        if (period.last + timedelta(days=31)).replace(day=1) > published_on:
            wrong = "this period had not ended on the day given as Published on"
            extract.warn(header, period.key, wrong, "Correct the heading, or the day on the sheet About")


def look_at_change(extract: Extract, row: Row, heading: str, cell: Cell) -> None:
    """A printed change that does not follow from the only two periods of its row; the earlier one is the base."""
    if len(row["periods"]) == 2 and len(row["counts"]) == 2:
        before, now = (row["counts"][period] for period in row["periods"])
        if not _fits(cell, before, now):
            extract.warn(row, heading, "this change does not follow from the two counts", "Check the counts")


def _fits(cell: Cell, before: int, now: int) -> bool:
    printed = shown(cell).casefold().replace("\u2212", "-")
    if printed == NOT_KNOWN:
        return before == 0
    found = PRINTED.fullmatch(printed)
    if found is None or cell.is_merged:
        return True  # a note, or nothing
    if before == 0:
        return now == 0 and float(found["number"]) == 0
    percent, number = 100 * (now - before) / before, float(found["number"])
    last_digit: float = 10 ** -len(found["decimals"] or "")
    if isinstance(cell.value, str):
        return abs(number - percent) <= last_digit
    # A number may be a share shown as a percentage; how many of its digits the sheet shows is not read.
    return abs(number - percent) <= last_digit or abs(100 * number - percent) <= 1


def look_at_totals(extract: Extract, rows: Sequence[Row], sheet: str) -> None:
    """A total that is not the sum of its homes. Nothing is said where a home's count is not known."""
    homes = [row for row in rows if row["kind"] == "home"]
    if not homes or _has_problems(extract, sheet):
        return
    for total in (row for row in rows if row["kind"] == "total"):
        for period, counted in sorted(total["counts"].items()):
            of_homes = [row["counts"].get(period) for row in homes]
            if None not in of_homes and sum(of_homes) != counted:
                right = "Check both; the total is not stored"
                extract.warn(total, period.key, "this total is not the sum of its homes", right)


def look_at_types(extract: Extract, rows: Sequence[Row], types: Sequence[Row], sheet: str) -> None:
    """Types of a home that do not add up to its count. Nothing is said where the type of a row is not known."""
    if _has_problems(extract, TYPES_OF[sheet]):
        return
    by_line: dict[int, list[Row]] = defaultdict(list)
    for row in types:
        by_line[row["line_id"]].append(row)
    for home in (row for row in rows if row["kind"] == "home"):
        for period, counted in sorted(home["counts"].items()):
            of_types = [row["counts"][period] for row in by_line[home["line_id"]] if period in row["counts"]]
            if of_types and sum(of_types) != counted:
                wrong = "this is not the sum of the home's types"
                extract.warn(home, period.key, wrong, f"Compare it with the sheet {TYPES_OF[sheet]}")


def look_at_results(extract: Extract, rows: Sequence[Row]) -> None:
    """A period in which no child could be compared with their own first meeting."""
    for period in sorted({period for row in rows for period in row["counts"]}):
        told = [row for row in rows if period in row["counts"]]
        if sum(row["counts"][period] for row in told if row["result"] in COMPARED) == 0:
            wrong = "no child is counted as improved, the same or lower in this period"
            extract.warn(told[0], period.key, wrong, "Leave cells blank where nothing was supplied")


def look_at_new_homes(extract: Extract, rows: Sequence[Row], new_lines: set[int]) -> None:
    """A new home that stands on one sheet alone, though others name homes too; it may be misspelled."""
    sheets_of: dict[int, set[str]] = defaultdict(set)
    first: dict[int, Row] = {}
    for row in rows:
        if row.get("line_id") is not None:
            sheets_of[row["line_id"]].add(row.sheet)
            first.setdefault(row["line_id"], row)
    if len({sheet for named in sheets_of.values() for sheet in named}) < 2:
        return
    for line_id, row in first.items():
        if line_id in new_lines and len(sheets_of[line_id]) == 1:
            column = {CRIMES: "place", INCIDENTS: "place", HOMES: "reporting_line"}.get(row.sheet, "home")
            extract.warn(row, column, "no other sheet knows this home", "See that it is spelled alike on all sheets")


def look_at_numbers(extract: Extract, by_sheet: dict[str, list[Row]], new_lines: set[int]) -> None:
    """Everything that can be looked at once it is known which homes and types are meant."""
    for sheet, types in TYPES_OF.items():
        look_at_totals(extract, by_sheet[sheet], sheet)
        look_at_types(extract, by_sheet[sheet], by_sheet[types], sheet)
    look_at_results(extract, by_sheet[CROMARTY])
    naming_homes = (HOMES, CRIMES, INCIDENTS, OFFENCE_TYPES, INCIDENT_TYPES, OTHER)
    look_at_new_homes(extract, [row for sheet in naming_homes for row in by_sheet[sheet]], new_lines)


def _has_problems(extract: Extract, sheet: str) -> bool:
    return any(problem.sheet == sheet for problem in extract.problems)
