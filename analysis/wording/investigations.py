"""Sentences on children under investigation: for the data meeting alone, where single cases are told."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from analysis.checklist import CANNOT_TELL, IN_TIME, INCOMPLETE, LATE, NOT_DUE, NOT_RECORDED
from analysis.disclosure import Released, require_released
from analysis.formats import format_count, format_date
from analysis.investigations import CLOSED, FORMAL_LOW_LEVEL, MOVED, NEW, NO_CHECKLIST, NO_OUTCOME, NOT_REVIEWED, SINCE
from analysis.wording.words import Row, and_list, counted, grouped, rows_of, title_of

CASEWORK_BANNER = "Casework: stop sharing and recording"
NO_NAMES_IN_CASES = (
    "No names of children, staff or places, and no addresses: write what happened and what is learnt. What is typed "
    "here is kept with the case."
)
CASE_POPULATION = (
    "Children under police investigation on the council's list: its own, wherever they live, and those of other "
    "councils who live here."
)
CASE_MEASURE = "Open: reported and not finalised; days count from the report"
FOUND_BY_REFERENCE = "Look the child up in your own system by your own reference: names are not held here."
OUTCOME_20 = "20"
PROTOCOLS_DIFFER_ON_20 = (
    "Protocols explain outcome 20 differently: to the Home Office it is the transfer of further investigation to "
    "another body; to Nottingham's protocol, that police acknowledge that it was dealt with in another way."
)
HOURS_FROM_THE_REPORT = (
    "In time counts from when the offence was identified or reported to the police. Where only a day is known, it is "
    "in time or late only if it is at any hour of that day. Waiting before calling the police is recorded apart."
)
SINCE_WORDS = {NEW: "new", MOVED: "moved to another stage", CLOSED: "closed"}
REASON_NAMES = {
    NO_CHECKLIST: "Checklist not recorded",
    NO_OUTCOME: "No outcome yet",
    FORMAL_LOW_LEVEL: "Formal outcome of a low-level matter",
    NOT_REVIEWED: "Not reviewed yet",
}
STANDING_WORDS = {
    IN_TIME: "in time",
    LATE: "late",
    CANNOT_TELL: "cannot tell: only days are known",
    INCOMPLETE: "not complete",
    NOT_RECORDED: "not recorded",
    NOT_DUE: "not due yet",
}
ANSWER_NAMES = {
    "low_level": "A low-level matter",
    "in_placement": "Happened where the child lives",
    "cooling_off": "Staff waited before calling the police (cooling-off)",
    "interview": "Arrest or voluntary interview",
    "held_overnight": "Held overnight",
    "appropriate_adult": "Appropriate adult present",
    "additional_needs": "Additional needs taken into account",
    "joint_panel": "Joint panel or triage considered",
    "restorative_offered": "Restorative step offered",
    "restorative_consented": "Restorative step consented to",
    "possible_exploitation": "Possible exploitation",
    "authority_told": "Responsible authority told",
    "discontinued": "Discontinued by the CPS",
}
CASE_FIELD_NAMES = {
    "reference": "Reference",
    "home": "Home",
    "setting": "Setting",
    "responsible": "Responsible authority",
    "matter": "Matter",
    "occurred_on": "Happened on",
    "reported_at": "Reported",
    "reported_time_known": "Time of report known",
    "response": "Response",
    "stage": "Stage",
    "stage_since": "At this stage since",
    "outcome_code": "Outcome",
    "outcome_on": "Outcome on",
    **ANSWER_NAMES,
    "done_at": "Done",
    "time_known": "Time known",
    "missing": "Missing",
    "proportionate": "Proportionate",
    "why": "Why",
    "learning_home": "Learning for the home",
    "learning_police": "Learning for the police",
    "learning_yjs": "Learning for the Youth Justice Service",
    "learning_cps": "Learning for the CPS",
    "learning_social_care": "Learning for social care",
    "action": "Action",
    "action_owner": "Owner of the action",
    "action_due": "Action due",
    "action_done_on": "Action done on",
    "added": "Added",
}


def investigations_title(released: Released) -> str:
    """How many children are under investigation, and in how many cases where that is another number."""
    rows = rows_of(require_released(released, "investigations_title"))
    children = len({row["child"] for row in rows})
    if not rows:
        return "No child is under investigation"
    verb = "is" if children == 1 else "are"
    said = f"{counted(children, 'child', 'children')} {verb} under investigation"
    return said if len(rows) == children else title_of(f"{said}, in {counted(len(rows), 'case')}", said)


def investigations_sentences(released: Released, since: Released, last: date | None) -> list[str]:
    """How long the cases have been open, and what has become of them since the last meeting."""
    rows = rows_of(require_released(released, "investigations_sentences"))
    told = []
    if rows:
        longest = max(row["days_open"] for row in rows)
        told.append(f"The longest open was reported {counted(longest, 'day')} ago.")
    return [*told, since_sentence(since, last)]


def since_sentence(since: Released, last: date | None) -> str:
    """ "Since the meeting of 20/01/2023: 3 new, 1 moved to another stage and 1 closed." """
    found = grouped(rows_of(require_released(since, "since_sentence")), "since")
    numbers = [f"{format_count(len(found[what]))} {SINCE_WORDS[what]}" for what in SINCE if what in found]
    if last is None:
        return "No meeting on cases has been held yet: every open case is new."
    return f"Since the meeting of {format_date(last)}: {and_list(numbers) if numbers else 'nothing new'}."


def discuss_title(released: Released) -> str:
    """How many cases there are to discuss."""
    cases = {row["key"] for row in rows_of(require_released(released, "discuss_title"))}
    return f"{counted(len(cases), 'case')} to discuss" if cases else "Nothing to discuss by the protocol's rules"


def discuss_sentences(released: Released) -> list[str]:
    """How many cases there are to discuss for which reason."""
    found = grouped(rows_of(require_released(released, "discuss_sentences")), "reason")
    return [
        f"{name}: {counted(len(found[reason]), 'case')}." for reason, name in REASON_NAMES.items() if reason in found
    ]


def reason_words(reason: str, days: int) -> str:
    """Why a case is to be discussed, as a sentence."""
    told = {
        NO_CHECKLIST: f"No point of the checklist is recorded as done, {counted(days, 'day')} after the report.",
        NO_OUTCOME: f"No outcome after {counted(days, 'day')}.",
        FORMAL_LOW_LEVEL: "A formal outcome of a low-level matter in the home, without a restorative step recorded.",
        NOT_REVIEWED: f"Finalised {counted(days, 'day')} ago; no meeting has said yet whether the response was "
        "proportionate.",
    }
    return told[reason]


def standing_words(standing: str, points_done: int, points_left: Sequence[int]) -> str:
    """How a checklist stands, with the numbers of the points that are missing."""
    if standing != INCOMPLETE:
        return STANDING_WORDS[standing]
    left = and_list([str(number) for number in points_left])
    of = format_count(points_done + len(points_left))
    return f"{format_count(points_done)} of {of} done; missing: {left}"


def case_title(case: Row) -> str:
    """What a case is called at the top of its page: the child's code, the setting and how it stands."""
    place = case["home"] or case["setting"]
    return f"Child {case['child']}, {place}: {case['stage']}"


def outcome_words(case: Row) -> str:
    """An outcome with its code, its wording and the class in which it counts; "" without one."""
    if not case["outcome_code"]:
        return ""
    return f"{case['outcome_code']}: {case['outcome']} ({case['outcome_class']}), {format_date(case['outcome_on'])}"


def outcome_notes(codes: Sequence[str]) -> list[str]:
    """What has to be said of outcomes that are explained in several ways."""
    return [PROTOCOLS_DIFFER_ON_20] if OUTCOME_20 in codes else []


def event_words(what: str, detail: str) -> str:
    """An event of a case's timeline, as a table says it."""
    told = {
        "occurred": "It happened",
        "reported": f"Reported; police response: {detail}",
        "point": f"Checklist, point {detail} done" if "," not in detail else f"Checklist, points {detail} done",
        "stage": f"Stage: {detail}",
        "outcome": f"Outcome: {detail}",
        "review": f"Meeting: was the response proportionate? {detail}",
    }
    return told[what].capitalize() if what == "occurred" else told[what]


def decision_sentences(released: Released) -> list[str]:
    """What a meeting decided about one case: proportionate or not, why, who learns what, and what is to be done."""
    (row,) = rows_of(require_released(released, "decision_sentences"))
    start = "Learning for "
    learnt = [(name, row[field]) for field, name in CASE_FIELD_NAMES.items() if name.startswith(start) and row[field]]
    told = [
        f"Was the response proportionate? {row['proportionate'].capitalize()}.",
        *([f"Why: {_stopped(row['why'])}"] if row["why"] else []),
        *(f"{name}: {_stopped(text)}" for name, text in learnt),
    ]
    if row["action"]:
        told.append(f"Action: {_stopped(row['action'])} {row['action_owner']}, until {format_date(row['action_due'])}.")
    return told


def _stopped(text: str) -> str:
    """What somebody typed, with a stop at its end."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def thing_words(thing: str) -> str:
    """What was changed, as the history says it."""
    return f"Checklist, {thing}" if thing.startswith("point") else thing.capitalize()


def field_value(value: Any) -> str:
    """A value of a case as a table prints it: days as DD/MM/YYYY, nothing as a dash."""
    if value is None or value == "":
        return "–"
    return format_date(value) if isinstance(value, date) else str(value)
