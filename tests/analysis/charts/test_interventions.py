"""Contacts by deliverer and by month, as drawn."""

import itertools
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import contacts_by_month_chart, deliverer_pairs_chart, theme
from analysis.charts.interventions import DELIVERERS_DRAWN, MOST_TICKS
from analysis.disclosure import release
from analysis.interventions import contacts_by_deliverer, contacts_by_month
from analysis.periods import parse_period, same_period_last_year

LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
BOTH = {"previous": True, "current": True}
PERIODS = ["2022-23", "2022-23-H1", "2022-23-Q3", "2022-23-T2", "2022-06..2022-06", "2022-04..2022-10"]


def released(frame):
    return release({"table": frame}, "partnership")["table"]


def deliverers(*rows, covered=BOTH):
    return released(contacts_by_deliverer(pd.DataFrame(rows, columns=["period", "delivered_by", "count"]), covered))


def months(key="2022-23-Q2", *, counts=None, uncovered=()):
    """Contacts by the first day of the month; every month is covered but those given."""
    current = parse_period(key)
    previous = same_period_last_year(current)
    every = [*previous.months, *current.months]
    frame = pd.DataFrame(list((counts or {}).items()), columns=["month", "count"])
    coverage = pd.DataFrame({"month": [month for month in every if month not in uncovered]}, dtype=object)
    return released(contacts_by_month(frame, coverage, previous, current))


def test_deliverers_stand_in_the_order_of_the_table_with_both_periods():
    drawn = deliverer_pairs_chart(
        deliverers(("previous", "nurse", 17), ("current", "nurse", 38), ("current", "YJS", 58)), **LABELS
    )
    assert drawn.layout.yaxis.ticktext == ("YJS", "Nurse")
    hollow, solid = drawn.data
    assert (list(hollow.x), list(solid.x)) == ([0, 17], [58, 38])
    assert not [text for trace in drawn.data for text in (*trace.text, *trace.hovertext) if "%" in text]


def test_no_more_deliverers_are_drawn_than_can_be_read():
    many = [("current", f"Service {number:02}", 50 - number) for number in range(12)]
    drawn = deliverer_pairs_chart(deliverers(*many), **LABELS)
    assert list(drawn.layout.yaxis.ticktext) == [f"Service {number:02}" for number in range(DELIVERERS_DRAWN)]


def test_no_contacts_are_said_in_the_picture():
    drawn = deliverer_pairs_chart(deliverers(), **LABELS)
    assert [note.text for note in drawn.layout.annotations] == ["Nothing to draw in these periods"]


def test_a_dot_stands_for_each_month_hollow_before_and_solid_now():
    drawn = contacts_by_month_chart(months(counts={date(2021, 8, 1): 4, date(2022, 9, 1): 7}), **LABELS)
    hollow, solid = drawn.data
    assert (list(hollow.x), list(hollow.y)) == ([0, 1, 2], [0, 4, 0])
    assert (list(solid.x), list(solid.y)) == ([3, 4, 5], [0, 0, 7])
    assert (hollow.marker.color, solid.marker.color) == (theme.PAPER, theme.HOME)
    assert solid.hovertext[2] == "September 2022: 7"
    assert {trace.mode for trace in drawn.data} == {"markers"}
    assert drawn.layout.xaxis.ticktext == tuple(
        f"{name}<br>{year}" for year in (2021, 2022) for name in ("Jul", "Aug", "Sep")
    )


def test_a_month_not_supplied_has_no_dot_and_says_so():
    drawn = contacts_by_month_chart(months(uncovered=[date(2022, 8, 1)]), **LABELS)
    assert list(drawn.data[1].y) == [0, None, 0]
    (note,) = drawn.layout.annotations
    assert (note.text, note.x, note.textangle) == ("not supplied", 4, -90)


def test_a_whole_period_not_supplied_is_said_once():
    period = parse_period("2022-23-Q2")
    drawn = contacts_by_month_chart(months(uncovered=period.months), **LABELS)
    (note,) = drawn.layout.annotations
    assert (note.text, note.x, note.textangle) == ("not supplied", 4, 0)


@given(st.sampled_from(PERIODS), st.lists(st.integers(0, 400), max_size=24))
def test_every_dot_lies_within_the_axes_and_months_are_named_as_far_as_they_can_be_read(key, counts):
    period = parse_period(key)
    every = [*same_period_last_year(period).months, *period.months]
    drawn = contacts_by_month_chart(months(key, counts=dict(zip(every, counts, strict=False))), **LABELS)
    low, high = drawn.layout.yaxis.range
    left, right = drawn.layout.xaxis.range
    assert all(low < y < high for trace in drawn.data for y in trace.y)
    assert all(left < x < right for trace in drawn.data for x in trace.x)
    ticks = drawn.layout.xaxis.tickvals
    apart = [after - before for before, after in itertools.pairwise(ticks)]
    assert len(ticks) <= MOST_TICKS + 1
    assert min(apart, default=1) >= -(-len(every) // MOST_TICKS)
    assert period.length in ticks  # the first month of the later period always has its name


@pytest.mark.parametrize("draw", [deliverer_pairs_chart, contacts_by_month_chart])
def test_a_chart_takes_nothing_that_did_not_pass_the_gate(draw):
    with pytest.raises(TypeError, match="Released"):
        draw(pd.DataFrame(), **LABELS)
