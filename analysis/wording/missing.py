"""Sentences on how much of what the homes call the police about is children missing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.disclosure import Released, require_released
from analysis.formats import format_count, format_share
from analysis.ratios import MIN_EVENTS
from analysis.results import ALL_HOMES
from analysis.wording.comparison import MANY_LINES
from analysis.wording.words import (
    CURRENT_LABEL,
    PERCENTAGE_FROM,
    PREVIOUS_LABEL,
    UPS_AND_DOWNS,
    Pair,
    Row,
    and_list,
    grouped,
    pair_of,
    rows_of,
    title_of,
)

MEASURE = "missing share"
# Less than five points, with intervals that overlap, is about the same share.
ABOUT_THE_SAME = 0.05

Move = Literal["about the same", "fell", "rose", "too few", "none", "gap"]


@dataclass(frozen=True)
class _Share:
    name: str
    missing: Pair
    incidents: Pair
    value: Pair
    overlap: bool

    @property
    def move(self) -> Move:
        if not self.missing.complete:
            return "gap"
        if self.incidents.previous == 0 or self.incidents.current == 0:
            return "none"
        if self.incidents.previous + self.incidents.current < MIN_EVENTS:
            return "too few"
        if abs(self.value.current - self.value.previous) < ABOUT_THE_SAME and self.overlap:
            return "about the same"
        return "fell" if self.value.current < self.value.previous else "rose"

    @property
    def in_percent(self) -> bool:
        counts = (self.missing.previous, self.missing.current, self.incidents.previous, self.incidents.current)
        return all(count >= PERCENTAGE_FROM for count in counts)

    @property
    def counts(self) -> str:
        """ "306 of 430 to 115 of 160"."""
        return f"{_part(self.missing.previous, self.incidents.previous)} to {_part(self.missing.current, self.incidents.current)}"

    @property
    def percentages(self) -> str:
        """ "71% to 72%"; only where in_percent."""
        return f"{format_share(self.value.previous, 0)} to {format_share(self.value.current, 0)}"

    @property
    def brief(self) -> str:
        return self.percentages if self.in_percent else self.counts

    @property
    def full(self) -> str:
        return f"{self.counts} ({self.percentages})" if self.in_percent else self.counts


def missing_title(share: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL) -> str:
    """How the share moved for the selection, in ten words or fewer."""
    total, homes = _read(share, "missing_title")
    if total is None:
        return "Missing share: no homes in this selection"
    names = [f"Missing share at {homes[0].name}"] if len(homes) == 1 else ["Missing share of incidents"]
    names.append("Missing share")
    if total.move == "gap":
        findings = [total.missing.missing(previous_label, current_label), "a period not supplied"]
        return title_of(*(f"{name}: {finding}" for finding in findings for name in names))
    if total.move == "none":
        return title_of(*(f"{name}: a period without incidents" for name in names))
    if total.move == "too few":
        return title_of(*(f"{name}: too few to compare" for name in names))
    if total.move == "about the same":
        moved = [f"{name}: about the same, {total.brief}" for name in names]
    else:
        moved = [f"{name} {total.move}: {total.brief}" for name in names]
    return title_of(*moved, f"Missing share: {total.brief}")


def missing_sentences(
    share: Released,
    with_nar: Released | None = None,
    *,
    previous_label: str = PREVIOUS_LABEL,
    current_label: str = CURRENT_LABEL,
) -> list[str]:
    """The share of all homes together, what it hides of single homes, and the same with Missing No Apparent Risk."""
    total, homes = _read(share, "missing_sentences")
    if total is None:
        return []
    labels = (previous_label, current_label)
    single = len(homes) == 1
    where = homes[0].name if single else "all homes together"
    sentences = [f"Missing Person as a share of incidents at {where}{_said(total, labels)}."]
    if not single:
        sentences += _each_home(total, homes)
    if with_nar is not None:
        sentences += _no_apparent_risk(total, _read(with_nar, "missing_sentences")[0])
    return sentences


def missing_tile(
    share: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> tuple[str, str]:
    """The share of both periods, set large, and the few words under it."""
    total, homes = _read(share, "missing_tile")
    if total is None or total.move == "gap":
        missing = (
            "no homes in this selection" if total is None else total.missing.missing(previous_label, current_label)
        )
        return "not supplied", missing
    small = {"too few": "too few to compare", "none": "a period without incidents"}.get(total.move, total.move)
    hidden = _hidden(total, homes)
    return total.brief, f"{small}; {hidden}" if hidden else small


def _read(released: Released, who: str) -> tuple[_Share | None, list[_Share]]:
    rows = rows_of(require_released(released, who))
    shares = {line: _share(line, own) for line, own in grouped(rows, "line").items()}
    total = shares.pop(ALL_HOMES, None)
    return total, list(shares.values())


def _share(line: str, rows: Sequence[Row]) -> _Share:
    low, high = pair_of(rows, MEASURE, "low"), pair_of(rows, MEASURE, "high")
    return _Share(
        name=line,
        missing=pair_of(rows, MEASURE, "numerator"),
        incidents=pair_of(rows, MEASURE, "denominator"),
        value=pair_of(rows, MEASURE),
        overlap=low.previous <= high.current and low.current <= high.previous,
    )


def _said(share: _Share, labels: tuple[str, str]) -> str:
    if share.move == "gap":
        return f": {share.missing.missing(*labels)}, so nothing is compared"
    if share.move == "too few":
        return f": {share.counts}, too few to compare"
    if share.move == "none":
        return f": {share.counts}, so there is nothing to compare"
    moved = "stayed at about the same" if share.move == "about the same" else share.move
    return f" {moved}: {share.full}"


def _each_home(total: _Share, homes: Sequence[_Share]) -> list[str]:
    hidden = _hidden(total, homes)
    sentences = [f"Behind this, {hidden}."] if hidden else []
    if len(homes) > MANY_LINES:
        return sentences
    compared = [home for home in homes if home.move in ("fell", "rose", "about the same")]
    sentences += [f"{home.name} {_moved(home)}: {home.full}." for home in compared]
    unsure = [home.name for home in compared if home.overlap and home.move != "about the same"]
    if unsure:
        sentences.append(f"At {and_list(unsure)} that is no more than {UPS_AND_DOWNS}.")
    few = [f"{home.name} ({home.counts})" for home in homes if home.move in ("too few", "none")]
    if few:
        sentences.append(f"{and_list(few)}: too few to compare.")
    unknown = [home.name for home in homes if home.move == "gap"]
    if unknown:
        sentences.append(f"{and_list(unknown)}: not supplied for at least one period, so nothing is compared.")
    return sentences


def _moved(home: _Share) -> str:
    return "stayed at about the same" if home.move == "about the same" else home.move


def _hidden(total: _Share, homes: Sequence[_Share]) -> str:
    """ "one home fell and two rose", where the total does not show it; otherwise nothing."""
    fell = sum(home.move == "fell" for home in homes)
    rose = sum(home.move == "rose" for home in homes)
    opposite = {"fell": rose, "rose": fell, "about the same": fell + rose}
    if len(homes) < 2 or not opposite.get(total.move):
        return ""
    parts = [(fell, "fell"), (rose, "rose")]
    told = [f"{_number(count)} {'home' if count == 1 else 'homes'} {word}" for count, word in parts if count]
    # "one home fell and two rose": the noun need not be said twice.
    return " and ".join([told[0], *(part.replace(" homes", "").replace(" home", "") for part in told[1:])])


def _number(count: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[count] if count < len(words) else format_count(count)


def _no_apparent_risk(total: _Share, wider: _Share | None) -> list[str]:
    if wider is None or not (wider.missing.complete and total.missing.complete):
        return []
    before, now = (
        wider.missing.previous - total.missing.previous,
        wider.missing.current - total.missing.current,
    )
    if before == now == 0:
        return []
    sentence = f"With Missing No Apparent Risk counted too: {wider.full}."
    if before == now:
        return [sentence]
    told = f"Missing No Apparent Risk itself: {format_count(before)} to {format_count(now)}"
    return [sentence, f"{told}; how such calls are recorded may have changed."]


def _part(missing: float, incidents: float) -> str:
    return "no incidents" if incidents == 0 else f"{format_count(missing)} of {format_count(incidents)}"
