"""Charts of the paper, drawn by Word from the numbers of released tables; nothing is worked out anew."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.document import ChartPiece, Series
from analysis.results import SHOWN
from analysis.tables import Table


def paired_bars(
    table: Table, columns: Sequence[str], *, title: str, caption: str, axis_title: str, sentences: Sequence[str]
) -> list[ChartPiece]:
    """A pair of bars for each row of a table, the earlier period first; no chart where there is no number to draw."""
    names = [str(name) for name in table.numbers.iloc[:, 0]]
    series = [Series(column, _values(table, column)) for column in columns]
    if not any(value is not None for each in series for value in each.values):
        return []
    alt = f"Bars, one for each of {' and '.join(columns)}: {', '.join(names)}. {' '.join(sentences)}"
    return [ChartPiece("paired bars", names, series, title, alt, caption, axis_title)]


def lines(
    months: Mapping[str, Sequence[float | None]],
    names: Sequence[str],
    *,
    title: str,
    caption: str,
    axis_title: str,
    sentences: Sequence[str],
) -> list[ChartPiece]:
    """A line for each period over the names of its months."""
    series = [Series(period, values) for period, values in months.items()]
    if not any(value is not None for each in series for value in each.values):
        return []
    alt = f"A line for each of {' and '.join(months)}, a point a month. {' '.join(sentences)}"
    return [ChartPiece("lines", list(names), series, title, alt, caption, axis_title)]


def _values(table: Table, column: str) -> list[float | None]:
    pairs = zip(table.numbers[column], table.numbers[f"{column} status"], strict=True)
    return [float(value) if status == SHOWN and not pd.isna(value) else None for value, status in pairs]
