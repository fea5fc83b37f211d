import re
from math import nan

import pytest

from analysis.wording import FORBIDDEN
from analysis.wording.words import Pair, and_list, counted, title_of

NEVER = [
    "a clear fall",
    "a significant change",
    "p = 0.03",
    "more than chance",
    "600% rise",
    "no clear difference",
    "too small to tell",
    "because of",
    "thanks to",
    "best",
    "worst",
    "league",
    "failed",
    "breach of protocol",
    "flag",
    "offender",
    "repeat missing",
]


@pytest.mark.parametrize("words", NEVER)
def test_each_word_the_product_never_uses_is_caught(words: str) -> None:
    assert any(re.search(pattern, words, re.IGNORECASE) for pattern in FORBIDDEN)


def test_names_are_joined_as_spoken() -> None:
    assert [and_list(["A"]), and_list(["A", "B"]), and_list(["A", "B", "C"])] == ["A", "A and B", "A, B and C"]


def test_one_is_singular() -> None:
    assert [counted(1, "offence"), counted(7, "offence"), counted(0, "child", "children")] == [
        "1 offence",
        "7 offences",
        "0 children",
    ]


def test_a_title_is_the_first_of_ten_words_or_fewer() -> None:
    assert title_of("a b c d e f g h i j k", "a b c d e f g h i j", "short") == "a b c d e f g h i j"
    assert title_of("a b c d e f g h i j k", "short") == "short"


def test_the_period_that_is_missing_is_named() -> None:
    labels = ("2021-22", "2022-23")
    assert [Pair(nan, 3).missing(*labels), Pair(3, nan).missing(*labels), Pair().missing(*labels)] == [
        "2021-22 not supplied",
        "2022-23 not supplied",
        "neither period supplied",
    ]
