"""What is said where only totals of whole periods are known, and where records say otherwise than was published."""

from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd

from analysis.formats import format_count, format_date
from analysis.periods import Period, add_months
from analysis.results import require_columns
from analysis.wording.words import NAMED, and_list, counted, named_places

ONLY_YEARLY = "only yearly totals supplied"
ONLY_WHOLE = "only totals of whole periods supplied"
MONTHS_MISSING = "months are missing and the published totals are used"
NO_MONTHS_KNOWN = "so the usual ups and downs are a setting, not taken from months"
NO_TYPES = "the published types are not all of the published count, so nothing is told by type"
NO_OUTCOMES = "Yearly totals do not say what became of the crimes."
NO_MEETINGS_KNOWN = "Of a period told by totals no single meetings are known, so there are no lines."


def reach_words(until: date, extract_date: date | None, published_on: date | None) -> str:
    """How far a source reaches, for a caption: "to 31/03/2023, extract of 12/04/2023"."""
    if extract_date is not None:
        return f"to {format_date(until)}, extract of {format_date(extract_date)}"
    return f"{ONLY_YEARLY}, to {format_date(until)}, published on {format_date(published_on)}"


def totals_notes(
    totals_only: Collection[tuple[str, Period]], everywhere: Collection[str], *, in_part: Collection[Period] = ()
) -> list[str]:
    """Of which periods of which places only totals are known: "2021-22 and 2022-23: only yearly totals supplied, ...".

    `totals_only`: pairs of a line or neighbourhood and a period; `everywhere`: all of the places, which are then not
    named; `in_part`: periods of which some months were supplied.
    """
    places_of: dict[Period, list[str]] = {}
    for place, period in sorted(totals_only, key=lambda pair: (pair[1], pair[0])):
        places_of.setdefault(period, []).append(place)
    alike: dict[tuple[tuple[str, ...], bool], list[Period]] = {}
    for period, places in places_of.items():
        alike.setdefault((tuple(places), period in in_part), []).append(period)
    notes = []
    for (named, some_months), periods in alike.items():
        where = "" if set(named) >= set(everywhere) else f" for {named_places(named)}"
        why = MONTHS_MISSING if some_months else _only(periods)
        notes.append(f"{and_list([p.label for p in periods])}{where}: {why}, {NO_MONTHS_KNOWN}.")
    return notes


def totals_alone_note(periods: Sequence[Period]) -> str:
    """Of which periods of the whole authority only totals are known: "2021-22: only yearly totals supplied."."""
    return f"{and_list([period.label for period in periods])}: {_only(periods)}."


def types_missing_notes(types_missing: Collection[tuple[str, Period]]) -> list[str]:
    """Of which places and periods the types that were published are not used: "Home 1, 2022-23: ...".

    `types_missing`: pairs of a line and a period.
    """
    places_of: dict[Period, list[str]] = {}
    for place, period in sorted(types_missing, key=lambda pair: (pair[1], pair[0])):
        places_of.setdefault(period, []).append(place)
    return [f"{period.label}, {named_places(places)}: {NO_TYPES}." for period, places in places_of.items()]


def revised_notes(revised: pd.DataFrame) -> list[str]:
    """What was published and differs now: "Home 2, 2022-23: published as 10 on 31/10/2023; now 11."

    In: place ("" where there is one alone), first_month, last_month, published, published_on, now.
    """
    needed = ("place", "first_month", "last_month", "published", "published_on", "now")
    require_columns(revised, needed, "revised_notes")
    notes = []
    for row in revised.head(NAMED).to_dict("records"):
        period = Period(row["first_month"], add_months(row["last_month"], 1)).label
        name = f"{row['place']}, {period}" if row["place"] else period
        notes.append(
            f"{name}: published as {format_count(row['published'])} on {format_date(row['published_on'])}; "
            f"now {format_count(row['now'])}."
        )
    if len(revised) > NAMED:
        notes.append(f"{counted(len(revised) - NAMED, 'more count')} differ from what was published.")
    return notes


def only_totals_title(what: str) -> str:
    """The title where totals leave nothing to show: "Incidents by month: only yearly totals supplied"."""
    return f"{what}: {ONLY_YEARLY}"


def months_unknown_note(published: Sequence[Period], *, in_part: bool = False) -> str:
    """Why a part of a published period cannot be told: "2022-23: only yearly totals supplied; ..."; "" of none.

    `in_part`: some months of them are known.
    """
    if not published:
        return ""
    labels = and_list([period.label for period in published])
    if in_part:
        return f"{labels}: some months were not supplied, and the published totals tell nothing finer."
    return f"{labels}: {_only(published)}; they tell nothing finer."


def _only(periods: Sequence[Period]) -> str:
    return ONLY_YEARLY if all(period.is_year for period in periods) else ONLY_WHOLE
