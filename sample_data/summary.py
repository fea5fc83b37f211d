"""The workbook of yearly tables: the published totals themselves, as a council with nothing finer would type them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from sample_data.cromarty import COURSES
from sample_data.homes import HOMES, HOMES_OF_LINE
from sample_data.published_totals import (
    CRIMES,
    INCIDENTS,
    NEIGHBOURHOOD_CRIMES,
    NEIGHBOURHOOD_INCIDENTS,
    YOUTH_JUSTICE,
    LineTotal,
)

FILE = "summary.xlsx"
PUBLISHED_ON = date(2023, 10, 31)
PUBLISHED_IN = "Corporate Parenting Committee, 31 October 2023"
YEARS = ("2021-22", "2022-23")
YOUTH_JUSTICE_LABELS = {
    "children": "Young people involved with YJS",
    "substantive_order": "On substantive court orders",
    "offence": "Offences committed in period",
    "court_appearance": "Court appearances",
    "contact": "Face to face contacts with services in the period",
    "assessment": "Assessments completed",
    "breach": "Breach",
}

Row = tuple[object, ...]


def summary_sheets() -> dict[str, list[Row]]:
    """The rows of every sheet, its header first."""
    return {
        "About": [("Authority", "Derby City"), ("Published on", PUBLISHED_ON), ("Published in", PUBLISHED_IN)],
        "Crimes": _places("Total Crimes at All Homes", CRIMES, NEIGHBOURHOOD_CRIMES),
        "Incidents": _places("Total Incidents at All Homes", INCIDENTS, NEIGHBOURHOOD_INCIDENTS),
        "Offence types": [("Home", "Offence type", *YEARS), *CRIMES],
        "Incident types": [("Home", "Incident type", *YEARS), *INCIDENTS],
        "Youth justice": [
            ("Measure", *YEARS),
            *((label, *YOUTH_JUSTICE[event]) for event, label in YOUTH_JUSTICE_LABELS.items()),
        ],
        "Cromarty": _results(),
    }


def write_summary(path: Path) -> None:
    """Write the workbook; its cells are the same every time, its bytes are not."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in summary_sheets().items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook["About"]["B2"].number_format = "DD/MM/YYYY"
    workbook.properties.created = workbook.properties.modified = datetime(2023, 10, 31)
    workbook.save(path)


def _places(total: str, counts: tuple[LineTotal, ...], areas: dict[str, tuple[int, int]]) -> list[Row]:
    """Each neighbourhood with the homes in it, then all homes together."""
    area_of = {line: area for _, line, area, *_ in HOMES}
    rows: list[Row] = [("Place", "Kind", "Neighbourhood", *YEARS)]
    for area, of_area in areas.items():
        rows.append((area, "neighbourhood", area, *of_area))
        rows += [(line, "home", area, *_sums(counts, line)) for line in HOMES_OF_LINE if area_of[line] == area]
    return [*rows, (total, "total", None, *_sums(counts))]


def _sums(counts: tuple[LineTotal, ...], line: str | None = None) -> tuple[int, int]:
    chosen = [(before, now) for of_line, _, before, now in counts if line in (None, of_line)]
    return sum(before for before, _ in chosen), sum(now for _, now in chosen)


def _results() -> list[Row]:
    """What became of the children by their last meeting, all of which lie in the second year."""
    moves = [course.last_total - course.first_total for course in COURSES]
    results = (("Improved", 1), ("The same", 0), ("Lower", -1))
    return [
        ("Result", YEARS[1]),
        *((label, sum((move > 0) - (move < 0) == way for move in moves)) for label, way in results),
    ]
