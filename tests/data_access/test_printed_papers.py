"""What papers printed before this product made any."""

import csv
from datetime import date
from pathlib import Path

from data_access.printed_papers import PrintedCount, printed_papers

PUBLISHED = Path(__file__).parents[1] / "published"
FILES = {
    "crimes": ("crimes_home_vs_neighbourhood.csv", "crimes_by_offence_type.csv", "offence_type"),
    "incidents": ("incidents_home_vs_neighbourhood.csv", "incidents_by_type.csv", "incident_type"),
}
COLUMNS = {"2021-22": "previous_2021_22", "2022-23": "current_2022_23"}


def rows_of(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected():
    for measure, (by_home, by_type, column) in FILES.items():
        homes = [row for row in rows_of(by_home) if row["kind"] != "neighbourhood"]
        told = [("" if row["kind"] == "total" else row["place"], "", row) for row in homes]
        told += [(row["home"], row[column], row) for row in rows_of(by_type)]
        for home, of_type, row in told:
            for year, name in COLUMNS.items():
                yield PrintedCount(measure, year, home, of_type, int(row[name]))


def test_the_paper_of_2023_is_known_whole():
    (paper,) = printed_papers("derby-city")
    assert paper.printed_on == date(2023, 10, 31)
    assert set(paper.counts) == set(expected())
    assert len(paper.counts) == len(set(paper.counts))


def test_another_authority_has_none_of_it():
    assert printed_papers("nottingham-city") == ()
