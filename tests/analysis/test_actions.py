"""The action plan: what is overdue, in which order actions stand, and how many each agency has."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.actions import (
    ALL_AGENCIES,
    COLUMNS,
    DONE,
    OVERDUE,
    STANDINGS,
    actions_by_agency,
    ordered_actions,
    plan_in_force,
    reporting_year,
    year_label,
)
from analysis.results import MissingColumns

NOW = date(2023, 3, 31)
OWNERS = ("Police", "CPS", "Health")


def plan(*rows):
    """Actions from (title, owner, due, standing) and, if given, the plan in which one stands again."""
    full = [
        {"key": title, "title": title, "owner": owner, "due": due, "standing": standing, "note": "", "year": 2022}
        | {"carried_to": again[0] if again else None}
        for title, owner, due, standing, *again in rows
    ]
    return pd.DataFrame(full, columns=list(COLUMNS))


def days(frame):
    return dict(zip(frame["title"], frame["days_overdue"], strict=True))


@pytest.mark.parametrize(
    ("due", "standing", "overdue"),
    [
        (date(2023, 3, 31), "on track", 0),
        (date(2023, 3, 30), "on track", 1),
        (date(2022, 12, 31), "off track", 90),
        (date(2022, 12, 31), "done", 0),
        (date(2023, 4, 1), "at risk", 0),
    ],
)
def test_an_action_is_overdue_when_it_was_due_before_today_and_is_not_done(due, standing, overdue):
    assert days(ordered_actions(plan(("A", "Police", due, standing)), NOW)) == {"A": overdue}


def test_an_action_that_stands_again_in_a_later_plan_is_overdue_there_only():
    actions = plan(("A", "Police", date(2022, 12, 31), "at risk", 2023), ("B", "CPS", date(2022, 12, 31), "at risk"))
    assert days(ordered_actions(actions, NOW)) == {"A": 0, "B": 90}


def test_the_longest_overdue_stand_first_then_by_date_and_those_done_last():
    actions = plan(
        ("done early", "CPS", date(2022, 5, 1), "done"),
        ("due next", "CPS", date(2023, 4, 1), "on track"),
        ("overdue", "CPS", date(2023, 1, 31), "on track"),
        ("due later", "CPS", date(2023, 6, 1), "off track"),
        ("longest overdue", "CPS", date(2022, 9, 30), "at risk"),
    )
    assert list(ordered_actions(actions, NOW)["title"]) == [
        "longest overdue",
        "overdue",
        "due next",
        "due later",
        "done early",
    ]


def test_agencies_stand_in_the_order_given_with_all_of_them_last():
    actions = plan(
        ("A", "Health", date(2023, 1, 1), "at risk"),
        ("B", "Police", date(2023, 4, 1), "on track"),
        ("C", "Police", date(2022, 4, 1), "done"),
    )
    counts = actions_by_agency(actions, NOW, OWNERS).set_index(["owner", "standing"])["value"]
    assert list(dict.fromkeys(owner for owner, _ in counts.index)) == ["Police", "Health", ALL_AGENCIES]
    assert counts["Police"].to_dict() == {"on track": 1, "at risk": 0, "off track": 0, "done": 1, "overdue": 0}
    assert counts["Health", OVERDUE] == counts["Health", "at risk"] == 1
    assert counts[ALL_AGENCIES].to_dict() == {"on track": 1, "at risk": 1, "off track": 0, "done": 1, "overdue": 1}


def test_without_actions_there_are_no_rows_and_all_columns():
    assert actions_by_agency(plan(), NOW, OWNERS).empty
    assert "days_overdue" in ordered_actions(plan(), NOW).columns


def test_a_table_without_the_columns_is_refused():
    with pytest.raises(MissingColumns, match="carried_to"):
        ordered_actions(plan().drop(columns="carried_to"), NOW)


DAYS = st.dates(date(2022, 1, 1), date(2024, 1, 1))


@given(st.lists(st.tuples(st.sampled_from(OWNERS), DAYS, st.sampled_from(STANDINGS)), max_size=12))
def test_every_action_is_counted_once_and_no_more_are_overdue_than_are_not_done(rows):
    actions = plan(*((str(number), *row) for number, row in enumerate(rows)))
    counts = actions_by_agency(actions, NOW, OWNERS)
    agencies = counts[counts["owner"] != ALL_AGENCIES]
    assert agencies[agencies["standing"] != OVERDUE]["value"].sum() == len(rows)
    for _, own in agencies.groupby("owner"):
        figures = own.set_index("standing")["value"]
        assert figures[OVERDUE] <= figures[list(STANDINGS)].sum() - figures[DONE]


@pytest.mark.parametrize(
    ("years", "year"), [([2021, 2022, 2023], 2022), ([2020, 2021], 2021), ([2024, 2025], 2024), ([], 2022)]
)
def test_the_plan_in_force_is_todays_else_the_newest_before_else_the_first_to_come(years, year):
    assert plan_in_force(years, NOW) == year


def test_a_reporting_year_begins_on_the_first_of_april():
    assert (reporting_year(date(2023, 3, 31)), reporting_year(date(2023, 4, 1))) == (2022, 2023)
    assert year_label(2022) == "2022-23"
