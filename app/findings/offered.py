"""What the filters can offer: authorities, homes, providers, and the periods of which something is known."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.periods import Period, add_months, latest_full_year, period_choices
from app.findings.finding import Source
from app.findings.sources import end_of_month
from data_access.coverage import fetch_sources
from data_access.homes import fetch_authorities, fetch_lines, fetch_sight
from data_access.period_counts import fetch_published_periods

PUBLISHED = "published"
KINDS_IN_ORDER = ("year", "half", "quarter", "four months", "rolling 12", PUBLISHED)
PERIOD_SOURCES = ("incidents", "crimes")
KIND_NAMES = {
    "half": "Half-year",
    "quarter": "Quarter",
    "four months": "4 months",
}


class NothingToOffer(ValueError):
    """Nothing was loaded that could be chosen; the message says what to load."""


@dataclass(frozen=True)
class Offered:
    """What can be chosen within one authority.

    authorities, lines: names by key, lines in register order. providers: those of the homes of each line. periods: by
    kind, newest first. months: every month that the police sources cover. latest_year: the last full reporting year, or
    all months where none is covered in full.
    covered_to: the last day that any source covers. only_lines: all lines where the viewer is limited to them and is
    told nothing of the other homes, so that no figure is of all homes; else none.
    """

    authority: str
    authorities: dict[str, str]
    lines: dict[str, str]
    providers: dict[str, frozenset[str]]
    periods: tuple[tuple[str, Period], ...]
    period_names: dict[str, str]
    months: tuple[date, ...]
    latest_year: Period
    covered_to: date
    only_lines: tuple[str, ...] = ()

    @property
    def all_providers(self) -> list[str]:
        """The providers of any home, by name."""
        return sorted(frozenset().union(*self.providers.values()))


def offered(source: Source, authority: str) -> Offered | None:
    """What there is for an authority ("": the first by name); None when there is no such authority for this viewer.

    Raises NothingToOffer where nothing was loaded.
    """
    known = source(fetch_authorities)
    if known.empty:
        raise NothingToOffer("No data have been loaded yet. Load the register of homes first, then the extracts.")
    authorities = dict(zip(known["key"], known["name"], strict=True))
    authority = authority or next(iter(authorities))
    if authority not in authorities:
        return None
    lines = source(fetch_lines, authority=authority)
    sight = source(fetch_sight, authority=authority).iloc[0]
    # Narrowed by provider, all homes together would be other homes than these and all.
    told_apart = {} if sight["limited"] else {key: frozenset(own["provider"]) for key, own in lines.groupby("key")}
    sources = source(fetch_sources, authority=authority)
    reach = _reach(sources)
    published = _published(source(fetch_published_periods, authority=authority))
    of_any = [("year", year) for year in _whole_years(sources)]
    periods = _in_order([*(period_choices(*reach) if reach else []), *of_any, *published])
    if not (reach or published):
        raise NothingToOffer("No extract has been loaded yet, so there is no period to show.")
    return Offered(
        authority=authority,
        authorities=authorities,
        lines=dict(zip(lines["key"], lines["name"], strict=True)),
        providers={key: told_apart.get(key, frozenset()) for key in lines["key"]},
        periods=periods,
        period_names={period.key: _listed_name(kind, period) for kind, period in periods},
        months=_months(reach, published),
        latest_year=_latest(reach, [period for _, period in published]),
        covered_to=end_of_month(max([*sources["last_month"], *(period.last_month for _, period in published)])),
        only_lines=() if sight["sees_all_together"] else tuple(dict.fromkeys(lines["key"])),
    )


def _reach(sources: pd.DataFrame) -> tuple[date, date] | None:
    """The first and the last month over which every police source reaches; without those, any source."""
    police = sources[sources["source"].isin(PERIOD_SOURCES)]
    reaching = police if len(police) else sources
    return None if reaching.empty else (min(reaching["first_month"]), min(reaching["last_month"]))


def _whole_years(sources: pd.DataFrame) -> list[Period]:
    """The reporting years that any source reaches over; what another one lacks there is told as not supplied."""
    reaches = zip(sources["first_month"], sources["last_month"], strict=True)
    found = {period for reach in reaches for kind, period in period_choices(*reach) if kind == "year"}
    return sorted(found)


def _months(reach: tuple[date, date] | None, published: list[tuple[str, Period]]) -> tuple[date, ...]:
    """Every month of which something is known."""
    of_totals = {month for _, period in published for month in period.months}
    first, last = reach or (min(of_totals), max(of_totals))
    return tuple(sorted({*of_totals, *Period(first, add_months(last, 1)).months}))


def _published(periods: pd.DataFrame) -> list[tuple[str, Period]]:
    """The periods of which totals were published, by kind."""
    months = zip(periods["first_month"], periods["last_month"], strict=True)
    named = sorted({Period(first, add_months(last, 1)) for first, last in months})
    kinds = {12: "year", 6: "half", 3: "quarter", 4: "four months"}
    return [(kinds.get(period.length, PUBLISHED) if _is_part(period) else PUBLISHED, period) for period in named]


def _is_part(period: Period) -> bool:
    """Whether it is a reporting year or a part of one, which has a key of its own."""
    return ".." not in period.key


def _in_order(periods: list[tuple[str, Period]]) -> tuple[tuple[str, Period], ...]:
    """Every period once, kind after kind, each newest first."""
    kinds = list(KINDS_IN_ORDER)
    once = {period: kind for kind, period in reversed(periods)}
    return tuple(
        (kind, period)
        for period, kind in sorted(once.items(), key=lambda item: (-kinds.index(item[1]), item[0]), reverse=True)
    )


def _latest(reach: tuple[date, date] | None, published: list[Period]) -> Period:
    """The latest reporting year that is covered from its start, or published; where there is none, all months known."""
    years = [period for period in published if period.is_year]
    if reach:
        first, last = reach
        year = latest_full_year(last)
        if year.start < first and not years:
            return Period(first, add_months(last, 1))
        years += [year] if year.start >= first else []
    return max(years or published)


def _listed_name(kind: str, period: Period) -> str:
    """A period as the select box lists it, short enough for the sidebar."""
    if kind == "year":
        return period.label
    if kind == "rolling 12":
        return f"12 months to {period.last_month:%b %Y}"
    if kind == PUBLISHED:
        return period.words
    return f"{KIND_NAMES[kind]} {period.start:%b} to {period.last_month:%b %Y}"
