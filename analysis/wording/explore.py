"""The words of an answer to whatever was asked: counts of places, parts of a period, and single numbers."""

import math
from collections.abc import Mapping, Sequence

from analysis.attention import MOST_LINES
from analysis.disclosure import WITHHELD, Released, require_released
from analysis.formats import (
    PERCENTAGE_FROM,
    format_count,
    format_expected,
    format_rate,
    format_share,
)
from analysis.results import SHOWN
from analysis.series import WHOLE_PERIOD
from analysis.wording.asked import BY, EACH_YEAR
from analysis.wording.comparison import NEVER_OPEN, NOT_OPEN, TOO_FEW
from analysis.wording.places import Place, places_of
from analysis.wording.words import (
    UPS_AND_DOWNS,
    Row,
    capitalised,
    grouped,
    rows_of,
    title_of,
)

TOO_FEW_TO_SHOW = "too few to show"
NO_HOMES = "no homes in this selection"
TWO_YEARS = "Two years are not a trend."
NO_YEARS = "No whole reporting year was supplied."
LINES_NOT_APART = "Only totals of several homes together were supplied for {lines}, so its single homes are not told."
AREA_IS_EVERYTHING = (
    "The neighbourhood's counts are of all {things}, not of this type alone: types of homes and areas are never "
    "compared, only how the area moved."
)
MOST_PARTS = 6  # of more, the sentence says between which numbers they lie
PER_CHILD_MONTHS = "per_100_child_months"


def counted_title(
    released: Released, name: str, records: str, where: str, *, previous_label: str, current_label: str
) -> str:
    """How many there were in both periods, in ten words or fewer: "Violence without injury, Home 2: 14 to 4, too few".

    Takes what home_against_neighbourhood returned, narrowed or not. `name`: what is counted, as a title says it;
    `records`: "crimes" or "incidents", which stand where the name is too long.
    """
    _, total, _ = places_of(released, "counted_title")
    subjects = [f"{name} at {where}", f"{name}, {where}", name]
    last = f"{capitalised(records)} of one kind"
    if total is None:
        return title_of(f"{name}: {NO_HOMES}", f"{last}: {NO_HOMES}")
    if _is_withheld(released, total):
        return title_of(*(f"{subject}: {TOO_FEW_TO_SHOW}" for subject in subjects), f"{last}: {TOO_FEW_TO_SHOW}")
    known = total.pair.known(previous_label, current_label)
    missing = total.pair.missing(previous_label, current_label)
    findings = {
        "fewer": [f"fewer, {known}"],
        "more": [f"more, {known}"],
        "fell": [f"{known}, usual ups and downs"],
        "rose": [f"{known}, usual ups and downs"],
        "same": [f"{format_count(total.pair.current)} in both periods"],
        "too few": [f"{known}, {TOO_FEW}", f"{known}, too few"],
        "none": ["none in either period"],
        "not open": [f"{known}, not comparable" if known else NEVER_OPEN],
        "gap": [missing, "a period not supplied"],
    }[total.move]
    told = [f"{subject}: {finding}" for finding in findings for subject in subjects[:2]]
    told += [f"{subject}: {known}" for subject in subjects if total.pair.complete]
    return title_of(*told, f"{last}: {known if total.pair.complete else findings[-1]}")


def counted_sentences(
    released: Released,
    things: str,
    records: str,
    where: str,
    *,
    previous_label: str,
    current_label: str,
    area: bool = True,
    narrowed: bool = True,
    single: bool = False,
) -> list[str]:
    """All together, each home, how the neighbourhood moved, and what that would have meant.

    `things`: what is counted; `records`: "crimes" or "incidents", which are what is counted of the neighbourhood.
    `single`: whether one home alone was asked for.
    """
    homes, total, areas = places_of(released, "counted_sentences")
    labels = (previous_label, current_label)
    if total is None:
        return []
    sentences = [f"{capitalised(things)} at {where}: {_verdict(released, total, labels)}."]
    if 1 < len(homes) <= MOST_LINES:
        sentences += [f"{home.name}: {_verdict(released, home, labels)}." for home in homes]
    if area:
        sentences += _area(areas, f"All {records}" if narrowed else capitalised(records), labels)
        sentences += _expected(total, areas, where, single=single or len(homes) == 1)
    return sentences


def series_title(
    released: Released,
    name: str,
    short: str,
    where: str,
    split: str,
    *,
    previous_label: str,
    current_label: str,
) -> str:
    """The finding for the whole period, or for the years, in ten words or fewer.

    `where`: "" where no homes were asked for; `short`: what stands where the name is too long, and where the counts are
    too small for rates.
    """
    rows = _series(released, "series_title")
    by_year = split == EACH_YEAR
    if not rows:
        told = "no whole reporting year supplied" if by_year else NO_HOMES
        return title_of(f"{name}: {told}", f"{short}: {told}")
    if not by_year:
        told = _both(rows[WHOLE_PERIOD], (previous_label, current_label), brief=True)
        at = [f" at {where}", ""] if where else [""]
        subjects = [f"{name}{place} {BY[split]}" for place in at]
        subjects += [f"{name}{place}" for place in at]
        return title_of(
            *(f"{subject}: {told}" for subject in subjects), f"{short} {BY[split]}: {told}", f"{short}: {told}"
        )
    shown = [(part, own["current"]) for part, own in rows.items() if own["current"]["status"] == SHOWN]
    if any(row["unit"] == PER_CHILD_MONTHS and row["numerator"] < PERCENTAGE_FROM for _, row in shown):
        shown = [(part, {**row, "unit": "count", "value": row["numerator"]}) for part, row in shown]
        name = short
    ends = [shown[0], shown[-1]] if len(shown) > 1 else shown
    told = ", ".join(f"{_value(row, brief=True)} in {part}" for part, row in ends) or "no year to show"
    return title_of(*([f"{name} at {where}: {told}"] if where else []), f"{name}: {told}", f"{short}: {told}")


def series_sentences(
    released: Released, things: str, where: str, split: str, *, previous_label: str, current_label: str
) -> list[str]:
    """The whole period, then each of a few parts, or between which numbers many of them lie; of years, each."""
    rows = _series(released, "series_sentences")
    labels = (previous_label, current_label)
    of = f"{capitalised(things)}{f' at {where}' if where else ''}"
    if not rows:
        return [NO_YEARS] if split == EACH_YEAR else []
    parts = {part: own for part, own in rows.items() if part != WHOLE_PERIOD}
    if split == EACH_YEAR:
        told = "; ".join(f"{part}: {_value(own['current'])}" for part, own in parts.items())
        shown = sum(own["current"]["status"] == SHOWN for own in parts.values())
        return [f"{of}, {told}.", *([TWO_YEARS] if shown == 2 else [])]
    sentences = [f"{of}: {_both(rows[WHOLE_PERIOD], labels)}."]
    if len(parts) <= MOST_PARTS:
        sentences += [f"{part}: {_both(own, labels)}." for part, own in parts.items()]
    else:
        sentences += _between(parts, labels, split)
    return sentences


def pair_title(released: Released, name: str, short: str, *, previous_label: str, current_label: str) -> str:
    """A number in both periods in ten words or fewer: "Breach: 0 to 2"; of a table with one row.

    `short`: what stands where the name is too long.
    """
    rows = {
        row["period"]: row for row in rows_of(require_released(released, "pair_title")) if row["measure"] == "count"
    }
    told = _both(rows, (previous_label, current_label), brief=True)
    return title_of(f"{name}: {told}", f"{short}: {told}")


def pair_sentences(released: Released, key: str, *, previous_label: str, current_label: str) -> list[str]:
    """Each row of a table in both periods: "Home 2: 3 to 4."."""
    rows = [row for row in rows_of(require_released(released, "pair_sentences")) if row["measure"] == "count"]
    sentences = []
    for name, own in grouped(rows, key).items():
        by_period = {row["period"]: row for row in own}
        sentences.append(f"{capitalised(name)}: {_both(by_period, (previous_label, current_label))}.")
    return sentences


def _verdict(released: Released, place: Place, labels: tuple[str, str]) -> str:
    """ "54 to 18, fewer by more than the usual ups and downs"."""
    if _is_withheld(released, place):
        return TOO_FEW_TO_SHOW
    words = place.pair.words if place.pair.complete else ""
    usual = "about as much as we could expect from counts this small"
    if not place.is_small:
        usual = f"no more than {UPS_AND_DOWNS}"
    known = place.pair.known(*labels)
    return {
        "fewer": f"{words}, fewer by more than {UPS_AND_DOWNS}",
        "more": f"{words}, more by more than {UPS_AND_DOWNS}",
        "fell": f"{words}, fell by {usual}",
        "rose": f"{words}, rose by {usual}",
        "same": f"{words}, the same in both periods",
        "too few": f"{words}, {TOO_FEW}",
        "none": "none in either period",
        "not open": f"{known}; {NOT_OPEN}" if known else NEVER_OPEN,
        "gap": f"{known + '; ' if known else ''}{place.pair.missing(*labels)}, so nothing is compared",
    }[place.move]


def _is_withheld(released: Released, place: Place) -> bool:
    """Whether a count of the place is not for a room; then nothing is said of the other either."""
    return any(
        row["status"] == WITHHELD
        for row in rows_of(released)
        if row["place"] == place.name and row["place_kind"] == place.kind and row["measure"] == "count"
    )


def _area(areas: Sequence[Place], records: str, labels: tuple[str, str]) -> list[str]:
    if not areas:
        return []
    together = areas[0].pair
    names = [area.name for area in areas if area.kind == "neighbourhood"]
    who = f"the neighbourhood, {names[0]}," if len(names) == 1 else "the neighbourhoods together"
    if not together.complete:
        return [f"{records} in {who.rstrip(',')}: {together.missing(*labels)}."]
    if together.previous == together.current:
        return [f"{records} in {who.rstrip(',')}: {format_count(together.current)} in both periods."]
    return [f"{records} in {who} went from {format_count(together.previous)} to {format_count(together.current)}."]


def _expected(total: Place, areas: Sequence[Place], where: str, *, single: bool) -> list[str]:
    if math.isnan(total.expected) or not areas or total.move in ("none", "not open", "gap"):
        return []
    one_area = sum(area.kind == "neighbourhood" for area in areas) == 1
    moved = "its neighbourhood" if single else f"their neighbourhood{'' if one_area else 's'}"
    about = f"about {format_expected(total.expected)}" if total.expected >= 1 else "fewer than 1"
    return [f"Had {where} moved like {moved}, there would have been {about}."]


def _series(released: Released, who: str) -> dict[str, dict[str, Row]]:
    """The figures of each part by period, the parts in their order."""
    rows = [row for row in rows_of(require_released(released, who)) if row["unit"] != "change"]
    ordered = sorted(rows, key=lambda row: row["order"])
    return {part: {row["period"]: row for row in own} for part, own in grouped(ordered, "part").items()}


def _both(own: Mapping[str, Row], labels: tuple[str, str], *, brief: bool = False) -> str:
    """ "14 to 4", "too few to show", "4 in 2022-23; 2021-22 not supplied"."""
    before, now = own["previous"], own["current"]
    if WITHHELD in (before["status"], now["status"]):
        return TOO_FEW_TO_SHOW
    if before["status"] == now["status"] == SHOWN:
        return f"{_value(before, brief=brief)} to {_value(now, brief=brief)}"
    if before["status"] == now["status"]:
        return f"both periods {now['status']}"
    told = [
        f"{_value(row, brief=brief)} in {label}" if row["status"] == SHOWN else f"{label} {row['status']}"
        for row, label in ((now, labels[1]), (before, labels[0]))
    ]
    return told[0] if brief else "; ".join(told)


def _value(row: Row, *, brief: bool = False) -> str:
    """A figure as a sentence says it; a share or a rate by its counts where one of them is under twenty."""
    if row["status"] != SHOWN:
        return TOO_FEW_TO_SHOW if row["status"] == WITHHELD else str(row["status"])
    if row["unit"] == "count":
        return format_count(row["value"])
    above, below = row["numerator"], row["denominator"]
    if row["unit"] == "share":
        if below == 0:
            return "no incidents"
        parts = f"{format_count(above)} of {format_count(below)}"
        if min(above, below) < PERCENTAGE_FROM:
            return parts
        return format_share(row["value"], 0) if brief else f"{parts} ({format_share(row['value'], 0)})"
    if math.isnan(row["value"]):
        return "nobody lived there"
    parts = f"{format_count(above)} in {format_expected(below)} child-months"
    if above < PERCENTAGE_FROM:
        return parts
    return format_rate(row["value"]) if brief else f"{parts} ({format_rate(row['value'])} per 100)"


def _between(parts: Mapping[str, Mapping[str, Row]], labels: tuple[str, str], split: str) -> list[str]:
    """Between which numbers the parts of each period lie, of those that are shown."""
    sentences = []
    hidden = any(row["status"] == WITHHELD for own in parts.values() for row in own.values())
    shown = ", of those shown" if hidden else ""
    for period, label in zip(("previous", "current"), labels, strict=True):
        values = [own[period]["value"] for own in parts.values() if own[period]["status"] == SHOWN]
        if not values:
            sentences.append(f"{label}: no {split} {'to show' if hidden else 'was supplied'}.")
        elif min(values) == max(values):
            sentences.append(f"{label}: {format_count(values[0])} in each {split}{shown}.")
        else:
            sentences.append(
                f"{label}: from {format_count(min(values))} to {format_count(max(values))} a {split}{shown}."
            )
    return sentences
