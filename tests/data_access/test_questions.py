"""Questions that are kept under a name."""

from datetime import datetime

import pytest

from data_access.database import run_fetch
from data_access.questions import QuestionRefused, fetch_saved_questions, remove_question, save_question
from data_access.viewer import NotPermitted, Viewer, system_viewer

ANNA, BEN = (system_viewer(who) for who in ("anna", "ben"))
NOW = datetime(2023, 4, 12, 9, 0)


def keep(engine, viewer, name, *, asked="measure=crimes", for_all=False):
    save_question(engine, viewer, authority="derby-city", name=name, asked=asked, for_all=for_all, now=NOW)


def names_for(engine, viewer):
    found = run_fetch(engine, fetch_saved_questions, viewer, authority="derby-city")
    return [(row.name, bool(row.own)) for row in found.itertuples(index=False)]


def test_a_question_is_found_by_who_kept_it_and_by_others_only_if_it_is_for_all(home_engine):
    keep(home_engine, ANNA, "Mine")
    keep(home_engine, ANNA, "Ours", for_all=True)
    assert names_for(home_engine, ANNA) == [("Mine", True), ("Ours", True)]
    assert names_for(home_engine, BEN) == [("Ours", False)]


def test_keeping_under_a_name_used_before_replaces_ones_own_and_leaves_that_of_others(home_engine):
    keep(home_engine, ANNA, "Crimes", asked="measure=crimes", for_all=True)
    keep(home_engine, BEN, "Crimes", asked="measure=incidents")
    keep(home_engine, BEN, " Crimes ", asked="measure=outcomes")
    found = run_fetch(home_engine, fetch_saved_questions, BEN, authority="derby-city")
    assert sorted(zip(found["saved_by"], found["asked"], strict=True)) == [
        ("anna", "measure=crimes"),
        ("ben", "measure=outcomes"),
    ]


def test_only_ones_own_question_can_be_removed(home_engine):
    keep(home_engine, ANNA, "Ours", for_all=True)
    found = run_fetch(home_engine, fetch_saved_questions, BEN, authority="derby-city")
    remove_question(home_engine, BEN, authority="derby-city", question_id=int(found["id"][0]), now=NOW)
    assert names_for(home_engine, BEN) == [("Ours", False)]
    remove_question(home_engine, ANNA, authority="derby-city", question_id=int(found["id"][0]), now=NOW)
    assert names_for(home_engine, BEN) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_cannot_be_listed_is_refused_with_a_sentence(home_engine, name):
    with pytest.raises(QuestionRefused, match="1 to 80 characters"):
        keep(home_engine, ANNA, name)


def test_questions_of_an_authority_outside_the_role_are_neither_read_nor_kept(home_engine):
    outsider = Viewer("carl", frozenset({"partnership"}), authorities=frozenset({"elsewhere"}))
    with pytest.raises(NotPermitted):
        keep(home_engine, outsider, "Mine")
    with pytest.raises(NotPermitted):
        names_for(home_engine, outsider)
