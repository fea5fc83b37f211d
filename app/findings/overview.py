"""The first page: crimes at the homes as the lead, and the five measures at a glance."""

from dataclasses import replace

from analysis.disclosure import Released
from analysis.results import ALL_HOMES
from analysis.wording import (
    comparison_sentences,
    cromarty_tile,
    missing_sentences,
    missing_tile,
    tile,
    youth_justice_sentences,
    youth_justice_tile,
)
from app.findings.cromarty import scored
from app.findings.finding import Finding, Question, Source, Tile
from app.findings.homes import Thing, compared, comparison_finding
from app.findings.incidents import compared_shares
from app.findings.sources import as_at, source_lines
from app.findings.youth_justice import recorded

SOURCES = ("crimes", "neighbourhood crime", "incidents", "neighbourhood incident", "youth_justice", "cromarty")


def overview(question: Question, source: Source) -> Finding:
    """Crimes at the homes against their neighbourhoods, with the other measures beside it."""
    crimes, incidents = compared("crime", question, source), compared("incident", question, source)
    shares, wider_shares = compared_shares(question, source)
    yjs, labels = recorded(question, source), question.labels
    lead = comparison_finding("crime", crimes, question, source)
    return replace(
        lead,
        key="overview",
        as_at=as_at(source, question, SOURCES),
        sentences=(
            *lead.sentences,
            *comparison_sentences(incidents, "incident", **labels)[:1],
            *missing_sentences(shares, wider_shares, **labels)[:1],
            *youth_justice_sentences(yjs, **labels)[:1],
        ),
        tiles=(
            Tile("Crimes at the homes", *_all_homes_tile(crimes, "crime", question)),
            Tile("Incidents (police calls for service)", *_all_homes_tile(incidents, "incident", question)),
            Tile("Missing-person share of incidents", *missing_tile(shares, **labels)),
            Tile("Children with the Youth Justice Service", *youth_justice_tile(yjs, **labels)),
            Tile("Cromarty: latest score above the first", *cromarty_tile(scored(question, source)["summary"])),
        ),
        sources=source_lines(source, question, SOURCES),
    )


def _all_homes_tile(released: Released, thing: Thing, question: Question) -> tuple[str, str]:
    if not released.frame["place"].eq(ALL_HOMES).any():
        return "none", "no homes in this selection"
    return tile(released, ALL_HOMES, thing, **question.labels)
