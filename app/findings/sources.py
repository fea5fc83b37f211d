"""What the sources of a finding are called, how far they reach, and which months of which places they cover."""

from datetime import date, timedelta

import pandas as pd

from analysis.coverage import months_missing, neighbourhood_months_missing
from analysis.formats import format_date
from analysis.periods import add_months
from analysis.wording import gap_notes
from app.findings.finding import Question, Source
from data_access.coverage import fetch_coverage, fetch_sources
from data_access.homes import fetch_places

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


def coverage_of(source: Source, question: Question, name: str) -> pd.DataFrame:
    """Covered months of a source over both periods of the question, as the measures take it."""
    start, end = span(question)
    return source(fetch_coverage, authority=question.selection.authority, source=name, start=start, end=end)


def covered_months(source: Source, question: Question, name: str) -> dict[str, bool]:
    """Whether a source that covers a whole authority covers each of the two periods."""
    months = set(coverage_of(source, question, name)["month"])
    periods = {"previous": question.previous, "current": question.current}
    return {when: set(period.months) <= months for when, period in periods.items()}


def gaps_of_homes(source: Source, question: Question, name: str) -> list[str]:
    """Which months of which homes a source did not supply; nothing for one that was never supplied, as is said."""
    if not _was_ever_supplied(source, question, name):
        return []
    places = source(fetch_places, question.selection, at=question.current.last_month)
    periods = (question.previous, question.current)
    missing = months_missing(places, coverage_of(source, question, name), periods)
    return gap_notes(SOURCE_NAMES[name], missing, question.total_name.lower())


def gaps_of_neighbourhoods(source: Source, question: Question, name: str) -> list[str]:
    """Which months of which neighbourhoods a source did not supply; nothing for one that was never supplied."""
    if not _was_ever_supplied(source, question, name):
        return []
    places = source(fetch_places, question.selection, at=question.current.last_month)
    names = [area for area in places["neighbourhood"].unique() if area]
    periods = (question.previous, question.current)
    missing = neighbourhood_months_missing(names, coverage_of(source, question, name), periods)
    return gap_notes(SOURCE_NAMES[name], missing, "all neighbourhoods")


def gaps_of_the_authority(source: Source, question: Question, name: str) -> list[str]:
    """Which months of both periods a source that covers a whole authority did not supply."""
    if not _was_ever_supplied(source, question, name):
        return []
    covered = set(coverage_of(source, question, name)["month"])
    months = {month for period in (question.previous, question.current) for month in period.months}
    return gap_notes(SOURCE_NAMES[name], {"": sorted(months - covered)})


def _was_ever_supplied(source: Source, question: Question, name: str) -> bool:
    return name in set(source(fetch_sources, authority=question.selection.authority)["source"])


def span(question: Question) -> tuple[date, date]:
    """From the start of the earlier period to the end of the later, half-open."""
    periods = (question.previous, question.current)
    return min(period.start for period in periods), max(period.end for period in periods)


def as_at(source: Source, question: Question, names: tuple[str, ...]) -> date | None:
    """The earliest of the days up to which the named sources cover; those never supplied are said in the caption."""
    rows = source(fetch_sources, authority=question.selection.authority)
    supplied = rows.loc[rows["source"].isin(names), "last_month"]
    return end_of_month(min(supplied)) if len(supplied) else None


def end_of_month(month: date) -> date:
    """The last day of a month given by its first."""
    return add_months(month, 1) - timedelta(days=1)


def source_lines(source: Source, question: Question, names: tuple[str, ...]) -> tuple[str, ...]:
    """The sources by name with how far they reach and when they were drawn; those alike share a line."""
    rows = source(fetch_sources, authority=question.selection.authority).set_index("source")
    alike: dict[str, dict[str, None]] = {}  # names in order, each once
    for name in names:
        told = "not supplied"
        if name in rows.index:
            until, drawn = end_of_month(rows.at[name, "last_month"]), rows.at[name, "extract_date"]
            told = f"to {format_date(until)}, extract of {format_date(drawn)}"
        alike.setdefault(told, {})[SOURCE_NAMES[name]] = None
    return tuple(f"{', '.join(shared)}: {told}." for told, shared in alike.items())
