"""What comes first: sources that have fallen behind, and homes to look at where there are many."""

from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd

from analysis.periods import add_months
from analysis.results import require_columns

# Each source is agreed to come every quarter, with a month to send it.
RHYTHM_MONTHS = 3
MONTHS_TO_SEND = 1
# More reporting lines than this cannot be read at a glance: the others are shown on request.
MOST_LINES = 6


def overdue_from(last_month: date) -> date:
    """The first day on which a source is overdue: when the month to send the quarter after its last month is over.

    A source that ends with March sends April to June by 31 July, and is overdue from 1 August.
    """
    return add_months(last_month, 1 + RHYTHM_MONTHS + MONTHS_TO_SEND)


def overdue_sources(sources: pd.DataFrame, expected: Sequence[str], now: date) -> dict[str, date | None]:
    """The expected sources of which the next quarter is overdue, or that were never supplied, and where they end.

    In: sources source, last_month (first day of the last month covered). Out: the first day of the last month covered
    by source, None where nothing was ever supplied; in the order of `expected`. Raises MissingColumns.
    """
    require_columns(sources, ("source", "last_month"), "overdue_sources")
    reach = dict(zip(sources["source"], sources["last_month"], strict=True))
    last = {name: reach.get(name) for name in expected}
    return {name: month for name, month in last.items() if month is None or now >= overdue_from(month)}


def first_lines(lines: Sequence[str], moved: Collection[str]) -> list[str]:
    """The reporting lines to show first: all of up to six; of more, those that moved, filled up from the register.

    `lines`: in register order, in which the answer stands too, since homes are ranked nowhere; `moved`: those with
    fewer or more than the usual ups and downs would bring.
    """
    if len(lines) <= MOST_LINES:
        return list(lines)
    wanted = [line for line in lines if line in moved] + [line for line in lines if line not in moved]
    return [line for line in lines if line in wanted[:MOST_LINES]]
