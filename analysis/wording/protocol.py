"""Sentences on the protocol: monitoring counts, checklists, reviews, times and homes, of all homes together."""

import math
from collections.abc import Mapping, Sequence

from analysis.checklist import CANNOT_TELL, NOT_DUE
from analysis.checklist_times import MEASURE as IN_TIME_SHARE
from analysis.disclosure import WITHHELD, Released, require_released
from analysis.formats import NOT_SUPPLIED, format_count, format_days
from analysis.investigations import NOT_YET_KNOWN
from analysis.protocol import (
    ALL,
    CLOSED_IN,
    FEWEST_HOMES,
    INTERNALLY,
    RECORDED_IN,
    WITH_POLICE_FORMAL,
    WITH_POLICE_INFORMAL,
)
from analysis.wording.words import NAMED, Pair, Row, and_list, counted, grouped, pair_of, rows_of, title_of

CASES_POPULATION = (
    "Children under police investigation on the council's list: its own, wherever they live, and those of other "
    "councils who live here; all cases together, never by home or offence."
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
FEWEST_CASES = 20  # of which medians of two periods are compared


def applied_words(name: str) -> str:
    """Whose rules are applied."""
    return f"The protocol applied: {name}."


def monitoring_title(released: Released) -> str:
    """What homes dealt with and what went to the police in the latest part, said to be the latest."""
    rows = _latest(rows_of(require_released(released, "monitoring_title")))
    homes, police = _homes_and_police(rows)
    if math.isnan(homes) and math.isnan(police):
        return "Protocol monitoring: not supplied"
    if math.isnan(homes):
        return f"Latest count: {format_count(police)} outcomes with police; homes' not supplied"
    if math.isnan(police):
        return f"Latest count: {format_count(homes)} dealt with in homes; police not supplied"
    return f"Latest count: {format_count(homes)} dealt with in homes, {format_count(police)} with police"


def monitoring_sentences(released: Released) -> list[str]:
    """The latest part against the same part of the period before, and what was not supplied: the table has the rest."""
    parts = grouped(rows_of(require_released(released, "monitoring_sentences")), "part")
    said = {part: _homes_and_police(rows) for part, rows in parts.items()}
    names = list(said)
    told = [_against(names, said)] if len(names) % 2 == 0 and names else []
    gaps = [part for part, (_, police) in said.items() if math.isnan(police)]
    told += [f"Outcomes with police: not supplied for {and_list(_few(gaps))}."] if gaps else []
    return [sentence for sentence in told if sentence]


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
    """How many matters the last part that was supplied had, against the same part of the period before."""
    found = grouped(rows_of(require_released(released, "grades_sentences")), "part")
    supplied = {part: rows for part, rows in found.items() if not any(math.isnan(row["value"]) for row in rows)}
    if not supplied:
        return [HOMES_NOT_SUPPLIED]
    names, last = list(found), list(supplied)[-1]
    total = {part: sum(row["value"] for row in rows) for part, rows in supplied.items()}
    place = names.index(last) - len(names) // 2
    before = names[place] if place >= 0 and names[place] in supplied else ""
    against = f", and {format_count(total[before])} in {before}" if before else ""
    gaps = [part for part in names if part not in supplied]
    told = [f"All responses together: {counted(total[last], 'matter')} in {last}{against}."]
    return [*told, *([f"Not supplied: {and_list(_few(gaps))}."] if gaps else [])]


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
    """Of the reviews that could say it, how many found the response proportionate; how often something is learnt."""
    told = []
    for when, label in (("current", current_label), ("previous", previous_label)):
        rows = {row["answer"]: row for row in _of_period(released, when)}
        if any(row["status"] == NOT_SUPPLIED for row in rows.values()):
            told.append(f"{label}: not supplied.")
        elif total := sum(row["value"] for row in rows.values()):
            known = total - rows[NOT_YET_KNOWN]["value"]
            yes, partly = (format_count(rows[answer]["value"]) for answer in ("yes", "partly"))
            of = f"of {counted(known, 'review')} that could say it, {yes} said yes and {partly} partly"
            told.append(
                f"{label}: {of}." if known else f"{label}: none of {counted(total, 'review')} could say it yet."
            )
        else:
            told.append(f"{label}: no reviews.")
    lessons = sum(row["value"] for row in _of_period(learnt, "current") if row["status"] != NOT_SUPPLIED)
    return [
        *told,
        *([f"Learning was written down {_times(format_count(lessons))} in {current_label}."] if lessons else []),
    ]


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
    """Whether the medians of both periods can be compared: each needs enough cases that got an outcome."""
    labels = {"previous": previous_label, "current": current_label}
    medians = {when: next(row for row in _of_period(released, when) if row["measure"] == "median") for when in labels}
    gaps = [f"{labels[when]}: not supplied." for when, row in medians.items() if row["status"] == NOT_SUPPLIED]
    if gaps:
        return gaps
    before, now = medians["previous"], medians["current"]
    closed = f"{counted(now['numerator'], 'case')} got an outcome in {current_label}"
    closed += f", {format_count(before['numerator'])} in {previous_label}"
    if min(before["numerator"], now["numerator"]) < FEWEST_CASES:
        return [f"{closed}: too few to compare the times."]
    days = f"{format_days(before['value'])} days in {previous_label}"
    return [f"{closed}. The median was {days} and is {format_days(now['value'])} days in {current_label}."]


def recorded_title(released: Released) -> str:
    """How many cases were reported in the period and how many got an outcome in it."""
    recorded, closed = (_pair(released, basis) for basis in (RECORDED_IN, CLOSED_IN))
    if math.isnan(recorded.current):
        return "Cases reported and closed: not supplied"
    return f"{counted(recorded.current, 'case')} reported, {format_count(closed.current)} got an outcome"


def recorded_sentences(released: Released, *, previous_label: str, current_label: str) -> list[str]:
    """By how many the list grew or became shorter in each period: the table has both counts."""
    recorded, closed = (_pair(released, basis) for basis in (RECORDED_IN, CLOSED_IN))
    told = []
    for label, came, went in (
        (current_label, recorded.current, closed.current),
        (previous_label, recorded.previous, closed.previous),
    ):
        if math.isnan(came) or math.isnan(went):
            told.append(f"{label}: not supplied.")
        elif came == went:
            told.append(f"{label}: as many got an outcome as were reported.")
        else:
            more = f"{counted(abs(came - went), 'case')} more"
            were = "was" if abs(came - went) == 1 else "were"
            kind = "reported than got an outcome" if came > went else "given an outcome than reported"
            told.append(f"{label}: {more} {were} {kind}.")
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
    """How many homes had not signed up at the end of both periods."""
    told = []
    for when, label in (("current", current_label), ("previous", previous_label)):
        row = next((row for row in _of_period(released, when) if row["group"] == ALL), None)
        if row is None or row["status"] == NOT_SUPPLIED:
            told.append(f"{label}: not supplied.")
            continue
        left = row["denominator"] - row["numerator"]
        told.append(f"Not signed up at the end of {label}: {counted(left, 'home') if left else 'none'}.")
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


def _homes_and_police(rows: Sequence[Row]) -> tuple[float, float]:
    """What homes dealt with, and the outcomes with police, formal and informal together."""
    with_police = _value(rows, WITH_POLICE_FORMAL) + _value(rows, WITH_POLICE_INFORMAL)
    return _value(rows, INTERNALLY), with_police


def _against(names: Sequence[str], said: Mapping[str, tuple[float, float]]) -> str:
    """The latest part against the same part of the period before; "" where neither has both."""
    latest, before = names[-1], names[len(names) // 2 - 1]
    whats = ("dealt with in the homes", "outcomes with police")
    pairs = zip(whats, said[before], said[latest], strict=True)
    moved = [
        f"{what} {format_count(was)} to {format_count(now)}"
        for what, was, now in pairs
        if not (math.isnan(was) or math.isnan(now))
    ]
    return f"{latest} against {before}: {and_list(moved)}." if moved else ""


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
