"""Workbooks of yearly tables, as a council might fill them in, made from the published tables."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook

PUBLISHED = Path(__file__).resolve().parents[1] / "published"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AUTHORITY = "Derby City"
YEARS = {"2021-22": "previous_2021_22", "2022-23": "current_2022_23"}


def published(name):
    """The rows of a published table."""
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def workbook_of(crimes=None, areas=None):
    """The crimes and incidents of homes and neighbourhoods by year.

    `crimes`: other cells, by (place, year). `areas`: further neighbourhoods with their crimes of the later year.
    """
    book = Workbook()
    about = book.active
    about.title = "About"
    for row in (("Authority", AUTHORITY), ("Published on", "31/10/2023"), ("Published in", "A committee's paper")):
        about.append(row)
    for thing, other in (("Crimes", crimes or {}), ("Incidents", {})):
        sheet = book.create_sheet(thing)
        sheet.append(["Place", "Kind", "Neighbourhood", *YEARS])
        for row in published(f"{thing.lower()}_home_vs_neighbourhood.csv"):
            cells = [other.get((row["place"], year), int(row[column])) for year, column in YEARS.items()]
            area = row["neighbourhood"] if row["kind"] == "home" else ""
            sheet.append([row["place"], row["kind"], area, *cells])
    for area, cell in (areas or {}).items():
        book["Crimes"].append([area, "neighbourhood", "", 1, cell])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
