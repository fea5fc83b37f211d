import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.benchmarks import convicted_or_cautioned
from analysis.disclosure import Released, release
from analysis.wording import (
    DEFINITION_CHANGED,
    FORBIDDEN,
    NEVER_JOINED,
    NO_PERIOD,
    OTHER_CHILDREN,
    benchmarks_how_sure_sentences,
    benchmarks_sentences,
    benchmarks_title,
)

FORBIDDEN_WORDS = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
COLUMNS = ["area", "year", "percent", "numerator", "denominator", "source"]
NAN = float("nan")
DERBY = {2021: (11, 293), 2022: (12, 297), 2023: (12, 311), 2024: (17, 302), 2025: (13, 279)}
ENGLAND = {2021: (960, 40470), 2022: (860, 39920), 2023: (830, 40600), 2024: (930, 41530), 2025: (800, 40990)}
Counts = dict[int, tuple[int, int]]


def released(rows: list[tuple[Any, ...]], name: str = "Derby City") -> Released:
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[2:5], "float64"))
    return release({"t": convicted_or_cautioned(frame, name)}, "partnership")["t"]


def by_counts(own: Counts, england: Counts | None = None, area: str = "Derby") -> Released:
    rows = [(area, year, NAN, *numbers, "DfE tables") for year, numbers in own.items()]
    rows += [("England", year, NAN, *numbers, "DfE rounded") for year, numbers in (england or ENGLAND).items()]
    return released(rows, area)


def by_percent(own: dict[int, float], england: dict[int, float]) -> Released:
    rows = [("Derby", year, value, NAN, NAN, "DfE") for year, value in own.items()]
    return released(rows + [("England", year, value, NAN, NAN, "DfE") for year, value in england.items()])


def test_derbys_published_counts() -> None:
    table = by_counts(DERBY)
    assert benchmarks_title(table) == "Convicted or cautioned: Derby above England, 2021 to 2025"
    assert benchmarks_sentences(table, "Derby City") == [
        "Derby, year to March 2025: 13 of 279 children; at England's share it would be about 5.4. "
        "England: 800 of 40,990 (2.0%).",
        "In 2021 the distance from England is no more than the usual ups and downs; from one year to the next no "
        "change can be told.",
        "Derby's share is above England's in every year of the DfE's counts, 2021 to 2025.",
    ]
    assert "11 to 17 children a year" in benchmarks_how_sure_sentences(table)[0]


def test_a_year_whose_interval_lies_beyond_the_one_before_is_said_to_have_moved() -> None:
    sentences = benchmarks_sentences(by_counts({2021: (100, 300), 2022: (10, 300), 2023: (100, 300)}), "Derby City")
    assert sentences[-2:] == [
        "Derby's share fell from 2021 to 2022 by more than the usual ups and downs: 100 of 300, then 10 of 300.",
        "Derby's share rose from 2022 to 2023 by more than the usual ups and downs: 10 of 300, then 100 of 300.",
    ]


def test_without_a_year_near_england_it_is_still_said_that_no_change_can_be_told() -> None:
    sentences = benchmarks_sentences(by_counts({2021: (60, 300), 2022: (62, 300)}), "Derby City")
    assert sentences[1] == "From one year to the next, of Derby's share no change can be told."


def test_a_title_names_its_years_since_other_series_hold_others() -> None:
    gap = by_counts({2021: (60, 300), 2023: (60, 300), 2025: (60, 300)})
    assert benchmarks_title(gap) == "Convicted or cautioned: above England in 3 years to 2025"
    long = by_counts(DERBY, area="Bath and North East Somerset")
    assert benchmarks_title(long) == "Convicted or cautioned: above England, 2021 to 2025"
    mixed = by_counts({**DERBY, 2025: (0, 279)}, area="Bath and North East Somerset")
    assert benchmarks_title(mixed) == "Above England in 4 of 5 years to 2025"


def test_of_two_editions_the_newest_alone_is_told() -> None:
    rows = [("Derby", year, NAN, *numbers, "DfE, edition 2025") for year, numbers in DERBY.items()]
    rows += [("Derby", year, NAN, 1, 300, "DfE, edition 2024") for year in (2020, 2021, 2022, 2023, 2024)]
    rows += [("England", year, NAN, *numbers, "DfE rounded") for year, numbers in ENGLAND.items()]
    alone = by_counts(DERBY)
    assert benchmarks_title(released(rows)) == benchmarks_title(alone)
    assert benchmarks_sentences(released(rows), "Derby City") == benchmarks_sentences(alone, "Derby City")
    assert benchmarks_how_sure_sentences(released(rows)) == benchmarks_how_sure_sentences(alone)


def test_years_that_do_not_follow_each_other_are_not_compared() -> None:
    sentences = benchmarks_sentences(by_counts({2021: (100, 300), 2023: (10, 300)}), "Derby City")
    assert not [sentence for sentence in sentences if "year to the next" in sentence or "from 2021" in sentence]


@pytest.mark.parametrize(
    ("own", "title"),
    [
        ({2024: 6, 2025: 5}, "Convicted or cautioned: Derby above England, 2024 to 2025"),
        ({2024: 1, 2025: 1}, "Convicted or cautioned: Derby below England, 2024 to 2025"),
        ({2024: 2, 2025: 2}, "Convicted or cautioned: Derby at England, 2024 to 2025"),
        ({2024: 2, 2025: 5}, "Derby above England in 1 of 2 years to 2025"),
        ({2024: 1, 2025: 2}, "Derby below England in 1 of 2 years to 2025"),
        ({2025: 5}, "Convicted or cautioned: Derby above England, 2025"),
        ({2019: 5}, "Convicted or cautioned: published figures of Derby"),
    ],
)
def test_whole_percentages_say_on_which_side_of_england(own: dict[int, float], title: str) -> None:
    table = by_percent(own, {2024: 2, 2025: 2})
    assert benchmarks_title(table) == title


def test_whole_percentages_are_told_by_years_and_never_as_percentages() -> None:
    table = by_percent({2023: 1, 2024: 2, 2025: 5}, {2023: 2, 2024: 2, 2025: 2})
    assert benchmarks_sentences(table, "Derby City") == [
        "Derby's share in the DfE's whole percentages, 2023 to 2025: above England's in 1, below England's in 1 and "
        "at England's in 1 of 3 years.",
        "From whole percentages no change from one year to the next can be told.",
    ]
    assert benchmarks_how_sure_sentences(table) == []


def test_an_authority_without_a_published_series_is_told_so() -> None:
    rows = [("Derby", 2025, NAN, 13, 279, "DfE tables")]
    table = released(rows, "Kent")
    assert benchmarks_title(table) == "Convicted or cautioned: no published series loaded"
    assert benchmarks_sentences(table, "Kent") == ["No published series of Kent is loaded."]


@given(
    st.dictionaries(st.integers(2021, 2025), st.tuples(st.integers(0, 60), st.integers(60, 400)), min_size=1),
    st.sampled_from(["Derby", "Bath and North East Somerset", "Bournemouth, Christchurch and Poole of the South"]),
)
def test_words_are_short_and_no_percentage_of_fewer_than_twenty_is_said(own: Counts, area: str) -> None:
    table = by_counts(own, area=area)
    title, sentences = benchmarks_title(table), benchmarks_sentences(table, area)
    said = " ".join([title, *sentences, *benchmarks_how_sure_sentences(table)])
    assert len(title.split()) <= 10
    assert not FORBIDDEN_WORDS.search(said)
    assert "%" not in title
    england = re.findall(r"England: [\d,]+ of [\d,]+ \([\d.]+%\)", said)
    assert said.replace("95%", "").count("%") == len(england)


def test_the_notes_hold_no_forbidden_word() -> None:
    for note in (DEFINITION_CHANGED, NEVER_JOINED, NO_PERIOD, OTHER_CHILDREN):
        assert not FORBIDDEN_WORDS.search(note)
