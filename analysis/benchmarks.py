"""Published figures of children convicted or cautioned: all the authority's children looked after, wherever placed."""

import math
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal

import pandas as pd

from analysis.disclosure import Released, require_released
from analysis.results import Direction, figure, require_columns, result_frame, share_figure

KEYS = ("area", "role", "kind", "source", "year")
MEASURE = "convicted_or_cautioned"
# Youth cautions replaced reprimands and final warnings: figures of years before and after count different things.
BREAK = date(2013, 4, 8)
LAST_YEAR_BEFORE_BREAK = 2013  # the year ending 31 March 2013
DIRECTION: Direction = "lower is better"

Role = Literal["own", "country", "region", "neighbours", "part"]
Kind = Literal["counts", "percentages", "earlier", "papers"]
LEADING: tuple[Kind, ...] = ("counts", "percentages")  # what words, pictures and comparisons read; no year stands twice
COUNTRY = ("England", "National", "National average")
NEIGHBOURS = ("Statistical neighbour average", "Statistical neighbours")
REGIONS = (
    "East Midlands",
    "East of England",
    "Inner London",
    "London",
    "North East",
    "North West",
    "Outer London",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and The Humber",
)
ROLES: tuple[Role, ...] = ("own", "country", "region", "neighbours", "part")
DEPARTMENT = "DfE"  # how the sources of the Department for Education begin
# Words by which a council's name differs from that of its area.
OF_A_NAME = frozenset({"city", "council", "county", "borough", "metropolitan", "royal", "london", "of", "the"})


def convicted_or_cautioned(published: pd.DataFrame, authority_name: str) -> pd.DataFrame:
    """The part of an authority's children looked after for 12 months who were convicted or cautioned in the year.

    In: area, year (ending 31 March), percent (as printed), numerator, denominator, source. Out: area, role ("own",
    "country", "region", "neighbours", or "part": a quarter of the authority's own), kind ("counts" and "percentages" of
    the Department for Education in the edition that reaches furthest, "earlier" in others, "papers" of anybody else),
    source, year and the result columns; measure convicted_or_cautioned, a share: with the Wilson 95% interval where
    counts were published, else as printed. Only the authority's own areas and, from the same sources or national ones,
    those they are compared with; a region only where one alone is loaded. An authority without a figure of its own has
    no row at all. What a source withheld is "not supplied". Series of different sources are never joined. Raises
    MissingColumns.
    """
    needed = ("area", "year", "percent", "numerator", "denominator", "source")
    require_columns(published, needed, "convicted_or_cautioned")
    roles = _roles(authority_name, set(published["area"]))
    own = {area for area, role in roles.items() if role == "own"}
    areas_of = published.groupby("source")["area"].agg(set).to_dict()
    kinds = _kinds(published, roles)
    rows: list[tuple[tuple[int, str, str, int], dict[str, object]]] = []
    for place, row in enumerate(published.itertuples(index=False) if own else ()):
        # What a paper of another council calls the average of its neighbours is not that of this one's.
        speaks_of_it = areas_of[row.source] & own or areas_of[row.source] <= {*COUNTRY, *REGIONS}
        if row.area in roles and speaks_of_it:
            role = roles[row.area]
            rows.append(((ROLES.index(role), row.source, row.area, int(row.year)), _figure(row, role, kinds[place])))
    return result_frame(KEYS, [row for _, row in sorted(rows, key=lambda placed: placed[0])])


def areas_named(authority_name: str, areas: Collection[str]) -> set[str]:
    """The areas that are the authority under another name: "Derby" is "Derby City", "Derbyshire" is not."""
    wanted = _plain(authority_name)
    return {area for area in areas if wanted and _plain(area) == wanted}


def has_counts(released: Released) -> bool:
    """Whether the Department for Education published counts of the authority's own children."""
    frame = require_released(released, "has_counts").frame
    return bool((frame["role"].eq("own") & frame["kind"].eq("counts")).any())


def _kinds(published: pd.DataFrame, roles: Mapping[str, Role]) -> list[Kind]:
    """The kind of each row: for each role, counts and whole percentages have one leading source and area."""
    counted = published["numerator"].notna() & published["denominator"].notna()
    series = zip(published["source"], published["area"], strict=True)
    with_counts = {of for of, has in zip(series, counted, strict=True) if has}
    kinds: list[Kind] = []
    newest: dict[tuple[str, Kind], tuple[int, str, str]] = {}
    for row in published.itertuples(index=False):
        # A year withheld in a table of counts is one of its counts.
        is_count = (row.source, row.area) in with_counts and math.isnan(row.percent)
        by_department: Kind = "counts" if is_count or not _without_counts(row) else "percentages"
        kinds.append(by_department if str(row.source).startswith(DEPARTMENT) else "papers")
        edition = (int(row.year), str(row.source), str(row.area))
        of = (_compared_as(row.area, roles), kinds[-1])
        newest[of] = max(newest.get(of, edition), edition)
    for place, row in enumerate(published.itertuples(index=False)):
        of = (_compared_as(row.area, roles), kinds[place])
        if kinds[place] in LEADING and newest[of][1:] != (row.source, row.area):
            kinds[place] = "earlier"
    return kinds


def _compared_as(area: str, roles: Mapping[str, Role]) -> str:
    """Areas in one role stand for one another ("Derby" and "Derby City"); quarters of the authority's do not."""
    role = roles.get(area, area)
    return area if role == "part" else role


def _without_counts(row: Any) -> bool:
    return math.isnan(row.numerator) or math.isnan(row.denominator)


def _figure(row: Any, role: Role, kind: Kind) -> dict[str, object]:
    keys = dict(zip(KEYS, (row.area, role, kind, str(row.source), int(row.year)), strict=True))
    if kind == "counts" or not _without_counts(row):
        return share_figure(keys, "both", MEASURE, float(row.numerator), float(row.denominator), wilson=True)
    supplied = not math.isnan(row.percent)
    return figure(keys, "both", MEASURE, "share", float(row.percent) / 100, supplied=supplied)


def _roles(authority_name: str, areas: Collection[str]) -> dict[str, Role]:
    own = areas_named(authority_name, areas)
    parts = {area for area in areas if areas_named(authority_name, [area.partition(",")[0]])} - own
    regions = {area for area in areas if area in REGIONS}
    return {
        **dict.fromkeys(NEIGHBOURS, "neighbours"),
        **dict.fromkeys(regions if len(regions) == 1 else (), "region"),
        **dict.fromkeys(COUNTRY, "country"),
        **dict.fromkeys(parts, "part"),
        **dict.fromkeys(own, "own"),
    }


def _plain(name: str) -> str:
    words = name.lower().replace(",", " ").replace("&", " and ").split()
    return " ".join(word for word in words if word not in OF_A_NAME)
