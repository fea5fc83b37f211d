"""Writes the invented extracts: `python -m sample_data.generate [--out DIR]`.

The same seed gives the same bytes on every computer: only the whole and uniform draws of `random` are used, never
those that lean on the platform's mathematics library. Of the workbook, the cells are the same.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from sample_data import (
    crimes,
    cromarty,
    homes,
    incidents,
    investigations,
    neighbourhoods,
    summary,
    youth_justice,
)

HERE = Path(__file__).parent


def extracts() -> dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]]:
    """Header and rows of every table this script makes, by file name."""
    return {
        "homes.csv": (homes.HOMES_HEADER, homes.HOMES),
        "home_aliases.csv": (homes.ALIASES_HEADER, homes.ALIASES),
        "incidents.csv": (incidents.HEADER, incidents.incident_rows()),
        "crimes.csv": (crimes.HEADER, crimes.crime_rows()),
        "neighbourhood_counts.csv": (neighbourhoods.HEADER, neighbourhoods.neighbourhood_rows()),
        "youth_justice.csv": (youth_justice.HEADER, youth_justice.youth_justice_rows()),
        "cromarty.csv": (cromarty.HEADER, cromarty.cromarty_rows()),
        "occupancy.csv": (homes.OCCUPANCY_HEADER, homes.occupancy_rows()),
        "internal_counts.csv": (homes.INTERNAL_HEADER, homes.internal_rows()),
        "investigations.csv": (investigations.HEADER, investigations.investigation_rows()),
        "checklist.csv": (investigations.CHECKLIST_HEADER, investigations.checklist_rows()),
        "meetings.csv": (investigations.MEETINGS_HEADER, investigations.meeting_rows()),
        "reviews.csv": (investigations.REVIEWS_HEADER, investigations.review_rows()),
    }


def write_extracts(folder: Path) -> list[Path]:
    """Write every extract into the folder, which is made if need be, and say which files were written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (header, rows) in extracts().items():
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        written.append(path)
    summary.write_summary(folder / summary.FILE)
    return [*written, folder / summary.FILE]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the extracts."""
    parser = argparse.ArgumentParser(description="Write the invented extracts of the sample.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: beside this script)")
    for path in write_extracts(parser.parse_args(arguments).out):
        print(path)


if __name__ == "__main__":
    main()
