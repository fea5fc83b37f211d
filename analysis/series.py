"""The parts of a period one after the other: its months, its quarters, or the reporting years up to its end.

A covered part without records is 0. One of which any month of an open home is not covered is "not supplied", and one in
which no home was open is "not open": neither is ever 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.coverage import covered_homes, line_months_open, openings
from analysis.missing import MEASURE as MISSING_SHARE
from analysis.periods import MONTH_NAMES, YEAR_STARTS_IN, Period, add_months, parts_of_months
from analysis.results import (
    ALL_HOMES,
    NAN,
    Direction,
    When,
    change_figure,
    count_figure,
    require_columns,
    result_frame,
    share_figure,
)

KEYS = ("part", "order")
WHOLE_PERIOD = "Whole period"
WHOLE_LAST = 10_000
DIRECTION: Direction = "neutral"


@dataclass(frozen=True)
class Part:
    """A part of the period, and the same part of the period it is compared with (None: with none).

    order: its place; that of the whole period is the last.
    """

    label: str
    order: int
    current: Period
    previous: Period | None = None

    @property
    def periods(self) -> dict[When, Period]:
        """The earlier part first."""
        current: dict[When, Period] = {"current": self.current}
        return current if self.previous is None else {"previous": self.previous, **current}


def parts_of(previous: Period, current: Period, months: int) -> list[Part]:
    """The period cut into so many months each, beside the same parts of the one compared with; both are as long.

    A part of the same months of another year is called by them ("April to June"), others by both.
    """
    with_year = current.length > 12
    cut = zip(parts_of_months(previous, months), parts_of_months(current, months), strict=True)
    return [Part(_label(before, now, with_year), order, now, before) for order, (before, now) in enumerate(cut)]


def whole_period(previous: Period, current: Period) -> Part:
    """Both periods as a whole, to stand below their parts."""
    return Part(WHOLE_PERIOD, WHOLE_LAST, current, previous)


def reporting_years(first: date, last: date) -> list[Part]:
    """The reporting years, 1 April to 31 March, that lie wholly between two months, both included."""
    begins = first.year if first <= date(first.year, YEAR_STARTS_IN, 1) else first.year + 1
    end = add_months(last, 1)
    ends = end.year if end >= date(end.year, YEAR_STARTS_IN, 1) else end.year - 1
    years = [Period(date(year, YEAR_STARTS_IN, 1), date(year + 1, YEAR_STARTS_IN, 1)) for year in range(begins, ends)]
    return [Part(year.label, order, year) for order, year in enumerate(years)]


def part_counts(
    counts: pd.DataFrame, places: pd.DataFrame, coverage: pd.DataFrame, parts: Sequence[Part]
) -> pd.DataFrame:
    """How many there were in each part of the period, beside the same part of the period it is compared with.

    In: counts home_id, month, count; places home_id, line, line_order, opened, closed; coverage place_kind, place,
    month; all homes of `places` together. Out: part, order and the result columns; measures count and, of a part that
    is compared, change. Status: "shown" (0 without a record), "not supplied" where an open home is not covered in every
    month of the part, "not open" where none was open and nothing was recorded; where a line was open in some months of
    both parts and not in all, the change is "not open". Without places, no rows. Raises MissingColumns.
    """
    require_columns(counts, ("home_id", "month", "count"), "part_counts")
    by_month = _by_month(counts, places)
    rows: list[dict[str, object]] = []
    for part in parts if len(places) else ():
        keys, told = _keys(part), dict(_told(by_month, places, coverage, part))
        rows += [count_figure(keys, when, count, was_open=was_open) for when, (count, was_open) in told.items()]
        if part.previous is not None:
            before, now = told["previous"][0], told["current"][0]
            opening = openings(places, part.previous, part.current)[ALL_HOMES]
            rows.append(change_figure(keys, before, now, open_throughout=opening.throughout))
    return result_frame(KEYS, rows)


def part_shares(
    counts: pd.DataFrame, places: pd.DataFrame, coverage: pd.DataFrame, parts: Sequence[Part]
) -> pd.DataFrame:
    """The part of the incidents of each part of the period that are reports of a missing person, all homes together.

    In: as part_counts, with missing and no_apparent_risk. "Missing No Apparent Risk" and absconding are not missing.
    Out: part, order and the result columns; measure "missing share", with the Wilson 95% interval; status as
    part_counts. No incidents: no value. Raises MissingColumns.
    """
    require_columns(counts, ("home_id", "month", "missing", "no_apparent_risk", "count"), "part_shares")
    is_missing = counts["missing"].astype(bool) & ~counts["no_apparent_risk"].astype(bool)
    everything, missing = _by_month(counts, places), _by_month(counts[is_missing], places)
    rows: list[dict[str, object]] = []
    for part in parts if len(places) else ():
        reports = dict(_told(missing, places, coverage, part))
        for when, (incidents, was_open) in _told(everything, places, coverage, part):
            numbers = (reports[when][0], incidents)
            rows.append(share_figure(_keys(part), when, MISSING_SHARE, *numbers, True, was_open=was_open))
    return result_frame(KEYS, rows)


def part_figures(numbers: Mapping[Period, float], parts: Sequence[Part]) -> pd.DataFrame:
    """How many there were in each part of the period, where a whole part was counted at once.

    In: the number of each period, none where it was not supplied. Out: as part_counts.
    """
    rows: list[dict[str, object]] = []
    for part in parts:
        told = {when: numbers.get(period, NAN) for when, period in part.periods.items()}
        rows += [count_figure(_keys(part), when, number) for when, number in told.items()]
        if part.previous is not None:
            rows.append(change_figure(_keys(part), told["previous"], told["current"]))
    return result_frame(KEYS, rows)


def _told(
    by_month: Mapping[date, float], places: pd.DataFrame, coverage: pd.DataFrame, part: Part
) -> list[tuple[When, tuple[float, bool]]]:
    """For each period of the part, how many (NaN: not supplied) and whether there was anything to count."""
    told: list[tuple[When, tuple[float, bool]]] = []
    for when, period in part.periods.items():
        count = float(sum(by_month.get(month, 0) for month in period.months))
        was_open = bool(line_months_open(places, period)) or count > 0
        covered = all(covered_homes(places, coverage, period).values())
        told.append((when, (count if covered else NAN, was_open)))
    return told


def _by_month(counts: pd.DataFrame, places: pd.DataFrame) -> dict[date, float]:
    """The counts of each month at all homes of `places` together."""
    own = counts[counts["home_id"].isin(places["home_id"])]
    sums: dict[date, float] = own.groupby("month")["count"].sum().to_dict()
    return sums


def _keys(part: Part) -> dict[str, object]:
    return dict(zip(KEYS, (part.label, part.order), strict=True))


def _label(before: Period, now: Period, with_year: bool) -> str:
    """ "April", "April to June"; with years where the months differ, or would come twice."""
    if before.start.month != now.start.month:
        return f"{now.words} against {before.words}"
    if with_year:
        return now.words
    names = dict.fromkeys((MONTH_NAMES[now.start.month - 1], MONTH_NAMES[now.last_month.month - 1]))
    return " to ".join(names)
