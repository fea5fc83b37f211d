"""What comes first: sources that have fallen behind, and homes to look at where there are many."""

from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd

from analysis.periods import add_months
from analysis.results import require_columns

# The tactical group meets about every four months; a source that ends earlier than that has missed a meeting.
OVERDUE_AFTER_MONTHS = 4
# More reporting lines than this cannot be read at a glance: the others are shown on request.
MOST_LINES = 6


def overdue_sources(sources: pd.DataFrame, expected: Sequence[str], now: date) -> dict[str, date | None]:
    """The expected sources that end more than four months before today, or were never supplied, and where they end.

    In: sources source, last_month (first day of the last month covered). Out: the first day of the last month covered
    by source, None where nothing was ever supplied; in the order of `expected`. Raises MissingColumns.
    """
    require_columns(sources, ("source", "last_month"), "overdue_sources")
    reach = dict(zip(sources["source"], sources["last_month"], strict=True))
    oldest = add_months(now, -OVERDUE_AFTER_MONTHS)
    last = {name: reach.get(name) for name in expected}
    return {name: month for name, month in last.items() if month is None or month < oldest}


def first_lines(lines: Sequence[str], moved: Collection[str]) -> list[str]:
    """The reporting lines to show first: all of up to six; of more, those that moved, filled up from the register.

    `lines`: in register order, in which the answer stands too, since homes are ranked nowhere; `moved`: those with
    fewer or more than the usual ups and downs would bring.
    """
    if len(lines) <= MOST_LINES:
        return list(lines)
    wanted = [line for line in lines if line in moved] + [line for line in lines if line not in moved]
    return [line for line in lines if line in wanted[:MOST_LINES]]
