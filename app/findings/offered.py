"""What the filters can offer: authorities, homes, providers, and the periods that the police sources reach over."""

from dataclasses import dataclass
from datetime import date

from analysis.periods import Period, add_months, latest_full_year, period_choices
from app.findings.finding import Source
from app.findings.sources import end_of_month
from data_access.coverage import fetch_sources
from data_access.homes import fetch_authorities, fetch_lines

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
    covered_to: the last day that any source covers.
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
    sources = source(fetch_sources, authority=authority)
    police = sources[sources["source"].isin(PERIOD_SOURCES)]
    reaching = police if len(police) else sources
    if reaching.empty:
        raise NothingToOffer("No extract has been loaded yet, so there is no period to show.")
    first, last = min(reaching["first_month"]), min(reaching["last_month"])
    periods = tuple(period_choices(first, last))
    return Offered(
        authority=authority,
        authorities=authorities,
        lines=dict(zip(lines["key"], lines["name"], strict=True)),
        providers={key: frozenset(own["provider"]) for key, own in lines.groupby("key", sort=False)},
        periods=periods,
        period_names={period.key: _listed_name(kind, period) for kind, period in periods},
        months=tuple(Period(first, add_months(last, 1)).months),
        latest_year=_latest(first, last),
        covered_to=end_of_month(max(sources["last_month"])),
    )


def _latest(first: date, last: date) -> Period:
    """The latest reporting year that is covered from its start; of a source younger than that, all its months."""
    year = latest_full_year(last)
    return year if year.start >= first else Period(first, add_months(last, 1))


def _listed_name(kind: str, period: Period) -> str:
    """A period as the select box lists it, short enough for the sidebar."""
    if kind == "year":
        return period.label
    if kind == "rolling 12":
        return f"12 months to {period.last_month:%b %Y}"
    return f"{KIND_NAMES[kind]} {period.start:%b} to {period.last_month:%b %Y}"
