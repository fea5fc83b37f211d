import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.children import KINDS, children_involved
from analysis.disclosure import Released, release
from analysis.periods import parse_period
from analysis.wording import (
    ALL_HOMES_ONLY,
    EVERY_ROLE,
    FORBIDDEN,
    TOO_FEW_CHILDREN,
    involvement_sentences,
    involvement_title,
)

BEFORE, NOW = parse_period("2021-22"), parse_period("2022-23")
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
FORBIDDEN_WORDS = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
PLACES = pd.DataFrame([(1, "Home 1", 1, None, None)], columns=["home_id", "line", "line_order", "opened", "closed"])
SAMPLE = {"incidents": ((430, 345, 15, 179), (160, 129, 11, 69)), "missing": ((306, 293, 15, 167), (115, 110, 11, 65))}

Numbers = tuple[int, int, int, int]


def involved(
    of_kinds: dict[str, tuple[Numbers, Numbers]] | None, supplied: tuple[str, ...] = ("2021-22", "2022-23")
) -> Released:
    """Both periods as (incidents, with a child recorded, children, with one of three); None: not for this viewer."""
    columns = ["period", "kind", "incidents", "recorded", "children", "of_most_frequent"]
    both = ("previous", "current")
    rows = [(when, kind, *of_kinds[kind][n]) for kind in KINDS for n, when in enumerate(both)] if of_kinds else []
    months = [month for label in supplied for month in parse_period(label).months]
    covered = pd.DataFrame([("home", "1", month) for month in months], columns=["place_kind", "place", "month"])
    table = children_involved(pd.DataFrame(rows, columns=columns), PLACES, covered, BEFORE, NOW)
    return release({"children": table}, "partnership")["children"]


def alike(before: Numbers, now: Numbers) -> Released:
    return involved(dict.fromkeys(KINDS, (before, now)))


def test_the_sample() -> None:
    released = involved(SAMPLE)
    assert involvement_title(released, **LABELS) == "Children involved: 15 to 11; three in 52%, then 53%"
    assert involvement_sentences(released, **LABELS) == [
        "2021-22: 15 children in 345 of 430 incidents, three of them in 179 (52%).",
        "2022-23: 11 children in 129 of 160 incidents, three of them in 69 (53%).",
        "No child was recorded in 85 incidents in 2021-22 and in 31 incidents in 2022-23.",
        "Missing Person alone, 2021-22: 15 children in 293 of 306 incidents, three of them in 167 (57%); "
        "2022-23: 11 children in 110 of 115 incidents, three of them in 65 (59%).",
    ]


def test_small_counts_have_no_percentage() -> None:
    released = alike((25, 20, 7, 15), (160, 129, 11, 69))
    assert involvement_title(released, **LABELS) == "Children involved: 7 to 11"
    assert involvement_sentences(released, **LABELS)[0] == (
        "2021-22: 7 children in 20 of 25 incidents, three of them in 15."
    )


def test_of_few_children_three_are_not_told_apart() -> None:
    assert involvement_sentences(alike((25, 20, 5, 18), (25, 20, 3, 20)), **LABELS)[:2] == [
        "2021-22: 5 children in 20 of 25 incidents.",
        "2022-23: 3 children in 20 of 25 incidents.",
    ]


@pytest.mark.parametrize("children", [1, 2])
def test_one_or_two_children_are_fewer_than_three(children: int) -> None:
    released = alike((160, 129, 11, 69), (20, 14, children, 14))
    assert involvement_title(released, **LABELS) == "Children involved: fewer than 3 children in a period"
    sentences = involvement_sentences(released, **LABELS)
    assert sentences[1] == "2022-23: fewer than 3 children recorded, of 20 incidents in all."
    assert "14" not in " ".join(sentences)


def test_no_child_recorded_and_no_incidents_are_said() -> None:
    released = alike((20, 0, 0, 0), (0, 0, 0, 0))
    assert involvement_title(released, **LABELS) == "No child recorded in the incidents of either period"
    assert involvement_sentences(released, **LABELS)[:2] == [
        "2021-22: no child recorded in 20 incidents.",
        "2022-23: no incidents.",
    ]


def test_a_period_that_was_not_supplied_is_named() -> None:
    one = involved(SAMPLE, supplied=("2022-23",))
    assert involvement_title(one, **LABELS) == "Children involved: 2021-22 not supplied"
    assert involvement_sentences(one, **LABELS)[0] == "2021-22: not supplied."
    assert involvement_sentences(one, **LABELS)[-1].startswith("Missing Person alone, 2022-23: 11 children")
    neither = involved(SAMPLE, supplied=())
    assert involvement_title(neither, **LABELS) == "Children involved: neither period supplied"
    assert involvement_sentences(neither, **LABELS) == ["2021-22: not supplied.", "2022-23: not supplied."]


def test_a_long_name_of_a_period_is_left_out_of_the_title() -> None:
    labels = {"previous_label": "October 2021 to March 2022", "current_label": "October 2022 to March 2023"}
    title = involvement_title(involved(SAMPLE, supplied=("2022-23",)), **labels)
    assert title == "Children involved: October 2021 to March 2022 not supplied"
    assert len(title.split()) <= 10


def test_a_role_limited_to_some_homes_is_told_why_there_is_no_figure() -> None:
    released = involved(None)
    assert involvement_title(released, **LABELS) == "Children involved: for all homes together only"
    assert involvement_sentences(released, **LABELS) == [
        "Children involved are counted for all homes together, which this role does not see."
    ]


def test_the_notes_keep_to_the_words() -> None:
    assert not FORBIDDEN_WORDS.search(" ".join([ALL_HOMES_ONLY, EVERY_ROLE, TOO_FEW_CHILDREN]))
    assert TOO_FEW_CHILDREN.startswith("With fewer than 6 children")


@st.composite
def numbers(draw: st.DrawFn) -> Numbers:
    of_each = sorted(draw(st.lists(st.integers(1, 25), max_size=9)), reverse=True)
    return sum(of_each) + draw(st.integers(0, 30)), sum(of_each), len(of_each), sum(of_each[:3])


@given(numbers(), numbers())
@settings(max_examples=60, deadline=None)
def test_no_percentage_of_counts_under_20_and_no_number_of_one_or_two_children(before: Numbers, now: Numbers) -> None:
    released = alike(before, now)
    title, sentences = involvement_title(released, **LABELS), involvement_sentences(released, **LABELS)
    assert len(title.split()) <= 10
    assert not FORBIDDEN_WORDS.search(" ".join([title, *sentences]))
    assert "%" not in title or min(before[1], before[3], now[1], now[3]) >= 20
    for (_, recorded, children, of_three), sentence in zip((before, now), sentences[:2], strict=True):
        assert "%" not in sentence or min(recorded, of_three) >= 20
        assert "three of them" not in sentence or children >= 6
        if children in (1, 2):
            assert "fewer than 3 children" in sentence
