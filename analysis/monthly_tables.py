"""Released months as printed tables: a month a row, the means and limits of each part, and the marked dates."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.disclosure import Released, require_released
from analysis.formats import format_cell, format_expected, format_marked_date
from analysis.periods import Period, short_month_name
from analysis.results import ALL_HOMES, SHOWN
from analysis.tables import Table


def months_table(
    released: Released,
    title: str,
    *,
    period: Period | None = None,
    key: str = "line",
    names: dict[str, str] | None = None,
    only: Sequence[str] = (),
) -> Table:
    """A month a row, a column for each line or series; `period`: only its months; `names`: what columns are called.

    With one line alone, "All homes" is left out, since it would say the same twice. `only`: the lines to show.
    """
    frame = _within(require_released(released, "months_table").frame, period)
    lines = [line for line in dict.fromkeys(frame[key]) if not only or line in only]
    if len(lines) == 2 and ALL_HOMES in lines:
        lines.remove(ALL_HOMES)
    days = sorted(set(frame["month"]))
    text: dict[str, list[Any]] = {"Month": [short_month_name(day) for day in days]}
    numbers: dict[str, list[Any]] = {"Month": [f"{day:%Y-%m}" for day in days]}
    figures = frame.set_index([key, "month"])
    for line in lines:
        column = (names or {}).get(line, line)
        rows = [figures.loc[(line, day)] for day in days]
        text[column] = [format_cell(row["value"], "count", row["status"]) for row in rows]
        numbers[column] = [row["value"] for row in rows]
        numbers[f"{column} status"] = [row["status"] for row in rows]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def limits_table(released: Released, title: str) -> Table:
    """A row for each part of an XmR chart: its months, mean, limits and the number of months these come from."""
    means = _of(require_released(released, "limits_table").frame, "mean")
    text: dict[str, list[Any]] = {name: [] for name in ("Months", "Mean", "Lower limit", "Upper limit", "Taken from")}
    numbers: dict[str, list[Any]] = {name: [] for name in (*text, "Mean moving range", "Trial", "No limits because")}
    ranges = _of(released.frame, "moving range").set_index("month")["value"]
    for _, part in means.groupby("part", sort=True):
        shown = part[part["status"] == SHOWN]
        row = (shown if len(shown) else part).iloc[0]
        span = f"{short_month_name(min(part['month']))} to {short_month_name(max(part['month']))}"
        limits = [row["low"], row["high"]]
        points = 0 if row["denominator"] != row["denominator"] else int(row["denominator"])
        trial = " (trial)" if row["trial"] else ""
        cells = [format_expected(row["value"]), *("none" if row["reason"] else format_expected(x) for x in limits)]
        for column, cell in zip(
            text, (span, *cells, f"{points} month{'' if points == 1 else 's'}{trial}"), strict=True
        ):
            text[column].append(cell)
        told = (span, row["value"], *limits, points, ranges[row["month"]], bool(row["trial"]), row["reason"])
        for column, number in zip(numbers, told, strict=True):
            numbers[column].append(number)
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def limits_by_month_table(released: Released, title: str, header: str) -> Table:
    """A month a row: the count, the mean and limits held against it, and whether it is a signal."""
    frame = require_released(released, "limits_by_month_table").frame
    counts, means = _of(frame, "count"), _of(frame, "mean")
    days = list(counts["month"])
    limits = [_limits(row) for row in means.to_dict("records")]
    signals = [_signal(row) for row in counts.to_dict("records")]
    text = {
        "Month": [short_month_name(day) for day in days],
        header: [format_cell(v, "count", s) for v, s in zip(counts["value"], counts["status"], strict=True)],
        "Mean": [format_cell(v, "expected", s) for v, s in zip(means["value"], means["status"], strict=True)],
        "Limits": limits,
        "Signal": signals,
    }
    numbers = {
        "Month": [f"{day:%Y-%m}" for day in days],
        header: list(counts["value"]),
        f"{header} status": list(counts["status"]),
        "Mean": list(means["value"]),
        "Lower limit": list(means["low"]),
        "Upper limit": list(means["high"]),
        "Trial": list(means["trial"]),
        "Signal": signals,
    }
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def markers_table(released: Released, title: str) -> Table:
    """The marked dates with a sentence each, earliest first."""
    frame = require_released(released, "markers_table").frame
    rows = pd.DataFrame(
        {
            "What happened": list(frame["label"]),
            "Date": [format_marked_date(day) for day in frame["on_date"]],
            "Known of it": list(frame["detail"]),
        }
    )
    return Table(title, rows, rows.copy())


def _within(frame: pd.DataFrame, period: Period | None) -> pd.DataFrame:
    return frame if period is None else frame[[period.contains(month) for month in frame["month"]]]


def _of(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    return frame[frame["measure"] == measure].sort_values("month", kind="stable")


def _limits(row: dict[Any, Any]) -> str:
    if row["status"] != SHOWN:
        return str(row["status"])
    if row["reason"]:
        return "none"
    return f"{format_expected(row['low'])} to {format_expected(row['high'])}"


def _signal(row: dict[Any, Any]) -> str:
    """What rule a month meets: "outside", "in a row", both, or nothing."""
    return ", ".join(word for word, holds in (("outside", row["outside"]), ("in a row", row["run"])) if holds)
