"""The first page: crimes at the homes as the lead, and the five measures at a glance."""

from dataclasses import replace

from analysis.disclosure import Released
from analysis.results import ALL_HOMES
from analysis.wording import (
    cromarty_tile,
    missing_tile,
    tile,
    youth_justice_tile,
)
from app.findings.attention import attention
from app.findings.cromarty import of_whole_years, scored
from app.findings.finding import Finding, Question, Source, Tile
from app.findings.homes import Thing, compared, comparison_finding, scope
from app.findings.incidents import compared_shares
from app.findings.sources import OF_ALL_HOMES, as_at, is_limited, source_lines
from app.findings.youth_justice import recorded

SOURCES = ("crimes", "neighbourhood crime", "incidents", "neighbourhood incident", "youth_justice", "cromarty")
OF_POLICE = ("crimes", "incidents")  # what the line under the title speaks of
AT_HOMES = "at the homes' addresses"


def overview(question: Question, source: Source) -> Finding:
    """Crimes at the homes against their neighbourhoods, with the other measures beside it."""
    crimes, incidents = compared("crime", question, source), compared("incident", question, source)
    shares, _ = compared_shares(question, source)
    labels = question.labels
    limited = is_limited(source, question)
    sources = tuple(name for name in SOURCES if not (limited and name in OF_ALL_HOMES))
    lead = comparison_finding("crime", crimes, question, source)
    return replace(
        lead,
        key="overview",
        short="At a glance",
        scope=scope(question, source, OF_POLICE),
        as_at=as_at(source, question, sources),
        attention=attention(question, source),
        tiles=(
            Tile("Crimes", AT_HOMES, *_all_homes_tile(crimes, "crime", question)),
            Tile("Incidents (calls for service)", AT_HOMES, *_all_homes_tile(incidents, "incident", question)),
            Tile("Missing-person share", "of incidents at the homes", *missing_tile(shares, **labels)),
            *([] if limited else _tiles_of_children(question, source)),
        ),
        sources=source_lines(source, question, sources),
    )


def _tiles_of_children(question: Question, source: Source) -> list[Tile]:
    """What tells of the children of all homes, wherever it happened."""
    yjs, scores = recorded(question, source), scored(question, source)["summary"]
    year = of_whole_years(question, source).current
    return [
        Tile("Children with the YJS", "in all the council's homes", *youth_justice_tile(yjs, **question.labels)),
        Tile("Cromarty, above baseline", f"children with ECPMs, {year.label}", *cromarty_tile(scores)),
    ]


def _all_homes_tile(released: Released, thing: Thing, question: Question) -> tuple[str, str]:
    if not released.frame["place"].eq(ALL_HOMES).any():
        return "none", "no homes in this selection"
    return tile(released, ALL_HOMES, thing, **question.labels)
