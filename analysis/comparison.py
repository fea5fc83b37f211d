"""Each home against the neighbourhood it lies in."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from analysis.coverage import Opening, covered_homes, covered_neighbourhoods, openings
from analysis.periods import Period
from analysis.ratios import dispersion, months_that_tell, ratio_of_ratios, widened_ratio_of_ratios
from analysis.results import (
    ALL_HOMES,
    NAN,
    Direction,
    change_figure,
    count_figure,
    figure,
    ratio_figures,
    require_columns,
    result_frame,
    share_figure,
)

KEYS = ("place", "place_kind", "neighbourhood", "order")
ALL_NEIGHBOURHOODS = "All neighbourhoods"
DIRECTION: Direction = "neutral"

PlaceKind = Literal["neighbourhood", "home", "all neighbourhoods", "all homes"]


@dataclass(frozen=True)
class _Movement:
    """The counts of both periods (NaN: not supplied), how much the months go up and down, and how many told that."""

    previous: float
    current: float
    phi: float
    months: int = 0

    @property
    def supplied(self) -> bool:
        return not (math.isnan(self.previous) or math.isnan(self.current))

    @property
    def ratio(self) -> float:
        return self.current / self.previous if self.supplied and self.previous > 0 else NAN


NO_AREA = _Movement(NAN, NAN, 1.0)
ALWAYS_OPEN = Opening(previous=True, current=True, throughout=True)


@dataclass(frozen=True)
class _Place:
    """A place to compare; the area, the expected count and when it was open are for homes only."""

    name: str
    kind: PlaceKind
    neighbourhood: str
    movement: _Movement
    area: _Movement = NO_AREA
    expected: float = NAN
    opening: Opening = ALWAYS_OPEN


@dataclass(frozen=True)
class _Periods:
    previous: Period
    current: Period
    totals_only: Collection[tuple[str, Period]]

    def movement(self, rows: pd.DataFrame, covered: tuple[bool, bool], names: Collection[str]) -> _Movement:
        """Adds up the rows of the places of these names in both periods."""
        by_month: dict[date, float] = rows.groupby("month")["count"].sum().to_dict()
        totals: list[float] = []
        series: list[list[float]] = []
        for period, supplied in zip((self.previous, self.current), covered, strict=True):
            totals.append(float(sum(by_month.get(month, 0) for month in period.months)) if supplied else NAN)
            if supplied and not any((name, period) in self.totals_only for name in names):
                series.append([by_month.get(month, 0) for month in period.months])
        return _Movement(totals[0], totals[1], dispersion(series), months_that_tell(series))

    def together(self, rows: pd.DataFrame, parts: Mapping[str, _Movement]) -> _Movement:
        """All parts as one; not supplied when any part is not."""
        previous = not any(math.isnan(part.previous) for part in parts.values())
        current = not any(math.isnan(part.current) for part in parts.values())
        return self.movement(rows, (previous, current), parts)


def home_against_neighbourhood(
    counts: pd.DataFrame,
    area_counts: pd.DataFrame,
    places: pd.DataFrame,
    home_coverage: pd.DataFrame,
    area_coverage: pd.DataFrame,
    previous: Period,
    current: Period,
    *,
    totals_only: Collection[tuple[str, Period]] = (),
) -> pd.DataFrame:
    """Each home's count in two periods, and where it would be had it moved like the neighbourhood it lies in.

    In: counts home_id, month, count; area_counts neighbourhood, month, kind (one kind only), count; places home_id,
    line, line_order, neighbourhood, opened, closed; both coverages place_kind, place, month. `totals_only`: each
    (line or neighbourhood, period) told by a total without months, which tells nothing about its usual ups and downs.
    Out: place, place_kind ("neighbourhood", "home", "all neighbourhoods", "all homes"), neighbourhood, order and the
    result columns; measures count, change, share_of_neighbourhood, expected, rate_ratio (exact), exact_p,
    widened_ratio, dispersion (phi; numerator: the months that told it, 0 where it is the setting for totals; from few
    months it is at least that setting),
    ratio_of_ratios (exact) and widened_ratio_of_ratios. A shown ratio or upper limit that is missing is without end.
    Neighbourhoods are as supplied, homes included. A line without one neighbourhood has no share and no ratio of
    ratios; a home without a neighbourhood, or in one that had nothing before, has no expected count, nor has a line in
    several neighbourhoods of which only a total is known. A line with months
    in which none of its homes was open has counts, and "not open" for its change, what is expected and the ratios, and
    so have all homes, unless the line was open in neither period. In a period in which it was not open at all and
    nothing was recorded, its count is "not open" too. Raises MissingColumns, and ValueError when incidents and crimes
    are mixed.
    """
    require_columns(counts, ("home_id", "month", "count"), "home_against_neighbourhood (counts)")
    require_columns(area_counts, ("neighbourhood", "month", "kind", "count"), "home_against_neighbourhood (areas)")
    require_columns(places, ("neighbourhood",), "home_against_neighbourhood (places)")
    if area_counts["kind"].nunique() > 1:
        raise ValueError("home_against_neighbourhood compares one kind; incidents and crimes are never added.")
    periods = _Periods(previous, current, totals_only)
    homes = places.assign(neighbourhood=places["neighbourhood"].fillna("")).sort_values("line_order", kind="stable")
    home_counts = counts[counts["home_id"].isin(homes["home_id"])]
    areas = _areas(periods, area_counts, homes, area_coverage)
    lines = _lines(periods, home_counts, homes, home_coverage, areas)
    compared = _neighbourhoods_with_their_homes(lines, homes, areas)
    compared += _all_together(periods, home_counts, area_counts, homes, lines, areas)
    return result_frame(KEYS, [row for order, place in enumerate(compared) for row in _figures(place, order)])


def _all_together(
    periods: _Periods,
    counts: pd.DataFrame,
    area_counts: pd.DataFrame,
    homes: pd.DataFrame,
    lines: Sequence[_Place],
    areas: dict[str, _Movement],
) -> list[_Place]:
    together: list[_Place] = []
    every_area = NO_AREA
    if areas:
        every_area = periods.together(area_counts[area_counts["neighbourhood"].isin(areas)], areas)
        together.append(_Place(ALL_NEIGHBOURHOODS, "all neighbourhoods", "", every_area))
    if lines:
        area = every_area if homes["neighbourhood"].ne("").all() else NO_AREA
        movement = periods.together(counts, {line.name: line.movement for line in lines})
        expected = sum(line.expected for line in lines)
        # A line that was closed all the time changes nothing for all homes together.
        opening = openings(homes, periods.previous, periods.current)[ALL_HOMES]
        together.append(_Place(ALL_HOMES, "all homes", "", movement, area, expected, opening))
    return together


def _areas(
    periods: _Periods, area_counts: pd.DataFrame, homes: pd.DataFrame, coverage: pd.DataFrame
) -> dict[str, _Movement]:
    names = [name for name in homes["neighbourhood"].unique() if name]
    before = covered_neighbourhoods(names, coverage, periods.previous)
    now = covered_neighbourhoods(names, coverage, periods.current)
    of_area = {name: area_counts[area_counts["neighbourhood"] == name] for name in names}
    return {name: periods.movement(of_area[name], (before[name], now[name]), [name]) for name in names}


def _lines(
    periods: _Periods,
    counts: pd.DataFrame,
    homes: pd.DataFrame,
    coverage: pd.DataFrame,
    areas: dict[str, _Movement],
) -> list[_Place]:
    before = covered_homes(homes, coverage, periods.previous)
    now = covered_homes(homes, coverage, periods.current)
    opening = openings(homes, periods.previous, periods.current)
    in_previous = counts[counts["month"].isin(periods.previous.months)]
    count_before = in_previous.groupby("home_id")["count"].sum()
    lines = []
    for line, of_line in homes.groupby("line", sort=False):
        rows = counts[counts["home_id"].isin(of_line["home_id"])]
        movement = periods.movement(rows, (before[line], now[line]), [line])
        names = of_line["neighbourhood"].unique()
        neighbourhood = names[0] if len(names) == 1 else ""
        expected = NAN
        told_by_a_total = (line, periods.previous) in periods.totals_only
        if before[line] and not (told_by_a_total and len(names) > 1):  # which part lies in which area is not known
            in_area = zip(of_line["home_id"], of_line["neighbourhood"], strict=True)
            expected = sum(count_before.get(home, 0) * areas.get(name, NO_AREA).ratio for home, name in in_area)
        area = areas.get(neighbourhood, NO_AREA)
        lines.append(_Place(line, "home", neighbourhood, movement, area, expected, opening[line]))
    return lines


def _neighbourhoods_with_their_homes(
    lines: Sequence[_Place], homes: pd.DataFrame, areas: dict[str, _Movement]
) -> list[_Place]:
    groups: dict[tuple[str, str], list[_Place]] = {}
    areas_of_line = homes.groupby("line", sort=False)["neighbourhood"].unique()
    for line in lines:
        for name in areas_of_line[line.name]:
            if name:
                groups.setdefault(("neighbourhood", name), [_Place(name, "neighbourhood", name, areas[name])])
        own_group = ("neighbourhood", line.neighbourhood) if line.neighbourhood else ("home", line.name)
        groups.setdefault(own_group, []).append(line)
    return [place for group in groups.values() for place in group]


def _figures(place: _Place, order: int) -> list[dict[str, object]]:
    keys: dict[str, object] = dict(zip(KEYS, (place.name, place.kind, place.neighbourhood, order), strict=True))
    own, area, throughout = place.movement, place.area, place.opening.throughout
    rows = [
        count_figure(keys, "previous", own.previous, was_open=place.opening.previous or own.previous > 0),
        count_figure(keys, "current", own.current, was_open=place.opening.current or own.current > 0),
        change_figure(keys, own.previous, own.current, open_throughout=throughout),
    ]
    if place.kind == "home":
        rows.append(share_figure(keys, "previous", "share_of_neighbourhood", own.previous, area.previous))
        rows.append(share_figure(keys, "current", "share_of_neighbourhood", own.current, area.current))
    is_home = place.kind in ("home", "all homes")
    if is_home:
        supplied = not math.isnan(place.expected)
        rows.append(
            figure(
                keys,
                "current",
                "expected",
                "expected",
                place.expected,
                supplied=supplied,
                open_throughout=throughout,
            )
        )
    rows += ratio_figures(keys, own.previous, own.current, own.phi, own.months, open_throughout=throughout)
    if is_home:
        rows += _ratios_of_ratios(keys, own, area, throughout)
    return rows


def _ratios_of_ratios(
    keys: dict[str, object], own: _Movement, area: _Movement, open_throughout: bool
) -> list[dict[str, object]]:
    supplied = own.supplied and area.supplied
    exact, widened = (NAN, NAN, NAN), (NAN, NAN, NAN)
    if supplied and open_throughout:
        counts = (own.previous, own.current, area.previous, area.current)
        exact = ratio_of_ratios(*counts)
        widened = widened_ratio_of_ratios(*counts, own.phi, area.phi)
    return [
        figure(
            keys,
            "both",
            measure,
            "ratio",
            value,
            low=low,
            high=high,
            supplied=supplied,
            open_throughout=open_throughout,
        )
        for measure, (value, low, high) in (("ratio_of_ratios", exact), ("widened_ratio_of_ratios", widened))
    ]
