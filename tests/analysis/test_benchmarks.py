"""Published figures of children convicted or cautioned."""

import math

import pytest

from analysis.benchmarks import KEYS, areas_named, convicted_or_cautioned, has_counts
from analysis.benchmarks_tables import share_tables
from analysis.disclosure import release
from analysis.results import RESULT_COLUMNS, MissingColumns
from tests.analysis.published_series import COUNTS, LAIT, NAN, PAPER, ROUNDED, counts, derby_counts, percent, published


@pytest.mark.parametrize(
    ("year", "share", "low", "high"),
    [(2021, 3.8, 2.1, 6.6), (2022, 4.0, 2.3, 6.9), (2023, 3.9, 2.2, 6.6), (2024, 5.6, 3.5, 8.8), (2025, 4.7, 2.7, 7.8)],
)
def test_derbys_published_counts_have_their_share_and_wilson_interval(year, share, low, high):
    frame = convicted_or_cautioned(derby_counts(), "Derby City")
    row = frame[(frame["role"] == "own") & (frame["year"] == year)].iloc[0]
    assert [round(100 * row[name], 1) for name in ("value", "low", "high")] == [share, low, high]


def test_derby_is_above_england_in_every_year_of_the_counts():
    frame = convicted_or_cautioned(derby_counts(), "Derby City").pivot(index="year", columns="role", values="value")
    assert (frame["own"] > frame["country"]).all()
    assert list(frame.index) == [2021, 2022, 2023, 2024, 2025]


def test_a_percentage_stands_as_printed_without_an_interval():
    frame = convicted_or_cautioned(published(percent("Derby", 2016, 5.0)), "Derby City")
    assert list(frame.columns) == [*KEYS, *RESULT_COLUMNS]
    assert frame.iloc[0][["value", "kind", "status"]].tolist() == [0.05, "percentages", "shown"]
    assert frame[["numerator", "denominator", "low", "high"]].isna().all(axis=None)


def test_what_a_source_withheld_is_not_supplied_and_never_0():
    frame = convicted_or_cautioned(published(percent("Derby", 2016, NAN), percent("Derby", 2017, 0.0)), "Derby")
    assert list(frame["status"]) == ["not supplied", "shown"]
    assert math.isnan(frame["value"][0])


@pytest.mark.parametrize(
    ("authority", "areas"),
    [
        ("Derby City", {"Derby"}),
        ("Derbyshire", {"Derbyshire"}),
        ("Derbyshire County Council", {"Derbyshire"}),
        ("Nottingham City", {"Nottingham", "Nottingham City"}),
        ("Bristol City Council", {"Bristol, City of"}),
        ("Brighton & Hove", {"Brighton and Hove"}),
        ("Kent", set()),
        ("City Council", set()),
        ("", set()),
    ],
)
def test_an_authority_is_found_by_its_name(authority, areas):
    loaded = ["Derby", "Derbyshire", "Nottingham", "Nottingham City", "Bristol, City of", "Brighton and Hove", "London"]
    assert areas_named(authority, [*loaded, "Derby, January-March quarter", "England"]) == areas


def test_an_authority_without_a_figure_of_its_own_has_no_row():
    assert convicted_or_cautioned(derby_counts(), "Kent").empty


@pytest.mark.parametrize("name", ["Kent", "Derbyshire", "Derbyshire Dales", "South Derbyshire", "Nottingham City", ""])
def test_another_authority_never_gets_the_figures_of_this_one(name):
    of_derby = [
        counts("Derby", 2025, 13, 279),
        percent("Derby", 2025, 5),
        percent("Derby", 2006, 6.7, PAPER),
        percent("Derby, January-March quarter", 2006, 10.9, PAPER),
        percent("Statistical neighbour average", 2006, 11, PAPER),
        percent("National average", 2006, 9.6, PAPER),
    ]
    others = [percent("Derbyshire", 2025, 3), percent("Nottingham", 2025, 2), percent("England", 2025, 2)]
    frame = convicted_or_cautioned(published(*of_derby, *others), name)
    assert not {"Derby", "Derby, January-March quarter"} & set(frame["area"])
    assert PAPER not in set(frame["source"])
    assert set(frame.loc[frame["role"] == "own", "area"]) <= {"Derbyshire", "Nottingham"}


def test_of_two_editions_with_the_same_years_the_newest_leads_and_the_other_is_kept_apart():
    rows = [counts("Derby", year, 10 + year - 2020, 300, "DfE, edition 2024") for year in (2022, 2023, 2024)]
    rows += [counts("Derby City", year, 20 + year - 2020, 300, "DfE, edition 2025") for year in (2023, 2024, 2025)]
    rows += [counts("England", year, 900, 40000, f"DfE, edition {year}") for year in (2024, 2025)]
    frame = convicted_or_cautioned(published(*rows), "Derby City")
    assert not frame[frame["kind"].isin(["counts", "percentages"])].duplicated(["role", "kind", "year"]).any()
    leading = frame[frame["kind"] == "counts"]
    assert set(leading["source"]) == {"DfE, edition 2025"}
    assert list(leading.loc[leading["role"] == "own", "year"]) == [2023, 2024, 2025]
    assert set(frame.loc[frame["kind"] == "earlier", "source"]) == {"DfE, edition 2024"}
    assert len(frame) == len(rows)


def test_editions_that_reach_equally_far_are_told_apart_by_their_names():
    rows = [percent("Derby", 2024, 5, "DfE, edition a"), percent("Derby", 2024, 6, "DfE, edition b")]
    frame = convicted_or_cautioned(published(*rows), "Derby").set_index("source")
    assert frame["kind"].to_dict() == {"DfE, edition a": "earlier", "DfE, edition b": "percentages"}


def test_a_year_withheld_in_a_table_of_counts_is_no_percentage():
    frame = convicted_or_cautioned(
        published(counts("Derby", 2024, 17, 302), counts("Derby", 2025, NAN, NAN), percent("Derby", 2025, 5)), "Derby"
    )
    assert list(frame[frame["source"] == COUNTS]["kind"]) == ["counts", "counts"]
    assert list(frame[frame["source"] == COUNTS]["status"]) == ["shown", "not supplied"]
    assert list(frame[frame["kind"] == "percentages"]["value"]) == [0.05]


def test_areas_have_the_role_in_which_they_are_compared():
    frame = convicted_or_cautioned(
        published(
            percent("Derby", 2024, 6),
            percent("Nottingham", 2024, 2),
            percent("England", 2024, 2),
            percent("East Midlands", 2024, 3),
            percent("Derby", 2006, 6.7, PAPER),
            percent("Derby, January-March quarter", 2006, 10.9, PAPER),
            percent("National average", 2006, 9.6, PAPER),
            percent("Statistical neighbour average", 2006, 11, PAPER),
        ),
        "Derby City",
    )
    assert dict(zip(frame["area"] + " " + frame["kind"], frame["role"], strict=True)) == {
        "Derby percentages": "own",
        "Derby papers": "own",
        "England percentages": "country",
        "National average papers": "country",
        "East Midlands percentages": "region",
        "Statistical neighbour average papers": "neighbours",
        "Derby, January-March quarter papers": "part",
    }


def test_a_region_is_shown_only_where_one_alone_is_loaded():
    rows = [percent("Derby", 2024, 6), percent("East Midlands", 2024, 3)]
    assert "region" in set(convicted_or_cautioned(published(*rows), "Derby")["role"])
    rows.append(percent("West Midlands", 2024, 3))
    assert "region" not in set(convicted_or_cautioned(published(*rows), "Derby")["role"])


def test_the_neighbours_of_one_council_are_not_those_of_another():
    rows = [
        percent("Derby", 2006, 6.7, PAPER),
        percent("Statistical neighbour average", 2006, 11, PAPER),
        percent("Nottingham", 2024, 2),
        percent("National", 2018, 4, "National protocol"),
    ]
    frame = convicted_or_cautioned(published(*rows), "Nottingham City")
    assert set(frame["area"]) == {"Nottingham", "National"}


def test_counts_and_percentages_of_one_area_are_never_one_series():
    frame = convicted_or_cautioned(
        published(
            counts("Derby", 2024, 17, 302), percent("Derby", 2024, 6), counts("England", 2024, 930, 41530, ROUNDED)
        ),
        "Derby",
    )
    assert frame.groupby("kind")["source"].agg(set).to_dict() == {"counts": {COUNTS, ROUNDED}, "percentages": {LAIT}}


def test_without_counts_of_its_own_an_authority_has_no_table_of_them():
    rows = (percent("Derby", 2018, 7), counts("England", 2024, 930, 41530, ROUNDED))
    released = release({"t": convicted_or_cautioned(published(*rows), "Derby")}, "partnership")["t"]
    assert not has_counts(released)
    assert [table.title for table in share_tables(released)] == ["Children convicted or cautioned: whole percentages"]


def test_a_table_without_a_needed_column_is_refused():
    with pytest.raises(MissingColumns, match="missing: percent"):
        convicted_or_cautioned(published().drop(columns="percent"), "Derby")
