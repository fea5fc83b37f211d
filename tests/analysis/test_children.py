"""How many children incidents were about, and when that may not be said."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.children import (
    CHILDREN,
    KEYS,
    KINDS,
    LEAST_CHILDREN,
    OF_NOBODY,
    OF_OTHERS,
    OF_THREE,
    RECORDED,
    SHARE_OF_THREE,
    SPLIT_FROM,
    children_involved,
)
from analysis.periods import parse_period
from analysis.results import FIGURE_COLUMNS, RESULT_COLUMNS, MissingColumns

BEFORE, NOW = parse_period("2021-22"), parse_period("2022-23")
PLACES = pd.DataFrame([(1, "Home 1", 1), (2, "Home 2", 2)], columns=["home_id", "line", "line_order"]).assign(
    opened=None, closed=None
)
COLUMNS = ["period", "kind", "incidents", "recorded", "children", "of_most_frequent"]
SAMPLE = [
    ("previous", "incidents", 430, 345, 15, 179),
    ("previous", "missing", 306, 293, 15, 167),
    ("current", "incidents", 160, 129, 11, 69),
    ("current", "missing", 115, 110, 11, 65),
]


def coverage(homes=(1, 2), periods=(BEFORE, NOW)):
    rows = [("home", str(home), month) for home in homes for period in periods for month in period.months]
    return pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def involved(rows=SAMPLE, covered=None):
    table = pd.DataFrame(rows, columns=COLUMNS)
    return children_involved(table, PLACES, coverage() if covered is None else covered, BEFORE, NOW)


def of_now(incidents, recorded, children, of_three):
    numbers = (incidents, recorded, children, of_three)
    return involved([(when, kind, *numbers) for when in ("previous", "current") for kind in KINDS])


def row(frame, measure, period="current", kind="incidents"):
    found = frame[(frame["measure"] == measure) & (frame["period"] == period) & (frame["kind"] == kind)]
    assert len(found) == 1
    return found.iloc[0]


def parts(found):
    return found["numerator"], found["denominator"], round(found["value"], 3)


def test_children_incidents_with_a_child_and_those_of_three():
    frame = involved()
    assert list(frame.columns) == [*KEYS, *RESULT_COLUMNS]
    assert row(frame, CHILDREN, "previous")["value"] == 15
    assert parts(row(frame, RECORDED, "previous")) == (345, 430, 0.802)
    assert parts(row(frame, SHARE_OF_THREE, "previous")) == (179, 345, 0.519)
    assert parts(row(frame, SHARE_OF_THREE, "current", "missing")) == (65, 110, 0.591)


def test_the_parts_add_up_to_all_incidents():
    frame = involved()
    found = [parts(row(frame, measure)) for measure in (OF_THREE, OF_OTHERS, OF_NOBODY)]
    assert [number for number, _, _ in found] == [69, 60, 31]
    assert {whole for _, whole, _ in found} == {160}


@pytest.mark.parametrize("children", [1, 2])
def test_of_one_or_two_children_neither_number_nor_incidents_are_given(children):
    frame = of_now(20, 14, children, 14)
    assert set(frame["status"]) == {"fewer than 3 children"}
    told = frame[list(FIGURE_COLUMNS)].to_numpy().ravel()
    assert {number for number in told if number == number} == {20}  # all incidents, known from elsewhere
    assert row(frame, RECORDED)["denominator"] == 20


@pytest.mark.parametrize("children", [3, 4, 5])
def test_three_are_not_told_apart_from_fewer_than_three_others(children):
    frame = of_now(20, 14, children, 12)
    assert row(frame, CHILDREN)["value"] == children
    assert parts(row(frame, RECORDED))[:2] == (14, 20)
    assert parts(row(frame, OF_NOBODY))[:2] == (6, 20)
    for measure in (SHARE_OF_THREE, OF_THREE, OF_OTHERS):
        assert row(frame, measure)["status"] == "too few children"
        assert row(frame, measure)[list(FIGURE_COLUMNS)].isna().all()


def test_six_children_are_three_and_three():
    assert parts(row(of_now(20, 14, 6, 11), SHARE_OF_THREE)) == (11, 14, 0.786)


def test_no_child_recorded_is_nought_and_not_hidden():
    frame = of_now(20, 0, 0, 0)
    assert (row(frame, CHILDREN)["value"], row(frame, CHILDREN)["status"]) == (0, "shown")
    assert parts(row(frame, OF_NOBODY)) == (20, 20, 1.0)


def test_a_period_that_is_not_covered_at_every_home_is_not_supplied():
    frame = involved(covered=pd.concat([coverage(periods=(NOW,)), coverage(homes=(1,))]))
    assert set(frame.loc[frame["period"] == "previous", "status"]) == {"not supplied"}
    assert frame.loc[frame["period"] == "previous", list(FIGURE_COLUMNS)].isna().all(axis=None)
    assert set(frame.loc[frame["period"] == "current", "status"]) == {"shown"}


def test_without_counts_the_figures_are_withheld():
    frame = involved([])
    assert set(frame["status"]) == {"withheld"}
    assert frame[list(FIGURE_COLUMNS)].isna().all(axis=None)


def test_a_table_without_a_needed_column_is_refused():
    table = pd.DataFrame(SAMPLE, columns=COLUMNS).drop(columns="recorded")
    with pytest.raises(MissingColumns, match="missing: recorded"):
        children_involved(table, PLACES, coverage(), BEFORE, NOW)


children_counts = st.lists(st.integers(1, 30), max_size=12)


@given(children_counts, st.integers(0, 20))
def test_no_group_of_children_that_can_be_worked_out_is_smaller_than_three(of_each, without):
    ordered = sorted(of_each, reverse=True)
    frame = of_now(sum(ordered) + without, sum(ordered), len(ordered), sum(ordered[:3]))
    shown = set(frame.loc[(frame["status"] == "shown") & (frame["kind"] == "incidents"), "measure"])
    groups = []
    if RECORDED in shown or OF_NOBODY in shown:
        groups.append(len(ordered))
    if {SHARE_OF_THREE, OF_THREE, OF_OTHERS} & shown:
        groups += [3, len(ordered) - 3]
    assert all(group == 0 or group >= LEAST_CHILDREN for group in groups)
    assert (SHARE_OF_THREE in shown) == (len(ordered) >= SPLIT_FROM)
