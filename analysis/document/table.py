"""Tables of a document: a marked, repeated header row, rows that stay whole, figures at the right."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from analysis.document.characters import on_one_line, printable
from analysis.document.columns import USUAL_POINTS, Layout, holds_figures, laid_out
from analysis.document.page import text_size
from analysis.document.styles import TABLE_TEXT, paragraph_style, table_style

STAYS_TOGETHER = 12  # rows: a table of no more is not parted by the end of a page
EMU_PER_TWIP = 635


def add_table(
    document: Any, header: Sequence[str] | None, rows: Sequence[Sequence[str]], *, title: str, description: str
) -> None:
    """A table as wide as the text. Without a header, its first column says what each row is."""
    texts = [[printable(cell) for cell in row] for row in ([header, *rows] if header else rows)]
    columns = list(zip(*texts, strict=True))
    first = 1 if header else 0
    figures = [number > 0 and holds_figures(column[first:]) for number, column in enumerate(columns)]
    style = paragraph_style(document, TABLE_TEXT)
    size = style.font.size.pt if style.font.size else USUAL_POINTS
    layout = laid_out(columns, text_size(document)[0], size)
    table = document.add_table(rows=len(texts), cols=len(columns))
    table.style = table_style(document)
    _describe(table, title, description, has_header=bool(first))
    _set_widths(table, layout)
    for number, (row, cells) in enumerate(zip(table.rows, texts, strict=True)):
        _keep_whole(row, repeated=bool(first) and number == 0)
        together = _is_kept_with_next(number, len(texts))
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Emu(layout.widths[column])
            line = cell.paragraphs[0]
            line.style = style
            run = line.add_run(text)
            if (first and number == 0) or (not first and column == 0):
                run.bold = True
            if layout.points is not None:
                run.font.size = Pt(layout.points)
            if figures[column]:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if together:
                line.paragraph_format.keep_with_next = True


def _is_kept_with_next(number: int, rows: int) -> bool:
    """A short table is not parted; of a longer one at least three rows stand on either page."""
    if number == rows - 1:
        return False
    return rows <= STAYS_TOGETHER or number < 3 or number >= rows - 3


def _describe(table: Any, title: str, description: str, *, has_header: bool) -> None:
    """What a screen reader says of the table, and that its first row and column are headers."""
    properties = table._tbl.tblPr
    for name in ("w:tblLook", "w:tblCaption", "w:tblDescription"):
        for found in properties.findall(qn(name)):
            properties.remove(found)
    look = OxmlElement("w:tblLook")
    parts = {"firstRow": has_header, "lastRow": False, "firstColumn": True, "lastColumn": False}
    # The older single number says the same in bits.
    look.set(qn("w:val"), "04A0" if has_header else "0480")
    for name, there in {**parts, "noHBand": False, "noVBand": True}.items():
        look.set(qn(f"w:{name}"), "1" if there else "0")
    properties.append(look)
    for name, text in (("w:tblCaption", title), ("w:tblDescription", description)):
        told = OxmlElement(name)
        told.set(qn("w:val"), on_one_line(text))
        properties.append(told)


def _set_widths(table: Any, layout: Layout) -> None:
    table.autofit = False
    properties = table._tbl.tblPr
    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(round(sum(layout.widths) / EMU_PER_TWIP)))
    for column, wide in zip(table._tbl.tblGrid.gridCol_lst, layout.widths, strict=True):
        column.w = Emu(wide)
    if layout.margin is not None:
        properties.find(qn("w:tblLayout")).addnext(_margins(round(layout.margin / EMU_PER_TWIP)))


def _margins(twips: int) -> Any:
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins


def _keep_whole(row: Any, *, repeated: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))
