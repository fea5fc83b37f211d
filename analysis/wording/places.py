"""Reading the comparison of homes and neighbourhoods for its sentences."""

import math
from dataclasses import dataclass
from typing import Literal

from analysis.disclosure import Released, require_released
from analysis.ratios import verdict
from analysis.results import NOT_OPEN
from analysis.wording.words import Pair, Row, grouped, pair_of, rows_of

Move = Literal["fewer", "more", "fell", "rose", "same", "too few", "none", "not open", "gap"]

# From here on "counts this small" would not be true; the usual ups and downs still are.
SMALL_COUNT = 100
MOVES: tuple[Move, ...] = ("fewer", "more", "fell", "rose", "same", "too few", "none", "not open", "gap")


@dataclass(frozen=True)
class Place:
    """A place with its counts, the widened interval of their ratio, and how it moved against its neighbourhood,
    widened too."""

    name: str
    kind: str
    pair: Pair
    interval: tuple[float, float]
    expected: float
    against: tuple[float, float]
    open_throughout: bool = True

    @property
    def move(self) -> Move:
        """The verdict on the two counts."""
        if not self.pair.complete:
            return "not open" if self.pair.gap == NOT_OPEN else "gap"
        if not self.open_throughout:
            return "not open"
        before, now = self.pair.previous, self.pair.current
        if before == now == 0:
            return "none"
        said = verdict(before, now, *self.interval)
        if said == "usual":
            return "fell" if now < before else "rose"
        return said

    @property
    def is_small(self) -> bool:
        """Whether both counts are small enough to be called so."""
        return max(self.pair.previous, self.pair.current) < SMALL_COUNT


def places_of(released: Released, who: str) -> tuple[list[Place], Place | None, list[Place]]:
    """The homes, all homes together, and the neighbourhoods with all of them together first."""
    rows = rows_of(require_released(released, who))
    homes = [place_of(name, own) for name, own in _of_kind(rows, "home")]
    total = [place_of(name, own) for name, own in _of_kind(rows, "all homes")]
    areas = [
        place_of(name, own) for kind in ("all neighbourhoods", "neighbourhood") for name, own in _of_kind(rows, kind)
    ]
    return homes, total[0] if total else None, areas


def _of_kind(rows: list[Row], kind: str) -> list[tuple[str, list[Row]]]:
    return list(grouped((row for row in rows if row["place_kind"] == kind), "place").items())


def place_of(name: str, rows: list[Row]) -> Place:
    """One place from its rows of home_against_neighbourhood."""
    ratios = {row["measure"]: (row["low"], row["high"]) for row in rows if row["unit"] == "ratio"}
    expected = [row["value"] for row in rows if row["measure"] == "expected"]
    unknown = (math.nan, math.nan)
    return Place(
        name=name,
        kind=rows[0]["place_kind"],
        pair=pair_of(rows, "count"),
        interval=ratios.get("widened_ratio", unknown),
        expected=expected[0] if expected else math.nan,
        against=ratios.get("widened_ratio_of_ratios", unknown),
        open_throughout=not any(row["status"] == NOT_OPEN for row in rows),
    )
