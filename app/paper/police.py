"""Police data in the paper: both neighbourhood tables, types of each home, incidents by month."""

import pandas as pd

from analysis.charts import TYPES_DRAWN_NOTE
from analysis.formats import spoken_type
from analysis.periods import Period
from analysis.printed import BY_TYPE, PrintedFigure, printed_figures
from analysis.results import ALL_HOMES, SHOWN
from analysis.tables import Table, paired_table
from analysis.wording import GAPS_ARE_OPEN, MARKED_DATES, NOT_ALLOWED_FOR_OCCUPANCY
from app.findings.finding import Finding, Question, Source
from app.findings.homes import compared, comparison_finding, first_places
from app.findings.incidents import INCIDENTS
from app.findings.monthly import incidents_by_month
from app.findings.offences import CRIMES
from app.findings.supplied import RECORDS, Thing
from app.findings.types import ALL_TYPES, CHOOSE_A_HOME, Kind, released_types, types_finding
from app.paper.charts import lines, paired_bars
from app.paper.made import Made, both_years, marked_tables, small_print

ONLY_ON_PAGES = (TYPES_DRAWN_NOTE, CHOOSE_A_HOME, MARKED_DATES, GAPS_ARE_OPEN)


def crimes(question: Question, source: Source) -> Made:
    """Crimes at the homes and in their neighbourhoods."""
    return _against_neighbourhoods("crime", question, source)


def incidents(question: Question, source: Source) -> Made:
    """Incidents at the homes and in their neighbourhoods."""
    return _against_neighbourhoods("incident", question, source)


def offences(question: Question, source: Source) -> Made:
    """Offence types of all homes together and of each."""
    return _types(CRIMES, question, source)


def incident_types(question: Question, source: Source) -> Made:
    """Incident types of all homes together and of each."""
    return _types(INCIDENTS, question, source)


def months(question: Question, source: Source) -> Made:
    """Incidents of all homes together by month, a line for each year."""
    found = incidents_by_month(question, source)
    things = "Incidents"
    told = _told_months(found, things)
    periods = {period.label: period for period in (question.previous, question.current)}
    shown = {label: period for label, period in periods.items() if any(month in told for month in _keys(period))}
    small = small_print(found, found.caution, ONLY_ON_PAGES)
    if not shown:
        return Made(found.sentences, (small,))
    names = [f"{month:%B}" for month in question.current.months]
    text = {label: [told.get(key, ("", None))[0] for key in _keys(period)] for label, period in shown.items()}
    values = {label: [told.get(key, ("", None))[1] for key in _keys(period)] for label, period in shown.items()}
    table = Table(
        "Incidents by month", pd.DataFrame({"Month": names, **text}), pd.DataFrame({"Month": names, **values})
    )
    drawn = lines(
        values,
        [f"{month:%b}" for month in question.current.months],
        title=found.title,
        caption=f"Incidents by month, {' and '.join(shown)}",
        axis_title="Incidents a month",
        sentences=found.sentences,
    )
    return Made(found.sentences, (*drawn, *marked_tables([table], f", {' and '.join(shown)}"), small))


def _against_neighbourhoods(thing: Thing, question: Question, source: Source) -> Made:
    released = compared(thing, question, source)
    found = comparison_finding(thing, released, question, source)
    things, labels = RECORDS[thing].capitalize(), question.labels
    columns = (question.previous.label, question.current.label)
    first, note = first_places(released)
    homes = paired_table(
        first,
        f"{things} of each home",
        "place",
        "Home",
        only={"place_kind": ["home"]},
        identity="order",
        change=False,
        for_a_room=True,
        **labels,
    )
    drawn = paired_bars(
        homes,
        columns,
        title=found.title,
        caption=f"{things} of each home, {both_years(question)}",
        axis_title=f"{things} in the year",
        sentences=found.sentences,
    )
    whole = found.tables[-1]  # of many homes the first table has some alone, the last has every one
    homes_and_total = {*released.frame.loc[released.frame["place_kind"].isin(["home", "all homes"]), "place"]}
    at_homes = homes_and_total | {question.total_name}
    names = [
        f"{things} {'at' if place in at_homes else 'in'} {'all homes' if place == question.total_name else place}"
        for place in whole.numbers["Place"]
    ]
    return Made(
        found.sentences,
        (
            *drawn,
            *marked_tables([whole], f", {both_years(question)}"),
            small_print(found, NOT_ALLOWED_FOR_OCCUPANCY, (*ONLY_ON_PAGES, note)),
        ),
        printed_figures(whole, things, names, columns),
    )


def _types(kind: Kind, question: Question, source: Source) -> Made:
    found, released = types_finding(kind, question, source), released_types(kind, question, source)
    things = kind.records.capitalize()
    names = [line for line in dict.fromkeys(released.frame["line"]) if line != ALL_HOMES]
    ordered = [ALL_HOMES, *names] if len(names) > 1 else names
    tables: list[Table] = []
    figures: list[PrintedFigure] = []
    for line in ordered:
        where = question.total_name if line == ALL_HOMES else line
        table = paired_table(
            released,
            f"{things} by type: {where}",
            "type",
            kind.header,
            only={"line": line},
            nothing=ALL_TYPES,
            **question.labels,
        )
        tables.append(table)
        at = "all homes" if line == ALL_HOMES else line
        rows = [f"{spoken_type(row)} at {at}" for row in table.numbers[kind.header]]
        columns = (question.previous.label, question.current.label)
        figures += printed_figures(table, f"{things} {BY_TYPE}: {line}", rows, columns)
    small = small_print(found, NOT_ALLOWED_FOR_OCCUPANCY, ONLY_ON_PAGES)
    return Made(found.sentences, (*marked_tables(tables, f", {both_years(question)}"), small), tuple(figures))


def _told_months(found: Finding, things: str) -> dict[str, tuple[str, float | None]]:
    """Each month by its key, as it is printed and as a number, from whichever tables of the finding have months."""
    told: dict[str, tuple[str, float | None]] = {}
    for table in found.tables:
        if "Month" in table.numbers and things in table.numbers:
            numbers = table.numbers
            rows = zip(numbers["Month"], table.text[things], numbers[things], numbers[f"{things} status"], strict=True)
            told |= {key: (text, float(value) if status == SHOWN else None) for key, text, value, status in rows}
    return told


def _keys(period: Period) -> list[str]:
    return [f"{month:%Y-%m}" for month in period.months]
