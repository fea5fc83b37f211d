"""What the partnership counts about its protocol: of all homes and all cases together, never of a home or an offence.

The list of cases is kept in the months that a loaded file states, and from the day on which the first case was put on
it; reviews are kept from the first data meeting. How old a case is says nothing of that. A period not wholly within, or
not over yet, is "not supplied"; in any other, no case is 0.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from analysis.coverage import months_open
from analysis.disclosure import WITHHELD
from analysis.investigations import FORMAL, NOT_YET_KNOWN
from analysis.periods import Period
from analysis.results import (
    FIGURE_COLUMNS,
    NAN,
    Direction,
    When,
    change_figure,
    count_figure,
    figure,
    require_columns,
    result_frame,
    share_figure,
)

DIRECTION: Direction = "neutral"
INFORMAL = "informal or diverted"
INTERNALLY = "Dealt with in the homes"
WITH_POLICE_FORMAL, WITH_POLICE_INFORMAL = "Formal outcome with police", "Informal outcome with police"
BY_CPS = "Discontinued by the CPS"
MONITORED = (INTERNALLY, WITH_POLICE_FORMAL, WITH_POLICE_INFORMAL, BY_CPS)
ANSWERS = ("yes", "partly", "no", NOT_YET_KNOWN)
LEARNERS = {
    "learning_home": "Homes",
    "learning_police": "Police",
    "learning_yjs": "Youth Justice Service",
    "learning_cps": "CPS",
    "learning_social_care": "Social care",
}
GRADES = {
    "internal": "Dealt with in the home",
    "input_helpful": "Police input helpful",
    "immediate": "Immediate response",
}
RECORDED_IN, CLOSED_IN = "Reported in the period", "Got an outcome in the period"
GROUPS = {"council": "Council homes", "private": "Private homes"}
ALL = "All homes"
FEWEST_HOMES = 3  # of a group, or its total would be that of one or two homes
HOME_COLUMNS = ("home_id", "provider", "opened", "closed", "signed_up")
INTERNAL_COLUMNS = ("home_id", "month", *GRADES)
# When something is kept: the first day and the last month of each stretch, None where it goes on.
Kept = Sequence[tuple[date, date | None]]
_ONE_DAY = timedelta(days=1)


def is_listed(period: Period, kept: Kept, now: date) -> bool:
    """Whether every month of a period was kept, and the period is over."""
    return period.end - _ONE_DAY <= now and all(_is_kept(month, kept) for month in period.months)


def both_periods(previous: Period, current: Period) -> tuple[tuple[When, Period], tuple[When, Period]]:
    """The two periods by their names in a result, the earlier first."""
    return ("previous", previous), ("current", current)


def monitoring_counts(
    internal: pd.DataFrame,
    homes: pd.DataFrame,
    closed: pd.DataFrame,
    parts: Sequence[Period],
    kept: Kept,
    now: date,
) -> pd.DataFrame:
    """Six-monthly: what homes dealt with themselves, formal and informal outcomes with police, discontinued by the CPS.

    What homes dealt with comes from their own counts and is "not supplied" where an open home did not count a month;
    the others count cases by the day of the outcome, and one that the CPS discontinued counts there alone. In:
    internal home_id, month, internal, input_helpful, immediate; homes home_id, provider, opened, closed, signed_up;
    closed month, outcome_class, by_cps, count; `kept`: when the list of cases was. Out: part, counted,
    order and the result columns. Raises MissingColumns.
    """
    require_columns(internal, INTERNAL_COLUMNS, "monitoring_counts (internal)")
    require_columns(homes, HOME_COLUMNS, "monitoring_counts (homes)")
    require_columns(closed, ("month", "outcome_class", "by_cps", "count"), "monitoring_counts (closed)")
    rows = []
    for order, part in enumerate(parts):
        inside = closed[_within(closed, part)]
        by_cps = inside["by_cps"].astype(bool)
        counts = {
            WITH_POLICE_FORMAL: inside.loc[inside["outcome_class"].isin(FORMAL) & ~by_cps, "count"].sum(),
            WITH_POLICE_INFORMAL: inside.loc[inside["outcome_class"].eq(INFORMAL) & ~by_cps, "count"].sum(),
            BY_CPS: inside.loc[by_cps, "count"].sum(),
        }
        listed = is_listed(part, kept, now)
        told = {name: float(count) if listed else NAN for name, count in counts.items()}
        own = _own_counts(internal, homes, part)
        for name, count in {INTERNALLY: own["internal"], **told}.items():
            rows.append(count_figure({"part": part.label, "counted": name, "order": order}, "current", count))
    return result_frame(("part", "counted", "order"), rows)


def response_grades(internal: pd.DataFrame, homes: pd.DataFrame, parts: Sequence[Period]) -> pd.DataFrame:
    """How many matters the homes dealt with themselves, found police input helpful in, or called police at once for.

    By the homes' own counts, part by part; "not supplied" where an open home did not count a month of the part. In:
    internal and homes as in monitoring_counts. Out: part, grade, order and the result columns. Raises MissingColumns.
    """
    require_columns(internal, INTERNAL_COLUMNS, "response_grades (internal)")
    require_columns(homes, HOME_COLUMNS, "response_grades (homes)")
    rows = []
    for order, part in enumerate(parts):
        counts = _own_counts(internal, homes, part)
        for name, label in GRADES.items():
            rows.append(count_figure({"part": part.label, "grade": label, "order": order}, "current", counts[name]))
    return result_frame(("part", "grade", "order"), rows)


def proportionality(reviews: pd.DataFrame, previous: Period, current: Period, kept: Kept, now: date) -> pd.DataFrame:
    """In how many cases a meeting found the response proportionate, partly, not, or could not say yet.

    A case that two meetings looked at counts at each. In: reviews month (of the meeting), proportionate, count. Out:
    answer, order and the result columns. Raises MissingColumns.
    """
    require_columns(reviews, ("month", "proportionate", "count"), "proportionality")
    rows = []
    for when, period in both_periods(previous, current):
        inside = reviews[_within(reviews, period)]
        for order, answer in enumerate(ANSWERS):
            count = float(inside.loc[inside["proportionate"].eq(answer), "count"].sum())
            told = count if is_listed(period, kept, now) else NAN
            rows.append(count_figure({"answer": answer, "order": order}, when, told))
    return result_frame(("answer", "order"), rows)


def learning(reviews: pd.DataFrame, previous: Period, current: Period, kept: Kept, now: date) -> pd.DataFrame:
    """From how many cases a meeting wrote down what homes, police, YJS, CPS or social care learn.

    One case can teach several. In: reviews month and a count for each that may learn (LEARNERS). Out: learner, order
    and the result columns. Raises MissingColumns.
    """
    require_columns(reviews, ("month", *LEARNERS), "learning")
    rows = []
    for when, period in both_periods(previous, current):
        inside = reviews[_within(reviews, period)]
        for order, (name, label) in enumerate(LEARNERS.items()):
            count = float(inside[name].sum()) if is_listed(period, kept, now) else NAN
            rows.append(count_figure({"learner": label, "order": order}, when, count))
    return result_frame(("learner", "order"), rows)


def time_to_outcome(times: pd.DataFrame, previous: Period, current: Period, kept: Kept, now: date) -> pd.DataFrame:
    """Median days from report to outcome, of the cases that got their outcome in the period; those open are named.

    A short time can mean that the long cases are still open, so how many were open at the end of the period stands
    beside it. In: times reported_on, outcome_on (None: none yet), count, of all that were open at the start or reported
    since. Out: basis, order and the result columns; measures count (with an outcome, open at the end) and median, in
    days. Raises MissingColumns.
    """
    require_columns(times, ("reported_on", "outcome_on", "count"), "time_to_outcome")
    rows = []
    for when, period in both_periods(previous, current):
        supplied = is_listed(period, kept, now)
        days: list[int] = []
        still_open = 0
        for row in times.to_dict("records"):
            outcome_on = None if pd.isna(row["outcome_on"]) else row["outcome_on"]
            if outcome_on is not None and period.contains(outcome_on):
                days += [(outcome_on - row["reported_on"]).days] * int(row["count"])
            elif row["reported_on"] < period.end and (outcome_on is None or outcome_on >= period.end):
                still_open += int(row["count"])
        closed: dict[str, object] = {"basis": CLOSED_IN, "order": 0}
        rows.append(count_figure(closed, when, float(len(days)) if supplied else NAN))
        median = float(pd.Series(days, dtype="float64").median())
        rows.append(figure(closed, when, "median", "days", median, numerator=len(days), supplied=supplied))
        at_end: dict[str, object] = {"basis": "Without an outcome at its end", "order": 1}
        rows.append(count_figure(at_end, when, float(still_open) if supplied else NAN))
    return result_frame(("basis", "order"), rows)


def recorded_and_closed(
    recorded: pd.DataFrame, closed: pd.DataFrame, previous: Period, current: Period, kept: Kept, now: date
) -> pd.DataFrame:
    """How many cases were reported in a period, and how many got their outcome in it: not the same cases.

    In: recorded month, count; closed month, count. Out: basis, order and the result columns; measures count and change.
    Raises MissingColumns.
    """
    require_columns(recorded, ("month", "count"), "recorded_and_closed (recorded)")
    require_columns(closed, ("month", "count"), "recorded_and_closed (closed)")
    rows = []
    for order, (basis, frame) in enumerate(((RECORDED_IN, recorded), (CLOSED_IN, closed))):
        keys: dict[str, object] = {"basis": basis, "order": order}
        counts = {
            when: float(frame.loc[_within(frame, period), "count"].sum()) if is_listed(period, kept, now) else NAN
            for when, period in both_periods(previous, current)
        }
        rows += [count_figure(keys, when, count) for when, count in counts.items()]
        rows.append(change_figure(keys, counts["previous"], counts["current"]))
    return result_frame(("basis", "order"), rows)


def provider_groups(
    recorded: pd.DataFrame, homes: pd.DataFrame, previous: Period, current: Period, kept: Kept, now: date
) -> pd.DataFrame:
    """Cases of children in council homes and in private homes, as two totals; each only of three homes or more.

    Where a group that has homes has fewer than three in either period, both groups are withheld, since the other taken
    from all would tell it. A group without homes has no row. In: recorded month, provider, count; homes as in
    monitoring_counts. Out: group, order and the result columns. Raises MissingColumns.
    """
    require_columns(recorded, ("month", "provider", "count"), "provider_groups (recorded)")
    require_columns(homes, HOME_COLUMNS, "provider_groups (homes)")
    numbers = {provider: _homes_open(homes, provider, previous, current) for provider in GROUPS}
    there = {provider: number for provider, number in numbers.items() if max(number)}
    is_told = all(min(number) >= FEWEST_HOMES for number in there.values())
    rows = []
    for order, provider in enumerate(there):
        keys: dict[str, object] = {"group": GROUPS[provider], "order": order}
        own = recorded[recorded["provider"].eq(provider)]
        for when, period in both_periods(previous, current):
            count = float(own.loc[_within(own, period), "count"].sum()) if is_listed(period, kept, now) else NAN
            row = count_figure(keys, when, count)
            if not is_told:
                row |= dict.fromkeys(FIGURE_COLUMNS, NAN) | {"status": WITHHELD}
            rows.append(row)
    return result_frame(("group", "order"), rows)


def homes_signed_up(homes: pd.DataFrame, previous: Period, current: Period, now: date) -> pd.DataFrame:
    """How many of the homes open at the end of a period had signed up to the protocol by then.

    A period that is not over yet is "not supplied". In: homes as in monitoring_counts. Out: group, order and the
    result columns; measure signed_up, a share. Raises MissingColumns.
    """
    require_columns(homes, HOME_COLUMNS, "homes_signed_up")
    rows = []
    for order, (provider, label) in enumerate({**GROUPS, "": ALL}.items()):
        own = homes[homes["provider"].eq(provider)] if provider else homes
        if own.empty:
            continue
        for when, period in both_periods(previous, current):
            there = own[[_is_open(home, period.end - _ONE_DAY) for home in own.to_dict("records")]]
            signed = sum(not pd.isna(day) and day < period.end for day in there["signed_up"])
            told = (float(signed), float(len(there))) if period.end - _ONE_DAY <= now else (NAN, NAN)
            rows.append(share_figure({"group": label, "order": order}, when, "signed_up", *told))
    return result_frame(("group", "order"), rows)


def homes_without_counts(internal: pd.DataFrame, homes: pd.DataFrame, *periods: Period) -> int:
    """How many homes did not count what they dealt with themselves in every month of the periods that they were open.

    What lies between the periods does not matter.
    """
    counted = set(zip(internal["home_id"], internal["month"], strict=True))
    return sum(
        any(
            (home["home_id"], month) not in counted
            for period in periods
            for month in months_open(home["opened"], home["closed"], period)
        )
        for home in homes.to_dict("records")
    )


def _is_kept(month: date, kept: Kept) -> bool:
    return any(first <= month and (last is None or month <= last) for first, last in kept)


def _own_counts(internal: pd.DataFrame, homes: pd.DataFrame, part: Period) -> dict[str, float]:
    """The homes' own counts of a part by grade; NaN where one is missing, or no home was open."""
    nobody = not any(months_open(home["opened"], home["closed"], part) for home in homes.to_dict("records"))
    if nobody or homes_without_counts(internal, homes, part):
        return dict.fromkeys(GRADES, NAN)
    inside = internal[_within(internal, part)]
    return {name: float(inside[name].sum()) for name in GRADES}


def _homes_open(homes: pd.DataFrame, provider: str, previous: Period, current: Period) -> tuple[int, int]:
    own = homes[homes["provider"].eq(provider)].to_dict("records")
    opened = [(home["opened"], home["closed"]) for home in own]
    before, now = (sum(bool(months_open(*days, part)) for days in opened) for part in (previous, current))
    return before, now


def _is_open(home: Mapping[str, Any], day: date) -> bool:
    opened, closed = home["opened"], home["closed"]
    return bool((pd.isna(opened) or opened <= day) and (pd.isna(closed) or closed >= day))


def _within(frame: pd.DataFrame, period: Period) -> "pd.Series[bool]":
    return pd.Series([period.contains(month) for month in frame["month"]], index=frame.index, dtype=bool)
