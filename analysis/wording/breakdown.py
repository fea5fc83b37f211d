"""Sentences on types of incident and offence, and on outcomes."""

import math
from dataclasses import dataclass
from typing import Literal

from analysis.breakdown import TOTAL, is_other_types, new_types
from analysis.disclosure import Released, require_released
from analysis.formats import format_count, spoken_type
from analysis.results import ALL_HOMES, NOT_SUPPLIED
from analysis.wording.words import (
    ALL_TOGETHER,
    CURRENT_LABEL,
    PREVIOUS_LABEL,
    Pair,
    and_list,
    counted,
    grouped,
    pair_of,
    rows_of,
    title_of,
)

Noun = Literal["incident", "offence"]

TOP = 3
NO_HOMES = "no homes in this selection"
OPEN = "open"


@dataclass(frozen=True)
class _Types:
    """The types of one line that may be named, most frequent first, and how many the largest that may not has."""

    named: tuple[tuple[str, Pair], ...]
    largest_unnamed: float
    total: Pair
    no_line: bool

    @property
    def order_is_known(self) -> bool:
        """Whether nothing unnamed can stand above the first named type."""
        return bool(self.named) and self.largest_unnamed <= self.named[0][1].current


def breakdown_title(
    released: Released,
    noun: Noun,
    line: str = ALL_HOMES,
    *,
    previous_label: str = PREVIOUS_LABEL,
    current_label: str = CURRENT_LABEL,
) -> str:
    """The most frequent type in ten words or fewer: "Missing Person: 306 to 115, the most frequent incident"."""
    types = _read(released, "breakdown_title", line)
    nouns = _plural(noun)
    where = f"{nouns} at {line}" if line != ALL_HOMES else f"{nouns} at the homes"
    if types.no_line:
        return f"{nouns}: {NO_HOMES}"
    if math.isnan(types.total.current):
        missing = types.total.missing(previous_label, current_label)
        return title_of(f"{where}: {missing}", f"{nouns}: {missing}", f"{nouns}: this period not supplied")
    if types.total.current == 0:
        return title_of(f"{where}: none in {current_label}", f"{nouns}: none in this period")
    if not types.named or types.named[0][1].current == 0:
        # Only types that may not be named: say how many there were, not what they were.
        counts = _counts(types.total)
        return title_of(f"{where}: {counts}", f"{nouns}: {counts}")
    name, pair = types.named[0]
    ties = sum(other.current == pair.current for _, other in types.named) > 1 or types.largest_unnamed == pair.current
    counts, whole = _counts(pair), f"{nouns}: {_counts(types.total)}"
    told = f"{name}: {counts}" if line == ALL_HOMES else f"{name} at {line}: {counts}"
    if not types.order_is_known:
        return title_of(told, f"{name}: {counts}", whole)
    ranks = (f"one of the most frequent {nouns.lower()}", "among the most frequent")
    ranks = ranks if ties else (f"the most frequent {noun}", "the most frequent")
    return title_of(*(f"{told}, {rank}" for rank in ranks), told, f"{name}: {counts}", whole)


def breakdown_sentences(
    released: Released,
    noun: Noun,
    line: str = ALL_HOMES,
    *,
    previous_label: str = PREVIOUS_LABEL,
    current_label: str = CURRENT_LABEL,
    together: str = ALL_TOGETHER,
) -> list[str]:
    """The three most frequent types of the line, and the types new at all homes together (never below three)."""
    types = _read(released, "breakdown_sentences", line)
    nouns = _plural(noun)
    where = together if line == ALL_HOMES else line
    if types.no_line:
        return []
    if math.isnan(types.total.current):
        return [f"{nouns} at {where}: {types.total.missing(previous_label, current_label)}."]
    named = [(name, pair) for name, pair in types.named if pair.current > 0]
    top, rest = named[:TOP], named[TOP:]
    sentences = []
    missing = "" if types.total.complete else f" ({types.total.missing(previous_label, current_label)})"
    if types.total.current == 0:
        sentences.append(f"No {nouns.lower()} at {where} in {current_label}{missing}.")
    elif top:
        last = top[-1][1].current
        certain = types.largest_unnamed < last and not any(pair.current == last for _, pair in rest)
        lead = "The most frequent" if certain else "Among the more frequent"
        told = ", ".join(f"{name} {_counts(pair)}" for name, pair in top)
        sentences.append(f"{lead} {nouns.lower()} at {where}: {told}{missing}.")
    else:
        sentences.append(f"{nouns} at {where}: {_counts(types.total)}{missing}; the table lists the types.")
    if line == ALL_HOMES:
        sentences += _new_types(released, types, previous_label, current_label, together)
    return sentences


def new_types_sentences(
    released: Released,
    *,
    previous_label: str = PREVIOUS_LABEL,
    current_label: str = CURRENT_LABEL,
    together: str = ALL_TOGETHER,
) -> list[str]:
    """The types that are new at all homes together, never below three; no sentence where there are none."""
    types = _read(released, "new_types_sentences", ALL_HOMES)
    return _new_types(released, types, previous_label, current_label, together)


def _new_types(released: Released, types: _Types, previous_label: str, current_label: str, together: str) -> list[str]:
    names = _new(released)
    told = [f"{name} ({format_count(pair.current)})" for name, pair in types.named if name in names]
    return [f"New in {current_label} against {previous_label}, {together}: {and_list(told)}."] if told else []


def outcome_sentences(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> list[str]:
    """The outcomes of crimes by class in both periods, how many were supplied, and how many are still open."""
    outcomes = _outcomes(released, "outcome_sentences")
    if not outcomes.supplied.complete:
        return [
            f"Outcomes of crimes: {outcomes.supplied.missing(previous_label, current_label)}, so nothing is compared."
        ]
    if outcomes.crimes.previous == outcomes.crimes.current == 0:
        return ["No crimes in either period."]
    told = ", ".join(f"{name} {pair.words}" for name, pair in outcomes.classes.items())
    sentences = [f"Outcomes of crimes, {previous_label} to {current_label}: {told}."]
    for label, supplied, crimes in (
        (previous_label, outcomes.supplied.previous, outcomes.crimes.previous),
        (current_label, outcomes.supplied.current, outcomes.crimes.current),
    ):
        if supplied < crimes:
            told = f"{format_count(supplied)} of {counted(crimes, 'crime')}"
            sentences.append(f"For {label}, outcomes were supplied for {told}.")
    still_open = outcomes.still_open
    if still_open > 0:
        are = "is" if still_open == 1 else "are"
        sentences.append(f"{counted(still_open, 'crime')} {are} still open, so the latest outcomes will change.")
    return sentences


def outcome_title(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> str:
    """How many crimes of the period are still open, in ten words or fewer."""
    outcomes = _outcomes(released, "outcome_title")
    crimes, supplied, still_open = outcomes.crimes.current, outcomes.supplied.current, outcomes.still_open
    if math.isnan(supplied):
        missing = outcomes.supplied.missing(previous_label, current_label)
        whole = f"Outcomes of crimes {outcomes.supplied.gap}"
        return whole if math.isnan(outcomes.supplied.previous) else title_of(f"Outcomes of crimes: {missing}", whole)
    if crimes == 0:
        return title_of(f"No crimes in {current_label}", "No crimes in this period")
    if supplied < crimes:
        return f"Outcomes supplied for {format_count(supplied)} of {counted(crimes, 'crime')}"
    if still_open:
        told = f"{format_count(still_open)} of {counted(crimes, 'crime')}"
        end = f"{'is' if still_open == 1 else 'are'} still open"
    else:
        told = f"All {format_count(crimes)} crimes" if crimes > 1 else "The one crime"
        end = "have an outcome" if crimes > 1 else "has an outcome"
    return title_of(f"{told} in {current_label} {end}", f"{told} {end}")


@dataclass(frozen=True)
class _Outcomes:
    """Crimes by class of outcome, all of them, and those whose outcome was supplied (NaN: of none)."""

    classes: dict[str, Pair]
    crimes: Pair
    supplied: Pair

    @property
    def still_open(self) -> float:
        return self.classes.get(OPEN, Pair(0, 0)).current


def _outcomes(released: Released, who: str) -> _Outcomes:
    rows = rows_of(require_released(released, who))
    counts = [row for row in rows if row["measure"] == "count"]
    classes = {name: pair_of(own, "count") for name, own in grouped(counts, "outcome_class").items()}
    crimes, unknown = pair_of(rows, TOTAL), classes.pop(NOT_SUPPLIED, Pair(0, 0))
    supplied = Pair(
        _supplied(crimes.previous, unknown.previous), _supplied(crimes.current, unknown.current), crimes.gap
    )
    return _Outcomes(classes, crimes, supplied)


def _supplied(crimes: float, unknown: float) -> float:
    return math.nan if crimes == unknown > 0 else crimes - unknown


def _read(released: Released, who: str, line: str) -> _Types:
    of_line = [row for row in rows_of(require_released(released, who)) if row["line"] == line]
    rows = [row for row in of_line if row["measure"] == "count"]
    every = {name: pair_of(own, "count") for name, own in grouped(rows, "type").items()}
    # At a desk nothing is folded, and sensitive types are still never named aloud.
    hidden = {row["type"] for row in rows if row["sensitive"] or is_other_types(row["type"])}
    named = [(spoken_type(name), pair) for name, pair in every.items() if name not in hidden]
    return _Types(
        named=tuple(sorted(named, key=lambda item: (-item[1].current, item[0]))),
        largest_unnamed=_largest_unnamed(released, line, {name for name in every if name not in hidden}),
        total=pair_of(of_line, TOTAL),
        no_line=not of_line,
    )


def _new(released: Released) -> set[str]:
    return {spoken_type(name) for name in new_types(released.open_frame) if not is_other_types(name)}


def _largest_unnamed(released: Released, line: str, named: set[str]) -> float:
    """The current count of the largest type not named: only to know whether a named one is the most frequent."""
    frame = released.frame
    counts = frame[frame["line"].eq(line) & frame["measure"].eq("count") & frame["period"].eq("current")]
    unnamed = counts.loc[~counts["type"].isin(named), "value"].dropna()
    return float(unnamed.max()) if len(unnamed) else 0.0


def _counts(pair: Pair) -> str:
    return pair.words if pair.complete else format_count(pair.current)


def _plural(noun: Noun) -> str:
    nouns = {"incident": "Incidents", "offence": "Offences"}
    if noun not in nouns:
        raise ValueError(f"no words for {noun!r}: use incident or offence")
    return nouns[noun]
