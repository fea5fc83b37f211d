"""The action plan of the sample, judged on its as-at and on other days."""

import re
from dataclasses import replace
from datetime import date

import pytest

from analysis.actions import STANDINGS
from analysis.wording import FIELD_NAMES, FORBIDDEN, NEW_NAMES
from app.findings.actions import action_history, action_plan, late_actions, plans_offered
from app.findings.attention import attention
from data_access.action_changes import ADDED, CARRIED_OVER, FIELDS
from data_access.actions import fetch_actions
from data_access.models.actions import OWNERS, STATUSES

LATE = (
    "Overdue since 30/09/2022, Private providers: Sign up every private home to the protocol.",
    "Overdue since 31/12/2022, Police: Agree a missing-from-home protocol with the police.",
    "Overdue since 31/01/2023, CPS: Audit how the CPS 10-point checklist is used.",
)


def listed(finding):
    return list(finding.tables[0].text["Action"])


def test_three_of_eleven_actions_of_the_sample_are_overdue_and_stand_first(ask, source):
    plan = action_plan(ask(), source)
    assert plan.title == "3 of 11 actions are overdue"
    assert [f"{row.Owner}: {row.Action}" for row in plan.tables[0].text.head(3).itertuples()] == [
        sentence.removesuffix(".").partition(", ")[2] for sentence in LATE
    ]
    assert list(plan.tables[1].text.iloc[-1]) == ["All agencies", "3", "3", "1", "4", "3"]
    assert plan.scope == "Action plan of 2022-23 · All agencies · as at 31/03/2023"
    assert plan.as_at == date(2023, 3, 31)
    assert plan.population
    assert plan.sources == ("Action plan, kept on this page; last changed on 12/04/2023.",)


def test_late_actions_come_first_of_what_needs_attention_whatever_homes_are_chosen(ask, source):
    assert tuple(late_actions(ask(), source)) == LATE
    for lines in ((), ("home-1",)):
        assert attention(ask(lines=lines), source)[:3] == LATE


@pytest.mark.parametrize(("day", "late"), [(date(2022, 9, 30), 0), (date(2022, 10, 1), 1), (date(2023, 4, 1), 7)])
def test_what_is_overdue_is_judged_on_the_day_of_the_question(ask, source, day, late):
    question = replace(ask(), now=day)
    assert sum("overdue" in cell for cell in action_plan(question, source, 2022).tables[0].text["Due"]) == late
    assert len(late_actions(question, source)) == min(late, 4)


def test_one_agency_alone_has_its_own_actions(ask, source):
    plan = action_plan(ask(), source, agency="Police")
    assert plan.title == "Police: 1 of 2 actions is overdue"
    assert set(plan.tables[0].text["Owner"]) == {"Police"}
    assert list(plan.tables[1].text["Agency"]) == ["Police"]


def test_what_was_changed_since_a_day_stands_with_its_changes(ask, source):
    plan = action_plan(ask(), source, since=date(2023, 4, 12))
    assert plan.title == "11 actions changed since 12/04/2023"
    assert sorted(plan.tables[2].text["Action"]) == sorted(listed(plan))
    nothing = action_plan(ask(), source, since=date(2023, 4, 13))
    assert (nothing.title, nothing.tables, nothing.room_table) == ("0 actions changed since 13/04/2023", (), None)


def test_a_plan_without_actions_has_no_tables(ask, source):
    plan = action_plan(ask(), source, 2023)
    assert (plan.title, plan.tables, plan.sentences) == ("No actions in this plan yet", (), ())
    assert plan.scope.startswith("Action plan of 2023-24")


def test_a_room_sees_the_actions_without_notes(ask, source):
    plan = action_plan(ask(), source)
    assert "Note" in plan.tables[0].text.columns
    assert list(plan.room_table.text.columns) == ["Action", "Owner", "Due", "Status"]
    assert len(plan.room_table.text) == 11


def test_nothing_forbidden_is_said(ask, source):
    plan = action_plan(ask(), source)
    told = [plan.title, *plan.sentences, *late_actions(ask(), source), *plan.tables[0].text.to_numpy().ravel()]
    assert not [text for text in told for rule in FORBIDDEN if re.search(rule, text, re.IGNORECASE)]


def test_the_history_of_an_action_says_who_added_it(ask, source):
    history = action_history(ask(), source, "6f80b35c").text
    assert history.to_numpy().tolist() == [["12/04/2023 09:00", "council, by file", "Added", "", ""]]


def test_the_plans_to_choose_from_are_those_there_are_todays_and_the_next(ask, source):
    actions = source(fetch_actions, authority="derby-city")
    assert plans_offered(actions, date(2023, 3, 31)) == {2023: "2023-24", 2022: "2022-23"}
    assert list(plans_offered(actions, date(2025, 5, 1))) == [2026, 2025, 2022]


def test_measures_words_and_stored_actions_use_the_same_words():
    assert STANDINGS == STATUSES
    assert set(FIELD_NAMES) == set(FIELDS)
    assert set(NEW_NAMES) == {ADDED, CARRIED_OVER}


def test_agencies_are_named_in_links_by_words_of_their_own():
    assert all(re.fullmatch(r"[a-z-]+", key) for key in OWNERS)
    assert len(set(OWNERS.values())) == len(OWNERS)
