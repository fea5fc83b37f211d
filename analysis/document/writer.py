"""A document from pieces in the order given, as the bytes of a .docx file."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Pt

from analysis.document.characters import on_one_line, printable
from analysis.document.charts import add_drawn, gaps_of
from analysis.document.fields import add_field
from analysis.document.numbering import give_bullets
from analysis.document.page import require_own_marking, set_language, set_properties, write_around
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
    SignOff,
)
from analysis.document.styles import (
    CAPTION,
    CHART,
    GENERATED_BULLET,
    GENERATED_TEXT,
    HEADINGS,
    LIST_BULLET,
    NOTE,
    SUBTITLE,
    TITLE,
    paragraph_style,
)
from analysis.document.table import add_table
from analysis.document.template import empty_document

GENERATED = "Generated: "
NO_ROWS = "No rows"
SIGN_OFF_HEADER = ("Role", "Name", "Date of sign-off")
NO_FIGURE = "No figure is shown for {places}. This does not mean none."
MOST_GAPS_NAMED = 8
AFTER_A_TABLE = Pt(10)
BELOW_A_CHART = Pt(2)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold: the same pieces give the same bytes


def document(pieces: Iterable[Piece], settings: DocumentSettings, template: bytes | None = None) -> bytes:
    """The pieces as a Word document, in a council's own template or in the plain look.

    Raises TemplateRefused, with a sentence, for a template that cannot be used.
    """
    writer = _Writer(empty_document(template))
    writer.write_front(settings)
    for kind, group in groupby(pieces, type):
        if kind is Field:
            writer.write_fields([piece for piece in group if isinstance(piece, Field)])
        else:
            for piece in group:
                writer.write(piece)
    writer.end()
    set_language(writer.document, settings.language)
    set_properties(writer.document, settings)
    require_own_marking(writer.document, settings.marking)
    write_around(writer.document, settings.marking)
    return _bytes(writer.document)


class _Writer:
    """Puts pieces at the end of a document and counts its tables and figures."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.tables = self.figures = 0
        self.on_new_page = False

    def write(self, piece: Piece) -> None:
        match piece:
            case Heading():
                self._line(HEADINGS[piece.level], on_one_line(piece.text))
            case Paragraph():
                self._text(piece)
            case Bullets():
                self._bullets(piece)
            case PrintedTable():
                self._table(piece)
            case ChartPiece():
                self._chart(piece)
            case Note():
                self._line(NOTE, piece.text)
            case SignOff():
                self._sign_off(piece)
            case PageBreak():
                self.on_new_page = True
            case _:
                raise TypeError(f"A document has no place for {type(piece).__name__}.")

    def write_front(self, settings: DocumentSettings) -> None:
        """Title, subject, author and date, as far as there are any."""
        self._line(TITLE, on_one_line(settings.title))
        date = f"{settings.paper_date:%d/%m/%Y}" if settings.paper_date else ""
        for line in (settings.subject, ", ".join(filter(None, (settings.author, date)))):
            if line.strip():
                self._line(SUBTITLE, on_one_line(line))

    def write_fields(self, fields: Sequence[Field]) -> None:
        rows = [(field.label, field.value) for field in fields]
        self._grid(None, rows, title="About this paper", description="What the paper is and whom it is for.")

    def end(self) -> None:
        """Word needs a paragraph after a table; a page break with nothing after it would leave an empty page."""
        self.on_new_page = False
        if self._is_after_table():
            self._low_line()

    def _paragraph(self, style: str = "") -> Any:
        """A new last paragraph, on a new page where one is due, and apart from a table before it."""
        after_table = self._is_after_table()
        line = self.document.add_paragraph(style=paragraph_style(self.document, style) if style else None)
        if self.on_new_page:
            line.paragraph_format.page_break_before = True
        elif after_table and style not in HEADINGS.values():
            line.paragraph_format.space_before = AFTER_A_TABLE
        self.on_new_page = False
        return line

    def _line(self, style: str, text: str) -> Any:
        line = self._paragraph(style)
        line.add_run(printable(text))
        return line

    def _text(self, piece: Paragraph) -> None:
        if piece.generated:
            self._generated(GENERATED_TEXT, piece.text)
        else:
            self._line("", piece.text)

    def _bullets(self, piece: Bullets) -> None:
        give_bullets(self.document, paragraph_style(self.document, LIST_BULLET))
        for text in piece.texts:
            if piece.generated:
                self._generated(GENERATED_BULLET, text)
            else:
                self._line(LIST_BULLET, text)

    def _generated(self, style: str, text: str) -> None:
        """The border and the shade are for the eye; the word says it to everybody."""
        line = self._paragraph(style)
        line.add_run(GENERATED).bold = True
        line.add_run(printable(text))

    def _table(self, piece: PrintedTable) -> None:
        self.tables += 1
        text = piece.table.text
        header = [str(column) for column in text.columns]
        rows = [["" if cell is None else str(cell) for cell in row] for row in text.itertuples(index=False, name=None)]
        rows = rows or [[NO_ROWS, *[""] * (len(header) - 1)]]
        self._caption("Table", self.tables, piece.caption, above=True)
        self._grid(
            header,
            rows,
            title=piece.table.title,
            description=f"{piece.caption.rstrip('.')}. Rows: {len(text)}. Columns: {', '.join(header)}.",
        )
        if piece.note.strip():
            self._line(NOTE, piece.note).paragraph_format.space_before = Pt(4)

    def _chart(self, piece: ChartPiece) -> None:
        self.figures += 1
        line = self._paragraph(CHART)
        line.paragraph_format.keep_with_next = True
        add_drawn(self.document, line, piece, self.figures)
        gaps = gaps_of(piece)
        caption = self._caption("Figure", self.figures, piece.caption, above=bool(gaps))
        caption.paragraph_format.space_before = BELOW_A_CHART
        if gaps:
            self._line(NOTE, NO_FIGURE.format(places=_places(gaps))).paragraph_format.space_before = Pt(0)
        else:
            caption.paragraph_format.space_after = AFTER_A_TABLE

    def _sign_off(self, piece: SignOff) -> None:
        self._grid(SIGN_OFF_HEADER, piece.rows, title="Sign-off", description="Who has approved this paper, and when.")

    def _caption(self, label: str, number: int, text: str, *, above: bool) -> Any:
        """The numbered line of a table or figure, whose number Word keeps; `above`: not parted from what follows."""
        line = self._line(CAPTION, f"{label}\N{NO-BREAK SPACE}")
        add_field(line, f"SEQ {label} \\* ARABIC", str(number))
        line.add_run(f": {printable(text)}")
        if above:
            line.paragraph_format.keep_with_next = True
        return line

    def _grid(
        self, header: Sequence[str] | None, rows: Sequence[Sequence[str]], *, title: str, description: str
    ) -> None:
        if self.on_new_page or self._is_after_table():
            self._low_line()
        add_table(self.document, header, rows, title=title, description=description)

    def _low_line(self) -> None:
        """An empty line: tables that follow each other would grow into one."""
        line = self._paragraph(NOTE)
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(0)

    def _is_after_table(self) -> bool:
        body = self.document.element.body
        return len(body) > 1 and body[-2].tag == qn("w:tbl")


def _places(gaps: Sequence[str]) -> str:
    named = [*gaps[:MOST_GAPS_NAMED], *([f"{len(gaps) - MOST_GAPS_NAMED} more"] if len(gaps) > MOST_GAPS_NAMED else [])]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _bytes(document: Any) -> bytes:
    """The saved document, its parts without the time at which they were packed."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, ZIP_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return packed.getvalue()
