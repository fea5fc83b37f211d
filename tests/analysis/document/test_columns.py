"""Columns fill the width they are given, and words are not cut where there is room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.document.columns import EMU_PER_CHARACTER, SMALLEST_POINTS, holds_figures, laid_out

WIDTH = 5_760_000  # 16 cm


@pytest.mark.parametrize(
    ("cells", "figures"),
    [
        (["54", "1,234", "0"], True),
        (["-66.7%", "600%", "n/a"], True),
        (["136 of 195", "not supplied"], True),
        (["430\N{NO-BREAK SPACE}in\N{NO-BREAK SPACE}167.7", "too few to show"], True),
        (["0.18 to 0.58", ""], True),
        (["not supplied", "n/a"], False),
        (["Home 1", "3"], False),
        (["2021-22", "2022-23"], False),
        ([], False),
    ],
)
def test_a_column_holds_figures_where_all_its_cells_are_figures_or_say_why_not(cells, figures):
    assert holds_figures(cells) is figures


@given(st.lists(st.lists(st.text(max_size=200), min_size=1, max_size=4), min_size=1, max_size=40))
def test_columns_fill_the_width_whatever_is_in_them(columns):
    layout = laid_out(columns, WIDTH)
    assert sum(layout.widths) == WIDTH
    assert min(layout.widths) > 0
    assert layout.points is None or layout.points >= SMALLEST_POINTS


def test_the_longest_word_has_room_and_the_type_is_smaller_only_where_words_would_be_cut():
    text = ["Suspicious Circumstances and Insecure Premises " * 4]
    layout = laid_out([text, ["Misrepresentation"], ["3"]], WIDTH)
    assert layout.points is None
    assert layout.widths[1] >= EMU_PER_CHARACTER * len("Misrepresentation")
    assert layout.widths[0] > layout.widths[1] > layout.widths[2]
    assert laid_out([["September"]] * 14, WIDTH).points == SMALLEST_POINTS
