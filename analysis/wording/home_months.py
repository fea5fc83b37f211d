"""Sentences on the months of each home, and on missing against other incidents by month."""

from collections.abc import Callable, Sequence

from analysis.disclosure import Released, require_released
from analysis.formats import NOT_SUPPLIED, format_count
from analysis.monthly import MISSING
from analysis.periods import Period
from analysis.results import SHOWN
from analysis.wording.comparison import MANY_LINES, Thing
from analysis.wording.limits import NO_LIMITS_FOR_HOMES
from analysis.wording.months import THINGS, THIS_PERIOD, homes_of, named_months
from analysis.wording.words import ALL_TOGETHER, Row, and_list, capitalised, counted, rows_of, title_of


def homes_by_month_title(released: Released, thing: Thing, period: Period) -> str:
    """Between which counts the months of single homes lay, in ten words or fewer."""
    homes, who = homes_of(released, "homes_by_month_title")
    things = THINGS[thing].lower()
    if not homes:
        return "Each home by month: no homes in this selection"
    of_all = [row for rows in homes.values() for row in rows]
    counts = _counts(of_all, period)
    if not counts:
        gap = _gap(of_all, period)
        return title_of(f"{who} by month: {period.label} {gap}", f"Each home by month: {THIS_PERIOD} {gap}")
    said = f"{_between(counts)} {things} a month"
    return title_of(f"{who}: {said}, {period.label}", f"{who}: {said}", f"Each home: {said}")


def homes_by_month_sentences(released: Released, thing: Thing, period: Period) -> list[str]:
    """The lowest and highest month of each home and in how many months it had none; many homes are not named."""
    homes, _ = homes_of(released, "homes_by_month_sentences")
    if not homes:
        return []
    if len(homes) > MANY_LINES:
        counts = _counts([row for rows in homes.values() for row in rows], period)
        reach = f"{_between(counts)} {THINGS[thing].lower()} a month" if counts else NOT_SUPPLIED
        return [f"{len(homes)} homes, {period.label}: {reach}.", NO_LIMITS_FOR_HOMES]
    told = _of_homes(homes, thing, period)
    return told if len(homes) == 1 else [*told, NO_LIMITS_FOR_HOMES]


def missing_months_title(released: Released, period: Period) -> str:
    """In how many months of the period there were more missing than other incidents, in ten words or fewer."""
    rows = rows_of(require_released(released, "missing_months_title"))
    if not rows:
        return "Missing by month: no homes in this selection"
    missing = _missing_and_other(rows, lambda row: period.contains(row["month"]))
    if not missing:
        gap = _gap(rows, period)
        return title_of(f"Missing by month: {period.label} {gap}", f"Missing by month: {THIS_PERIOD} {gap}")
    return title_of(f"More missing than other incidents in {_more(missing)}")


def missing_months_sentences(released: Released, period: Period, *, together: str = ALL_TOGETHER) -> list[str]:
    """Lowest and highest month of both, and in how many months there were more missing, in the period and before."""
    rows = rows_of(require_released(released, "missing_months_sentences"))
    if not rows:
        return []
    now = _missing_and_other(rows, lambda row: period.contains(row["month"]))
    if not now:
        return [f"Missing and other incidents at {together}: {period.label} {_gap(rows, period)}."]
    spans = [_between([pair[which] for pair in now]) for which in (0, 1)]
    sentences = [
        f"{capitalised(together)}, {period.label}: {spans[0]} missing reports and {spans[1]} other incidents a month."
    ]
    before = _missing_and_other(rows, lambda row: row["month"] < period.start)
    if before:
        sentences.append(
            f"More missing than other incidents in {_more(now)}; in the months shown before, in {_more(before)}."
        )
    gaps = sorted({row["month"] for row in rows if row["status"] == NOT_SUPPLIED})
    if gaps:
        sentences.append(f"{named_months(gaps)} {NOT_SUPPLIED}.")
    return [*sentences, "Staff must report a missing child: more reports are neither good nor bad news."]


def _counts(rows: Sequence[Row], period: Period) -> list[float]:
    return [float(row["value"]) for row in rows if row["status"] == SHOWN and period.contains(row["month"])]


def _gap(rows: Sequence[Row], period: Period) -> str:
    return next((str(row["status"]) for row in rows if period.contains(row["month"])), NOT_SUPPLIED)


def _between(counts: Sequence[float]) -> str:
    low, high = format_count(min(counts)), format_count(max(counts))
    return low if low == high else f"{low} to {high}"


def _of_homes(homes: dict[str, list[Row]], thing: Thing, period: Period) -> list[str]:
    """All homes in one sentence, so that a room that reads only the first sees every home; then what is missing."""
    counts = {line: _counts(rows, period) for line, rows in homes.items()}
    known = {line: own for line, own in counts.items() if own}
    sentences = []
    if known:
        reach = and_list([f"{line} ({_between(own)})" for line, own in known.items()])
        sentences.append(f"{THINGS[thing]} a month in {period.label}: {reach}.")
    if any(0 in own for own in known.values()):
        none = and_list([f"{line} ({own.count(0)} of {len(own)})" for line, own in known.items()])
        sentences.append(f"Months without {'an incident' if thing == 'incident' else 'a crime'}: {none}.")
    for gap, lines in _by_gap(homes, period).items():
        sentences.append(f"{and_list(lines)}: {gap}.")
    return sentences


def _by_gap(homes: dict[str, list[Row]], period: Period) -> dict[str, list[str]]:
    """The homes by the words for what is missing of them in the period; those alike together."""
    gaps: dict[str, list[str]] = {}
    for line, rows in homes.items():
        days = [row["month"] for row in rows if row["status"] == NOT_SUPPLIED and period.contains(row["month"])]
        if not _counts(rows, period):
            gaps.setdefault(f"{period.label} {_gap(rows, period)}", []).append(line)
        elif days:
            gaps.setdefault(f"{named_months(days)} {NOT_SUPPLIED}", []).append(line)
    return gaps


def _missing_and_other(rows: Sequence[Row], wanted: Callable[[Row], bool]) -> list[tuple[float, float]]:
    """Missing and other incidents of the wanted months that were supplied."""
    missing = {row["month"]: row for row in rows if row["series"] == MISSING}
    other = {row["month"]: row for row in rows if row["series"] != MISSING}
    shown = [month for month, row in missing.items() if row["status"] == SHOWN and wanted(row)]
    return [(float(missing[month]["value"]), float(other[month]["value"])) for month in shown]


def _more(pairs: Sequence[tuple[float, float]]) -> str:
    """ "11 of 12 months"."""
    return f"{sum(missing > other for missing, other in pairs)} of {counted(len(pairs), 'month')}"
