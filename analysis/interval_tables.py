"""The tables behind "How sure are we?": ratios, shares and counts, each with its interval.

Here alone stand exact intervals and p. The numbers of a download are not rounded.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.disclosure import FOLDED, Released, require_released
from analysis.formats import (
    NOT_APPLICABLE,
    format_count,
    format_expected,
    format_p,
    format_range,
    format_ratio,
    format_share,
)
from analysis.ratios import DEFAULT_PHI, FREEDOM_TO_TELL_PHI, verdict
from analysis.results import ALL_HOMES, SHOWN
from analysis.tables import Table

EXACT_DECIMALS = 3
PHI_DECIMALS = 1
TOO_FEW = "too few"
SETTING = "(setting)"
VERDICTS = {"usual": "as usual"}
JUDGED = ("home", "all homes")
NOT_JUDGED = "none"
NO_BREAK = "\N{NO-BREAK SPACE}"

Row = Mapping[str, Any]


def ratio_table(released: Released, title: str, key: str, header: str, *, total_name: str = ALL_HOMES) -> Table:
    """Both counts, how many times as many, the exact 95% interval and p, a row a place, type or measure."""
    texts, numbers = [], []
    for name, own in _rows_by(released, "ratio_table", key, "rate_ratio"):
        ratio, p = own["rate_ratio"], own["exact_p"]
        shown = ratio["status"] == SHOWN
        texts.append(
            {
                header: _printed(name, total_name),
                "Counts": f"{format_count(ratio['denominator'])} to {format_count(ratio['numerator'])}"
                if shown
                else str(ratio["status"]),
                "Ratio (exact 95%)": _ratio(ratio),
                "p (exact)": NOT_APPLICABLE
                if _fits_any(ratio)
                else format_p(p["value"])
                if shown
                else str(p["status"]),
            }
        )
        numbers.append(
            {
                header: _printed(name, total_name),
                "before": ratio["denominator"],
                "now": ratio["numerator"],
                "ratio": ratio["value"],
                "exact low": ratio["low"],
                "exact high": ratio["high"],
                "p (exact)": p["value"],
                "status": ratio["status"],
            }
        )
    return _table(title, texts, numbers)


def widened_table(released: Released, title: str, key: str, header: str, *, total_name: str = ALL_HOMES) -> Table:
    """Phi, the interval widened by it, and for homes the verdict it leads to."""
    texts, numbers = [], []
    for name, own in _rows_by(released, "widened_table", key, "widened_ratio"):
        widened, phi = own["widened_ratio"], own["dispersion"]
        text = {
            header: _printed(name, total_name),
            "phi": _phi(phi),
            "Widened 95%": _widened(own["rate_ratio"], widened),
        }
        number = {
            header: _printed(name, total_name),
            "phi": phi["value"],
            "months that told phi": phi["numerator"],
            "widened ratio": widened["value"],
            "widened low": widened["low"],
            "widened high": widened["high"],
            "status": widened["status"],
        }
        if "place_kind" in widened:
            text["Verdict"] = number["verdict"] = _verdict(widened)
        texts.append(text)
        numbers.append(number)
    return _table(title, texts, numbers)


def against_table(released: Released, title: str, *, total_name: str = ALL_HOMES) -> Table:
    """How each home's ratio compares with its neighbourhood's: the ratio of the two, exact and widened."""
    texts, numbers = [], []
    for name, own in _rows_by(released, "against_table", "place", "ratio_of_ratios"):
        exact, widened = own["ratio_of_ratios"], own["widened_ratio_of_ratios"]
        texts.append(
            {
                "Place": _printed(name, total_name),
                "Ratio of ratios (exact 95%)": _ratio(exact),
                "Widened 95%": _widened(exact, widened),
            }
        )
        numbers.append(
            {
                "Place": _printed(name, total_name),
                "ratio of ratios": exact["value"],
                "exact low": exact["low"],
                "exact high": exact["high"],
                "widened low": widened["low"],
                "widened high": widened["high"],
                "status": exact["status"],
            }
        )
    return _table(title, texts, numbers)


def share_interval_table(
    released: Released,
    title: str,
    key: str,
    header: str,
    periods: Mapping[str, str],
    *,
    measure: str = "share",
    decimals: int = 0,
    least: int = 0,
    names: Mapping[str, str] | None = None,
) -> Table:
    """Each share with its Wilson 95% interval.

    `periods`: the columns' names by period ("previous", "current"). `least`: a share of fewer is "too few".
    `names`: what values of `key` are called.
    """
    frame = require_released(released, "share_interval_table").frame
    rows = frame[frame["measure"] == measure]
    figures = {(row[key], row["period"]): row for row in rows.to_dict("records")}
    texts, numbers = [], []
    values = list(dict.fromkeys(rows[key]))
    if len(values) == 2 and ALL_HOMES in values:
        values.remove(ALL_HOMES)  # one line alone: a row for all homes would say it twice
    for name in values:
        printed = _printed((names or {}).get(name, name))
        text, number = {header: printed}, {header: printed}
        for period, label in periods.items():
            row = figures[name, period]
            text[f"{label} (95%)"] = _share(row, decimals, least)
            number |= {
                f"{label}: {column}": row[column] for column in ("numerator", "denominator", "value", "low", "high")
            }
            number[f"{label}: status"] = row["status"]
        texts.append(text)
        numbers.append(number)
    return _table(title, texts, numbers)


def count_interval_table(released: Released, title: str, header: str, periods: Mapping[str, str]) -> Table:
    """Each count of both periods with its 95% interval. Takes the released result of count_intervals."""
    frame = require_released(released, "count_interval_table").frame
    rows = frame[frame["measure"] == "count"]
    figures = {(row["label"], row["period"]): row for row in rows.to_dict("records")}
    texts, numbers = [], []
    for name in dict.fromkeys(rows["label"]):
        text, number = {header: _printed(name)}, {header: _printed(name)}
        for period, label in periods.items():
            row = figures[name, period]
            text[f"{label} (95%)"] = _count(row)
            number |= {label: row["value"], f"{label}: low": row["low"], f"{label}: high": row["high"]}
            number[f"{label}: status"] = row["status"]
        texts.append(text)
        numbers.append(number)
    return _table(title, texts, numbers)


def sign_table(released: Released, title: str) -> Table:
    """How many children scored higher and lower, and the p of the sign test. Takes the released result_shares."""
    frame = require_released(released, "sign_table").frame
    texts, numbers = [], []
    for row in frame[frame["measure"] == "exact_p"].to_dict("records"):
        shown, down = row["status"] == SHOWN, row["denominator"] - row["numerator"]
        counts = (row["numerator"], down, row["value"])
        said = [format_count(row["numerator"]), format_count(down), format_p(row["value"])]
        columns = ("Higher", "Lower", "p (exact)")
        texts.append(dict(zip(columns, said if shown else [str(row["status"])] * 3, strict=True)))
        numbers.append({**dict(zip(columns, counts, strict=True)), "status": row["status"]})
    return _table(title, texts, numbers)


def _rows_by(released: Released, who: str, key: str, needed: str) -> list[tuple[str, dict[str, Row]]]:
    """The name and the rows by measure of each key that has the measure, in order; places by their order."""
    frame = require_released(released, who).frame
    frame = frame[frame["period"] == "both"]
    identity = "order" if "order" in frame.columns else key
    found: dict[Any, dict[str, Row]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(row[identity], {})[row["measure"]] = row
    named = [(str(next(iter(own.values()))[key]), own) for own in found.values() if needed in own]
    lines = sum(own[needed].get("place_kind") == "home" for _, own in named)
    # One line alone: rows for all homes and all neighbourhoods would say it twice.
    kinds = ("all homes", "all neighbourhoods") if lines == 1 else ()
    return [(name, own) for name, own in named if own[needed].get("place_kind") not in kinds]


def _printed(name: str, total_name: str = ALL_HOMES) -> str:
    return total_name if name == ALL_HOMES else name[:1].upper() + name[1:]


def _ratio(row: Row) -> str:
    """ "0.333 (0.184 to 0.577)"."""
    if row["status"] != SHOWN:
        return str(row["status"])
    if _fits_any(row):
        return NOT_APPLICABLE
    return f"{format_ratio(row['value'], EXACT_DECIMALS)} ({_range(row, EXACT_DECIMALS)})"


def _widened(exact: Row, widened: Row) -> str:
    return NOT_APPLICABLE if _fits_any(exact) else _range(widened)


def _range(row: Row, decimals: int = 2) -> str:
    if row["status"] != SHOWN:
        return str(row["status"])
    return _in_one_piece(format_range(row["low"], row["high"], decimals))


def _phi(row: Row) -> str:
    if row["status"] != SHOWN:
        return str(row["status"])
    phi = format_ratio(row["value"], PHI_DECIMALS)
    is_setting = row["value"] == DEFAULT_PHI and row["numerator"] < FREEDOM_TO_TELL_PHI + 2  # of two periods
    return f"{phi} {SETTING}" if is_setting else phi


def _verdict(row: Row) -> str:
    if row["status"] != SHOWN:
        return str(row["status"])
    if row["place_kind"] not in JUDGED:
        return NOT_JUDGED
    said = verdict(row["denominator"], row["numerator"], row["low"], row["high"])
    return VERDICTS.get(said, said)


def _share(row: Row, decimals: int, least: int) -> str:
    """ "71.2% (66.7% to 75.2%)"."""
    if row["status"] not in (SHOWN, FOLDED):
        return str(row["status"])
    if row["denominator"] < least:
        return TOO_FEW
    share, low, high = (format_share(row[column], decimals) for column in ("value", "low", "high"))
    return f"{share} ({_in_one_piece(f'{low} to {high}')})" if row["denominator"] > 0 else share


def _count(row: Row) -> str:
    """ "7 (2.8 to 14.4)"."""
    if row["status"] != SHOWN:
        return str(row["status"])
    limits = _in_one_piece(f"{format_expected(row['low'])} to {format_expected(row['high'])}")
    return f"{format_count(row['value'])} ({limits})"


def _fits_any(exact: Row) -> bool:
    """Whether there is no ratio and any would fit: nothing was counted in either period."""
    return bool(exact["status"] == SHOWN and math.isnan(exact["value"]) and exact["low"] == 0)


def _in_one_piece(limits: str) -> str:
    """Limits that no narrow column breaks in two."""
    return limits.replace(" ", NO_BREAK)


def _table(title: str, texts: Sequence[Mapping[str, str]], numbers: Sequence[Row]) -> Table:
    return Table(title, pd.DataFrame(list(texts)), pd.DataFrame(list(numbers)))
