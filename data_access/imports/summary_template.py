"""The blank workbook of yearly tables: every sheet with its headings, and no number."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_access.imports.summary.layout import (
    ABOUT,
    ABOUT_LABELS,
    PLACE_KINDS,
    SHEETS,
    TYPES,
    YES_NO,
    SheetKind,
    heading_of,
)
from data_access.imports.table import Column

EXAMPLE_PERIODS = ("2021-22", "2022-23")
ROWS_WITH_A_LIST = 500
LONGEST_LIST = 255  # characters; a spreadsheet takes no longer list of words
LABEL_WIDTH, PERIOD_WIDTH, SENTENCE_WIDTH = 34, 12, 110
READ_ME = (
    "Fill in the sheet About: the council, the day on which the tables were published, and in which paper.",
    "Then fill in the sheets for which you have numbers. Every other sheet may stay as it is.",
    "A column of counts is a period, named in its heading, for example 2022-23, 2022-23 Q3 or Apr 2022 to Mar 2023.",
    "Take away, add or rename columns of periods as you need. A column called Change is not loaded.",
    "Write whole numbers. 0 means that none happened; a blank cell means that nothing was supplied.",
    "Crimes and Incidents: a row for each home (with its neighbourhood) and each neighbourhood, and one for the total.",
    "First example: Place Home 3/4, Kind home, Neighbourhood Sinfin, then 4 below 2021-22 and 3 below 2022-23.",
    "Offence types and Incident types: the home as on those sheets, the type as the police name it, then the counts.",
    "Second example: Home Home 3/4, Offence type DRUG POSSESSION, then 0 below 2021-22 and 1 below 2022-23.",
    "Homes: only when homes are reported together; Home 3 and Home 4 then each name the reporting line Home 3/4.",
    "Types: only types that the product does not know yet. Other measures: any other count, for example timetables.",
    "Types: where Sensitive is blank, the type counts as sensitive and is not named in titles; write no if it may be.",
    "No names, addresses or dates of birth of children belong into this workbook.",
)


def summary_template() -> bytes:
    """The blank workbook, as XLSX."""
    workbook = Workbook()
    read_me = workbook.active
    read_me.title = "Read me"
    for line in ("What goes where", *READ_ME):
        read_me.append([line])
    read_me.column_dimensions["A"].width = SENTENCE_WIDTH
    for (cell,) in read_me.iter_rows():
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    read_me["A1"].font = Font(bold=True)
    _write_about(workbook.create_sheet(ABOUT))
    for kind in SHEETS:
        _write_sheet(workbook.create_sheet(kind.name), kind)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _write_about(sheet: Worksheet) -> None:
    for row, (label, hint) in enumerate(ABOUT_LABELS.items(), start=1):
        sheet.cell(row, 1, label).font = Font(bold=True)
        sheet.cell(row, 3, hint).font = Font(italic=True)
    sheet["B2"].number_format = "DD/MM/YYYY"
    for column, width in (("A", LABEL_WIDTH // 2), ("B", LABEL_WIDTH), ("C", 2 * LABEL_WIDTH)):
        sheet.column_dimensions[column].width = width


def _write_sheet(sheet: Worksheet, kind: SheetKind) -> None:
    periods = EXAMPLE_PERIODS if kind.has_periods else ()
    for place, heading in enumerate((*(heading_of(column) for column in kind.columns), *periods), start=1):
        sheet.cell(1, place, heading).font = Font(bold=True)
        is_label = place <= len(kind.columns)
        sheet.column_dimensions[get_column_letter(place)].width = LABEL_WIDTH if is_label else PERIOD_WIDTH
    for label in kind.given:
        sheet.append([label])
    if kind.given:
        sheet.column_dimensions["A"].width = max(len(label) for label in kind.given) + 4
    sheet.freeze_panes = "A2"
    for place, column in enumerate(kind.columns, start=1):
        words = kind.given or _words(kind, column)
        if words and len(",".join(words)) < LONGEST_LIST:
            letter = get_column_letter(place)
            of_words = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
            of_words.add(f"{letter}2:{letter}{ROWS_WITH_A_LIST}")
            sheet.add_data_validation(of_words)


def _words(kind: SheetKind, column: Column) -> tuple[str, ...]:
    """The words that a column may hold, if they are few."""
    if column.name == "kind":
        return ("incident", "offence") if kind.name == TYPES else PLACE_KINDS
    if column.name in ("missing", "sensitive"):
        return YES_NO
    return ("council", "private") if column.name == "provider" else ()
