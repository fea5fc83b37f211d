import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.breakdown import outcome_breakdown, type_breakdown
from analysis.periods import parse_period
from analysis.wording import FORBIDDEN, breakdown_sentences, breakdown_title, outcome_sentences, outcome_title

FORBIDDEN_WORDS = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
LABELS = {"previous_label": "2021-22", "current_label": "2022-23"}
NAMES = ["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot"]
SENSITIVE = ("Echo", "Foxtrot")
types_of_a_line = st.dictionaries(st.sampled_from(NAMES), st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1)


@given(types_of_a_line, types_of_a_line, st.sampled_from(["casework", "partnership"]))
@settings(max_examples=80, deadline=None)
def test_sensitive_types_are_never_named_and_titles_stay_true(
    tables: Any, first: dict[str, tuple[int, int]], second: dict[str, tuple[int, int]], audience: Any
) -> None:
    lines = {"Home 1": first, "Home 2": second}
    released = tables.breakdown_of(lines, SENSITIVE, audience)
    together = {
        name: [sum(types.get(name, (0, 0))[when] for types in lines.values()) for when in (0, 1)] for name in NAMES
    }
    for line in ("Home 1", "Home 2", "All homes"):
        title = breakdown_title(released, "offence", line, **LABELS)
        said = [title, *breakdown_sentences(released, "offence", line, **LABELS)]
        assert len(title.split()) <= 10
        assert not FORBIDDEN_WORDS.search(" ".join(said))
        assert not any(name in text for name in SENSITIVE for text in said)
        if "the most frequent offence" in title:
            own = together if line == "All homes" else lines[line]
            assert own[title.split()[0].rstrip(":")][1] == max(pair[1] for pair in own.values())


@given(types_of_a_line, types_of_a_line)
@settings(max_examples=60, deadline=None)
def test_a_type_with_one_or_two_at_a_home_is_not_named_there(
    tables: Any, first: dict[str, tuple[int, int]], second: dict[str, tuple[int, int]]
) -> None:
    released = tables.breakdown_of({"Home 1": first, "Home 2": second})
    said = " ".join(
        [breakdown_title(released, "incident", "Home 1"), *breakdown_sentences(released, "incident", "Home 1")]
    )
    assert not any(name in said for name, pair in first.items() if {1, 2} & set(pair))


@given(types_of_a_line, types_of_a_line)
@settings(max_examples=60, deadline=None)
def test_a_type_is_new_only_from_three_at_all_homes_together(
    tables: Any, first: dict[str, tuple[int, int]], second: dict[str, tuple[int, int]]
) -> None:
    released = tables.breakdown_of({"Home 1": first, "Home 2": second}, SENSITIVE)
    new = " ".join(sentence for sentence in breakdown_sentences(released, "incident") if sentence.startswith("New"))
    for name in NAMES:
        before, now = (first.get(name, (0, 0))[when] + second.get(name, (0, 0))[when] for when in (0, 1))
        expected = before == 0 and now >= 3 and name not in SENSITIVE
        assert (name in new) == expected


def test_the_published_incidents(tables: Any) -> None:
    released = tables.derby_breakdown("incidents_by_type", "incident_type")
    assert breakdown_title(released, "incident") == "Missing Person: 306 to 115, the most frequent incident"
    assert breakdown_sentences(released, "incident", **LABELS) == [
        "The most frequent incidents at all homes together: Missing Person 306 to 115, "
        "Concern for Safety/Collapse/Illness/Injury 28 to 9, Violence (crime-related) 19 to 9."
    ]
    assert breakdown_title(released, "incident", "Home 2") == "Missing Person at Home 2: 136 to 58"


def test_the_published_offences(tables: Any) -> None:
    released = tables.derby_breakdown("crimes_by_offence_type", "offence_type")
    assert breakdown_title(released, "offence") == "Violence without injury: 19 to 4, the most frequent offence"
    assert breakdown_title(released, "offence", "Home 3/4") == "Offences at Home 3/4: 4 to 3"


def test_types_new_at_all_homes_are_named_with_their_count(tables: Any) -> None:
    released = tables.breakdown_of({"Home 1": {"Hoax": (0, 2), "Drugs": (5, 4)}, "Home 2": {"Hoax": (0, 2)}})
    assert breakdown_sentences(released, "incident", **LABELS)[-1] == (
        "New in 2022-23 against 2021-22, all homes together: Hoax (4)."
    )


def test_nothing_in_the_period_is_said_in_words(tables: Any) -> None:
    released = tables.breakdown_of({"Home 1": {"Hoax": (9, 0)}, "Home 2": {"Hoax": (3, 0)}})
    assert breakdown_title(released, "incident", **LABELS) == "Incidents at the homes: none in 2022-23"
    assert breakdown_sentences(released, "incident", **LABELS) == ["No incidents at all homes together in 2022-23."]


def test_an_earlier_period_not_supplied_is_said_once(tables: Any) -> None:
    nan = float("nan")
    released = tables.breakdown_of({"Home 1": {"Hoax": (nan, 9)}, "Home 2": {"Hoax": (nan, 3)}})
    assert breakdown_sentences(released, "incident", **LABELS) == [
        "The most frequent incidents at all homes together: Hoax 12 (2021-22 not supplied)."
    ]


def test_a_long_label_leaves_the_title_at_ten_words(tables: Any) -> None:
    label = "Absconder/AWOL/Wanted Persons/Police and Court Orders/Bail and some other words besides these"
    released = tables.breakdown_of({"Home 1": {label: (9, 9)}, "Home 2": {label: (9, 9)}})
    assert breakdown_title(released, "incident") == "Incidents: 18 to 18"


def test_outcomes_are_told_in_their_order_with_what_is_open(tables: Any) -> None:
    outcomes = pd.DataFrame(
        [("open", 0, 4, "current"), ("formal court", 1, 6, "previous"), ("no further action", 4, 9, "current")],
        columns=["outcome_class", "class_order", "count", "period"],
    )
    assert outcome_sentences(tables.give(outcome_breakdown(outcomes)), **LABELS) == [
        "Outcomes of crimes, 2021-22 to 2022-23: open 0 to 4, formal court 6 to 0, no further action 0 to 9.",
        "4 crimes are still open, so the latest outcomes will change.",
    ]


def test_an_unknown_noun_is_refused(tables: Any) -> None:
    with pytest.raises(ValueError, match="use incident or offence"):
        breakdown_title(tables.breakdown_of({"Home 1": {"Hoax": (9, 9)}}), "crime")  # type: ignore[arg-type]


def places_and_coverage(*covered: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    homes = [(1, "Home 1", 1), (2, "Home 2", 2)]
    places = pd.DataFrame(homes, columns=["home_id", "line", "line_order"]).assign(opened=None, closed=None)
    rows = [("home", str(home[0]), month) for home in homes for year in covered for month in parse_period(year).months]
    return places, pd.DataFrame(rows, columns=["place_kind", "place", "month"])


def nothing_recorded(tables: Any, *covered: str) -> Any:
    counts = pd.DataFrame(columns=["home_id", "month", "type", "sensitive", "count"])
    years = parse_period("2021-22"), parse_period("2022-23")
    return tables.give(type_breakdown(counts, *places_and_coverage(*covered), *years))


@pytest.mark.parametrize(
    ("covered", "title", "sentence"),
    [
        (
            (),
            "Incidents at the homes: neither period supplied",
            "Incidents at all homes together: neither period supplied.",
        ),
        (
            ("2021-22",),
            "Incidents at the homes: 2022-23 not supplied",
            "Incidents at all homes together: 2022-23 not supplied.",
        ),
        (
            ("2022-23",),
            "Incidents at the homes: none in 2022-23",
            "No incidents at all homes together in 2022-23 (2021-22 not supplied).",
        ),
        (
            ("2021-22", "2022-23"),
            "Incidents at the homes: none in 2022-23",
            "No incidents at all homes together in 2022-23.",
        ),
    ],
)
def test_nothing_recorded_is_none_only_where_it_was_supplied(
    tables: Any, covered: tuple[str, ...], title: str, sentence: str
) -> None:
    released = nothing_recorded(tables, *covered)
    assert breakdown_title(released, "incident", **LABELS) == title
    assert breakdown_sentences(released, "incident", **LABELS) == [sentence]


def test_no_homes_are_said_to_be_none(tables: Any) -> None:
    released = tables.breakdown_of({"Home 1": {"Hoax": (1, 1)}})
    assert breakdown_title(released, "incident", "Home 9") == "Incidents: no homes in this selection"
    assert breakdown_sentences(released, "incident", "Home 9") == []


def outcomes_of(tables: Any, *rows: tuple[str, int, int, str], **covered: bool) -> Any:
    outcomes = pd.DataFrame(rows, columns=["outcome_class", "class_order", "count", "period"])
    supplied = {"previous": True, "current": True} | covered
    return tables.give(outcome_breakdown(outcomes, covered=supplied))


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("open", 0, 6, "current"), ("formal court", 1, 12, "current")], "6 of 18 crimes in 2022-23 are still open"),
        ([("open", 0, 1, "current"), ("formal court", 1, 1, "current")], "1 of 2 crimes in 2022-23 is still open"),
        ([("formal court", 1, 54, "current")], "All 54 crimes in 2022-23 have an outcome"),
        ([("formal court", 1, 1, "current")], "The one crime in 2022-23 has an outcome"),
        ([("open", 0, 3, "previous")], "No crimes in 2022-23"),
        ([("not supplied", 9, 6, "current"), ("open", 0, 12, "current")], "Outcomes supplied for 12 of 18 crimes"),
        ([("not supplied", 9, 6, "current")], "Outcomes of crimes: 2022-23 not supplied"),
        ([("not supplied", 9, 6, "current"), ("not supplied", 9, 6, "previous")], "Outcomes of crimes not supplied"),
    ],
)
def test_the_title_of_outcomes_says_what_is_open(tables: Any, rows: list[Any], title: str) -> None:
    assert outcome_title(outcomes_of(tables, *rows), **LABELS) == title


def test_outcomes_of_an_uncovered_period_are_not_said_to_be_none(tables: Any) -> None:
    neither = outcomes_of(tables, previous=False, current=False)
    assert outcome_title(neither, **LABELS) == "Outcomes of crimes not supplied"
    assert outcome_sentences(neither, **LABELS) == [
        "Outcomes of crimes: neither period supplied, so nothing is compared."
    ]
    later = outcomes_of(tables, ("open", 0, 3, "previous"), current=False)
    assert outcome_title(later, **LABELS) == "Outcomes of crimes: 2022-23 not supplied"
    assert outcome_sentences(outcomes_of(tables), **LABELS) == ["No crimes in either period."]


def test_crimes_without_an_outcome_column_are_never_called_open(tables: Any) -> None:
    rows = [("open", 0, 2, "current"), ("not supplied", 9, 6, "current"), ("open", 0, 3, "previous")]
    assert outcome_sentences(outcomes_of(tables, *rows), **LABELS) == [
        "Outcomes of crimes, 2021-22 to 2022-23: open 3 to 2.",
        "For 2022-23, outcomes were supplied for 2 of 8 crimes.",
        "2 crimes are still open, so the latest outcomes will change.",
    ]


def test_titles_of_outcomes_stay_short_with_long_names_of_periods(tables: Any) -> None:
    label = "October 2021 to the end of March 2022"
    released = outcomes_of(tables, ("open", 0, 6, "current"))
    assert outcome_title(released, current_label=label) == "6 of 6 crimes are still open"
