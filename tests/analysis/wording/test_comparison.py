import itertools
import re
from math import nan
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.ratios import widened_rate_ratio
from analysis.wording import FORBIDDEN, comparison_sentences, comparison_title, tile

COUNTS = range(26)
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
FORBIDDEN_WORDS = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
counts = st.tuples(st.integers(0, 60), st.integers(0, 60))
homes = st.lists(counts, min_size=1, max_size=9)


def check_claim(text: str, before: int, now: int, phi: float) -> None:
    """What a text on these two counts claims must be true of them."""
    low, high = widened_rate_ratio(before, now, phi)[1:]
    together, words = before + now, text.lower()
    assert not FORBIDDEN_WORDS.search(text)
    assert "%" not in text
    assert ("fewer" in words) == (together >= 20 and now < before and high < 1)
    assert bool(re.search(r"\bmore\b(?! than)", words)) == (together >= 20 and now > before and low > 1)
    assert ("too few" in words) == (0 < together < 20)
    assert ("no crimes" in words or "none" in words) == (together == 0)


@pytest.mark.parametrize("phi", [1.0, 2.0, 3.0])
def test_every_tile_of_small_counts_is_true(tables: Any, phi: float) -> None:
    for before in COUNTS:
        released = tables.comparison_of({f"Home {now}": (before, now) for now in COUNTS}, phi=phi)
        for now in COUNTS:
            big, small = tile(released, f"Home {now}", "crime")
            assert big == f"{before} to {now}"
            check_claim(small.replace("more than the usual", "beyond the usual"), before, now, phi)
            assert not ("fell" in small and now >= before)
            assert not ("rose" in small and now <= before)
            assert ("the same" in small) == (before == now >= 10)


@pytest.mark.parametrize("phi", [1.0, 2.0, 3.0])
def test_every_title_of_small_counts_is_short_and_true(tables: Any, phi: float) -> None:
    for before, now in itertools.product(COUNTS, COUNTS):
        title = comparison_title(tables.comparison_of({"Home 1": (before, now)}, phi=phi), "crime")
        assert len(title.split()) <= 10
        check_claim(title, before, now, phi)
        if before != now:
            assert f"{before} to {now}" in title


@given(homes, st.sampled_from([1.0, 2.0, 3.0]))
@settings(max_examples=60, deadline=None)
def test_sentences_claim_fewer_or_more_only_of_homes_where_it_is_true(
    tables: Any, numbers: list[tuple[int, int]], phi: float
) -> None:
    released = tables.comparison_of({f"Home {place}": pair for place, pair in enumerate(numbers)}, phi=phi)
    sentences = comparison_sentences(released, "crime", **LABELS)
    assert not FORBIDDEN_WORDS.search(" ".join(sentences))
    assert "%" not in " ".join(sentences)
    for sentence, (place, (before, now)) in itertools.product(sentences, enumerate(numbers)):
        if not re.search(rf"\bHome {place}\b", sentence):
            continue
        low, high = widened_rate_ratio(before, now, phi)[1:]
        assert not sentence.startswith("Fewer") or (now < before and high < 1 and before + now >= 20)
        assert not sentence.startswith("More") or (now > before and low > 1 and before + now >= 20)
        assert " fell " not in sentence or now < before
        assert " rose " not in sentence or now > before
        assert "too few" not in sentence or before + now < 20
        if "either period" not in sentence and before != now and "moved" not in sentence and "; about" not in sentence:
            assert f"{before} to {now}" in sentence


@given(st.lists(counts, min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_up_to_six_homes_are_each_named_once(tables: Any, numbers: list[tuple[int, int]]) -> None:
    released = tables.comparison_of({f"Home {place}": pair for place, pair in enumerate(numbers)})
    text = " ".join(comparison_sentences(released, "incident"))
    assert [len(re.findall(rf"\bHome {place}\b", text)) for place in range(len(numbers))] == [1] * len(numbers)


def test_the_published_crimes(tables: Any) -> None:
    released = tables.derby_comparison("crime")
    assert comparison_title(released, "crime") == "Crimes at the homes: fewer, 54 to 18"
    assert comparison_sentences(released, "crime") == [
        "Fewer crimes at all homes together: 54 to 18, more than the usual ups and downs. "
        "The neighbourhoods together: 4,783 to 4,582.",
        "Crimes at Home 1 (18 to 5) and Home 2 (32 to 10) fell "
        "by about as much as we could expect from counts this small.",
        "Home 3/4: 4 to 3, too few to compare.",
        "The homes together moved further than their neighbourhoods: 18 crimes; "
        "about 51.5 had they moved like their neighbourhoods.",
    ]


def test_the_published_incidents(tables: Any) -> None:
    released = tables.derby_comparison("incident")
    assert comparison_title(released, "incident") == "Incidents at the homes: fewer, 430 to 160"
    assert comparison_sentences(released, "incident")[1] == (
        "Fewer incidents at Home 1 (122 to 19), Home 2 (195 to 75) and Home 3/4 (113 to 66): "
        "more than the usual ups and downs."
    )


@pytest.mark.parametrize(
    ("place", "thing", "words"),
    [
        ("All homes", "crime", ("54 to 18", "fewer, more than the usual ups and downs")),
        ("Home 1", "crime", ("18 to 5", "fell by about as much as we could expect from counts this small")),
        ("Home 3/4", "crime", ("4 to 3", "too few to compare")),
        ("All neighbourhoods", "crime", ("4,783 to 4,582", "fell by no more than the usual ups and downs")),
    ],
)
def test_the_published_tiles(tables: Any, place: str, thing: Any, words: tuple[str, str]) -> None:
    assert tile(tables.derby_comparison(thing), place, thing) == words


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ((18, 54), "Crimes at Home 1: more, 18 to 54"),
        ((18, 5), "Crimes, Home 1: 18 to 5, usual ups and downs"),
        ((20, 20), "Crimes at Home 1: 20 in both periods"),
        ((4, 3), "Crimes, Home 1: 4 to 3, too few to compare"),
        ((0, 0), "Crimes at Home 1: none in either period"),
        ((nan, 3), "Crimes at Home 1: 3, nothing to compare with"),
        ((3, nan), "Crimes at Home 1: 2022-23 not supplied"),
        ((nan, nan), "Crimes at Home 1: neither period supplied"),
    ],
)
def test_a_selection_of_one_line_is_named_in_the_title(tables: Any, counts: tuple[float, float], title: str) -> None:
    assert comparison_title(tables.comparison_of({"Home 1": counts}), "crime", **LABELS) == title


@pytest.mark.parametrize("counts", [(18, 54), (18, 5), (4, 3), (0, 0), (20, 20), (nan, 3), (nan, nan)])
def test_titles_of_long_names_stay_short(tables: Any, counts: tuple[float, float]) -> None:
    released = tables.comparison_of({"The Old Rectory House at Cherry Tree Lane": counts})
    title = comparison_title(released, "incident", previous_label="October 2021 to the end of March 2022")
    assert len(title.split()) <= 10


def test_with_more_than_six_lines_only_fewer_and_more_are_named(tables: Any) -> None:
    released = tables.comparison_of(
        {
            f"Home {place}": pair
            for place, pair in enumerate([(80, 20), (20, 80), (40, 42), (2, 1), (30, 30), (9, 3), (0, 0)])
        }
    )
    assert comparison_sentences(released, "crime")[1:4] == [
        "Fewer crimes at Home 0: 80 to 20, more than the usual ups and downs.",
        "More crimes at Home 1: 20 to 80, more than the usual ups and downs.",
        "5 other homes: no more than the usual ups and downs, or too few to compare.",
    ]


def test_homes_that_went_the_other_way_are_not_said_to_have_gone_further(tables: Any) -> None:
    released = tables.comparison_of({"Home 1": (80, 20), "Home 2": (10, 8)}, area=(1000, 1100))
    assert comparison_sentences(released, "crime")[-1] == (
        "The homes together moved differently from their neighbourhood: 28 crimes; "
        "about 99.0 had they moved like their neighbourhood."
    )


def test_what_was_not_supplied_is_said_and_nothing_compared(tables: Any) -> None:
    released = tables.comparison_of({"Home 1": (nan, 9), "Home 2": (3, 2)})
    assert comparison_sentences(released, "crime", **LABELS) == [
        "Crimes at all homes together: 11 in 2022-23; 2021-22 not supplied, so nothing is compared. "
        "The neighbourhood, Chellaston: 1,000 to 950.",
        "Home 2: 3 to 2, too few to compare.",
        "Home 1: 9 in 2022-23; 2021-22 not supplied, so nothing is compared.",
    ]
    alone = "nothing to compare with: 2021-22 not supplied"
    assert tile(released, "Home 1", "crime", **LABELS) == ("9", alone)
    later = tables.comparison_of({"Home 1": (9, nan), "Home 2": (3, nan)})
    assert tile(later, "Home 1", "crime", **LABELS) == ("not supplied", "2022-23 not supplied")
    assert comparison_sentences(later, "crime", **LABELS)[1] == (
        "Home 1 and Home 2: not supplied for at least one period, so nothing is compared."
    )


def test_homes_that_have_nothing_to_compare_with_share_a_sentence_with_their_counts(tables: Any) -> None:
    released = tables.comparison_of({"Home 1": (nan, 9), "Home 2": (nan, 2)})
    assert comparison_title(released, "crime", **LABELS) == "Crimes at the homes: 11, nothing to compare with"
    assert comparison_sentences(released, "crime", **LABELS)[1] == (
        "Home 1 (9) and Home 2 (2) in 2022-23: 2021-22 not supplied, so nothing is compared."
    )


def test_a_table_that_did_not_pass_the_gate_is_refused() -> None:
    with pytest.raises(TypeError, match="comparison_title takes a Released table"):
        comparison_title(pd.DataFrame(), "crime")  # type: ignore[arg-type]


def test_an_unknown_place_or_thing_is_refused(tables: Any) -> None:
    released = tables.comparison_of({"Home 1": (4, 3)})
    with pytest.raises(ValueError, match="no place 'Home 9'"):
        tile(released, "Home 9", "crime")
    with pytest.raises(ValueError, match="use crime or incident"):
        comparison_title(released, "offence")  # type: ignore[arg-type]


def test_homes_not_open_for_all_of_both_periods_are_counted_and_not_compared(tables: Any) -> None:
    homes = {"Home 1": (80, 20), "Home 5": (0, 30)}
    released = tables.comparison_of(homes, not_open=["Home 5"])
    assert comparison_title(released, "crime") == "Crimes at the homes: 80 to 50, not comparable"
    assert comparison_sentences(released, "crime") == [
        "Crimes at all homes together: 80 to 50; not comparable: Home 5 was not open for all of both periods. "
        "The neighbourhood, Chellaston: 1,000 to 950.",
        "Fewer crimes at Home 1: 80 to 20, more than the usual ups and downs.",
        "Home 5: 0 to 30; not open for all of both periods, so not compared.",
    ]
    assert tile(released, "Home 5", "crime") == ("0 to 30", "not open for all of both periods, so not compared")
    assert tile(released, "All homes", "crime") == (
        "80 to 50",
        "not comparable: Home 5 was not open for all of both periods",
    )


def test_several_homes_not_open_share_a_sentence_and_more_than_three_are_counted(tables: Any) -> None:
    homes = {f"Home {place}": (place, 9) for place in range(5)}
    two = comparison_sentences(tables.comparison_of(homes, not_open=["Home 1", "Home 2"]), "crime")
    assert "not comparable: Home 1 and Home 2 were not open for all of both periods." in two[0]
    assert two[-1] == "Home 1 (1 to 9) and Home 2 (2 to 9): not open for all of both periods, so not compared."
    four = comparison_sentences(tables.comparison_of(homes, not_open=list(homes)[:4]), "crime")
    assert "not comparable: 4 homes were not open for all of both periods." in four[0]


def test_one_line_that_was_not_always_open_is_said_once(tables: Any) -> None:
    released = tables.comparison_of({"Home 5": (0, 30)}, not_open=["Home 5"])
    assert comparison_title(released, "crime") == "Crimes at Home 5: 0 to 30, not comparable"
    assert comparison_sentences(released, "crime") == [
        "Crimes at Home 5: 0 to 30; not open for all of both periods, so not compared. "
        "The neighbourhood, Chellaston: 1,000 to 950."
    ]


def test_the_homes_moved_further_only_beyond_the_widened_interval(tables: Any) -> None:
    assert comparison_sentences(tables.comparison_of({"Home 1": (60, 27), "Home 2": (2, 1)}, (1000, 800)), "crime")[
        -1
    ] == ("The homes together: 28 crimes; about 49.6 had they moved like their neighbourhood.")


@pytest.mark.parametrize("thing", ["crime", "incident"])
def test_the_published_homes_moved_further_than_their_neighbourhoods(tables: Any, thing: Any) -> None:
    last = comparison_sentences(tables.derby_comparison(thing), thing)[-1]
    assert last.startswith("The homes together moved further than their neighbourhoods: ")
