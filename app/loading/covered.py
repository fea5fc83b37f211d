"""Which days and homes a file is about: read from it where it says so, else asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from app import cache
from app.findings.sources import end_of_month
from app.loading import upload
from app.loading.upload import Given
from app.markdown import plain
from data_access.database import run_fetch
from data_access.imports.kinds import Kind
from data_access.imports.reading import ReadAs
from data_access.imports.saving import first_of_month, months_between
from data_access.imports.table import UnreadableFile
from data_access.mappings import fetch_meanings
from data_access.recognise import Recognised, months_of_rows
from data_access.viewer import Viewer

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Covered:
    """months: those covered. complete: its days, where it holds all. places: names of homes, () for all. days: first
    and last."""

    months: tuple[date, ...] = ()
    complete: tuple[date, date] | None = None
    places: tuple[str, ...] = ()
    days: tuple[date, date] | None = None


def ask_covered(
    viewer: Viewer,
    given: Given,
    kind: Kind,
    found: Recognised,
    how: ReadAs,
    drawn: date | None,
    authority: str,
) -> Covered | None:
    """Which days the file is about, whether it holds all of them, and which homes; None while that is not known."""
    if drawn is None:
        return None
    reaches, why = _reaches(given, kind, found, how, drawn)
    st.markdown(f"**Which days it is about.** {plain(why)} A month without a row then counts as 0.")
    first, second, third = st.columns(3, gap="medium", vertical_alignment="bottom")
    days: dict[str, Any] = {"format": "DD/MM/YYYY", "min_value": FIRST_DAY, "max_value": LAST_DAY}
    key = f"{given.id}-{kind.name}"
    with first:
        since = a_day(st.date_input("From", value=reaches[0] if reaches else None, key=f"load-since-{key}", **days))
    with second:
        until = a_day(st.date_input("To", value=reaches[1] if reaches else None, key=f"load-until-{key}", **days))
    with third:
        places = _places(viewer, key, kind, authority)
    is_complete = kind.may_be_complete and st.checkbox(
        "It holds all there is of these days: what it no longer holds is withdrawn", key=f"load-complete-{key}"
    )
    if since is None or until is None:
        st.info("Say from which day to which day the file reaches.")
        return None
    if until < since:
        st.error("The last day is before the first.")
        return None
    months = months_between(first_of_month(since), first_of_month(until))
    return Covered(months, (since, until) if is_complete else None, tuple(places), (since, until))


def ask_months(given: Given, kind: Kind) -> Covered | None:
    """Of which months the file holds every row, where that may be said; None while only half of it is."""
    if not kind.may_state_months:
        return Covered()
    st.markdown(
        "**Of which months it holds every case**, if you know. A month of these without a case then counts as 0. If "
        "nothing is said, cases are counted from the day on which the first was put on the list."
    )
    first, second = st.columns(2, gap="medium", vertical_alignment="bottom")
    days: dict[str, Any] = {"format": "DD/MM/YYYY", "min_value": FIRST_DAY, "max_value": LAST_DAY, "value": None}
    key = f"{given.id}-{kind.name}"
    with first:
        since = a_day(st.date_input("From (may be left empty)", key=f"load-since-{key}", **days))
    with second:
        until = a_day(st.date_input("To (may be left empty)", key=f"load-until-{key}", **days))
    if since is None and until is None:
        return Covered()
    if since is None or until is None:
        st.info("Give both days, or neither.")
        return None
    if until < since:
        st.error("The last day is before the first.")
        return None
    return Covered(months_between(first_of_month(since), first_of_month(until)))


def _reaches(
    given: Given, kind: Kind, found: Recognised, how: ReadAs, drawn: date
) -> tuple[tuple[date, date] | None, str]:
    """First and last day of the file, and how they are known."""
    if found.reaches:
        return found.reaches, "Read from the rows above its header."

    def look() -> tuple[date, ...] | str:
        try:
            return months_of_rows(given.data, kind, how, first_of_month(drawn))
        except UnreadableFile as reason:
            return str(reason)

    months = upload.once("months", (given.id, kind.name, repr(how.headings), how.sheet, drawn), look)
    if isinstance(months, str):
        return None, months
    told = "From the month of its first row to that of its last; correct it where the extract reaches further."
    return (months[0], end_of_month(months[-1])), told


def _places(viewer: Viewer, key: str, kind: Kind, authority: str) -> Sequence[str]:
    if kind.covers != "homes" or not authority:
        return ()
    homes = run_fetch(cache.engine(), fetch_meanings, viewer, authority=authority, what="home")["label"].tolist()
    if len(homes) < 2:
        return ()
    return st.multiselect("Homes it is about", homes, placeholder="All homes", key=f"load-places-{key}")


def a_day(given: Any) -> date | None:
    return given if isinstance(given, date) else None
