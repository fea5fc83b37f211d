"""Ratios with their intervals: what is drawn, and the words that say what it means."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import homes_forest_chart, theme, types_forest_chart
from analysis.charts.forest import (
    BEFORE,
    BEYOND,
    END,
    EXACT_KEY,
    HIGHEST,
    LOWEST,
    WIDENED_KEY,
    Block,
    ForestRow,
    Interval,
    forest_chart,
)
from analysis.charts.ratios import AS_BEFORE, LIKE_ITS_AREA
from analysis.disclosure import release
from analysis.ratios import ratio_of_ratios, widened_ratio_of_ratios
from analysis.results import count_figure, figure, ratio_figures, result_frame

KEYS = ("place", "place_kind", "order")
NAN = math.nan


def give(keys, rows):
    return release({"table": result_frame(keys, rows)}, "partnership")["table"]


def homes(*rows, phi=3.0, area=(4783, 4582), **choices):
    """Rows as (name, before, now); the last is all homes if it is called so."""
    figures = []
    for order, (name, before, now) in enumerate(rows):
        keys = {"place": name, "place_kind": "all homes" if name == "All homes" else "home", "order": order}
        figures += [count_figure(keys, "previous", before), count_figure(keys, "current", now)]
        figures += ratio_figures(keys, before, now, phi, 24, **choices)
        supplied = before == before and now == now and area is not None
        exact = ratio_of_ratios(before, now, *area) if supplied else (NAN, NAN, NAN)
        widened = widened_ratio_of_ratios(before, now, *area, phi, phi) if supplied else (NAN, NAN, NAN)
        for measure, (value, low, high) in (("ratio_of_ratios", exact), ("widened_ratio_of_ratios", widened)):
            figures.append(figure(keys, "both", measure, "ratio", value, low=low, high=high, supplied=supplied))
    return give(KEYS, figures)


def types(*rows):
    """Rows as (type, before, now)."""
    figures = []
    for name, before, now in rows:
        figures += ratio_figures({"type": name}, before, now, 1.0, 24)
    return give(("type",), figures)


def trace(drawn, name):
    return next(trace for trace in drawn.data if trace.name == name)


def labels(drawn):
    return [label.replace("<b>", "").replace("</b>", "") for label in drawn.layout.yaxis.ticktext]


def notes(drawn):
    return [note.text.replace("<b>", "").replace("</b>", "") for note in drawn.layout.annotations]


def bars(drawn, name):
    """The drawn bars as (from, to, height)."""
    xs, ys = trace(drawn, name).x, trace(drawn, name).y
    return [(xs[start], xs[start + 1], ys[start]) for start in range(0, len(xs), 3)]


CRIMES = homes(("Home 1", 18, 5), ("Home 2", 32, 10), ("Home 3/4", 4, 3), ("All homes", 54, 18))


def test_homes_stand_in_register_order_with_their_counts_all_homes_last_and_again_below():
    assert labels(homes_forest_chart(CRIMES)) == [
        "Home 1<br>18 to 5",
        "Home 2<br>32 to 10",
        "Home 3/4<br>4 to 3",
        "All homes<br>54 to 18",
        *("Home 1", "Home 2", "Home 3/4", "All homes"),
    ]


def test_the_line_at_1_says_what_it_means_in_either_part():
    drawn = homes_forest_chart(CRIMES)
    assert notes(drawn)[:2] == [AS_BEFORE, LIKE_ITS_AREA]
    assert [(line.x0, line.x1) for line in drawn.layout.shapes] == [(1, 1), (1, 1)]


def test_the_key_says_in_words_what_a_dot_and_each_bar_means():
    drawn = homes_forest_chart(CRIMES)
    named = {trace.name for trace in drawn.data if trace.showlegend is not False}
    assert len(named) == 3
    assert "separate" in EXACT_KEY and EXACT_KEY in named
    assert "runs" in WIDENED_KEY and WIDENED_KEY in named


def test_the_thick_bar_is_the_exact_interval_and_the_thin_one_the_widened():
    drawn = homes_forest_chart(CRIMES)
    exact, widened = bars(drawn, EXACT_KEY)[3], bars(drawn, WIDENED_KEY)[3]
    assert [f"{limit:.3f}" for limit in exact[:2]] == ["0.184", "0.577"]
    assert [f"{limit:.2f}" for limit in widened[:2]] == ["0.13", "0.84"]
    assert trace(drawn, EXACT_KEY).line.width > trace(drawn, WIDENED_KEY).line.width
    against = bars(drawn, EXACT_KEY)[7]
    assert [f"{limit:.3f}" for limit in against[:2]] == ["0.192", "0.604"]


def test_the_dots_are_the_ratios_and_are_written_beside_them():
    dots = homes_forest_chart(CRIMES).data[-1]
    assert [round(value, 2) for value in dots.x[:4]] == [0.28, 0.31, 0.75, 0.33]
    assert list(dots.text[:4]) == ["<b>0.28</b>", "<b>0.31</b>", "<b>0.75</b>", "<b>0.33</b>"]


def test_the_axis_is_logarithmic_with_plain_ticks():
    axis = homes_forest_chart(CRIMES).layout.xaxis
    assert axis.type == "log"
    assert {"0.1", "0.25", "0.5", "1", "2", "4"} <= set(axis.ticktext)
    assert [f"{tick:g}" for tick in axis.tickvals] == list(axis.ticktext)


def test_one_home_alone_is_not_drawn_twice_and_a_choice_is_not_called_all_homes():
    one = homes(("Home 1", 18, 5), ("All homes", 18, 5))
    assert labels(homes_forest_chart(one)) == ["Home 1<br>18 to 5", "Home 1"]
    assert labels(homes_forest_chart(CRIMES, total_name="Chosen homes"))[-1] == "Chosen homes"


def test_without_neighbourhoods_there_is_no_lower_part():
    drawn = homes_forest_chart(homes(("Home 1", 18, 5), ("Home 2", 32, 10), area=None))
    assert notes(drawn) == [AS_BEFORE]
    assert len(labels(drawn)) == 2


def test_a_home_not_compared_says_why_and_has_neither_dot_nor_bar():
    drawn = homes_forest_chart(homes(("Home 1", NAN, 5), ("Home 2", 32, 10)))
    assert notes(drawn)[2:] == ["not supplied", "not supplied"]
    assert len(drawn.data[-1].x) == 2
    assert len(bars(drawn, EXACT_KEY)) == 2


def test_a_home_not_open_all_the_time_says_so():
    drawn = homes_forest_chart(homes(("Home 1", 18, 5), area=None, open_throughout=False))
    assert notes(drawn)[1:] == ["not open"]


def test_nothing_in_either_period_is_said():
    drawn = homes_forest_chart(homes(("Home 1", 0, 0), ("Home 2", 32, 10)))
    assert "none in either period" in notes(drawn)


def test_a_bar_without_end_runs_to_the_edge_with_an_arrow_and_is_said():
    drawn = homes_forest_chart(homes(("Home 1", 0, 5), ("Home 2", 32, 10), area=None))
    highest = 10 ** drawn.layout.xaxis.range[1]
    assert bars(drawn, EXACT_KEY)[0][1] == pytest.approx(highest)
    assert "none before" in notes(drawn)
    ends = drawn.data[2]
    assert ends.marker.symbol[1] == BEYOND
    assert ends.marker.symbol[2:] == (END, END)


def test_a_fall_to_nothing_runs_to_the_other_edge():
    drawn = homes_forest_chart(homes(("Home 1", 9, 0), ("Home 2", 32, 10), area=None))
    lowest = 10 ** drawn.layout.xaxis.range[0]
    assert bars(drawn, EXACT_KEY)[0][0] == pytest.approx(lowest)
    assert "none now" in notes(drawn)
    assert BEFORE in drawn.data[2].marker.symbol


def test_a_limit_beyond_the_picture_is_written_at_its_edge():
    row = ForestRow("Offences", value=7.0, exact=Interval(0.9, 315.0), widened=Interval(0.9, 60.0))
    assert "to 315" in notes(forest_chart([Block(AS_BEFORE, (row,))]))


def test_types_are_drawn_in_the_order_of_the_table_in_spoken_words():
    drawn = types_forest_chart(types(("Missing Person", 306, 115), ("Violence *C*", 19, 9)))
    assert labels(drawn) == ["Missing Person<br>306 to 115", "Violence (crime-related)<br>19 to 9"]
    assert notes(drawn) == [AS_BEFORE]


lows = st.floats(0, 400)
reaches = st.floats(0, 400) | st.just(math.inf)
intervals = st.builds(lambda low, reach: Interval(low, low + reach), lows, reaches)


@given(st.lists(st.tuples(st.floats(0, 400), intervals, intervals), min_size=1, max_size=12))
def test_whatever_the_intervals_every_mark_lies_within_the_axes(found):
    rows = tuple(
        ForestRow(f"Home {number}", "4 to 3", value, "", exact, widened)
        for number, (value, exact, widened) in enumerate(found)
    )
    drawn = forest_chart([Block(AS_BEFORE, rows), Block(LIKE_ITS_AREA, rows)])
    low, high = drawn.layout.xaxis.range
    assert math.log10(LOWEST) - 1e-9 <= low < 0 < high <= math.log10(HIGHEST) + 1e-9
    bottom, top = drawn.layout.yaxis.range
    for drawn_trace in drawn.data:
        for x, y in zip(drawn_trace.x, drawn_trace.y, strict=True):
            assert x is None or low - 1e-9 <= math.log10(x) <= high + 1e-9
            assert y is None or top < y < bottom


def test_only_colours_of_the_theme_are_used():
    drawn = homes_forest_chart(CRIMES)
    used = {trace.line.color for trace in drawn.data if trace.mode == "lines"} | {drawn.data[-1].marker.color}
    assert used == {theme.EXACT_BAR, theme.HOME, theme.PAPER}


def test_a_chart_takes_nothing_that_did_not_pass_the_gate():
    for draw in (homes_forest_chart, types_forest_chart):
        with pytest.raises(TypeError, match="Released"):
            draw(pd.DataFrame())
