import re
from math import nan

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import Released, release
from analysis.occupancy import KEYS, rate_per_child_months
from analysis.periods import parse_period
from analysis.results import figure, result_frame
from analysis.wording import (
    CANNOT_SAY_RATES,
    CHILD_MONTHS_IN_WORDS,
    EXACT_LIMITS,
    FORBIDDEN,
    NOT_SUPPLIED_TITLE,
    WITHHELD_WHERE_FEW,
    occupancy_missing_sentence,
    rate_sentences,
    rate_title,
)

LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
FORBIDDEN_WORDS = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
Both = tuple[float, float, float, float]
BEFORE, NOW = parse_period("2021-22"), parse_period("2022-23")
NEVER = (nan, nan, nan, nan)


def rates(lines: dict[str, Both]) -> Released:
    """Lines as (count, child-months) before and now, NaN where not supplied; all homes are added up."""
    together = tuple(sum(numbers[place] for numbers in lines.values()) for place in range(4))
    rows = []
    for order, (line, numbers) in enumerate([*lines.items(), ("All homes", together)]):
        keys = dict(zip(KEYS, (line, order), strict=True))
        for when, count, lived in (("previous", *numbers[:2]), ("current", *numbers[2:])):
            value = count / lived if lived else nan
            supplied = count == count
            rows.append(
                figure(
                    keys,
                    when,  # type: ignore[arg-type]
                    "rate",
                    "per_100_child_months",
                    value,
                    numerator=count,
                    denominator=lived,
                    supplied=supplied,
                )
            )
    return release({"rates": result_frame(KEYS, rows)}, "partnership")["rates"]


INCIDENTS = rates({"Home 1": (122, 53.8, 19, 54.0), "Home 2": (308, 113.9, 141, 114.9)})
CRIMES = rates({"Home 1": (18, 53.8, 5, 54.0), "Home 2": (36, 113.9, 13, 114.9)})


def test_the_counts_stand_first_and_then_the_rates() -> None:
    assert rate_sentences(INCIDENTS, "incident", **LABELS) == [
        "Incidents at all homes together: 430 to 160. Allowing for how many children lived there: 256.4 to 94.7 per "
        "100 child-months."
    ]


def test_of_counts_under_20_no_rate_is_said() -> None:
    assert rate_sentences(CRIMES, "crime", **LABELS) == [
        "Crimes at all homes together: 54 to 18. Allowing for how many children lived there: 54 in 167.7 child-months, "
        "then 18 in 168.9."
    ]


def test_the_title_is_of_the_first_that_is_large_enough_for_a_rate() -> None:
    assert rate_title({"incident": INCIDENTS, "crime": CRIMES}, **LABELS) == (
        "Per 100 child-months: incidents 256.4 to 94.7"
    )
    assert (
        rate_title({"incident": CRIMES, "crime": INCIDENTS}, **LABELS) == "Per 100 child-months: crimes 256.4 to 94.7"
    )
    assert rate_title({"incident": CRIMES, "crime": CRIMES}, **LABELS) == (
        "Child-months lived in the homes: 167.7 to 168.9"
    )


def test_one_home_is_named() -> None:
    (sentence,) = rate_sentences(rates({"Home 1": (122, 53.8, 40, 54.0)}), "incident", **LABELS)
    assert sentence.startswith("Incidents at Home 1: 122 to 40. ")


def test_a_period_that_was_not_supplied_is_named_and_nothing_compared() -> None:
    released = rates({"Home 1": (nan, nan, 19, 54.0), "Home 2": (nan, nan, 75, 54.0)})
    assert rate_title({"incident": released}, **LABELS) == "Rates per child-month: 2021-22 not supplied"
    assert rate_sentences(released, "incident", **LABELS) == [
        "Incidents at all homes together: 94 in 108.0 child-months in 2022-23; 2021-22 not supplied, so nothing is "
        "compared."
    ]
    assert rate_sentences(rates({"Home 1": NEVER}), "crime", **LABELS) == ["Crimes at Home 1: neither period supplied."]


def test_homes_without_a_rate_are_named_where_others_have_one() -> None:
    released = rates({"Home 1": NEVER, "Home 2": (30, 54.0, 75, 54.0)})
    assert rate_sentences(released, "incident", **LABELS)[-1] == "Home 1: no rate for at least one period."
    many = rates({**{f"Home {n}": NEVER for n in range(5)}, "Home 9": (30, 54.0, 75, 54.0)})
    assert rate_sentences(many, "incident", **LABELS)[-1] == "5 homes: no rate for at least one period."


def withheld_of(few: set[str]) -> Released:
    """Three homes with 1 or 4 children in every month, of which those with 1 are withheld."""
    months = [*BEFORE.months, *NOW.months]
    homes = ("Home 1", "Home 2", "Home 3")
    places = pd.DataFrame([(n, line, n) for n, line in enumerate(homes)], columns=["home_id", "line", "line_order"])
    places = places.assign(opened=None, closed=None)
    coverage = pd.DataFrame(
        [("home", str(n), month) for n in range(3) for month in months], columns=["place_kind", "place", "month"]
    )
    lived = pd.DataFrame(
        [(n, month, 1.0 if line in few else 4.0) for n, line in enumerate(homes) for month in months],
        columns=["home_id", "month", "average_children"],
    )
    counts = lived.assign(count=2)[["home_id", "month", "count"]]
    table = rate_per_child_months(counts, lived, places, coverage, coverage, BEFORE, NOW)
    return release({"rates": table}, "partnership")["rates"]


def test_it_is_said_where_few_children_lived_and_no_count_in_child_months_is_given() -> None:
    two = withheld_of({"Home 1", "Home 2"})
    assert rate_title({"incident": two}, **LABELS).startswith("Per 100 child-months: incidents")
    assert rate_sentences(two, "incident", **LABELS)[1:] == [
        "Home 1 and Home 2: withheld, since fewer than 3 children lived there on average."
    ]
    one = withheld_of({"Home 1"})
    assert rate_title({"incident": one}, **LABELS) == "Rates per child-month: both periods withheld"
    assert rate_sentences(one, "incident", **LABELS) == [
        "Incidents at all homes together: both periods withheld.",
        "Home 1: withheld, since fewer than 3 children lived there on average.",
    ]
    assert not FORBIDDEN_WORDS.search(WITHHELD_WHERE_FEW)


def test_where_nobody_lived_there_is_no_rate() -> None:
    released = rates({"Home 1": (30, 0.0, 75, 54.0)})
    assert "30 in 0.0 child-months, then 75 in 54.0" in rate_sentences(released, "incident", **LABELS)[0]


def test_without_homes_nothing_is_said() -> None:
    empty = release({"rates": result_frame(KEYS, [])}, "partnership")["rates"]
    assert rate_sentences(empty, "incident", **LABELS) == []
    assert rate_title({"incident": empty}, **LABELS) == "Rates: no homes in this selection"


def test_what_stands_beside_rates_keeps_to_the_words() -> None:
    told = [*CANNOT_SAY_RATES, *EXACT_LIMITS, CHILD_MONTHS_IN_WORDS, NOT_SUPPLIED_TITLE]
    assert not FORBIDDEN_WORDS.search(" ".join([*told, occupancy_missing_sentence(**LABELS)]))
    assert "2021-22 or 2022-23" in occupancy_missing_sentence(**LABELS)


line = st.tuples(st.integers(0, 60), st.floats(0.1, 200), st.integers(0, 60), st.floats(0.1, 200))


@given(st.lists(line, min_size=1, max_size=7))
@settings(max_examples=60, deadline=None)
def test_rates_are_said_of_20_or_more_without_percentage_or_verdict(numbers: list[Both]) -> None:
    released = rates({f"Home {place}": both for place, both in enumerate(numbers)})
    title, sentences = rate_title({"incident": released}, **LABELS), rate_sentences(released, "incident", **LABELS)
    told = " ".join([title, *sentences])
    assert len(title.split()) <= 10
    assert not FORBIDDEN_WORDS.search(told)
    assert not re.search(r"%|\b(more|fewer|rose|fell)\b", told)
    small = min(sum(both[place] for both in numbers) for place in (0, 2)) < 20
    assert ("per 100 child-months" in " ".join(sentences)) is not small
