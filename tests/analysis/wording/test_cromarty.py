import itertools
import re
from typing import Any

import pandas as pd
import pytest

from analysis.cromarty import cromarty_summary
from analysis.disclosure import Released
from analysis.wording import FORBIDDEN, cromarty_sentences, cromarty_tile, cromarty_title

FORBIDDEN_WORDS = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
RESULTS = ("improved", "same", "lower", "baseline only")


@pytest.fixture
def summary(tables: Any) -> Any:
    def of(*numbers: int) -> Released:
        results = [result for result, number in zip(RESULTS, numbers, strict=True) for _ in range(number)]
        children = pd.DataFrame({"child": range(len(results)), "result": pd.Series(results, dtype=object)})
        return tables.give(cromarty_summary(children))

    return of


def test_the_published_year(summary: Any) -> None:
    released = summary(10, 1, 1, 0)
    assert cromarty_title(released) == "10 of 12 children score higher than at first meeting"
    assert cromarty_tile(released) == ("10 of 12", "improved; 1 the same, 1 lower")
    assert cromarty_sentences(released) == [
        "Of 12 children with a later meeting to compare, 10 improved, 1 stayed the same and 1 scored lower "
        "than at the first meeting."
    ]


def test_children_with_only_a_baseline_are_counted_apart(summary: Any) -> None:
    released = summary(4, 0, 1, 2)
    assert cromarty_tile(released)[0] == "4 of 5"
    assert cromarty_sentences(released)[1] == "2 children have only a baseline to go by and are counted apart."


def test_nobody_to_compare_is_said_in_words(summary: Any) -> None:
    assert cromarty_title(summary(0, 0, 0, 1)) == "Cromarty: no child has a later meeting to compare"
    assert cromarty_sentences(summary(0, 0, 0, 1)) == [
        "As yet no child has a later meeting to compare.",
        "1 child has only a baseline to go by and is counted apart.",
    ]


def test_a_period_without_any_meeting_is_said_in_words(summary: Any) -> None:
    assert cromarty_title(summary(0, 0, 0, 0)) == "Cromarty: no meetings in this period"
    assert cromarty_sentences(summary(0, 0, 0, 0)) == ["There were no meetings in this period."]
    assert cromarty_tile(summary(0, 0, 0, 0)) == ("0", "no meetings in this period")


def test_every_small_group_is_told_in_counts_that_add_up(summary: Any) -> None:
    for numbers in itertools.product(range(4), repeat=4):
        released = summary(*numbers)
        title, sentences = cromarty_title(released), cromarty_sentences(released)
        said = " ".join([title, *cromarty_tile(released), *sentences])
        assert len(title.split()) <= 10
        assert not FORBIDDEN_WORDS.search(said)
        assert "%" not in said
        if sum(numbers[:3]):
            told = [int(number) for number in re.findall(r"\d+", sentences[0])]
            assert told == [sum(numbers[:3]), *numbers[:3]]


def test_an_uncovered_period_is_not_supplied_and_never_0(tables: Any) -> None:
    released = tables.give(cromarty_summary(pd.DataFrame({"child": [], "result": []}), covered=False))
    assert cromarty_title(released) == "Cromarty: scores of this period not supplied"
    assert cromarty_sentences(released) == ["Cromarty scores of this period: not supplied."]
    assert cromarty_tile(released) == ("not supplied", "no Cromarty scores for this period")
