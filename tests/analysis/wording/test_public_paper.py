"""What the public paper says, and what is asked of those who make it."""

import re
from datetime import date

import pytest

from analysis.wording import FORBIDDEN, public_paper
from analysis.wording.public_paper import (
    TEXTS_SEARCHED,
    allowed_rows_sentence,
    leave_out_words,
    left_out_sentence,
    look_through_sentences,
    public_change_sentence,
)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((54, 18), "All homes: fewer, 54 to 18."),
        ((4783, 5000), "All homes: more, 4,783 to 5,000."),
        ((10, 10), "All homes: as many, 10 to 10."),
        ((12, 7), "All homes: 12 to 7, too few to compare."),
        ((0, 0), "All homes: none in either year."),
    ],
)
def test_a_change_is_said_of_two_printed_counts_without_a_percentage(counts, said):
    assert public_change_sentence("All homes", *counts) == said


def test_texts_to_look_through_are_named_for_numbers_and_for_being_taken_over():
    assert look_through_sentences(["Vision", "Challenges"], ["Purpose"]) == (
        "Look through the numbers written in: Vision and Challenges.",
        "Taken over from an earlier paper and not looked through yet: Purpose.",
        TEXTS_SEARCHED,
    )
    assert look_through_sentences([], []) == (TEXTS_SEARCHED,)


def test_no_text_says_a_word_that_is_never_said():
    found = [value for name, value in vars(public_paper).items() if name.isupper()]
    texts = [text for value in found for text in _texts(value)]
    texts += [public_change_sentence("Home 2", *counts) for counts in ((32, 10), (6, 6), (0, 0))]
    day = [date(2023, 10, 31)]
    texts += [allowed_rows_sentence("Director"), left_out_sentence(day), leave_out_words(day)]
    assert len(texts) > 25
    assert [text for text in texts for word in FORBIDDEN if re.search(word, text, re.IGNORECASE)] == []


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, tuple) else []
