"""The sample's cases: consistent with its crimes, and raising each thing to discuss."""

import csv
from datetime import datetime
from pathlib import Path

import sample_data

SAMPLE = Path(sample_data.__file__).parent


def rows(name):
    with (SAMPLE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_cases_at_homes_are_crimes_of_the_extract_with_their_dates_homes_and_outcomes():
    crimes = {row["reference"]: row for row in rows("crimes.csv")}
    aliases = {row["alias"]: row["home"] for row in rows("home_aliases.csv")}
    at_homes = [row for row in rows("investigations.csv") if row["setting"] == "home"]
    assert len(at_homes) == 13
    for case in at_homes:
        crime = crimes[case["reference"]]
        assert case["reported_at"] == crime["reported_at"]
        assert case["home"] == aliases.get(crime["home"], crime["home"])
        assert (case["outcome_code"], case["outcome_on"]) == (crime["outcome_code"], crime["outcome_date"])
        assert crime["child_reference"] in (case["child_reference"], "")
        assert crime["child_role"] in ("suspect", "")


def test_cases_elsewhere_are_not_in_the_extract_of_the_homes():
    crimes = {row["reference"] for row in rows("crimes.csv")}
    elsewhere = [row for row in rows("investigations.csv") if row["setting"] != "home"]
    assert {row["setting"] for row in elsewhere} == {"foster", "community", "out of area"}
    assert not {row["reference"] for row in elsewhere} & crimes
    assert not [row for row in elsewhere if row["home"]]


def test_the_sample_has_what_can_be_recorded_of_a_case_once_at_least():
    cases = rows("investigations.csv")
    assert {column for column in cases[0] if not any(case[column] for case in cases)} == set()
    assert {"9", "20"} <= {case["outcome_code"] for case in cases}
    assert [case["outcome_code"] for case in cases if case["discontinued"] == "yes"] == ["1", "9"]
    assert {case["additional_needs"] for case in cases} == {"yes", "no", ""}


def test_checklists_and_reviews_are_of_cases_on_the_list_and_reviews_follow_the_report():
    cases = {row["reference"]: row for row in rows("investigations.csv")}
    held = {row["held_on"] for row in rows("meetings.csv") if row["kind"] == "casework"}
    assert {row["reference"] for row in rows("checklist.csv")} < set(cases)
    assert len(held) == 4
    for review in rows("reviews.csv"):
        reported = cases[review["reference"]]["reported_at"][:10]
        assert review["held_on"] in held
        assert datetime.strptime(review["held_on"], "%d/%m/%Y") > datetime.strptime(reported, "%d/%m/%Y")
        assert bool(review["action"]) == bool(review["action_owner"]) == bool(review["action_due"])
