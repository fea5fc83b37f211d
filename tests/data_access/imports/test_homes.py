"""The register of homes, and other spellings of their names."""

from datetime import date, datetime

import pytest

from data_access.imports.homes import read_homes
from data_access.imports.register import line_key
from data_access.models import Home, HomeAlias, HomeNeighbourhood, ImportBatch, Neighbourhood, ReportingLine
from data_access.undo import undo_batch
from data_access.viewer import system_viewer


def counts(report):
    return (report.added, report.updated, report.unchanged, report.rejected)


def told(report):
    return [(problem.row, problem.column, problem.wrong) for problem in report.problems]


def test_homes_come_with_their_lines_and_neighbourhoods_in_the_order_of_the_file(engine, load_rows, values_in):
    load_rows(
        engine,
        "homes",
        {"home": "Home 3", "reporting_line": "Home 3/4", "neighbourhood": "Sinfin"},
        {"home": "Home 4", "reporting_line": "Home 3/4", "neighbourhood": "Sinfin"},
        {"home": "Home 1"},
    )
    assert values_in(engine, ReportingLine, "key", "name", "register_order") == [
        ("home-3-4", "Home 3/4", 1),
        ("home-1", "Home 1", 2),
    ]
    assert values_in(engine, Neighbourhood, "name") == [("Sinfin",), ("Chellaston",)]
    assert values_in(engine, Home, "name", "beds", "provider", "closed", "signed_up")[0] == (
        "Home 3",
        5,
        "council",
        None,
        date(2018, 10, 11),
    )


@pytest.mark.parametrize(
    ("name", "key"), [("Home 3/4", "home-3-4"), (" Home  1 ", "home-1"), ("St. Anne's", "st-anne-s")]
)
def test_a_line_has_a_stable_word_for_links(name, key):
    assert line_key(name) == key


def test_two_lines_whose_words_would_be_the_same_get_different_ones(engine, load_rows, values_in):
    load_rows(engine, "homes", {"reporting_line": "Home 3/4"}, {"home": "Home 2", "reporting_line": "Home 3-4"})
    assert values_in(engine, ReportingLine, "key") == [("home-3-4",), ("home-3-4-2",)]


def test_a_home_that_changed_is_updated(home_engine, load_rows, values_in):
    assert counts(load_rows(home_engine, "homes", {"beds": "4", "closed": "31/03/2023"})) == (0, 1, 0, 0)
    assert values_in(home_engine, Home, "name", "beds", "closed")[0] == ("Home 1", 4, date(2023, 3, 31))


def test_a_home_written_in_another_case_is_the_same_home(home_engine, load_rows, values_in):
    assert counts(load_rows(home_engine, "homes", {"home": "HOME  1"})) == (0, 0, 1, 0)
    assert values_in(home_engine, Home, "name") == [("Home 1",), ("Home 2",)]


def test_what_a_file_has_no_column_for_stays(home_engine, load_rows, values_in):
    load_rows(home_engine, "homes", {"closed": "31/03/2023"})
    assert counts(load_rows(home_engine, "homes", without=("closed", "signed_up"))) == (0, 0, 1, 0)
    assert values_in(home_engine, Home, "closed", "signed_up")[0] == (date(2023, 3, 31), date(2018, 10, 11))


def test_a_home_that_comes_twice_is_kept_once(engine, load_rows, rows_in):
    report = load_rows(engine, "homes", {}, {"home": "home 1", "beds": "9"})
    assert told(report) == [(3, "home", "this stands already in row 2")]
    assert rows_in(engine, Home) == 1


def test_a_home_of_another_authority_is_rejected(home_engine, load_rows, rows_in):
    report = load_rows(home_engine, "homes", {"home": "Home 9", "authority": "Derbyshire"})
    assert told(report) == [(2, "authority", "the file is being loaded for another one")]
    assert rows_in(home_engine, Home) == 2


def test_a_home_that_closed_before_it_opened_is_a_problem(file_of):
    extract = read_homes(file_of("homes", {"closed": "2010-01-01"}))
    assert [(problem.column, problem.wrong) for problem in extract.problems] == [("closed", "it lies before opened")]


def test_a_home_that_moved_keeps_where_it_lay_before(home_engine, load_rows, values_in):
    load_rows(home_engine, "homes", {"neighbourhood": "Sinfin"}, extract_date=date(2023, 6, 1))
    areas = dict(values_in(home_engine, Neighbourhood, "id", "name"))
    homes = dict(values_in(home_engine, Home, "id", "name"))
    lay = values_in(home_engine, HomeNeighbourhood, "home_id", "neighbourhood_id", "valid_from")
    assert [(areas[area], when) for home, area, when in lay if homes[home] == "Home 1"][1:] == [
        ("Sinfin", date(2023, 6, 1))
    ]
    assert [areas[area] for home, area, _ in lay if homes[home] == "Home 1"] == ["Chellaston", "Sinfin"]


def test_homes_of_the_same_name_in_two_authorities_are_two_homes(home_engine, load_rows, rows_in):
    load_rows(home_engine, "homes", {"authority": "Derbyshire"}, authority="Derbyshire")
    assert rows_in(home_engine, Home) == 3


def test_an_alias_is_stored_folded(home_engine, load_rows, values_in):
    load_rows(home_engine, "home_aliases", {"alias": "HOME 1,  CHELLASTON"})
    assert values_in(home_engine, HomeAlias, "alias") == [("dch-01",), ("home 1 chellaston",)]


def test_an_alias_that_pointed_elsewhere_is_moved(home_engine, load_rows, values_in):
    assert counts(load_rows(home_engine, "home_aliases", {"home": "Home 2"})) == (0, 1, 0, 0)
    homes = dict(values_in(home_engine, Home, "id", "name"))
    ((home,),) = values_in(home_engine, HomeAlias, "home_id")
    assert homes[home] == "Home 2"


def test_an_alias_in_two_spellings_is_kept_once(home_engine, load_rows, rows_in):
    report = load_rows(home_engine, "home_aliases", {"alias": "HOME 1, SINFIN"}, {"alias": "Home 1 Sinfin"})
    assert told(report) == [(3, "alias", "this stands already in row 2")]
    assert rows_in(home_engine, HomeAlias) == 2


def test_an_alias_of_an_unknown_home_is_rejected(home_engine, load_rows):
    report = load_rows(home_engine, "home_aliases", {"alias": "X", "home": "Home 9"})
    assert told(report) == [(2, "home", "this home is not known")]


@pytest.mark.parametrize("column", ["home", "reporting_line", "neighbourhood"])
@pytest.mark.parametrize("name", ["All Homes", "total", "Total of Derby", "chosen homes", "All neighbourhoods"])
def test_no_place_may_bear_the_name_of_several_together(home_engine, load_rows, rows_in, column, name):
    report = load_rows(home_engine, "homes", {"home": "Home 9", column: name})
    assert told(report) == [(2, column, "this is the name of a total, not of one place")]
    assert (rows_in(home_engine, Home), rows_in(home_engine, Neighbourhood)) == (2, 2)


EARLY, MIDDLE, LATE = date(2022, 1, 1), date(2022, 9, 1), date(2023, 6, 1)
REGISTERS = {
    EARLY: {"beds": "5", "neighbourhood": "North", "reporting_line": "Line A", "closed": "31/03/2023"},
    MIDDLE: {"beds": "7", "neighbourhood": "East", "provider": "private"},
    LATE: {"beds": "9", "neighbourhood": "East", "signed_up": ""},
}


@pytest.mark.parametrize("order", [(LATE, MIDDLE, EARLY), (MIDDLE, LATE, EARLY)], ids=["backwards", "mixed"])
def test_of_registers_the_one_drawn_later_counts_whichever_is_loaded_first(
    home_engine, load_rows, rows_in, values_in, order
):
    """Each column of a home, where it lay and another spelling are those of the latest file that says them."""
    for drawn in (*order, order[-1]):
        without = () if drawn == EARLY else ("closed",)
        report = load_rows(home_engine, "homes", REGISTERS[drawn], extract_date=drawn, without=without)
        alias = {"home": "Home 2" if drawn == LATE else "Home 1"}
        load_rows(home_engine, "home_aliases", alias, {"alias": "HALL"} | alias, extract_date=drawn)
    assert (report.added, report.updated, report.unchanged, report.rejected) == (0, 0, 1, 0)
    home, other = values_in(home_engine, Home, "name", "id")
    lines = dict(values_in(home_engine, ReportingLine, "id", "name"))
    areas = dict(values_in(home_engine, Neighbourhood, "id", "name"))
    said = values_in(home_engine, Home, "beds", "provider", "closed", "signed_up", "reporting_line_id")[0]
    # The register of the fixture is of 12/04/2023, before the latest; it has "closed", left blank.
    assert (*said[:-1], lines[said[-1]]) == (9, "council", None, None, "Home 1")
    lay = values_in(home_engine, HomeNeighbourhood, "home_id", "valid_from", "neighbourhood_id")
    assert sorted((since, areas[area]) for home_id, since, area in lay if home_id == home[1]) == [
        (date(1900, 1, 1), "North"),
        (MIDDLE, "East"),
        (date(2023, 4, 12), "Chellaston"),
        (LATE, "East"),
    ]
    assert values_in(home_engine, HomeAlias, "alias", "home_id") == [("dch-01", other[1]), ("hall", other[1])]


def test_an_older_register_that_is_taken_back_leaves_what_the_later_one_said(home_engine, load_rows, values_in):
    """A home that a later register brought lies elsewhere before it, as long as the older one counts."""

    def says():
        lay = values_in(home_engine, HomeNeighbourhood, "home_id", "neighbourhood_id", "valid_from")
        homes = values_in(home_engine, Home, "id", "name", "beds")
        return sorted(lay), homes, values_in(home_engine, HomeAlias, "alias", "home_id")

    new = {"home": "Home 9", "neighbourhood": "Sinfin"}
    load_rows(home_engine, "homes", new, extract_date=LATE)
    after_late = says()
    older = load_rows(home_engine, "homes", new | {"neighbourhood": "Chellaston", "beds": "1"}, extract_date=EARLY)
    assert [warning.wrong for warning in older.warnings] == ["1 row says otherwise than a later extract, which counts"]
    assert [since for *_, since in says()[0]][-2:] == [date(1900, 1, 1), LATE]
    newest = values_in(home_engine, ImportBatch, "id")[-1][0]
    assert undo_batch(home_engine, system_viewer(), newest, now=datetime(2023, 6, 2)).kept == ()
    assert says() == after_late
