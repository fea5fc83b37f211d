"""Sentences on what changed at the homes, and whether by more than the usual ups and downs."""

import math
from collections.abc import Sequence
from typing import Literal

from analysis.attention import MOST_LINES
from analysis.disclosure import Released, require_released
from analysis.formats import format_count, format_expected
from analysis.wording.places import MOVES, Place, place_of, places_of
from analysis.wording.words import (
    ALL_TOGETHER,
    CURRENT_LABEL,
    NOTHING_BEFORE,
    PREVIOUS_LABEL,
    UPS_AND_DOWNS,
    and_list,
    capitalised,
    counted,
    rows_of,
    title_of,
)

Thing = Literal["crime", "incident"]

MANY_LINES = MOST_LINES
TOO_FEW = "too few to compare"
NOT_OPEN = "not open for all of both periods, so not compared"
NEVER_OPEN = "not open in either period"
NAMED_LINES = 3


def comparison_title(
    released: Released, thing: Thing, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> str:
    """The finding for the whole selection in ten words or fewer: "Crimes at the homes: fewer, 54 to 18"."""
    homes, total, _ = places_of(released, "comparison_title")
    things = _things(thing)
    if total is None:
        return f"{things}: no homes in this selection"
    counts, move = total.pair.known(previous_label, current_label), total.move
    findings = {
        "fewer": f"fewer, {counts}",
        "more": f"more, {counts}",
        "fell": f"{counts}, usual ups and downs",
        "rose": f"{counts}, usual ups and downs",
        "same": f"{format_count(total.pair.current)} in both periods",
        "too few": f"{counts}, {TOO_FEW}",
        "none": "none in either period",
        "not open": f"{counts}, not comparable" if counts else NEVER_OPEN,
        "gap": f"{format_count(total.pair.current)}, {NOTHING_BEFORE}"
        if total.pair.alone
        else total.pair.missing(previous_label, current_label),
    }
    if len(homes) == 1:
        subjects = [f"{things} at {homes[0].name}", f"{things}, {homes[0].name}"]
    else:
        subjects = [f"{things} at the homes", f"{things} at homes"]
    brief = f"{counts}, too few" if move == "too few" else counts
    named = [f"{subject}: {finding}" for finding in (findings[move], brief) for subject in subjects]
    if move == "gap" and not total.pair.alone:
        return title_of(named[0], named[1], f"{things}: {total.pair.missing('earlier period', 'later period')}")
    if move == "not open":
        return title_of(*named, f"{things}: not comparable")
    return title_of(*named, f"{things}: {findings[move]}")


def comparison_sentences(
    released: Released,
    thing: Thing,
    *,
    previous_label: str = PREVIOUS_LABEL,
    current_label: str = CURRENT_LABEL,
    together: str = ALL_TOGETHER,
) -> list[str]:
    """All homes together with the neighbourhoods, then each home, then the homes against their neighbourhoods.

    Homes with the same verdict share a sentence. With more than six lines, only those with fewer or more are named.
    """
    homes, total, areas = places_of(released, "comparison_sentences")
    things, labels = _things(thing), (previous_label, current_label)
    if total is None:
        return []
    single = len(homes) == 1
    first = _sentence([total], things, labels, where=homes[0].name if single else together)
    if total.move == "not open" and not single:
        known = total.pair.known(*labels)
        told = f"{known}; not comparable: {_not_open(homes)}" if known else NEVER_OPEN
        first = f"{things} at {together}: {told}."
    sentences = [" ".join(part for part in (first, _neighbourhoods(areas, labels)) if part)]
    if len(homes) > MANY_LINES:
        sentences += _many_homes(homes, things, labels)
    elif not single:
        sentences += [_sentence(group, things, labels) for group in _by_move(homes)]
    return sentences + _against_neighbourhoods(total, areas, thing, homes[0].name if single else "")


def moved_homes(released: Released) -> list[str]:
    """The homes with fewer or more than the usual ups and downs would bring, in register order."""
    return [home.name for home in places_of(released, "moved_homes")[0] if home.move in ("fewer", "more")]


def tile(
    released: Released,
    place: str,
    thing: Thing,
    *,
    previous_label: str = PREVIOUS_LABEL,
    current_label: str = CURRENT_LABEL,
) -> tuple[str, str]:
    """The counts of one place, set large, and the few words under them; of the period itself alone where it has nothing
    to compare with. Raises ValueError for an unknown place."""
    rows = [row for row in rows_of(require_released(released, "tile")) if row["place"] == place]
    if not rows:
        raise ValueError(f"no place {place!r} in this table")
    found = place_of(place, rows)
    small = {
        "fewer": f"fewer, more than {UPS_AND_DOWNS}",
        "more": f"more, by more than {UPS_AND_DOWNS}",
        "fell": f"fell by {_usual([found])}",
        "rose": f"rose by {_usual([found])}",
        "same": "the same in both periods",
        "too few": TOO_FEW,
        "none": f"no {_things(thing).lower()} in either period",
        "not open": _not_open_here(found, released),
        "gap": found.pair.missing(previous_label, current_label),
    }
    if found.move == "gap" and found.pair.alone:
        return format_count(found.pair.current), found.pair.nothing_before(previous_label)
    big = "" if found.move == "gap" else found.pair.known(previous_label, current_label)
    return big or found.pair.gap, small[found.move]


def _by_move(homes: list[Place]) -> list[list[Place]]:
    groups = [[home for home in homes if home.move == move] for move in MOVES]
    return [group for group in groups if group]


def _sentence(group: Sequence[Place], things: str, labels: tuple[str, str], where: str = "") -> str:
    """One sentence on places with the same verdict; `where` replaces the name of a single place."""
    move, only = group[0].move, group[0].pair
    alone = len(group) == 1
    at = where or and_list([home.name for home in group])
    if not alone and move not in ("none", "gap"):
        told = [format_count(h.pair.current) if move == "same" else h.pair.known(*labels) for h in group]
        named = zip((home.name for home in group), told, strict=True)
        at = and_list([f"{name} ({count})" if count else name for name, count in named])
    counts_after = f": {only.words}" if alone else ""
    # The total says what is counted; a home's own line follows it and need not.
    subject = f"{things} at {at}" if where else at
    if move in ("fewer", "more"):
        link = f"{counts_after}, " if alone else ": "
        return f"{capitalised(move)} {things.lower()} at {at}{link}more than {UPS_AND_DOWNS}."
    if move in ("fell", "rose"):
        return f"{things} at {at} {move} by {_usual(group)}{counts_after}."
    if move == "same":
        return f"{subject}: {format_count(only.current) if alone else 'the same'} in both periods."
    if move == "too few":
        return f"{subject}{counts_after}{', ' if alone else ': '}{TOO_FEW}."
    if move == "not open":
        counts = only.known(*labels) if alone else ""
        if alone and not counts:
            return f"{subject}: {NEVER_OPEN}."
        return f"{subject}: {counts}{'; ' if alone else ''}{NOT_OPEN}."
    if move == "none":
        return f"No {things.lower()} at {at} in either period."
    missing = only.missing(*labels) if alone else f"{only.gap} for at least one period"
    if alone and only.alone:
        missing = f"{only.known(*labels)}; {missing}"
    elif all(home.pair.alone for home in group):
        subject = and_list([f"{home.name} ({format_count(home.pair.current)})" for home in group])
        subject, missing = f"{subject} in {labels[1]}", only.missing(*labels)
    return f"{subject}: {missing}, so nothing is compared."


def _not_open(homes: Sequence[Place]) -> str:
    """ "Home 5 was not open for all of both periods"; more than three homes are counted, not named."""
    names = [home.name for home in homes if not home.open_throughout]
    who = and_list(names) if len(names) <= NAMED_LINES else f"{len(names)} homes"
    return f"{who} {'was' if len(names) == 1 else 'were'} not open for all of both periods"


def _not_open_here(found: Place, released: Released) -> str:
    if found.open_throughout:
        return ""
    homes = places_of(released, "tile")[0]
    return NOT_OPEN if found.kind != "all homes" or len(homes) == 1 else f"not comparable: {_not_open(homes)}"


def _usual(group: Sequence[Place]) -> str:
    if all(place.is_small for place in group):
        return "about as much as we could expect from counts this small"
    return f"no more than {UPS_AND_DOWNS}"


def _neighbourhoods(areas: list[Place], labels: tuple[str, str]) -> str:
    if not areas:
        return ""
    together = areas[0].pair
    names = [area.name for area in areas if area.kind == "neighbourhood"]
    who = f"The neighbourhood, {names[0]}" if len(names) == 1 else "The neighbourhoods together"
    return f"{who}: {together.words if together.complete else together.missing(*labels)}."


def _many_homes(homes: list[Place], things: str, labels: tuple[str, str]) -> list[str]:
    named = [group for group in _by_move(homes) if group[0].move in ("fewer", "more")]
    sentences = [_sentence(group, things, labels) for group in named]
    rest = [home for home in homes if home.move not in ("fewer", "more", "not open", "gap")]
    partly = [home for home in homes if home.move == "not open"]
    unknown = [home for home in homes if home.move == "gap"]
    if rest:
        few = any(home.move in ("too few", "none") for home in rest)
        who = counted(len(rest), "other home") if named else counted(len(rest), "home")
        sentences.append(f"{who}: no more than {UPS_AND_DOWNS}{f', or {TOO_FEW}' if few else ''}.")
    if partly:
        sentences.append(f"{counted(len(partly), 'home')}: {NOT_OPEN}.")
    if unknown:
        sentences.append(
            f"{counted(len(unknown), 'home')}: not supplied for at least one period, so nothing is compared."
        )
    return sentences


def _against_neighbourhoods(total: Place, areas: list[Place], thing: Thing, single: str) -> list[str]:
    if total.move in ("too few", "none", "not open", "gap") or math.isnan(total.expected) or not areas:
        return []
    one_area = sum(area.kind == "neighbourhood" for area in areas) == 1
    they, area = ("it", "its neighbourhood") if single else ("they", f"their neighbourhood{'' if one_area else 's'}")
    who = single or "The homes together"
    about = f"about {format_expected(total.expected)}" if total.expected >= 1 else "fewer than 1"
    told = f"{counted(total.pair.current, thing)}; {about} had {they} moved like {area}."
    low, high = total.against
    further = (total.move == "fewer" and high < 1) or (total.move == "more" and low > 1)
    if not further:
        return [f"{who}: {told}"]
    together = areas[0].pair
    same_way = (together.current < together.previous) == (
        total.move == "fewer"
    ) and together.current != together.previous
    return [f"{who} moved {'further than' if same_way else 'differently from'} {area}: {told}"]


def _things(thing: Thing) -> str:
    nouns = {"crime": "Crimes", "incident": "Incidents"}
    if thing not in nouns:
        raise ValueError(f"no words for {thing!r}: use crime or incident")
    return nouns[thing]
