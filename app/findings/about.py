"""What the About page tells: definitions from the measures' own docstrings, sources, known differences."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc, getmodule
from typing import Any

import pandas as pd

from analysis import (
    actions,
    benchmarks,
    breakdown,
    checklist,
    checklist_times,
    children,
    comparison,
    cromarty,
    interventions,
    investigations,
    missing,
    monthly,
    occupancy,
    protocol,
    published,
    ratios,
    series,
    uncertainty,
    xmr,
    youth_justice,
)
from analysis.formats import format_date
from analysis.wording import POPULATIONS
from app.findings.finding import Question, Source
from app.findings.sources import SOURCE_NAMES, end_of_month
from data_access.coverage import fetch_batches, fetch_sources
from data_access.homes import fetch_sight

# Name on the page -> the function whose first docstring line is the definition.
MEASURES: dict[str, Callable[..., Any]] = {
    "Change": ratios.change,
    "Home against neighbourhood": comparison.home_against_neighbourhood,
    "More than the usual ups and downs": ratios.verdict,
    "Usual ups and downs": ratios.dispersion,
    "Type breakdown": breakdown.type_breakdown,
    "New types": breakdown.new_types,
    "Missing-person share": missing.missing_share,
    "Children involved": children.children_involved,
    "Counts per 100 child-months": occupancy.rate_per_child_months,
    "Counts by month": monthly.monthly_counts,
    "Counts by part of the period": series.part_counts,
    "Missing-person share by part of the period": series.part_shares,
    "Numbers by part of the period": series.part_figures,
    "Other measures": published.published_counts,
    "Missing and other incidents by month": monthly.missing_against_other,
    "Mean and limits of the months": xmr.xmr_limits,
    "Outcomes": breakdown.outcome_breakdown,
    "Youth justice table": youth_justice.youth_justice_table,
    "Contacts by deliverer": interventions.contacts_by_deliverer,
    "Contacts by month": interventions.contacts_by_month,
    "Convicted or cautioned": benchmarks.convicted_or_cautioned,
    "Cromarty lines": cromarty.cromarty_lines,
    "Cromarty change": cromarty.cromarty_change,
    "Cromarty summary": cromarty.cromarty_summary,
    "Action plan": actions.actions_by_agency,
    "Protocol monitoring": protocol.monitoring_counts,
    "Checklists in time": checklist_times.checklist_in_time,
    "How a checklist stands": checklist.checklist_standings,
    "Proportionate responses": protocol.proportionality,
    "Learning": protocol.learning,
    "Response grades": protocol.response_grades,
    "Time to an outcome": protocol.time_to_outcome,
    "Cases reported and closed": protocol.recorded_and_closed,
    "Cases by group of homes": protocol.provider_groups,
    "Homes signed up": protocol.homes_signed_up,
    "Under investigation": investigations.open_cases,
    "To discuss": investigations.to_discuss,
    "Since the last meeting": investigations.since_last_meeting,
    "How sure: ratios of types": uncertainty.type_ratios,
    "How sure: intervals of counts": uncertainty.count_intervals,
    "How sure: Cromarty shares": uncertainty.result_shares,
}
POPULATION_NAMES = {"police": "Police", "yjs": "Youth Justice Service (YJS)", "cromarty": "Cromarty", "dfe": "DfE"}
# Not for who is limited to some homes: it says where another one lies.
OF_ONE_HOME = "Which neighbourhood Home 3/4 lies in is inferred from the order of the paper's rows."
DIFFERENCES = (
    "The paper prints a fall of 3.8% in the neighbourhoods' incidents; that is one of the two. Both together: "
    "11,853 to 11,417, a fall of 3.7%.",
    "The missing-person share did not fall: 306 of 430 incidents, then 115 of 160.",
    "The paper says that all 4 homes fell; Homes 3 and 4 are counted together, so that cannot be seen.",
    "The paper's text on contacts with the Youth Justice Service contradicts its table; here stands the table.",
    "One incident type is spelled in two ways in the paper; here it is one type.",
    OF_ONE_HOME,
)
FULL_NAMES = {
    **SOURCE_NAMES,
    "neighbourhood incident": "Police counts of incidents in the neighbourhoods",
    "neighbourhood crime": "Police counts of crimes in the neighbourhoods",
}
LOAD_COUNTS = ("rows_read", "added", "updated", "unchanged", "rejected")
OUT_OF_SCOPE = (
    "No name, address or date of birth of a child is held.",
    "Incidents and crimes are never added: an incident can become a crime.",
    "Police figures, Youth Justice Service figures and DfE figures speak of different children and are not compared.",
    "Homes are not ranked, and nothing here says why a figure moved.",
    "Counts do not allow for how many children lived there; only the rates per 100 child-months do.",
    "Two years are not a trend.",
    "About the public only monthly counts of whole neighbourhoods are held.",
)


@dataclass(frozen=True)
class About:
    """The parts of the page, each as rows of words."""

    definitions: pd.DataFrame
    populations: pd.DataFrame
    coverage: pd.DataFrame
    loads: pd.DataFrame
    differences: tuple[str, ...] = DIFFERENCES
    out_of_scope: tuple[str, ...] = OUT_OF_SCOPE


def about(question: Question | None, source: Source) -> About:
    """Definitions, populations, and what is loaded for the authority of the question, if there is anything to ask."""
    asked = {"authority": question.selection.authority} if question else {}
    is_limited = bool(asked) and bool(source(fetch_sight, **asked)["limited"].iloc[0])
    return About(
        definitions=pd.DataFrame(
            [(name, _first_line(measure), _direction(measure)) for name, measure in MEASURES.items()],
            columns=["Measure", "Definition", "Direction"],
        ),
        populations=pd.DataFrame(
            [(POPULATION_NAMES[key], text) for key, text in POPULATIONS.items()], columns=["Figures", "Who is counted"]
        ),
        coverage=_coverage(source(fetch_sources, **asked)) if asked else pd.DataFrame(),
        loads=_loads(source(fetch_batches, **asked)) if asked else pd.DataFrame(),
        differences=tuple(told for told in DIFFERENCES if not is_limited or told != OF_ONE_HOME),
    )


def _first_line(measure: Callable[..., Any]) -> str:
    return (getdoc(measure) or "").partition("\n")[0]


def _direction(measure: Callable[..., Any]) -> str:
    """What the measure's module declares: only some have a direction in which lies better."""
    if measure is youth_justice.youth_justice_table:
        with_direction = [row for row in youth_justice.YJS_MEASURES if row.direction != "neutral"]
        return "; ".join(["neutral", *(f"{row.label}: {row.direction}" for row in with_direction)])
    return str(getattr(getmodule(measure), "DIRECTION", "neutral"))


def _coverage(sources: pd.DataFrame) -> pd.DataFrame:
    rows = sources.set_index("source")
    told = []
    for name, title in FULL_NAMES.items():
        if name in rows.index:
            first, last, drawn = rows.loc[name, ["first_month", "last_month", "extract_date"]]
            told.append((title, format_date(first), format_date(end_of_month(last)), format_date(drawn)))
        else:
            told.append((title, *["not supplied"] * 3))
    return pd.DataFrame(told, columns=["Source", "From", "To (as at)", "Extract of"])


def _loads(batches: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Kind": [kind.replace("_", " ") for kind in batches["kind"]],
            "Loaded": [format_date(moment) for moment in batches["loaded_at"]],
            **{name.capitalize().replace("_", " "): batches[name].astype(str) for name in LOAD_COUNTS},
            "Undone": ["" if pd.isna(moment) else format_date(moment) for moment in batches["undone_at"]],
        }
    )
