"""Reading the missing share for its sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.disclosure import Released, require_released
from analysis.formats import format_count, format_share
from analysis.missing import MEASURE
from analysis.ratios import MIN_EVENTS
from analysis.results import ALL_HOMES
from analysis.wording.words import PERCENTAGE_FROM, Pair, Row, grouped, pair_of, rows_of

# Less than five points, with intervals that overlap, is about the same share.
ABOUT_THE_SAME = 0.05

Move = Literal["about the same", "fell", "rose", "too few", "none", "gap"]


@dataclass(frozen=True)
class Share:
    """What part of the incidents of one line were missing, in both periods."""

    name: str
    missing: Pair
    incidents: Pair
    value: Pair
    overlap: bool

    @property
    def move(self) -> Move:
        """How the share moved, if it can be said."""
        if not self.missing.complete:
            return "gap"
        if self.incidents.previous == 0 or self.incidents.current == 0:
            return "none"
        if self.incidents.previous + self.incidents.current < MIN_EVENTS:
            return "too few"
        if abs(self.value.current - self.value.previous) < ABOUT_THE_SAME and self.overlap:
            return "about the same"
        return "fell" if self.value.current < self.value.previous else "rose"

    @property
    def unsure(self) -> bool:
        """Whether the share moved by no more than the usual ups and downs: the intervals overlap."""
        return self.move in ("fell", "rose") and self.overlap

    @property
    def in_percent(self) -> bool:
        """Whether every count is large enough for percentages."""
        counts = (self.missing.previous, self.missing.current, self.incidents.previous, self.incidents.current)
        return all(count >= PERCENTAGE_FROM for count in counts)

    @property
    def counts(self) -> str:
        """ "306 of 430 to 115 of 160"."""
        before = _part(self.missing.previous, self.incidents.previous)
        return f"{before} to {_part(self.missing.current, self.incidents.current)}"

    @property
    def percentages(self) -> str:
        """ "71% to 72%"; only where in_percent."""
        return f"{format_share(self.value.previous, 0)} to {format_share(self.value.current, 0)}"

    @property
    def brief(self) -> str:
        """Percentages where they may be said, else counts."""
        return self.percentages if self.in_percent else self.counts

    @property
    def full(self) -> str:
        """Counts, with percentages where they may be said."""
        return f"{self.counts} ({self.percentages})" if self.in_percent else self.counts


def shares_of(released: Released, who: str) -> tuple[Share | None, list[Share]]:
    """The share of all homes together, and of each line."""
    rows = rows_of(require_released(released, who))
    shares = {line: _share_of(line, own) for line, own in grouped(rows, "line").items()}
    total = shares.pop(ALL_HOMES, None)
    return total, list(shares.values())


def _share_of(line: str, rows: Sequence[Row]) -> Share:
    low, high = pair_of(rows, MEASURE, "low"), pair_of(rows, MEASURE, "high")
    return Share(
        name=line,
        missing=pair_of(rows, MEASURE, "numerator"),
        incidents=pair_of(rows, MEASURE, "denominator"),
        value=pair_of(rows, MEASURE),
        overlap=low.previous <= high.current and low.current <= high.previous,
    )


def _part(missing: float, incidents: float) -> str:
    return "no incidents" if incidents == 0 else f"{format_count(missing)} of {format_count(incidents)}"
