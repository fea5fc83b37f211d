"""The four homes, the other names they go by, who lived there and what the homes dealt with themselves."""

from __future__ import annotations

from random import Random

from sample_data.years import SEED, YEAR_STARTS, month_text, year_months

Row = tuple[object, ...]

CHELLASTON = "Chellaston"
BOULTON = "Boulton, Sinfin and Osmaston"

HOMES_HEADER = (
    "home",
    "reporting_line",
    "neighbourhood",
    "authority",
    "provider",
    "beds",
    "opened",
    "closed",
    "signed_up",
)
HOMES: tuple[Row, ...] = (
    ("Home 1", "Home 1", CHELLASTON, "Derby City", "council", 5, "2013-04-01", "", "2018-10-11"),
    ("Home 2", "Home 2", BOULTON, "Derby City", "council", 5, "2015-04-01", "", "2018-10-11"),
    ("Home 3", "Home 3/4", BOULTON, "Derby City", "council", 3, "2016-09-01", "", "2018-10-11"),
    ("Home 4", "Home 3/4", BOULTON, "Derby City", "council", 3, "2017-04-01", "", "2018-10-11"),
)
HOMES_OF_LINE: dict[str, tuple[str, ...]] = {
    "Home 1": ("Home 1",),
    "Home 2": ("Home 2",),
    "Home 3/4": ("Home 3", "Home 4"),
}

ALIASES_HEADER = ("alias", "home")
ALIASES: tuple[tuple[str, str], ...] = (
    ("HOME 1, CHELLASTON", "Home 1"),
    ("HOME1 CHELLASTON", "Home 1"),
    ("DCH-01", "Home 1"),
    ("HOME 2, SINFIN", "Home 2"),
    ("HOME2 SINFIN", "Home 2"),
    ("DCH-02", "Home 2"),
    ("HOME 3, OSMASTON", "Home 3"),
    ("DCH-03", "Home 3"),
    ("HOME 4, BOULTON", "Home 4"),
    ("DCH-04", "Home 4"),
)

OCCUPANCY_HEADER = ("home", "month", "average_children")
# Average children in tenths: lowest and highest of a month, for each of the two years.
OCCUPANCY_RANGE: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "Home 1": ((40, 50), (36, 48)),
    "Home 2": ((41, 50), (39, 50)),
    "Home 3": ((22, 30), (22, 30)),
    "Home 4": ((20, 30), (21, 30)),
}

INTERNAL_HEADER = ("home", "month", "internal", "input_helpful", "immediate")
# Highest of a month: dealt with internally, police input helpful, immediate police response.
INTERNAL_HIGHEST: dict[str, tuple[int, int, int]] = {
    "Home 1": (12, 3, 2),
    "Home 2": (16, 4, 3),
    "Home 3": (7, 2, 1),
    "Home 4": (6, 2, 1),
}


def written_as(home: str, rng: Random) -> str:
    """The home as one clerk or another would write it: its name or an alias."""
    if rng.random() < 0.45:
        return home
    return rng.choice([alias for alias, name in ALIASES if name == home])


def occupancy_rows() -> list[Row]:
    """Average children living in each home in each month, never above its beds."""
    rng = Random(f"{SEED} occupancy")
    rows: list[Row] = []
    for home, ranges in OCCUPANCY_RANGE.items():
        for year, (lowest, highest) in zip(YEAR_STARTS, ranges, strict=True):
            for month in year_months(year):
                tenths = rng.randint(lowest, highest)
                rows.append((home, month_text(month), f"{tenths // 10}.{tenths % 10}"))
    return rows


def internal_rows() -> list[Row]:
    """What each home's own log says of each month."""
    rng = Random(f"{SEED} internal counts")
    rows: list[Row] = []
    for home, highest in INTERNAL_HIGHEST.items():
        for year in YEAR_STARTS:
            for month in year_months(year):
                internal, helpful, immediate = highest
                counts = (rng.randint(internal // 4, internal), rng.randint(0, helpful), rng.randint(0, immediate))
                rows.append((home, month_text(month), *counts))
    return rows
