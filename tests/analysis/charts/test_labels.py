"""Words moved apart."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts.labels import spread, spread_of_sizes

heights_of_words = st.lists(st.floats(-5, 15, allow_nan=False), min_size=1, max_size=40)


@given(heights_of_words, st.floats(0.1, 3))
def test_words_stand_apart_in_their_order_between_the_limits(heights, gap):
    placed = spread(heights, gap, 0, 10)
    assert len(placed) == len(heights)
    assert all(-1e-9 <= place <= 10 + 1e-9 for place in placed)
    room = min(gap, 10 / max(len(heights) - 1, 1))
    ordered = [place for _, place in sorted(zip(heights, placed, strict=True))]
    assert ordered == sorted(ordered)
    assert all(upper - lower >= room - 1e-9 for lower, upper in itertools.pairwise(ordered))


def test_words_that_have_room_stay_where_they_belong():
    assert spread([5, 1, 9], 2, 0, 10) == [5, 1, 9]


@pytest.mark.parametrize(
    ("heights", "placed"), [([10, 10], [8, 10]), ([0, 0], [0, 2]), ([12], [10]), ([-3], [0]), ([], [])]
)
def test_words_beyond_a_limit_are_moved_to_it(heights, placed):
    assert spread(heights, 2, 0, 10) == placed


@given(st.lists(st.tuples(st.floats(0, 300), st.sampled_from([20, 40])), min_size=1, max_size=7))
def test_words_of_several_sizes_stand_apart_within_the_plot_where_they_fit(words):
    placed = spread_of_sizes([height for height, _ in words], [size for _, size in words], 0, 300)
    ordered = sorted(zip(placed, words, strict=True), key=lambda one: one[0])
    for (lower, (_, below)), (upper, (_, above)) in itertools.pairwise(ordered):
        assert upper - lower >= (below + above) / 2 - 1e-9
    assert -1e-9 <= min(placed) <= max(placed) <= 300


def test_words_of_several_sizes_that_have_room_stay_where_they_belong():
    assert spread_of_sizes([100, 10, 60], [40, 20, 20], 0, 300) == [100, 10, 60]
    assert spread_of_sizes([60, 50], [40, 20], 0, 300) == [80, 50]
