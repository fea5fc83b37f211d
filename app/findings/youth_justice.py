"""The Youth Justice Service's table."""

import pandas as pd

from analysis.charts import youth_justice_chart
from analysis.disclosure import Released, release
from analysis.periods import YEAR_STARTS_IN, Period
from analysis.tables import paired_table
from analysis.wording import POPULATIONS, scope_line, youth_justice_sentences, youth_justice_title
from analysis.youth_justice import youth_justice_table
from app.findings import how_sure
from app.findings.finding import Finding, Question, Source
from app.findings.sources import as_at, covered_months, gaps_of_the_authority, source_lines
from data_access.youth_justice import fetch_youth_justice_counts

SOURCES = ("youth_justice",)
CHANGE_DECIMALS = 0  # the committee's table prints whole percentages
ORDERS_BY_YEAR = "Children on orders are counted for whole reporting years only: orders are recorded once a year."
NOT_BY_HOME = "All the council's homes together: the choice of homes does not apply, since these events have no home."


def youth_justice(question: Question, source: Source) -> Finding:
    """What the Youth Justice Service recorded of children living in the council's homes."""
    released = recorded(question, source)
    sentences = youth_justice_sentences(released, **question.labels)
    reach = as_at(source, question, SOURCES)
    return Finding(
        key="youth-justice",
        short="In the period",
        title=youth_justice_title(released, **question.labels),
        population=POPULATIONS["yjs"],
        scope=scope_line(
            (),
            question.current.words,
            question.previous.words,
            reach,
            source="YJS data",
            every_home="All council homes",
        ),
        as_at=reach,
        sentences=tuple(sentences),
        tables=(
            paired_table(
                released,
                "Youth Justice Service",
                "label",
                "Measure",
                decimals=CHANGE_DECIMALS,
                **question.labels,
            ),
        ),
        figure=youth_justice_chart(released, **question.labels),
        alt=f"Youth Justice Service measures in both periods as pairs of dots. {' '.join(sentences)}",
        measure="Events recorded by the Youth Justice Service (YJS)",
        notes=(*_notes(question), *released.notes, *gaps_of_the_authority(source, question, "youth_justice")),
        sources=source_lines(source, question, SOURCES),
        how_sure=how_sure.of_youth_justice(released, question),
    )


def whole_years(period: Period) -> bool:
    """Whether the period is made of reporting years, 1 April to 31 March."""
    return period.start.month == period.end.month == YEAR_STARTS_IN


def recorded(question: Question, source: Source) -> Released:
    """The released table; the overview's tile reads it too."""
    periods = {"previous": question.previous, "current": question.current}
    counts = [
        source(
            fetch_youth_justice_counts, authority=question.selection.authority, start=period.start, end=period.end
        ).assign(period=when)
        for when, period in periods.items()
    ]
    covered = covered_months(source, question, "youth_justice")
    parts_of_years = [(when, "substantive_orders") for when, period in periods.items() if not whole_years(period)]
    table = youth_justice_table(pd.concat(counts, ignore_index=True), covered, not_countable=parts_of_years)
    return release({"yjs": table}, question.audience)["yjs"]


def _notes(question: Question) -> list[str]:
    by_year = whole_years(question.current) and whole_years(question.previous)
    return [*([NOT_BY_HOME] if question.is_a_choice_of_homes else []), *([] if by_year else [ORDERS_BY_YEAR])]
