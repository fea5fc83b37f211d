"""The action plan: added to, changed by several at once, carried over; nothing is changed without its history."""

import threading
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from data_access.action_changes import ActionRefused, ChangedMeanwhile
from data_access.actions import carry_over, fetch_action_history, fetch_actions, save_action_change, save_new_action
from data_access.coverage import fetch_data_version
from data_access.database import run_fetch
from data_access.models import Action, ActionChange
from data_access.viewer import NotPermitted, Viewer, system_viewer

ANNA, BEN = (system_viewer(who) for who in ("anna", "ben"))
OUTSIDER = Viewer("carl", frozenset({"partnership"}), authorities=frozenset({"elsewhere"}))
NOW = datetime(2023, 4, 12, 9, 0)
LATER = NOW + timedelta(hours=5, minutes=3)
GOOD = {
    "title": "Agree a protocol",
    "owner": "Police",
    "due": date(2022, 12, 31),
    "status": "on track",
    "note": "Draft sent",
}


@pytest.fixture
def add(home_engine):
    """Adds an action of Derby, good but for the values given; gives its key."""

    def make(*, year=2022, viewer=ANNA, authority="derby-city", **values):
        good = {**GOOD, **values}
        return save_new_action(home_engine, viewer, authority=authority, year=year, values=good, now=NOW)

    return make


def actions(engine, **asked):
    return run_fetch(engine, fetch_actions, ANNA, authority="derby-city", **asked)


def the_only(engine):
    (row,) = actions(engine).to_dict("records")
    return row


def history(engine, **asked):
    found = run_fetch(engine, fetch_action_history, ANNA, authority="derby-city", **asked)
    return [tuple(row) for row in found[["changed_by", "version", "field", "before", "after"]].to_numpy()]


def version(engine):
    with Session(engine) as session:
        return fetch_data_version(session)


def test_a_new_action_is_found_in_the_plan_of_its_year_with_a_key_of_its_own(home_engine, add):
    key = add(title="  Agree   a protocol ")
    assert len(key) == 8
    assert the_only(home_engine) == {
        "key": key,
        "title": "Agree a protocol",
        "owner": "Police",
        "due": date(2022, 12, 31),
        "standing": "on track",
        "note": "Draft sent",
        "year": 2022,
        "carried_to": None,
        "version": 1,
        "changed_at": NOW,
        "changed_by": "anna",
    }
    assert len(actions(home_engine, year=2022)) == 1
    assert actions(home_engine, year=2023).empty
    assert history(home_engine) == [("anna", 1, "added", "", "Agree a protocol")]


def test_a_change_raises_the_version_and_leaves_before_and_after(home_engine, add):
    key, before = add(), version(home_engine)
    assert save_action_change(home_engine, BEN, key, 1, {"status": "done", "due": date(2023, 1, 31)}, LATER) == 2
    row = the_only(home_engine)
    assert (row["standing"], row["due"], row["note"]) == ("done", date(2023, 1, 31), "Draft sent")
    assert (row["version"], row["changed_by"], row["changed_at"]) == (2, "ben", LATER)
    assert sorted(history(home_engine, key=key)[:2]) == [
        ("ben", 2, "due", "2022-12-31", "2023-01-31"),
        ("ben", 2, "status", "on track", "done"),
    ]
    assert version(home_engine) == before + 1


def test_what_does_not_differ_is_no_change(home_engine, add):
    key, before = add(), version(home_engine)
    assert save_action_change(home_engine, BEN, key, 1, {"status": "on track", "note": " Draft sent "}, LATER) == 1
    assert the_only(home_engine)["changed_by"] == "anna"
    assert (len(history(home_engine)), version(home_engine)) == (1, before)


def test_who_comes_second_is_told_who_was_first_and_what_is_stored_and_nothing_is_saved(home_engine, add):
    key = add()
    save_action_change(home_engine, ANNA, key, 1, {"note": "Signed"}, LATER)
    before = version(home_engine)
    with pytest.raises(ChangedMeanwhile) as told:
        save_action_change(home_engine, BEN, key, 1, {"note": "Lost?"}, LATER + timedelta(minutes=1))
    assert (told.value.who, told.value.when, told.value.version) == ("anna", LATER, 2)
    assert told.value.stored == {**GOOD, "note": "Signed"}
    assert told.value.typed == {"note": "Lost?"}
    assert (the_only(home_engine)["note"], len(history(home_engine)), version(home_engine)) == ("Signed", 2, before)
    assert save_action_change(home_engine, BEN, key, told.value.version, told.value.typed, LATER) == 3


def at_once(*calls):
    """Runs the calls in threads that start together; gives what each answered or raised."""
    results, start = [None] * len(calls), threading.Barrier(len(calls))

    def run(place, call):
        start.wait()
        try:
            results[place] = call()
        except Exception as raised:  # noqa: BLE001  what it is, is looked at below
            results[place] = raised

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_who_save_at_the_same_moment_one_is_told_of_the_other_every_time(home_engine, add):
    key = add()
    for seen in range(1, 11):
        results = at_once(
            *(
                lambda viewer=viewer, seen=seen: save_action_change(
                    home_engine, viewer, key, seen, {"note": f"{viewer.who} {seen}"}, LATER
                )
                for viewer in (ANNA, BEN)
            )
        )
        (told,) = [result for result in results if isinstance(result, ChangedMeanwhile)]
        assert seen + 1 in results, results
        row = the_only(home_engine)
        assert (row["version"], row["note"]) == (seen + 1, told.stored["note"])
        assert told.typed["note"] != row["note"]
        assert told.who == row["changed_by"]
    assert [change[1] for change in history(home_engine)] == list(range(11, 0, -1))


def test_two_who_add_the_same_action_at_once_add_it_once(home_engine, add, rows_in):
    for number in range(5):
        results = at_once(*[lambda number=number: add(title=f"Action {number}")] * 2)
        assert sorted(type(result).__name__ for result in results) == ["ActionRefused", "str"], results
    assert (rows_in(home_engine, Action), rows_in(home_engine, ActionChange)) == (5, 5)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": "  "}, "title of 1 to 200"),
        ({"title": "x" * 201}, "title of 1 to 200"),
        ({"note": "x" * 1001}, "1,000 characters"),
        ({"owner": "Somebody"}, "owner is one of: Council residential services"),
        ({"status": "late"}, "status is one of: on track"),
        ({"due": None}, "until which day"),
        ({"version": 7}, "no version"),
    ],
)
def test_values_that_an_action_cannot_have_are_refused_with_a_sentence(home_engine, add, rows_in, values, sentence):
    key = add()
    with pytest.raises(ActionRefused, match=sentence):
        add(**{"title": "Another", **values})
    with pytest.raises(ActionRefused, match=sentence):
        save_action_change(home_engine, BEN, key, 1, values, LATER)
    assert (rows_in(home_engine, Action), the_only(home_engine)["version"]) == (1, 1)


def test_a_plan_has_each_title_once(home_engine, add):
    add()
    with pytest.raises(ActionRefused, match="2022-23 has an action of this title"):
        add()
    other = add(title="Another")
    with pytest.raises(ActionRefused, match="2022-23 has an action of this title"):
        save_action_change(home_engine, BEN, other, 1, {"title": GOOD["title"]}, LATER)
    assert add(year=2023)
    assert len(history(home_engine)) == 3


def test_what_is_not_there_cannot_be_changed(home_engine):
    with pytest.raises(ActionRefused, match="no such action"):
        save_action_change(home_engine, ANNA, "00000000", 1, {"note": "x"}, LATER)


def test_a_role_without_the_authority_reads_and_writes_nothing(home_engine, add, rows_in):
    key = add()
    for write in (
        lambda: add(viewer=OUTSIDER, title="Another"),
        lambda: save_action_change(home_engine, OUTSIDER, key, 1, {"note": "x"}, LATER),
        lambda: carry_over(home_engine, OUTSIDER, "derby-city", 2022, 2023, LATER),
        lambda: run_fetch(home_engine, fetch_actions, OUTSIDER, authority="derby-city"),
        lambda: run_fetch(home_engine, fetch_action_history, OUTSIDER, authority="derby-city"),
    ):
        with pytest.raises(NotPermitted):
            write()
    assert (rows_in(home_engine, Action), rows_in(home_engine, ActionChange)) == (1, 1)


def test_carrying_over_copies_what_is_not_done_once_and_leaves_the_old_plan_as_it_is(home_engine, add):
    key = add()
    add(title="Done", status="done")
    before = version(home_engine)
    assert carry_over(home_engine, BEN, "derby-city", 2022, 2023, LATER) == 1
    assert version(home_engine) == before + 1
    (copy,) = actions(home_engine, year=2023).to_dict("records")
    assert {name: copy["standing" if name == "status" else name] for name in GOOD} == GOOD
    assert copy["version"] == 1
    assert copy["key"] != key
    assert list(actions(home_engine, year=2022).set_index("key").loc[key, ["carried_to", "version"]]) == [2023, 1]
    assert history(home_engine, key=copy["key"]) == [("ben", 1, "carried over", "", "Agree a protocol")]
    assert carry_over(home_engine, BEN, "derby-city", 2022, 2023, LATER) == 0
    assert version(home_engine) == before + 1


def test_what_was_carried_over_and_renamed_or_written_anew_by_hand_is_not_copied_again(home_engine, add):
    add()
    add(title="By hand")
    add(title="By hand", year=2023)
    assert carry_over(home_engine, BEN, "derby-city", 2022, 2023, LATER) == 2
    assert len(actions(home_engine, year=2023)) == 2
    copy = actions(home_engine, year=2023).set_index("title").loc["Agree a protocol"]
    save_action_change(home_engine, BEN, copy["key"], 1, {"title": "Sign the protocol"}, LATER)
    assert carry_over(home_engine, BEN, "derby-city", 2022, 2023, LATER) == 0


def test_one_that_stands_in_the_later_plan_by_hand_is_noted_as_carried_over_and_no_longer_late_in_the_old(
    home_engine, add
):
    old, by_hand = add(), add(year=2023, note="As it is now")
    before = version(home_engine)
    assert carry_over(home_engine, BEN, "derby-city", 2022, 2023, LATER) == 1
    assert version(home_engine) == before + 1
    plans = actions(home_engine).set_index("key")
    assert list(plans["carried_to"].fillna(0)) == [2023, 0]
    assert list(plans.loc[by_hand, ["note", "version", "changed_by"]]) == ["As it is now", 2, "ben"]
    assert list(plans.loc[old, ["version", "changed_by"]]) == [1, "anna"]
    assert history(home_engine, key=by_hand)[0] == ("ben", 2, "carried over", "", "Agree a protocol")
    assert carry_over(home_engine, BEN, "derby-city", 2022, 2023, LATER) == 0


def test_one_that_goes_on_with_another_action_is_not_taken_from_it(home_engine, add):
    first = add(title="First")
    carry_over(home_engine, BEN, "derby-city", 2022, 2023, LATER)
    copy = actions(home_engine, year=2023).iloc[0]
    save_action_change(home_engine, BEN, first, 1, {"title": "Renamed"}, LATER)
    add(title="First")
    assert carry_over(home_engine, BEN, "derby-city", 2022, 2023, LATER) == 0
    assert list(actions(home_engine, year=2023)["key"]) == [copy["key"]]


def test_two_who_carry_over_at_once_copy_each_action_once(home_engine, add):
    for number in range(6):
        add(title=f"Action {number}")
    carried = at_once(*(lambda: carry_over(home_engine, ANNA, "derby-city", 2022, 2023, LATER),) * 2)
    assert sorted(carried) == [0, 6]
    assert len(actions(home_engine, year=2023)) == 6


@pytest.mark.parametrize("to_year", [2022, 2021])
def test_actions_are_carried_forward_only(home_engine, add, to_year):
    add()
    with pytest.raises(ActionRefused, match="later year"):
        carry_over(home_engine, ANNA, "derby-city", 2022, to_year, LATER)


def test_changes_since_a_day_are_those_from_its_beginning_newest_first(home_engine, add):
    key = add()
    save_action_change(home_engine, BEN, key, 1, {"note": "later"}, NOW + timedelta(days=1))
    assert [change[2] for change in history(home_engine)] == ["note", "added"]
    assert [change[2] for change in history(home_engine, since=date(2023, 4, 12))] == ["note", "added"]
    assert [change[2] for change in history(home_engine, since=date(2023, 4, 13))] == ["note"]
    assert history(home_engine, since=date(2023, 4, 14)) == []
