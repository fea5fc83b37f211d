"""Which offences are recorded at the homes, and what became of them."""

import pandas as pd

from analysis.breakdown import outcome_breakdown
from analysis.coverage import covered_homes, openings
from analysis.disclosure import release
from analysis.results import ALL_HOMES
from analysis.tables import paired_table
from analysis.wording import (
    ALL_HOMES_ONLY,
    NO_OUTCOMES,
    POPULATIONS,
    outcome_sentences,
    outcome_title,
)
from app.findings import how_sure, supplied
from app.findings.finding import Finding, Question, Source
from app.findings.homes import scope
from app.findings.sources import as_at, coverage_of, source_lines
from app.findings.types import Kind, types_finding
from data_access.crimes import fetch_outcome_counts
from data_access.homes import fetch_places

SOURCES = ("crimes",)
CRIMES = Kind(
    records="crimes",
    noun="offence",
    thing="crime",
    header="Offence type",
    measure="Recorded crimes by offence type",
)


def offence_types(question: Question, source: Source) -> Finding:
    """Crimes by offence type, across homes and for each."""
    return types_finding(CRIMES, question, source)


def outcome_classes(question: Question, source: Source) -> Finding:
    """What became of the crimes, by class of outcome, all homes together only."""
    # Whatever homes the question chooses: the one crime of a home with its outcome is one child's.
    asked, question = question, question.of_all_homes()
    coverage = coverage_of(source, question, "crimes")
    places = source(fetch_places, question.selection, at=question.current.last_month)
    periods = {"previous": question.previous, "current": question.current}
    lines = {when: covered_homes(places, coverage, period) for when, period in periods.items()}
    covered = {when: bool(of_line) and all(of_line.values()) for when, of_line in lines.items()}
    together = openings(places, question.previous, question.current)[ALL_HOMES]
    was_open = {"previous": together.previous, "current": together.current}
    counts = [
        source(fetch_outcome_counts, question.selection, start=period.start, end=period.end).assign(period=when)
        for when, period in periods.items()
    ]
    told = supplied.of_homes("crime", question, source)
    table = outcome_breakdown(pd.concat(counts, ignore_index=True), covered=covered, was_open=was_open)
    released = release({"outcomes": table}, question.audience)["outcomes"]
    found = Finding(
        key="outcomes",
        short="Outcomes",
        title=outcome_title(released, **question.labels),
        population=POPULATIONS["police"],
        scope=scope(question, source, SOURCES),
        as_at=as_at(source, question, SOURCES),
        sentences=tuple(outcome_sentences(released, **question.labels)),
        tables=(
            paired_table(
                released,
                "Crimes by class of outcome",
                "outcome_class",
                "Outcome",
                change=False,
                nothing="All outcomes",
                **question.labels,
            ),
        ),
        measure="Crimes reported in the period by class of their outcome; the classes are this product's reading",
        notes=(
            *([ALL_HOMES_ONLY] if asked.selection != question.selection else []),
            *released.notes,
            *([NO_OUTCOMES] if told.totals_only else []),
            *supplied.home_gaps(told, "crimes", question, source),
        ),
        sources=source_lines(source, question, SOURCES),
        how_sure=how_sure.of_outcomes(released, question),
    )
    return supplied.without_parts(found, "Outcomes of crimes", "crimes", question, source)
