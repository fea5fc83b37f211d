"""Contacts with services: who delivered them, and in which months."""

import pandas as pd

from analysis.charts import (
    DELIVERERS_DRAWN,
    DELIVERERS_DRAWN_NOTE,
    contacts_by_month_chart,
    deliverer_pairs_chart,
)
from analysis.disclosure import Released, release
from analysis.interventions import contacts_by_deliverer as deliverers_of
from analysis.interventions import contacts_by_month as months_of
from analysis.interventions_tables import deliverer_table, month_table
from analysis.wording import (
    CONTACTS_ARE_NEUTRAL,
    POPULATIONS,
    children_involved_sentence,
    contacts_by_month_sentences,
    contacts_by_month_title,
    deliverers_sentences,
    deliverers_title,
    scope_line,
)
from app.findings import supplied
from app.findings.finding import Finding, Question, Source
from app.findings.sources import as_at, coverage_of, covered_months, source_lines, span
from app.findings.youth_justice import NOT_BY_HOME, SOURCES, recorded
from data_access.youth_justice import fetch_contacts_by_deliverer, fetch_contacts_by_month

MEASURE = "Face to face contacts with services, recorded by the Youth Justice Service (YJS)"


def contacts_by_deliverer(question: Question, source: Source) -> Finding:
    """Which service delivered the contacts."""
    periods = {"previous": question.previous, "current": question.current}
    contacts = [
        source(
            fetch_contacts_by_deliverer, authority=question.selection.authority, start=period.start, end=period.end
        ).assign(period=when)
        for when, period in periods.items()
    ]
    table = deliverers_of(pd.concat(contacts, ignore_index=True), covered_months(source, question, "youth_justice"))
    released = release({"deliverers": table}, question.audience)["deliverers"]
    sentences = _with_children(deliverers_sentences(released, **question.labels), question, source)
    several = released.open_frame["deliverer"].nunique() > DELIVERERS_DRAWN + 1  # the total is none
    found = Finding(
        key="contacts-by-deliverer",
        short="Who delivered",
        title=deliverers_title(released, **question.labels),
        population=POPULATIONS["yjs"],
        scope=_scope(question, source),
        as_at=as_at(source, question, SOURCES),
        sentences=sentences,
        tables=(
            deliverer_table(released, "Contacts by who delivered them, with their share of all", **question.labels),
        ),
        figure=deliverer_pairs_chart(released, **question.labels),
        alt=f"Contacts of each service in both periods as pairs of dots, most first. {' '.join(sentences)}",
        measure=MEASURE,
        notes=(*_notes(question, released), *([DELIVERERS_DRAWN_NOTE] if several else [])),
        sources=source_lines(source, question, SOURCES),
    )
    return supplied.without_parts(found, "Who delivered contacts", "youth_justice", question, source)


def contacts_by_month(question: Question, source: Source) -> Finding:
    """In which months the contacts took place."""
    start, end = span(question)
    contacts = source(fetch_contacts_by_month, authority=question.selection.authority, start=start, end=end)
    coverage = coverage_of(source, question, "youth_justice")
    table = months_of(contacts, coverage, question.previous, question.current)
    released = release({"months": table}, question.audience)["months"]
    sentences = _with_children(contacts_by_month_sentences(released, **question.labels), question, source)
    found = Finding(
        key="contacts-by-month",
        short="By month",
        title=contacts_by_month_title(released, **question.labels),
        population=POPULATIONS["yjs"],
        scope=_scope(question, source),
        as_at=as_at(source, question, SOURCES),
        sentences=sentences,
        tables=(month_table(released, "Contacts by month", **question.labels),),
        figure=contacts_by_month_chart(released, **question.labels),
        alt=f"A dot for the contacts of each month of both periods. {' '.join(sentences)}",
        measure=MEASURE,
        notes=_notes(question, released),
        sources=source_lines(source, question, SOURCES),
    )
    return supplied.without_parts(found, "Contacts by month", "youth_justice", question, source)


def _scope(question: Question, source: Source) -> str:
    return scope_line(
        (),
        question.current.words,
        question.previous.words,
        as_at(source, question, SOURCES),
        source="YJS data",
        every_home="All council homes",
    )


def _with_children(sentences: list[str], question: Question, source: Source) -> tuple[str, ...]:
    """How few children are behind many contacts stands second, so that a room reads it too."""
    children = children_involved_sentence(recorded(question, source), **question.labels)
    return (*sentences[:1], *([children] if children else []), *sentences[1:])


def _notes(question: Question, released: Released) -> tuple[str, ...]:
    by_home = [NOT_BY_HOME] if question.is_a_choice_of_homes else []
    return (CONTACTS_ARE_NEUTRAL, *by_home, *released.notes)
