"""The action plan as printed tables: the list of actions, how many each agency has, and what was changed."""

import pandas as pd

from analysis.actions import ALL_AGENCIES, AT_RISK, DONE, OFF_TRACK, ON_TRACK, OVERDUE, STANDINGS, year_label
from analysis.disclosure import Released, require_released
from analysis.formats import format_count, format_date
from analysis.tables import Table
from analysis.wording import FIELD_NAMES, NEW_NAMES, field_words, overdue_since_words

# A shape beside the word, so that neither colour nor word has to be read alone.
MARKS = {ON_TRACK: "●", AT_RISK: "▲", OFF_TRACK: "■", DONE: "✓"}
# Of the words and shapes, dark enough to be read as text on white.
COLOURS = {ON_TRACK: "#00703C", AT_RISK: "#9A4A00", OFF_TRACK: "#B10E1E", DONE: "#4B5563"}
ROOM_ROWS = 10


def actions_table(released: Released, title: str, *, for_a_room: bool = False) -> Table:
    """The actions in their order, with owner, day, status in words and note; the numbers load again as a file.

    `for_a_room`: without notes, and no more than a room can read at once.
    """
    table = require_released(released, "actions_table")
    frame = table.open_frame if for_a_room else table.frame
    shown = frame.head(ROOM_ROWS) if for_a_room and len(frame) > ROOM_ROWS + 1 else frame
    text = pd.DataFrame(
        {
            "Action": shown["title"],
            "Owner": shown["owner"],
            "Due": [
                ", ".join(filter(None, (format_date(due), overdue_since_words(days))))
                for due, days in zip(shown["due"], shown["days_overdue"], strict=True)
            ],
            "Status": [
                f"{MARKS[standing]} {standing}{f', again in {year_label(int(later))}' if carried else ''}"
                for standing, later, carried in zip(
                    shown["standing"], shown["carried_to"], shown["is_carried"], strict=True
                )
            ],
            "Note": shown["note"],
        }
    )
    if for_a_room:
        text = text.drop(columns="Note")
        if more := len(frame) - len(shown):
            text.loc[len(text)] = [f"And {format_count(more)} more, at a desk.", "", "", ""]
    numbers = frame[["key", "title", "owner", "due", "standing", "note", "year", "days_overdue"]]
    return Table(title, text.reset_index(drop=True), numbers.rename(columns={"standing": "status"}))


def agencies_table(released: Released, title: str) -> Table:
    """A row an agency, a column a status, and how many are overdue among them; all together last, if several."""
    frame = require_released(released, "agencies_table").frame
    if frame["owner"].nunique() == 2:
        frame = frame[frame["owner"] != ALL_AGENCIES]  # one agency alone: a row for all would say it twice
    figures = frame.set_index(["owner", "standing"])["value"]
    owners = list(dict.fromkeys(frame["owner"]))
    columns = {standing.capitalize(): standing for standing in (*STANDINGS, OVERDUE)}
    numbers = {name: [figures[owner, standing] for owner in owners] for name, standing in columns.items()}
    text = {name: [format_count(value) for value in values] for name, values in numbers.items()}
    return Table(title, pd.DataFrame({"Agency": owners, **text}), pd.DataFrame({"Agency": owners, **numbers}))


def changes_table(released: Released, title: str, *, of_one: bool = False) -> Table:
    """What was changed, newest first: when, by whom, what, from what to what. `of_one`: without the action's title."""
    frame = require_released(released, "changes_table").frame
    text = pd.DataFrame(
        {
            "When": [f"{format_date(moment)} {moment:%H:%M}" for moment in frame["changed_at"]],
            "By": frame["changed_by"],
            "Action": frame["title"],
            "What": [FIELD_NAMES.get(field) or NEW_NAMES[field] for field in frame["field"]],
            "Before": [
                field_words(field, value) if value else ""
                for field, value in zip(frame["field"], frame["before"], strict=True)
            ],
            "After": [
                "" if field in NEW_NAMES else field_words(field, value)
                for field, value in zip(frame["field"], frame["after"], strict=True)
            ],
        }
    )
    text = text.drop(columns="Action") if of_one else text
    return Table(
        title, text, frame[["key", "title", "version", "changed_at", "changed_by", "field", "before", "after"]]
    )


def colour_of(status: str) -> str:
    """The colour of a cell of the column Status, by the word in it; "" for a cell without one."""
    return next((colour for standing, colour in COLOURS.items() if f"{MARKS[standing]} {standing}" in status), "")
