"""Sentences behind "How sure are we?" on ratios: what a bar means, and how the verdict came about."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.disclosure import Released, require_released
from analysis.formats import format_range, format_ratio, spoken_type
from analysis.ratios import DEFAULT_PHI, FREEDOM_TO_TELL_PHI, MIN_EVENTS
from analysis.results import ALL_HOMES, SHOWN
from analysis.wording.comparison import MANY_LINES, Thing
from analysis.wording.places import Place, places_of
from analysis.wording.words import (
    ALL_TOGETHER,
    CURRENT_LABEL,
    PREVIOUS_LABEL,
    UPS_AND_DOWNS,
    Row,
    and_list,
    grouped,
    rows_of,
)

RUN_LENGTH, FALSE_ALARMS = "three on average", 35  # of 100, in the simulation that docs/definitions.md speaks of
OUTSIDE_BY_CHANCE = "of 100 such verdicts where nothing had changed, {about} would say fewer or more"
# In the same simulation: 6 from two years by month, up to 8 from two half-years, up to 12 from totals alone.
ABOUT, ABOUT_WITH_FEW_MONTHS, MONTHS_FOR_ABOUT = "about 5", "about 5 to 12", 18


@dataclass(frozen=True)
class _Behind:
    """What the verdict on a place or a type rests on: both intervals and phi with how many months told it."""

    name: str
    ratio: float
    exact: tuple[float, float]
    widened: tuple[float, float]
    phi: float
    months: float


def ratio_sentences(
    released: Released,
    thing: Thing,
    *,
    previous_label: str = PREVIOUS_LABEL,
    current_label: str = CURRENT_LABEL,
    together: str = ALL_TOGETHER,
) -> list[str]:
    """What the bars of a comparison mean, and how each verdict came about; nothing where nothing is compared."""
    homes, total, _ = places_of(released, "ratio_sentences")
    judged = [*homes, *([total] if total is not None and len(homes) > 1 else [])]
    names = {home.name: home.name for home in homes} | ({total.name: together} if total is not None else {})
    behind = _behind(row for row in rows_of(released) if row["place"] in [place.name for place in judged])
    if not behind:
        return []
    things = f"{thing}s"
    return [
        *_what_bars_mean(thing, behind, previous_label, current_label),
        f"Fewer or more is said only where the thin bar leaves out 1 and there were at least {MIN_EVENTS} {things} in "
        f"the two periods together. {_verdicts(judged, names)}",
        *_by_the_thick_bar_alone(judged, behind, names),
        *_at_once(judged, behind),
        *_against_neighbourhoods(released),
    ]


def type_ratio_sentences(
    released: Released, thing: Thing, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> list[str]:
    """What the bars of types mean. Takes the released result of type_ratios."""
    behind = _behind(rows_of(require_released(released, "type_ratio_sentences")), key="type")
    shown_from = f"Only types with at least {MIN_EVENTS} in the two periods together have a ratio"
    if not behind:
        return [f"{shown_from}; here, none of those that may be named has."]
    return [
        *_what_bars_mean(thing, behind, previous_label, current_label),
        f"{shown_from}, and no type is given a verdict. With many types, some would look unusual by chance alone.",
    ]


def ratio_alt(released: Released, *, total_name: str = ALL_HOMES) -> str:
    """The picture of the homes' ratios in words: each with both its intervals."""
    homes, total, _ = places_of(released, "ratio_alt")
    # One line alone: all homes would say it twice.
    names = {home.name: home.name for home in homes} | ({ALL_HOMES: total_name} if total and len(homes) > 1 else {})
    return _told(_behind(row for row in rows_of(released) if row["place"] in names), names)


def type_ratio_alt(released: Released) -> str:
    """The picture of the types' ratios in words: each with both its intervals."""
    behind = _behind(rows_of(require_released(released, "type_ratio_alt")), key="type")
    return _told(behind, {one.name: spoken_type(one.name) for one in behind})


def _told(behind: Sequence[_Behind], names: dict[str, str]) -> str:
    each = [
        f"{names[one.name]} {format_ratio(one.ratio)}, thick bar {format_range(*one.exact)}, "
        f"thin bar {format_range(*one.widened)}"
        for one in behind
    ]
    return f"How many times as many as before, each with two intervals. {'; '.join(each)}."


def _what_bars_mean(thing: Thing, behind: Sequence[_Behind], previous_label: str, current_label: str) -> list[str]:
    things = f"{thing}s"
    phis = [one.phi for one in behind]
    low, high = (format_ratio(phi, 1) for phi in (min(phis), max(phis)))
    sentences = [
        f"A dot says how many times as many {things} there were in {current_label} as in {previous_label}: 1 is as "
        "many, 0.5 half as many, 2 twice as many.",
        f"The thick bar is the exact 95% interval: if every {thing} were a separate event, such bars would miss the "
        "true ratio in 5 of 100 cases.",
        f"But {things} come in runs from one child, so the thick bar is too narrow: in a simulation with runs of "
        f"{RUN_LENGTH} it raised a false alarm in {FALSE_ALARMS} of 100 cases.",
        "The thin bar allows for runs. It is widened by phi, how much more the months go up and down than separate "
        f"events would (1: no more). Here phi is {low if low == high else f'{low} to {high}'}.",
    ]
    if any(one.months == 0 for one in behind):
        sentences.append(f"Where the months cannot tell phi, it is taken as {DEFAULT_PHI:g}.")
    if any(0 < one.months < FREEDOM_TO_TELL_PHI + 2 and one.phi >= DEFAULT_PHI for one in behind):
        sentences.append(
            f"From less than two half-years, phi is taken as at least {DEFAULT_PHI:g}: so few months cannot "
            "tell it well."
        )
    if any(_reach(one.widened) < _reach(one.exact) for one in behind):
        sentences.append("With few events the thin bar is only approximate, and may be the shorter one.")
    return sentences


def _verdicts(judged: Sequence[Place], names: dict[str, str]) -> str:
    """ "Here: fewer at Home 2; usual ups and downs at Home 1; too few at Home 3/4." Many homes are counted."""
    said = {
        "fewer": "fewer",
        "more": "more",
        "fell": UPS_AND_DOWNS,
        "rose": UPS_AND_DOWNS,
        "same": "the same in both",
        "too few": "too few to compare",
        "none": "too few to compare",
    }
    groups: dict[str, list[str]] = {}
    for place in judged:
        if place.move in said:
            groups.setdefault(said[place.move], []).append(names[place.name])
    many = len(judged) > MANY_LINES + 1
    told = [
        f"{verdict} {f'for {len(group)}' if many else f'at {and_list(group)}'}" for verdict, group in groups.items()
    ]
    return f"Here: {'; '.join(told)}."


def _by_the_thick_bar_alone(judged: Sequence[Place], behind: Sequence[_Behind], names: dict[str, str]) -> list[str]:
    """Where the widening made the difference: enough events, and only the exact interval leaves out 1."""
    exact = {one.name: one.exact for one in behind}
    told = []
    for move, verdict in (("fell", "fewer"), ("rose", "more")):
        places = [place.name for place in judged if place.move == move and place.name in exact]
        calmed = [names[name] for name in places if _leaves_out_1(exact[name])]
        if calmed:
            told.append(f"{verdict} at {and_list(calmed) if len(calmed) <= MANY_LINES else f'{len(calmed)} places'}")
    return [f"By the thick bar alone it would have been {' and '.join(told)}."] if told else []


def _at_once(judged: Sequence[Place], behind: Sequence[_Behind]) -> list[str]:
    number = sum(place.move in ("fewer", "more", "fell", "rose", "same") for place in judged)
    if number < 2:
        return []
    about = ABOUT if all(one.months >= MONTHS_FOR_ABOUT for one in behind) else ABOUT_WITH_FEW_MONTHS
    return [
        f"{number} verdicts are made here at once. With many homes, some would look unusual by chance alone: "
        f"{OUTSIDE_BY_CHANCE.format(about=about)}."
    ]


def _against_neighbourhoods(released: Released) -> list[str]:
    rows = [row for row in rows_of(released) if row["measure"] == "ratio_of_ratios" and row["status"] == SHOWN]
    if not rows:
        return []
    return [
        "In the lower part, the home's ratio is divided by its neighbourhood's: 1 means that both moved alike. Homes "
        "are said to have moved further only where that thin bar leaves out 1, too."
    ]


def _behind(rows: Iterable[Row], key: str = "place") -> list[_Behind]:
    """Each place or type with a ratio that may be shown, in order."""
    found = []
    for name, own in grouped(rows, key).items():
        by_measure = {row["measure"]: row for row in own if row["period"] == "both" and row["status"] == SHOWN}
        exact, widened, phi = (by_measure.get(measure) for measure in ("rate_ratio", "widened_ratio", "dispersion"))
        if exact is None or widened is None or phi is None:
            continue
        ratio = exact["value"]
        if not (math.isnan(ratio) and exact["low"] == 0):  # none in either period
            limits = (_limits(exact), _limits(widened))
            found.append(_Behind(name, ratio, *limits, phi["value"], phi["numerator"]))
    return found


def _limits(row: Row) -> tuple[float, float]:
    return float(row["low"]), math.inf if math.isnan(row["high"]) else float(row["high"])


def _reach(limits: tuple[float, float]) -> float:
    """How far the interval reaches on the axis of the picture."""
    low, high = limits
    return math.inf if low == 0 or math.isinf(high) else math.log(high / low)


def _leaves_out_1(limits: tuple[float, float]) -> bool:
    return limits[1] < 1 or limits[0] > 1
