"""Published series, as their sources print them."""

import csv
import math
from pathlib import Path

import pytest
from sqlmodel import Session

from data_access.benchmarks import fetch_benchmarks
from data_access.models import Benchmark

PUBLISHED = Path(__file__).parents[1] / "published"


@pytest.fixture
def published(viewer_of):
    def answer(engine):
        with Session(engine) as session:
            return fetch_benchmarks(session, viewer_of(), authority="derby-city")

    return answer


def printed(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_published_percentage_is_answered_as_printed(published, sample_engine):
    found = {(row.source, row.area, row.year): row.percent for row in published(sample_engine).itertuples(index=False)}
    for row in printed("offending_rate_series.csv"):
        percent = found[(row["source"], row["area"], int(row["year"]))]
        assert percent == float(row["pct"]) if row["pct"] else math.isnan(percent)


def test_the_published_counts_are_answered(published, sample_engine):
    rows = published(sample_engine)
    counts = rows[rows["numerator"].notna()].set_index(["area", "year"])[["numerator", "denominator"]]
    for row in printed("derby_convicted_or_cautioned_counts.csv"):
        numbers = (int(row["convicted_or_cautioned"]), int(row["looked_after_10_17_12_months"]))
        assert tuple(counts.loc[(row["area"], int(row["year"]))]) == numbers


def test_what_a_source_withheld_is_missing_and_not_0(published, engine):
    with Session(engine) as session, session.begin():
        session.add(Benchmark(area="Rutland", year=2024, source="a paper"))
    rows = published(engine)
    assert rows.loc[rows["area"] == "Rutland", ["percent", "numerator", "denominator"]].isna().all(axis=None)
    assert list(rows.columns) == ["area", "year", "percent", "numerator", "denominator", "source"]
    assert {str(rows[name].dtype) for name in ("percent", "numerator", "denominator")} == {"float64"}
