"""Homes against their neighbourhoods: crimes and incidents."""

from typing import Literal

from analysis.charts import paired_counts_chart
from analysis.comparison import home_against_neighbourhood
from analysis.disclosure import Released, release
from analysis.tables import Table, paired_table
from analysis.wording import (
    NOT_ALLOWED_FOR_OCCUPANCY,
    POPULATIONS,
    comparison_sentences,
    comparison_title,
    scope_line,
)
from app.findings.finding import Finding, Question, Source
from app.findings.sources import as_at, coverage_of, source_lines, span
from data_access.crimes import fetch_crime_counts
from data_access.homes import fetch_places
from data_access.incidents import fetch_incident_counts
from data_access.neighbourhoods import fetch_neighbourhood_counts

Thing = Literal["crime", "incident"]
FETCHES = {"crime": fetch_crime_counts, "incident": fetch_incident_counts}
EXPECTED_IN_WORDS = (
    "“Had it moved like its area” is the home's earlier count, changed by as much as its neighbourhood's count changed."
)
RECORDS = {"crime": "crimes", "incident": "incidents"}


def crimes_against_neighbourhoods(question: Question, source: Source) -> Finding:
    """Crimes at the homes against what they would be had each home moved like its neighbourhood."""
    return comparison_finding("crime", compared("crime", question, source), question, source)


def incidents_against_neighbourhoods(question: Question, source: Source) -> Finding:
    """Incidents at the homes against what they would be had each home moved like its neighbourhood."""
    return comparison_finding("incident", compared("incident", question, source), question, source)


def compared(thing: Thing, question: Question, source: Source) -> Released:
    """The released comparison of one thing; the overview's tiles read it too."""
    start, end = span(question)
    table = home_against_neighbourhood(
        source(FETCHES[thing], question.selection, start=start, end=end),
        source(fetch_neighbourhood_counts, question.selection, kind=thing, start=start, end=end),
        source(fetch_places, question.selection, at=question.current.last_month),
        coverage_of(source, question, RECORDS[thing]),
        coverage_of(source, question, f"neighbourhood {thing}"),
        question.previous,
        question.current,
    )
    return release({thing: table}, question.audience)[thing]


def scope(question: Question, source: Source, names: tuple[str, ...], said: str = "police data") -> str:
    """The line of words under a title of a page about homes."""
    return scope_line(
        question.line_names,
        question.current.words,
        question.previous.words,
        as_at(source, question, names),
        source=said,
        every_home=every_home(question),
    )


def every_home(question: Question) -> str:
    """All homes of the selection in words, by provider where one is chosen or only one exists."""
    return f"All {question.provider_name} homes" if question.provider_name else "All homes"


def published_table(released: Released, thing: Thing, question: Question, *, expected: bool = True) -> Table:
    """Neighbourhoods, each followed by its homes, and all homes, as the committee's paper prints them."""
    things = RECORDS[thing].capitalize()
    return paired_table(
        released,
        f"{things} at homes and in their neighbourhoods",
        "place",
        "Place",
        only={"place_kind": ["neighbourhood", "home", *(["all homes"] if _several_lines(released) else [])]},
        identity="order",
        expected=expected,
        total_name=question.total_name,
        **question.labels,
    )


def _several_lines(released: Released) -> bool:
    """With one line alone, a row for all homes would say it twice."""
    return int(released.frame.loc[released.frame["place_kind"].eq("home"), "place"].nunique()) > 1


def comparison_finding(thing: Thing, released: Released, question: Question, source: Source) -> Finding:
    """A released comparison with its words, picture and table."""
    names = (RECORDS[thing], f"neighbourhood {thing}")
    things = RECORDS[thing].capitalize()
    sentences = comparison_sentences(released, thing, **question.said)
    return Finding(
        key=f"{RECORDS[thing]}-and-neighbourhoods",
        short=things,
        title=comparison_title(released, thing, **question.labels),
        population=POPULATIONS["police"],
        scope=scope(question, source, names[:1]),
        as_at=as_at(source, question, names),
        sentences=tuple(sentences),
        tables=(published_table(released, thing, question),),
        figure=paired_counts_chart(
            released, axis_title=f"{things} in the period", total_name=question.total_name, **question.labels
        ),
        alt=f"{things} of each home in both periods as pairs of dots, with a tick where the home would be had it moved "
        f"like its neighbourhood. {' '.join(sentences)}",
        measure=f"{things} of each home; neighbourhoods are police Safer Neighbourhood areas, homes included",
        notes=(EXPECTED_IN_WORDS, NOT_ALLOWED_FOR_OCCUPANCY, *released.notes),
        sources=source_lines(source, question, names),
    )
