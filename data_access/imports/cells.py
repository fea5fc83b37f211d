"""How a cell of an extract becomes a value. Each raises CellProblem saying what would be right."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache

from data_access.imports.table import CellProblem, fold

DAY = r"(?:(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})|(?P<iso_y>\d{4})-(?P<iso_m>\d{1,2})-(?P<iso_d>\d{1,2}))"
# A time as people write it: 14:30, 14.30, 1430, or the hour alone; minutes have two digits.
TIME = r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?)?"
CLOCK = re.compile(TIME, re.ASCII)
MOMENT = re.compile(rf"{DAY}(?:[ T]{TIME})?", re.ASCII)
YEARS = range(1990, 2101)  # outside, a date is mistyped
MONTH_FORMATS = ("%Y-%m", "%m/%Y", "%Y-%m-%d", "%d/%m/%Y")
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
MOST = 999_999_999  # of a count or a number; fits the columns of both databases


def text(cell: str) -> str:
    return " ".join(cell.split())


def day(cell: str) -> date:
    return when(cell).date()


def when(cell: str) -> datetime:
    # Dates are most of the time it takes to read a file; days and minutes come again, so each is made out once.
    if len(cell) == 16 and cell[10] in " T":
        day_of, time_of = _day_alone(cell[:10]), _time_alone(cell[11:])
        if day_of is not None and time_of is not None:
            return datetime.combine(day_of, time_of)
    elif (parsed := _matched(cell)) is not None:
        return parsed
    raise CellProblem("this is not a date", "Write DD/MM/YYYY or YYYY-MM-DD, if known with HH:MM after it")


def clock(cell: str) -> time | None:
    """A time of day as people write it, or None where it is none. Cells of a file and fields of a form agree on it."""
    found = CLOCK.fullmatch(cell.strip())
    if found is None:
        return None
    hour, minute, second = map(int, found.groups("0"))
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def has_time(cell: str) -> bool:
    """Whether a cell that `when` reads has a time of day after its day."""
    return " " in cell.strip() or "T" in cell


@lru_cache(maxsize=4_096)
def _day_alone(cell: str) -> date | None:
    matched = _matched(cell)
    return None if matched is None else matched.date()


@lru_cache(maxsize=4_096)
def _time_alone(cell: str) -> time | None:
    matched = _matched(f"01/01/2000 {cell}")
    return None if matched is None else matched.time()


def _matched(cell: str) -> datetime | None:
    # One expression instead of a strptime for each way to write it.
    found = MOMENT.fullmatch(cell)
    if found is None:
        return None
    d, m, y, iso_y, iso_m, iso_d, hour, minute, second = found.groups("0")
    try:
        if found["y"]:
            parsed = datetime(int(y), int(m), int(d), int(hour), int(minute), int(second))
        else:
            parsed = datetime(int(iso_y), int(iso_m), int(iso_d), int(hour), int(minute), int(second))
    except ValueError:
        return None
    return parsed if parsed.year in YEARS else None


def month(cell: str) -> date:
    for month_format in MONTH_FORMATS:
        parsed = _parsed(cell, month_format)
        if parsed:
            return parsed.date().replace(day=1)
    raise CellProblem("this is not a month", "Write YYYY-MM, for example 2022-04")


def _parsed(cell: str, pattern: str) -> datetime | None:
    try:
        parsed = datetime.strptime(cell, pattern)
    except ValueError:
        return None
    return parsed if parsed.year in YEARS else None


def count(cell: str) -> int:
    digits = _without_thousands(cell)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST))):
        raise CellProblem("this is not a count", "Write a whole number, 0 or more")
    return int(digits)


def number(cell: str) -> float:
    try:
        value = float(_without_thousands(cell))
    except ValueError:
        value = -1.0
    if not 0 <= value <= MOST:
        raise CellProblem("this is not a number", "Write a number, 0 or more")
    return value


def _without_thousands(cell: str) -> str:
    """1,234 as 1234; any other comma stays, so that a decimal comma is a problem and not ten times the number."""
    return cell.replace(",", "") if THOUSANDS.fullmatch(cell) else cell


def choice(*words: str) -> Callable[[str], str]:
    """A parser that accepts these words, whatever their case and spacing."""
    known = {fold(word.replace("_", " ")): word for word in words}

    def parse(cell: str) -> str:
        word = known.get(fold(cell.replace("_", " ")))
        if word is None:
            raise CellProblem("this word is not known", f"Write one of: {', '.join(words)}")
        return word

    return parse
