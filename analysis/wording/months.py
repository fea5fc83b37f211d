"""Reading released months for sentences: which months of a period have a figure, and which months are signals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.disclosure import Released, require_released
from analysis.formats import format_count, format_expected
from analysis.periods import Period, add_months, month_name
from analysis.results import ALL_HOMES, SHOWN
from analysis.wording.comparison import Thing
from analysis.wording.words import Row, and_list, grouped, rows_of
from analysis.xmr import TRIAL_UNDER

THINGS: dict[Thing, str] = {"crime": "Crimes", "incident": "Incidents"}
THIS_PERIOD = "this period"
NAMED_MONTHS = 3


@dataclass(frozen=True)
class Month:
    """One month of an XmR chart with the mean and the limits held against it; NaN where there are none."""

    day: date
    count: float
    status: str
    mean: float
    low: float
    high: float
    points: float
    part: int
    reason: str
    outside: bool
    run: bool

    @property
    def supplied(self) -> bool:
        """Whether the month has a figure."""
        return self.status == SHOWN

    @property
    def above(self) -> bool:
        """On which side of the mean it lies."""
        return self.count > self.mean


@dataclass(frozen=True)
class Signal:
    """Months that are a signal together: a row of them on one side of the mean, or some outside the same limit."""

    kind: str
    months: tuple[Month, ...]

    @property
    def side(self) -> str:
        """ "above" or "below"."""
        return "above" if self.months[0].above else "below"

    @property
    def words(self) -> str:
        """ "7 months in a row below the mean of 35.8, April to October 2022"; "October 2021 (60) above the upper limit
        of 54.0"."""
        first = self.months[0]
        if self.kind == "run":
            span = month_span(first.day, self.months[-1].day)
            return f"{len(self.months)} months in a row {self.side} the mean of {format_expected(first.mean)}, {span}"
        named = and_list([f"{month_name(month.day)} ({format_count(month.count)})" for month in self.months])
        limit = ("upper limit", first.high) if first.above else ("lower limit", first.low)
        return f"{named} {self.side} the {limit[0]} of {format_expected(limit[1])}"


@dataclass(frozen=True)
class Part:
    """Successive months with one mean and, where `reason` is empty, one pair of limits."""

    months: tuple[Month, ...]

    @property
    def first(self) -> Month:
        """The first month with a figure, else the first."""
        return next((month for month in self.months if month.supplied), self.months[0])

    @property
    def span(self) -> str:
        """ "April 2021 to September 2022"."""
        return month_span(self.months[0].day, self.months[-1].day)

    @property
    def is_trial(self) -> bool:
        """Whether its limits come from too few months to stay where they are."""
        return not self.first.reason and self.first.points < TRIAL_UNDER


def months_of(released: Released, who: str) -> list[Month]:
    """The months of a released XmR table, earliest first."""
    rows = rows_of(require_released(released, who))
    means = {row["month"]: row for row in rows if row["measure"] == "mean"}
    return [_month(row, means[row["month"]]) for row in rows if row["measure"] == "count"]


def parts_of(months: Iterable[Month]) -> list[Part]:
    """The parts that share mean and limits, earliest first."""
    found: dict[int, list[Month]] = {}
    for month in months:
        found.setdefault(month.part, []).append(month)
    return [Part(tuple(own)) for own in found.values()]


def signals_of(months: Sequence[Month], period: Period) -> tuple[list[Signal], list[Signal]]:
    """The signals of the period and those of other months: rows on one side of the mean, the longest first, then
    months outside the limits. A row belongs to the period when any of its months does."""
    now: list[Signal] = []
    others: list[Signal] = []
    for row in sorted(_rows_in_a_run(months), key=lambda row: -len(row)):
        (now if any(period.contains(month.day) for month in row) else others).append(Signal("run", tuple(row)))
    sides: dict[tuple[bool, int, bool], list[Month]] = {}
    for month in months:
        if month.outside:
            sides.setdefault((period.contains(month.day), month.part, month.above), []).append(month)
    for (inside, _, _), own in sides.items():
        (now if inside else others).append(Signal("outside", tuple(own)))
    return now, others


def month_span(first: date, last: date) -> str:
    """ "April to October 2022", "March 2022 to March 2023", "June 2022"."""
    period = Period(first, add_months(last, 1))
    return period.words if period.is_year else period.label


def _month(count: Row, mean: Row) -> Month:
    return Month(
        day=count["month"],
        count=float(count["value"]),
        status=count["status"],
        mean=float(mean["value"]),
        low=float(mean["low"]),
        high=float(mean["high"]),
        points=float(mean["denominator"]),
        part=int(count["part"]),
        reason=count["reason"],
        outside=bool(count["outside"]),
        run=bool(count["run"]),
    )


def _rows_in_a_run(months: Sequence[Month]) -> list[list[Month]]:
    rows: list[list[Month]] = []
    before: Month | None = None
    for month in months:
        goes_on = before is not None and before.run and (before.part, before.above) == (month.part, month.above)
        if month.run and goes_on:
            rows[-1].append(month)
        elif month.run:
            rows.append([month])
        before = month
    return rows


def homes_of(released: Released, who: str) -> tuple[dict[str, list[Row]], str]:
    """The rows of each home, and what they are called in a title."""
    homes = grouped(rows_of(require_released(released, who)), "line")
    homes.pop(ALL_HOMES, None)
    return homes, next(iter(homes)) if len(homes) == 1 else "Each home"


def named_months(days: Sequence[date]) -> str:
    """The months by name, or how many where there are more than three."""
    return and_list([month_name(day) for day in days]) if len(days) <= NAMED_MONTHS else f"{len(days)} months"
