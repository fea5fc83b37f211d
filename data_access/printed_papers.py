"""Papers that were published before this product made any: every number they printed of homes and types."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = Path(__file__).resolve().parent / "reference" / "printed_papers.csv"


@dataclass(frozen=True)
class PrintedCount:
    """One printed number: of a home and a type; "" stands for all of them."""

    measure: str
    year: str
    home: str
    type: str
    count: int


@dataclass(frozen=True)
class PrintedPaper:
    """A published paper: when it was printed, and what."""

    printed_on: date
    counts: tuple[PrintedCount, ...]


def printed_papers(authority: str) -> tuple[PrintedPaper, ...]:
    """The published papers of one authority, oldest first; another authority's are never among them."""
    found: dict[date, list[PrintedCount]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["authority"] == authority:
                counted = PrintedCount(row["measure"], row["year"], row["home"], row["type"], int(row["count"]))
                found.setdefault(date.fromisoformat(row["printed_on"]), []).append(counted)
    return tuple(PrintedPaper(day, tuple(found[day])) for day in sorted(found))
