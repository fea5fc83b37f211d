"""Numbers into text: the one place where a figure is rounded or given its unit."""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NOT_SUPPLIED = "not supplied"
NOT_OPEN = "not open"
WITHHELD = "withheld"
NOT_APPLICABLE = "n/a"
CRIME_SUFFIX = " *C*"
# A percentage, a share or a rate of fewer than 20 looks like a trend and is not one.
PERCENTAGE_FROM = 20


def format_count(value: float) -> str:
    """A count with thousands separated: 1,234. A count that is missing is "not supplied"."""
    return NOT_SUPPLIED if _is_missing(value) else _rounded(value, 0)


def format_share(value: float, decimals: int = 1) -> str:
    """A share (0.712) as a percentage (71.2%); "n/a" where there is nothing to take a share of."""
    return NOT_APPLICABLE if _is_missing(value) else _percentage(value, decimals)


def format_printed_share(value: float) -> str:
    """A share with as many decimals as its source printed: 4%, 6.7%."""
    return NOT_APPLICABLE if _is_missing(value) else f"{round(value * 100, 6):g}%"


def format_change(value: float, decimals: int = 1) -> str:
    """A change (-0.667) as a percentage (-66.7%); "n/a" where nothing was before. The YJS table uses 0 decimals."""
    return NOT_APPLICABLE if _is_missing(value) else _percentage(value, decimals)


def format_ratio(value: float, decimals: int = 2) -> str:
    """A ratio to two decimals: 0.33. A limit without end is "no upper limit"."""
    if _is_missing(value):
        return NOT_APPLICABLE
    return "no upper limit" if math.isinf(value) else _rounded(value, decimals)


def format_p(value: float) -> str:
    """A p to three decimals, as only "How sure are we?" shows it: 0.012; below a thousandth, "under 0.001"."""
    if _is_missing(value):
        return NOT_APPLICABLE
    return "under 0.001" if value < 0.001 else _rounded(value, 3)


def format_range(low: float, high: float, decimals: int = 2) -> str:
    """The limits of a ratio's interval: "0.18 to 0.58", "0.90 to 315" or "0.56 or more" where there is no end.

    From 10 on one decimal, from 100 none: so wide an interval does not know more.
    """
    if _is_missing(low):
        return NOT_APPLICABLE
    if _is_missing(high) or math.isinf(high):
        return f"{_limit(low, decimals)} or more"
    return f"{_limit(low, decimals)} to {_limit(high, decimals)}"


def format_expected(value: float) -> str:
    """A count worked out, not counted, to one decimal: 51.7."""
    return NOT_APPLICABLE if _is_missing(value) else _rounded(value, 1)


def format_score(value: float) -> str:
    """A Cromarty score to one decimal: 6.4."""
    return NOT_APPLICABLE if _is_missing(value) else _rounded(value, 1)


def format_rate(value: float) -> str:
    """A rate for each child-month (2.564) as one for 100 of them, to one decimal: 256.4."""
    return NOT_APPLICABLE if _is_missing(value) else _rounded(value, 1, scale=100)


def format_days(value: float) -> str:
    """A number of days, a half only where there is one: 45, 45.5."""
    return NOT_APPLICABLE if _is_missing(value) else _rounded(value, 0 if value == int(value) else 1)


def format_date(value: date | None) -> str:
    """A date as DD/MM/YYYY; no date is "not supplied"."""
    return NOT_SUPPLIED if value is None else f"{value:%d/%m/%Y}"


def format_marked_date(value: date) -> str:
    """A date marked on a chart: DD/MM/YYYY; the first of a month is its month, which may be all that is known of it."""
    return f"{value:%B %Y}" if value.day == 1 else format_date(value)


def spoken_type(label: str) -> str:
    """A type as titles, sentences and charts say it: no capitals throughout, the suffix *C* in words.

    Tables keep the label as printed.
    """
    name = label.removesuffix(CRIME_SUFFIX)
    spoken = name.capitalize() if name.isupper() else name
    return f"{spoken} (crime-related)" if label.endswith(CRIME_SUFFIX) else spoken


def format_cell(value: float, unit: str, status: str = "shown", *, decimals: int | None = None) -> str:
    """One value of a result frame as a table prints it.

    unit: count, share, change, ratio, expected, score, p, per_100_child_months or days. status: "not supplied",
    "not open" and "withheld" print as such, whatever the value; "folded" prints the number, since tables read at a
    desk hold every row. decimals overrides the usual number for shares, changes and ratios. Raises ValueError for a
    unit it does not know.
    """
    if status in (NOT_SUPPLIED, NOT_OPEN, WITHHELD):
        return status
    if unit in ("share", "change"):
        return format_share(value, 1 if decimals is None else decimals)
    if unit == "ratio":
        return format_ratio(value, 2 if decimals is None else decimals)
    plain = {
        "count": format_count,
        "expected": format_expected,
        "score": format_score,
        "p": format_p,
        "per_100_child_months": format_rate,
        "days": format_days,
    }
    if unit not in plain:
        raise ValueError(
            f"no format for the unit {unit!r}: use one of change, count, days, expected, p, per_100_child_months, "
            "ratio, score, share"
        )
    return plain[unit](value)


def _limit(value: float, decimals: int) -> str:
    return _rounded(value, decimals if value < 10 else min(decimals, 1) if value < 100 else 0)


def _is_missing(value: float) -> bool:
    return math.isnan(value)


def _percentage(value: float, decimals: int) -> str:
    return f"{_rounded(value, decimals, scale=100)}%"


def _rounded(value: float, decimals: int, scale: int = 1) -> str:
    # The papers round halves away from zero (-68.75% is printed -68.8%); the shortest text of the float is what a
    # person would have rounded, its exact binary value is not.
    number = (Decimal(repr(float(value))) * scale).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{abs(number) if number == 0 else number:,}"
