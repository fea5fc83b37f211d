"""A generated section: its sentences, what stands below them, and the figures it prints."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from analysis.document import Note, Piece, PrintedTable
from analysis.printed import PrintedFigure
from analysis.tables import MARKING, Table
from app.findings.finding import Finding, Question


@dataclass(frozen=True)
class Made:
    """`sentences` are marked as generated until a person accepts them; `pieces` follow: charts, tables, small print."""

    sentences: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()
    figures: tuple[PrintedFigure, ...] = ()


def both_years(question: Question) -> str:
    """The two periods as captions name them, the earlier first."""
    return f"{question.previous.label} and {question.current.label}"


def marked_tables(tables: Iterable[Table], ending: str = "") -> list[PrintedTable]:
    """Every table whole, and marked by itself too: people copy tables out of papers."""
    return [PrintedTable(table, f"{table.title}{ending}", f"{MARKING}.") for table in tables if len(table.text)]


def small_print(finding: Finding, caution: str = "", without: Collection[str] = ()) -> Note:
    """Measure, population, notes, as at and sources, as a caption of a page has them.

    `without`: notes that speak of the page and not of the figures.
    """
    notes = [note for note in finding.notes if note and note not in without]
    measure = f"{finding.measure}." if finding.measure else ""
    told = (measure, finding.population, caution, *notes, *finding.sources)
    return Note(" ".join(part for part in told if part))
