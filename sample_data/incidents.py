"""Police calls for service at the four homes: runs of missing episodes by few children, and all the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sample_data.homes import HOMES_OF_LINE, written_as
from sample_data.published_totals import INCIDENTS
from sample_data.years import SEED, YEAR_STARTS, first_day, moment_text, wall_time, within_year

HEADER = (
    "reference",
    "reported_at",
    "occurred_at",
    "home",
    "incident_type",
    "response",
    "child_reference",
    "child_role",
)

MISSING = "Missing Person"
SUSPICIOUS = "Suspicious Circumstances/Insecure Premises/Vehicles"
SUSPICIOUS_SECOND_SPELLING = "Suspicious Circumstances/Insecure/Premises/Vehicles"
NO_CHILD = ("Sudden Death", "Abandoned Call", SUSPICIOUS, "Suspicious Package/Object")
MISSING_ROLE = (MISSING, "Missing No Apparent Risk")

# Weights of the hours 0 to 23 at which a call comes in.
NIGHT = (9, 6, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 8, 10, 13, 13)
DAY = (2, 1, 1, 0, 0, 0, 1, 2, 3, 3, 3, 3, 4, 4, 4, 6, 7, 8, 9, 9, 9, 8, 6, 4)


@dataclass(frozen=True)
class Stay:
    """One child in one home in one year, and the missing episodes in the months (0 = April) lived there."""

    child: str
    home: str
    missing: int
    first_month: int = 0
    last_month: int = 11


STAYS: dict[tuple[str, int], tuple[Stay, ...]] = {
    ("Home 1", 2021): (
        Stay("P-4821", "Home 1", 58, 0, 10),
        Stay("P-5107", "Home 1", 16, 2, 11),
        Stay("P-4966", "Home 1", 12, 0, 6),
        Stay("P-5342", "Home 1", 7, 5, 11),
        Stay("P-4705", "Home 1", 3),
    ),
    ("Home 1", 2022): (Stay("P-5342", "Home 1", 5, 0, 4), Stay("P-5613", "Home 1", 3, 6, 11)),
    ("Home 2", 2021): (
        Stay("P-4907", "Home 2", 72),
        Stay("P-5034", "Home 2", 24, 0, 8),
        Stay("P-5218", "Home 2", 18, 3, 11),
        Stay("P-4763", "Home 2", 12, 0, 5),
        Stay("P-5390", "Home 2", 7, 7, 11),
        Stay("P-4689", "Home 2", 3),
    ),
    ("Home 2", 2022): (
        Stay("P-4907", "Home 2", 30, 0, 8),
        Stay("P-5390", "Home 2", 12),
        Stay("P-5577", "Home 2", 9, 3, 11),
        Stay("P-5218", "Home 2", 5, 0, 6),
        Stay("P-5701", "Home 2", 2, 8, 11),
    ),
    ("Home 3/4", 2021): (
        Stay("P-4874", "Home 3", 42),
        Stay("P-5155", "Home 4", 13, 1, 11),
        Stay("P-4732", "Home 3", 11, 0, 7),
        Stay("P-5281", "Home 4", 8, 4, 11),
    ),
    ("Home 3/4", 2022): (
        Stay("P-4874", "Home 3", 26),
        Stay("P-5468", "Home 4", 13, 1, 11),
        Stay("P-5281", "Home 4", 7, 0, 8),
        Stay("P-5649", "Home 3", 3, 6, 11),
    ),
}


@dataclass(frozen=True)
class Call:
    """One incident before it is numbered and written."""

    reported: datetime
    occurred: datetime
    home: str
    incident_type: str
    child: str
    role: str


def incident_rows() -> list[tuple[object, ...]]:
    """Every incident of the two years in the order reported, numbered within the calendar year."""
    rng = Random(f"{SEED} incidents")
    calls = [call for year in YEAR_STARTS for line in HOMES_OF_LINE for call in _line_year(line, year, rng)]
    calls.sort(key=lambda call: (call.reported, call.home, call.incident_type, call.occurred, call.child))
    numbers: dict[int, int] = {}
    suspicious = 0
    rows: list[tuple[object, ...]] = []
    for call in calls:
        numbers[call.reported.year] = numbers.get(call.reported.year, 0) + 1
        reference = f"INC-{call.reported.year % 100:02d}-{numbers[call.reported.year]:05d}"
        label = call.incident_type
        if label == SUSPICIOUS:
            suspicious += 1
            label = SUSPICIOUS_SECOND_SPELLING if suspicious % 3 == 0 else SUSPICIOUS
        when = (moment_text(call.reported), moment_text(call.occurred))
        rows.append((reference, *when, written_as(call.home, rng), label, _response(label, rng), call.child, call.role))
    return rows


def _line_year(line: str, year: int, rng: Random) -> list[Call]:
    stays = STAYS[line, year]
    calls = [call for stay in stays for call in _missing_calls(stay, year, rng)]
    run_days = [(call.reported.date(), call.home) for call in calls]
    column = 2 + YEAR_STARTS.index(year)
    for total in INCIDENTS:
        if total[0] == line and total[1] != MISSING:
            count = int(total[column])
            calls += [_other_call(line, year, total[1], run_days, rng) for _ in range(count)]
    return calls


def _missing_calls(stay: Stay, year: int, rng: Random) -> list[Call]:
    start = first_day(year) + timedelta(days=round(stay.first_month * 30.4))
    end = first_day(year) + timedelta(days=round((stay.last_month + 1) * 30.4))
    runs = _runs(stay.missing, rng)
    slot = (end - start).days / len(runs)
    calls = []
    for place, size in enumerate(runs):
        day = start + timedelta(days=int((place + rng.uniform(0, 0.8)) * slot))
        for _ in range(size):
            reported, occurred = _times(within_year(day, year), NIGHT, (20, 360, 75), rng)
            known = rng.random() < 0.96
            child, role = (stay.child, "missing") if known else ("", "")
            calls.append(Call(reported, occurred, stay.home, MISSING, child, role))
            day += timedelta(days=rng.choice((0, 1, 1, 1, 2, 2, 3)))
    return calls


def _runs(episodes: int, rng: Random) -> list[int]:
    """Sizes of the runs that a child's missing episodes come in: three to ten, and a smaller one now and then."""
    sizes = []
    while episodes > 0:
        size = min(episodes, rng.choice((1, 3, 4, 5, 6, 7, 8, 10)))
        sizes.append(size)
        episodes -= size
    return sizes


def _other_call(line: str, year: int, label: str, run_days: list[tuple[date, str]], rng: Random) -> Call:
    if rng.random() < 0.5:
        day, home = rng.choice(run_days)
        day += timedelta(days=rng.randint(-2, 4))
    else:
        day = first_day(year) + timedelta(days=rng.randrange(365))
        home = rng.choice(HOMES_OF_LINE[line])
    reported, occurred = _times(within_year(day, year), DAY, (1, 180, 12), rng)
    child, role = _child_and_role(label, [stay.child for stay in STAYS[line, year] if stay.home == home], rng)
    return Call(reported, occurred, home, label, child, role)


def _times(day: date, hours: tuple[int, ...], delay: tuple[int, int, int], rng: Random) -> tuple[datetime, datetime]:
    """Reported and occurred: a moment of the day, and some minutes (least, most, usual) before it."""
    hour = rng.choices(range(24), weights=hours)[0]
    reported = wall_time(datetime(day.year, day.month, day.day, hour, rng.randrange(60)))
    least, most, usual = delay
    occurred = wall_time(reported - timedelta(minutes=int(rng.triangular(least, most, usual))))
    return reported, min(occurred, reported)


def _child_and_role(label: str, children: list[str], rng: Random) -> tuple[str, str]:
    if label in NO_CHILD or not children:
        return "", ""
    if label in MISSING_ROLE:
        return rng.choice(children), "missing"
    if rng.random() < 0.6:
        return "", ""
    if label == "Sexual Offence *C*":
        return rng.choice(children), rng.choice(("victim", ""))
    if label.endswith("*C*"):
        return rng.choice(children), rng.choice(("suspect", "suspect", "victim", "victim", "witness", ""))
    return rng.choice(children), rng.choice(("witness", "", ""))


def _response(label: str, rng: Random) -> str:
    if label == MISSING:
        return rng.choice(("Immediate", "Priority", "Priority", "Priority", "Resolved without deployment"))
    if label.endswith("*C*"):
        return rng.choice(("Immediate", "Priority", "Scheduled"))
    return rng.choice(("Priority", "Scheduled", "Resolved without deployment", ""))
