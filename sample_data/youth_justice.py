"""Events of the Youth Justice Service with children living in the council's homes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sample_data.published_totals import YOUTH_JUSTICE
from sample_data.years import SEED, YEAR_STARTS, day_text, first_day, last_day

HEADER = ("child_reference", "event", "event_date", "detail", "delivered_by")

SERVICE = "Youth Justice Service"
WELL_BEING = "Youth Well-Being Worker"
WELL_BEING_LAST_DAY = date(2022, 9, 30)

Event = tuple[date, str, str, str, str]

# Child, first day with the service in the year, and how many events of each kind.
INVOLVED: dict[int, tuple[tuple[str, date, dict[str, int]], ...]] = {
    2021: (
        ("YJ-107", date(2021, 4, 1), {"contact": 21, "assessment": 2, "court_appearance": 3}),
        ("YJ-112", date(2021, 4, 1), {"contact": 11, "assessment": 1, "court_appearance": 1}),
        ("YJ-118", date(2021, 10, 11), {"contact": 5, "assessment": 1}),
    ),
    2022: (
        ("YJ-112", date(2022, 4, 1), {"contact": 28, "assessment": 4, "court_appearance": 6}),
        ("YJ-118", date(2022, 5, 16), {"contact": 19, "assessment": 2, "court_appearance": 4}),
        ("YJ-121", date(2022, 6, 6), {"contact": 34, "assessment": 5, "court_appearance": 10}),
        ("YJ-126", date(2022, 8, 22), {"contact": 15, "assessment": 2, "court_appearance": 3}),
    ),
}

# An order that runs on from the year before stands at the first day of the year.
ORDERS: tuple[tuple[str, date, str], ...] = (
    ("YJ-107", date(2021, 5, 19), "Youth rehabilitation order"),
    ("YJ-112", date(2021, 4, 1), "Referral order, running at the start of the year"),
    ("YJ-112", date(2022, 4, 1), "Referral order, running at the start of the year"),
    ("YJ-121", date(2022, 9, 14), "Youth rehabilitation order"),
)
OFFENCES: tuple[tuple[str, date, str], ...] = (
    ("YJ-107", date(2021, 4, 24), "Violence without injury"),
    ("YJ-112", date(2022, 4, 9), "Criminal damage"),
    ("YJ-112", date(2022, 7, 30), "Public disorder"),
    ("YJ-118", date(2022, 5, 21), "Drug possession"),
    ("YJ-121", date(2022, 6, 11), "Violence with injury"),
    ("YJ-121", date(2022, 8, 5), "Possession of weapons offences"),
    ("YJ-121", date(2022, 8, 6), "Violence without injury"),
    ("YJ-126", date(2022, 8, 27), "All other theft offences"),
)
DETAILS: dict[str, tuple[str, ...]] = {
    "contact": ("Session", "Session", "Session", "Home visit", "Review of the plan"),
    "assessment": ("Assessment completed", "Review assessment completed"),
    "court_appearance": ("Youth court",),
}
CONTACT_BY = (
    SERVICE,
    SERVICE,
    SERVICE,
    SERVICE,
    SERVICE,
    "Speech and language therapist",
    "Substance use worker",
    WELL_BEING,
    WELL_BEING,
)


def youth_justice_rows() -> list[tuple[object, ...]]:
    """Every event of the two years by date, child and kind; there is no breach in either year."""
    rng = Random(f"{SEED} youth justice")
    events: list[Event] = [(day, child, "substantive_order", detail, SERVICE) for child, day, detail in ORDERS]
    events += [(day, child, "offence", detail, "") for child, day, detail in OFFENCES]
    for year in YEAR_STARTS:
        for child, start, counts in INVOLVED[year]:
            events.append((start, child, "involvement", "Known to the service in the year", SERVICE))
            for kind, count in counts.items():
                events += _events(child, kind, count, start, year, rng)
    _check(events)
    return [(child, kind, day_text(day), detail, by) for day, child, kind, detail, by in sorted(events)]


def _events(child: str, kind: str, count: int, start: date, year: int, rng: Random) -> list[Event]:
    """One child's events of one kind in one year, each on a day of its own so that no two rows are alike."""
    first = _first_possible(child, kind, start, year)
    days: set[date] = set()
    while len(days) < count:
        days.add(_working_day(first, last_day(year), rng))
    events = []
    for day in sorted(days):
        by = rng.choice([name for name in CONTACT_BY if name != WELL_BEING or day <= WELL_BEING_LAST_DAY])
        events.append((day, child, kind, rng.choice(DETAILS[kind]), by if kind == "contact" else SERVICE))
    return events


def _first_possible(child: str, kind: str, start: date, year: int) -> date:
    """The child's first day with the service; for court, some weeks after the child's first offence of the year."""
    offences = [day for name, day, _ in OFFENCES if name == child and first_day(year) <= day <= last_day(year)]
    if kind != "court_appearance" or not offences:
        return start
    return min(offences) + timedelta(days=25)


def _working_day(first: date, last: date, rng: Random) -> date:
    """A weekday between two days, not between Christmas Eve and the first days of January."""
    while True:
        day = first + timedelta(days=rng.randrange((last - first).days + 1))
        if day.weekday() < 5 and (day.month, day.day) not in _CLOSED:
            return day


_CLOSED = {(12, day) for day in range(24, 32)} | {(1, 1), (1, 2), (1, 3)}


def _check(events: list[Event]) -> None:
    """Refuse a plan that no longer adds up to the published year."""
    for place, year in enumerate(YEAR_STARTS):
        inside = [event for event in events if first_day(year) <= event[0] <= last_day(year)]
        for kind, yearly in YOUTH_JUSTICE.items():
            found = (
                len({event[1] for event in inside}) if kind == "children" else sum(event[2] == kind for event in inside)
            )
            if found != yearly[place]:
                raise ValueError(f"youth justice {year}: {kind} adds up to {found}, published {yearly[place]}")
