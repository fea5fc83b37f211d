"""A paper like the annual one, drawn on its pages by LibreOffice where that is installed."""

import shutil
import subprocess

import pandas as pd
import pytest

from analysis.document import (
    Bullets,
    ChartPiece,
    DocumentSettings,
    Field,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    PrintedTable,
    Series,
    SignOff,
    document,
)
from analysis.tables import Table

HOMES = ["All homes", "Home 1", "Home 2", "Home 3/4"]


def table(rows):
    text = pd.DataFrame(
        {
            "Type": [f"Concern for safety, number {row}" for row in range(rows)],
            "2021-22": [f"{row * 7:,}" for row in range(rows)],
            "2022-23": [f"{row * 5:,}" for row in range(rows)],
            "Change": ["-28.6%" for _ in range(rows)],
        }
    )
    return Table("Incidents by type", text, text)


def chart(kind):
    series = [Series("2021-22", [54, 18, 32, None]), Series("2022-23", [18, 5, 10, 3])]
    return ChartPiece(kind, HOMES, series, "Fewer crimes at the homes", "Fewer.", "Crimes at the homes", "Crimes")


def paper(tables=15, charts=6):
    yield Field("Committee", "Corporate Parenting Committee")
    yield Field("Item", "10")
    yield Heading("Purpose")
    yield Paragraph("This paper says what changed.")
    yield Bullets(["To note the figures.", "To ask for a further paper."], generated=True)
    for number in range(tables):
        yield Heading(f"Part {number + 1}", 2)
        yield Paragraph("Crimes fell. " * 40, generated=number % 2 == 0)
        yield PrintedTable(table(12), "Incidents by type", "As supplied.")
        if number < charts:
            yield chart(("paired bars", "lines", "stacked bars")[number % 3])
    yield Note("Sources: police.")
    yield PageBreak()
    yield SignOff([("Legal", "", ""), ("Finance", "", "")])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_program_draws_every_heading_caption_and_number(tmp_path):
    file = tmp_path / "paper.docx"
    file.write_bytes(document(list(paper(3, 3)), DocumentSettings("Annual paper")))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = tmp_path / "paper.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        return
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    for wanted in ("Part 3", "Fewer crimes at the homes", "Date of sign-off", "Generated:", "Page 1 of", "54"):
        assert wanted in text
    told = text.replace("\N{NO-BREAK SPACE}", " ")
    assert [f"Figure {number}: Crimes at the homes" in told for number in (1, 2, 3)] == [True] * 3
