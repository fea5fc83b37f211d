"""Which cases are open, what there is to discuss, what is new since the last meeting: on small tables."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from analysis.checklist import IN_TIME, NOT_RECORDED, Rules
from analysis.disclosure import release
from analysis.investigations import (
    CLOSED,
    FORMAL_LOW_LEVEL,
    MOVED,
    NEW,
    NO_CHECKLIST,
    NO_OUTCOME,
    NOT_REVIEWED,
    LastMeeting,
    open_cases,
    since_last_meeting,
    timeline,
    to_discuss,
)
from analysis.investigations_tables import case_actions_table
from analysis.results import MissingColumns

NOW = date(2023, 3, 31)
RULES = Rules(checklist_hours=24, open_days=90)
CASE = {
    "key": "a",
    "reported_at": datetime(2023, 3, 1, 10, 0),
    "reported_time_known": True,
    "stage": "under investigation",
    "stage_since": date(2023, 3, 2),
    "created_at": datetime(2023, 3, 1),
    "stage_recorded_at": pd.NaT,
    "setting": "home",
    "outcome_class": "",
    "outcome_on": None,
    "low_level": "no",
    "in_placement": "yes",
    "restorative_offered": "not recorded",
}
FORMAL = {
    "stage": "finalised",
    "stage_since": date(2023, 3, 20),
    "outcome_class": "formal out of court",
    "outcome_on": date(2023, 3, 20),
    "low_level": "yes",
}


def table(*changes):
    return pd.DataFrame([{**CASE, **changed} for changed in changes])


def reviews(*rows):
    return pd.DataFrame(rows, columns=["key", "held_on", "proportionate"])


def discussed(cases, *held, standing=IN_TIME, now=NOW):
    standings = pd.DataFrame({"key": cases["key"], "standing": standing})
    return list(
        to_discuss(cases, standings, reviews(*held), RULES, now)[["key", "reason"]].itertuples(index=False, name=None)
    )


def test_a_case_is_open_from_its_report_until_it_is_finalised():
    cases = table(
        {}, {"key": "b", "stage": "finalised", "stage_since": date(2023, 3, 20)}, {"key": "c", "stage": "charged"}
    )
    opened = open_cases(cases, NOW)
    assert list(opened["key"]) == ["a", "c"]
    assert list(opened["days_open"]) == [30, 30]
    assert list(open_cases(cases, date(2023, 3, 19))["key"]) == ["a", "b", "c"]
    assert open_cases(cases, date(2023, 2, 28)).empty


def test_the_longest_open_stands_first():
    cases = table({}, {"key": "b", "reported_at": datetime(2023, 1, 1)})
    assert list(open_cases(cases, NOW)["key"]) == ["b", "a"]


def test_a_checklist_of_which_nothing_is_recorded_is_discussed_while_the_case_is_open():
    assert discussed(table({}), standing=NOT_RECORDED) == [("a", NO_CHECKLIST)]
    assert discussed(table({})) == []


@pytest.mark.parametrize(("days", "said"), [(90, []), (91, [("a", NO_OUTCOME)])])
def test_no_outcome_is_discussed_after_more_days_than_the_protocol_sets(days, said):
    reported = datetime(2023, 3, 31, 12) - timedelta(days=days)
    assert discussed(table({"reported_at": reported})) == said
    # A charge is an outcome, though the case goes on; outcome 0 is none.
    assert discussed(table({"reported_at": reported, "outcome_class": "formal court", "outcome_on": NOW})) == []
    assert discussed(table({"reported_at": reported, "outcome_class": "open"})) == said


def test_a_formal_outcome_of_a_low_level_matter_at_home_is_discussed_until_it_was_decided():
    assert discussed(table(FORMAL)) == [("a", FORMAL_LOW_LEVEL)]
    assert discussed(table(FORMAL), ("a", date(2023, 3, 25), "not yet known")) == [("a", FORMAL_LOW_LEVEL)]
    assert discussed(table(FORMAL), ("a", date(2023, 3, 25), "no")) == []
    # What a meeting said before the outcome does not settle it.
    assert discussed(table(FORMAL), ("a", date(2023, 3, 10), "yes")) == [("a", FORMAL_LOW_LEVEL)]


@pytest.mark.parametrize(
    "changed",
    [
        {"restorative_offered": "yes"},
        {"low_level": "no"},
        {"in_placement": "no"},
        {"setting": "foster"},
        {"outcome_class": "informal or diverted"},
    ],
)
def test_any_other_finalised_case_is_discussed_for_its_review_alone(changed):
    assert discussed(table({**FORMAL, **changed})) == [("a", NOT_REVIEWED)]
    assert discussed(table({**FORMAL, **changed}), ("a", date(2023, 3, 25), "partly")) == []


def test_what_was_finalised_more_than_a_year_ago_is_history():
    assert discussed(table(FORMAL), now=date(2024, 3, 19)) == [("a", FORMAL_LOW_LEVEL)]
    assert discussed(table(FORMAL), now=date(2024, 3, 20)) == []


def test_a_case_is_new_moved_or_closed_since_the_last_meeting():
    cases = table(
        {"key": "new"},
        {"key": "both", "stage": "finalised"},
        {"key": "moved", "reported_at": datetime(2022, 12, 1), "created_at": datetime(2022, 12, 1)},
        {
            "key": "closed",
            "reported_at": datetime(2022, 12, 1),
            "created_at": datetime(2022, 12, 1),
            "stage": "finalised",
        },
        {
            "key": "as before",
            "reported_at": datetime(2022, 12, 1),
            "created_at": datetime(2022, 12, 1),
            "stage_since": date(2023, 1, 20),
        },
        {"key": "added", "reported_at": datetime(2022, 12, 1), "stage_since": date(2022, 12, 1)},
        {"key": "old", "reported_at": datetime(2021, 1, 1), "stage_since": date(2021, 2, 1), "stage": "finalised"},
        {
            "key": "closed before, and recorded after",
            "reported_at": datetime(2022, 12, 1),
            "created_at": datetime(2022, 12, 1),
            "stage": "finalised",
            "stage_since": date(2023, 1, 18),
            "stage_recorded_at": datetime(2023, 2, 10, 9),
        },
        {
            "key": "moved on its day, after it",
            "reported_at": datetime(2022, 12, 1),
            "created_at": datetime(2022, 12, 1),
            "stage_since": date(2023, 1, 20),
            "stage_recorded_at": datetime(2023, 1, 20, 15),
        },
        {
            "key": "reported and added on its day, after it",
            "reported_at": datetime(2023, 1, 20, 13),
            "created_at": datetime(2023, 1, 20, 14),
            "stage_since": date(2023, 1, 20),
        },
    )
    found = since_last_meeting(cases, LastMeeting(date(2023, 1, 20), datetime(2023, 1, 20, 11)), NOW)
    assert list(found.itertuples(index=False, name=None)) == [
        ("new", NEW),
        ("both", NEW),
        ("both", CLOSED),
        ("moved", MOVED),
        ("closed", CLOSED),
        ("added", NEW),
        ("closed before, and recorded after", CLOSED),
        ("moved on its day, after it", MOVED),
        ("reported and added on its day, after it", NEW),
    ]


def test_before_the_first_meeting_every_open_case_is_new():
    cases = table({}, {"key": "b", "stage": "finalised"})
    assert list(since_last_meeting(cases, None, NOW)["key"]) == ["a"]


def test_a_timeline_is_in_order_and_takes_points_of_one_day_together():
    case = {**CASE, "occurred_on": date(2023, 2, 28), "response": "immediate", "outcome": "Caution", **FORMAL}
    points = pd.DataFrame(
        {
            "number": [1, 2, 3],
            "done_at": [datetime(2023, 3, 1, 12), datetime(2023, 3, 1, 15), None],
            "time_known": [True, True, False],
        }
    )
    history = pd.DataFrame(
        [
            ("case", 6, "stage", "charged"),
            ("case", 6, "stage_since", "2023-03-06"),
            ("case", 5, "stage", "with CPS"),  # on the very day on which that began
            ("case", 4, "stage_since", "2023-03-05"),  # another day for a stage is no other stage
            ("case", 3, "stage", "under investigation"),
            ("case", 3, "stage_since", "2023-03-04"),
            ("point 1", 2, "done_at", ""),
            ("case", 2, "stage", "reported"),
            ("case", 2, "stage_since", "2023-03-01"),
            ("case", 1, "added", ""),
        ],
        columns=["thing", "version", "field", "before"],
    )
    held = pd.DataFrame({"held_on": [date(2023, 3, 25)], "proportionate": ["partly"]})
    found = timeline(case, points, history, held)
    assert list(found[["on_day", "what", "detail"]].itertuples(index=False, name=None)) == [
        (date(2023, 2, 28), "occurred", ""),
        (date(2023, 3, 1), "reported", "immediate"),
        (date(2023, 3, 1), "point", "1, 2"),
        (date(2023, 3, 1), "stage", "reported"),
        (date(2023, 3, 4), "stage", "under investigation"),
        (date(2023, 3, 6), "stage", "with CPS"),
        (date(2023, 3, 6), "stage", "charged"),
        (date(2023, 3, 20), "outcome", "Caution"),
        (date(2023, 3, 20), "stage", "finalised"),
        (date(2023, 3, 25), "review", "partly"),
    ]


def test_tables_without_the_columns_are_refused():
    with pytest.raises(MissingColumns, match="low_level"):
        to_discuss(table({}).drop(columns="low_level"), pd.DataFrame(), reviews(), RULES, NOW)


@pytest.mark.parametrize(
    ("days", "said"), [(0, "30/03/2023"), (1, "30/03/2023, overdue by 1 day"), (2, "30/03/2023, overdue by 2 days")]
)
def test_an_action_carried_over_says_by_how_many_days_it_is_overdue(days, said):
    told = {"key": "a", "child": "CH-1", "action": "Ask", "action_owner": "Police", "held_on": date(2023, 1, 20)}
    frame = pd.DataFrame([{**told, "action_due": date(2023, 3, 30), "days_overdue": days}])
    table = case_actions_table(release({"actions": frame}, "casework")["actions"], "Actions")
    assert list(table.text["Due"].str.replace("\xa0", " ")) == [said]
