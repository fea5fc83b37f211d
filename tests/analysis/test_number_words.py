"""Which texts hold a number."""

import pytest

from analysis.number_words import holds_number


@pytest.mark.parametrize(
    "text",
    [
        "There were 3 at Home 2.",
        "One child was charged.",
        "Thirteen calls in the year.",
        "A hundred calls were made.",
        "Twenty-two crimes",
        "ninety-nine",
        "a third of them",
        "fewer by a quarter",
        "two thirds, three-quarters",
        "a single crime",
        "a pair of incidents",
        "Both were charged.",
        "None of them came back.",
        "twice as many",
        "Calls doubled.",
        "\u00bd of the calls",
        "\u2164 calls",
        "m\u00b2",
    ],
)
def test_a_number_is_found_in_any_spelling(text):
    assert holds_number(text)


@pytest.mark.parametrize("text", ["", "To say what changed.", "Someone alone often phoned, weighting the tone."])
def test_words_that_only_look_like_numbers_are_none(text):
    assert not holds_number(text)
