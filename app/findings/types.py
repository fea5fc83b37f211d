"""Incidents and offences by type: one finding, for two kinds of record."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.attention import MOST_LINES
from analysis.breakdown import NO_TYPE, type_breakdown
from analysis.charts import TYPES_DRAWN_NOTE, drawn_types, type_pairs_chart
from analysis.disclosure import FOLD_BELOW, NOTE_FOLDED, Released, release
from analysis.period_totals import Supplied
from analysis.results import ALL_HOMES
from analysis.tables import Table, paired_table
from analysis.wording import POPULATIONS, Thing, breakdown_sentences, breakdown_title
from app.findings import how_sure, supplied
from app.findings.finding import Finding, Question, Source
from app.findings.homes import occupancy_note, scope
from app.findings.sources import as_at, sees_others_together, source_lines
from data_access.homes import fetch_places
from data_access.other_homes import OTHER_HOMES

ALL_TYPES = "All types"
TOGETHER_FOLDED = (
    f"Types with fewer than {FOLD_BELOW} at one home, and sensitive types, stand together as “Other types” in "
    "pictures, in sentences and in the table of all homes. The tables of your own homes name theirs."
)
CHOOSE_A_HOME = "To see the types at a home, choose it in the filters."


@dataclass(frozen=True)
class Kind:
    """A kind of record that has types: its source, and what it is called."""

    records: str
    noun: Literal["incident", "offence"]
    thing: Thing
    header: str
    measure: str


def released_types(kind: Kind, question: Question, source: Source) -> Released:
    """The released table of types; what needs attention reads it too."""
    told, places = _supplied(kind, question, source)
    table = type_breakdown(told.counts, places, told.coverage, question.previous, question.current)
    return release({"types": table}, question.audience)["types"]


def _supplied(kind: Kind, question: Question, source: Source) -> tuple[Supplied, pd.DataFrame]:
    told = supplied.of_homes(kind.thing, question, source, by_type=True)
    return told, source(fetch_places, question.selection, at=question.current.last_month)


def types_finding(kind: Kind, question: Question, source: Source) -> Finding:
    """Records by type, for all homes together and for each."""
    told, places = _supplied(kind, question, source)
    released = released_types(kind, question, source)
    things, sources = kind.records.capitalize(), (kind.records,)
    lines = [line for line in dict.fromkeys(released.frame["line"]) if line != ALL_HOMES]
    lead = lines[0] if len(lines) == 1 else ALL_HOMES
    together = sees_others_together(source, question)
    room_table = paired_table(
        released,
        f"{things} by type" if not together else f"{things} by type: {ALL_HOMES}",
        "type",
        kind.header,
        only={"line": lead, "type": [*drawn_types(released, lead), NO_TYPE]},
        nothing=ALL_TYPES,
        for_a_room=True,
        **question.labels,
    )
    own = [line for line in lines if line != OTHER_HOMES]
    sentences = breakdown_sentences(released, kind.noun, lead, **question.said)
    return Finding(
        key=f"{kind.noun}-types",
        short="By type",
        title=breakdown_title(released, kind.noun, lead, **question.labels),
        population=POPULATIONS["police"],
        scope=scope(question, source, sources),
        as_at=as_at(source, question, sources),
        sentences=tuple(sentences),
        tables=(
            (room_table, *_tables(released, things, kind.header, own, question, total=False))
            if together
            else _tables(released, things, kind.header, lines, question)
        ),
        room_table=room_table,
        figure=type_pairs_chart(released, lead, axis_title=f"{things} in the period", **question.labels),
        alt=f"{kind.header}s in both periods as pairs of dots, most frequent first. {' '.join(sentences)}",
        measure=kind.measure,
        caution=occupancy_note(source, question),
        notes=(
            *([TOGETHER_FOLDED] if together else [TYPES_DRAWN_NOTE]),
            *([CHOOSE_A_HOME] if len(lines) > MOST_LINES else []),
            *(note for note in released.notes if not (together and note == NOTE_FOLDED)),
            *supplied.notes(told, kind.records, question, source),
            *supplied.home_gaps(told, kind.records, question, source),
        ),
        sources=source_lines(source, question, sources),
        how_sure=how_sure.of_types(released, lead, told, places, kind.thing, question),
    )


def _tables(
    released: Released, things: str, header: str, lines: list[str], question: Question, *, total: bool = True
) -> tuple[Table, ...]:
    """A table of types for all homes together, then one for each line in register order; of many lines none."""
    of_lines = lines if len(lines) <= MOST_LINES else []
    ordered = [ALL_HOMES, *of_lines] if total and len(lines) > 1 else of_lines
    return tuple(
        paired_table(
            released,
            f"{things} by type: {question.total_name if line == ALL_HOMES else line}",
            "type",
            header,
            only={"line": line},
            nothing=ALL_TYPES,
            **question.labels,
        )
        for line in ordered
    )
