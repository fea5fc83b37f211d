"""What the picture of the parts of a period draws, read from the figure itself."""

import pytest

from analysis.charts import series_chart, theme
from analysis.disclosure import release
from analysis.results import NAN, count_figure, figure, result_frame, share_figure
from analysis.series import KEYS, WHOLE_PERIOD

LABELS = {"previous": "2021-22", "current": "2022-23"}
QUARTERS = ("April to June", "July to September", "October to December", "January to March")


def released(*parts, narrowed=""):
    """Parts as (name, previous, current)."""
    rows = []
    for order, (part, *numbers) in enumerate(parts):
        keys = {"part": part, "order": order, **({"narrowed_to": narrowed} if narrowed else {})}
        rows += [count_figure(keys, when, number) for when, number in zip(LABELS, numbers, strict=True)]
    keys = (*KEYS, *(["narrowed_to"] if narrowed else []))
    return release({"parts": result_frame(keys, rows)}, "partnership")["parts"]


def shares(*parts):
    """Parts as (name, numerator, denominator) of the later period."""
    rows = [
        share_figure({"part": part, "order": n}, "current", "missing share", *numbers, True)
        for n, (part, *numbers) in enumerate(parts)
    ]
    return release({"parts": result_frame(KEYS, rows)}, "partnership")["parts"]


def drawn(table, **labels):
    return series_chart(table, labels=labels or LABELS, axis_title="Crimes")


def dots(chart):
    """Traces with marks, by the name of their period."""
    return {trace.name: trace for trace in chart.data if "markers" in (trace.mode or "")}


def test_each_period_is_a_line_with_dots_the_earlier_one_dashed_and_hollow():
    chart = drawn(released(*((part, n, n + 3) for n, part in enumerate(QUARTERS))))
    lines = [trace for trace in chart.data if trace.mode == "lines"]
    assert [line.line.dash for line in lines] == ["dash", "solid"]
    assert [list(line.y) for line in lines] == [[0, 1, 2, 3], [3, 4, 5, 6]]
    assert dots(chart)["2021-22"].marker.color == theme.PAPER
    assert dots(chart)["2022-23"].marker.color == theme.HOME


def test_few_parts_have_their_numbers_beside_the_dots_and_many_have_them_on_hover():
    few = dots(drawn(released(*((part, 1, 4) for part in QUARTERS))))
    assert list(few["2021-22"].text) == ["1"] * 4
    assert list(few["2022-23"].text) == ["<b>4</b>"] * 4
    many = dots(drawn(released(*((f"Month {n}", 1, 4) for n in range(12)))))
    assert many["2022-23"].text is None
    assert many["2022-23"].hovertext[0] == "Month 0, 2022-23: 4"


def test_the_numbers_of_a_higher_dot_stand_above_it_and_those_of_a_lower_one_below():
    chart = dots(drawn(released(("A", 9, 2), ("B", 2, 9), ("C", 5, 5))))
    assert list(chart["2021-22"].textposition) == ["top center", "bottom center", "bottom center"]
    assert list(chart["2022-23"].textposition) == ["bottom center", "top center", "top center"]


def test_lines_are_named_at_their_ends_and_the_names_do_not_meet():
    chart = drawn(released(("A", 5, 5), ("B", 5, 5)))
    named = [note for note in chart.layout.annotations if note.text in LABELS.values()]
    assert {note.text for note in named} == set(LABELS.values())
    heights = sorted(note.yshift for note in named)
    assert heights[1] - heights[0] >= 20
    assert not chart.layout.showlegend


def test_a_gap_stays_open_and_says_why():
    chart = drawn(released(("A", 5, 4), ("B", NAN, 3), ("C", NAN, NAN), ("D", 6, 2)))
    before = next(trace for trace in chart.data if trace.mode == "lines")
    assert list(before.y) == [5, None, None, 6]
    assert before.connectgaps is False
    notes = {note.x: note.text for note in chart.layout.annotations if note.textangle == -90}
    assert notes == {1: "2021-22: not supplied", 2: "not supplied"}


def test_the_whole_period_is_no_dot():
    chart = drawn(released(("A", 5, 4), (WHOLE_PERIOD, 50, 40)))
    assert list(chart.layout.xaxis.ticktext) == ["A"]
    assert max(chart.layout.yaxis.range) < 10


def test_one_or_two_of_a_type_are_nowhere_in_the_picture():
    table = released(("A", 5, 1), ("B", 7, 4), (WHOLE_PERIOD, 12, 5), narrowed="Robbery")
    chart = drawn(table)
    assert [list(trace.y) for trace in chart.data if trace.mode == "lines"] == [[None, 7], [None, 4]]
    assert any(note.text == "too few to show" for note in chart.layout.annotations)


def test_reporting_years_are_one_line_that_needs_no_name():
    rows = [
        count_figure({"part": year, "order": n}, "current", 54 - n) for n, year in enumerate(("2021-22", "2022-23"))
    ]
    table = release({"parts": result_frame(KEYS, rows)}, "partnership")["parts"]
    chart = drawn(table, current="Crimes")
    assert len(chart.data) == 2
    assert [note.text for note in chart.layout.annotations] == ["Crimes"]


def test_a_share_of_fewer_than_twenty_stands_as_its_counts_and_one_of_none_has_no_dot():
    chart = drawn(shares(("A", 30, 40), ("B", 5, 9), ("C", 0, 0)), current="Share")
    assert list(dots(chart)["Share"].text) == ["<b>75%</b>", "<b>5 of 9</b>"]
    assert chart.layout.yaxis.tickformat == ".0%"


def test_a_rate_stands_for_a_hundred_child_months():
    rows = [
        figure(
            {"part": part, "order": n},
            "current",
            "rate",
            "per_100_child_months",
            count / 50,
            numerator=count,
            denominator=50,
        )
        for n, (part, count) in enumerate((("2021-22", 40), ("2022-23", 10)))
    ]
    table = release({"parts": result_frame(KEYS, rows)}, "partnership")["parts"]
    chart = dots(drawn(table, current="Rate"))["Rate"]
    assert list(chart.y) == [80, 20]
    assert list(chart.text) == ["<b>80.0</b>", "<b>10 in 50.0</b>"]


@pytest.mark.parametrize("parts", [4, 12, 18])
def test_names_of_parts_take_no_more_room_than_their_share(parts):
    names = [f"September {2000 + n} against December {1990 + n}" for n in range(parts)]
    texts = drawn(released(*((name, 3, 4) for name in names))).layout.xaxis.ticktext
    assert all("September" not in text for text in texts)
    longest = max(len(line) for text in texts for line in text.split("<br>"))
    assert longest * 8 <= max(400 / parts, 7 * 8)


def test_nothing_to_draw_is_said():
    chart = drawn(released())
    assert chart.data
    assert chart.layout.annotations[0].text == "Nothing to draw in these periods"
