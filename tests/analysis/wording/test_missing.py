import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.ratios import DEFAULT_PHI
from analysis.results import wilson_interval
from analysis.wording import (
    FORBIDDEN,
    TWO_DEFINITIONS,
    homes_with_moved_share,
    missing_sentences,
    missing_tile,
    missing_title,
)

FORBIDDEN_WORDS = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
part = st.tuples(st.integers(0, 40), st.integers(0, 25)).map(lambda pair: (pair[0], sum(pair)))
line = st.tuples(part, part).map(lambda parts: (*parts[0], *parts[1]))


@given(st.lists(line, min_size=1, max_size=8))
@settings(max_examples=80, deadline=None)
def test_no_percentage_is_made_from_counts_under_20(tables: Any, numbers: list[tuple[int, int, int, int]]) -> None:
    share = tables.missing_of({f"Home {place}": counts for place, counts in enumerate(numbers)})
    title, small = missing_title(share), missing_tile(share)
    sentences = missing_sentences(share)
    assert len(title.split()) <= 10
    assert not FORBIDDEN_WORDS.search(" ".join([title, *small, *sentences]))
    together = [sum(counts[position] for counts in numbers) for position in range(4)]
    assert "%" not in title + small[0] or min(together) >= 20
    for sentence in sentences:
        for place, counts in enumerate(numbers):
            if re.search(rf"\bHome {place}\b", sentence) and "%" in sentence:
                assert min(counts) >= 20
        if "all homes together" in sentence and "%" in sentence:
            assert min(together) >= 20


@given(st.lists(line, min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_share_is_said_to_fall_or_rise_only_if_it_did(tables: Any, numbers: list[tuple[int, int, int, int]]) -> None:
    share = tables.missing_of({f"Home {place}": counts for place, counts in enumerate(numbers)})
    for sentence in missing_sentences(share):
        found = re.match(r"At Home (\d) the share (fell|rose|stayed at about the same)", sentence)
        if found:
            before, all_before, now, all_now = numbers[int(found[1])]
            difference = now / all_now - before / all_before
            assert all_before + all_now >= 20
            assert found[2] != "fell" or difference < 0
            assert found[2] != "rose" or difference > 0
            assert found[2] != "stayed at about the same" or abs(difference) < 0.05


def test_the_published_share(tables: Any) -> None:
    share, wider = tables.derby_missing(), tables.derby_missing(True)
    assert missing_title(share) == "Missing share of incidents: about the same, 71% to 72%"
    assert missing_tile(share) == ("71% to 72%", "about the same; fell at one home, rose at two")
    assert missing_sentences(share, wider) == [
        "Missing Person as a share of incidents at all homes together stayed at about the same: "
        "306 of 430 to 115 of 160 (71% to 72%).",
        "Behind this, the share fell at one home and rose at two, all of them within the usual ups and downs.",
        "At Home 1 the share fell: 96 of 122 to 8 of 19.",
        "At Home 2 the share rose: 136 of 195 to 58 of 75 (70% to 77%).",
        "At Home 3/4 the share rose: 74 of 113 to 49 of 66 (65% to 74%).",
        "With Missing No Apparent Risk counted too: 316 of 430 to 115 of 160 (73% to 72%).",
        "Missing No Apparent Risk itself: 10 to 0, so the two shares did not move alike; how such calls are recorded "
        "may have changed.",
    ]


def test_one_line_is_named_and_its_small_counts_stay_counts(tables: Any) -> None:
    share = tables.missing_of({"Home 1": (96, 122, 8, 19)})
    assert missing_title(share) == "Missing share: within the usual ups and downs"
    assert missing_sentences(share) == [
        "Missing Person as a share of incidents at Home 1 fell: 96 of 122 to 8 of 19, no more than the usual ups and "
        "downs."
    ]
    beyond = tables.missing_of({"Home 1": (110, 122, 5, 19)})
    assert missing_title(beyond) == "Missing share fell: 110 of 122 to 5 of 19"
    assert missing_sentences(beyond) == [
        "Missing Person as a share of incidents at Home 1 fell: 110 of 122 to 5 of 19."
    ]


def test_few_incidents_are_too_few_to_compare(tables: Any) -> None:
    share = tables.missing_of({"Home 1": (3, 3, 3, 4)})
    assert missing_title(share) == "Missing share at Home 1: too few to compare"
    assert missing_tile(share) == ("3 of 3 to 3 of 4", "too few to compare")


def test_a_period_without_incidents_has_no_share(tables: Any) -> None:
    share = tables.missing_of({"Home 1": (0, 0, 30, 40)})
    assert missing_tile(share) == ("no incidents to 30 of 40", "a period without incidents")


def test_a_period_not_supplied_is_said(tables: Any) -> None:
    nan = float("nan")
    share = tables.missing_of({"Home 1": (nan, nan, 30, 40), "Home 2": (20, 30, 30, 40)})
    assert missing_title(share, previous_label="2021-22") == "Missing share of incidents: 75%, nothing to compare with"
    assert missing_tile(share, previous_label="2021-22") == ("75%", "nothing to compare with: 2021-22 not supplied")
    assert missing_sentences(share, previous_label="2021-22", current_label="2022-23")[0].endswith(
        ": 60 of 80 in 2022-23; 2021-22 not supplied, so nothing is compared."
    )
    few = tables.missing_of({"Home 1": (nan, nan, 12, 15)})
    assert missing_tile(few)[0] == "12 of 15"
    none = tables.missing_of({"Home 1": (nan, nan, 0, 0)})
    assert missing_tile(none)[0] == "no incidents"
    later = tables.missing_of({"Home 1": (30, 40, nan, nan)})
    assert missing_tile(later, current_label="2022-23") == ("not supplied", "2022-23 not supplied")
    assert missing_sentences(share)[-1] == "Home 1: not supplied for at least one period, so nothing is compared."


def test_no_movement_is_claimed_where_the_intervals_overlap(tables: Any) -> None:
    share = tables.missing_of({"Home 1": (19, 25, 13, 16)})
    assert missing_title(share) == "Missing share: within the usual ups and downs"
    assert missing_tile(share) == ("19 of 25 to 13 of 16", "no more than the usual ups and downs")
    in_percent = tables.missing_of({"Home 1": (70, 100, 80, 100)})
    assert missing_title(in_percent) == "Missing share: 70% to 80%, usual ups and downs"
    assert missing_tile(in_percent) == ("70% to 80%", "no more than the usual ups and downs")


@given(st.lists(line, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_titles_and_tiles_say_fell_or_rose_of_all_only_beyond_the_intervals(
    tables: Any, numbers: list[tuple[int, int, int, int]]
) -> None:
    share = tables.missing_of({f"Home {place}": counts for place, counts in enumerate(numbers)})
    together = [sum(counts[position] for counts in numbers) for position in range(4)]
    low, high = wilson_interval(*(count / DEFAULT_PHI for count in together[:2]))
    low_now, high_now = wilson_interval(*(count / DEFAULT_PHI for count in together[2:]))
    small = missing_tile(share)[1].split(";")[0]
    for said in (missing_title(share), small):
        assert not re.search(r"\b(fell|rose)\b", said) or high < low_now or high_now < low


def test_homes_that_all_moved_within_the_intervals_are_said_to_once(tables: Any) -> None:
    share = tables.missing_of({"Home 1": (70, 100, 80, 100), "Home 2": (80, 100, 70, 100)})
    told = missing_sentences(share)
    assert told[1] == (
        "Behind this, the share fell at one home and rose at one, both of them within the usual ups and downs."
    )
    assert len([sentence for sentence in told if "ups and downs" in sentence]) == 1


def test_only_the_homes_within_the_usual_are_named_so_where_another_moved_further(tables: Any) -> None:
    share = tables.missing_of(
        {"Home 1": (180, 200, 100, 200), "Home 2": (100, 200, 180, 200), "Home 3": (70, 100, 80, 100)}
    )
    told = missing_sentences(share)
    assert told[1] == "Behind this, the share fell at one home and rose at two."
    assert told[-1] == "At Home 3 that is no more than the usual ups and downs."
    assert homes_with_moved_share(share) == ["Home 1", "Home 2"]


def test_the_verdict_allows_for_runs_where_the_plain_intervals_keep_apart(tables: Any) -> None:
    # Wilson of 300 of 400 and 260 of 400: 70.5-79.0 and 60.2-69.5; of a third as many: 67.0-81.6 and 56.5-72.6
    assert homes_with_moved_share(tables.missing_of({"Home 1": (300, 400, 260, 400), "Home 2": (9, 9, 9, 9)})) == []


def test_one_or_two_missing_at_a_home_are_not_said(tables: Any) -> None:
    share = tables.missing_of({"Home 1": (17, 40, 1, 4), "Home 2": (136, 195, 58, 75)})
    told = " ".join(missing_sentences(share))
    assert "Home 1: too few to show, fewer than 3 missing in a period." in told
    assert "17" not in told
    assert "withheld" not in told
    # All homes, less Home 2, would tell it.
    assert missing_title(share) == "Missing share: too few to show at a home"
    assert missing_tile(share) == ("too few to show", "fewer than 3 missing in a period at a home")
    assert "all homes together: not shown, since it would tell of a home with fewer than 3 missing" in told
    assert "153" not in told
    alone = tables.missing_of({"Home 1": (17, 40, 1, 4)})
    assert missing_title(alone) == "Missing share at Home 1: too few to show"
    assert missing_tile(alone) == ("too few to show", "fewer than 3 missing in a period")
    assert missing_sentences(alone) == [
        "Missing Person as a share of incidents at Home 1: too few to show, fewer than 3 missing in a period."
    ]


def test_a_home_not_supplied_before_and_with_one_missing_now_is_not_called_not_supplied(tables: Any) -> None:
    nan = float("nan")
    alone = tables.missing_of({"Home 1": (nan, nan, 1, 4)})
    assert missing_title(alone) == "Missing share at Home 1: too few to show"


@pytest.mark.parametrize("wider", [(51, 100, 70, 100), (60, 100, 62, 100)], ids=["before", "now"])
def test_one_or_two_without_apparent_risk_are_not_given_away_by_subtraction(
    tables: Any, wider: tuple[int, int, int, int]
) -> None:
    share = tables.missing_of({"Home 1": (50, 100, 60, 100)})
    assert "No Apparent Risk" not in " ".join(missing_sentences(share, tables.missing_of({"Home 1": wider})))


def test_of_many_homes_only_their_number_is_said_with_how_many_are_within_the_usual(tables: Any) -> None:
    ups = {f"Home {place}": (70, 100, 80, 100) for place in range(1, 5)}
    downs = {f"Home {place}": (80, 100, 70, 100) for place in range(5, 9)}
    assert missing_sentences(tables.missing_of({**ups, **downs}))[1:] == [
        "Behind this, the share fell at four homes and rose at four, all of them within the usual ups and downs."
    ]


def test_a_possible_change_in_recording_is_said_where_more_or_fewer_calls_were_without_risk(tables: Any) -> None:
    share = tables.missing_of({"Home 1": (50, 100, 60, 100)})
    alike = tables.missing_of({"Home 1": (55, 100, 70, 100)})
    assert missing_sentences(share, alike)[-1] == (
        "Missing No Apparent Risk itself: 5 to 10; how such calls are recorded may have changed."
    )
    apart = tables.missing_of({"Home 1": (80, 100, 70, 100)})
    assert missing_sentences(share, apart)[-1] == (
        "Missing No Apparent Risk itself: 30 to 10, so the two shares did not move alike; how such calls are recorded "
        "may have changed."
    )


def test_of_too_few_incidents_no_share_is_said_to_have_moved_unlike_the_other(tables: Any) -> None:
    share, wider = tables.missing_of({"Home 1": (3, 7, 3, 7)}), tables.missing_of({"Home 1": (6, 7, 3, 7)})
    assert missing_sentences(share, wider)[-1].startswith("Missing No Apparent Risk itself: 3 to 0; how such")


def test_the_note_on_both_definitions_names_no_cause() -> None:
    assert not FORBIDDEN_WORDS.search(TWO_DEFINITIONS)
    assert "neither says why it moved" in TWO_DEFINITIONS
