"""What was supplied for a question: records where they cover a period, else published totals."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from analysis.period_totals import Supplied, homes_with_totals, neighbourhoods_with_totals, revised_totals, totals_of
from analysis.periods import Period, add_months
from analysis.results import When
from analysis.wording import (
    months_unknown_note,
    only_totals_title,
    revised_notes,
    totals_notes,
    types_missing_notes,
)
from app.findings.finding import Finding, Question, Source
from app.findings.sources import (
    coverage_of,
    first_month_of,
    gaps_of_homes,
    gaps_of_neighbourhoods,
    gaps_of_the_authority,
    span,
)
from data_access.crimes import fetch_crime_counts
from data_access.homes import fetch_places
from data_access.incidents import fetch_incident_counts
from data_access.neighbourhoods import fetch_neighbourhood_counts
from data_access.period_counts import (
    fetch_authority_totals,
    fetch_line_totals,
    fetch_neighbourhood_totals,
    fetch_published_periods,
)

Thing = Literal["crime", "incident"]
RECORDS = {"crime": "crimes", "incident": "incidents"}
FETCHES: dict[str, Callable[..., pd.DataFrame]] = {"crime": fetch_crime_counts, "incident": fetch_incident_counts}


def of_homes(
    thing: Thing, question: Question, source: Source, *, by_type: bool = False, periods: Sequence[Period] = ()
) -> Supplied:
    """Counts of the homes' records and their coverage; a line whose months are not known is told by published totals.

    `by_type`: by the totals of single types. `periods`: those to tell, else both of the question.
    """
    start, end = span(question, periods)
    return homes_with_totals(
        source(FETCHES[thing], question.selection, start=start, end=end),
        coverage_of(source, question, RECORDS[thing], periods),
        source(fetch_line_totals, question.selection, measure=RECORDS[thing], start=start, end=end),
        source(fetch_places, question.selection, at=question.current.last_month),
        periods or (question.previous, question.current),
        by_type=by_type,
    )


def of_neighbourhoods(thing: Thing, question: Question, source: Source) -> Supplied:
    """Counts of the neighbourhoods and their coverage; one whose months are not known is told by published totals."""
    start, end = span(question)
    return neighbourhoods_with_totals(
        source(fetch_neighbourhood_counts, question.selection, kind=thing, start=start, end=end),
        coverage_of(source, question, f"neighbourhood {thing}"),
        source(fetch_neighbourhood_totals, question.selection, measure=RECORDS[thing], start=start, end=end),
        thing,
        (question.previous, question.current),
    )


def of_authority(
    measure: str, question: Question, source: Source, not_added: Collection[str] = ()
) -> dict[When, dict[str, float]]:
    """Published counts of the whole authority in both periods, by label; `not_added` as totals_of takes it."""
    totals = source(fetch_authority_totals, **_asked(measure, question))
    return {when: totals_of(totals, period, not_added) for when, period in periods_of(question).items()}


def revised_by_authority(
    measure: str, question: Question, source: Source, now: Mapping[When, Mapping[str, float]], names: Mapping[str, str]
) -> list[str]:
    """What was published of the whole authority and differs from the records of both periods (`now`, by label)."""
    totals = source(fetch_authority_totals, **_asked(measure, question))
    differing = [
        revised_totals(totals, now[when], period, names) for when, period in periods_of(question).items() if when in now
    ]
    return [note for revised in differing for note in revised_notes(revised)]


def notes(supplied: Supplied, name: str, question: Question, source: Source) -> list[str]:
    """What is said of published totals: where they stand in, what was revised since, and what they do not tell."""
    places = "line" if name in RECORDS.values() else "neighbourhood"
    everywhere = source(fetch_places, question.selection, at=question.current.last_month)[places].unique()
    told = {period for _, period in supplied.totals_only}
    known = set(coverage_of(source, question, name)["month"])
    return [
        *totals_notes(
            supplied.totals_only,
            [place for place in everywhere if place],
            in_part=[period for period in told if not known.isdisjoint(period.months)],
        ),
        *types_missing_notes(supplied.types_missing),
        *revised_notes(supplied.revised),
        *only_totals_notes(name, question, source, [p for p in periods_of(question).values() if p not in told], known),
    ]


def only_totals_notes(
    name: str, question: Question, source: Source, periods: Collection[Period], known: Collection[date] = ()
) -> list[str]:
    """Why months of these periods cannot be told although totals were published. `known`: the months that can."""
    published = source(fetch_published_periods, authority=question.selection.authority)
    of_source = published[published["source"] == name]
    wider = [
        Period(first, add_months(last, 1))
        for first, last in zip(of_source["first_month"], of_source["last_month"], strict=True)
    ]
    untold = [period for period in periods if not set(period.months) <= set(known)]
    reach = [whole for whole in wider if any(whole.overlaps(period) for period in untold)]
    note = months_unknown_note(reach, in_part=any(not set(known).isdisjoint(whole.months) for whole in reach))
    return [note] if note else []


def without_parts(found: Finding, what: str, name: str, question: Question, source: Source) -> Finding:
    """The finding as it is; where only totals are known of both periods, why there is nothing to show of their parts.

    `what`: the parts that totals do not have ("Incidents by month").
    """
    if len(coverage_of(source, question, name)):
        return found
    reasons = only_totals_notes(name, question, source, list(periods_of(question).values()))
    if not reasons:
        return found
    return replace(
        found,
        title=only_totals_title(what),
        sentences=tuple(reasons),
        tables=(),
        room_table=None,
        figure=None,
        notes=(),
        how_sure=None,
    )


def gaps_of_records(source: Source, question: Question, name: str) -> list[str]:
    """Which months of which homes neither records nor totals tell; what needs attention says it."""
    thing = next(thing for thing, records in RECORDS.items() if records == name)
    return home_gaps(of_homes(thing, question, source), name, question, source)


def gaps_of_areas(source: Source, question: Question, name: str) -> list[str]:
    """Which months of which neighbourhoods neither monthly counts nor totals tell."""
    thing: Thing = "crime" if name.endswith("crime") else "incident"
    return area_gaps(of_neighbourhoods(thing, question, source), name, question, source)


def home_gaps(told: Supplied, name: str, question: Question, source: Source) -> list[str]:
    """Which months of which homes are missing, although the source supplies months, or totals do not stand in."""
    return gaps_of_homes(source, question, name, _without_earlier(told, name, question, source))


def area_gaps(told: Supplied, name: str, question: Question, source: Source) -> list[str]:
    """Which months of which neighbourhoods are missing; as home_gaps."""
    return gaps_of_neighbourhoods(source, question, name, _without_earlier(told, name, question, source))


def _without_earlier(told: Supplied, name: str, question: Question, source: Source) -> pd.DataFrame:
    """The months a source covers, and those before it began that totals tell: a total does not mend a later gap."""
    months = coverage_of(source, question, name)
    first = first_month_of(source, question, name)
    earlier = told.coverage[told.coverage["month"].lt(first)] if first else told.coverage
    return pd.concat([months, earlier], ignore_index=True) if len(earlier) else months


def gaps_of_events(source: Source, question: Question, name: str) -> list[str]:
    """Which months of both periods a source that covers a whole authority did not supply, nor a total of the period."""
    told, first = of_authority(name, question, source), first_month_of(source, question, name)
    months = {month for when, period in periods_of(question).items() if told[when] for month in period.months}
    return gaps_of_the_authority(source, question, name, but={month for month in months if not first or month < first})


def periods_of(question: Question) -> dict[When, Period]:
    """Both periods of the question."""
    return {"previous": question.previous, "current": question.current}


def _asked(measure: str, question: Question) -> dict[str, Any]:
    start, end = span(question)
    return {"authority": question.selection.authority, "measure": measure, "start": start, "end": end}
