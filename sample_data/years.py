"""The two years of the sample, and dates as the extracts write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

SEED = 20231031
YEAR_STARTS = (2021, 2022)
AS_AT = date(2023, 3, 31)

# The hour after 01:00 does not exist on these days, so no wall clock can have shown it.
CLOCKS_FORWARD = (date(2021, 3, 28), date(2022, 3, 27), date(2023, 3, 26))


def first_day(year: int) -> date:
    """The first day of the year that starts in April."""
    return date(year, 4, 1)


def last_day(year: int) -> date:
    """The last day of the year that starts in April."""
    return date(year + 1, 3, 31)


def year_months(year: int) -> list[date]:
    """The twelve months of a year, each as its first day."""
    return [date(year + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]


def days_in(month: date) -> int:
    """How many days a month has."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - month).days


def within_year(day: date, year: int) -> date:
    """The day itself, or the nearest day of the year."""
    return min(max(day, first_day(year)), last_day(year))


def wall_time(moment: datetime) -> datetime:
    """The moment, moved an hour back if no clock in the country showed it."""
    if moment.date() in CLOCKS_FORWARD and moment.hour == 1:
        return moment - timedelta(hours=1)
    return moment


def day_text(day: date) -> str:
    """A date as the extracts write it."""
    return day.strftime("%d/%m/%Y")


def moment_text(moment: datetime) -> str:
    """A date and time as the police extracts write them."""
    return moment.strftime("%d/%m/%Y %H:%M")


def month_text(month: date) -> str:
    """A month as the monthly files write it."""
    return month.strftime("%Y-%m")
