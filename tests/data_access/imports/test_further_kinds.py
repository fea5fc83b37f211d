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
    Involvement,
    Neighbourhood,
    NeighbourhoodCount,
    YouthJusticeEvent,
)
from data_access.settings import ROOT
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


@pytest.mark.parametrize("police_first", [True, False])
def test_where_the_police_supply_counts_open_data_are_put_aside(home_engine, load_rows, values_in, police_first):
    how = ReadAs(lookup=b"lsoa_code,neighbourhood\nE01013537,Chellaston\n")
    loads = [
        lambda: load_rows(home_engine, "neighbourhood_counts", {"kind": "crime"}),
        lambda: load_rows(home_engine, "police_uk_street", how=how),
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
