"""Sentences on published figures of children convicted or cautioned, the authority's against England's."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.benchmarks import LEADING
from analysis.disclosure import Released, require_released
from analysis.formats import PERCENTAGE_FROM, format_count, format_expected, format_share
from analysis.results import SHOWN
from analysis.wording.cannot_say import NO_CAUSE
from analysis.wording.words import UPS_AND_DOWNS, Row, and_list, capitalised, rows_of, title_of

NOT_LOADED = "no published series loaded"
OTHER_CHILDREN = (
    "Other children than those of the Youth Justice Service's and the police figures: the figures are not compared."
)
NO_PERIOD = "Published once a year: the choice of period and of homes does not apply."
DEFINITION_CHANGED = (
    "On 8 April 2013 youth cautions replaced reprimands and final warnings, so years before and after are not compared."
)
NEVER_JOINED = "Series of different sources are never joined; percentages stand as their source printed them."
WHOLE_PERCENTAGES = "From whole percentages no change from one year to the next can be told."
CANNOT_SAY_BENCHMARKS = (
    NO_CAUSE,
    "Whether the same children are counted in two years.",
    "How children in the council's own homes fared: many of these children live elsewhere.",
    "What the children were convicted or cautioned for, or where it happened.",
)


@dataclass(frozen=True)
class _Year:
    """The authority and England in one year of the DfE's counts, or of its whole percentages."""

    year: int
    own: Row
    england: Row

    @property
    def side(self) -> str:
        """Whether the authority's share is above, below or at England's."""
        if self.own["value"] == self.england["value"]:
            return "at"
        return "above" if self.own["value"] > self.england["value"] else "below"

    @property
    def unsure(self) -> bool:
        """Whether the interval of the authority's share reaches England's."""
        return bool(self.own["low"] <= self.england["value"] <= self.own["high"])


def benchmarks_title(released: Released) -> str:
    """On which side of England the authority stood, and in which years of which series, in ten words or fewer."""
    rows = rows_of(require_released(released, "benchmarks_title"))
    years, area = _compared(rows), _area(rows)
    if not area:
        return f"Convicted or cautioned: {NOT_LOADED}"
    if not years:
        return title_of(f"Convicted or cautioned: published figures of {area}", "Convicted or cautioned: as published")
    sides = {year.side for year in years}
    if len(sides) == 1:
        side = f"{sides.pop()} England{_when(years)}"
        return title_of(f"Convicted or cautioned: {area} {side}", f"Convicted or cautioned: {side}")
    side = "above" if "above" in sides else "below"
    part = f"England in {sum(year.side == side for year in years)} of {len(years)} years to {years[-1].year}"
    return title_of(f"{area} {side} {part}", f"{capitalised(side)} {part}")


def benchmarks_sentences(released: Released, authority_name: str) -> list[str]:
    """The newest year beside England's share, what cannot be told from so few, and on which side every year lies.

    What cannot be told stands second: a room reads no more than two sentences.
    """
    rows = rows_of(require_released(released, "benchmarks_sentences"))
    years, area = _compared(rows), _area(rows)
    if not area:
        return [f"No published series of {authority_name} is loaded."]
    if not years:
        return []
    if years[0].own["kind"] != "counts":
        return [_sides(area, years, "the DfE's whole percentages"), WHOLE_PERCENTAGES]
    newest = years[-1]
    own, england = newest.own, newest.england
    expected = own["denominator"] * england["value"]
    moved = _year_on_year(area, [year.own for year in years])
    return [
        f"{area}, year to March {newest.year}: {_of(own)} children; at England's share it would be about "
        f"{format_expected(expected)}. England: {_of(england)}{_percentage(england)}.",
        *_caution(area, years, moved),
        _sides(area, years, "the DfE's counts"),
        *moved,
    ]


def benchmarks_how_sure_sentences(released: Released) -> list[str]:
    """How wide the authority's intervals are, and why."""
    rows = rows_of(require_released(released, "benchmarks_how_sure_sentences"))
    own = [row for row in rows if row["role"] == "own" and row["kind"] == "counts" and row["status"] == SHOWN]
    if not own:
        return []
    low, high = (format_count(choice(row["numerator"] for row in own)) for choice in (min, max))
    said = low if low == high else f"{low} to {high}"
    return [
        f"The bars are Wilson 95% intervals. They are wide since only {said} children a year are counted.",
        "Two years whose intervals overlap are not said to differ.",
    ]


def _compared(rows: Sequence[Row]) -> list[_Year]:
    """The years that the DfE gives for both: by counts where the authority has some, else by whole percentages."""
    for kind in LEADING:
        shown = [row for row in rows if row["kind"] == kind and row["status"] == SHOWN]
        own = {row["year"]: row for row in shown if row["role"] == "own"}
        england = {row["year"]: row for row in shown if row["role"] == "country"}
        if own:
            return [_Year(year, own[year], england[year]) for year in sorted(own) if year in england]
    return []


def _area(rows: Sequence[Row]) -> str:
    """The authority's name as the DfE has it, else as another source has it."""
    own = [row for row in rows if row["role"] == "own"]
    by_department = [row for row in own if row["kind"] in LEADING]
    return str((by_department or own)[0]["area"]) if own else ""


def _sides(area: str, years: Sequence[_Year], of_what: str) -> str:
    span = str(years[0].year) if len(years) == 1 else f"{years[0].year} to {years[-1].year}"
    sides = {year.side for year in years}
    if len(sides) == 1:
        return f"{area}'s share is {sides.pop()} England's in every year of {of_what}, {span}."
    numbers = [(name, sum(year.side == name for year in years)) for name in ("above", "below", "at")]
    told = and_list([f"{name} England's in {count}" for name, count in numbers if count])
    return f"{area}'s share in {of_what}, {span}: {told} of {len(years)} years."


def _when(years: Sequence[_Year]) -> str:
    """ ", 2021 to 2025", ", 2025"; of years that do not follow each other " in 2 years to 2025"."""
    first, last = years[0].year, years[-1].year
    if last - first + 1 != len(years):
        return f" in {len(years)} years to {last}"
    return f", {last}" if first == last else f", {first} to {last}"


def _caution(area: str, years: Sequence[_Year], moved: Sequence[str]) -> list[str]:
    """Where the authority's distance from England, or its change from year to year, is what few children bring."""
    unsure = [str(year.year) for year in years if year.unsure and year.side != "at"]
    parts = []
    if unsure:
        parts.append(f"In {and_list(unsure)} the distance from England is no more than {UPS_AND_DOWNS}")
    if _moves([year.own for year in years]) and not moved:
        where = "from one year to the next" if parts else f"From one year to the next, of {area}'s share"
        parts.append(f"{where} no change can be told")
    return [f"{'; '.join(parts)}."] if parts else []


def _moves(own: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Each year that is directly followed by another, with the other."""
    return [(before, now) for before, now in pairwise(own) if now["year"] == before["year"] + 1]


def _year_on_year(area: str, own: Sequence[Row]) -> list[str]:
    """The years whose intervals do not overlap."""
    return [
        f"{area}'s share {'rose' if now['value'] > before['value'] else 'fell'} from {before['year']} to {now['year']} "
        f"by more than {UPS_AND_DOWNS}: {_of(before)}, then {_of(now)}."
        for before, now in _moves(own)
        if now["low"] > before["high"] or now["high"] < before["low"]
    ]


def _of(row: Row) -> str:
    return f"{format_count(row['numerator'])} of {format_count(row['denominator'])}"


def _percentage(row: Row) -> str:
    if min(row["numerator"], row["denominator"]) < PERCENTAGE_FROM:
        return ""
    return f" ({format_share(row['value'])})"
