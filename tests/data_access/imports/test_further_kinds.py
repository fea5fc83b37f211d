"""Kinds of which only counts or links are kept: neighbourhoods, police.uk, the DfE's table, links of children."""

from datetime import date, datetime

import pytest
from sqlmodel import Session

from data_access.child_links import LinkRefused, fetch_links, fetch_unmatched, save_link, undo_link
from data_access.imports.kinds import KINDS
from data_access.imports.reading import ReadAs
from data_access.imports.table import UnreadableFile
from data_access.models import (
    Benchmark,
    ChildReference,
    Coverage,
    ImportBatch,
    Involvement,
    Neighbourhood,
    NeighbourhoodCount,
    YouthJusticeEvent,
)
from data_access.settings import ROOT
from data_access.undo import undo_batch
from data_access.viewer import NotPermitted, system_viewer

APRIL = (date(2022, 4, 1),)
REAL = ROOT.parent / "shared" / "data"
COUNTS = ("source", "month", "kind", "type_label", "count")
NOW = datetime(2023, 4, 12, 9, 0)


def warned(report):
    return " ".join(warning.wrong for warning in report.warnings)


def test_records_of_a_neighbourhood_are_kept_as_counts_of_months(home_engine, load_rows, values_in):
    report = load_rows(
        home_engine,
        "neighbourhood_extract",
        {},
        {"reference": "N-2"},
        {"reference": "N-3", "kind": "incident", "type": "Nuisance"},
        {"reference": "N-1"},
        {"reference": "N-4", "neighbourhood": "Nowhere"},
        months=APRIL,
    )
    assert values_in(home_engine, NeighbourhoodCount, *COUNTS) == [
        ("police", date(2022, 4, 1), "crime", "BURGLARY", 2),
        ("police", date(2022, 4, 1), "incident", "Nuisance", 1),
    ]
    assert [(problem.row, problem.column) for problem in report.problems] == [(5, "reference"), (6, "neighbourhood")]
    assert report.unknown == (("neighbourhood", "Nowhere", 1),)


def test_a_month_of_a_neighbourhood_without_a_record_is_covered(home_engine, load_rows, values_in):
    load_rows(home_engine, "neighbourhood_extract", months=(date(2022, 4, 1), date(2022, 5, 1)))
    assert values_in(home_engine, Coverage, "source", "month") == [
        ("neighbourhood crime", date(2022, 4, 1)),
        ("neighbourhood crime", date(2022, 5, 1)),
    ]


def test_a_month_with_twice_as_many_as_those_beside_it_is_warned_of(home_engine, load_rows):
    months = [
        {"month": f"2022-0{number}", "count": count} for number, count in enumerate(["45", "50", "101", "48"], start=4)
    ]
    report = load_rows(home_engine, "neighbourhood_counts", *months)
    assert (
        warned(report) == "Chellaston in June 2022 has at least twice as many of kind incident as the months beside it"
    )


def test_a_month_that_comes_alone_is_set_beside_those_stored(home_engine, load_rows):
    months = [{"month": f"2022-0{number}", "count": "30"} for number in (4, 5, 6)]
    assert load_rows(home_engine, "neighbourhood_counts", *months).warnings == ()
    report = load_rows(home_engine, "neighbourhood_counts", {"month": "2022-07", "count": "90"})
    assert warned(report).startswith("Chellaston in July 2022 has at least twice as many")


def test_of_two_tables_of_the_dfe_the_one_drawn_later_counts_figure_by_figure(home_engine, load_rows, values_in):
    """A figure that a later table prints alike is of that one, until it is taken back."""
    tables = {2022: [{"children_count": "14"}, {"time_period": "2020"}], 2023: [{"children_count": "13"}]}
    tables[2024] = [{"children_count": "14"}]

    def load(year):
        load_rows(home_engine, "dfe_offending", *tables[year], source="DfE", extract_date=date(year, 1, 1))
        found = values_in(home_engine, Benchmark, "area", "year", "numerator", "batch_id")
        newest = values_in(home_engine, ImportBatch, "id")[-1][0]
        return newest, {of: count for _, of, count, batch in found if batch is not None}

    load(2022)
    latest, _ = load(2024)
    older, found = load(2023)
    assert found == {2019: 14, 2020: 11}
    for batch in (older, latest):
        undo_batch(home_engine, system_viewer(), batch, now=NOW)
    assert load(2023)[1] == {2019: 13, 2020: 11}
    assert load(2022)[1] == {2019: 13, 2020: 11}


def test_street_crimes_are_counted_once_each_without_anti_social_behaviour(home_engine, load_rows, values_in):
    rows = [
        {},
        {"crime_id": "a2"},
        {"crime_id": "a2"},
        {"crime_id": "", "crime_type": "Anti-social behaviour"},
        {"lsoa_code": "E1"},
    ]
    report = load_rows(home_engine, "police_uk_street", *rows)
    assert values_in(home_engine, NeighbourhoodCount, *COUNTS) == [
        ("data.police.uk", date(2022, 4, 1), "crime", "Burglary", 2)
    ]
    assert (report.rows_read, report.left_out, report.rejected) == (5, 3, 0)
    assert ("Allestree",) in values_in(home_engine, Neighbourhood, "name")


def test_street_crimes_need_the_neighbourhoods_of_their_areas(file_of):
    with pytest.raises(UnreadableFile, match="Say which neighbourhood each LSOA belongs to"):
        KINDS["police_uk_street"].read(file_of("police_uk_street"))


@pytest.mark.parametrize(
    ("earlier", "later", "expected", "said"),
    [
        (
            {},
            {"kind": "incident"},
            [("crime", 1), ("incident", 1)],
            "earlier counts stay: crime of Chellaston in April 2022",
        ),
        ({}, {"type": "burglary", "reference": "N-2"}, [("crime", 1)], ""),
        (
            {},
            {"neighbourhood": "Nowhere"},
            [("crime", 1)],
            "left as before, since a rejected row may be of them: crime of Sinfin in April 2022",
        ),
    ],
    ids=["no row of a kind", "another spelling", "a rejected row"],
)
def test_of_records_of_neighbourhoods_a_later_extract_counts_unless_a_rejected_row_may_be_of_the_month(
    home_engine, load_rows, values_in, earlier, later, expected, said
):
    extra = {"reference": "N-9", "neighbourhood": "Sinfin", "reported_at": "01/05/2022"}
    of_months = {"months": (date(2022, 4, 1), date(2022, 5, 1))}
    load_rows(home_engine, "neighbourhood_extract", earlier, extra, **of_months, extract_date=date(2022, 7, 1))
    report = load_rows(home_engine, "neighbourhood_extract", later, extra, **of_months, extract_date=date(2022, 8, 1))
    found = values_in(home_engine, NeighbourhoodCount, "kind", "count", "month")
    assert [row[:2] for row in found if row[2] == date(2022, 4, 1)] == expected
    assert said in warned(report)


def test_two_spellings_of_a_type_are_one_type(home_engine, load_rows, values_in):
    rows = [{"reference": f"N-{place}", "type": name} for place, name in enumerate(("Theft", "THEFT", " theft "))]
    load_rows(home_engine, "neighbourhood_extract", *rows, months=APRIL)
    assert values_in(home_engine, NeighbourhoodCount, "type_label", "count") == [("Theft", 3)]
    report = load_rows(home_engine, "neighbourhood_counts", {"type": "Theft"}, {"type": "THEFT"})
    assert [(problem.row, problem.wrong) for problem in report.problems] == [(3, "this stands already in row 2")]


@pytest.mark.parametrize(
    ("kind", "good", "wrong", "model", "column"),
    [
        (
            "neighbourhood_counts",
            {"type": "Drugs", "count": "5"},
            {"type": "Theft", "count": "n/a"},
            NeighbourhoodCount,
            "count",
        ),
        ("youth_justice", {}, {"event": "ofence"}, YouthJusticeEvent, "event"),
        ("youth_justice", {}, {"event_date": "?"}, YouthJusticeEvent, "event"),
    ],
)
def test_a_month_that_a_rejected_row_may_be_of_is_left_as_it_was(
    home_engine, load_rows, values_in, kind, good, wrong, model, column
):
    right = {"type": "Theft", "count": "10"} if kind == "neighbourhood_counts" else {"event": "offence"}
    load_rows(home_engine, kind, good, right, extract_date=date(2022, 7, 1))
    before = values_in(home_engine, model, column, "batch_id")
    report = load_rows(home_engine, kind, good, wrong, extract_date=date(2022, 8, 1))
    assert values_in(home_engine, model, column, "batch_id") == before
    assert (report.added, report.updated, report.unchanged, report.withdrawn, report.rejected) == (0, 0, 1, 0, 1)
    said = "left as before, since a rejected row may be of them: "
    assert said in warned(report) and "April 2022" in warned(report).partition(said)[2]
    report = load_rows(home_engine, kind, good, extract_date=date(2022, 8, 2))
    assert report.withdrawn == 1


@pytest.mark.parametrize("street", [{}, {"lsoa_code": "E1"}], ids=["with crimes", "without crimes"])
@pytest.mark.parametrize("police_first", [True, False])
def test_where_the_police_supply_counts_open_data_are_put_aside(
    home_engine, load_rows, values_in, police_first, street
):
    how = ReadAs(lookup=b"lsoa_code,neighbourhood\nE01013537,Chellaston\n")
    loads = [
        lambda: load_rows(home_engine, "neighbourhood_counts", {"kind": "crime"}),
        lambda: load_rows(home_engine, "police_uk_street", street, how=how),
    ]
    for load in loads if police_first else reversed(loads):
        load()
    assert [source for (source,) in values_in(home_engine, NeighbourhoodCount, "source")] == ["police"]
    assert values_in(home_engine, Coverage, "sender") == [("police",)]


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not on this computer")
def test_a_real_file_of_street_crimes_is_counted(home_engine, load_rows, values_in):
    file = REAL / "police_uk" / "2018-11-derbyshire-street.csv"
    lookup = b"lsoa_code,neighbourhood\nE01013537,Allestree\nE01013590,Sinfin\n"
    report = load_rows(home_engine, "police_uk_street", data=file, how=ReadAs(lookup=lookup))
    assert (report.rows_read, report.problems) == (7745, ())
    assert {month for (month,) in values_in(home_engine, Coverage, "month")} == {date(2018, 11, 1)}


@pytest.mark.parametrize(
    ("printed", "numerator", "symbol"), [("11", 11, ""), ("0", 0, ""), ("c", None, "c"), ("z", None, "z")]
)
def test_a_symbol_of_the_dfe_is_kept_apart_from_the_number(
    home_engine, load_rows, values_in, printed, numerator, symbol
):
    total = {"breakdown": "Total ages 10 to 17 years", "children_count": "300", "children_percent": "100"}
    load_rows(home_engine, "dfe_offending", {"children_count": printed}, total)
    found = values_in(home_engine, Benchmark, "area", "year", "numerator", "denominator", "symbol", "batch_id")
    (own,) = [row for row in found if row[-1] is not None]
    assert own[:5] == ("Derby", 2019, numerator, 300, symbol)


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not on this computer")
def test_the_real_table_of_the_dfe_says_of_derby_what_is_known(home_engine, load_rows, values_in):
    report = load_rows(home_engine, "dfe_offending", data=REAL / "dfe" / "la_conviction_health_outcome_cla.csv")
    assert report.problems == ()
    found = values_in(home_engine, Benchmark, "area", "year", "numerator", "denominator", "source")
    derby = {year: (of, all_) for area, year, of, all_, source in found if area == "Derby" and of is not None}
    assert derby == {2021: (11, 293), 2022: (12, 297), 2023: (12, 311), 2024: (17, 302), 2025: (13, 279)}


@pytest.fixture
def named_twice(home_engine, load_rows, values_in):
    """A child named by the police and by the Youth Justice Service; the numbers of the two references."""
    load_rows(home_engine, "incidents")
    load_rows(home_engine, "youth_justice", source="YJS")
    return {source: number for number, source in values_in(home_engine, ChildReference, "id", "source")}


def children(engine, values_in):
    (police,) = values_in(engine, Involvement, "child_id")
    (yjs,) = values_in(engine, YouthJusticeEvent, "child_id")
    return police[0], yjs[0]


def test_a_file_links_references_of_two_sources_to_one_child(home_engine, load_rows, named_twice, values_in):
    report = load_rows(home_engine, "child_links", {}, {"reference": "unknown"})
    assert (report.added, report.rejected) == (1, 1)
    police, yjs = children(home_engine, values_in)
    assert police == yjs


def test_a_link_is_made_and_undone_and_what_comes_meanwhile_goes_to_the_right_child(
    home_engine, load_rows, named_twice, values_in
):
    before = children(home_engine, values_in)
    viewer, of = system_viewer(), {"authority": "derby-city"}
    with Session(home_engine) as session:
        assert len(fetch_unmatched(session, viewer, **of)) == 2
        one, other = named_twice["YJS"], named_twice["police"]
        save_link(session, viewer, **of, reference_id=one, other_id=other, now=NOW)
        session.commit()
        links = fetch_links(session, viewer, **of)
        assert fetch_unmatched(session, viewer, **of).empty
    load_rows(home_engine, "youth_justice", {}, {"event": "breach"}, source="YJS")
    assert {child for (child,) in values_in(home_engine, YouthJusticeEvent, "child_id")} == {before[0]}
    with Session(home_engine) as session:
        undo_link(session, viewer, **of, link_id=int(links["id"].iloc[0]), now=NOW)
        session.commit()
    assert {child for (child,) in values_in(home_engine, YouthJusticeEvent, "child_id")} == {before[1]}
    assert values_in(home_engine, Involvement, "child_id") == [(before[0],)]


def test_two_references_of_one_source_are_not_linked(home_engine, load_rows, values_in):
    load_rows(home_engine, "incidents", {}, {"reference": "INC-2", "child_reference": "P-2"})
    (one, *_), (other, *_) = values_in(home_engine, ChildReference, "id")
    with Session(home_engine) as session, pytest.raises(LinkRefused, match="two references"):
        save_link(session, system_viewer(), authority="derby-city", reference_id=one, other_id=other, now=NOW)


def test_only_who_may_load_links_children(home_engine, named_twice, viewer_of):
    with Session(home_engine) as session, pytest.raises(NotPermitted):
        fetch_unmatched(session, viewer_of(), authority="derby-city")
