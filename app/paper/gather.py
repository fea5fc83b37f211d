"""Gathers a question's Findings and what people wrote into the pieces of the paper."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.document import (
    Bullets,
    DocumentSettings,
    Field,
    Heading,
    Note,
    Paragraph,
    Piece,
    SignOff,
)
from analysis.formats import format_date
from analysis.periods import parse_period
from analysis.printed import PrintedFigure, RevisedFigure
from analysis.wording import AUDIENCE_WORDS, NOT_WRITTEN, NOTHING_GENERATED, carried_words
from app.findings.finding import Question, Source
from app.findings.sources import end_of_month, reach_of
from app.paper import others, plan, police, protocol
from app.paper.background import background, revised_pieces
from app.paper.made import Made
from app.paper.sections import BACKGROUND, SECTIONS, SIGN_OFF, SWITCHED_ON, Section, chosen, switched_on
from app.paper.typed import typed_pieces

GENERATORS: dict[str, Callable[[Question, Source], Made]] = {
    "progress": plan.progress,
    "crimes": police.crimes,
    "offences": police.offences,
    "incidents": police.incidents,
    "incident-types": police.incident_types,
    "months": police.months,
    "yjs": others.yjs,
    "cromarty": others.cromarty_scores,
    "protocol": protocol.monitoring,
    "rate": others.rate,
    BACKGROUND: background,
}
ROLES = ("Legal", "Finance", "Service Director(s)", "Report sponsor", "Other(s)")


@dataclass(frozen=True)
class Text:
    """What is kept of a section: the words, whether a person accepted them, and of which period they are."""

    words: str
    is_accepted: bool
    period: str


def texts_of(narratives: pd.DataFrame) -> dict[str, Text]:
    """What was written, by section."""
    rows = narratives.itertuples(index=False)
    return {row.section: Text(row.text, bool(row.accepted), row.period) for row in rows}


def sections_on(switched: pd.DataFrame) -> tuple[str, ...]:
    """The sections that stand in the paper, from the switches that are kept."""
    return switched_on(dict(zip(switched["section"], switched["is_on"], strict=True)))


def generated(question: Question, source: Source, on: Collection[str] = tuple(GENERATORS)) -> dict[str, Made]:
    """The generated sections that are wanted, of all homes whatever the question chooses."""
    asked = question.of_all_homes()
    return {key: build(asked, source) for key, build in GENERATORS.items() if key in on}


def figures_of(made: Mapping[str, Made]) -> tuple[PrintedFigure, ...]:
    """Every count that the sections print."""
    return tuple(figure for section in made.values() for figure in section.figures)


def is_accepted(made: Made, text: Text | None, period: str) -> bool:
    """Whether a person accepted these very sentences for this period; other sentences have to be accepted anew."""
    return text is not None and text.is_accepted and text.period == period and text.words == accepted_words(made)


def accepted_words(made: Made) -> str:
    """The sentences of a generated section as they are kept when a person accepts them."""
    return "\n".join(made.sentences)


def gather(
    question: Question,
    source: Source,
    made: Mapping[str, Made],
    texts: Mapping[str, Text],
    on: Collection[str] = SWITCHED_ON,
    revised: Sequence[RevisedFigure] | None = None,
    audience_words: str = AUDIENCE_WORDS,
) -> tuple[Piece, ...]:
    """The paper's pieces in order. `revised`: printed figures that changed since; None without an earlier paper."""
    pieces: list[Piece] = list(front(question, source, audience_words))
    group = ""
    for section in chosen(on):
        if section.group and section.group != group:
            pieces.append(Heading(section.group))
        group = section.group
        pieces.append(Heading(section.title, 2 if section.group else 1))
        text = texts.get(section.key)
        if section.is_written:
            pieces += written(section, text, question.current.key)
        else:
            pieces += _generated(made[section.key], text, question.current.key)
        if section.key == BACKGROUND:
            pieces += revised_pieces(revised)
    return tuple(pieces)


def paper_settings(question: Question, day: date) -> DocumentSettings:
    """What is said of the whole document."""
    return DocumentSettings(
        title=f"Concordat: children in care and the police, {question.current.label}",
        subject=f"Annual paper for the partnership, {question.authority_name}",
        author=question.authority_name,
        paper_date=day,
    )


def not_written(texts: Mapping[str, Text], on: Collection[str]) -> list[str]:
    """The titles of written sections that are in the paper and empty."""
    written = [section for section in SECTIONS if section.key in on and section.is_written and section.key != SIGN_OFF]
    return [section.title for section in written if not (section.key in texts and texts[section.key].words)]


def data_as_at(question: Question, source: Source) -> str:
    """The earliest of the days up to which the sources reach, or that none does."""
    reach = reach_of(source, question.selection.authority)
    return format_date(end_of_month(min(reach["last_month"]))) if len(reach) else "no data supplied"


def front(question: Question, source: Source, audience_words: str) -> list[Field]:
    """The table at the front: whose paper, on what, for whom."""
    return [
        Field("Council", question.authority_name),
        Field("Period", question.current.words),
        Field("Compared with", question.previous.words),
        Field("Data as at", data_as_at(question, source)),
        Field("Audience", audience_words),
    ]


def _generated(made: Made, text: Text | None, period: str) -> list[Piece]:
    if not (made.sentences or made.pieces):
        return [Paragraph(NOTHING_GENERATED)]
    said = [Bullets(made.sentences, generated=not is_accepted(made, text, period))] if made.sentences else []
    return [*said, *made.pieces]


def written(section: Section, text: Text | None, period: str) -> list[Piece]:
    """What people wrote for a section, or that nobody has yet."""
    words = text.words if text else ""
    carried = [Note(carried_words(parse_period(text.period).label))] if text and words and text.period != period else []
    if section.key == SIGN_OFF:
        return [SignOff(sign_off_rows(words)), *carried]
    return [*(typed_pieces(words, section.title) if words else [Paragraph(f"{NOT_WRITTEN} {section.about}")]), *carried]


def sign_off_rows(words: str) -> list[tuple[str, str, str]]:
    """Role, name and date of each line, parted by semicolons; without any, the usual roles."""
    lines = [line for line in words.splitlines() if line.strip()] or list(ROLES)
    parted = [[part.strip() for part in line.split(";", 2)] for line in lines]
    return [(parts[0], *[*parts[1:], "", ""][:2]) for parts in parted]  # type: ignore[misc]
