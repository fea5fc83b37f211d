"""How the product speaks: the words it never uses, and the small parts that all sentences are put together from."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.disclosure import Released
from analysis.formats import NOT_SUPPLIED, format_count
from analysis.formats import PERCENTAGE_FROM as PERCENTAGE_FROM  # sentences take it from here too

TITLE_WORDS = 10
NAMED = 3  # of many, this many by name
UPS_AND_DOWNS = "the usual ups and downs"
PREVIOUS_LABEL = "the period before"
ALL_TOGETHER = "all homes together"  # a choice of homes passes its own words
CURRENT_LABEL = "this period"
NOTHING_BEFORE = "nothing to compare with"

# Words that claim more than the figures can carry, or that blame; tests hold every sentence against them.
FORBIDDEN: tuple[str, ...] = (
    r"\bsignifican",
    r"\bp\s*[=<]",
    r"\bmore than chance\b",
    r"\bclear (fall|rise|change|difference|drop|increase|decrease)",
    r"\bno clear\b",
    r"\btoo small to tell\b",
    r"\bbecause of\b",
    r"\bthanks to\b",
    r"\bdue to\b",
    r"\bbest\b",
    r"\bworst\b",
    r"\bbetter\b",
    r"\bworse\b",
    r"\bleague\b",
    r"\bfail(ed|ure|s)?\b",
    r"\bbreach(es)? of protocol\b",
    r"\bflag",
    r"\boffender",
    r"\brepeat",
    r"\d%\s+(rise|fall|increase|decrease|drop|more|fewer)\b",
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """One figure in the period before and in the period itself; NaN where there is none to say."""

    previous: float = math.nan
    current: float = math.nan
    gap: str = NOT_SUPPLIED

    @property
    def complete(self) -> bool:
        """Whether both periods can be said."""
        return not (math.isnan(self.previous) or math.isnan(self.current))

    @property
    def words(self) -> str:
        """ "54 to 18"."""
        return f"{format_count(self.previous)} to {format_count(self.current)}"

    def known(self, previous_label: str, current_label: str) -> str:
        """ "54 to 18"; of one period alone "18 in 2022-23"; nothing where neither can be said."""
        if self.complete:
            return self.words
        said = ((self.previous, previous_label), (self.current, current_label))
        return "".join(f"{format_count(count)} in {label}" for count, label in said if not math.isnan(count))

    @property
    def alone(self) -> bool:
        """Whether the period itself can be said, and the one before it cannot."""
        return math.isnan(self.previous) and not math.isnan(self.current)

    def nothing_before(self, previous_label: str) -> str:
        """Why the period itself stands alone: "nothing to compare with: 2021-22 not supplied"."""
        return f"{NOTHING_BEFORE}: {previous_label} {self.gap}"

    def missing(self, previous_label: str, current_label: str) -> str:
        """ "2021-22 not supplied"."""
        if math.isnan(self.previous) and math.isnan(self.current):
            return "neither period supplied" if self.gap == NOT_SUPPLIED else f"both periods {self.gap}"
        return f"{previous_label if math.isnan(self.previous) else current_label} {self.gap}"


def rows_of(released: Released) -> list[Row]:
    """The rows that may be said aloud, one dictionary each."""
    rows: list[Row] = released.open_frame.to_dict("records")
    return rows


def pair_of(rows: Iterable[Row], measure: str, column: str = "value") -> Pair:
    """The figure of one measure in both periods, from rows that share their keys."""
    found = {row["period"]: row for row in rows if row["measure"] == measure}
    gaps = [row["status"] for row in found.values() if row["status"] not in ("shown", "folded")]
    figures = {period: float(row[column]) for period, row in found.items()}
    nan = math.nan
    # Of a period not supplied and one not open, the first is what the sender can mend.
    gap = NOT_SUPPLIED if NOT_SUPPLIED in gaps or not gaps else gaps[0]
    return Pair(figures.get("previous", nan), figures.get("current", nan), gap)


def grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """The rows by the value of one key, in the order in which the values first stand."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups


def title_of(*candidates: str) -> str:
    """The first candidate of at most TITLE_WORDS words, else the last, which must hold no name of unknown length."""
    return next((text for text in candidates if len(text.split()) <= TITLE_WORDS), candidates[-1])


def and_list(names: Sequence[str]) -> str:
    """ "Home 1, Home 2 and Home 3/4"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def named_places(places: Sequence[str]) -> str:
    """The places by name; more than three are cut short: "Home 1, Home 2, Home 3 and 2 more"."""
    if len(places) <= NAMED:
        return and_list(places)
    return f"{', '.join(places[:NAMED])} and {format_count(len(places) - NAMED)} more"


def counted(number: float, one: str, many: str = "") -> str:
    """ "1 offence", "7 offences", "4 children"."""
    return f"{format_count(number)} {one if number == 1 else many or one + 's'}"


def capitalised(text: str) -> str:
    """The sentence with a capital at its start, the rest as it is."""
    return text[:1].upper() + text[1:]
