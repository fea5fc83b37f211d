"""How many children the incidents were about: all homes together only."""

import pandas as pd

from analysis.charts import involvement_chart
from analysis.children import MOST_FREQUENT, NOT_SPLIT, NOT_YOURS, children_involved
from analysis.children_tables import involvement_table
from analysis.disclosure import Released, release
from analysis.wording import (
    ALL_HOMES_ONLY,
    EVERY_ROLE,
    POPULATIONS,
    TOO_FEW_CHILDREN,
    involvement_sentences,
    involvement_title,
    scope_line,
)
from app.findings import supplied
from app.findings.finding import Finding, Question, Source
from app.findings.homes import every_home
from app.findings.sources import as_at, coverage_of, gaps_of_homes, source_lines
from data_access.homes import fetch_places
from data_access.involvement import fetch_involvement_counts

SOURCES = ("incidents",)
TITLES = {"incidents": "Children involved in incidents", "missing": "Children involved in Missing Person incidents"}


def involved_children(question: Question, source: Source) -> Finding:
    """Children recorded in the incidents of all homes, and what part of those incidents three of them were in."""
    # Whatever homes the question chooses: distinct children do not add up over homes.
    together = question.of_all_homes()
    released = _involved(together, source)
    sentences = involvement_sentences(released, **question.labels)
    # A role limited to some homes gets the reason alone.
    seen = not released.frame["status"].eq(NOT_YOURS).any()
    reach = as_at(source, question, SOURCES)
    found = Finding(
        key="children-involved",
        short="Children",
        title=involvement_title(released, **question.labels),
        population=POPULATIONS["police"],
        scope=scope_line(
            (),
            question.current.words,
            question.previous.words,
            reach,
            every_home=every_home(together),
        ),
        as_at=reach,
        sentences=tuple(sentences),
        tables=tuple(
            involvement_table(released, kind, title, **question.labels) for kind, title in TITLES.items() if seen
        ),
        figure=involvement_chart(released, **question.labels) if seen else None,
        alt=f"Two bars of all incidents, split by whether one of three children, only others or no child was recorded. "
        f"{' '.join(sentences)}",
        measure="Children recorded in incidents (police calls for service), all homes together",
        notes=(*_notes(released, question), *released.notes, *gaps_of_homes(source, together, "incidents")),
        sources=source_lines(source, question, SOURCES),
    )
    return supplied.without_parts(found, "Children involved", "incidents", question, source)


def _involved(question: Question, source: Source) -> Released:
    periods = {"previous": question.previous, "current": question.current}
    counts = [
        source(
            fetch_involvement_counts,
            authority=question.selection.authority,
            most_frequent=MOST_FREQUENT,
            start=period.start,
            end=period.end,
        ).assign(period=when)
        for when, period in periods.items()
    ]
    table = children_involved(
        pd.concat(counts, ignore_index=True),
        source(fetch_places, question.selection, at=question.current.last_month),
        coverage_of(source, question, "incidents"),
        question.previous,
        question.current,
    )
    return release({"children": table}, question.audience)["children"]


def _notes(released: Released, question: Question) -> list[str]:
    notes = [EVERY_ROLE]
    if released.frame["status"].eq(NOT_SPLIT).any():
        notes.append(TOO_FEW_CHILDREN)
    if question.is_a_choice_of_homes:
        notes.append(ALL_HOMES_ONLY)
    return notes
