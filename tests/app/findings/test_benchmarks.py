"""Published figures of the authority beside England's, whatever period and homes are chosen."""

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from app.findings.benchmarks import convicted_or_cautioned

PUBLISHED = Path(__file__).resolve().parents[2] / "published"


def plain(table):
    return [[cell.replace("\u00a0", " ") for cell in row] for row in table.text.to_numpy().tolist()]


def test_derby_is_above_england_in_every_year_of_the_counts(ask, source):
    finding = convicted_or_cautioned(ask(), source)
    assert finding.title == "Convicted or cautioned: Derby above England, 2021 to 2025"
    assert finding.short == "Derby and England"
    assert finding.as_at == date(2025, 3, 31)
    assert "usual ups and downs" in finding.sentences[1]  # a shared screen shows two sentences
    assert "no change can be told" in finding.sentences[1]
    assert "wherever placed" in finding.population


def test_the_published_counts_are_printed(ask, source):
    rows = {row[0]: row for row in plain(convicted_or_cautioned(ask(), source).tables[0])}
    with (PUBLISHED / "derby_convicted_or_cautioned_counts.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            numbers = (int(row["convicted_or_cautioned"]), int(row["looked_after_10_17_12_months"]))
            assert f"{numbers[0]:,} of {numbers[1]:,}" in rows[row["year"]]


def test_every_published_percentage_of_derby_is_printed_under_its_source(ask, source):
    tables = {table.title: table for table in convicted_or_cautioned(ask(), source).tables}
    whole = tables["Children convicted or cautioned: whole percentages"].text.set_index("Year to March")
    with (PUBLISHED / "offending_rate_series.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["source"].startswith("DfE") and row["area"] in ("Derby", "England", "East Midlands"):
                assert whole.at[row["year"], row["area"]] == f"{row['pct']}%"
            elif row["source"] in tables:
                assert [row["area"], row["year"], f"{row['pct']}%"] in plain(tables[row["source"]])
    assert any(title.startswith("Derby City Council") for title in tables)


def test_it_follows_neither_the_period_nor_the_homes_and_says_so(ask, source):
    finding = convicted_or_cautioned(ask(), source)
    other = convicted_or_cautioned(ask(current="2022-23-Q1", previous="2021-22-Q1", lines=("home-1",)), source)
    assert (finding.title, finding.sentences, finding.scope) == (other.title, other.sentences, other.scope)
    assert any("the choice of period and of homes does not apply" in note for note in finding.notes)
    assert any("are not compared" in note and "police" in note for note in finding.notes)


@pytest.mark.parametrize("name", ["Kent", "Derbyshire Dales"])
def test_an_authority_without_a_series_is_told_so_and_nothing_is_drawn(name, ask, source):
    finding = convicted_or_cautioned(replace(ask(), authority_name=name), source)
    assert finding.figure is None
    assert finding.tables == ()
    assert finding.sentences == (f"No published series of {name} is loaded.",)
    assert finding.short
    assert finding.how_sure is None


@pytest.mark.parametrize("name", ["Nottingham City", "Derbyshire"])
def test_an_authority_with_percentages_alone_has_them_and_no_counts(name, ask, source):
    finding = convicted_or_cautioned(replace(ask(), authority_name=name), source)
    assert finding.figure is not None
    assert finding.tables[0].title == "Children convicted or cautioned: whole percentages"
    assert finding.how_sure is None
    assert "Derby" not in {trace.name for trace in finding.figure.data}


@pytest.mark.parametrize("name", ["Nottingham City", "Derbyshire", "Kent"])
def test_another_authority_never_gets_derbys_figures(name, ask, source):
    finding = convicted_or_cautioned(replace(ask(), authority_name=name), source)
    told = [finding.title, finding.short, finding.scope, finding.alt, *finding.sentences, *finding.sources]
    told += [table.title + table.text.to_csv() + table.numbers.to_csv() for table in finding.tables]
    told += [finding.figure.to_json()] if finding.figure else []
    assert not re.search(r"\bDerby\b", " ".join(told))


def test_a_second_edition_of_the_counts_is_printed_and_neither_drawn_nor_told(ask, source):
    def with_an_earlier_edition(fetch, *args, **kwargs):
        found = source(fetch, *args, **kwargs)
        counts = found[found["numerator"].notna()]
        earlier = counts[counts["year"] < counts["year"].max()]
        return pd.concat([found, earlier.assign(source="DfE, the edition before", numerator=1.0)], ignore_index=True)

    one, two = convicted_or_cautioned(ask(), source), convicted_or_cautioned(ask(), with_an_earlier_edition)
    assert (one.title, one.sentences, one.alt, one.figure) == (two.title, two.sentences, two.alt, two.figure)
    assert {table.title for table in two.tables} - {table.title for table in one.tables} == {
        "Earlier edition: DfE, the edition before"
    }
