"""Which whole months the heading of a column of counts names."""

import re
from datetime import date
from typing import NamedTuple

from data_access.imports.cells import YEARS

YEAR_STARTS_IN = 4  # the reporting year runs from 1 April to 31 March
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
PART_MONTHS = {"h": 6, "q": 3, "t": 4}  # half, quarter, four months
BESIDE_A_PERIOD = re.compile(r"\b(current|previous|year|count|counts|number|total)\b")
YEAR = r"(?P<year>\d{4}) ?[- ] ?(?P<next>\d{4}|\d{2})"
PART = r"(?P<part>[hqt]) ?(?P<number>\d)"
YEAR_KEY = re.compile(rf"{YEAR}(?: ?[- ] ?{PART})?", re.ASCII)
PART_FIRST = re.compile(rf"{PART}[ ,-]+{YEAR}", re.ASCII)
ROLLING_KEY = re.compile(r"r12-(?P<year>\d{4})-(?P<month>\d{2})", re.ASCII)
RANGE_KEY = re.compile(r"(\d{4})-(\d{2}) ?\.\. ?(\d{4})-(\d{2})", re.ASCII)
NAMED = re.compile(r"(?:([a-z]+)\.?(?: (\d{4}))? ?(?:to|until|-) ?)?([a-z]+)\.? (\d{4})", re.ASCII)


class Months(NamedTuple):
    """A period of whole months, by the first days of its first and its last month."""

    first: date
    last: date

    @property
    def key(self) -> str:
        """One word for the period, for example 2022-04..2023-03."""
        return f"{self.first:%Y-%m}..{self.last:%Y-%m}"


def period_of(heading: str) -> Months | None:
    """The period a heading names: "2022-23", "current_2022_23", "2022-23 Q3", "Apr 2022 to Mar 2023", ..., or None."""
    text = heading.casefold().replace("_", " ").replace("\u2013", "-").replace("/", "-")
    text = " ".join(BESIDE_A_PERIOD.sub(" ", text).replace("(", " ").replace(")", " ").split())
    if found := YEAR_KEY.fullmatch(text) or PART_FIRST.fullmatch(text):
        return _part_of_year(int(found["year"]), found["next"], found["part"], int(found["number"] or 0))
    if found := ROLLING_KEY.fullmatch(text):
        return _months(_step(int(found["year"]), int(found["month"]), -11), (int(found["year"]), int(found["month"])))
    if found := RANGE_KEY.fullmatch(text):
        first_year, first, last_year, last = (int(part) for part in found.groups())
        return _months((first_year, first), (last_year, last))
    if found := NAMED.fullmatch(text):
        first_name, stated_year, last_name, year = found.groups()
        first, last = _month_number(first_name or last_name), _month_number(last_name)
        return _months((int(stated_year or year), first), (int(year), last))
    return None


def _part_of_year(year: int, following: str, part: str | None, number: int) -> Months | None:
    if following not in (str(year + 1), str(year + 1)[-2:]):
        return None
    months = PART_MONTHS[part] if part else 12
    if part and not 1 <= number <= 12 // months:
        return None
    begins = _step(year, YEAR_STARTS_IN, (number - 1) * months if part else 0)
    return _months(begins, _step(*begins, months - 1))


def _month_number(name: str) -> int:
    """1 to 12; 0 for a word that is no month."""
    found = [number for number, month in enumerate(MONTHS, start=1) if month.startswith(name)]
    return found[0] if len(name) >= 3 and found else 0


def _step(year: int, month: int, by: int) -> tuple[int, int]:
    years, index = divmod(year * 12 + month - 1 + by, 12)
    return years, index + 1


def _months(first: tuple[int, int], last: tuple[int, int]) -> Months | None:
    if first > last or not all(year in YEARS and 1 <= month <= 12 for year, month in (first, last)):
        return None
    return Months(date(*first, 1), date(*last, 1))
