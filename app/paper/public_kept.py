"""The public paper and its exempt appendix as files, and as they are kept: with the pattern that binds later papers."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from analysis.document import DocumentSettings, Paragraph, document
from analysis.number_words import holds_number
from analysis.public_ladder import PublicTables
from analysis.wording import (
    APPENDIX_AUDIENCE_WORDS,
    APPENDIX_PURPOSE,
    APPENDIX_TITLE,
    look_through_sentences,
)
from app.findings.finding import Question, Source
from app.paper.gather import Text, gather, generated, paper_settings
from app.paper.kept import Paper, require_version, snapshot_of
from app.paper.made import Made
from app.paper.public import APPENDIX, AUDIENCE, Terms, sections_of
from app.paper.public_pieces import public_pieces, public_settings
from app.paper.sections import SIGN_OFF
from data_access.database import Engine
from data_access.papers import NewSnapshot, save_snapshots
from data_access.viewer import Viewer

IN_THE_APPENDIX = ("crimes", "offences", "incidents", "incident-types", "months", "yjs", "cromarty", "rate")


def public_file(
    question: Question,
    source: Source,
    answer: PublicTables,
    texts: Mapping[str, Text],
    terms: Terms,
    day: date,
    template: bytes | None,
) -> bytes:
    """The public paper as a Word document. Raises TemplateRefused for a template that cannot be used."""
    pieces = public_pieces(question, source, answer, texts, terms)
    return document(pieces, public_settings(question, day), template)


def in_the_appendix(question: Question, source: Source) -> dict[str, Made]:
    """The sections of the exempt appendix: the partnership's on police, Youth Justice Service and Cromarty scores."""
    return generated(question, source, IN_THE_APPENDIX)


def appendix_file(
    question: Question,
    source: Source,
    full: Mapping[str, Made],
    texts: Mapping[str, Text],
    day: date,
    template: bytes | None,
) -> bytes:
    """The exempt appendix as a Word document: the `full` tables. Raises TemplateRefused as above."""
    pieces = (
        Paragraph(APPENDIX_PURPOSE),
        *gather(question, source, full, texts, IN_THE_APPENDIX, audience_words=APPENDIX_AUDIENCE_WORDS),
    )
    return document(pieces, _appendix_settings(question, day), template)


def to_look_through(texts: Mapping[str, Text], terms: Terms, period: str) -> tuple[str, ...]:
    """Which written sections of the paper hold numbers, or were taken over; and what was searched for at all."""
    written = [
        (section.title, texts[section.key])
        for section in sections_of(terms.on)
        if section.is_written and section.key != SIGN_OFF and section.key in texts and texts[section.key].words
    ]
    numbers = [title for title, text in written if holds_number(text.words)]
    return look_through_sentences(numbers, [title for title, text in written if text.period != period])


def keep_public(
    engine: Engine,
    viewer: Viewer,
    question: Question,
    source: Source,
    answer: PublicTables,
    terms: Terms,
    full: Mapping[str, Made],
    files: tuple[bytes, bytes],
    *,
    now: datetime,
    template: str,
    version: int,
) -> NewSnapshot:
    """Keep a public paper just made and its appendix of the `full` tables (`files`), both or neither.

    `version`: the data version as it was read before anything of the paper was. Raises PaperRefused, also where data
    were loaded since, where a sign-off was withdrawn, and where another public paper was kept since the terms were
    read: its numbers are not among those that this one was tried against.
    """
    require_version(engine, version)
    shown = Paper(IN_THE_APPENDIX, full, {}, None)
    told = snapshot_of(question, source, shown, files[1], data_version=version, now=now, template=template)
    appendix = replace(told, audience=APPENDIX, title=_appendix_settings(question, now.date()).title)
    settings = {
        "sections": list(terms.on),
        "period": question.current.key,
        "previous": question.previous.key,
        "template": template,
        "sign_off": terms.sign_off,
        "exemption": terms.exemption,
        "left_out": [day.isoformat() for day in terms.left_out],
        "notes": list(answer.notes),
        "pattern": answer.pattern,
    }
    public = replace(
        told,
        audience=AUDIENCE,
        title=public_settings(question, now.date()).title,
        file=files[0],
        settings=json.dumps(settings, ensure_ascii=False),
    )
    authority = question.selection.authority
    save_snapshots(
        engine,
        viewer,
        authority=authority,
        made=(appendix, public),
        now=now,
        public_before=terms.kept,
        signed=terms.signed,
    )
    return public


def _appendix_settings(question: Question, day: date) -> DocumentSettings:
    told = paper_settings(question, day)
    return DocumentSettings(
        title=APPENDIX_TITLE,
        subject=f"Full tables to the public paper of {question.current.label}, {question.authority_name}",
        author=told.author,
        paper_date=day,
        marking=APPENDIX_TITLE,
    )
