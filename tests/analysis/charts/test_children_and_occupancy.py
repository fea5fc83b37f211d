"""What the pictures of children involved and of rates draw, read from the figures themselves."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import involvement_chart, rates_chart, theme
from analysis.charts.children import CHILDREN_TOGETHER, NOBODY, OTHERS, THREE
from analysis.children import children_involved
from analysis.disclosure import release
from analysis.occupancy import KEYS
from analysis.periods import parse_period
from analysis.results import figure, result_frame

LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
BEFORE, NOW = parse_period("2021-22"), parse_period("2022-23")
PLACES = pd.DataFrame([(1, "Home 1", 1, None, None)], columns=["home_id", "line", "line_order", "opened", "closed"])
SAMPLE = ((430, 345, 15, 179), (160, 129, 11, 69))


def released(frame):
    return release({"table": frame}, "partnership")["table"]


def involved(before, now, months=(*BEFORE.months, *NOW.months)):
    columns = ["period", "kind", "incidents", "recorded", "children", "of_most_frequent"]
    rows = [
        (when, kind, *n) for when, n in (("previous", before), ("current", now)) for kind in ("incidents", "missing")
    ]
    covered = pd.DataFrame([("home", "1", month) for month in months], columns=["place_kind", "place", "month"])
    return released(children_involved(pd.DataFrame(rows, columns=columns), PLACES, covered, BEFORE, NOW))


def rates(*lines):
    """Lines as (name, (count, child-months) before, (count, child-months) now); None: not supplied."""
    rows = []
    for order, (name, *both) in enumerate(lines):
        for when, told in zip(("previous", "current"), both, strict=True):
            count, lived = told or (0, 1)
            rows.append(
                figure(
                    dict(zip(KEYS, (name, order), strict=True)),
                    when,
                    "rate",
                    "per_100_child_months",
                    count / lived,
                    numerator=count,
                    denominator=lived,
                    supplied=told is not None,
                )
            )
    return released(result_frame(KEYS, rows))


def written(drawn):
    return [note.text.replace("<b>", "").replace("</b>", "") for note in drawn.layout.annotations]


def test_each_period_is_one_whole_in_its_parts_with_their_numbers():
    drawn = involvement_chart(involved(*SAMPLE), **LABELS)
    assert [bar.name for bar in drawn.data] == [THREE, OTHERS, NOBODY]
    assert [sum(bar.x[place] for bar in drawn.data) for place in (0, 1)] == pytest.approx([1, 1])
    assert list(drawn.data[0].x) == pytest.approx([179 / 430, 69 / 160])
    assert written(drawn) == ["179", "166", "85", "69", "60", "31"]
    assert list(drawn.layout.yaxis.ticktext) == ["2021-22", "2022-23"]


def test_parts_differ_by_more_than_their_colour():
    drawn = involvement_chart(involved(*SAMPLE), **LABELS)
    looks = [(bar.marker.pattern.shape, bar.marker.color) for bar in drawn.data]
    assert looks == [("", theme.HOME), ("/", theme.BETWEEN), ("", theme.PAPER)]
    assert {bar.marker.line.color for bar in drawn.data} == {theme.HOME}


def test_few_children_are_drawn_together():
    drawn = involvement_chart(involved(SAMPLE[0], (20, 14, 4, 12)), **LABELS)
    assert [bar.name for bar in drawn.data] == [THREE, OTHERS, CHILDREN_TOGETHER, NOBODY]
    together = drawn.data[2]
    assert (list(together.x), list(together.y)) == ([0.7], [1])
    assert written(drawn)[3:] == ["14", "6"]


@pytest.mark.parametrize(
    ("now", "said"),
    [((20, 14, 2, 14), "fewer than 3 children recorded"), ((0, 0, 0, 0), "no incidents")],
)
def test_where_nothing_may_or_can_be_drawn_the_row_says_why(now, said):
    drawn = involvement_chart(involved(SAMPLE[0], now), **LABELS)
    assert written(drawn)[-1] == said
    assert all(list(bar.y) == [0] for bar in drawn.data)


def test_periods_that_were_not_supplied_have_no_bar():
    drawn = involvement_chart(involved(*SAMPLE, months=()), **LABELS)
    assert written(drawn) == ["not supplied", "not supplied"]
    assert len(drawn.data) == 1  # a figure without any trace is refused by Streamlit
    assert not drawn.data[0].x


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_numbers_stand_in_parts_wide_enough_for_them(three, others, nobody):
    recorded, incidents = three + others, three + others + nobody
    drawn = involvement_chart(involved((incidents, recorded, 9, three), SAMPLE[1]), **LABELS)
    notes = [note for note in drawn.layout.annotations if note.y == 0 and incidents]
    places = sorted(note.x for note in notes)
    assert all(0 < place < 1 for place in places)
    assert all(later - earlier > 0.05 for earlier, later in itertools.pairwise(places))


def test_rates_stand_in_register_order_and_small_counts_are_written_in_their_child_months():
    drawn = rates_chart(
        rates(("Home 1", (122, 53.8), (19, 54.0)), ("All homes", (430, 167.7), (160, 168.9))),
        axis_title="Incidents per 100 child-months",
        total_name="Chosen homes",
        **LABELS,
    )
    assert list(drawn.layout.yaxis.ticktext) == ["Home 1"]  # one line alone
    hollow, solid = drawn.data
    assert (list(hollow.text), list(solid.text)) == (["226.8"], ["<b>19 in 54.0</b>"])
    assert list(solid.x) == pytest.approx([100 * 19 / 54])


def test_all_homes_stand_last_and_strong():
    lines = [(f"Home {number}", (30, 60.0), (40, 60.0)) for number in (1, 2)]
    drawn = rates_chart(rates(*lines, ("All homes", (60, 120.0), (80, 120.0))), axis_title="", **LABELS)
    assert list(drawn.layout.yaxis.ticktext) == ["Home 1", "Home 2", "<b>All homes</b>"]
    assert list(drawn.data[0].text) == ["50.0"] * 3


def test_a_rate_that_was_not_supplied_has_no_mark_and_says_so():
    drawn = rates_chart(rates(("Home 1", None, (30, 60.0))), axis_title="", **LABELS)
    assert list(drawn.data[0].x) == [None]
    assert written(drawn) == ["2021-22: not supplied"]


counted = st.tuples(st.integers(0, 900), st.floats(0.5, 500))


@given(st.lists(st.tuples(counted, counted), min_size=1, max_size=6))
def test_every_mark_lies_within_the_axis_with_room_beside_it_and_ticks_are_round(of_lines):
    drawn = rates_chart(rates(*((f"Home {n}", *both) for n, both in enumerate(of_lines))), axis_title="", **LABELS)
    low, high = drawn.layout.xaxis.range
    marks = [value for trace in drawn.data for value in trace.x if value is not None]
    room = 0.15 * (high - low)
    assert all(low + room < mark < high - room for mark in marks)
    ticks = list(drawn.layout.xaxis.tickvals)
    assert ticks[0] == 0
    assert 1 <= len(ticks) <= 6
    assert ticks[-1] <= max(marks) or max(marks) == 0


def test_the_charts_refuse_what_was_not_released():
    with pytest.raises(TypeError, match="Released"):
        involvement_chart(pd.DataFrame(), **LABELS)
    with pytest.raises(TypeError, match="Released"):
        rates_chart(pd.DataFrame(), axis_title="", **LABELS)
