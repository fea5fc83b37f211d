"""The action plan: what was agreed, by whom, until when, how it stands, and what was changed since a day."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.actions import actions_by_agency, ordered_actions, plan_in_force, reporting_year, year_label
from analysis.actions_tables import actions_table, agencies_table, changes_table
from analysis.disclosure import release
from analysis.tables import Table
from analysis.wording import (
    HOMES_DO_NOT_APPLY,
    PLAN_MEASURE,
    PLAN_POPULATION,
    actions_sentences,
    actions_title,
    late_actions_sentences,
    plan_scope,
    plan_source_line,
)
from app.findings.finding import Finding, Question, Source
from data_access.actions import fetch_action_history, fetch_actions
from data_access.models.actions import OWNERS


def action_plan(
    question: Question, source: Source, year: int | None = None, agency: str = "", since: date | None = None
) -> Finding:
    """The plan of a year, overdue actions first. Judged on the question's day.

    `year`: None for the plan in force. `agency`: the name of one owner, "" for all. `since`: only what was changed from
    that day on, with a table of the changes.
    """
    every = source(fetch_actions, authority=question.selection.authority)
    year = plan_in_force(_years(every), question.now) if year is None else year
    actions = every[every["year"] == year]
    actions = actions[actions["owner"] == agency] if agency else actions
    changes = pd.DataFrame()
    if since is not None:
        history = source(fetch_action_history, authority=question.selection.authority, since=since)
        changes = history[history["key"].isin(actions["key"])]
        actions = actions[actions["key"].isin(changes["key"])]
    agencies = actions_by_agency(actions, question.now, list(OWNERS.values()))
    tables = {"actions": ordered_actions(actions, question.now), "agencies": agencies}
    released = release(tables | ({"changes": changes} if len(changes) else {}), question.audience)
    listed = released["actions"]
    name = f"Action plan of {year_label(year)}"
    printed = [actions_table(listed, name), agencies_table(released["agencies"], "By agency")]
    if len(changes):
        printed.append(changes_table(released["changes"], "What was changed"))
    last = max(actions["changed_at"], default=None)
    return Finding(
        key="actions",
        short="Actions",
        title=actions_title(listed, agency, since),
        population=PLAN_POPULATION,
        scope=plan_scope(year_label(year), agency, since, question.now),
        as_at=question.now,
        sentences=actions_sentences(listed),
        tables=tuple(printed) if len(actions) else (),
        room_table=actions_table(listed, name, for_a_room=True) if len(actions) else None,
        measure=PLAN_MEASURE,
        notes=(HOMES_DO_NOT_APPLY,),
        sources=(plan_source_line(last),) if last is not None else (),
    )


def action_history(question: Question, source: Source, key: str) -> Table:
    """What was changed of one action, newest first."""
    history = source(fetch_action_history, authority=question.selection.authority, key=key)
    released = release({"history": history}, question.audience)["history"]
    return changes_table(released, "History of this action", of_one=True)


def late_actions(question: Question, source: Source) -> list[str]:
    """The overdue actions of all plans, as sentences on what needs attention."""
    actions = source(fetch_actions, authority=question.selection.authority)
    ordered = ordered_actions(actions, question.now)
    return late_actions_sentences(release({"actions": ordered}, question.audience)["actions"])


def plans_offered(actions: pd.DataFrame, now: date) -> dict[int, str]:
    """The plans that can be looked at or begun, newest first: those there are, today's and the next."""
    this = reporting_year(now)
    return {year: year_label(year) for year in sorted({*_years(actions), this, this + 1}, reverse=True)}


def _years(actions: pd.DataFrame) -> Sequence[int]:
    return [int(year) for year in actions["year"].unique()]
