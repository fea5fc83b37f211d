"""Findings of one home, and of periods of which only one was supplied."""

import csv
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import analysis
from app.findings.about import MEASURES
from app.findings.cromarty import cromarty
from app.findings.homes import crimes_against_neighbourhoods, incidents_against_neighbourhoods
from app.findings.incidents import incident_types, missing_shares
from app.findings.offences import offence_types, outcome_classes
from app.findings.overview import overview
from app.findings.youth_justice import youth_justice

PUBLISHED = Path(__file__).resolve().parents[2] / "published"
OF_HOMES = (
    overview,
    crimes_against_neighbourhoods,
    incidents_against_neighbourhoods,
    incident_types,
    missing_shares,
    offence_types,
    outcome_classes,
)
OTHER_HOMES = {"home-1": ("Home 2", "Home 3/4"), "home-2": ("Home 1", "Home 3/4"), "home-3-4": ("Home 1", "Home 2")}
ONLY_THE_LATER = {"current": "2021-22", "previous": "2020-21"}
GAP = "not supplied"


def published(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def everything_said(finding):
    tiles = [text for tile in finding.tiles for text in (tile.big, tile.small)]
    return " ".join([finding.title, finding.scope, finding.alt, *finding.sentences, *tiles])


@pytest.mark.parametrize("line", OTHER_HOMES)
@pytest.mark.parametrize("build", OF_HOMES)
def test_the_finding_of_one_home_speaks_of_no_other(build, line, ask, source):
    finding = build(ask(lines=(line,)), source)
    for other in OTHER_HOMES[line]:
        assert other not in everything_said(finding)
        assert other not in "".join(table.text.to_csv() for table in finding.tables)
        if finding.figure is not None:
            assert other not in finding.figure.to_json()


@pytest.mark.parametrize("line", OTHER_HOMES)
def test_the_counts_of_one_home_are_its_published_ones(line, ask, source):
    for things, build in (("crimes", crimes_against_neighbourhoods), ("incidents", incidents_against_neighbourhoods)):
        question = ask(lines=(line,))
        rows = {row[0]: tuple(row[1:4]) for row in build(question, source).tables[0].text.itertuples(index=False)}
        row = next(
            row for row in published(f"{things}_home_vs_neighbourhood.csv") if row["place"] == question.line_names[0]
        )
        assert rows[row["place"]] == (row["previous_2021_22"], row["current_2022_23"], row["change_pct"])


@pytest.mark.parametrize("build", [crimes_against_neighbourhoods, incidents_against_neighbourhoods])
def test_a_first_year_prints_its_counts_and_compares_them_with_nothing(build, ask, source):
    table = build(ask(**ONLY_THE_LATER), source).tables[0].text
    assert set(table["2020-21"]) == set(table["Change"]) == {GAP}
    things = "crimes" if build is crimes_against_neighbourhoods else "incidents"
    for row in published(f"{things}_home_vs_neighbourhood.csv"):
        place = "All homes" if row["kind"] == "total" else row["place"]
        assert list(table.loc[table["Place"] == place, "2021-22"]) == [f"{int(row['previous_2021_22']):,}"]


@pytest.mark.parametrize("build", [*OF_HOMES, youth_justice])
def test_a_first_year_is_neither_called_more_nor_fewer(build, ask, source):
    finding = build(ask(**ONLY_THE_LATER), source)
    told = f" {everything_said(finding).lower()} "
    assert not [word for word in (" more ", " fewer ", " fell ", " rose ") if word in told], told
    assert "2020-21" in told


def test_a_picture_of_children_may_not_be_saved_and_any_other_may(ask, source):
    allowed = {build.__name__: build(ask(), source).picture_may_be_saved for build in (*OF_HOMES, youth_justice)}
    assert set(allowed.values()) == {True}
    assert not cromarty(ask(), source).picture_may_be_saved


def test_nothing_of_a_child_but_letter_meeting_and_score_leaves_the_cromarty_finding(ask, source):
    finding = cromarty(ask(), source)
    names = {trace.name for trace in finding.figure.data}
    assert names == {f"Child {letter}" for letter in finding.choices}
    told = finding.figure.to_json() + "".join(table.numbers.to_csv() for table in finding.tables)
    assert "Target" not in told
    assert "EC-" not in told
    assert not [year for year in ("2021-", "2022-", "/2022", "/2023") if year in told]


def test_every_measure_that_makes_a_result_is_defined_on_the_about_page():
    missing = []
    for found in pkgutil.iter_modules(analysis.__path__, "analysis."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            makes_a_result = "result_frame" in function.__code__.co_names
            if function.__module__ == found.name and not name.startswith("_") and makes_a_result:
                missing += [name] if function not in MEASURES.values() else []
    assert missing == []
