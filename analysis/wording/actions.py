"""Sentences on the action plan: what is overdue, how the others stand, and who changed what meanwhile."""

from datetime import date, datetime
from typing import Any

from analysis.actions import DONE, STANDINGS
from analysis.disclosure import Released, require_released
from analysis.formats import format_count, format_date
from analysis.wording.words import NAMED, Row, and_list, counted, rows_of, title_of

NO_NAMES = "No names of children and nothing by which a child could be known: everyone in the partnership reads it."
PLAN_POPULATION = "Actions that the partnership agreed. They say nothing of single children."
HOMES_DO_NOT_APPLY = "The choice of homes and periods does not apply."
PLAN_MEASURE = "Overdue: due before today and not done"
FIELD_NAMES = {"title": "Title", "owner": "Owner", "due": "Due", "status": "Status", "note": "Note"}
NEW_NAMES = {"added": "Added", "carried over": "Carried over"}
NOT_TYPED = "not changed by you: theirs stays"


def actions_title(released: Released, agency: str = "", since: date | None = None) -> str:
    """How many of the actions are overdue; of those changed since a day, how many there are. `agency`: if only one."""
    rows = rows_of(require_released(released, "actions_title"))
    of = f"{agency}: " if agency else ""
    if since is not None:
        said = f"{_number(len(rows))} changed since {format_date(since)}"
    elif not rows:
        said = "no actions in this plan yet" if of else "No actions in this plan yet"
    else:
        said = _overdue_words(rows)
    return title_of(f"{of}{said}", said)


def _overdue_words(rows: list[Row]) -> str:
    late, left = len(_late(rows)), [row for row in rows if row["standing"] != DONE]
    if not left:
        return "The only action is done" if len(rows) == 1 else f"All {format_count(len(rows))} actions are done"
    if len(rows) == 1:
        return f"The only action is {'' if late else 'not '}overdue"
    if not late:
        return f"None of {format_count(len(rows))} actions is overdue"
    return f"{format_count(late)} of {format_count(len(rows))} actions {'is' if late == 1 else 'are'} overdue"


def actions_sentences(released: Released) -> tuple[str, ...]:
    """How the actions stand, which is overdue longest and which is due next."""
    rows = rows_of(require_released(released, "actions_sentences"))
    if not rows:
        return ()
    stand = {standing: sum(row["standing"] == standing for row in rows) for standing in STANDINGS}
    parts = [f"{format_count(number)} {standing}" for standing, number in stand.items() if number]
    told = [f"Of {counted(len(rows), 'action')}: {and_list(parts)}."]
    if late := _late(rows):
        told.append(f"Longest overdue, since {_named(late[0])}.")
    again = sum(row["is_carried"] for row in rows)
    if again:
        verbs = ("stands", "counts") if again == 1 else ("stand", "count")
        told.append(f"{_number(again)} {verbs[0]} again in a later plan and {verbs[1]} there.")
    coming = [row for row in rows if row["standing"] != DONE and not (row["days_overdue"] or row["is_carried"])]
    if coming:
        told.append(f"Due next, {_named(coming[0])}.")
    return tuple(told)


def late_actions_sentences(released: Released) -> list[str]:
    """The overdue actions, the longest overdue first, a sentence each: at most three, then how many more there are."""
    late = _late(rows_of(require_released(released, "late_actions_sentences")))
    told = [f"Overdue since {_named(row)}." for row in late[:NAMED]]
    more = len(late) - NAMED
    if more > 0:
        told.append(f"And {counted(more, 'more action')} {'is' if more == 1 else 'are'} overdue.")
    return told


def plan_scope(plan: str, agency: str, since: date | None, now: date) -> str:
    """The grey line under the title: which plan, whose actions, and the day on which they are judged."""
    changed = [f"changed since {format_date(since)}"] if since else []
    return " · ".join([f"Action plan of {plan}", agency or "All agencies", *changed, f"as at {format_date(now)}"])


def plan_source_line(changed_at: datetime | None) -> str:
    """Where the list comes from and when anything in it was changed last."""
    return f"Action plan, kept on this page; last changed on {format_date(changed_at)}." if changed_at else ""


def overdue_since_words(days: int) -> str:
    """How long an action is overdue, as a table says it beside the date: "overdue by 90 days"; "" if it is not.

    The number and what it counts stay on one line.
    """
    by = f"by {counted(days, 'day')}".replace(" ", "\N{NO-BREAK SPACE}")
    return f"overdue {by}" if days > 0 else ""


def changed_meanwhile_sentence(who: str, when: datetime, today: date) -> str:
    """Who changed an action that somebody else is editing, and when: the time if today, else the day too."""
    on_day = "" if when.date() == today else f" on {format_date(when)}"
    return f"Changed by {who}{on_day} at {when:%H:%M}, after you opened it."


def field_words(field: str, value: Any) -> str:
    """A value of an action as tables print it: a date as DD/MM/YYYY, everything else as it was typed."""
    if field != "due":
        return str(value)
    return format_date(value if isinstance(value, date) else date.fromisoformat(str(value)))


def carry_over_sentence(number: int, from_label: str, to_label: str) -> str:
    """What carrying over would do, before it is done."""
    if not number:
        return f"Every action of {from_label} is done, or stands in a later plan already."
    goes = "is not done and would be copied" if number == 1 else "are not done and would be copied"
    return (
        f"{counted(number, 'action')} of {from_label} {goes} into the plan of {to_label}, with owner, date, status and "
        "note. Those of this plan stay as they are."
    )


def _late(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["days_overdue"] > 0]


def _named(row: Row) -> str:
    """ "31/12/2022, Police: Agree the protocol", without a stop at its end."""
    return f"{format_date(row['due'])}, {row['owner']}: {row['title'].rstrip('.')}"


def _number(number: int) -> str:
    return counted(number, "action")
