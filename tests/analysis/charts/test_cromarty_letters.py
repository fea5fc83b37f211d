"""Letters of up to thirty children, and children with only a baseline."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.charts import cromarty_chart, theme
from analysis.charts.cromarty import APART_AT, APART_ENDS, AXES_PX
from analysis.charts.labels import TEXT_LINE_PX
from analysis.disclosure import release
from analysis.results import figure, result_frame

LETTERS = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB", "AC", "AD"]
SCALE = (0, 10)
NAN = float("nan")
one_score = st.floats(*SCALE).map(lambda score: round(score, 1))


def scores(of_child):
    """Scores as {letter: [score at each meeting]}; NaN: nothing that was also scored at the first."""
    rows = [
        figure(
            {"child": child, "meeting": meeting},
            "both",
            "cromarty score",
            "score",
            score,
            supplied=score == score,
        )
        for child, of_meetings in of_child.items()
        for meeting, score in enumerate(of_meetings, start=1)
    ]
    return release({"lines": result_frame(("child", "meeting"), rows)}, "partnership")["lines"]


def letters_by_meeting(drawn):
    placed = sorted((note.x, note.y) for note in drawn.layout.annotations)
    return [[y for _, y in group] for _, group in itertools.groupby(placed, key=lambda place: place[0])]


def assert_letters_stand_apart_within_the_plot(drawn):
    low, high = drawn.layout.yaxis.range
    of_a_pixel = (high - low) / (drawn.layout.height - AXES_PX)
    half = 0.499 * TEXT_LINE_PX * of_a_pixel
    for heights in letters_by_meeting(drawn):
        assert min(heights) - half >= low
        assert max(heights) + half <= high
        assert all(upper - lower >= 2 * half for lower, upper in itertools.pairwise(heights))


@given(st.lists(st.lists(one_score, min_size=1, max_size=10), min_size=1, max_size=30))
@example([[5.0]] * 30)
@example([[5.0, 10.0]] * 30)
@example([[5.0, 0.0]] * 30)
@example([[5.0, 5.0 + number / 100] for number in range(30)])
@example([[4.0] * 10])
def test_no_two_letters_of_a_meeting_are_nearer_than_their_height_and_none_leaves_the_plot(children):
    drawn = cromarty_chart(scores(dict(zip(LETTERS, children, strict=False))), SCALE)
    assert len(drawn.layout.annotations) == len(children)
    assert_letters_stand_apart_within_the_plot(drawn)


@given(st.lists(st.lists(st.integers(0, 100), min_size=1, max_size=4), min_size=1, max_size=30))
def test_totals_that_lie_above_the_scale_of_a_target_are_within_the_plot(children):
    drawn = cromarty_chart(scores(dict(zip(LETTERS, children, strict=False))), SCALE)
    low, high = drawn.layout.yaxis.range
    assert all(low <= value <= high for trace in drawn.data for value in trace.y)
    assert_letters_stand_apart_within_the_plot(drawn)


@given(st.lists(st.lists(one_score, min_size=1, max_size=3), min_size=2, max_size=30))
def test_letters_stand_in_the_order_of_the_ends_of_their_lines(children):
    named = dict(zip(LETTERS, children, strict=False))
    drawn = cromarty_chart(scores(named), SCALE)
    for meeting in {note.x for note in drawn.layout.annotations}:
        here = sorted((note.y, note.text[3:-4]) for note in drawn.layout.annotations if note.x == meeting)
        ends = [named[letter][-1] for _, letter in here]
        assert ends == sorted(ends)


def test_children_with_only_a_baseline_stand_left_of_every_line():
    drawn = cromarty_chart(scores({"A": [4, 5], "B": [3], "C": [6]}), SCALE)
    at = {trace.name: list(trace.x) for trace in drawn.data}
    assert at == {"Child A": [1, 2], "Child B": [APART_AT], "Child C": [APART_AT]}
    assert drawn.layout.xaxis.ticktext == ("Only a<br>baseline", "1", "2")
    assert drawn.layout.xaxis.range[0] < APART_AT < APART_ENDS < 1
    assert [shape.x0 for shape in drawn.layout.shapes if shape.yref == "paper"] == [APART_ENDS]


def test_a_child_whose_latest_meeting_compares_with_nothing_is_drawn_by_the_baseline_alone():
    drawn = cromarty_chart(scores({"A": [4, 5, NAN], "B": [4, NAN, 6]}), SCALE)
    assert {trace.name: (list(trace.x), list(trace.y)) for trace in drawn.data} == {
        "Child A": ([APART_AT], [4]),
        "Child B": ([1, 3], [4, 6]),
    }


def test_without_such_a_child_there_is_no_place_for_them():
    drawn = cromarty_chart(scores({"A": [4, 5]}), SCALE)
    assert drawn.layout.xaxis.ticktext == ("1", "2")
    assert not drawn.layout.shapes


def test_with_only_such_children_nothing_is_divided_and_there_are_no_meetings():
    drawn = cromarty_chart(scores({letter: [5] for letter in "ABC"}), SCALE)
    assert drawn.layout.xaxis.ticktext == ("Only a<br>baseline",)
    assert drawn.layout.xaxis.title.text is None
    assert not [shape for shape in drawn.layout.shapes if shape.yref == "paper"]


def test_one_child_that_met_ten_times_has_one_line_with_every_meeting_named():
    drawn = cromarty_chart(scores({"A": [4, 4, 5, 5, 6, 6, 7, 7, 8, 8]}), SCALE)
    assert [list(trace.x) for trace in drawn.data] == [list(range(1, 11))]
    assert drawn.layout.xaxis.ticktext == tuple(str(meeting) for meeting in range(1, 11))


def test_a_letter_that_had_to_move_is_led_back_to_the_end_of_its_line():
    drawn = cromarty_chart(scores({"A": [4, 5], "B": [4, 5], "C": [4, 9]}), SCALE)
    assert {note.text for note in drawn.layout.annotations if note.y not in (5, 9)} == {"<b>B</b>"}
    assert [(shape.y0, round(shape.y1, 3)) for shape in drawn.layout.shapes] == [
        (5, round(next(note.y for note in drawn.layout.annotations if note.text == "<b>B</b>"), 3))
    ]


@pytest.mark.parametrize("child", ["A", "B"])
def test_the_child_that_is_followed_is_bright_wherever_it_stands(child):
    drawn = cromarty_chart(scores({"A": [4, 5], "B": [3], "C": [6, 7]}), SCALE, child=child)
    assert {trace.name for trace in drawn.data if trace.marker.color == theme.HOME} == {f"Child {child}"}
    assert {note.text for note in drawn.layout.annotations if note.font.color == theme.HOME} == {f"<b>{child}</b>"}
