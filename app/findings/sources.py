"""What the sources of a finding are called, how far they reach, and which months of which places they cover."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import pandas as pd

from analysis.coverage import months_missing, neighbourhood_months_missing
from analysis.periods import Period, add_months
from analysis.wording import gap_notes, reach_words
from app.findings.finding import Question, Source
from data_access.coverage import fetch_coverage, fetch_sources
from data_access.homes import fetch_places, fetch_sight
from data_access.period_counts import fetch_published_periods

SOURCE_NAMES = {
    "incidents": "Police incidents",
    "crimes": "Police crimes",
    "neighbourhood incident": "Police counts of neighbourhoods",
    "neighbourhood crime": "Police counts of neighbourhoods",
    "youth_justice": "Youth Justice Service events",
    "cromarty": "Cromarty scores",
    "occupancy": "Occupancy of the homes",
    "internal_counts": "The homes' own counts",
}


# Sources about all of an authority's homes together, which nobody is told who is limited to some.
OF_ALL_HOMES = ("youth_justice", "cromarty")


def is_limited(source: Source, question: Question) -> bool:
    """Whether the viewer sees some homes only, one by one, as a private provider does."""
    return bool(source(fetch_sight, authority=question.selection.authority)["limited"].iloc[0])


def sees_others_together(source: Source, question: Question) -> bool:
    """Whether the figures are of the viewer's own homes and of all others together: then types fold as in a room."""
    return not question.is_a_choice_of_homes and is_limited(source, question)


def coverage_of(source: Source, question: Question, name: str, periods: Sequence[Period] = ()) -> pd.DataFrame:
    """Covered months of a source over the periods, else both of the question, as the measures take it."""
    start, end = span(question, periods)
    return source(fetch_coverage, authority=question.selection.authority, source=name, start=start, end=end)


def covered_months(source: Source, question: Question, name: str) -> dict[str, bool]:
    """Whether a source that covers a whole authority covers each of the two periods."""
    months = set(coverage_of(source, question, name)["month"])
    periods = {"previous": question.previous, "current": question.current}
    return {when: set(period.months) <= months for when, period in periods.items()}


def gaps_of_homes(source: Source, question: Question, name: str, coverage: pd.DataFrame | None = None) -> list[str]:
    """Which months of which homes a source did not supply; nothing for one that was never supplied, as is said.

    `coverage`: what is known where totals stand in for months.
    """
    if not _was_ever_supplied(source, question, name):
        return []
    places = source(fetch_places, question.selection, at=question.current.last_month)
    periods = (question.previous, question.current)
    covered = coverage_of(source, question, name) if coverage is None else coverage
    missing = months_missing(places, covered, periods)
    return gap_notes(SOURCE_NAMES[name], missing, question.total_name.lower())


def gaps_of_neighbourhoods(
    source: Source, question: Question, name: str, coverage: pd.DataFrame | None = None
) -> list[str]:
    """Which months of which neighbourhoods a source did not supply; otherwise as gaps_of_homes."""
    if not _was_ever_supplied(source, question, name):
        return []
    places = source(fetch_places, question.selection, at=question.current.last_month)
    names = [area for area in places["neighbourhood"].unique() if area]
    periods = (question.previous, question.current)
    covered = coverage_of(source, question, name) if coverage is None else coverage
    missing = neighbourhood_months_missing(names, covered, periods)
    return gap_notes(SOURCE_NAMES[name], missing, "all neighbourhoods")


def gaps_of_the_authority(
    source: Source, question: Question, name: str, but: Collection[date] = frozenset()
) -> list[str]:
    """Which months of both periods a source that covers a whole authority did not supply, `but` for some."""
    if not _was_ever_supplied(source, question, name):
        return []
    covered = set(coverage_of(source, question, name)["month"])
    months = {month for period in (question.previous, question.current) for month in period.months}
    return gap_notes(SOURCE_NAMES[name], {"": sorted(months - covered - set(but))})


def first_month_of(source: Source, question: Question, name: str) -> date | None:
    """The first month a source covers; None for one that never supplied months."""
    rows = source(fetch_sources, authority=question.selection.authority)
    return next(iter(rows.loc[rows["source"].eq(name), "first_month"]), None)


def _was_ever_supplied(source: Source, question: Question, name: str) -> bool:
    return first_month_of(source, question, name) is not None


def span(question: Question, periods: Sequence[Period] = ()) -> tuple[date, date]:
    """From the start of the earliest period to the end of the last, half-open; left out, of both of the question."""
    periods = periods or (question.previous, question.current)
    return min(period.start for period in periods), max(period.end for period in periods)


def as_at(source: Source, question: Question, names: tuple[str, ...]) -> date | None:
    """The earliest of the days up to which the named sources cover; those never supplied are said in the caption."""
    reach = reach_of(source, question.selection.authority)
    supplied = reach.loc[reach.index.isin(names), "last_month"]
    return end_of_month(min(supplied)) if len(supplied) else None


def end_of_month(month: date) -> date:
    """The last day of a month given by its first."""
    return add_months(month, 1) - timedelta(days=1)


def reach_of(source: Source, authority: str) -> pd.DataFrame:
    """How far each source reaches: as far as its months are covered, else as far as totals were published.

    Index: source. Columns: first_month, last_month, extract_date (None where there are only totals), published_on.
    """
    covered = source(fetch_sources, authority=authority).set_index("source").assign(published_on=None)
    published = source(fetch_published_periods, authority=authority)
    totals = published[~published["source"].isin(covered.index)].groupby("source")
    only = totals.agg(
        first_month=("first_month", "min"), last_month=("last_month", "max"), published_on=("published_on", "max")
    ).assign(extract_date=None)
    return pd.concat([covered.astype(object), only.astype(object)])


def source_lines(source: Source, question: Question, names: tuple[str, ...]) -> tuple[str, ...]:
    """The sources by name with how far they reach and when they were drawn; those alike share a line."""
    rows = reach_of(source, question.selection.authority)
    alike: dict[str, dict[str, None]] = {}  # names in order, each once
    for name in names:
        told = "not supplied"
        if name in rows.index:
            row = rows.loc[name]
            told = reach_words(end_of_month(row["last_month"]), row["extract_date"], row["published_on"])
        alike.setdefault(told, {})[SOURCE_NAMES[name]] = None
    return tuple(f"{', '.join(shared)}: {told}." for told, shared in alike.items())
