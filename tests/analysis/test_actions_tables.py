"""The action plan as printed tables."""

from datetime import date, datetime

import pandas as pd
import pytest

from analysis.actions import COLUMNS, STANDINGS, actions_by_agency, ordered_actions
from analysis.actions_tables import COLOURS, MARKS, ROOM_ROWS, actions_table, agencies_table, changes_table, colour_of
from analysis.disclosure import release

NOW = date(2023, 3, 31)


def plan(*rows):
    return pd.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in rows], columns=list(COLUMNS))


def action(number=1, *, owner="Police", due=date(2022, 12, 31), standing="at risk", carried_to=None):
    return (f"0000000{number}", f"Action {number}", owner, due, standing, "a note", 2022, carried_to)


def released(*rows):
    return release({"table": ordered_actions(plan(*rows), NOW)}, "partnership")["table"]


def agencies(*rows):
    counts = actions_by_agency(plan(*rows), NOW, ["Police", "CPS"])
    return agencies_table(release({"table": counts}, "partnership")["table"], "By agency").text


def test_a_row_says_when_an_action_is_due_how_long_it_is_overdue_and_its_status_in_words():
    (row,) = actions_table(released(action()), "Plan").text.to_dict("records")
    due = "31/12/2022, overdue by\u00a090\u00a0days"
    assert row == {"Action": "Action 1", "Owner": "Police", "Due": due, "Status": "▲ at risk", "Note": "a note"}


def test_an_action_carried_over_says_where_it_stands_again():
    text = actions_table(released(action(carried_to=2023), action(2)), "Plan").text.set_index("Action")
    assert text.loc["Action 1", ["Due", "Status"]].tolist() == ["31/12/2022", "▲ at risk, again in 2023-24"]


def test_the_numbers_have_the_columns_of_a_file_of_actions():
    numbers = actions_table(released(action()), "Plan").numbers
    assert {"key", "title", "owner", "due", "status", "note", "year"} <= set(numbers.columns)


def test_a_room_sees_no_notes_and_no_more_rows_than_it_can_read_and_how_many_more_there_are():
    many = actions_table(released(*map(action, range(ROOM_ROWS + 3))), "Plan", for_a_room=True).text
    assert "Note" not in many.columns
    assert (len(many), many["Action"].iloc[-1]) == (ROOM_ROWS + 1, "And 3 more, at a desk.")
    one_more = actions_table(released(*map(action, range(ROOM_ROWS + 1))), "Plan", for_a_room=True).text
    assert len(one_more) == ROOM_ROWS + 1
    assert "more" not in one_more["Action"].iloc[-1]


def test_agencies_are_rows_and_standings_columns():
    text = agencies(action(), action(2, owner="CPS", standing="done"))
    assert text.to_numpy().tolist() == [
        ["Police", "0", "1", "0", "0", "1"],
        ["CPS", "0", "0", "0", "1", "0"],
        ["All agencies", "0", "1", "0", "1", "1"],
    ]


def test_one_agency_alone_has_no_row_for_all():
    assert list(agencies(action())["Agency"]) == ["Police"]


def test_changes_print_dates_as_dates_and_nothing_before_a_new_action():
    moment = datetime(2023, 4, 12, 9, 5)
    rows = [("due", "2022-12-31", "2023-06-30"), ("note", "", "signed"), ("added", "", "Action 1")]
    history = pd.DataFrame(
        [("k", "Action 1", 1, moment, "anna", *row) for row in rows],
        columns=["key", "title", "version", "changed_at", "changed_by", "field", "before", "after"],
    )
    text = changes_table(release({"table": history}, "partnership")["table"], "Changes", of_one=True).text
    assert text.to_numpy().tolist() == [
        ["12/04/2023 09:05", "anna", "Due", "31/12/2022", "30/06/2023"],
        ["12/04/2023 09:05", "anna", "Note", "", "signed"],
        ["12/04/2023 09:05", "anna", "Added", "", ""],
    ]


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("standing", STANDINGS)
def test_a_status_has_a_shape_of_its_own_and_a_colour_that_can_be_read_as_text(standing):
    assert len(set(MARKS.values())) == len(set(COLOURS.values())) == len(STANDINGS)
    assert colour_of(f"{MARKS[standing]} {standing}, again in 2023-24") == COLOURS[standing]
    assert 1.05 / (luminance(COLOURS[standing]) + 0.05) >= 4.5


def test_a_cell_without_a_status_has_no_colour():
    assert colour_of("") == ""
