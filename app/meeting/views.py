"""What a point of an agenda shows: the Findings of its page, as the filters that were saved with it ask."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from analysis.periods import comparison_period, parse_period
from app import cache, filters
from app.findings.actions import action_plan, plans_offered
from app.findings.asked import Ask, can_be_asked
from app.findings.benchmarks import convicted_or_cautioned
from app.findings.children import involved_children
from app.findings.cromarty import cromarty
from app.findings.explore import explore
from app.findings.finding import Finding, Question
from app.findings.homes import crimes_against_neighbourhoods, incidents_against_neighbourhoods
from app.findings.incidents import incident_types, missing_shares
from app.findings.interventions import contacts_by_deliverer, contacts_by_month
from app.findings.monthly import crimes_by_month, incidents_by_month, missing_by_month, months_of_each_home
from app.findings.occupancy import rates
from app.findings.offences import offence_types, outcome_classes
from app.findings.offered import Offered
from app.findings.overview import overview
from app.findings.protocol import (
    cases_recorded,
    checklists_in_time,
    grades_of_response,
    homes_in_the_protocol,
    outcome_times,
    protocol_monitoring,
    responses_proportionate,
)
from app.findings.youth_justice import youth_justice
from app.menu import MENU
from data_access.actions import fetch_actions
from data_access.investigation_changes import new_key
from data_access.meetings import LONGEST_TITLE, MOST_POINTS, Point
from data_access.models.actions import OWNERS
from data_access.selection import Selection
from data_access.viewer import Viewer

FILTERS = tuple(name for name in filters.PARAMETERS if name not in ("authority", "view"))
FINDINGS: dict[str, tuple[Callable[..., Finding], ...]] = {
    "": (overview,),
    "homes": (crimes_against_neighbourhoods, incidents_against_neighbourhoods, rates),
    "by-month": (incidents_by_month, months_of_each_home, missing_by_month, crimes_by_month),
    "incidents": (incident_types, missing_shares, involved_children),
    "offences": (offence_types, outcome_classes),
    "youth-justice": (youth_justice, contacts_by_deliverer, contacts_by_month, convicted_or_cautioned),
    "cromarty": (cromarty,),
    "protocol": (
        protocol_monitoring,
        checklists_in_time,
        responses_proportionate,
        grades_of_response,
        outcome_times,
        cases_recorded,
        homes_in_the_protocol,
    ),
}
ASKED_BY_MORE = ("actions", "explore")  # pages whose Findings are asked by more than the filters
TITLES = {entry.path: entry.title for entry in MENU}
# What a meeting on figures begins with where none was held before.
FIRST_AGENDA = ("", "homes", "incidents", "youth-justice")


def pages_of(viewer: Viewer) -> dict[str, str]:
    """The pages that can stand on an agenda of this viewer, by path: their titles in the order of the menu."""
    shown = {*FINDINGS, *ASKED_BY_MORE} & viewer.pages
    return {path: title for path, title in TITLES.items() if path in shown}


def findings_of(point: Point, question: Question, viewer: Viewer) -> tuple[Finding, ...]:
    """The Findings of a point. Raises UnknownChoice, UnknownAsk or PeriodError where what was saved is no more."""
    saved = dict(parse_qsl(point.query))
    there = cache.offered(viewer, question.selection.authority)
    if there is None or point.page not in pages_of(viewer):
        raise filters.UnknownChoice("This page is not within your role.")
    question = question_of(saved, question, there)
    if point.page == "explore":
        ask = Ask(
            saved.get("measure") or Ask().measure,
            saved.get("split", ""),
            saved.get("only", ""),
            saved.get("area") != "no",
        )
        asked = cache.finding(can_be_asked, question, viewer, ask)
        return (cache.finding(explore, question, viewer, asked.fitting),)
    if point.page == "actions":
        return (cache.finding(action_plan, question, viewer, *_plan(saved, question, viewer)),)
    return tuple(cache.finding(build, question, viewer) for build in FINDINGS[point.page])


def question_of(saved: Mapping[str, str], question: Question, there: Offered) -> Question:
    """The question that saved filters ask; without any, that of the filters as they stand."""
    if not any(saved.get(name) for name in FILTERS):
        return question
    lines = [key for key in saved.get("line", "").split(",") if key]
    provider = saved.get("provider", "")
    if not set(lines) <= set(there.lines) or (provider and provider not in there.all_providers):
        raise filters.UnknownChoice("A home or provider of this view is not in the register any more.")
    current = parse_period(saved["period"]) if saved.get("period") else question.current
    baseline = parse_period(saved["baseline"]) if saved.get("baseline") else None
    chosen = [key for key in there.lines if key in lines] or list(there.only_lines)
    return replace(
        question,
        selection=Selection(there.authority, tuple(chosen), provider),
        line_names=tuple(there.lines[key] for key in chosen),
        provider_name=provider or (there.all_providers[0] if len(there.all_providers) == 1 else ""),
        current=current,
        previous=comparison_period(current, saved.get("against") or filters.DEFAULT_AGAINST, baseline),
        period_moves=False,
    )


def point_of(page: str, question: Question, chosen: Mapping[str, str]) -> Point:
    """A point that opens a page with what is chosen on it; the period is written out, so that it does not move."""
    written = {**chosen, "period": question.current.key}
    if chosen.get("against") == "baseline":
        written["baseline"] = question.previous.key
    homes = ", ".join(question.line_names) or question.selection.provider
    title = ": ".join(part for part in (TITLES[page], homes, question.current.label) if part)
    query = urlencode({name: value for name, value in written.items() if value}, safe=".,")
    return Point(f"view-{new_key()}", title[:LONGEST_TITLE], page=page, query=query)


def first_agenda(last: Sequence[Point], held_on: date | None) -> tuple[Point, ...]:
    """The agenda a meeting on figures begins with: what was changed of the action plan, then the last one's pages."""
    pages = [point for point in last if point.page != "actions"] or [
        Point(f"page-{path or 'overview'}", TITLES[path], page=path) for path in FIRST_AGENDA
    ]
    actions = [Point("page-actions", "Action plan", page="actions")]
    if held_on is not None:
        since = f"since={held_on.isoformat()}"
        actions.append(Point("since-last", "Actions changed since the last meeting", page="actions", query=since))
    others = [point for point in pages if point.key not in ("page-actions", "since-last")]
    return (*actions, *others[: MOST_POINTS - len(actions)])


def _plan(saved: Mapping[str, str], question: Question, viewer: Viewer) -> tuple[Any, ...]:
    """The plan, the agency and the day that the page of actions was asked for."""
    every = cache.source(viewer)(fetch_actions, authority=question.selection.authority)
    years = {label: year for year, label in plans_offered(every, question.now).items()}
    plan, agency = saved.get("plan", ""), saved.get("agency", "")
    if (plan and plan not in years) or (agency and agency not in OWNERS):
        raise filters.UnknownChoice("The plan or agency of this view is not here any more.")
    since = date.fromisoformat(saved["since"]) if saved.get("since") else None
    return years[plan] if plan else None, OWNERS.get(agency, ""), since
