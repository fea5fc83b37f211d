"""The annual paper from the command to the file, against a bare document with as many tables and charts.

The bare one is written by python-docx, its charts by python-pptx's writer of charts, each with its workbook: the same
lines, cells and numbers, ready as text, with no style of its own, and nothing fetched or worked out.
"""

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from benchmarks.result import Result, in_turn

TIMES = 5
MOST_SECONDS = 10
ROOT = Path(__file__).resolve().parent.parent
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def paper_result(sample: Path, folder: Path) -> Result:
    """Seconds of both, each a process of its own from its start to the file."""
    paper, shown, bare = folder / "paper.docx", folder / "paper.json", folder / "bare.docx"
    asked = ["--period", "2022-23", "--audience", "partnership", "--database", f"sqlite:///{sample}"]
    own_command = [sys.executable, "-m", "app.paper", *asked, "--out", str(paper)]
    bare_command = [sys.executable, "-m", "benchmarks.papers", str(shown), str(bare)]
    _seconds(own_command)  # also so that both have their modules read from the disk once
    shown.write_text(json.dumps(_taken_down(paper)), encoding="utf-8")
    _seconds(bare_command)
    own_s, bare_s = in_turn(lambda: _seconds(own_command), lambda: _seconds(bare_command), TIMES)
    return Result(
        "seconds of the annual paper / of a bare document with as many tables and charts",
        f"{own_s / bare_s:.2f} ({own_s:.1f} s / {bare_s:.1f} s)",
        f"at most {MOST_SECONDS} s",
        own_s <= MOST_SECONDS,
    )


def write_bare(shown: Path, out: Path) -> None:
    """A document with the lines, tables and charts of a paper and nothing else."""
    told = json.loads(shown.read_text(encoding="utf-8"))
    document = docx.Document()
    for line in told["lines"]:
        document.add_paragraph(line)
    for rows in told["tables"]:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
    for number, chart in enumerate(told["charts"], start=1):
        _add_chart(document, chart, number)
    document.save(str(out))


def _taken_down(paper: Path) -> dict[str, list]:
    document = docx.Document(str(paper))
    parts = document.part.package.iter_parts()
    charts = [etree.fromstring(part.blob) for part in parts if part.content_type == CONTENT_TYPE.DML_CHART]
    return {
        "lines": [line.text for line in document.paragraphs],
        "tables": [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables],
        "charts": [[_points(series) for series in chart.iter(f"{C}ser")] for chart in charts],
    }


def _points(series: etree._Element) -> list[float]:
    return [float(point.findtext(f"{C}v") or 0) for point in series.find(f"{C}val").iter(f"{C}pt")]


def _add_chart(document: docx.document.Document, chart: list[list[float]], number: int) -> None:
    data = CategoryChartData()
    data.categories = [f"Row {row}" for row in range(max(map(len, chart)))]
    for name, values in enumerate(chart, start=1):
        data.add_series(f"Series {name}", values)
    xml = ChartXmlWriter(XL_CHART_TYPE.BAR_CLUSTERED, data).xml.encode()
    workbook = CategoryWorkbookWriter(data).xlsx_blob
    package = document.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, xml, package)
    inside = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), CONTENT_TYPE.SML_SHEET, workbook, package)
    part.relate_to(inside, RELATIONSHIP_TYPE.PACKAGE)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)


def _seconds(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return perf_counter() - start


if __name__ == "__main__":
    write_bare(Path(sys.argv[1]), Path(sys.argv[2]))
