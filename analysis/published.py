"""Measures of which only what was published is known, such as how many children were on part-time timetables."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.results import ALL_HOMES, NAN, Direction, When, change_figure, count_figure, result_frame

KEYS = ("line", "label", "order")
ALL_HOMES_LAST = 10_000
DIRECTION: Direction = "neutral"


def published_counts(
    lines: Sequence[str], numbers: Mapping[When, Mapping[str, float]], total_name: str = ALL_HOMES
) -> pd.DataFrame:
    """What was published of another measure in both periods, of each home and of all homes together.

    In: the lines in register order, and the numbers of each period by line, "All homes" among them; none where it was
    not published. Out: line ("All homes" last, order 10,000), label (as printed: `total_name` for all homes), order and
    the result columns; measures count and change.
    """
    rows: list[dict[str, object]] = []
    for order, line in [*enumerate(lines), (ALL_HOMES_LAST, ALL_HOMES)]:
        keys = dict(zip(KEYS, (line, total_name if line == ALL_HOMES else line, order), strict=True))
        before, now = (numbers[when].get(line, NAN) for when in ("previous", "current"))
        rows.append(count_figure(keys, "previous", before))
        rows.append(count_figure(keys, "current", now))
        rows.append(change_figure(keys, before, now))
    return result_frame(KEYS, rows)
