"""What is said of totals of whole periods, and of what was published otherwise."""

from datetime import date

import pandas as pd

from analysis.periods import parse_period
from analysis.wording import (
    months_unknown_note,
    reach_words,
    revised_notes,
    totals_alone_note,
    totals_notes,
    types_missing_notes,
)

BEFORE, NOW, QUARTER = parse_period("2021-22"), parse_period("2022-23"), parse_period("2022-23-Q1")
HOMES = ("Home 1", "Home 2")


def test_totals_of_every_place_are_said_once_for_both_periods():
    told = {(place, period) for place in HOMES for period in (BEFORE, NOW)}
    assert totals_notes(told, HOMES) == [
        "2021-22 and 2022-23: only yearly totals supplied, so the usual ups and downs are a setting, not taken from "
        "months."
    ]


def test_totals_of_one_home_name_it():
    assert totals_notes({("Home 1", BEFORE)}, HOMES)[0].startswith("2021-22 for Home 1: only yearly totals supplied")


def test_totals_of_shorter_periods_are_not_called_yearly():
    assert "only totals of whole periods supplied" in totals_notes({("Home 1", QUARTER)}, ["Home 1"])[0]
    assert totals_alone_note([QUARTER]) == "April to June 2022: only totals of whole periods supplied."


def revised(*rows):
    columns = ["place", "first_month", "last_month", "published", "published_on", "now"]
    whole = (NOW.start, NOW.last_month)
    return pd.DataFrame([(place, *whole, was, date(2023, 10, 31), now) for place, was, now in rows], columns=columns)


def test_a_revised_count_is_said_with_the_day_it_was_published():
    assert revised_notes(revised(("All homes", 54.0, 55.0))) == [
        "All homes, 2022-23: published as 54 on 31/10/2023; now 55."
    ]


def test_of_many_revised_counts_three_are_said():
    notes = revised_notes(revised(*[(f"Home {number}", 1.0, 2.0) for number in range(1, 6)]))
    assert len(notes) == 4
    assert notes[-1] == "2 more counts differ from what was published."


def test_that_a_year_does_not_tell_its_months_is_said():
    assert months_unknown_note([NOW]) == "2022-23: only yearly totals supplied; they tell nothing finer."
    assert months_unknown_note([]) == ""


def test_how_far_a_source_reaches_is_said_for_extracts_and_for_totals():
    until, drawn, published = date(2023, 3, 31), date(2023, 4, 12), date(2023, 10, 31)
    assert reach_words(until, drawn, None) == "to 31/03/2023, extract of 12/04/2023"
    assert reach_words(until, None, published) == (
        "only yearly totals supplied, to 31/03/2023, published on 31/10/2023"
    )


def test_types_that_do_not_make_up_a_count_are_said_not_to_be_used():
    assert types_missing_notes({("Home 1", NOW), ("Home 2", NOW)}) == [
        "2022-23, Home 1 and Home 2: the published types are not all of the published count, so nothing is told by "
        "type."
    ]


def test_a_total_beside_some_months_is_not_called_the_only_thing_supplied():
    assert months_unknown_note([NOW], in_part=True) == (
        "2022-23: some months were not supplied, and the published totals tell nothing finer."
    )
