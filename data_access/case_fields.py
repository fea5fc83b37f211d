"""What can be said of a case, in the words of people, and what of it is refused.

Nothing here puts what was typed into an exception.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from data_access.models import OutcomeCode
from data_access.models.investigations import (
    ANSWERS,
    FINALISED,
    INTERVIEWS,
    NOT_RECORDED,
    QUESTIONS,
    RESPONSES,
    SETTINGS,
    STAGES,
)

OPEN = "open"  # the class of outcomes that say that there is none yet
LONGEST_MATTER, LONGEST_REFERENCE, LONGEST_NAME = 200, 60, 80
YEARS = range(1990, 2101)
CHOICES = {
    "setting": SETTINGS,
    "response": RESPONSES,
    "stage": STAGES,
    "interview": INTERVIEWS,
    **dict.fromkeys(QUESTIONS, ANSWERS),
}
# What can be said of a case, in the words of people: a home by its name, an outcome by its code.
FIELDS = (
    "reference",
    "home",
    "setting",
    "responsible",
    "matter",
    "occurred_on",
    "reported_at",
    "reported_time_known",
    "response",
    "stage",
    "stage_since",
    "outcome_code",
    "outcome_on",
    "interview",
    *QUESTIONS,
)
BLANK = {
    "reference": None,
    "home": "",
    "responsible": "",
    "occurred_on": None,
    "reported_time_known": False,
    "response": NOT_RECORDED,
    "stage": STAGES[0],
    "stage_since": None,
    "outcome_code": "",
    "outcome_on": None,
    "interview": NOT_RECORDED,
    **dict.fromkeys(QUESTIONS, NOT_RECORDED),
}
Values = Mapping[str, Any]


class CaseRefused(ValueError):
    """Nothing was saved; the message says why and what would be right, and repeats nothing that was typed."""


def checked_case(values: Values) -> dict[str, Any]:
    """Fields of a case, their spacing mended. Raises CaseRefused for one that a case cannot have."""
    if set(values) - set(FIELDS):
        raise CaseRefused("A case has no such field.")
    checked = dict(values)
    for name, words in CHOICES.items():
        if name in checked and checked[name] not in words:
            raise CaseRefused(f"{QUESTIONS.get(name, name.capitalize())} is one of: {', '.join(words)}.")
    if "matter" in checked:
        checked["matter"] = short_text(checked["matter"], LONGEST_MATTER, "what it is about", needed=True)
    if "reference" in checked:
        checked["reference"] = short_text(checked["reference"], LONGEST_REFERENCE, "the reference") or None
    if "responsible" in checked:
        checked["responsible"] = short_text(checked["responsible"], LONGEST_NAME, "the responsible authority")
    if "reported_at" in checked:
        checked["reported_at"] = _moment(checked["reported_at"])
    for name in ("occurred_on", "outcome_on", "stage_since"):
        if checked.get(name) is not None:
            require_day(checked[name])
    return checked


def require_case(session: Session, values: Values, today: date) -> None:
    """Raise CaseRefused where a whole case contradicts itself, lies after today, or is finalised without an end."""
    require_order(values, today)
    if values["stage"] == FINALISED:
        code = select(col(OutcomeCode.outcome_class)).where(col(OutcomeCode.code) == values["outcome_code"])
        if session.execute(code).scalar_one_or_none() == OPEN:
            raise CaseRefused("A finalised case needs an outcome that ends it; this code says that there is none yet.")


def require_order(values: Values, today: date) -> None:
    """Raise CaseRefused where days of a case contradict each other, or a home is missing or one too many."""
    reported = values["reported_at"].date()
    named = {"The report": reported, "The outcome": values["outcome_on"], "The stage": values["stage_since"]}
    for what, on_day in named.items():
        require_past(on_day, today, what)
    if values["occurred_on"] and values["occurred_on"] > reported:
        raise CaseRefused("It cannot be reported before it happened. Correct one of the two days.")
    if values["outcome_on"] and values["outcome_on"] < reported:
        raise CaseRefused("The outcome cannot come before the report. Correct one of the two days.")
    if values["stage_since"] and values["stage_since"] < reported:
        raise CaseRefused("The stage cannot begin before the report. Correct one of the two days.")
    if bool(values["outcome_on"]) != bool(values["outcome_code"]):
        raise CaseRefused("An outcome needs its code and its day, both.")
    if values["stage"] == FINALISED and not values["outcome_on"]:
        raise CaseRefused("A finalised case needs its outcome. Say which, and from which day.")
    if bool(values["home"]) != (values["setting"] == SETTINGS[0]):
        raise CaseRefused("Name the home where the child lives in one, and only then.")


def short_text(value: Any, longest: int, what: str, *, needed: bool = False) -> str:
    """What somebody typed, without spacing at its ends. Raises CaseRefused where it is too long, or missing."""
    text = " ".join(str(value or "").split()) if longest <= LONGEST_MATTER else str(value or "").strip()
    if len(text) > longest:
        raise CaseRefused(f"Keep {what} to {longest:,} characters.")
    if needed and not text:
        raise CaseRefused(f"Say {what}.")
    return text


def require_day(value: Any) -> None:
    """Raise CaseRefused unless the value is a day of a sensible year."""
    if not isinstance(value, date) or isinstance(value, datetime) or value.year not in YEARS:
        raise CaseRefused("Give the day.")


def require_past(on_day: date | None, today: date, what: str) -> None:
    """Raise CaseRefused where a day of something that has happened lies after today."""
    if on_day is not None and on_day > today:
        raise CaseRefused(f"{what} lies in the future. Give a day up to today.")


def _moment(value: Any) -> datetime:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime) or value.year not in YEARS:
        raise CaseRefused("Say when it was reported.")
    return value
