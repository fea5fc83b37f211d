"""Sentences on the action plan."""

import re
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.actions import COLUMNS, STANDINGS, ordered_actions
from analysis.disclosure import release
from analysis.wording import (
    FORBIDDEN,
    actions_sentences,
    actions_title,
    carry_over_sentence,
    changed_meanwhile_sentence,
    late_actions_sentences,
)

NOW = date(2023, 3, 31)
LATE, COMING = date(2022, 12, 31), date(2023, 4, 30)


def plan(*rows):
    """Released actions from (due, standing) and, if given, the plan in which one stands again."""
    full = [
        (str(number), f"Action {number}", "Police", due, standing, "", 2022, again[0] if again else None)
        for number, (due, standing, *again) in enumerate(rows)
    ]
    frame = ordered_actions(pd.DataFrame(full, columns=list(COLUMNS)), NOW)
    return release({"plan": frame}, "partnership")["plan"]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([], "No actions in this plan yet"),
        ([(LATE, "at risk")], "The only action is overdue"),
        ([(COMING, "at risk")], "The only action is not overdue"),
        ([(LATE, "done")], "The only action is done"),
        ([(LATE, "at risk"), (COMING, "on track")], "1 of 2 actions is overdue"),
        ([(LATE, "at risk"), (LATE, "on track"), (COMING, "done")], "2 of 3 actions are overdue"),
        ([(COMING, "at risk"), (LATE, "done")], "None of 2 actions is overdue"),
        ([(LATE, "done"), (LATE, "done")], "All 2 actions are done"),
    ],
)
def test_the_title_is_how_many_actions_are_overdue(rows, title):
    assert actions_title(plan(*rows)) == title


def test_the_title_names_the_agency_or_the_day_asked_for():
    two = plan((LATE, "at risk"), (COMING, "on track"))
    assert actions_title(two, "Police") == "Police: 1 of 2 actions is overdue"
    assert actions_title(plan(), "Police") == "Police: no actions in this plan yet"
    assert actions_title(two, since=date(2023, 1, 1)) == "2 actions changed since 01/01/2023"


def test_the_sentences_say_how_actions_stand_which_is_late_and_which_comes_next():
    told = actions_sentences(plan((LATE, "at risk"), (COMING, "on track"), (LATE, "done"), (LATE, "off track", 2023)))
    assert told == (
        "Of 4 actions: 1 on track, 1 at risk, 1 off track and 1 done.",
        "Longest overdue, since 31/12/2022, Police: Action 0.",
        "1 action stands again in a later plan and counts there.",
        "Due next, 30/04/2023, Police: Action 1.",
    )
    assert actions_sentences(plan()) == ()


def test_at_most_three_late_actions_are_named_and_then_how_many_more_there_are():
    assert late_actions_sentences(plan((COMING, "at risk"))) == []
    assert late_actions_sentences(plan((LATE, "at risk"))) == ["Overdue since 31/12/2022, Police: Action 0."]
    assert late_actions_sentences(plan(*[(LATE, "at risk")] * 4))[3:] == ["And 1 more action is overdue."]
    assert late_actions_sentences(plan(*[(LATE, "at risk")] * 6))[3:] == ["And 3 more actions are overdue."]


def test_a_change_of_today_is_told_by_its_time_and_an_older_one_by_its_day_too():
    when = datetime(2023, 3, 31, 14, 3)
    assert changed_meanwhile_sentence("anna", when, NOW) == "Changed by anna at 14:03, after you opened it."
    assert "anna on 31/03/2023 at 14:03" in changed_meanwhile_sentence("anna", when, COMING)


def test_before_carrying_over_it_is_said_how_many():
    assert carry_over_sentence(1, "2022-23", "2023-24").startswith("1 action of 2022-23 is not done")
    assert carry_over_sentence(7, "2022-23", "2023-24").startswith("7 actions of 2022-23 are not done")
    assert "is done, or stands in a later plan" in carry_over_sentence(0, "2022-23", "2023-24")


@given(st.lists(st.tuples(st.dates(LATE, COMING), st.sampled_from(STANDINGS)), max_size=8), st.booleans())
def test_titles_are_short_and_no_forbidden_word_is_said(rows, by_agency):
    released = plan(*rows)
    agency = "Council residential services" if by_agency else ""
    told = [actions_title(released, agency), *actions_sentences(released), *late_actions_sentences(released)]
    assert len(told[0].split()) <= 10
    assert not [text for text in told for rule in FORBIDDEN if re.search(rule, text, re.IGNORECASE)]


def test_sentences_take_released_tables_only():
    with pytest.raises(TypeError):
        actions_title(pd.DataFrame())
