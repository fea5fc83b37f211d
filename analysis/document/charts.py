"""Native Word charts: a chart part with its workbook inside, drawn by Word and edited there."""

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml as parse_word_xml
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml

from analysis.document.characters import on_one_line, printable
from analysis.document.chart_look import dress
from analysis.document.embedded import numbers_workbook
from analysis.document.page import text_size
from analysis.document.pieces import ChartPiece
from analysis.document.styles import body_font

KINDS = {
    "paired bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked bars": XL_CHART_TYPE.BAR_STACKED,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
}
WIDTH_CM = 16.0
LINES_CM = 8.5
# Title, key, numbers and title of the axis; then each category, with a bar a series.
AROUND_BARS_CM, BETWEEN_BARS_CM, BAR_CM = 3.0, 0.35, 0.5
LABEL_LINE_CM, LABEL_CHARACTERS = 0.45, 26
CAPTION_CM = 3.0  # what of a page is left below the tallest chart
FIRST_DRAWING = 1_000  # the drawings of a template's header have the numbers before
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def add_drawn(document: Any, paragraph: Any, piece: ChartPiece, number: int) -> None:
    """The chart in a paragraph of its own, as wide as the text has room for."""
    width, height = text_size(document)
    size = min(int(Cm(WIDTH_CM)), width), min(int(Cm(_height_cm(piece))), height - int(Cm(CAPTION_CM)))
    relation = document.part.relate_to(_chart_part(document, piece), RELATIONSHIP_TYPE.CHART)
    paragraph.add_run()._r.append(_drawing(piece, relation, number, size))


def gaps_of(piece: ChartPiece) -> list[str]:
    """Where a chart has no number, by category and series: a missing bar would be read as none."""
    several = len(piece.series) > 1
    return [
        f"{on_one_line(category)} ({on_one_line(series.name)})" if several else on_one_line(category)
        for row, category in enumerate(piece.categories)
        for series in piece.series
        if series.values[row] is None
    ]


def _height_cm(piece: ChartPiece) -> float:
    if piece.kind == "lines":
        return LINES_CM
    bars = len(piece.series) if piece.kind == "paired bars" else 1.5
    lines = [-(-len(category) // LABEL_CHARACTERS) for category in piece.categories]
    return AROUND_BARS_CM + sum(max(BETWEEN_BARS_CM + BAR_CM * bars, LABEL_LINE_CM * (line + 0.6)) for line in lines)


def _chart_part(document: Any, piece: ChartPiece) -> Part:
    package = document.part.package
    workbook = Part(
        PackURI(package.next_partname("/word/embeddings/chart%d.xlsx")),
        CONTENT_TYPE.SML_SHEET,
        numbers_workbook(piece),
        package,
    )
    part = Part(package.next_partname("/word/charts/chart%d.xml"), CONTENT_TYPE.DML_CHART, b"", package)
    part._blob = _chart_xml(piece, body_font(document), part.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE))
    return part


def _chart_xml(piece: ChartPiece, font: str, workbook: str) -> bytes:
    """The chart as Word keeps it, which leads to its workbook by the name of a relation."""
    data = CategoryChartData(number_format=piece.number_format)
    data.categories = [on_one_line(category) for category in piece.categories]
    for series in piece.series:
        data.add_series(on_one_line(series.name), [_number(value) for value in series.values])
    space = parse_xml(ChartXmlWriter(KINDS[piece.kind], data).xml.encode("utf-8"))
    dress(Chart(space, None), piece, font)
    inside = etree.SubElement(space, qn("c:externalData"))
    inside.set(qn("r:id"), workbook)
    etree.SubElement(inside, qn("c:autoUpdate")).set("val", "0")
    return bytes(etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True))


def _number(value: float | None) -> float | None:
    """54.0 is written as 54."""
    return int(value) if value is not None and float(value).is_integer() else value


def _drawing(piece: ChartPiece, relation: str, number: int, size: tuple[int, int]) -> Any:
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
    width, height = size
    drawing = parse_word_xml(
        f'<w:drawing {spaces}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{FIRST_DRAWING + number}" name="Chart {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{SPACES["c"]}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    told = drawing.find(f"{{{SPACES['wp']}}}inline/{{{SPACES['wp']}}}docPr")
    told.set("title", on_one_line(piece.title))
    told.set("descr", printable(piece.alt))
    return drawing
