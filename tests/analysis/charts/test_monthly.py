"""What the pictures of months draw, read from the figures themselves."""

import itertools
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import homes_by_month_chart, limits_by_month_chart, missing_by_month_chart, theme
from analysis.charts.months import (
    CHARACTER_PX,
    PLOT_PX,
    BandLabel,
    _place,
    month_axis,
    month_position,
)
from analysis.disclosure import release
from analysis.monthly import KEYS, MISSING_KEYS
from analysis.periods import add_months
from analysis.results import NAN, figure, result_frame
from analysis.xmr import xmr_limits

START = date(2021, 4, 1)
DERBY = (33, 28, 25, 36, 57, 32, 60, 28, 31, 53, 31, 16, 10, 11, 16, 23, 9, 19, 21, 13, 15, 10, 10, 3)
OCTOBER = date(2022, 10, 1)


def released(table):
    return release({"table": table}, "partnership")["table"]


def markers(*dates):
    """Dates as (day, label)."""
    return released(pd.DataFrame([(*row, "") for row in dates], columns=["on_date", "label", "detail"]))


BOTH = markers((date(2022, 9, 27), "Attachment and trauma conference"), (OCTOBER, "Funding ended"))
NONE = markers()


def rows_of(keys, values, status="not supplied"):
    return [
        figure(
            {**keys, "month": add_months(START, number)},
            "month",
            "count",
            "count",
            NAN if value is None else value,
            supplied=value is not None or status != "not supplied",
            open_throughout=value is not None,
        )
        for number, value in enumerate(values)
    ]


def homes(status="not supplied", **lines):
    rows = [
        row
        for order, (line, values) in enumerate(lines.items())
        for row in rows_of({"line": line.replace("_", " "), "line_order": order}, values, status)
    ]
    return result_frame(KEYS, rows)


def drawn(*values, marked=NONE, status="not supplied", **options):
    table = xmr_limits(homes(status, All_homes=values), "All homes", **options)
    return limits_by_month_chart(released(table), marked, things="Incidents")


def series(missing, other):
    rows = [
        row
        for order, (name, values) in enumerate((("missing", missing), ("other", other)))
        for row in rows_of({"series": name, "series_order": order}, values)
    ]
    return released(result_frame(MISSING_KEYS, rows))


def texts(chart):
    return [note.text.replace("<br>", " ") for note in chart.layout.annotations]


def dots(chart):
    """The months drawn with each symbol."""
    return {trace.marker.symbol: list(trace.x) for trace in chart.data if trace.mode == "markers"}


def level_lines(chart):
    return [shape for shape in chart.layout.shapes if shape.y0 == shape.y1]


def upright_lines(chart):
    return [shape for shape in chart.layout.shapes if shape.x0 == shape.x1]


def test_dots_are_joined_and_signals_have_a_shape_of_their_own():
    chart = drawn(*DERBY)
    line = chart.data[0]
    assert (line.mode, list(line.y)) == ("lines", list(DERBY))
    assert dots(chart)["diamond"] == [4, 6]
    assert dots(chart)["square"] == [number for number in range(24) if number not in (4, 6)]
    assert dots(chart)["circle"] == []
    assert {trace.name for trace in chart.data if trace.showlegend} == {
        "7 or more in a row on one side of the mean",
        "outside the limits",
    }


def test_a_series_without_signals_has_round_dots_only_and_no_key():
    chart = drawn(*[20, 22] * 6)
    assert dots(chart) == {"circle": list(range(12))}
    assert not any(trace.showlegend for trace in chart.data)


def test_mean_and_limits_are_lines_named_at_their_end():
    chart = drawn(*DERBY)
    assert [(round(line.y0, 1), line.line.dash) for line in level_lines(chart)] == [
        (24.6, "solid"),
        (0.0, "dash"),
        (54.0, "dash"),
    ]
    assert {"mean 24.6", "lower limit 0.0", "upper limit 54.0"} <= set(texts(chart))


def test_trial_limits_are_named_as_such_and_earlier_parts_above_the_plot():
    chart = drawn(*DERBY, starts=[OCTOBER])
    assert {"mean 12.0", "trial lower limit 0.3", "trial upper limit 23.7"} <= set(texts(chart))
    above = next(note for note in chart.layout.annotations if note.text.startswith("mean 28.8"))
    assert above.text.replace("<br>", " ") == "mean 28.8, limits 0.0 to 64.8"
    assert (above.yref, above.x) == ("paper", 8.5)
    assert above.y > chart.layout.yaxis.domain[1]
    assert [(line.x0, line.x1) for line in level_lines(chart)][::3] == [(-0.5, 17.5), (17.5, 23.5)]


def test_without_limits_there_is_no_line_and_no_word_of_one():
    chart = drawn(*[3, 2, 4] * 8)
    assert level_lines(chart) == []
    assert not [text for text in texts(chart) if "limit" in text or "mean" in text]


def test_a_gap_is_left_open_and_says_why():
    chart = drawn(20, 22, None, None, 20, 22)
    assert list(chart.data[0].y) == [20, 22, None, None, 20, 22]
    assert chart.data[0].connectgaps is False
    assert [(note.text, note.x) for note in chart.layout.annotations if note.text == "not supplied"] == [
        ("not supplied", 2.5)
    ]
    assert [number for places in dots(chart).values() for number in places] == [0, 1, 4, 5]


def test_months_that_were_not_open_are_told_apart_from_those_not_supplied():
    chart = homes_by_month_chart(
        released(homes("not open", Home_1=[None, 1], All_homes=[None, 1])), NONE, things="Incidents"
    )
    assert "not open" in texts(chart)


def test_marked_dates_are_thin_upright_lines_each_named_in_a_row_of_its_own():
    chart = drawn(*DERBY, marked=BOTH)
    lines = upright_lines(chart)
    assert [round(line.x0, 3) for line in lines] == [17.367, 17.5]
    assert {line.line.width for line in lines} == {1}
    named = {note.text.replace("<br>", " "): note for note in chart.layout.annotations if "2022" in note.text}
    assert set(named) == {"Attachment and trauma conference, 27/09/2022", "Funding ended, October 2022"}
    first, second = named.values()
    assert first.y < second.y
    assert [line.y1 for line in lines] == sorted(line.y1 for line in lines)


def test_a_date_outside_the_months_is_not_drawn():
    outside = markers((date(2021, 3, 31), "Before"), (date(2023, 4, 1), "After"))
    assert upright_lines(drawn(*DERBY, marked=outside)) == []


@pytest.mark.parametrize(
    ("day", "place"),
    [(date(2021, 4, 1), -0.5), (date(2021, 4, 16), 0.0), (date(2021, 5, 1), 0.5), (date(2022, 3, 31), 11.468)],
)
def test_a_day_stands_within_its_month(day, place):
    assert month_position(day, START) == pytest.approx(place, abs=0.001)


@given(st.integers(1, 48), st.integers(0, 11))
def test_ticks_of_months_stand_apart_however_many_months_there_are(count, first):
    months = [add_months(date(2021, 1, 1), first + number) for number in range(count)]
    chart = drawn(20, 22)
    month_axis(chart, months)
    ticks = list(chart.layout.xaxis.tickvals)
    # A tick is at most as wide as a year of four digits.
    apart = [(right - left) * PLOT_PX / (count + 0.4) for left, right in itertools.pairwise(ticks)]
    assert all(gap >= 4 * CHARACTER_PX for gap in apart)
    assert all("<br>" in chart.layout.xaxis.ticktext[place] for place in range(min(1, len(ticks))))


@given(
    st.lists(
        st.tuples(
            st.floats(-0.5, 23.4), st.text("abcdefgh ", min_size=3, max_size=60).filter(str.strip), st.booleans()
        ),
        min_size=1,
        max_size=8,
    )
)
def test_labels_above_the_plot_never_print_over_each_other(labels):
    placed = _place([BandLabel(*label) for label in labels], 24)
    for one, other in itertools.combinations(placed, 2):
        assert one.row != other.row or one.right <= other.left or other.right <= one.left


def test_homes_stand_below_each_other_in_register_order_on_one_scale_without_the_total():
    table = released(homes(Home_2=[1, 31], Home_1=[0, 4], All_homes=[1, 35]))
    chart = homes_by_month_chart(table, BOTH, things="Incidents")
    assert texts(chart)[:2] == ["<b>Home 2</b>, incidents a month", "<b>Home 1</b>"]
    first, second = chart.layout.yaxis, chart.layout.yaxis2
    assert first.domain[0] > second.domain[1]
    assert list(first.range) == list(second.range)
    assert first.range[1] > 31
    assert "All homes" not in chart.to_json()
    assert level_lines(chart) == []


def test_no_more_than_six_homes_are_drawn():
    table = released(homes(**{f"Home_{number}": [1, 2] for number in range(9)}))
    chart = homes_by_month_chart(table, NONE, things="Incidents")
    assert len([trace for trace in chart.data if trace.mode == "markers"]) == 6
    assert "Home 6" not in " ".join(texts(chart))


def test_missing_and_other_have_marks_of_their_own_and_their_names_at_the_end():
    chart = missing_by_month_chart(series([5, 9, 2], [4, 3, 2]), NONE)
    assert dots(chart) == {"circle": [0, 1, 2], "square-open": [0, 1, 2]}
    colours = {note.text: note.font.color for note in chart.layout.annotations}
    assert colours["missing"] == theme.HOME
    assert colours["other"] == theme.OTHER_CHILD


def test_a_dot_tells_its_month_and_count():
    chart = drawn(1000, 22)
    told = [text for trace in chart.data if trace.mode == "markers" for text in trace.hovertext or ()]
    assert told == ["April 2021, incidents: 1,000", "May 2021, incidents: 22"]


@pytest.mark.parametrize(
    "chart",
    [
        lambda: drawn(),
        lambda: homes_by_month_chart(released(homes()), NONE, things="Incidents"),
        lambda: missing_by_month_chart(series([], []), NONE),
    ],
)
def test_no_months_are_said_in_the_picture(chart):
    assert texts(chart()) == ["No months to draw"]
    assert len(chart().data) == 1


@given(st.lists(st.one_of(st.none(), st.integers(0, 5000)), min_size=1, max_size=48))
def test_every_mark_lies_within_the_axes(values):
    chart = drawn(*values, marked=BOTH)
    (left, right), (low, high) = chart.layout.xaxis.range, chart.layout.yaxis.range
    for trace in chart.data:
        assert all(left < x < right for x in trace.x)
        assert all(low < y < high for y in trace.y if y is not None)
    assert all(low < line.y0 < high for line in level_lines(chart))


def test_a_chart_takes_nothing_that_did_not_pass_the_gate():
    frame = pd.DataFrame()
    for draw in (
        lambda: limits_by_month_chart(frame, NONE, things=""),
        lambda: homes_by_month_chart(frame, NONE, things=""),
        lambda: missing_by_month_chart(frame, NONE),
        lambda: missing_by_month_chart(series([1], [1]), frame),
    ):
        with pytest.raises(TypeError, match="Released"):
            draw()
