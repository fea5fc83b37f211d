"""Periods of whole months: their keys in links, their names on the page, and what they are compared with."""

import re
from dataclasses import dataclass
from datetime import date, datetime

FIRST_YEAR = 1990
LAST_YEAR = 2100
YEAR_STARTS_IN = 4  # the reporting year runs from 1 April to 31 March

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# The parts of a reporting year: kind, letter in the key, months in each part.
PARTS = (("half", "H", 6), ("quarter", "Q", 3), ("four months", "T", 4))
EXAMPLES = "2022-23, 2022-23-H1, 2022-23-Q3, 2022-23-T2, r12-2023-03 or 2022-04..2022-09"

_YEAR_KEY = re.compile(r"([12]\d{3})-(\d{2})(?:-([HQT])(\d))?", re.ASCII)
_ROLLING_KEY = re.compile(r"r12-([12]\d{3})-(\d{2})", re.ASCII)
_RANGE_KEY = re.compile(r"([12]\d{3})-(\d{2})\.\.([12]\d{3})-(\d{2})", re.ASCII)


class PeriodError(ValueError):
    """A period, or a comparison of two, that cannot be used; the message is a sentence to show."""


def add_months(month: date, number: int) -> date:
    """The first of the month that lies so many months after (or, if negative, before) a month."""
    years, index = divmod(month.year * 12 + month.month - 1 + number, 12)
    return date(years, index + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from `start` up to, not including, `end`; both are firsts of a month, else PeriodError."""

    start: date
    end: date

    def __post_init__(self) -> None:
        for day in (self.start, self.end):
            if not isinstance(day, date) or isinstance(day, datetime) or day.day != 1:
                raise PeriodError(f"A period starts and ends on the first of a month; {day} is not one.")
        if self.end <= self.start:
            raise PeriodError(f"A period has at least one month; {self.start} to {self.end} has none.")

    @property
    def length(self) -> int:
        """The number of months."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    @property
    def months(self) -> list[date]:
        """The first day of every month, earliest first."""
        return [add_months(self.start, number) for number in range(self.length)]

    @property
    def last_month(self) -> date:
        """The first day of the last month."""
        return add_months(self.end, -1)

    @property
    def is_year(self) -> bool:
        """Whether this is one reporting year, 1 April to 31 March."""
        return self.start.month == YEAR_STARTS_IN and self.length == 12

    @property
    def key(self) -> str:
        """The one spelling for links: a year, half, quarter or four months where it is one, else first..last month."""
        year = self.start.year if self.start.month >= YEAR_STARTS_IN else self.start.year - 1
        if self.is_year:
            return _year_name(year)
        months_in = (self.start.year - year) * 12 + self.start.month - YEAR_STARTS_IN
        for _, letter, months in PARTS:
            if self.length == months and months_in % months == 0:
                return f"{_year_name(year)}-{letter}{months_in // months + 1}"
        return f"{self.start:%Y-%m}..{self.last_month:%Y-%m}"

    @property
    def label(self) -> str:
        """The short name: "2022-23", "April to September 2022", "October 2021 to March 2022" or "June 2022"."""
        if self.is_year:
            return _year_name(self.start.year)
        if self.length > 1 and self.start.year == self.last_month.year:
            return f"{MONTH_NAMES[self.start.month - 1]} to {month_name(self.last_month)}"
        return self.words

    @property
    def words(self) -> str:
        """The months in full: "April 2022 to March 2023"; one month: "June 2022"."""
        if self.length == 1:
            return month_name(self.start)
        return f"{month_name(self.start)} to {month_name(self.last_month)}"

    def contains(self, month: date) -> bool:
        """Whether a day lies in the period."""
        return self.start <= month < self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods have a month in common."""
        return self.start < other.end and other.start < self.end


def _year_name(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


def month_name(month: date) -> str:
    """A month in full: "April 2022"."""
    return f"{MONTH_NAMES[month.month - 1]} {month.year}"


def short_month_name(month: date) -> str:
    """A month as a table has room for it: "Apr 2022"."""
    return f"{MONTH_NAMES[month.month - 1][:3]} {month.year}"


def parse_period(key: str) -> Period:
    """The period that a key in a link stands for.

    Takes `2022-23`, `2022-23-H1`, `2022-23-Q3`, `2022-23-T2`, `r12-2023-03` (the 12 months ending March 2023) and
    `2022-04..2022-09` (last month included), years 1990 to 2100. Raises PeriodError with a sentence otherwise.
    """
    text = key.strip()
    period = _read_period(text)
    if period.start.year < FIRST_YEAR or period.last_month.year > LAST_YEAR:
        raise PeriodError(
            f'The period "{text}" is outside the years {FIRST_YEAR} to {LAST_YEAR}. '
            f"Right would be, for example, {EXAMPLES}."
        )
    return period


def _read_period(text: str) -> Period:
    if found := _YEAR_KEY.fullmatch(text):
        return _year_part(text, *found.groups())
    if found := _ROLLING_KEY.fullmatch(text):
        last = _month(text, *found.groups())
        return Period(add_months(last, -11), add_months(last, 1))
    if found := _RANGE_KEY.fullmatch(text):
        first, last = _month(text, *found.groups()[:2]), _month(text, *found.groups()[2:])
        if last < first:
            raise PeriodError(f'The period "{text}" ends before it starts. Right would be, for example, {EXAMPLES}.')
        return Period(first, add_months(last, 1))
    raise PeriodError(f'"{text}" is not a period. Right would be, for example, {EXAMPLES}.')


def _year_part(text: str, first: str, second: str, letter: str | None, number: str | None) -> Period:
    year = int(first)
    if _year_name(year)[-2:] != second:
        raise PeriodError(
            f'The period "{text}" names two years that do not follow each other; '
            f"the year from April {year} is {_year_name(year)}. Other examples: {EXAMPLES}."
        )
    start = date(year, YEAR_STARTS_IN, 1)
    if letter is None or number is None:
        return Period(start, add_months(start, 12))
    months = next(months for _, part_letter, months in PARTS if part_letter == letter)
    if not 1 <= int(number) <= 12 // months:
        raise PeriodError(
            f'The period "{text}" does not exist; {letter} goes from {letter}1 to {letter}{12 // months}. '
            f"Right would be, for example, {EXAMPLES}."
        )
    part_start = add_months(start, (int(number) - 1) * months)
    return Period(part_start, add_months(part_start, months))


def _month(text: str, year: str, month: str) -> date:
    if not 1 <= int(month) <= 12:
        raise PeriodError(
            f'The period "{text}" names month {month}; months go from 01 to 12. '
            f"Right would be, for example, {EXAMPLES}."
        )
    return date(int(year), int(month), 1)


def reporting_years_of(period: Period) -> Period:
    """The whole reporting years, 1 April to 31 March, of which the period has a month."""
    first, last = (
        month.year if month.month >= YEAR_STARTS_IN else month.year - 1 for month in (period.start, period.last_month)
    )
    return Period(date(first, YEAR_STARTS_IN, 1), date(last + 1, YEAR_STARTS_IN, 1))


def same_period_last_year(period: Period) -> Period:
    """The same months, one year earlier."""
    return Period(add_months(period.start, -12), add_months(period.end, -12))


def period_before(period: Period) -> Period:
    """The same number of months, directly before."""
    return Period(add_months(period.start, -period.length), period.start)


def parts_of_months(period: Period, months: int) -> list[Period]:
    """The period cut into so many months each, in order; a shorter one, or a rest at its end, stays as it is."""
    starts = range(0, period.length, months)
    return [Period(add_months(period.start, n), min(add_months(period.start, n + months), period.end)) for n in starts]


def latest_full_year(last_month: date) -> Period:
    """The last reporting year that is wholly covered when `last_month` is the last month covered."""
    after = add_months(last_month, 1)
    end_year = after.year if after.month >= YEAR_STARTS_IN else after.year - 1
    return Period(date(end_year - 1, YEAR_STARTS_IN, 1), date(end_year, YEAR_STARTS_IN, 1))


def period_choices(first: date, last: date) -> list[tuple[str, Period]]:
    """The periods one can choose between two months (both included), by kind, newest first.

    Kinds in order: "year", "half", "quarter", "four months", "rolling 12". Twelve months that are a reporting year are
    listed as that year only, so that no key appears twice.
    """
    first, end = add_months(first, 0), add_months(last, 1)
    choices: list[tuple[str, Period]] = []
    for kind, months in (("year", 12), *((kind, months) for kind, _, months in PARTS), ("rolling 12", 12)):
        start = add_months(end, -months)
        while start >= first:
            period = Period(start, add_months(start, months))
            starts_a_part = (start.month - YEAR_STARTS_IN) % months == 0
            if starts_a_part != (kind == "rolling 12"):
                choices.append((kind, period))
            start = add_months(start, -1)
    return choices


def comparison_period(period: Period, against: str, baseline: Period | None = None) -> Period:
    """The period that another is compared with: the same months last year, those directly before, or a baseline.

    `against` is "last-year", "before" or "baseline". Raises PeriodError where the two would not be comparable: no
    baseline given, one of another length, or periods that overlap.
    """
    if against == "before":
        return period_before(period)
    if against == "last-year":
        last_year = same_period_last_year(period)
        if last_year.overlaps(period):
            raise PeriodError(
                f"{period.words} is longer than a year, so the same period last year overlaps it; "
                'compare it with the period "before" or with a baseline.'
            )
        return last_year
    if against != "baseline":
        raise PeriodError(
            f'A period is compared with "last-year", "before" or "baseline"; "{against}" is none of them.'
        )
    if baseline is None:
        raise PeriodError("A comparison with a baseline needs one: choose the baseline period.")
    if baseline.length != period.length:
        raise PeriodError(
            f"The baseline {baseline.words} has {baseline.length} months, {period.words} has {period.length}; "
            "choose a baseline of the same length."
        )
    if baseline.overlaps(period):
        raise PeriodError(f"The baseline {baseline.words} overlaps {period.words}; choose one that does not.")
    return baseline
