"""What a reader can work out from what was printed."""

import itertools
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.attack import (
    ENOUGH_VALUES,
    LARGEST_PROBLEM,
    Contradiction,
    Told,
    TooLarge,
    Worked,
    attack,
    few_values,
    told_from,
)
from tests.analysis.public_papers import LINES, both, crimes, incidents, paper_of_2023, rows_of

HOMES, TYPES = ("A", "B"), ("x", "y", "z")
YEAR = "2022-23"


def told(homes, types, count, says="exactly"):
    return Told("crimes", YEAR, homes, types, count, says)


def worked(rows, homes=HOMES, types=TYPES):
    return {(each.home, each.type): each for each in attack(rows, homes, types)}


def ends(each):
    return each.least, each.greatest, each.values


def test_a_home_that_was_merged_can_have_any_number_up_to_that_of_its_row():
    found = worked([told(None, None, 18), told(("A",), None, 10), told(("B", "C"), None, 8)], ("A", "B", "C"), ("x",))
    assert ends(found["B", None]) == ends(found["C", "x"]) == (0, 8, ENOUGH_VALUES)
    assert ends(found["A", None]) == (10, 10, 1)


def test_a_home_left_out_is_found_by_subtraction():
    found = worked([told(None, None, 18), told(("A",), None, 15)])
    assert ends(found["B", None]) == (3, 3, 1)
    assert found["B", None].tells(6)
    assert ends(found["B", "x"]) == (0, 3, ENOUGH_VALUES)


def test_an_earlier_paper_beside_this_one_tells_a_home_that_both_withhold():
    now, before = told(("B", "C"), None, 8), told(("C", "D"), None, 9)
    rows = [told(None, None, 30), now, before, told(("B", "D"), None, 7)]
    assert ends(worked(rows, ("A", "B", "C", "D"), ("x",))["C", None]) == (5, 5, 1)


def test_a_margin_by_home_and_one_by_type_narrow_the_cells_between_them():
    rows = [told(("A",), None, 9), told(("B",), None, 1), told(None, ("x",), 9), told(None, ("y", "z"), 1)]
    found = worked(rows)
    assert ends(found["A", "x"]) == (8, 9, 2)
    assert found["A", "x"].tells(6)
    assert ends(found["B", "y"]) == (0, 1, 2)


def test_a_number_that_nothing_limits_has_no_greatest_value():
    found = worked([told(("A",), None, 9), told(("B",), ("x",), 4, "at least")])
    assert ends(found["B", "x"]) == (4, math.inf, ENOUGH_VALUES)
    assert ends(found[None, None]) == (13, math.inf, ENOUGH_VALUES)


def test_children_known_and_a_neighbourhood_around_the_homes_narrow_what_is_possible():
    rows = [told(("A", "B"), None, 8), told(("A",), None, 3, "at least"), told(("B",), None, 4, "at most")]
    found = worked(rows)
    assert ends(found["A", None]) == (4, 8, ENOUGH_VALUES)
    assert ends(found["B", None]) == (0, 4, ENOUGH_VALUES)


@pytest.mark.parametrize(
    ("each", "tells"),
    [
        (Worked("A", "x", 3, 3, 1), True),
        (Worked("A", "x", 0, 1, 2), True),
        (Worked("A", "x", 7, 8, 2), True),
        (Worked("A", "x", 0, 0, 1), False),
        (Worked("A", "x", 6, 6, 1), False),
        (Worked("A", "x", 0, 2, 3), False),
    ],
)
def test_fewer_than_three_values_tell_too_much_unless_the_number_could_be_printed(each, tells):
    assert each.tells(6) is tells


def test_numbers_that_cannot_all_be_true_are_no_basis():
    with pytest.raises(Contradiction):
        attack([told(None, None, 3), told(("A",), None, 4)], HOMES, TYPES)


def test_measures_and_years_are_not_mixed():
    with pytest.raises(ValueError, match="one measure in one year"):
        attack([told(None, None, 3), Told("incidents", YEAR, None, None, 4)], HOMES, TYPES)


def test_more_homes_and_types_than_a_paper_holds_are_refused():
    rows = [told((f"Home {n}",), (f"Type {m}",), 1) for n, m in zip(range(80), range(80), strict=True)]
    assert LARGEST_PROBLEM < 80 * 80
    with pytest.raises(TooLarge):
        attack(rows, [f"Home {n}" for n in range(80)], [f"Type {n}" for n in range(80)])


def test_a_printed_number_survives_being_stored():
    for each in (told(("A", "B"), None, 8), told(None, ("x",), 2, "at most")):
        assert told_from(json.loads(json.dumps(each.plain))) == each


def possible_tables(rows, total):
    """Every table of two homes and three types with this total that agrees with what was printed."""
    cells = list(itertools.product(HOMES, TYPES))
    for first in itertools.combinations(range(total + 5), 5):
        parts = [b - a - 1 for a, b in itertools.pairwise((-1, *first, total + 5))]
        table = dict(zip(cells, parts, strict=True))
        if all(agrees(table, each) for each in rows):
            yield table


def agrees(table, each):
    count = part_of(table, each.homes, each.types)
    return {"exactly": count == each.count, "at least": count >= each.count, "at most": count <= each.count}[each.says]


def part_of(table, homes, types):
    return sum(
        count
        for (home, name), count in table.items()
        if (homes is None or home in homes) and (types is None or name in types)
    )


@st.composite
def printed_tables(draw):
    """A small table, and some true things printed about it."""
    table = {cell: draw(st.integers(0, 2)) for cell in itertools.product(HOMES, TYPES)}
    sets = (
        st.none() | st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple) for names in (HOMES, TYPES)
    )
    asked = draw(st.lists(st.tuples(*sets, st.sampled_from(["exactly", "at least", "at most"])), max_size=4))
    rows = [told(homes, types, part_of(table, homes, types), says) for homes, types, says in asked]
    return [told(None, None, sum(table.values())), *rows], sum(table.values())


@settings(max_examples=25)
@given(printed_tables())
def test_the_ends_are_those_of_all_possible_tables(printed):
    rows, total = printed
    tables = list(possible_tables(rows, total))
    few = few_values(rows, HOMES, TYPES)
    for each in attack(rows, HOMES, TYPES):
        wanted = [None if name is None else (name,) for name in (each.home, each.type)]
        values = {part_of(table, *wanted) for table in tables}
        assert ends(each) == (min(values), max(values), min(len(values), ENOUGH_VALUES))
        assert (each in few) is (len(values) < ENOUGH_VALUES)


def test_the_paper_of_2023_tells_every_number_of_its_two_years():
    printed = [told_from(each) for each in paper_of_2023()["printed"]]
    files = {"crimes": ("crimes_by_offence_type", "offence_type"), "incidents": ("incidents_by_type", "incident_type")}
    for counts in (crimes(), incidents()):
        name, column = files[counts.measure]
        truth = {(row["home"], row[column]): both(row) for row in rows_of(name)}
        for place, year in enumerate(("2021-22", "2022-23")):
            rows = [each for each in printed if (each.measure, each.year) == (counts.measure, year)]
            types = list(counts.types["type"])
            for each in attack(rows, LINES, types):
                assert each.found, each
                if each.home and each.type:
                    assert each.least == truth.get((each.home, each.type), (0, 0))[place]
