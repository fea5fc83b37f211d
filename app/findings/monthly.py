"""Single months: all homes together with limits, each home, missing against other incidents, and crimes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.attention import first_lines
from analysis.charts import (
    HOMES_DRAWN_NOTE,
    homes_by_month_chart,
    limits_by_month_chart,
    missing_by_month_chart,
)
from analysis.disclosure import Released, release
from analysis.monthly import MISSING, OTHER, first_months_of_other_homes, missing_against_other, monthly_counts
from analysis.monthly_tables import limits_by_month_table, limits_table, markers_table, months_table
from analysis.periods import Period, add_months
from analysis.results import ALL_HOMES, NOT_SUPPLIED
from analysis.tables import Table
from analysis.wording import (
    ALL_HOMES_ONLY,
    GAPS_ARE_OPEN,
    HOW_LIMITS_ARE_MADE,
    MARKED_DATES,
    NOT_ALLOWED_FOR_OCCUPANCY,
    POPULATIONS,
    WHAT_LIMITS_CANNOT_SAY,
    Limits,
    Thing,
    homes_by_month_sentences,
    homes_by_month_title,
    missing_months_sentences,
    missing_months_title,
    monthly_sentences,
    monthly_title,
    scope_line,
    signal_sentences,
)
from analysis.xmr import first_months_after, xmr_limits
from app.findings import supplied
from app.findings.finding import Finding, HowSure, Question, Source
from app.findings.homes import every_home
from app.findings.sources import as_at, source_lines
from app.findings.supplied import FETCHES, RECORDS, only_totals_notes
from data_access.coverage import fetch_coverage, fetch_sources
from data_access.homes import fetch_places
from data_access.markers import fetch_markers

MOST_MONTHS = 48
SERIES_NAMES = {MISSING: "Missing", OTHER: "Other incidents"}


@dataclass(frozen=True)
class _Fetched:
    """What was fetched of one source for the months shown."""

    counts: pd.DataFrame
    places: pd.DataFrame
    coverage: pd.DataFrame
    markers: pd.DataFrame
    months: Period

    @property
    def measured(self) -> tuple[Any, ...]:
        """What the measures of months take."""
        return self.counts, self.places, self.coverage, self.months

    @property
    def other_homes(self) -> tuple[date, ...]:
        """The months from which other homes were open than before."""
        return first_months_of_other_homes(self.places, self.months)


def incidents_by_month(question: Question, source: Source, limits: Limits = "all") -> Finding:
    """Incidents of all homes of the question together by month, with limits where there are enough."""
    return _with_limits("incident", "All homes", question, source, limits)


def crimes_by_month(question: Question, source: Source, limits: Limits = "all") -> Finding:
    """Crimes of all homes of the question together by month; limits only where there are enough."""
    return _with_limits("crime", "Crimes", question, source, limits)


def months_of_each_home(question: Question, source: Source) -> Finding:
    """Incidents of each home by month, below each other on one scale."""
    fetched = _fetch("incident", question, source)
    released = _release(question, months=monthly_counts(*fetched.measured), markers=fetched.markers)
    months = released["months"]
    sentences = homes_by_month_sentences(months, "incident", question.current)
    lines = [line for line in dict.fromkeys(months.frame["line"]) if line != ALL_HOMES]
    drawn = first_lines(lines, ())
    many = len(drawn) < len(lines)
    names = {ALL_HOMES: question.total_name}
    only = tuple(drawn) if many else ()
    title = "Incidents of each home by month"
    every = (
        _tables_by_period(months, "Incidents of every home by month", question, fetched, names=names) if many else ()
    )
    found = Finding(
        key="months-of-each-home",
        short="Each home",
        title=homes_by_month_title(months, "incident", question.current),
        sentences=tuple(sentences),
        tables=(*_tables_by_period(months, title, question, fetched, names=names, only=only), *every),
        figure=homes_by_month_chart(
            months.only("line", drawn) if many else months, released["markers"], things="Incidents"
        ),
        alt=f"Incidents a month as dots, a row for each home on one scale. {' '.join(sentences)}",
        measure="Incidents of each home by month of report",
        notes=(
            *_notes("incident", months, released["markers"], question, source, fetched),
            *([HOMES_DRAWN_NOTE] if many else []),
        ),
        **_common("incident", question, source, fetched),
    )
    return supplied.without_parts(found, "Each home by month", "incidents", question, source)


def missing_by_month(question: Question, source: Source) -> Finding:
    """Reports of a missing person against other incidents by month, all homes together only."""
    # Whatever homes the question chooses: a type in one month at one home would say too much.
    asked, question = question, question.of_all_homes()
    fetched = _fetch("incident", question, source)
    released = _release(question, months=missing_against_other(*fetched.measured), markers=fetched.markers)
    months = released["months"]
    sentences = missing_months_sentences(months, question.current, together=question.said["together"])
    found = Finding(
        key="missing-by-month",
        short="Missing",
        title=missing_months_title(months, question.current),
        sentences=tuple(sentences),
        tables=_tables_by_period(
            months, "Missing and other incidents by month", question, fetched, key="series", names=SERIES_NAMES
        ),
        figure=missing_by_month_chart(months, released["markers"]),
        alt=f"Missing and other incidents a month as two series of dots. {' '.join(sentences)}",
        measure="Incidents closed as Missing Person, and all others by month of report; absconding and Missing No "
        "Apparent Risk are among the others",
        notes=(
            *([ALL_HOMES_ONLY] if asked.selection != question.selection else []),
            *_notes("incident", months, released["markers"], question, source, fetched),
        ),
        **_common("incident", question, source, fetched),
    )
    return supplied.without_parts(found, "Missing reports by month", "incidents", question, source)


def signals(question: Question, source: Source, thing: Thing = "incident") -> tuple[str, ...]:
    """The sentences of signals that touch the current period, limits from all months; empty where there is none."""
    fetched = _fetch(thing, question, source)
    months = monthly_counts(*fetched.measured)
    released = _release(question, limits=xmr_limits(months, ALL_HOMES, other_homes=fetched.other_homes))["limits"]
    return tuple(signal_sentences(released, thing, question.current, **_named(question, fetched)))


def _with_limits(thing: Thing, short: str, question: Question, source: Source, limits: Limits) -> Finding:
    baseline = question.previous if limits == "frozen" else None
    fetched = _fetch(thing, question, source, baseline)
    months = monthly_counts(*fetched.measured)
    starts = first_months_after(fetched.markers["on_date"]) if limits == "rebased" else ()
    released = _release(
        question,
        months=months,
        limits=xmr_limits(months, ALL_HOMES, starts=starts, other_homes=fetched.other_homes, baseline=baseline),
        markers=fetched.markers,
    )
    shown, named = released["limits"], _named(question, fetched)
    things = RECORDS[thing].capitalize()
    sentences = monthly_sentences(
        shown,
        thing,
        question.current,
        limits=limits,
        baseline_label=question.previous.words,
        lines=released["months"],
        other_homes=fetched.other_homes,
        baseline_months=len(question.previous.months),
        **named,
    )
    has_limits = bool(shown.frame["reason"].eq("").any())
    by_month = _tables_by_period(
        released["months"],
        f"{things} by month",
        question,
        fetched,
        names={ALL_HOMES: things, named["home"]: things},
        only=(named["home"] or ALL_HOMES,),
    )
    tables = (
        (
            limits_table(shown, f"Mean and limits of {things.lower()} a month"),
            limits_by_month_table(shown, f"{things} by month", things),
        )
        if has_limits
        else by_month
    )
    marked = released["markers"]
    # Below the crimes of a page they would stand a second time.
    dates = () if marked.frame.empty or thing == "crime" else (markers_table(marked, "Marked dates"),)
    found = Finding(
        key=f"{RECORDS[thing]}-by-month",
        short=short,
        title=monthly_title(shown, thing, question.current, home=named["home"]),
        sentences=tuple(sentences),
        tables=(*tables, *dates),
        figure=limits_by_month_chart(shown, marked, things=things),
        alt=f"{things} a month as dots joined by a line{', with mean and limits' if has_limits else ''}. "
        f"{' '.join(sentences)}",
        measure=f"{things} of {named['home'] or named['together']} by month of report",
        notes=_notes(thing, released["months"], marked, question, source, fetched),
        how_sure=HowSure(sentences=HOW_LIMITS_ARE_MADE, cannot_say=WHAT_LIMITS_CANNOT_SAY) if has_limits else None,
        **_common(thing, question, source, fetched),
    )
    return supplied.without_parts(found, f"{things} by month", RECORDS[thing], question, source)


def _fetch(thing: Thing, question: Question, source: Source, baseline: Period | None = None) -> _Fetched:
    months = _months_shown(thing, question, source, baseline)
    start, end = months.start, months.end
    authority = question.selection.authority
    return _Fetched(
        counts=source(FETCHES[thing], question.selection, start=start, end=end),
        places=source(fetch_places, question.selection, at=question.current.last_month),
        coverage=source(fetch_coverage, authority=authority, source=RECORDS[thing], start=start, end=end),
        markers=source(fetch_markers, authority=authority, start=start, end=end),
        months=months,
    )


def _months_shown(thing: Thing, question: Question, source: Source, baseline: Period | None) -> Period:
    """From the first covered month, at most 48, to the end of the period; the period alone where none of it is.

    A baseline that begins before the 48 months is shown from its start, as far as it is covered.
    """
    rows = source(fetch_sources, authority=question.selection.authority).set_index("source")
    current = question.current
    if RECORDS[thing] not in rows.index:
        return current
    first, last = rows.loc[RECORDS[thing], ["first_month", "last_month"]]
    if first >= current.end or last < current.start:
        return current
    longest = add_months(current.end, -MOST_MONTHS)
    earliest = min(longest, baseline.start) if baseline else longest
    return Period(max(min(first, current.start), earliest), current.end)


def _release(question: Question, **tables: pd.DataFrame) -> dict[str, Released]:
    return release(tables, question.audience)


def _named(question: Question, fetched: _Fetched) -> dict[str, str]:
    """The only home of the question by its name, and what several together are called."""
    lines = list(dict.fromkeys(fetched.places["line"]))
    return {"home": lines[0] if len(lines) == 1 else "", "together": question.said["together"]}


def _tables_by_period(
    months: Released, title: str, question: Question, fetched: _Fetched, **columns: Any
) -> tuple[Table, ...]:
    """The months of the period, and those shown before them."""
    if months.frame.empty:
        return ()
    start = fetched.months.start
    tables = [
        months_table(months, f"{title}: {question.current.label}", period=question.current, **columns),
    ]
    if start < question.current.start:
        before = Period(start, question.current.start)
        tables.append(months_table(months, f"{title}: {before.label}", period=before, **columns))
    return tuple(tables)


def _notes(
    thing: Thing, months: Released, markers: Released, question: Question, source: Source, fetched: _Fetched
) -> tuple[str, ...]:
    has_gaps = bool(months.frame["status"].eq(NOT_SUPPLIED).any())
    marked = [] if markers.frame.empty else [MARKED_DATES]
    known = set(fetched.coverage["month"])
    only_totals = only_totals_notes(RECORDS[thing], question, source, [question.current], known)
    return (*marked, *only_totals, *([GAPS_ARE_OPEN] if has_gaps else []))


def _common(thing: Thing, question: Question, source: Source, fetched: _Fetched) -> dict[str, Any]:
    """Whom the months count, which are shown, and where they come from."""
    names = (RECORDS[thing],)
    reach = as_at(source, question, names)
    words = question.current.words
    if fetched.months.start < question.current.start:
        words = f"{words}, shown with the months from {fetched.months.months[0]:%B %Y}"
    return {
        "population": POPULATIONS["police"],
        "caution": NOT_ALLOWED_FOR_OCCUPANCY,
        "scope": scope_line(question.line_names, words, "", reach, every_home=every_home(question)),
        "as_at": reach,
        "sources": source_lines(source, question, names),
    }
