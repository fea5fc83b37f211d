"""The protocol: monitoring counts, checklists, reviews, times, cases, homes; of all homes together."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.charts.protocol import checklist_chart, proportionality_chart, recorded_chart, response_grades_chart
from analysis.checklist_times import checklist_in_time
from analysis.disclosure import Released, release
from analysis.periods import Period, parts_of_months
from analysis.protocol import (
    Kept,
    homes_signed_up,
    homes_without_counts,
    learning,
    monitoring_counts,
    proportionality,
    provider_groups,
    recorded_and_closed,
    response_grades,
    time_to_outcome,
)
from analysis.protocol_tables import parts_by_kind_table, points_table, signed_up_table, times_table
from analysis.tables import Table, paired_table
from analysis.wording.protocol import (
    CANNOT_TELL_NOTE,
    CASES_POPULATION,
    CHOICE_DOES_NOT_APPLY,
    HOMES_POPULATION,
    LOOKED_AT_TWICE,
    NOT_THE_SAME_CASES,
    OWN_COUNTS_AND_CASES,
    SHORT_TIMES,
    applied_words,
    checklist_sentences,
    checklist_title,
    grades_sentences,
    grades_title,
    group_notes,
    homes_missing_sentence,
    monitoring_sentences,
    monitoring_title,
    proportionality_sentences,
    proportionality_title,
    recorded_sentences,
    recorded_title,
    signed_up_sentences,
    signed_up_title,
    time_sentences,
    time_title,
)
from analysis.wording.scope import scope_line
from app.findings.finding import Finding, Question, Source
from app.findings.investigations import rules_of
from app.findings.sources import source_lines, span
from data_access.protocol import (
    fetch_checklist_times,
    fetch_closed_counts,
    fetch_homes_signed_up,
    fetch_internal_counts,
    fetch_list_kept,
    fetch_outcome_times,
    fetch_profile,
    fetch_protocol_items,
    fetch_recorded_counts,
    fetch_review_counts,
    fetch_reviews_kept,
)

OWN_COUNTS = ("internal_counts",)
LIST_LINE = "List of cases under investigation, kept in the data meeting."
QUARTER = 3


@dataclass(frozen=True)
class _Asked:
    """What every fetch of the protocol is asked for, and what every measure needs besides."""

    authority: str
    start: date
    end: date
    kept: Kept

    @property
    def span(self) -> dict[str, Any]:
        return {"authority": self.authority, "start": self.start, "end": self.end}


def protocol_monitoring(question: Question, source: Source) -> Finding:
    """The four monitoring counts of each six months: by homes, formal, informal, discontinued by the CPS."""
    asked = _asked(question, source)
    (profile,) = _profile(question, source)
    parts = parts_of_both(question, int(profile["monitoring_months"]))
    internal, homes = _own(question, source, asked)
    closed = source(fetch_closed_counts, **asked.span)
    table = monitoring_counts(internal, homes, closed, parts, asked.kept, question.now)
    released = release({"monitoring": table}, question.audience)["monitoring"]
    without = homes_without_counts(internal, homes, *parts)
    missing = homes_missing_sentence(without)
    return _finding(
        question,
        source,
        key="protocol-monitoring",
        short="Monitoring",
        title=monitoring_title(released),
        population=f"{CASES_POPULATION} {HOMES_POPULATION}",
        sentences=(*monitoring_sentences(released), *([missing] if missing else [])),
        tables=(
            parts_by_kind_table(released, "Protocol monitoring", "Counted", row="counted", column="part"),
            points_table(release({"points": _points(question, source)}, question.audience)["points"], "The checklist"),
        ),
        measure="Homes' own counts; cases by the day of their outcome",
        notes=(OWN_COUNTS_AND_CASES, f"{profile['source']}."),
        own_counts=True,
    )


def checklists_in_time(question: Question, source: Source) -> Finding:
    """How many checklists were done within the protocol's hours of the report."""
    asked = _asked(question, source)
    rules = rules_of(question, source)
    times = source(fetch_checklist_times, **asked.span)
    table = checklist_in_time(times, rules, question.previous, question.current, asked.kept, question.now)
    released = release({"times": table}, question.audience)["times"]
    sentences = tuple(checklist_sentences(released, **question.labels))
    return _finding(
        question,
        source,
        key="protocol-checklist",
        short="Checklist",
        title=checklist_title(released),
        population=CASES_POPULATION,
        sentences=sentences,
        tables=(_paired(released, "Checklists", "standing", "Checklist", question),),
        figure=checklist_chart(released, **question.labels),
        alt=f"Checklists in time, late, not complete and not recorded, in pairs of both periods. {' '.join(sentences)}",
        measure=f"In time: all ten points within {rules.checklist_hours} hours of the report",
        notes=(CANNOT_TELL_NOTE,),
    )


def responses_proportionate(question: Question, source: Source) -> Finding:
    """What the meetings found: was the response proportionate, and who learns from it."""
    asked = _asked(question, source)
    reviews = source(fetch_review_counts, **asked.span)
    kept = _kept(source(fetch_reviews_kept, authority=asked.authority))
    both = (question.previous, question.current, kept, question.now)
    tables = {"answers": proportionality(reviews, *both), "learnt": learning(reviews, *both)}
    released = release(tables, question.audience)
    answers, learnt = released["answers"], released["learnt"]
    sentences = tuple(proportionality_sentences(answers, learnt, **question.labels))
    return _finding(
        question,
        source,
        key="protocol-proportionate",
        short="Proportionate",
        title=proportionality_title(answers),
        population=CASES_POPULATION,
        sentences=sentences,
        tables=(
            _paired(answers, "Was the response proportionate?", "answer", "Reviews", question),
            _paired(learnt, "Learning written down", "learner", "For", question),
        ),
        figure=proportionality_chart(answers, **question.labels),
        alt=f"Answers of the reviews in pairs of both periods. {' '.join(sentences)}",
        measure="Cases by the meeting that reviewed them",
        notes=(LOOKED_AT_TWICE,),
    )


def grades_of_response(question: Question, source: Source) -> Finding:
    """The homes' response grades, quarter by quarter."""
    asked = _asked(question, source)
    internal, homes = _own(question, source, asked)
    table = response_grades(internal, homes, parts_of_both(question, QUARTER))
    released = release({"grades": table}, question.audience)["grades"]
    sentences = tuple(grades_sentences(released))
    return _finding(
        question,
        source,
        key="protocol-grades",
        short="Responses",
        title=grades_title(released),
        population=HOMES_POPULATION,
        sentences=sentences,
        tables=(parts_by_kind_table(released, "Response grades", "Quarter", row="part", column="grade"),),
        figure=response_grades_chart(released),
        alt=f"A line for each grade, quarter by quarter. {' '.join(sentences)}",
        measure="Matters by the homes' own count",
        own_counts=True,
    )


def outcome_times(question: Question, source: Source) -> Finding:
    """The median time from report to outcome, with the cases that have none yet."""
    asked = _asked(question, source)
    times = source(fetch_outcome_times, **asked.span)
    table = time_to_outcome(times, question.previous, question.current, asked.kept, question.now)
    released = release({"times": table}, question.audience)["times"]
    return _finding(
        question,
        source,
        key="protocol-times",
        short="Time",
        title=time_title(released),
        population=CASES_POPULATION,
        sentences=tuple(time_sentences(released, **question.labels)),
        tables=(times_table(released, "Time to an outcome", **question.labels),),
        measure="Days from report to outcome, of cases that got it in the period",
        notes=(SHORT_TIMES,),
    )


def cases_recorded(question: Question, source: Source) -> Finding:
    """Cases reported in the period and cases closed in it, and the groups of homes."""
    asked = _asked(question, source)
    recorded = source(fetch_recorded_counts, **asked.span)
    closed = source(fetch_closed_counts, **asked.span)
    both = (question.previous, question.current, asked.kept, question.now)
    homes = source(fetch_homes_signed_up, authority=asked.authority)
    tables = {
        "cases": recorded_and_closed(recorded, closed, *both),
        "groups": provider_groups(recorded, homes, *both),
    }
    released = release(tables, question.audience)
    cases, groups = released["cases"], released["groups"]
    sentences = tuple(recorded_sentences(cases, **question.labels))
    return _finding(
        question,
        source,
        key="protocol-cases",
        short="Cases",
        title=recorded_title(cases),
        population=CASES_POPULATION,
        sentences=sentences,
        tables=(
            _paired(cases, "Cases reported, and cases with an outcome", "basis", "Cases", question),
            *([_paired(groups, "Cases by group of homes", "group", "Homes", question)] if len(groups.frame) else []),
        ),
        figure=recorded_chart(cases, **question.labels),
        alt=f"Cases reported and cases with an outcome in pairs of both periods. {' '.join(sentences)}",
        measure="Cases by the day of the report, and by the day of the outcome",
        notes=(NOT_THE_SAME_CASES, *group_notes(groups)),
    )


def homes_in_the_protocol(question: Question, source: Source) -> Finding:
    """How many homes have signed up."""
    homes = source(fetch_homes_signed_up, authority=question.selection.authority)
    table = homes_signed_up(homes, question.previous, question.current, question.now)
    released = release({"homes": table}, question.audience)["homes"]
    return _finding(
        question,
        source,
        key="protocol-homes",
        short="Homes",
        title=signed_up_title(released),
        population="The homes of the register that were open.",
        sentences=tuple(signed_up_sentences(released, **question.labels)),
        tables=(signed_up_table(released, "Homes signed up", **question.labels),) if len(homes) else (),
        measure="Homes open at the end of a period that had signed up by then",
    )


FINDINGS = (
    protocol_monitoring,
    checklists_in_time,
    responses_proportionate,
    grades_of_response,
    outcome_times,
    cases_recorded,
    homes_in_the_protocol,
)


def parts_of_both(question: Question, months: int) -> list[Period]:
    """Both periods cut into so many months each, the earlier first."""
    return [part for period in (question.previous, question.current) for part in parts_of_months(period, months)]


def _asked(question: Question, source: Source) -> _Asked:
    authority = question.selection.authority
    start, end = span(question)
    return _Asked(authority, start, end, _kept(source(fetch_list_kept, authority=authority)))


def _kept(stretches: pd.DataFrame) -> Kept:
    return [(row["first_day"], row["last_month"]) for row in stretches.to_dict("records")]


def _own(question: Question, source: Source, asked: _Asked) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The homes' own counts, and the homes."""
    homes = source(fetch_homes_signed_up, authority=question.selection.authority)
    return source(fetch_internal_counts, **asked.span), homes


def _profile(question: Question, source: Source) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = source(fetch_profile, authority=question.selection.authority).to_dict("records")
    return rows


def _points(question: Question, source: Source) -> pd.DataFrame:
    return source(fetch_protocol_items, authority=question.selection.authority)


def _paired(released: Released, title: str, key: str, header: str, question: Question) -> Table:
    before, now = question.labels["previous_label"], question.labels["current_label"]
    return paired_table(released, title, key, header, previous_label=before, current_label=now, change=False)


def _finding(
    question: Question, source: Source, *, own_counts: bool = False, notes: tuple[str, ...] = (), **said: Any
) -> Finding:
    """A Finding with what all of the protocol's share: scope, day, sources, and whose rules are applied."""
    (profile,) = _profile(question, source)
    scope = scope_line(
        (),
        question.current.words,
        question.previous.words,
        question.now,
        source="list of cases",
        every_home="All homes" if own_counts else "All cases",
    )
    by_home = (CHOICE_DOES_NOT_APPLY,) if question.is_a_choice_of_homes else ()
    own = source_lines(source, question, OWN_COUNTS) if own_counts else ()
    return Finding(
        scope=scope,
        as_at=question.now,
        notes=(*by_home, *notes, applied_words(str(profile["name"]))),
        sources=(LIST_LINE, *own),
        **said,
    )
