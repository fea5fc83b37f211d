"""Sentences on single months: signals in words, where the limits come from, and why there are none."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Literal

from analysis.disclosure import Released
from analysis.formats import NOT_SUPPLIED, format_expected
from analysis.periods import Period, month_name
from analysis.results import NOT_OPEN, SHOWN
from analysis.wording.comparison import Thing
from analysis.wording.months import (
    NAMED_MONTHS,
    THINGS,
    THIS_PERIOD,
    Month,
    Part,
    Signal,
    homes_of,
    months_of,
    named_months,
    parts_of,
    signals_of,
)
from analysis.wording.words import ALL_TOGETHER, Row, and_list, counted, title_of
from analysis.xmr import MIN_MEAN, NO_BASELINE, NO_TWO_MONTHS, OTHER_HOMES, RUN, TRIAL_UNDER

Limits = Literal["all", "rebased", "frozen"]


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
        sentences.append(f"{named_months(gaps)} {NOT_SUPPLIED}: nothing is worked out across the gap.")
    if lines is not None and not home:
        sentences += _not_always_open(lines)
    return sentences


def signal_sentences(
    released: Released, thing: Thing, period: Period, *, home: str = "", together: str = ALL_TOGETHER
) -> list[str]:
    """The signals that touch the period, each a sentence; none where there is no signal."""
    signals, _ = signals_of(months_of(released, "signal_sentences"), period)
    return [f"{THINGS[thing]} at {home or together}: {signal.words}." for signal in signals]


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
        starts.append(f"{many}{named_months(changed)}, when a home had opened or closed")
    if starts:
        return f"Mean and limits start anew with {', and with '.join(starts)}."
    added = ", since no marked date divides them" if limits == "rebased" else ""
    return f"Mean and limits are taken from all {points} months{added}."


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
    homes, _ = homes_of(lines, "monthly_sentences")
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
