"""The Youth Justice Service's table."""

import pandas as pd

from analysis.charts import youth_justice_chart
from analysis.disclosure import Released, release
from analysis.periods import YEAR_STARTS_IN, Period
from analysis.results import When
from analysis.tables import paired_table
from analysis.wording import (
    POPULATIONS,
    scope_line,
    totals_alone_note,
    youth_justice_sentences,
    youth_justice_title,
)
from analysis.youth_justice import OF_CHILDREN, YJS_MEASURES, youth_justice_table
from app.findings import how_sure, supplied
from app.findings.finding import Finding, Question, Source
from app.findings.sources import as_at, covered_months, source_lines
from data_access.youth_justice import fetch_youth_justice_counts

SOURCES = ("youth_justice",)
NAMES = {measure.key: measure.label for measure in YJS_MEASURES}
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
        notes=(*_notes(question, source), *released.notes, *supplied.gaps_of_events(source, question, "youth_justice")),
        sources=source_lines(source, question, SOURCES),
        how_sure=how_sure.of_youth_justice(released, question),
    )


def whole_years(period: Period) -> bool:
    """Whether the period is made of reporting years, 1 April to 31 March."""
    return period.start.month == period.end.month == YEAR_STARTS_IN


def recorded(question: Question, source: Source) -> Released:
    """The released table; the overview's tile reads it too. Events where they cover a period, else its totals."""
    covered = covered_months(source, question, "youth_justice")
    totals = supplied.of_authority("youth_justice", question, source, OF_CHILDREN)
    parts, not_countable = [], []
    for when, period in supplied.periods_of(question).items():
        if covered[when]:
            parts.append(_events(when, period, question, source))
            not_countable += [] if whole_years(period) else [(when, "substantive_orders")]
        else:
            parts.append(pd.DataFrame(totals[when].items(), columns=["measure", "count"]).assign(period=when))
            not_countable += [(when, measure.key) for measure in YJS_MEASURES if measure.key not in totals[when]]
            covered[when] = bool(totals[when])
    table = youth_justice_table(pd.concat(parts, ignore_index=True), covered, not_countable=not_countable)
    return release({"yjs": table}, question.audience)["yjs"]


def _events(when: When, period: Period, question: Question, source: Source) -> pd.DataFrame:
    authority = question.selection.authority
    return source(fetch_youth_justice_counts, authority=authority, start=period.start, end=period.end).assign(
        period=when
    )


def _notes(question: Question, source: Source) -> list[str]:
    """Whose events they are, and what is said of published totals."""
    by_year = whole_years(question.current) and whole_years(question.previous)
    covered = covered_months(source, question, "youth_justice")
    totals = supplied.of_authority("youth_justice", question, source, OF_CHILDREN)
    periods = supplied.periods_of(question)
    by_totals = [period for when, period in periods.items() if not covered[when] and totals[when]]
    untold = [period for when, period in periods.items() if not covered[when] and not totals[when]]
    now = {
        when: _events(when, period, question, source).set_index("measure")["count"].to_dict()
        for when, period in periods.items()
        if covered[when] and whole_years(period)
    }
    return [
        *([NOT_BY_HOME] if question.is_a_choice_of_homes else []),
        *([] if by_year else [ORDERS_BY_YEAR]),
        *([totals_alone_note(by_totals)] if by_totals else []),
        *supplied.revised_by_authority("youth_justice", question, source, now, NAMES),
        *supplied.only_totals_notes("youth_justice", question, source, untold),
    ]
