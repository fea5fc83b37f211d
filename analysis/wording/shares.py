"""Reading the missing share for its sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.disclosure import FOLD_BELOW, WITHHELD, Released, require_released
from analysis.formats import format_count, format_share
from analysis.missing import MEASURE
from analysis.ratios import DEFAULT_PHI, MIN_EVENTS
from analysis.results import ALL_HOMES, widened_wilson_interval
from analysis.wording.words import PERCENTAGE_FROM, Pair, Row, grouped, pair_of, rows_of

# Less than five points, with widened intervals that overlap, is about the same share.
ABOUT_THE_SAME = 0.05
WITHOUT_INCIDENTS = "no incidents in either period"
TOO_FEW_TO_SHOW = "too few to show"
FEW_MISSING = f"fewer than {FOLD_BELOW} missing in a period"

Move = Literal["about the same", "fell", "rose", "too few", "too few to show", "none", "gap"]


@dataclass(frozen=True)
class Share:
    """What part of the incidents of one line were missing, in both periods.

    overlap: whether the intervals of both periods overlap, widened for incidents that come in runs from one child;
        these decide. plain_overlap: whether the plain ones do, in which every incident is a separate event.
    withheld: whether there were too few missing reports to show to a room.
    """

    name: str
    missing: Pair
    incidents: Pair
    value: Pair
    overlap: bool
    plain_overlap: bool
    withheld: bool

    @property
    def move(self) -> Move:
        """How the share moved, if it can be said."""
        if self.withheld:
            return "too few to show"
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
    def without_incidents(self) -> bool:
        """Whether both periods were supplied and there was no incident in either."""
        return self.incidents.previous == self.incidents.current == 0

    @property
    def unsure(self) -> bool:
        """Whether the share moved by no more than the usual ups and downs: the widened intervals overlap."""
        return self.move in ("fell", "rose") and self.overlap

    @property
    def in_percent(self) -> bool:
        """Whether every count is large enough for percentages."""
        counts = (self.missing.previous, self.missing.current, self.incidents.previous, self.incidents.current)
        return all(count >= PERCENTAGE_FROM for count in counts)

    @property
    def counts(self) -> str:
        """ "306 of 430 to 115 of 160"."""
        if self.without_incidents:
            return WITHOUT_INCIDENTS
        before = _part(self.missing.previous, self.incidents.previous)
        return f"{before} to {self.part_now}"

    @property
    def now(self) -> str:
        """The period itself alone: "72%" where a percentage may be said, else "5 of 12" or "no incidents"."""
        if min(self.missing.current, self.incidents.current) >= PERCENTAGE_FROM:
            return format_share(self.value.current, 0)
        return self.part_now

    @property
    def part_now(self) -> str:
        """The counts of the period itself alone: "115 of 160"."""
        return _part(self.missing.current, self.incidents.current)

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
    missing, incidents = pair_of(rows, MEASURE, "numerator"), pair_of(rows, MEASURE, "denominator")
    return Share(
        name=line,
        missing=missing,
        incidents=incidents,
        value=pair_of(rows, MEASURE),
        overlap=_overlap(missing, incidents, DEFAULT_PHI),
        plain_overlap=_overlap(missing, incidents, 1.0),
        withheld=any(row["status"] == WITHHELD for row in rows),
    )


def _overlap(missing: Pair, incidents: Pair, phi: float) -> bool:
    """Whether the intervals of both periods have a share in common; the months of a share do not tell phi."""
    low, high = widened_wilson_interval(missing.previous, incidents.previous, phi)
    low_now, high_now = widened_wilson_interval(missing.current, incidents.current, phi)
    return low <= high_now and low_now <= high


def _part(missing: float, incidents: float) -> str:
    return "no incidents" if incidents == 0 else f"{format_count(missing)} of {format_count(incidents)}"
