"""Contacts with services: who delivered them to children living in the council's homes, and in which months."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analysis.periods import Period
from analysis.results import (
    NAN,
    Direction,
    When,
    count_figure,
    figure,
    require_columns,
    result_frame,
    share_figure,
)

DELIVERER_KEYS = ("deliverer", "order")
MONTH_KEYS = ("month",)
PERIODS: tuple[When, When] = ("previous", "current")
NOT_RECORDED = "not recorded"
TOTAL = "total"
NOBODY = ""  # a total is no deliverer's
TOTAL_FIRST = -1
DIRECTION: Direction = "neutral"  # more contacts with children are neither good nor bad news


def contacts_by_deliverer(contacts: pd.DataFrame, covered: Mapping[str, bool]) -> pd.DataFrame:
    """How many contacts each service delivered in both periods, and what part of all contacts that is.

    In: contacts period ("previous" or "current"), delivered_by ("" where it was not recorded), count; `covered`:
    whether each period is covered. Out: deliverer, order and the result columns; measures count and share. Deliverers
    of either period, by current count, then name; before them the measure total in each period, with deliverer "" and
    order -1, also when there were no contacts. Contacts without a deliverer are "not recorded". Raises MissingColumns.
    """
    require_columns(contacts, ("period", "delivered_by", "count"), "contacts_by_deliverer")
    named = contacts.assign(delivered_by=contacts["delivered_by"].replace("", NOT_RECORDED))
    counts: dict[tuple[str, str], float] = named.groupby(["period", "delivered_by"])["count"].sum().to_dict()
    totals = {when: float(sum(count for (of, _), count in counts.items() if of == when)) for when in PERIODS}
    keys: dict[str, object] = dict(zip(DELIVERER_KEYS, (NOBODY, TOTAL_FIRST), strict=True))
    rows = [figure(keys, when, TOTAL, "count", totals[when], supplied=covered.get(when, False)) for when in PERIODS]
    names = sorted({name for _, name in counts}, key=lambda name: (-counts.get(("current", name), 0), name))
    for order, name in enumerate(names):
        keys = dict(zip(DELIVERER_KEYS, (name, order), strict=True))
        for when in PERIODS:
            count = float(counts.get((when, name), 0)) if covered.get(when, False) else NAN
            rows.append(count_figure(keys, when, count))
            rows.append(share_figure(keys, when, "share", count, totals[when]))
    return result_frame(DELIVERER_KEYS, rows)


def contacts_by_month(
    contacts: pd.DataFrame, coverage: pd.DataFrame, previous: Period, current: Period
) -> pd.DataFrame:
    """How many contacts there were in each month of both periods.

    In: contacts month, count; coverage month (the covered ones, of the whole authority). Out: month and the result
    columns, measure count; the months of the earlier period, then those of the later one. No row in a covered month is
    0; a month that is not covered is "not supplied". Raises MissingColumns.
    """
    require_columns(contacts, ("month", "count"), "contacts_by_month (contacts)")
    require_columns(coverage, ("month",), "contacts_by_month (coverage)")
    counts: dict[date, float] = contacts.groupby("month")["count"].sum().to_dict()
    covered = set(coverage["month"])
    rows = [
        count_figure({"month": month}, when, float(counts.get(month, 0)) if month in covered else NAN)
        for when, period in zip(PERIODS, (previous, current), strict=True)
        for month in period.months
    ]
    return result_frame(MONTH_KEYS, rows)
