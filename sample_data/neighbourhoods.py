"""Monthly counts of the two police neighbourhoods, shared out from their published yearly counts."""

from __future__ import annotations

from random import Random

from sample_data.published_totals import NEIGHBOURHOOD_CRIMES, NEIGHBOURHOOD_INCIDENTS
from sample_data.years import SEED, YEAR_STARTS, days_in, month_text, year_months

HEADER = ("neighbourhood", "month", "kind", "type", "count")

# April to March: summer evenings bring more calls than winter ones.
SEASON = (1.0, 1.04, 1.07, 1.1, 1.08, 1.02, 1.03, 0.98, 0.93, 0.92, 0.94, 0.97)
SPREAD = 0.1


def share_out(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (counts[place] - exact[place], place))
    for place in by_remainder[: total - sum(counts)]:
        counts[place] += 1
    return counts


def neighbourhood_rows() -> list[tuple[object, ...]]:
    """Incidents and crimes of each neighbourhood in each month, all types together."""
    rng = Random(f"{SEED} neighbourhoods")
    rows: list[tuple[object, ...]] = []
    for kind, totals in (("incident", NEIGHBOURHOOD_INCIDENTS), ("crime", NEIGHBOURHOOD_CRIMES)):
        for neighbourhood, yearly in totals.items():
            for year, total in zip(YEAR_STARTS, yearly, strict=True):
                months = year_months(year)
                weights = [
                    days_in(month) * season * rng.uniform(1 - SPREAD, 1 + SPREAD)
                    for month, season in zip(months, SEASON, strict=True)
                ]
                counts = share_out(total, weights)
                rows += [
                    (neighbourhood, month_text(month), kind, "", count)
                    for month, count in zip(months, counts, strict=True)
                ]
    return rows
