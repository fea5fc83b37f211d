"""The action plan as a file."""

from datetime import date, datetime

import pytest

from data_access.actions import fetch_actions, save_action_change
from data_access.database import run_fetch
from data_access.models import Action, ActionChange
from data_access.viewer import system_viewer

ANNA = system_viewer("anna")
NOW = datetime(2023, 4, 12, 9, 0)  # when load_rows loads
VALUES = ("title", "owner", "due", "status", "note", "year", "version", "changed_by")


def counts(report):
    return (report.added, report.updated, report.unchanged, report.rejected)


def told(report):
    return [(problem.row, problem.column, problem.wrong) for problem in report.problems]


def changes(values_in, engine):
    return values_in(engine, ActionChange, "version", "changed_at", "changed_by", "field", "before", "after")


def key_of(engine):
    return run_fetch(engine, fetch_actions, ANNA, authority="derby-city")["key"][0]


def test_a_file_adds_actions_with_their_history(home_engine, load_rows, values_in):
    report = load_rows(home_engine, "actions", {}, {"title": "Another", "owner": "cps"}, source="council", key="")
    assert counts(report) == (2, 0, 0, 0)
    first, second = values_in(home_engine, Action, *VALUES)
    assert first == (
        "Agree a protocol",
        "Police",
        date(2022, 12, 31),
        "on track",
        "Draft sent",
        2022,
        1,
        "council, by file",
    )
    assert second[1] == "CPS"
    assert changes(values_in, home_engine)[0] == (1, NOW, "council, by file", "added", "", "Agree a protocol")


@pytest.mark.parametrize("by_key", [True, False])
def test_an_action_is_found_by_its_key_else_by_year_and_title_and_its_change_is_kept(
    home_engine, load_rows, values_in, by_key
):
    load_rows(home_engine, "actions")
    given = {"key": key_of(home_engine).upper(), "title": "Sign it"} if by_key else {"title": "AGREE A PROTOCOL"}
    report = load_rows(home_engine, "actions", {**given, "status": "Done"})
    assert counts(report) == (0, 1, 0, 0)
    ((title, *_, version, _),) = values_in(home_engine, Action, *VALUES)
    assert (title, version) == (given["title"], 2)
    fields = {change[3]: change[4:] for change in changes(values_in, home_engine)[1:]}
    assert fields == {"title": ("Agree a protocol", title), "status": ("on track", "done")}


def test_a_file_replaces_what_was_changed_on_the_page_and_both_stand_in_the_history(home_engine, load_rows, values_in):
    load_rows(home_engine, "actions")
    save_action_change(home_engine, ANNA, key_of(home_engine), 1, {"note": "by hand"}, NOW)
    assert counts(load_rows(home_engine, "actions")) == (0, 1, 0, 0)
    assert [change[4:] for change in changes(values_in, home_engine)[1:]] == [
        ("Draft sent", "by hand"),
        ("by hand", "Draft sent"),
    ]


def test_a_column_the_file_does_not_have_leaves_what_is_stored_and_a_blank_cell_empties_it(
    home_engine, load_rows, values_in
):
    load_rows(home_engine, "actions")
    assert counts(load_rows(home_engine, "actions", without=("note", "key"))) == (0, 0, 1, 0)
    assert counts(load_rows(home_engine, "actions", {"note": ""})) == (0, 1, 0, 0)
    assert values_in(home_engine, Action, "note") == [("",)]


def test_a_new_action_keeps_the_key_that_its_file_gives_it(home_engine, load_rows):
    load_rows(home_engine, "actions", {"key": "0123abcd"})
    assert key_of(home_engine) == "0123abcd"


@pytest.mark.parametrize(("written", "year"), [("2022-23", 2022), ("2022/23", 2022), ("2022", 2022), ("1999-00", 1999)])
def test_the_year_is_that_in_which_the_reporting_year_begins(home_engine, load_rows, values_in, written, year):
    load_rows(home_engine, "actions", {"year": written})
    assert values_in(home_engine, Action, "year") == [(year,)]


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ({"owner": "Somebody"}, "this word is not known"),
        ({"status": "late"}, "this word is not known"),
        ({"due": "soon"}, "this is not a date"),
        ({"due": ""}, "the cell is empty"),
        ({"year": "2022-24"}, "this is not a year"),
        ({"year": "next"}, "this is not a year"),
        ({"title": "x" * 201}, "this is too long"),
        ({"note": "x" * 1001}, "this is too long"),
        ({"key": "mine"}, "this is not the key of an action"),
    ],
)
def test_a_cell_that_is_wrong_is_named_and_its_row_left_out(home_engine, load_rows, rows_in, cell, wrong):
    report = load_rows(home_engine, "actions", cell)
    assert told(report) == [(2, *cell, wrong)]
    assert rows_in(home_engine, Action) == 0


def test_rows_that_name_one_action_twice_are_told(home_engine, load_rows):
    report = load_rows(home_engine, "actions", {}, {"title": "agree a Protocol"})
    assert (counts(report), told(report)) == ((1, 0, 0, 1), [(3, "title", "this stands already in row 2")])


def test_a_key_of_another_plan_and_a_title_of_another_action_are_told(home_engine, load_rows, rows_in):
    load_rows(home_engine, "homes", {"authority": "Elsewhere"}, authority="Elsewhere")
    load_rows(home_engine, "actions", {"key": "0000000a"}, authority="Elsewhere")
    load_rows(home_engine, "actions", {"key": "0000000b"}, {"key": "0000000c", "title": "Another"})
    report = load_rows(
        home_engine,
        "actions",
        {"key": "0000000a", "title": "Third"},
        {"key": "0000000b", "year": "2023-24"},
        {"key": "0000000b", "title": "Another"},
    )
    assert told(report) == [
        (2, "key", "it belongs to an action of another plan"),
        (3, "key", "it belongs to an action of another plan"),
        (4, "title", "another action of this plan has this title"),
    ]
    assert rows_in(home_engine, Action) == 3
