"""Notes on what is missing: months by place, homes in no known neighbourhood, homes that moved."""

from datetime import date

from analysis.wording import gap_notes, neighbourhood_notes

JANUARY, FEBRUARY, MARCH, MAY = (date(2022, month, 1) for month in (1, 2, 3, 5))


def test_one_month_of_one_home_is_named():
    notes = gap_notes("Police crimes", {"Home 1": [], "Home 2": [JANUARY]}, "all homes")
    assert notes == ["Police crimes not supplied: January 2022 for Home 2."]


def test_months_in_a_row_are_one_span_and_homes_that_miss_the_same_share_a_note():
    missing = {"Home 1": [JANUARY, FEBRUARY, MARCH, MAY], "Home 2": [MAY], "Home 3": [MAY], "Home 4": []}
    assert gap_notes("Police crimes", missing, "all homes") == [
        "Police crimes not supplied: January 2022 to March 2022 and May 2022 for Home 1.",
        "Police crimes not supplied: May 2022 for Home 2 and Home 3.",
    ]


def test_what_all_homes_miss_is_said_of_all_homes_and_of_an_only_home_by_its_name():
    missing = {f"Home {number}": [MAY] for number in range(40)}
    assert gap_notes("Police crimes", missing, "all homes") == ["Police crimes not supplied: May 2022 for all homes."]
    assert gap_notes("Police crimes", {"Home 1": [MAY]}, "all homes")[0].endswith("May 2022 for Home 1.")


def test_many_homes_and_many_spans_are_cut_short():
    odd_months = [date(2021, month, 1) for month in (1, 3, 5, 7, 9)]
    missing = {f"Home {number}": odd_months for number in range(1, 6)} | {"Home 6": []}
    assert gap_notes("Police crimes", missing, "all homes") == [
        "Police crimes not supplied: January 2021, March 2021, May 2021 and 2 more months "
        "for Home 1, Home 2, Home 3 and 2 more."
    ]


def test_a_source_of_the_whole_authority_has_no_place():
    assert gap_notes("Youth Justice Service events", {"": [MAY]}) == [
        "Youth Justice Service events not supplied: May 2022."
    ]


def test_nothing_missing_is_no_note():
    assert gap_notes("Police crimes", {"Home 1": []}, "all homes") == gap_notes("Police crimes", {}) == []
    assert neighbourhood_notes([], {}) == []


def test_homes_in_no_known_neighbourhood_and_homes_that_moved_are_named():
    assert neighbourhood_notes(["Home 1", "Home 2"], {"Home 3": ("Sinfin", "Boulton")}) == [
        "No neighbourhood is known for Home 1 and Home 2, so they are not compared with one.",
        "Home 3 moved from Sinfin to Boulton; it is compared with Boulton alone.",
    ]


def test_more_than_three_homes_that_moved_are_counted():
    notes = neighbourhood_notes([], {f"Home {number}": ("Sinfin", "Boulton") for number in range(5)})
    assert len(notes) == 4
    assert notes[-1] == "2 other homes moved, too; each is compared with the neighbourhood it lies in now."
