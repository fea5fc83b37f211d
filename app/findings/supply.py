"""Which sources are overdue by their agreed rhythm, and how complete what they may leave out is."""

from datetime import date

import pandas as pd

from analysis.attention import MONTHS_TO_SEND, RHYTHM_MONTHS, overdue_from
from analysis.formats import format_date
from analysis.periods import add_months
from app.findings.finding import Source
from app.findings.sources import SOURCE_NAMES, end_of_month, reach_of
from data_access.completeness import fetch_completeness

RHYTHM = f"every {RHYTHM_MONTHS} months, within {MONTHS_TO_SEND} month"
NAMES = {
    **SOURCE_NAMES,
    "neighbourhood incident": "Police counts of incidents in the neighbourhoods",
    "neighbourhood crime": "Police counts of crimes in the neighbourhoods",
}
KINDS = {name: NAMES[name] for name in ("incidents", "crimes", "youth_justice")}
COLUMNS = {
    "occurred_at": "When it occurred",
    "response": "Response of the police",
    "outcome_code": "Outcome",
    "outcome_date": "Day of the outcome",
    "child_reference": "A child",
    "child_role": "Role of a child",
    "detail": "Detail of an event",
    "delivered_by": "Who delivered a contact",
}


def overdue(source: Source, authority: str, now: date) -> pd.DataFrame:
    """Every source with how far it reaches and since when it is overdue by its rhythm, in words.

    Columns: Source, Reaches to, Agreed, Overdue since. A source that was never supplied is overdue since no day.
    """
    reach = reach_of(source, authority)
    rows = []
    for name, title in NAMES.items():
        if name in reach.index:
            last = reach.loc[name, "last_month"]
            rows.append((title, format_date(end_of_month(last)), RHYTHM, _since(last, now)))
        else:
            rows.append((title, "not supplied", RHYTHM, "never supplied"))
    return pd.DataFrame(rows, columns=["Source", "Reaches to", "Agreed", "Overdue since"])


def _since(last_month: date, now: date) -> str:
    """The first day on which a source that ends with this month is late, "not overdue" before it."""
    first = overdue_from(last_month)
    return format_date(first) if now >= first else "not overdue"


def completeness(source: Source, ask: Source, authority: str, now: date) -> pd.DataFrame:
    """How many records of the last year have a value in each column that extracts may leave out, in words.

    `ask`: a source that keeps nothing, for what needs the right to load. Columns: Source, Sent by, What, Records, With
    a value, Share.
    """
    found = ask(fetch_completeness, authority=authority, since=_a_year_before(source, authority, now))
    rows = [
        (
            KINDS[row.kind],
            row.source,
            COLUMNS[row.column],
            f"{row.records:,}",
            f"{int(row.filled):,}",
            f"{100 * int(row.filled) / row.records:.0f}%",
        )
        for row in found.itertuples()
    ]
    return pd.DataFrame(rows, columns=["Source", "Sent by", "What", "Records", "With a value", "Share"])


def _a_year_before(source: Source, authority: str, now: date) -> date:
    """The first of the twelve months that end with the newest of the sources."""
    last = reach_of(source, authority)["last_month"]
    newest = max([month for month in last if month is not None], default=now)
    return add_months(min(newest, now).replace(day=1), -11)
