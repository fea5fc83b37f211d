"""Children under police investigation, their checklists, and what four quarterly meetings decided. All invented.

Those at the homes are crimes of crimes.csv, with its references, dates, homes and outcomes. Those elsewhere have
references of their own, since the police extract of the homes' addresses does not hold them. One was charged and then
discontinued by the CPS: the Youth Justice Service has no offence of it in that year. Another the CPS did not charge.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from sample_data.homes import ALIASES
from sample_data.years import day_text, moment_text

HEADER = (
    "reference",
    "child_reference",
    "setting",
    "home",
    "responsible_authority",
    "matter",
    "occurred_on",
    "reported_at",
    "response",
    "stage",
    "stage_since",
    "outcome_code",
    "outcome_on",
    "interview",
    "low_level",
    "in_placement",
    "cooling_off",
    "held_overnight",
    "appropriate_adult",
    "additional_needs",
    "joint_panel",
    "restorative_offered",
    "restorative_consented",
    "possible_exploitation",
    "authority_told",
    "discontinued",
)
CHECKLIST_HEADER = ("reference", "point", "done_at", "missing")
MEETINGS_HEADER = ("kind", "held_on", "present", "reason", "agenda")
REVIEWS_HEADER = (
    "reference",
    "held_on",
    "proportionate",
    "why",
    "learning_home",
    "learning_police",
    "learning_yjs",
    "learning_cps",
    "learning_social_care",
    "action",
    "action_owner",
    "action_due",
    "action_done_on",
)
CRIMES = Path(__file__).parent / "crimes.csv"
POINTS = 10
FINALISED = "finalised"
APRIL, JULY, OCTOBER, JANUARY = date(2022, 4, 8), date(2022, 7, 15), date(2022, 10, 14), date(2023, 1, 20)
REASON = "Quarterly data meeting: children under police investigation"
PRESENT = "Residential services, Youth Justice Service, police, social care"


@dataclass(frozen=True)
class Checklist:
    """How long after the report the points were done, in hours, or in days where only the day is known."""

    hours: float = 0
    days: int = 0
    done: int = POINTS
    missing: str = ""


NOT_RECORDED = Checklist(done=0)


@dataclass(frozen=True)
class Case:
    """A case. At a home: what crimes.csv does not say. `elsewhere`: setting, reported, outcome code and its day.

    `responsible`: another council whose child it is.
    """

    reference: str
    child: str
    matter: str
    checklist: Checklist
    response: str = "immediate"
    elsewhere: tuple[str, str, str, str] | None = None
    responsible: str = ""
    stage: tuple[str, str] = (FINALISED, "")
    answers: dict[str, str] = field(default_factory=dict)


LOW = {"low_level": "yes", "in_placement": "yes"}
RESTORED = {"restorative_offered": "yes", "restorative_consented": "yes"}
NEEDS = {"additional_needs": "yes"}
NOT_LOW = {"low_level": "no", "in_placement": "yes"}
USUAL = {
    "appropriate_adult": "yes",
    "authority_told": "yes",
    "held_overnight": "no",
    "interview": "voluntary interview",
}

CASES: tuple[Case, ...] = (
    Case(
        "CR-21-00002",
        "P-4907",
        "Pushed a member of staff in an argument",
        NOT_RECORDED,
        answers={**NOT_LOW, "interview": "arrest", "held_overnight": "yes", "appropriate_adult": "yes"},
    ),
    Case(
        "CR-21-00009",
        "P-4689",
        "Broke a door in the home",
        Checklist(hours=70),
        "input helpful",
        answers={**USUAL, **LOW, **RESTORED, "cooling_off": "no", "joint_panel": "no", "additional_needs": "no"},
    ),
    Case(
        "CR-21-00016",
        "P-4689",
        "Hit another child in the home",
        Checklist(hours=20, done=6, missing="Asked for, not sent"),
        answers={
            **NOT_LOW,
            "interview": "arrest",
            "held_overnight": "yes",
            "cooling_off": "no",
            "joint_panel": "no",
            "discontinued": "yes",
        },
    ),
    Case(
        "CR-22-00016",
        "P-4821",
        "Fight with another child in the home",
        Checklist(hours=21),
        answers={
            **USUAL,
            **NOT_LOW,
            **NEEDS,
            "cooling_off": "no",
            "joint_panel": "yes",
            "possible_exploitation": "yes",
        },
    ),
    Case(
        "CR-22-00019",
        "P-5613",
        "Shouting and swearing at staff in the home",
        Checklist(hours=50),
        answers={
            **USUAL,
            **LOW,
            "interview": "arrest",
            "cooling_off": "no",
            "joint_panel": "no",
            "additional_needs": "no",
        },
    ),
    Case(
        "CR-22-00020",
        "P-5701",
        "Broke a window in the home",
        Checklist(hours=9),
        "input helpful",
        answers={**USUAL, **LOW, "cooling_off": "yes", "joint_panel": "yes"},
    ),
    Case(
        "CR-22-00021",
        "P-5218",
        "Damaged furniture in the home",
        Checklist(hours=16),
        "internal",
        answers={**USUAL, **LOW, **RESTORED, "interview": "neither", "cooling_off": "yes", "joint_panel": "yes"},
    ),
    Case(
        "CR-22-00024",
        "P-5281",
        "A kitchen knife in a bedroom",
        Checklist(days=1),
        answers={**USUAL, **NOT_LOW, **NEEDS, "joint_panel": "yes", "possible_exploitation": "yes"},
    ),
    Case(
        "CR-22-00025",
        "P-5281",
        "A small amount of cannabis",
        Checklist(hours=12),
        "input helpful",
        answers={**USUAL, **LOW, **RESTORED, "cooling_off": "yes", "joint_panel": "yes"},
    ),
    Case(
        "PI-22-00027",
        "P-5155",
        "Disorder in the city centre",
        Checklist(hours=30, done=8, missing="Not asked for yet"),
        elsewhere=("community", "30/07/2022 22:15", "1", "12/12/2022"),
        stage=("charged", "12/12/2022"),
        answers={"low_level": "no", "in_placement": "no", "interview": "arrest", "held_overnight": "no"},
    ),
    Case(
        "PI-22-00031",
        "P-5802",
        "Theft from a shop",
        Checklist(hours=18),
        elsewhere=("foster", "18/11/2022 16:40", "", ""),
        stage=("with CPS", "20/02/2023"),
        answers={**USUAL, "low_level": "yes", "in_placement": "no", "joint_panel": "no"},
    ),
    Case(
        "PI-22-00044",
        "P-5816",
        "Damage to a carer's car",
        Checklist(hours=96),
        "input helpful",
        elsewhere=("out of area", "12/09/2022", "22", "15/12/2022"),
        answers={**USUAL, **LOW, **RESTORED, **NEEDS, "authority_told": "no"},
    ),
    Case(
        "PI-22-00036",
        "P-5342",
        "Damage to a door in the foster home",
        Checklist(hours=17),
        elsewhere=("foster", "20/09/2022 19:20", "9", "09/01/2023"),
        answers={**USUAL, **LOW, **NEEDS, "joint_panel": "no", "discontinued": "yes"},
    ),
    Case(
        "PI-22-00040",
        "P-5830",
        "Graffiti on a bus shelter",
        Checklist(hours=23),
        elsewhere=("foster", "28/10/2022 17:30", "20", "12/12/2022"),
        responsible="Derbyshire County",
        stage=("panel", "12/12/2022"),
        answers={**USUAL, "low_level": "yes", "in_placement": "no", "joint_panel": "yes"},
    ),
    Case(
        "CR-23-00003",
        "P-5577",
        "Messages on a phone that was taken",
        NOT_RECORDED,
        stage=("under investigation", "20/02/2023"),
        answers={"low_level": "no", "in_placement": "yes", "possible_exploitation": "yes"},
    ),
    Case(
        "CR-23-00004",
        "P-4907",
        "Threatened a member of staff",
        Checklist(hours=22),
        stage=("panel", "20/03/2023"),
        answers={**USUAL, **NOT_LOW, "cooling_off": "no", "joint_panel": "yes", **NEEDS},
    ),
    Case(
        "CR-23-00005",
        "P-4907",
        "Injured another child in the home",
        Checklist(hours=14),
        answers={**USUAL, **NOT_LOW, "cooling_off": "no", "joint_panel": "yes"},
    ),
    Case(
        "CR-23-00008",
        "P-4907",
        "Pushed a member of staff at night",
        Checklist(hours=8),
        "input helpful",
        stage=("reported", "06/03/2023"),
        answers={**LOW, "cooling_off": "yes", "authority_told": "yes"},
    ),
)

# Reference, meeting, proportionate, why, what is learnt by whom, action with owner, due and done.
Decision = tuple[str, date, str, str, dict[str, str], tuple[str, str, str, str]]
NOTHING = ("", "", "", "")
DECISIONS: tuple[Decision, ...] = (
    (
        "CR-21-00002",
        APRIL,
        "no",
        "Held overnight, and the home had not been asked for the checklist.",
        {"learning_home": "Send the checklist unasked.", "learning_police": "Ask for the checklist before charging."},
        ("Put the checklist into the custody form", "Police", "30/09/2022", "12/09/2022"),
    ),
    ("CR-21-00009", APRIL, "yes", "Settled with the staff whose door it was.", {}, NOTHING),
    (
        "CR-21-00016",
        APRIL,
        "partly",
        "The charge rested on four points that nobody had supplied.",
        {"learning_cps": "Send a file back when points are missing.", "learning_social_care": "Give the care plan."},
        NOTHING,
    ),
    ("CR-22-00016", JULY, "yes", "Both children spoken to; no further action.", {}, NOTHING),
    (
        "CR-22-00019",
        JULY,
        "no",
        "A reasonable parent would not have called the police.",
        {"learning_home": "Wait, and call the manager first.", "learning_yjs": "Offer a restorative step early."},
        ("Train all shifts in cooling-off", "Council residential services", "31/12/2022", "02/12/2022"),
    ),
    ("CR-22-00021", OCTOBER, "yes", "Repaired together with the home.", {}, NOTHING),
    (
        "CR-22-00020",
        JANUARY,
        "not yet known",
        "Nobody knew whether a restorative step had been offered.",
        {},
        ("Find out whether a restorative step was offered", "Youth Justice Service", "28/02/2023", ""),
    ),
    (
        "CR-22-00024",
        JANUARY,
        "partly",
        "The caution came after three months and a half.",
        {"learning_police": "Tell the home when a decision will come."},
        ("Agree days within which a panel meets", "Youth Justice Service", "30/04/2023", ""),
    ),
    ("CR-22-00025", JANUARY, "yes", "Diverted, with substance use work.", {}, NOTHING),
    (
        "PI-22-00031",
        JANUARY,
        "not yet known",
        "With the police still.",
        {},
        ("Ask the police for a decision", "Council children's services", "15/02/2023", "10/02/2023"),
    ),
    (
        "PI-22-00036",
        JANUARY,
        "partly",
        "The carers had not wanted a prosecution, and it took the CPS to say so.",
        {"learning_police": "Ask early what the carers want."},
        NOTHING,
    ),
    (
        "PI-22-00044",
        JANUARY,
        "yes",
        "Dealt with by the other force as here.",
        {"learning_social_care": "Ask to be told at once when a child lives elsewhere."},
        NOTHING,
    ),
)
TACTICAL = date(2023, 2, 23)
AGENDA = "homes Homes and neighbourhoods; incidents Incidents; youth-justice Youth justice; actions Action plan"


def investigation_rows() -> list[tuple[object, ...]]:
    """Every case, in the order reported."""
    return [row for _, row in sorted((_reported(case), _row(case)) for case in CASES)]


def checklist_rows() -> list[tuple[object, ...]]:
    """The points that are recorded, case by case; one that is not done says what is missing."""
    rows: list[tuple[object, ...]] = []
    for case in sorted(CASES, key=_reported):
        checklist = case.checklist
        if not checklist.done:
            continue
        for point in range(1, POINTS + 1):
            is_done = point <= checklist.done
            done_at = _done_at(_reported(case), checklist, point) if is_done else ""
            rows.append((case.reference, point, done_at, "" if is_done else checklist.missing))
    return rows


def meeting_rows() -> list[tuple[object, ...]]:
    """Four meetings on cases, and one of the tactical group with its agenda."""
    on_cases = [("casework", day_text(day), PRESENT, REASON, "") for day in (APRIL, JULY, OCTOBER, JANUARY)]
    return [*on_cases, ("tactical", day_text(TACTICAL), PRESENT, "", AGENDA)]


def review_rows() -> list[tuple[object, ...]]:
    """What the meetings decided, in order."""
    rows: list[tuple[object, ...]] = []
    for reference, held_on, proportionate, why, learnt, action in DECISIONS:
        learning = (learnt.get(name, "") for name in REVIEWS_HEADER[4:9])
        rows.append((reference, day_text(held_on), proportionate, why, *learning, *action))
    return rows


@cache
def _crimes() -> dict[str, dict[str, str]]:
    with CRIMES.open(encoding="utf-8", newline="") as lines:
        return {row["reference"]: row for row in csv.DictReader(lines)}


def _row(case: Case) -> tuple[object, ...]:
    if case.elsewhere:
        setting, reported, code, decided = case.elsewhere
        home, occurred = "", reported[:10]
    else:
        crime = _crimes()[case.reference]
        setting, home = "home", dict(ALIASES).get(crime["home"], crime["home"])
        reported, occurred = crime["reported_at"], crime["occurred_at"][:10]
        code, decided = crime["outcome_code"], crime["outcome_date"]
    stage, since = case.stage
    answers = [case.answers.get(name, "") for name in HEADER[13:]]
    told = (case.matter, occurred, reported, case.response, stage, since or decided, code, decided)
    return (case.reference, case.child, setting, home, case.responsible, *told, *answers)


def _reported(case: Case) -> datetime:
    written = case.elsewhere[1] if case.elsewhere else _crimes()[case.reference]["reported_at"]
    return datetime.strptime(written, "%d/%m/%Y %H:%M" if ":" in written else "%d/%m/%Y")


def _done_at(reported: datetime, checklist: Checklist, point: int) -> str:
    """The points are done one after the other, a few minutes apart; the last one at the checklist's hour."""
    if checklist.days:
        return day_text(reported.date() + timedelta(days=checklist.days))
    return moment_text(reported + timedelta(hours=checklist.hours, minutes=-7 * (checklist.done - point)))
