"""The workbook inside a chart: what "Edit Data" in Word opens."""

import io
from datetime import datetime

import xlsxwriter

from analysis.document.characters import on_one_line
from analysis.document.pieces import ChartPiece

# A cell of a workbook holds no more; the chart itself shows the whole name.
LONGEST_CELL = 32_767
MADE_ON = datetime(2000, 1, 1)  # the same numbers make the same bytes, whenever they are written


def numbers_workbook(piece: ChartPiece) -> bytes:
    """Categories in the first column, a column a series with its name above; a gap is an empty cell."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": on_one_line(piece.title)[:255], "created": MADE_ON})
        sheet = workbook.add_worksheet("Sheet1")
        number = workbook.add_format({"num_format": piece.number_format})
        sheet.set_column(0, 0, 30)
        # Written as a string, a name that looks like a formula or an address stays a name.
        for row, category in enumerate(piece.categories, start=1):
            sheet.write_string(row, 0, on_one_line(category)[:LONGEST_CELL])
        for column, series in enumerate(piece.series, start=1):
            sheet.write_string(0, column, on_one_line(series.name)[:LONGEST_CELL])
            for row, value in enumerate(series.values, start=1):
                if value is not None:
                    sheet.write_number(row, column, value, number)
    return file.getvalue()
