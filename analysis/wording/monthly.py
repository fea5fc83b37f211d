"""Sentences on single months: signals in words, where the limits come from, and why there are none."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from analysis.disclosure import Released, require_released
from analysis.formats import NOT_SUPPLIED, format_count, format_expected
from analysis.monthly import MISSING
from analysis.periods import Period
from analysis.results import ALL_HOMES, NOT_OPEN, SHOWN
from analysis.wording.comparison import MANY_LINES, Thing
from analysis.wording.limits import NO_LIMITS_FOR_HOMES
from analysis.wording.months import Month, Part, Signal, month_name, months_of, parts_of, signals_of
from analysis.wording.words import ALL_TOGETHER, Row, and_list, capitalised, counted, grouped, rows_of, title_of
from analysis.xmr import MIN_MEAN, NO_BASELINE, NO_TWO_MONTHS, OTHER_HOMES, RUN, TRIAL_UNDER

Limits = Literal["all", "rebased", "frozen"]

THINGS: dict[Thing, str] = {"crime": "Crimes", "incident": "Incidents"}
THIS_PERIOD = "this period"
NAMED_MONTHS = 3


def monthly_title(released: Released, thing: Thing, period: Period, *, home: str = "") -> str:
    """The signal of the period, or that there is none, in ten words or fewer; `home`: the only home there is."""
    months = months_of(released, "monthly_title")
    named = [f"{THINGS[thing]} at {home}"] if home else []
    if not months:
        return f"{THINGS[thing]} by month: no homes in this selection"
    signals, _ = signals_of(months, period)
    if signals:
        found = _signal_title(signals)
        return title_of(*(f"{name}: {found}" for name in (*named, THINGS[thing])))
    names, labels = [*named, f"{THINGS[thing]} by month"], (period.label, THIS_PERIOD)
    in_period = [month for month in months if period.contains(month.day)]
    supplied = [month for month in in_period if month.supplied]
    if not supplied:
        gap = in_period[0].status if in_period else NOT_SUPPLIED
        return title_of(*(f"{name}: {label} {gap}" for label in labels for name in names))
    without = sum(month.status == NOT_SUPPLIED for month in in_period)
    if without:
        return title_of(*(f"{name}: {without} of {len(in_period)} months {NOT_SUPPLIED}" for name in names))
    reason = supplied[-1].reason
    if reason:
        told = {
            NO_TWO_MONTHS: "too few months for limits",
            NO_BASELINE: "baseline not supplied",
            OTHER_HOMES: "other homes than in the baseline",
        }
        return title_of(*(f"{name}: {told.get(reason, 'too few for limits')}" for name in names))
    return title_of(*(f"{name}: no signal in {label}" for label in labels for name in names))


def monthly_sentences(
    released: Released,
    thing: Thing,
    period: Period,
    *,
    limits: Limits = "all",
    baseline_label: str = "",
    home: str = "",
    together: str = ALL_TOGETHER,
    lines: Released | None = None,
    other_homes: Sequence[date] = (),
    baseline_months: int = 0,
) -> list[str]:
    """The signals of the period, those before and after it, where the limits come from, and what is missing.

    `lines`: the released counts of each home, to say which was not open in all of the months. `other_homes`: the months
    from which other homes were open, where parts start in any case. `baseline_months`: how many the baseline has.
    """
    months = months_of(released, "monthly_sentences")
    if not months:
        return []
    where = f"{THINGS[thing]} at {home or together}"
    supplied = [month for month in months if month.supplied]
    if not supplied:
        return [f"{where}: {period.label} {months[0].status}."]
    sentences = signal_sentences(released, thing, period, home=home, together=together)
    parts = parts_of(months)
    has_limits = any(not part.first.reason for part in parts)
    if not sentences and has_limits:
        sentences.append(_no_signal(months, where, period))
    others = [signal.words for signal in signals_of(months, period)[1]]
    if others:
        sentences.append(f"In other months shown: {'; '.join(others)}.")
    if has_limits:
        starts = [part.months[0].day for part in parts[1:]]
        changed = [day for day in other_homes if day in starts]
        rebased = len(starts) > len(changed)
        sentences.append(_basis(len(supplied), limits, baseline_label, changed, rebased=rebased))
        used = sum(int(part.first.points) for part in parts if not math.isnan(part.first.points))
        if limits == "frozen" and used < baseline_months:
            sentences.append(
                f"Of its {baseline_months} months, {used} {'has' if used == 1 else 'have'} a figure to use."
            )
    sentences += [sentence for part in parts for sentence in _about_limits(part, where, baseline_label, len(parts) > 1)]
    gaps = [month.day for month in months if month.status == NOT_SUPPLIED]
    if gaps:
        sentences.append(f"{_some_months(gaps)} {NOT_SUPPLIED}: nothing is worked out across the gap.")
    if lines is not None and not home:
        sentences += _not_always_open(lines)
    return sentences


def signal_sentences(
    released: Released, thing: Thing, period: Period, *, home: str = "", together: str = ALL_TOGETHER
) -> list[str]:
    """The signals that touch the period, each a sentence; none where there is no signal."""
    signals, _ = signals_of(months_of(released, "signal_sentences"), period)
    return [f"{THINGS[thing]} at {home or together}: {signal.words}." for signal in signals]


def homes_by_month_title(released: Released, thing: Thing, period: Period) -> str:
    """Between which counts the months of single homes lay, in ten words or fewer."""
    homes, who = _homes(released, "homes_by_month_title")
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
    homes, _ = _homes(released, "homes_by_month_sentences")
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
        sentences.append(f"{_some_months(gaps)} {NOT_SUPPLIED}.")
    return [*sentences, "Staff must report a missing child: more reports are neither good nor bad news."]


def _signal_title(signals: Sequence[Signal]) -> str:
    lead = signals[0]
    if lead.kind == "run":
        return f"{len(lead.months)} months in a row {lead.side} the mean"
    months = [month for signal in signals for month in signal.months]
    if len(signals) > 1:
        return f"{len(months)} months outside the limits"
    limit = "upper" if lead.side == "above" else "lower"
    who = month_name(months[0].day) if len(months) == 1 else f"{len(months)} months"
    return f"{who} {lead.side} the {limit} limit"


def _no_signal(months: Sequence[Month], where: str, period: Period) -> str:
    in_period = [month for month in months if period.contains(month.day) and month.supplied]
    if not in_period:
        return f"{where}: {period.label} {NOT_SUPPLIED}."
    if in_period[-1].reason:
        return f"{where}: without limits, no signals in {period.label} are looked for."
    ruled_out = f"no month outside the limits and no {RUN} in a row on one side of the mean"
    when = period.label
    if any(month.status == NOT_SUPPLIED for month in months if period.contains(month.day)):
        when = f"the {counted(len(in_period), 'month')} supplied of {period.label}"
    return f"{where}: no signal in {when}, {ruled_out}."


def _basis(points: int, limits: Limits, baseline_label: str, changed: Sequence[date], *, rebased: bool) -> str:
    """Where the limits come from. `changed`: from when other homes were open; `rebased`: marked dates divide them."""
    if limits == "frozen":
        against = "the months in which the same homes were open" if changed else "all months shown"
        return f"Mean and limits are those of the baseline, {baseline_label}, held against {against}."
    starts = ["the first whole month after a marked date"] if rebased else []
    if changed:
        many = "each of " if len(changed) > NAMED_MONTHS else ""
        starts.append(f"{many}{_named_months(changed)}, when a home had opened or closed")
    if starts:
        return f"Mean and limits start anew with {', and with '.join(starts)}."
    added = ", since no marked date divides them" if limits == "rebased" else ""
    return f"Mean and limits are taken from all {points} months{added}."


def _named_months(days: Sequence[date]) -> str:
    return and_list([month_name(day) for day in days]) if len(days) <= NAMED_MONTHS else f"{len(days)} months"


def _about_limits(part: Part, where: str, baseline_label: str, several: bool) -> list[str]:
    """Why a part has no limits, or that they are trial limits; nothing where its limits stand."""
    lead, first = (part.span if several else where), part.first
    if first.reason == NO_BASELINE:
        return [f"{lead}: no limits are drawn, since no month of the baseline, {baseline_label}, is among those shown."]
    if first.reason == OTHER_HOMES:
        return [f"{lead}: no limits are drawn, since other homes were open than in the baseline, {baseline_label}."]
    if first.reason == NO_TWO_MONTHS:
        return [f"{lead}: no limits are drawn, since there are no two months in a row to take them from."]
    if first.reason:
        return [
            f"{lead}: no limits are drawn. The mean is {format_expected(first.mean)} a month; under {MIN_MEAN:g} "
            "single events would look like signals."
        ]
    if part.is_trial:
        whose = f"of {part.span} " if several else ""
        return [
            f"The limits {whose}are trial limits, from {counted(first.points, 'month')}: under {TRIAL_UNDER} they "
            "still move with every month added."
        ]
    return []


def _not_always_open(lines: Released) -> list[str]:
    homes, _ = _homes(lines, "monthly_sentences")
    partly = [
        line for line, rows in homes.items() if any(row["status"] == NOT_OPEN for row in rows) and _has_figures(rows)
    ]
    if not partly:
        return []
    who = and_list(partly) if len(partly) <= NAMED_MONTHS else counted(len(partly), "home")
    were = "was" if len(partly) == 1 else "were"
    return [f"{who} {were} not open in all of these months; a month counts the homes open in it."]


def _has_figures(rows: Sequence[Row]) -> bool:
    return any(row["status"] == SHOWN for row in rows)


def _homes(released: Released, who: str) -> tuple[dict[str, list[Row]], str]:
    """The rows of each home, and what they are called in a title."""
    homes = grouped(rows_of(require_released(released, who)), "line")
    homes.pop(ALL_HOMES, None)
    return homes, next(iter(homes)) if len(homes) == 1 else "Each home"


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
            gaps.setdefault(f"{_some_months(days)} {NOT_SUPPLIED}", []).append(line)
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


def _some_months(days: Sequence[date]) -> str:
    """The months by name, or how many where there are more than three."""
    return _named_months(days)
