"""Recorded crimes at the four homes, in small clusters, with their outcomes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from sample_data.homes import HOMES_OF_LINE, written_as
from sample_data.incidents import STAYS
from sample_data.published_totals import CRIMES
from sample_data.years import AS_AT, SEED, YEAR_STARTS, day_text, first_day, moment_text, wall_time, within_year

HEADER = (
    "reference",
    "reported_at",
    "occurred_at",
    "home",
    "offence_type",
    "outcome_code",
    "outcome_date",
    "child_reference",
    "child_role",
)

NO_SUSPECT = ("14", "18")
OUTCOMES: dict[int, dict[str, int]] = {
    2021: {"16": 9, "14": 6, "15": 6, "18": 5, "8": 6, "22": 3, "21": 3, "10": 4, "1": 4, "2A": 2},
    2022: {"16": 6, "14": 3, "15": 4, "18": 2, "8": 5, "22": 6, "21": 4, "10": 2, "1": 2, "2A": 1},
}
# Where nobody is usually seen, or always somebody: the outcomes that make sense.
OUTCOMES_OF_TYPE: dict[str, dict[str, int]] = {
    "BURGLARY - BUSINESS/COMMUNITY": {"14": 1, "18": 3},
    "ALL OTHER THEFT OFFENCES": {"14": 1, "18": 2, "16": 1},
    "DRUG POSSESSION": {"8": 3, "22": 3, "21": 2, "10": 1},
    "DRUG TRAFFICKING": {"1": 1, "15": 1},
    "OTHER SEXUAL OFFENCES": {"15": 1, "16": 1},
    "POSSESSION OF WEAPONS OFFENCES": {"22": 2, "21": 2, "8": 1, "2A": 1},
}
CLUSTER_SIZES = (1, 1, 2, 2, 3, 3)
HOURS = (2, 1, 1, 0, 0, 0, 1, 2, 4, 5, 5, 5, 5, 5, 5, 7, 8, 9, 9, 9, 8, 7, 5, 3)

Crime = tuple[datetime, datetime, str, str, int]


def crime_rows() -> list[tuple[object, ...]]:
    """Every crime of the two years in the order reported, numbered within the calendar year."""
    # The second draw: the first put a whole year's crimes of one home into one month.
    rng = Random(f"{SEED} crimes 2")
    crimes = sorted(crime for year in YEAR_STARTS for line in HOMES_OF_LINE for crime in _line_year(line, year, rng))
    numbers: dict[int, int] = {}
    rows: list[tuple[object, ...]] = []
    for reported, occurred, home, offence, year in crimes:
        numbers[reported.year] = numbers.get(reported.year, 0) + 1
        reference = f"CR-{reported.year % 100:02d}-{numbers[reported.year]:05d}"
        code, decided = _outcome(offence, year, reported.date(), rng)
        child, role = _child_and_role(offence, code, _children(home, year), rng)
        when = (moment_text(reported), moment_text(occurred))
        rows.append((reference, *when, written_as(home, rng), offence, code, decided, child, role))
    return rows


def _line_year(line: str, year: int, rng: Random) -> list[Crime]:
    column = 2 + YEAR_STARTS.index(year)
    offences = [total[1] for total in CRIMES if total[0] == line for _ in range(int(total[column]))]
    rng.shuffle(offences)
    crimes = []
    while offences:
        size = min(len(offences), rng.choice(CLUSTER_SIZES))
        start = first_day(year) + timedelta(days=rng.randrange(365))
        home = rng.choice(HOMES_OF_LINE[line])
        for _ in range(size):
            day = within_year(start + timedelta(days=rng.randint(0, 9)), year)
            reported, occurred = _times(day, rng)
            crimes.append((reported, occurred, home, offences.pop(), year))
    return crimes


def _times(day: date, rng: Random) -> tuple[datetime, datetime]:
    hour = rng.choices(range(24), weights=HOURS)[0]
    reported = wall_time(datetime(day.year, day.month, day.day, hour, rng.randrange(60)))
    days_late = rng.choice((0, 0, 0, 0, 1, 1, 2, 5))
    delay = timedelta(days=days_late, minutes=int(rng.triangular(3, 600, 30)))
    return reported, min(wall_time(reported - delay), reported)


def _outcome(offence: str, year: int, reported: date, rng: Random) -> tuple[str, str]:
    weights = OUTCOMES_OF_TYPE.get(offence, OUTCOMES[year])
    code = rng.choices(list(weights), weights=list(weights.values()))[0]
    decided = reported + timedelta(days=int(rng.triangular(4, 170, 45)))
    # The extract was taken at the end of March 2023: what was decided later is still open in it.
    if decided > AS_AT:
        return "", ""
    return code, day_text(decided)


def _children(home: str, year: int) -> list[str]:
    return [stay.child for (_, start), stays in STAYS.items() for stay in stays if stay.home == home and start == year]


def _child_and_role(offence: str, code: str, children: list[str], rng: Random) -> tuple[str, str]:
    if rng.random() < 0.4 or not children:
        return "", ""
    child = rng.choice(children)
    if offence == "OTHER SEXUAL OFFENCES":
        return child, "victim"
    if code in NO_SUSPECT:
        return child, rng.choice(("victim", "witness", ""))
    if code in ("8", "22", "2A", "1") or offence.startswith(("DRUG", "POSSESSION")):
        return child, "suspect"
    return child, rng.choice(("suspect", "suspect", "suspect", "victim", "witness", ""))
