"""Numbers into text: the one place where a figure is rounded or given its unit."""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NOT_SUPPLIED = "not supplied"
NOT_OPEN = "not open"
WITHHELD = "withheld"
NOT_APPLICABLE = "n/a"
CRIME_SUFFIX = " *C*"


def format_count(value: float) -> str:
    """A count with thousands separated: 1,234. A count that is missing is "not supplied"."""
    return NOT_SUPPLIED if _is_missing(value) else _rounded(value, 0)


def format_share(value: float, decimals: int = 1) -> str:
    """A share (0.712) as a percentage (71.2%); "n/a" where there is nothing to take a share of."""
    return NOT_APPLICABLE if _is_missing(value) else _percentage(value, decimals)


def format_change(value: float, decimals: int = 1) -> str:
    """A change (-0.667) as a percentage (-66.7%); "n/a" where nothing was before. The YJS table uses 0 decimals."""
    return NOT_APPLICABLE if _is_missing(value) else _percentage(value, decimals)


def format_ratio(value: float, decimals: int = 2) -> str:
    """A ratio to two decimals: 0.33. A limit without end is "no upper limit"."""
    if _is_missing(value):
        return NOT_APPLICABLE
    return "no upper limit" if math.isinf(value) else _rounded(value, decimals)


def format_expected(value: float) -> str:
    """A count worked out, not counted, to one decimal: 51.7."""
    return NOT_APPLICABLE if _is_missing(value) else _rounded(value, 1)


def format_score(value: float) -> str:
    """A Cromarty score to one decimal: 6.4."""
    return NOT_APPLICABLE if _is_missing(value) else _rounded(value, 1)


def format_date(value: date | None) -> str:
    """A date as DD/MM/YYYY; no date is "not supplied"."""
    return NOT_SUPPLIED if value is None else f"{value:%d/%m/%Y}"


def spoken_type(label: str) -> str:
    """A type as titles, sentences and charts say it: no capitals throughout, the suffix *C* in words.

    Tables keep the label as printed.
    """
    name = label.removesuffix(CRIME_SUFFIX)
    spoken = name.capitalize() if name.isupper() else name
    return f"{spoken} (crime-related)" if label.endswith(CRIME_SUFFIX) else spoken


def format_cell(value: float, unit: str, status: str = "shown", *, decimals: int | None = None) -> str:
    """One value of a result frame as a table prints it.

    unit: count, share, change, ratio, expected or score. status: "not supplied", "not open" and "withheld" print as
    such, whatever the value; "folded" prints the number, since tables read at a desk hold every row. decimals overrides
    the usual number for shares, changes and ratios. Raises ValueError for a unit it does not know.
    """
    if status in (NOT_SUPPLIED, NOT_OPEN, WITHHELD):
        return status
    if unit in ("share", "change"):
        return format_share(value, 1 if decimals is None else decimals)
    if unit == "ratio":
        return format_ratio(value, 2 if decimals is None else decimals)
    plain = {"count": format_count, "expected": format_expected, "score": format_score}
    if unit not in plain:
        raise ValueError(f"no format for the unit {unit!r}: use one of change, count, expected, ratio, score, share")
    return plain[unit](value)


def _is_missing(value: float) -> bool:
    return math.isnan(value)


def _percentage(value: float, decimals: int) -> str:
    return f"{_rounded(value, decimals, scale=100)}%"


def _rounded(value: float, decimals: int, scale: int = 1) -> str:
    # The papers round halves away from zero (-68.75% is printed -68.8%); the shortest text of the float is what a
    # person would have rounded, its exact binary value is not.
    number = (Decimal(repr(float(value))) * scale).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{abs(number) if number == 0 else number:,}"
