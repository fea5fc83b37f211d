"""The numbers of the published paper as the public ladder takes them."""

import csv
import math
from pathlib import Path

import pandas as pd

from analysis.attack import Told
from analysis.periods import parse_period
from analysis.public_ladder import public_tables
from analysis.public_others import Improved, YouthJustice
from analysis.public_rows import CHILDREN
from analysis.public_steps import Counted

PUBLISHED = Path(__file__).parents[1] / "published"
REFERENCE = Path(__file__).parents[2] / "data_access" / "reference"
BEFORE, NOW = parse_period("2021-22"), parse_period("2022-23")
LINES = ("Home 1", "Home 2", "Home 3/4")
SIGN_OFF = "Director of Children's Services, 02/10/2023"
YEARS = ("previous", "current")


def rows_of(name, folder=PUBLISHED):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def both(row):
    return int(row["previous_2021_22"]), int(row["current_2022_23"])


def counted(measure, by_home, by_type, type_column, reference):
    places = rows_of(by_home)
    homes = [
        (row["place"], LINES.index(row["place"]), row["neighbourhood"], *both(row))
        for row in places
        if row["kind"] == "home"
    ]
    areas = [(row["neighbourhood"], *both(row)) for row in places if row["kind"] == "neighbourhood"]
    groups = {row["label"]: row["group"] for row in rows_of(reference, REFERENCE)}
    types = pd.DataFrame(
        [(row[type_column], groups[row[type_column]], *both(row)) for row in rows_of(by_type)],
        columns=["type", "group", *YEARS],
    )
    return Counted(
        measure,
        pd.DataFrame(homes, columns=["line", "order", "neighbourhood", *YEARS]),
        types.groupby(["type", "group"], as_index=False)[list(YEARS)].sum(),
        pd.DataFrame(areas, columns=["neighbourhood", *YEARS]),
    )


def crimes():
    return counted("crimes", "crimes_home_vs_neighbourhood", "crimes_by_offence_type", "offence_type", "offence_types")


def incidents():
    return counted(
        "incidents", "incidents_home_vs_neighbourhood", "incidents_by_type", "incident_type", "incident_types"
    )


def youth_justice():
    rows = [(row["measure"], *both(row), math.nan, math.nan) for row in rows_of("youth_justice")]
    return YouthJustice(pd.DataFrame(rows, columns=["label", *YEARS, *CHILDREN]), rows[0][1:3])


def rate():
    found = {row["year"]: row["pct"] for row in rows_of("offending_rate_series") if row["area"] == "Derby"}
    return pd.DataFrame([("Derby", f"{found['2022']}%", f"{found['2023']}%")], columns=["label", *YEARS])


def sample_tables(**changes):
    given = {
        "youth_justice": youth_justice(),
        "cromarty": Improved(10, 12, "Corporate Parenting Committee, 31/10/2023"),
        "rate": rate(),
        "sign_off": SIGN_OFF,
        **changes,
    }
    return public_tables([crimes(), incidents()], BEFORE, NOW, **given)


def paper_of_2023():
    """Everything that the paper of 31/10/2023 printed of homes and types, as an earlier publication."""
    printed = []
    for measure, by_home, by_type, type_column in (
        ("crimes", "crimes_home_vs_neighbourhood", "crimes_by_offence_type", "offence_type"),
        ("incidents", "incidents_home_vs_neighbourhood", "incidents_by_type", "incident_type"),
    ):
        told = [((row["home"],), (row[type_column],), both(row)) for row in rows_of(by_type)]
        for row in rows_of(by_home):
            if row["kind"] != "neighbourhood":
                told.append(((row["place"],) if row["kind"] == "home" else None, None, both(row)))
        printed += [
            Told(measure, year, homes, types, counts[place]).plain
            for homes, types, counts in told
            for place, year in enumerate((BEFORE.label, NOW.label))
        ]
    return {"years": [BEFORE.label, NOW.label], "printed": printed}
