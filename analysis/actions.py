"""The action plan: which actions are overdue, in which order they stand, and how many each agency has."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.periods import YEAR_STARTS_IN, Period, add_months, reporting_years_of
from analysis.results import Direction, count_figure, require_columns, result_frame

ON_TRACK, AT_RISK, OFF_TRACK, DONE = "on track", "at risk", "off track", "done"
STANDINGS = (ON_TRACK, AT_RISK, OFF_TRACK, DONE)
OVERDUE = "overdue"
ALL_AGENCIES = "All agencies"
KEYS = ("owner", "standing")
COLUMNS = ("key", "title", "owner", "due", "standing", "note", "year", "carried_to")
DIRECTION: Direction = "neutral"  # a late action is to be talked about; it says nothing of who owns it


def ordered_actions(actions: pd.DataFrame, now: date) -> pd.DataFrame:
    """The actions of a plan with how long each is overdue: those come first, the longest overdue first, done ones last.

    An action is overdue when it was due before today and is not done. One that stands again in a later plan is judged
    there.
    In: key, title, owner, due, standing, note, year, carried_to (None where it stands in no later plan). Out: the same,
    is_carried (whether it does) and days_overdue (0 where not overdue); others by the day they are due. Raises
    MissingColumns.
    """
    require_columns(actions, COLUMNS, "ordered_actions")
    frame = actions.assign(is_carried=actions["carried_to"].notna(), is_done=actions["standing"].eq(DONE))
    judged = ~(frame["is_done"] | frame["is_carried"])
    frame["days_overdue"] = [
        max((now - due).days, 0) if is_judged else 0 for due, is_judged in zip(frame["due"], judged, strict=True)
    ]
    by = {"is_done": True, "days_overdue": False, "due": True, "title": True}
    ordered = frame.sort_values(list(by), ascending=list(by.values()), kind="stable", ignore_index=True)
    return ordered.drop(columns="is_done")


def actions_by_agency(actions: pd.DataFrame, now: date, owners: Sequence[str]) -> pd.DataFrame:
    """How many actions each agency has on track, at risk, off track and done, and how many of them are overdue.

    In: as ordered_actions; `owners`: the agencies in the order in which they stand. Out: owner ("All agencies" last),
    standing (one of the four, or overdue) and the result columns, for the agencies that have actions; nothing where
    there are none. Raises MissingColumns.
    """
    frame = ordered_actions(actions, now)
    rows = []
    for owner in [name for name in owners if frame["owner"].eq(name).any()]:
        rows += _counted(frame[frame["owner"] == owner], owner)
    return result_frame(KEYS, rows + (_counted(frame, ALL_AGENCIES) if rows else []))


def _counted(frame: pd.DataFrame, owner: str) -> list[dict[str, object]]:
    counts = {standing: int(frame["standing"].eq(standing).sum()) for standing in STANDINGS}
    counts[OVERDUE] = int(frame["days_overdue"].gt(0).sum())
    return [
        count_figure({"owner": owner, "standing": standing}, "current", count) for standing, count in counts.items()
    ]


def plan_in_force(years: Sequence[int], now: date) -> int:
    """The year of the plan to open with: that of today if there is one, else the newest before, else the first after.

    `years`: calendar years in which the plans' reporting years begin. Without any, that of today.
    """
    this = reporting_year(now)
    begun = [year for year in years if year <= this]
    return max(begun) if begun else min(years, default=this)


def reporting_year(day: date) -> int:
    """The calendar year in which the reporting year of a day begins."""
    month = day.replace(day=1)
    return reporting_years_of(Period(month, add_months(month, 1))).start.year


def year_label(year: int) -> str:
    """A reporting year by its name: "2022-23"."""
    return Period(date(year, YEAR_STARTS_IN, 1), date(year + 1, YEAR_STARTS_IN, 1)).label
