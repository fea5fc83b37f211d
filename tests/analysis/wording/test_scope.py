import re
from datetime import date

from analysis.wording import (
    FORBIDDEN,
    NOT_ALLOWED_FOR_OCCUPANCY,
    POPULATIONS,
    RATES_BELOW,
    RATES_ON_HOMES_PAGE,
    scope_line,
)

YEARS = ("April 2022 to March 2023", "April 2021 to March 2022")


def test_the_scope_of_every_home() -> None:
    assert scope_line([], *YEARS, date(2023, 3, 31)) == (
        "All council homes · April 2022 to March 2023 against April 2021 to March 2022 · police data as at 31/03/2023"
    )


def test_up_to_four_lines_are_named_and_more_are_counted() -> None:
    assert scope_line(["Home 1", "Home 3/4"], *YEARS, None).startswith("Home 1 and Home 3/4 · ")
    assert scope_line([f"Home {number}" for number in range(5)], *YEARS, None).startswith("5 homes · ")


def test_a_source_that_was_never_supplied_is_said() -> None:
    assert scope_line([], *YEARS, None, source="YJS data").endswith(" · no YJS data supplied")


def test_without_a_comparison_the_period_stands_alone() -> None:
    assert scope_line([], YEARS[0], "", None, every_home="All homes") == (
        "All homes · April 2022 to March 2023 · no police data supplied"
    )


def test_each_population_and_the_caution_on_occupancy_keep_to_the_words() -> None:
    assert set(POPULATIONS) == {"police", "yjs", "cromarty", "dfe"}
    said = " ".join([*POPULATIONS.values(), NOT_ALLOWED_FOR_OCCUPANCY, RATES_BELOW, RATES_ON_HOMES_PAGE])
    assert not any(re.search(pattern, said, re.IGNORECASE) for pattern in FORBIDDEN)


def test_the_caution_says_where_the_rates_are_that_allow_for_it() -> None:
    assert RATES_BELOW == "Does not allow for how many children lived there; the rates per 100 child-months below do."
    assert RATES_ON_HOMES_PAGE.endswith("; the rates per 100 child-months on the page Homes and neighbourhoods do.")
