"""Published series of children convicted or cautioned, as small tables and as printed."""

import csv
import math
from pathlib import Path

import pandas as pd

PUBLISHED = Path(__file__).parents[1] / "published"
COLUMNS = ["area", "year", "percent", "numerator", "denominator", "source"]
LAIT, COUNTS, ROUNDED = "DfE, as whole percentages", "DfE, local authority tables", "DfE, rounded to 10"
PAPER = "Derby City Council, a paper"
NAN = math.nan


def published(*rows):
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[2:5], "float64"))


def counts(area, year, numerator, denominator, source=COUNTS):
    return (area, year, NAN, numerator, denominator, source)


def percent(area, year, value, source=LAIT):
    return (area, year, value, NAN, NAN, source)


def derby_counts():
    with (PUBLISHED / "derby_convicted_or_cautioned_counts.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return published(
        *(
            counts(
                row["area"],
                int(row["year"]),
                int(row["convicted_or_cautioned"]),
                int(row["looked_after_10_17_12_months"]),
                row["source"],
            )
            for row in rows
        )
    )
