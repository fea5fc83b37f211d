"""Children under investigation: the list, one case, what there is to discuss, and the agenda made of it.

For the data meeting alone: single cases, by code and reference. Whoever places them notes that they were viewed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.checklist import Rules, checklist_standings, moment_of, point_standings
from analysis.disclosure import Audience, Released, release
from analysis.formats import format_date
from analysis.investigations import REASONS, LastMeeting, open_cases, since_last_meeting, timeline, to_discuss
from analysis.investigations_tables import (
    answers_table,
    case_actions_table,
    cases_table,
    checklist_table,
    discuss_table,
    facts_table,
    history_table,
    matters_table,
    reviews_table,
    since_table,
    timeline_table,
)
from analysis.periods import add_months
from analysis.wording.investigations import (
    CASE_MEASURE,
    CASE_POPULATION,
    FOUND_BY_REFERENCE,
    HOURS_FROM_THE_REPORT,
    case_title,
    discuss_sentences,
    discuss_title,
    investigations_sentences,
    investigations_title,
    outcome_notes,
    reason_words,
)
from app.findings.finding import Finding, Question, Source
from data_access.checklist import fetch_checklists
from data_access.investigations import fetch_case, fetch_case_history, fetch_investigations
from data_access.meetings import LONGEST_TITLE, MOST_POINTS, Point, fetch_meetings
from data_access.other_matters import fetch_other_matters
from data_access.protocol import fetch_profile, fetch_protocol_items
from data_access.reviews import fetch_reviews

CASEWORK: Audience = "casework"
MATTERS_MONTHS = 12  # of what the Youth Justice Service recorded, the last twelve


@dataclass(frozen=True)
class _Known:
    """What is known of all cases on a day: cases, how their checklists stand, and what there is to discuss."""

    cases: pd.DataFrame
    standings: pd.DataFrame
    reviews: pd.DataFrame
    reasons: pd.DataFrame
    last: LastMeeting | None
    rules: Rules


def under_investigation(question: Question, source: Source) -> Finding:
    """Who is under investigation on the question's day, what is new since the last meeting, what is to be discussed."""
    known = _known(question, source)
    listed = open_cases(known.cases, question.now).merge(known.standings, on="key", how="left")
    of_case = known.reasons.groupby("key")["reason"].agg(tuple).to_dict()
    listed["reasons"] = pd.Series([of_case.get(key, ()) for key in listed["key"]], dtype=object)
    since = since_last_meeting(known.cases, known.last, question.now).merge(known.cases, on="key")
    discussed = known.reasons.merge(known.cases, on="key")
    closed = discussed[~discussed["key"].isin(listed["key"])].reset_index(drop=True)  # of open ones their row says why
    tables_of = {"open": listed, "since": since, "discuss": discussed, "closed": closed}
    released = release(tables_of, CASEWORK)
    tables = (
        cases_table(released["open"], "Children under investigation"),
        discuss_table(released["closed"], "Finalised, and still to discuss"),
        since_table(released["since"], "New, moved and closed since the last meeting"),
    )
    return Finding(
        key="investigations",
        short="Investigations",
        title=investigations_title(released["open"]),
        population=CASE_POPULATION,
        scope=_scope(question),
        as_at=question.now,
        sentences=(
            *investigations_sentences(released["open"], released["since"], known.last.held_on if known.last else None),
            f"{discuss_title(released['discuss'])}.",
            *discuss_sentences(released["discuss"]),
        ),
        tables=tuple(table for table in tables if len(table.text)),
        measure=CASE_MEASURE,
        notes=(FOUND_BY_REFERENCE, HOURS_FROM_THE_REPORT, *outcome_notes(list(listed["outcome_code"]))),
        sources=(f"List of cases, kept here; the protocol applied: {_protocol(question, source)}.",),
        picture_may_be_saved=False,
    )


def one_case(question: Question, source: Source, case: str) -> Finding | None:
    """One case: what is known of it, its checklist, its timeline, what else there is of the child, and its reviews.

    Answers None where there is no such case for this viewer.
    """
    asked: dict[str, Any] = {"authority": question.selection.authority, "case": case}
    found = source(fetch_case, **asked)
    if found.empty:
        return None
    known = _known(question, source)
    (row,) = found.to_dict("records")
    items = source(fetch_checklists, authority=question.selection.authority)
    points = source(fetch_protocol_items, authority=question.selection.authority)
    listed = point_standings(row, items[items["key"] == case], points, known.rules, question.now)
    history = source(fetch_case_history, **asked)
    reviews = known.reviews[known.reviews["key"] == case]
    start, end = add_months(question.now.replace(day=1), 1 - MATTERS_MONTHS), add_months(question.now.replace(day=1), 1)
    tables = {
        "case": found,
        "points": listed,
        "timeline": timeline(row, listed, history, reviews),
        "matters": source(fetch_other_matters, **asked, start=start, end=end),
        "reviews": reviews,
        "history": history,
    }
    released = release(tables, CASEWORK)
    printed = (
        facts_table(released["case"], "The case"),
        answers_table(released["case"], "How it was dealt with"),
        checklist_table(released["points"], "Checklist"),
        timeline_table(released["timeline"], "What happened"),
        matters_table(released["matters"], "What else there is of the child"),
        reviews_table(released["reviews"], "What meetings decided"),
        history_table(released["history"], "What was changed"),
    )
    reasons = known.reasons[known.reasons["key"] == case]
    return Finding(
        key="case",
        short="Case",
        title=case_title(row),
        population=CASE_POPULATION,
        scope=_scope(question),
        as_at=question.now,
        sentences=tuple(reason_words(reason, days) for _, reason, days in reasons.itertuples(index=False)),
        tables=tuple(table for table in printed if len(table.text)),
        measure=CASE_MEASURE,
        notes=(HOURS_FROM_THE_REPORT, *outcome_notes([row["outcome_code"]])),
        sources=(f"The protocol applied: {_protocol(question, source)}.",),
        picture_may_be_saved=False,
    )


def open_case_actions(question: Question, source: Source) -> Finding:
    """The actions that came of reviews until the question's day and were not done by then, for the next meeting."""
    reviews = source(fetch_reviews, authority=question.selection.authority)
    agreed = reviews[reviews["action"].ne("") & reviews["held_on"].le(question.now)]
    is_left = [pd.isna(done) or done > question.now for done in agreed["action_done_on"]]
    left = agreed[pd.Series(is_left, index=agreed.index, dtype=bool)]
    overdue = [max((question.now - due).days, 0) for due in left["action_due"]]
    left = left.assign(days_overdue=pd.Series(overdue, index=left.index, dtype="int64"))
    ordered = left.sort_values("action_due", kind="stable", ignore_index=True)
    released = release({"actions": ordered}, CASEWORK)["actions"]
    number, late = len(ordered), int(ordered["days_overdue"].gt(0).sum())
    return Finding(
        key="case-actions",
        short="Actions",
        title=f"{number} {'action' if number == 1 else 'actions'} from reviews to carry over, {late} overdue",
        population=CASE_POPULATION,
        scope=_scope(question),
        as_at=question.now,
        tables=(case_actions_table(released, "Actions carried over"),) if number else (),
        measure="Agreed in a review and not done",
        picture_may_be_saved=False,
    )


def agenda(question: Question, source: Source) -> tuple[tuple[Point, ...], int]:
    """The points of a meeting on cases: the list, the actions carried over, then each case there is to discuss.

    After them the cases that are new, moved or closed since the last meeting. A case stands once. Answers the points,
    and how many cases there was no room for.
    """
    known = _known(question, source)
    since = since_last_meeting(known.cases, known.last, question.now)
    title_of = dict(zip(known.cases["key"], known.cases["matter"], strict=True))
    order = {reason: place for place, reason in enumerate(REASONS)}
    reasons = known.reasons.sort_values("reason", key=lambda column: column.map(order), kind="stable")
    keys = list(dict.fromkeys([*reasons["key"], *since["key"]]))
    first = (
        Point("list", "Children under investigation", page="investigations"),
        Point("actions", "Actions carried over"),
    )
    cases = [Point(f"case-{key}", title_of[key][:LONGEST_TITLE], case=key) for key in keys]
    room = MOST_POINTS - len(first)
    return (*first, *cases[:room]), max(len(cases) - room, 0)


def cases_released(question: Question, source: Source, keys: Sequence[str]) -> Released:
    """The cases of an agenda, in its order, for its minutes."""
    cases = source(fetch_investigations, authority=question.selection.authority).set_index("key", drop=False)
    there = [key for key in keys if key in cases.index]
    return release({"cases": cases.loc[there].reset_index(drop=True)}, CASEWORK)["cases"]


def of_casework(question: Question) -> Question:
    """The same question as the data meeting asks it."""
    return replace(question, audience=CASEWORK)


def rules_of(question: Question, source: Source) -> Rules:
    """The rules of the protocol that is applied."""
    (profile,) = source(fetch_profile, authority=question.selection.authority).to_dict("records")
    points = len(source(fetch_protocol_items, authority=question.selection.authority))
    return Rules(int(profile["checklist_hours"]), int(profile["open_days"]), points)


def _known(question: Question, source: Source) -> _Known:
    authority = question.selection.authority
    rules = rules_of(question, source)
    cases = source(fetch_investigations, authority=authority)
    reviews = source(fetch_reviews, authority=authority)
    standings = checklist_standings(cases, source(fetch_checklists, authority=authority), rules, question.now)
    held = source(fetch_meetings, authority=authority, meeting_kind=CASEWORK)
    # A meeting that goes on is not the last one: what it looks at is new since the one before.
    ended = held[held["ended_at"].notna() & held["held_on"].le(question.now)] if len(held) else held
    last = LastMeeting(ended["held_on"].iloc[0], moment_of(ended["ended_at"].iloc[0])) if len(ended) else None
    reasons = to_discuss(cases, standings, reviews, rules, question.now)
    return _Known(cases, standings, reviews, reasons, last, rules)


def _protocol(question: Question, source: Source) -> str:
    (profile,) = source(fetch_profile, authority=question.selection.authority).to_dict("records")
    return str(profile["name"])


def _scope(question: Question) -> str:
    return f"{question.authority_name} · as at {format_date(question.now)}"
