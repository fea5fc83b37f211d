"""Sentences on counts for as many children as lived in the homes: counts first, and no verdict."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.disclosure import WITHHELD, Released, require_released
from analysis.formats import PERCENTAGE_FROM, format_count, format_expected, format_rate
from analysis.occupancy import FEWEST_CHILDREN, MEASURE
from analysis.results import ALL_HOMES
from analysis.wording.cannot_say import NO_CAUSE, NO_TREND, RECORDING, REGRESSION, WHOEVER
from analysis.wording.comparison import NAMED_LINES, Thing
from analysis.wording.months import THINGS
from analysis.wording.words import (
    ALL_TOGETHER,
    CURRENT_LABEL,
    PREVIOUS_LABEL,
    Pair,
    and_list,
    counted,
    grouped,
    pair_of,
    rows_of,
    title_of,
)

NOT_SUPPLIED_TITLE = "Occupancy not supplied, so no rates"
ALLOWING = "Allowing for how many children lived there"
CHILD_MONTHS_IN_WORDS = (
    "One child living in a home for one month is one child-month: a home with five children has 60 in a year. Where a "
    f"count is under {PERCENTAGE_FROM}, pictures and sentences give the count in its child-months instead of a rate."
)
FEW_LIVED = f"fewer than {FEWEST_CHILDREN} children lived there on average"
WITHHELD_WHERE_FEW = (
    f"Withheld: in a period {FEW_LIVED}, or all homes together would tell it of one home. What is withheld for one "
    "period is withheld for both."
)
EXACT_LIMITS = (
    "Each rate has an exact 95% interval: if every incident or crime were a separate event, of 100 such intervals "
    "about 95 would hold the long-run rate.",
    "Incidents and crimes come in runs from one child, and these intervals are not widened for that: they are too "
    "narrow rather than too wide. So no verdict is made on rates.",
    "The child-months are taken as exact. They are averages that the homes supplied.",
)
CANNOT_SAY_RATES = (
    NO_CAUSE,
    REGRESSION,
    "What children need who live there: as many children are not the same children.",
    RECORDING,
    NO_TREND,
    WHOEVER,
)


@dataclass(frozen=True)
class _Rate:
    """The count, the child-months and the rate of one line in both periods."""

    line: str
    counts: Pair
    lived: Pair
    rate: Pair

    @property
    def withheld(self) -> bool:
        """Whether it is not told since few children lived there."""
        return not self.counts.complete and self.counts.gap == WITHHELD

    @property
    def large(self) -> bool:
        """Whether both counts are large enough for a rate."""
        return self.rate.complete and min(self.counts.previous, self.counts.current) >= PERCENTAGE_FROM

    @property
    def words(self) -> str:
        """ "256.4 to 94.7"; only where large."""
        return f"{format_rate(self.rate.previous)} to {format_rate(self.rate.current)}"


def rate_title(
    rates: Mapping[Thing, Released], *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> str:
    """The rate of all homes in both periods in ten words or fewer: "Per 100 child-months: incidents 256.4 to 94.7".

    Of crimes and incidents, the first that is large enough for a rate."""
    found = {thing: _total(_rates_of(released, "rate_title")) for thing, released in rates.items()}
    known = {thing: rate for thing, rate in found.items() if rate is not None}
    if not known:
        return "Rates: no homes in this selection"
    large = [f"{THINGS[thing].lower()} {rate.words}" for thing, rate in known.items() if rate.large]
    if large:
        return f"Per 100 child-months: {large[0]}"
    lived = next((rate.lived for rate in known.values() if rate.lived.complete), None)
    if lived is not None:
        months = f"{format_expected(lived.previous)} to {format_expected(lived.current)}"
        return f"Child-months lived in the homes: {months}"
    missing = next(iter(known.values())).counts.missing(previous_label, current_label)
    return title_of(f"Rates per child-month: {missing}", "Rates per child-month: a period not supplied")


def occupancy_missing_sentence(previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL) -> str:
    """What is said in place of rates where no home's occupancy was supplied."""
    return (
        f"How many children lived in the homes was not supplied for {previous_label} or {current_label}, so counts "
        "cannot be given per child-month."
    )


def rate_sentences(
    released: Released,
    thing: Thing,
    *,
    previous_label: str = PREVIOUS_LABEL,
    current_label: str = CURRENT_LABEL,
    together: str = ALL_TOGETHER,
) -> list[str]:
    """All homes together: the counts, then the same allowing for how many children lived there; then the gaps."""
    rates = _rates_of(released, "rate_sentences")
    total = _total(rates)
    if total is None:
        return []
    lines = [rate for rate in rates if rate.line != ALL_HOMES]
    where = lines[0].line if len(lines) == 1 else together
    subject = f"{THINGS[thing]} at {where}"
    if not total.counts.complete:
        sentences = [f"{subject}: {_one_period(total, previous_label, current_label)}."]
    elif total.large:
        sentences = [f"{subject}: {total.counts.words}. {ALLOWING}: {total.words} per 100 child-months."]
    else:
        before, (count, lived) = _in_child_months(*_both(total)[0]), _both(total)[1]
        now = f"{format_count(count)} in {format_expected(lived)}"
        sentences = [f"{subject}: {total.counts.words}. {ALLOWING}: {before}, then {now}."]
    withheld = [rate.line for rate in lines if rate.withheld]
    if withheld:
        sentences.append(f"{_who(withheld)}: withheld, since {FEW_LIVED}.")
    unknown = [rate.line for rate in lines if not (rate.counts.complete or rate.withheld)]
    if 0 < len(unknown) < len(lines):
        sentences.append(f"{_who(unknown)}: no rate for at least one period.")
    return sentences


def _who(lines: list[str]) -> str:
    return and_list(lines) if len(lines) <= NAMED_LINES else counted(len(lines), "home")


def _one_period(total: _Rate, previous_label: str, current_label: str) -> str:
    """What can be said where a period was not supplied."""
    missing = total.counts.missing(previous_label, current_label)
    told = [
        f"{_in_child_months(count, lived)} in {label}"
        for (count, lived), label in zip(_both(total), (previous_label, current_label), strict=True)
        if count == count
    ]
    return "; ".join([*told, f"{missing}, so nothing is compared" if told else missing])


def _both(rate: _Rate) -> tuple[tuple[float, float], tuple[float, float]]:
    return (rate.counts.previous, rate.lived.previous), (rate.counts.current, rate.lived.current)


def _in_child_months(count: float, lived: float) -> str:
    return f"{format_count(count)} in {format_expected(lived)} child-months"


def _rates_of(released: Released, who: str) -> list[_Rate]:
    rows = rows_of(require_released(released, who))
    return [
        _Rate(line, pair_of(own, MEASURE, "numerator"), pair_of(own, MEASURE, "denominator"), pair_of(own, MEASURE))
        for line, own in grouped(rows, "line").items()
    ]


def _total(rates: list[_Rate]) -> _Rate | None:
    return next((rate for rate in rates if rate.line == ALL_HOMES), None)
