"""Word documents from released pieces: headings, text, tables and native charts that can be edited in Word.

Pieces in, bytes out: nothing here fetches, measures or asks for the time, so the same pieces give the same bytes.
"""

from analysis.document.pieces import (
    Bullets,
    ChartPiece,
    DocumentSettings,
    Field,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Piece,
    PrintedTable,
    Series,
    SignOff,
)
from analysis.document.template import TemplateRefused
from analysis.document.writer import document

__all__ = [
    "Bullets",
    "ChartPiece",
    "DocumentSettings",
    "Field",
    "Heading",
    "Note",
    "PageBreak",
    "Paragraph",
    "Piece",
    "PrintedTable",
    "Series",
    "SignOff",
    "TemplateRefused",
    "document",
]
