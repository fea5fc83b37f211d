"""Background in the paper: definitions, sources and coverage, known differences, figures revised since."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.document import Bullets, Heading, Paragraph, Piece, PrintedTable
from analysis.formats import format_count, format_date
from analysis.printed import BY_TYPE, RevisedFigure
from analysis.tables import MARKING, Table
from analysis.wording import (
    NO_EARLIER_PAPER,
    NOTHING_REVISED,
    REVISED_BY_TYPE,
    revised_figures_sentences,
)
from app.findings.about import about
from app.findings.finding import Question, Source
from app.paper.made import Made
from data_access.printed_papers import printed_papers

DEFINED = (
    "Change",
    "Home against neighbourhood",
    "More than the usual ups and downs",
    "Type breakdown",
    "Counts by month",
    "Mean and limits of the months",
    "Youth justice table",
    "Cromarty change",
    "Cromarty summary",
    "Convicted or cautioned",
    "Action plan",
)
DIFFERENCES_FROM = date(2023, 10, 31)  # the paper they were found in; whose it is, is reference data
DIFFERENCES = "Known differences from the paper of 31 October 2023"
REVISED = "Printed figures that have been revised"


def background(question: Question, source: Source) -> Made:
    """What stands at the end of the paper whatever was printed before."""
    told = about(question, source)
    definitions = told.definitions[told.definitions["Measure"].isin(DEFINED)][["Measure", "Definition"]]
    papers = printed_papers(question.selection.authority)
    differs = any(paper.printed_on == DIFFERENCES_FROM for paper in papers)
    return Made(
        (),
        (
            Heading("Definitions", 2),
            PrintedTable(_words("Definitions", definitions), "What each figure means"),
            PrintedTable(_words("Populations", told.populations), "Whom the figures count"),
            Heading("Sources and coverage", 2),
            PrintedTable(_words("Sources", told.coverage), "Sources and what they cover"),
            *([Heading(DIFFERENCES, 2), Bullets(told.differences)] if differs else []),
            Heading("What the figures cannot say", 2),
            Bullets(told.out_of_scope),
        ),
    )


def revised_pieces(revised: Sequence[RevisedFigure] | None) -> list[Piece]:
    """What earlier papers printed and is another figure now; None where there is no earlier paper.

    Types stand in a table: single and sensitive ones are not said in sentences.
    """
    heading = Heading(REVISED, 2)
    if not revised:
        return [heading, Paragraph(NO_EARLIER_PAPER if revised is None else NOTHING_REVISED)]
    by_type = [each for each in revised if BY_TYPE in each.printed.measure]
    others = [each for each in revised if each not in by_type]
    pieces: list[Piece] = [heading]
    if others:
        pieces.append(Bullets(revised_figures_sentences(others)))
    if by_type:
        rows = [
            (
                each.printed.label,
                each.printed.period,
                format_count(each.printed.count),
                format_date(each.on),
                format_count(each.now),
            )
            for each in by_type
        ]
        columns = ["Type and home", "Period", "Printed as", "Printed on", "Now"]
        table = _words(REVISED, pd.DataFrame(rows, columns=columns))
        pieces += [
            Paragraph(REVISED_BY_TYPE),
            PrintedTable(table, "Figures by type that have been revised", f"{MARKING}."),
        ]
    return pieces


def _words(title: str, rows: pd.DataFrame) -> Table:
    rows = rows.reset_index(drop=True)
    return Table(title, rows, rows)
