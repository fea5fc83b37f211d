"""What the homes call the police about: types, and how much of it is children missing."""

from analysis.charts import missing_share_chart
from analysis.disclosure import Released, release
from analysis.missing import missing_share
from analysis.tables import share_table
from analysis.wording import (
    POPULATIONS,
    TWO_DEFINITIONS,
    homes_with_moved_share,
    missing_sentences,
    missing_title,
)
from app.findings import how_sure, supplied
from app.findings.finding import Finding, Question, Source
from app.findings.homes import first_of_lines, scope
from app.findings.sources import as_at, sees_others_together, source_lines
from app.findings.types import Kind, types_finding
from data_access.homes import fetch_places

SOURCES = ("incidents",)
INCIDENTS = Kind(
    records="incidents",
    noun="incident",
    thing="incident",
    header="Incident type",
    measure="Incidents (police calls for service) by closing type",
)


def incident_types(question: Question, source: Source) -> Finding:
    """Incidents by type, for all homes and for each."""
    return types_finding(INCIDENTS, question, source)


def missing_shares(question: Question, source: Source) -> Finding:
    """The part of all incidents that are reports of a missing person."""
    released, wider = compared_shares(question, source)
    told = supplied.of_homes("incident", question, source, by_type=True)
    sentences = missing_sentences(released, wider, **question.said)
    first, note = first_of_lines(released, homes_with_moved_share(released))
    tables = (
        share_table(first, "Missing-person share of incidents", total_name=question.total_name, **question.labels),
        *(
            [
                share_table(
                    released,
                    "Missing-person share of incidents at every home",
                    total_name=question.total_name,
                    **question.labels,
                )
            ]
            if note
            else []
        ),
        share_table(
            wider, "Share with Missing No Apparent Risk too", total_name=question.total_name, **question.labels
        ),
    )
    room_table = share_table(
        first,
        "Missing-person share of incidents",
        total_name=question.total_name,
        for_a_room=True,
        **question.labels,
    )
    return Finding(
        key="missing-share",
        short="Missing share",
        title=missing_title(released, **question.labels),
        population=POPULATIONS["police"],
        scope=scope(question, source, SOURCES),
        as_at=as_at(source, question, SOURCES),
        sentences=tuple(sentences),
        tables=(room_table,) if sees_others_together(source, question) else tables,
        room_table=room_table,
        figure=missing_share_chart(first, total_name=question.total_name, **question.labels),
        alt=f"Missing-person share of incidents of each home in both periods. {' '.join(sentences)}",
        measure="Incidents closed as Missing Person, as a share of all incidents; absconding is not missing",
        notes=(
            note,
            TWO_DEFINITIONS,
            *released.notes,
            *supplied.notes(told, "incidents", question, source),
            *supplied.home_gaps(told, "incidents", question, source),
        ),
        sources=source_lines(source, question, SOURCES),
        how_sure=how_sure.of_missing_shares(released, question),
    )


def compared_shares(question: Question, source: Source) -> tuple[Released, Released]:
    """The released missing shares: as usually counted, and with Missing No Apparent Risk."""
    told = supplied.of_homes("incident", question, source, by_type=True)
    places = source(fetch_places, question.selection, at=question.current.last_month)
    asked = (told.counts, places, told.coverage, question.previous, question.current)
    released = release(
        {
            "missing": missing_share(*asked),
            "with no apparent risk": missing_share(*asked, include_no_apparent_risk=True),
        },
        question.audience,
    )
    return released["missing"], released["with no apparent risk"]
