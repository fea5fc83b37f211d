"""Children under investigation as printed tables, for the data meeting: single cases, by code and reference."""

from datetime import date, datetime
from typing import Any

import pandas as pd

from analysis.disclosure import Released, require_released
from analysis.formats import format_count, format_date
from analysis.tables import Table
from analysis.wording.investigations import (
    ANSWER_NAMES,
    CASE_FIELD_NAMES,
    SINCE_WORDS,
    STANDING_WORDS,
    event_words,
    field_value,
    outcome_words,
    reason_words,
    standing_words,
    thing_words,
)
from analysis.wording.words import counted

NOT_DONE = "–"
SAID_BY_ANOTHER = "time_known"  # the moment it belongs to stands in a row of its own
# The fields of a history that hold a day or a moment.
DAYS = ("occurred_on", "reported_at", "stage_since", "outcome_on", "done_at", "action_due", "action_done_on")


def cases_table(released: Released, title: str) -> Table:
    """The open cases, the longest open first: who, where, what, its stage, its checklist, and what to discuss."""
    frame = require_released(released, "cases_table").frame
    rows = frame.to_dict("records")
    text = pd.DataFrame(
        {
            "Child": [row["child"] for row in rows],
            "Reference": [row["reference"] or NOT_DONE for row in rows],
            "Where": [row["home"] or row["setting"] for row in rows],
            "Responsible": [row["responsible"] for row in rows],
            "Matter": [_matter_words(row) for row in rows],
            "Response": [row["response"] for row in rows],
            "Stage": [_stage_words(row) for row in rows],
            "Days open": [format_count(row["days_open"]) for row in rows],
            "Checklist": [standing_words(row["standing"], row["points_done"], row["points_left"]) for row in rows],
            "To discuss": [_reasons(row) for row in rows],
        },
        dtype=object,
    )
    kept = ["key", "child", "reference", "home", "setting", "stage", "days_open", "standing", "points_done"]
    return Table(title, text, frame[kept])


def discuss_table(released: Released, title: str) -> Table:
    """What there is to discuss: a row a case and reason, in words."""
    frame = require_released(released, "discuss_table").frame
    text = pd.DataFrame(
        {
            "Child": frame["child"],
            "Where": [row["home"] or row["setting"] for row in frame.to_dict("records")],
            "Matter": frame["matter"],
            "Why": [reason_words(reason, days) for reason, days in zip(frame["reason"], frame["days"], strict=True)],
        },
        dtype=object,
    )
    return Table(title, text, frame[["key", "child", "reason", "days"]])


def since_table(released: Released, title: str) -> Table:
    """The cases that are new, moved or closed since the last meeting."""
    frame = require_released(released, "since_table").frame
    text = pd.DataFrame(
        {
            "Since the last meeting": [SINCE_WORDS[what] for what in frame["since"]],
            "Child": frame["child"],
            "Where": [row["home"] or row["setting"] for row in frame.to_dict("records")],
            "Matter": frame["matter"],
            "Stage": [f"{row['stage']} since {format_date(row['stage_since'])}" for row in frame.to_dict("records")],
        },
        dtype=object,
    )
    return Table(title, text, frame[["key", "child", "since", "stage"]])


def facts_table(released: Released, title: str) -> Table:
    """One case as a list: whose it is, what it is about, when it was, and how it stands."""
    (case,) = require_released(released, "facts_table").frame.to_dict("records")
    facts = {
        "Child": case["child"],
        "Reference": field_value(case["reference"]),
        "Where": f"{case['home']} ({case['setting']})" if case["home"] else case["setting"],
        "Responsible authority": case["responsible"],
        "Matter": case["matter"],
        "Happened": field_value(_day(case["occurred_on"])),
        "Reported": _moment_words(case["reported_at"], case["reported_time_known"]),
        "Response": case["response"],
        "Stage": f"{case['stage']} since {format_date(case['stage_since'])}",
        "Outcome": outcome_words(case) or NOT_DONE,
    }
    return _list(title, facts)


def answers_table(released: Released, title: str) -> Table:
    """How one case was dealt with: what is asked of each, with yes, no or not recorded."""
    (case,) = require_released(released, "answers_table").frame.to_dict("records")
    return _list(title, {name: case[column] for column, name in ANSWER_NAMES.items()})


def checklist_table(released: Released, title: str) -> Table:
    """The ten points: wording, owner, when done, what is missing, how each stands."""
    frame = require_released(released, "checklist_table").frame
    rows = frame.to_dict("records")
    text = pd.DataFrame(
        {
            "Point": [f"{row['number']}. {row['wording']}" for row in rows],
            "Owner": [row["owner"] for row in rows],
            "Done": [_moment_words(row["done_at"], row["time_known"]) for row in rows],
            "Missing": [row["missing"] or NOT_DONE for row in rows],
            "In time": [STANDING_WORDS[row["standing"]] for row in rows],
        },
        dtype=object,
    )
    return Table(title, text, frame[["number", "wording", "owner", "done_at", "missing", "standing"]])


def timeline_table(released: Released, title: str) -> Table:
    """What happened in a case, in order."""
    frame = require_released(released, "timeline_table").frame
    rows = frame.to_dict("records")
    text = pd.DataFrame(
        {
            "When": [_moment_words(row["at"] if _is(row["at"]) else row["on_day"], _is(row["at"])) for row in rows],
            "What": [event_words(row["what"], row["detail"]) for row in rows],
        },
        dtype=object,
    )
    return Table(title, text, frame[["on_day", "what", "detail"]])


def matters_table(released: Released, title: str) -> Table:
    """What else there is of the child, of every source."""
    frame = require_released(released, "matters_table").frame
    text = pd.DataFrame(
        {
            "Source": frame["source"],
            "What": frame["what"],
            "Day": [format_date(day) for day in frame["on_day"]],
            "How it stands": frame["standing"],
        },
        dtype=object,
    )
    return Table(title, text, frame[["source", "what", "on_day", "standing"]])


def reviews_table(released: Released, title: str) -> Table:
    """What meetings decided about a case, the latest first: a row a meeting."""
    frame = require_released(released, "reviews_table").frame
    rows = frame.to_dict("records")
    text = pd.DataFrame(
        {
            "Meeting": [format_date(row["held_on"]) for row in rows],
            "Child": [row["child"] for row in rows],
            "Proportionate": [row["proportionate"] for row in rows],
            "Why": [row["why"] or NOT_DONE for row in rows],
            "Learning": [_learning(row) for row in rows],
            "Action": [_action_words(row) for row in rows],
        },
        dtype=object,
    )
    return Table(title, text, frame[["key", "child", "held_on", "proportionate", "action_due", "action_done_on"]])


def case_actions_table(released: Released, title: str) -> Table:
    """The actions that came of reviews and are not done, the earliest due first."""
    frame = require_released(released, "case_actions_table").frame
    text = pd.DataFrame(
        {
            "Action": frame["action"],
            "Owner": frame["action_owner"],
            "Due": [
                format_date(due) + (f", overdue by {counted(days, 'day')}" if days > 0 else "")
                for due, days in zip(frame["action_due"], frame["days_overdue"], strict=True)
            ],
            "Child": frame["child"],
            "Agreed": [format_date(day) for day in frame["held_on"]],
        },
        dtype=object,
    )
    return Table(title, text, frame[["key", "child", "action_due", "days_overdue"]])


def history_table(released: Released, title: str) -> Table:
    """What was changed of a case, newest first: when, by whom, what, from what to what."""
    frame = require_released(released, "history_table").frame
    frame = frame[frame["field"].ne(SAID_BY_ANOTHER)]
    text = pd.DataFrame(
        {
            "When": [f"{format_date(moment)} {moment:%H:%M}" for moment in frame["changed_at"]],
            "By": frame["changed_by"],
            "What": [thing_words(thing) for thing in frame["thing"]],
            "Field": [CASE_FIELD_NAMES.get(field, field) for field in frame["field"]],
            "Before": [_written(field, value) for field, value in zip(frame["field"], frame["before"], strict=True)],
            "After": [_written(field, value) for field, value in zip(frame["field"], frame["after"], strict=True)],
        },
        dtype=object,
    )
    return Table(title, text, frame[["thing", "version", "changed_at", "changed_by", "field"]])


def _list(title: str, facts: dict[str, str]) -> Table:
    text = pd.DataFrame({"": list(facts), "As recorded": list(facts.values())}, dtype=object)
    return Table(title, text, text.rename(columns={"": "field"}))


def _matter_words(row: dict[Any, Any]) -> str:
    """What a case is about, and when that was."""
    happened = f"happened {format_date(row['occurred_on'])}, " if _is(row["occurred_on"]) else ""
    return f"{row['matter']}; {happened}reported {_moment_words(row['reported_at'], row['reported_time_known'])}"


def _stage_words(row: dict[Any, Any]) -> str:
    """The stage of a case and since when, with its outcome once there is one."""
    outcome = f"; outcome {outcome_words(row)}" if row["outcome_code"] else ""
    return f"{row['stage']} since {format_date(row['stage_since'])}{outcome}"


def _reasons(row: dict[Any, Any]) -> str:
    return " ".join(reason_words(reason, row["days_open"]) for reason in row["reasons"]) or NOT_DONE


def _learning(row: dict[Any, Any]) -> str:
    """What is learnt by whom: "the police: ...", of those for whom something was written."""
    start = "Learning for "
    names = {field: name.removeprefix(start) for field, name in CASE_FIELD_NAMES.items() if name.startswith(start)}
    return " ".join(f"For {name}: {row[field]}" for field, name in names.items() if row[field]) or NOT_DONE


def _action_words(row: dict[Any, Any]) -> str:
    if not row["action"]:
        return NOT_DONE
    stands = f"done {format_date(row['action_done_on'])}" if _is(row["action_done_on"]) else "open"
    return f"{row['action']} ({row['action_owner']}, due {format_date(row['action_due'])}, {stands})"


def _moment_words(value: Any, time_known: bool) -> str:
    if not _is(value):
        return NOT_DONE
    told = format_date(value.date() if isinstance(value, datetime) else value)
    return f"{told} {value:%H:%M}" if time_known and isinstance(value, datetime) else told


def _written(field: str, value: str) -> str:
    """A value as the history keeps it, a day as tables print it."""
    if not value or field not in DAYS:
        return value
    moment = datetime.fromisoformat(value)
    return f"{format_date(moment)} {moment:%H:%M}" if len(value) > len("2023-03-31") else format_date(moment)


def _day(value: Any) -> date | None:
    return value if _is(value) else None


def _is(value: Any) -> bool:
    return value is not None and not pd.isna(value)
