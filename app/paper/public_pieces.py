"""The public paper in pieces: what people wrote, and the public's tables in the place of the partnership's."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd

from analysis.document import Bullets, DocumentSettings, Heading, Note, Paragraph, Piece, PrintedTable
from analysis.public_ladder import PublicTables
from analysis.public_others import PublicRow, PublicTable
from analysis.public_printed import in_spoken_types, public_table, rows_of_homes
from analysis.public_steps import NO_SIGN_OFF
from analysis.tables import Table
from analysis.wording import (
    AREAS_NOT_SUPPLIED,
    CHILDREN_UNKNOWN,
    CROMARTY_NOT_SUPPLIED,
    NOT_BY_MONTH,
    NOT_SUPPLIED_FOR_BOTH,
    NOTHING_WITHHELD,
    POPULATIONS,
    PUBLIC_AUDIENCE_WORDS,
    PUBLIC_MARKING,
    PUT_TOGETHER,
    ROWS_NOT_ALLOWED,
    RULE_OF_DISCLOSURE,
    allowed_rows_sentence,
    left_out_sentence,
    public_change_sentence,
)
from app.findings.about import about
from app.findings.finding import Question, Source
from app.findings.sources import source_lines
from app.findings.supplied import RECORDS, Thing
from app.paper import public_counts
from app.paper.charts import paired_bars
from app.paper.gather import Text, front, paper_settings, written
from app.paper.made import both_years
from app.paper.public import Terms, sections_of
from app.paper.sections import BACKGROUND

DEFINED = ("Youth justice table", "Cromarty change", "Cromarty summary", "Convicted or cautioned")
# A public table is of all homes where the partnership's is of each.
TITLES = {
    "offences": "Offence types, all homes together",
    "incident-types": "Incident types, all homes together",
}


def public_pieces(
    question: Question, source: Source, answer: PublicTables, texts: Mapping[str, Text], terms: Terms
) -> tuple[Piece, ...]:
    """The public paper in order. Numbers come from the answer alone."""
    pieces: list[Piece] = list(front(question, source, PUBLIC_AUDIENCE_WORDS))
    group = ""
    for section in sections_of(terms.on):
        if section.group and section.group != group:
            pieces.append(Heading(section.group))
        group = section.group
        pieces.append(Heading(TITLES.get(section.key, section.title), 2 if section.group else 1))
        if section.is_written:
            pieces += written(section, texts.get(section.key), question.current.key)
        elif section.key == BACKGROUND:
            pieces += _background(question, source, answer, terms)
        else:
            pieces += _PRINTED[section.key](question, source, answer)
    return tuple(pieces)


def public_settings(question: Question, day: date) -> DocumentSettings:
    """What is said of the public document as a whole."""
    told = paper_settings(question, day)
    return DocumentSettings(
        title=told.title,
        subject=f"Annual paper for the public, {question.authority_name}",
        author=told.author,
        paper_date=day,
        marking=PUBLIC_MARKING,
    )


def _homes(thing: Thing, question: Question, source: Source, answer: PublicTables) -> list[Piece]:
    things = RECORDS[thing]
    table = answer.tables[f"{things} by home"]
    title, at_homes = f"{things.capitalize()} at the homes and in their neighbourhoods", rows_of_homes(table)
    pieces = _pieces(table, title, "Place", question, at_homes, f"{things.capitalize()} at the homes")
    areas = public_counts.police(thing, question, source).areas
    missing = [Note(AREAS_NOT_SUPPLIED)] if areas.empty and table.rows else []
    names = (things, f"neighbourhood {thing}")
    told = (CHILDREN_UNKNOWN, *public_counts.of_totals(thing, question, source, "home"))
    return [*pieces, *missing, _small_print("police", source_lines(source, question, names), *told)]


def _types(thing: Thing, header: str, question: Question, source: Source, answer: PublicTables) -> list[Piece]:
    things = RECORDS[thing]
    blocks = answer.pattern["measures"].get(things, {}).get("types", [])
    table = in_spoken_types(answer.tables[f"{things} by type"], {name for block in blocks for name in block})
    title = f"{things.capitalize()} by type, all homes together"
    pieces = _pieces(table, title, header, question, table.rows, f"{things.capitalize()} by type")
    told = public_counts.of_totals(thing, question, source, "type")
    return [*pieces, _small_print("police", source_lines(source, question, (things,)), *told)]


def _youth_justice(question: Question, source: Source, answer: PublicTables) -> list[Piece]:
    table, title = answer.tables["youth justice"], "Youth Justice Service"
    pieces = _pieces(table, title, "Measure", question, table.rows)
    told = public_counts.youth_justice_of_totals(question, source)
    return [*pieces, _small_print("yjs", source_lines(source, question, ("youth_justice",)), *told)]


def _cromarty(question: Question, source: Source, answer: PublicTables) -> list[Piece]:
    table = answer.tables.get("cromarty", PublicTable(sentence=CROMARTY_NOT_SUPPLIED))
    said = f"{question.current.label}: {table.sentence.removesuffix('.')}."
    return [
        Paragraph(said),
        *_withheld(table),
        _small_print(
            "cromarty",
            source_lines(source, question, ("cromarty",)),
            *public_counts.cromarty_of_totals(question, source),
        ),
    ]


def _rate(question: Question, source: Source, answer: PublicTables) -> list[Piece]:
    table, name = answer.tables["rate"], public_counts.rate(question, source)[1]
    if not table.rows:
        return [Paragraph(NOT_SUPPLIED_FOR_BOTH)]
    years = (f"{question.previous.label}", f"{question.current.label}")
    printed = public_table(table.rows, "Children convicted or cautioned", "Area", years)
    return [
        PrintedTable(printed, f"Children convicted or cautioned, as published, {both_years(question)}"),
        Note(f"{POPULATIONS['dfe']} Years to 31 March. {name}."),
    ]


_PRINTED: dict[str, Callable[[Question, Source, PublicTables], list[Piece]]] = {
    "crimes": lambda question, source, answer: _homes("crime", question, source, answer),
    "offences": lambda question, source, answer: _types("crime", "Offence type", question, source, answer),
    "incidents": lambda question, source, answer: _homes("incident", question, source, answer),
    "incident-types": lambda question, source, answer: _types("incident", "Incident type", question, source, answer),
    "yjs": _youth_justice,
    "cromarty": _cromarty,
    "rate": _rate,
}


def _pieces(
    table: PublicTable, title: str, header: str, question: Question, drawn: Sequence[PublicRow], adds_up: str = ""
) -> list[Piece]:
    """Sentences, picture and table of printed rows; where there are none, the sentence in their place.

    `adds_up`: what the rows drawn are together, "" where they are no parts of one whole; said above the picture.
    """
    if not table.rows:
        return [Paragraph(table.sentence), *_withheld(table)]
    years = (question.previous.label, question.current.label)
    sentences = tuple(_said(row.label, [row]) for row in table.rows)
    chart = paired_bars(
        public_table(drawn, title, header, years),
        years,
        title=_said(adds_up, drawn).removesuffix(".") if adds_up else title,
        caption=f"{adds_up or title}, {both_years(question)}",
        axis_title="Number in the year",
        sentences=[_said(row.label, [row]) for row in drawn],
    )
    printed = PrintedTable(public_table(table.rows, title, header, years), f"{title}, {both_years(question)}")
    return [Bullets(sentences), *(chart if len(drawn) > 1 else []), printed, *_withheld(table)]


def _said(label: str, rows: Sequence[PublicRow]) -> str:
    """The change of rows together; those of a whole add up to a total that is printed, too."""
    return public_change_sentence(label, sum(int(row.previous) for row in rows), sum(int(row.current) for row in rows))


def _withheld(table: PublicTable) -> list[Piece]:
    """What is not there, in words; a sentence in the place of a table says it by itself."""
    if table.withheld:
        return [Paragraph(PUT_TOGETHER), Bullets(table.withheld)]
    return [Note(NOTHING_WITHHELD)] if table.rows else []


def _small_print(population: str, sources: Sequence[str], *more: str) -> Note:
    return Note(" ".join((POPULATIONS[population], *more, *sources)))


def _background(question: Question, source: Source, answer: PublicTables, terms: Terms) -> list[Piece]:
    """Definitions, sources, whom the figures count, and the rule by which numbers are printed or not."""
    told = about(question, source)
    definitions = told.definitions[told.definitions["Measure"].isin(DEFINED)][["Measure", "Definition"]]
    by_home = any("by home" in name and rows_of_homes(table) for name, table in answer.tables.items())
    earlier = (*answer.notes, *([left_out_sentence(terms.left_out)] if terms.left_out else []))
    allowed = [allowed_rows_sentence(terms.sign_off)] if terms.sign_off and by_home else []
    needed = any(NO_SIGN_OFF in table.withheld for table in answer.tables.values())
    not_allowed = [ROWS_NOT_ALLOWED] if needed and not terms.sign_off else []
    return [
        Heading("How numbers are printed", 2),
        Bullets((*RULE_OF_DISCLOSURE, *allowed, *not_allowed, NOT_BY_MONTH)),
        *([Heading("What earlier papers printed", 2), Bullets(earlier)] if earlier else []),
        Heading("Definitions", 2),
        PrintedTable(_words("Definitions", definitions), "What each figure means"),
        PrintedTable(_words("Populations", told.populations), "Whom the figures count"),
        Heading("Sources and coverage", 2),
        PrintedTable(_words("Sources", told.coverage), "Sources and what they cover"),
        Heading("What the figures cannot say", 2),
        Bullets(told.out_of_scope),
    ]


def _words(title: str, rows: pd.DataFrame) -> Table:
    rows = rows.reset_index(drop=True)
    return Table(title, rows, rows)
