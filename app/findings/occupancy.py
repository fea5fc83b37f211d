"""Incidents and crimes for as many children as lived in the homes."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.charts import rates_chart
from analysis.children_tables import rate_interval_table, rate_table
from analysis.disclosure import WITHHELD, Released, release
from analysis.occupancy import rate_per_child_months
from analysis.tables import Table
from analysis.wording import (
    CANNOT_SAY_RATES,
    CHILD_MONTHS_IN_WORDS,
    EXACT_LIMITS,
    NOT_SUPPLIED_TITLE,
    POPULATIONS,
    WITHHELD_WHERE_FEW,
    Thing,
    occupancy_missing_sentence,
    rate_sentences,
    rate_title,
)
from app.findings import supplied
from app.findings.finding import Finding, HowSure, Question, Source
from app.findings.homes import first_of_lines, scope
from app.findings.sources import as_at, coverage_of, gaps_of_homes, source_lines, span
from app.findings.supplied import RECORDS, gaps_of_records
from data_access.homes import fetch_places
from data_access.occupancy import fetch_occupancy

SOURCES = ("incidents", "crimes", "occupancy")
DRAWN: Thing = "incident"  # crimes are mostly too few for a rate


def rates(question: Question, source: Source) -> Finding:
    """Incidents and crimes per 100 child-months; where no occupancy was supplied, that there is none."""
    without = Finding(
        key="per-child-month",
        short="Per child-month",
        title=NOT_SUPPLIED_TITLE,
        population=POPULATIONS["police"],
        scope=scope(question, source, SOURCES),
        as_at=as_at(source, question, SOURCES),
        sentences=(occupancy_missing_sentence(**question.labels),),
        measure="Incidents and crimes per 100 child-months",
        notes=(CHILD_MONTHS_IN_WORDS,),
        sources=source_lines(source, question, SOURCES),
    )
    if not _some_home_has_occupancy(question, source):
        return without
    released: dict[Thing, Released] = {thing: _rates_of(thing, question, source) for thing in ("incident", "crime")}
    sentences = [said for thing, table in released.items() for said in rate_sentences(table, thing, **question.said)]
    gaps = [note for name in ("incidents", "crimes") for note in gaps_of_records(source, question, name)]
    gaps += gaps_of_homes(source, question, "occupancy")
    first, note = first_of_lines(released[DRAWN])
    return replace(
        without,
        title=rate_title(released, **question.labels),
        sentences=tuple(sentences),
        tables=tuple(_tables(released, question)),
        figure=rates_chart(
            first,
            axis_title=f"{RECORDS[DRAWN].capitalize()} per 100 child-months",
            total_name=question.total_name,
            **question.labels,
        ),
        alt=f"{RECORDS[DRAWN].capitalize()} of each home per 100 child-months in both periods as pairs of dots. "
        f"{' '.join(sentences)}",
        notes=(note, CHILD_MONTHS_IN_WORDS, *_few_lived(released[DRAWN]), *released[DRAWN].notes, *gaps),
        how_sure=HowSure(
            EXACT_LIMITS,
            CANNOT_SAY_RATES,
            tuple(
                rate_interval_table(
                    table,
                    f"{RECORDS[thing].capitalize()}: rates with their limits",
                    total_name=question.total_name,
                    **question.labels,
                )
                for thing, table in released.items()
            ),
        ),
    )


def _few_lived(released: Released) -> list[str]:
    return [WITHHELD_WHERE_FEW] if released.frame["status"].eq(WITHHELD).any() else []


def _tables(released: dict[Thing, Released], question: Question) -> Iterator[Table]:
    """Rates of the lines to show first, for incidents and for crimes; then of every home where those are not all."""
    for thing, table in released.items():
        title = f"{RECORDS[thing].capitalize()} per 100 child-months"
        yield rate_table(first_of_lines(table)[0], title, total_name=question.total_name, **question.labels)
    for thing, table in released.items():
        if first_of_lines(table)[1]:
            title = f"{RECORDS[thing].capitalize()} per 100 child-months at every home"
            yield rate_table(table, title, total_name=question.total_name, **question.labels)


def _rates_of(thing: Thing, question: Question, source: Source) -> Released:
    start, end = span(question)
    counted = supplied.of_homes(thing, question, source)
    table = rate_per_child_months(
        counted.counts,
        source(fetch_occupancy, question.selection, start=start, end=end),
        source(fetch_places, question.selection, at=question.current.last_month),
        counted.coverage,
        coverage_of(source, question, "occupancy"),
        question.previous,
        question.current,
    )
    return release({thing: table}, question.audience)[thing]


def _some_home_has_occupancy(question: Question, source: Source) -> bool:
    start, end = span(question)
    return len(source(fetch_occupancy, question.selection, start=start, end=end)) > 0
