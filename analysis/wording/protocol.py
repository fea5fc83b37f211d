"""Sentences on the protocol: monitoring counts, checklists, reviews, times and homes, of all homes together."""

import math
from collections.abc import Sequence

from analysis.checklist import CANNOT_TELL, NOT_DUE
from analysis.checklist_times import MEASURE as IN_TIME_SHARE
from analysis.disclosure import WITHHELD, Released, require_released
from analysis.formats import NOT_SUPPLIED, format_count, format_days
from analysis.protocol import (
    ALL,
    CLOSED_IN,
    FEWEST_HOMES,
    INTERNALLY,
    MONITORED,
    RECORDED_IN,
    WITH_POLICE_FORMAL,
    WITH_POLICE_INFORMAL,
)
from analysis.wording.words import NAMED, Pair, Row, and_list, counted, grouped, pair_of, rows_of, title_of

CASES_POPULATION = (
    "Children under police investigation for whom the council is responsible, wherever they live; all cases together, "
    "never by home or offence."
)
HOMES_POPULATION = (
    "What the homes dealt with by their own count, all homes together; most of it never reaches the police."
)
HOMES_NOT_SUPPLIED = "Homes have not supplied this."
CHOICE_DOES_NOT_APPLY = "The choice of homes does not apply: by home, a number would tell what became of one child."
OWN_COUNTS_AND_CASES = (
    "What homes dealt with themselves is counted by the homes, what went to the police by the list of cases: the rows "
    "are not parts of one whole."
)
NOT_THE_SAME_CASES = (
    "Cases reported in a period and cases that got their outcome in it are not the same: recent cases are still open, "
    "and outcomes of this period may be of cases reported long before."
)
SHORT_TIMES = "A short time can also mean that the cases that take long have no outcome yet."
CANNOT_TELL_NOTE = (
    "The hours count from when the offence was identified or reported to the police, not from when it happened. Of a "
    "checklist that cannot be told, only days are known."
)
LOOKED_AT_TWICE = "A case that two meetings looked at counts at each."
GROUPS_WITHHELD = (
    f"Council and private homes are told apart only where each has at least {FEWEST_HOMES} homes: otherwise it would "
    "be a figure of one or two homes."
)
ANSWERS_IN_WORDS = {"yes": "proportionate", "partly": "partly", "no": "not", "not yet known": "not yet known"}


def applied_words(name: str) -> str:
    """Whose rules are applied."""
    return f"The protocol applied: {name}."


def monitoring_title(released: Released) -> str:
    """What homes dealt with and what went to the police in the latest part, said to be the latest."""
    rows = _latest(rows_of(require_released(released, "monitoring_title")))
    homes, police = _value(rows, INTERNALLY), _value(rows, WITH_POLICE_FORMAL) + _value(rows, WITH_POLICE_INFORMAL)
    if math.isnan(homes) and math.isnan(police):
        return "Protocol monitoring: not supplied"
    if math.isnan(homes):
        return f"Latest count: {format_count(police)} outcomes with police; homes' not supplied"
    if math.isnan(police):
        return f"Latest count: {format_count(homes)} dealt with in homes; police not supplied"
    return f"Latest count: {format_count(homes)} dealt with in homes, {format_count(police)} with police"


def monitoring_sentences(released: Released) -> list[str]:
    """The four counts of each six months, the latest first."""
    parts = grouped(rows_of(require_released(released, "monitoring_sentences")), "part")
    told = []
    for part, rows in reversed(parts.items()):
        homes, formal, informal, by_cps = (_value(rows, name) for name in MONITORED)
        if math.isnan(homes) and math.isnan(formal):
            told.append(f"{part}: not supplied.")
            continue
        in_homes = HOMES_NOT_SUPPLIED if math.isnan(homes) else f"{format_count(homes)} dealt with in the homes"
        with_police = "outcomes with police not supplied"
        if not math.isnan(formal):
            outcomes = f"{counted(formal, 'formal outcome')} and {format_count(informal)} informal with police"
            with_police = f"{outcomes}; {format_count(by_cps)} discontinued by the CPS"
        told.append(f"{part}: {_lower(in_homes.removesuffix('.'))}; {with_police}.")
    return told


def homes_missing_sentence(number: int) -> str:
    """How many homes have not supplied their own counts; "" where all have."""
    return f"{HOMES_NOT_SUPPLIED[:-1]} in full: {counted(number, 'home')}." if number else ""


def grades_title(released: Released) -> str:
    """How many matters homes called the police at once for, in the latest part and the same part before."""
    found = grouped(rows_of(require_released(released, "grades_title")), "part")
    supplied = {part: rows for part, rows in found.items() if not any(math.isnan(row["value"]) for row in rows)}
    if not supplied:
        return "Response grades: homes have not supplied this"
    part, rows = list(supplied.items())[-1]
    by_grade = {row["grade"]: row["value"] for row in rows}
    number = format_count(by_grade["Immediate response"])
    return title_of(
        f"{part}: immediate police response asked {_times(number)}", f"Immediate response asked {_times(number)}"
    )


def grades_sentences(released: Released) -> list[str]:
    """The grades of the first and the last part that were supplied."""
    found = grouped(rows_of(require_released(released, "grades_sentences")), "part")
    supplied = [(part, rows) for part, rows in found.items() if not any(math.isnan(row["value"]) for row in rows)]
    if not supplied:
        return [HOMES_NOT_SUPPLIED]
    told = [supplied[-1]] if len(supplied) == 1 else [supplied[-1], supplied[0]]
    gaps = [part for part in found if part not in dict(supplied)]
    sentences = []
    for part, rows in told:
        grades = [f"{format_count(row['value'])} {_lower(row['grade'])}" for row in rows]
        sentences.append(f"{part}: {and_list(grades)}.")
    return [*sentences, *([f"Not supplied: {and_list(_few(gaps))}."] if gaps else [])]


def checklist_title(released: Released) -> str:
    """How many of the checklists of which it is known were in time."""
    row = _share(released, "current")
    if row["status"] == NOT_SUPPLIED:
        return "Checklists in time: not supplied"
    if not row["denominator"]:
        return "No checklist of this period to tell of"
    return f"{format_count(row['numerator'])} of {format_count(row['denominator'])} checklists were in time"


def checklist_sentences(released: Released, *, previous_label: str, current_label: str) -> list[str]:
    """Both periods, and of how many it cannot be told."""
    told = []
    for when, label in (("current", current_label), ("previous", previous_label)):
        row = _share(released, when)
        if row["status"] == NOT_SUPPLIED:
            told.append(f"{label}: not supplied.")
            continue
        cannot = sum(_of(released, "standing", standing, when) for standing in (CANNOT_TELL, NOT_DUE))
        of = f"{format_count(row['numerator'])} of {format_count(row['denominator'])} in time"
        besides = f"; of {format_count(cannot)} more it cannot be told" if cannot else ""
        told.append(f"{label}: {of}{besides}.")
    return told


def proportionality_title(released: Released) -> str:
    """In how many reviews the response was found proportionate."""
    rows = {row["answer"]: row for row in _of_period(released, "current")}
    if any(row["status"] == NOT_SUPPLIED for row in rows.values()):
        return "Proportionate responses: not supplied"
    total = sum(row["value"] for row in rows.values())
    if not total:
        return "No case was reviewed in this period"
    return f"Response proportionate in {format_count(rows['yes']['value'])} of {counted(total, 'review')}"


def proportionality_sentences(
    released: Released, learnt: Released, *, previous_label: str, current_label: str
) -> list[str]:
    """What the reviews of both periods said, and how often something is to be learnt."""
    told = []
    for when, label in (("current", current_label), ("previous", previous_label)):
        rows = _of_period(released, when)
        if any(row["status"] == NOT_SUPPLIED for row in rows):
            told.append(f"{label}: not supplied.")
        elif sum(row["value"] for row in rows):
            said = [f"{format_count(row['value'])} {ANSWERS_IN_WORDS[row['answer']]}" for row in rows if row["value"]]
            told.append(f"{label}: {and_list(said)}.")
        else:
            told.append(f"{label}: no reviews.")
    lessons = [
        f"{row['learner']} {format_count(row['value'])}" for row in _of_period(learnt, "current") if row["value"] > 0
    ]
    return [*told, *([f"Learning written down in {current_label}: {and_list(lessons)}."] if lessons else [])]


def time_title(released: Released) -> str:
    """The median days to an outcome, and how many cases are open."""
    rows = _of_period(released, "current")
    median = next(row for row in rows if row["measure"] == "median")
    if median["status"] == NOT_SUPPLIED:
        return "Time to an outcome: not supplied"
    still_open = next(row["value"] for row in rows if row["basis"] != CLOSED_IN)
    if math.isnan(median["value"]):
        return f"No outcome in this period; {counted(still_open, 'case')} without one"
    return f"Median {format_days(median['value'])} days to an outcome; {format_count(still_open)} without one"


def time_sentences(released: Released, *, previous_label: str, current_label: str) -> list[str]:
    """Median, cases with an outcome and cases open of both periods."""
    told = []
    for when, label in (("current", current_label), ("previous", previous_label)):
        rows = _of_period(released, when)
        median = next(row for row in rows if row["measure"] == "median")
        if median["status"] == NOT_SUPPLIED:
            told.append(f"{label}: not supplied.")
            continue
        still_open = next(row["value"] for row in rows if row["basis"] != CLOSED_IN)
        days = "" if math.isnan(median["value"]) else f", after a median of {format_days(median['value'])} days"
        closed = counted(median["numerator"], "case")
        told.append(f"{label}: {closed} got an outcome{days}; {format_count(still_open)} had none at its end.")
    return told


def recorded_title(released: Released) -> str:
    """How many cases were reported in the period and how many got an outcome in it."""
    recorded, closed = (_pair(released, basis) for basis in (RECORDED_IN, CLOSED_IN))
    if math.isnan(recorded.current):
        return "Cases reported and closed: not supplied"
    return f"{counted(recorded.current, 'case')} reported, {format_count(closed.current)} got an outcome"


def recorded_sentences(released: Released, *, previous_label: str, current_label: str) -> list[str]:
    """Both counts of both periods."""
    told = []
    for basis in (RECORDED_IN, CLOSED_IN):
        pair = _pair(released, basis)
        known = pair.known(previous_label, current_label)
        gap = "" if pair.complete else pair.missing(previous_label, current_label)
        told.append(f"{basis}: {'; '.join(part for part in (known, gap) if part)}.")
    return told


def group_notes(released: Released) -> list[str]:
    """Why the groups of homes are not told apart, where they are not."""
    rows = rows_of(require_released(released, "group_notes"))
    return [GROUPS_WITHHELD] if any(row["status"] == WITHHELD for row in rows) else []


def signed_up_title(released: Released) -> str:
    """How many homes have signed up."""
    row = next((row for row in _of_period(released, "current") if row["group"] == ALL), None)
    if row is None or row["status"] == NOT_SUPPLIED:
        return "Homes signed up: not supplied"
    verb = "has" if row["denominator"] == 1 else "have"
    return f"{format_count(row['numerator'])} of {counted(row['denominator'], 'home')} {verb} signed up"


def signed_up_sentences(released: Released, *, previous_label: str, current_label: str) -> list[str]:
    """How many homes had signed up at the end of both periods."""
    told = []
    for when, label in (("current", current_label), ("previous", previous_label)):
        row = next((row for row in _of_period(released, when) if row["group"] == ALL), None)
        if row is None or row["status"] == NOT_SUPPLIED:
            told.append(f"{label}: not supplied.")
        else:
            told.append(
                f"At the end of {label}: {format_count(row['numerator'])} of {format_count(row['denominator'])}."
            )
    return told


def _pair(released: Released, basis: str) -> Pair:
    rows = [row for row in rows_of(require_released(released, "recorded")) if row["basis"] == basis]
    return pair_of(rows, "count")


def _of_period(released: Released, when: str) -> list[Row]:
    return [row for row in rows_of(require_released(released, "protocol")) if row["period"] == when]


def _share(released: Released, when: str) -> Row:
    return next(row for row in _of_period(released, when) if row["measure"] == IN_TIME_SHARE)


def _of(released: Released, column: str, key: str, when: str) -> float:
    rows = [row for row in _of_period(released, when) if row[column] == key and row["measure"] == "count"]
    return float(sum(row["value"] for row in rows))


def _latest(rows: list[Row]) -> list[Row]:
    parts = grouped(rows, "part")
    return list(parts.values())[-1] if parts else []


def _value(rows: Sequence[Row], name: str) -> float:
    return next((float(row["value"]) for row in rows if row["counted"] == name), math.nan)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _times(number: str) -> str:
    return "once" if number == "1" else f"{number} times"


def _few(names: list[str]) -> list[str]:
    return names if len(names) <= NAMED else [*names[:NAMED], f"{len(names) - NAMED} more"]
