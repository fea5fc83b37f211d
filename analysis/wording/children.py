"""Sentences on how many children the incidents were about. Nothing is said of a single child."""

import math
from dataclasses import dataclass

from analysis.children import (
    CHILDREN,
    FEW_CHILDREN,
    NOT_YOURS,
    OF_NOBODY,
    RECORDED,
    SHARE_OF_THREE,
    SPLIT_FROM,
)
from analysis.disclosure import Released, require_released
from analysis.formats import PERCENTAGE_FROM, format_count, format_share
from analysis.results import SHOWN
from analysis.wording.words import CURRENT_LABEL, PREVIOUS_LABEL, Row, counted, rows_of, title_of

THREE = "three"
ONLY_TOGETHER = "Children involved are counted for all homes together, which this role does not see."
ALL_HOMES_ONLY = "All homes together: the choice of homes does not apply."
EVERY_ROLE = (
    "A child counts once in a period, in whatever role. The three are those recorded most often in that period, and "
    "need not be the same children in both."
)
TOO_FEW_CHILDREN = (
    f"With fewer than {SPLIT_FROM} children, {THREE} are not told apart: nobody's own number may be seen."
)


@dataclass(frozen=True)
class _Involved:
    """One kind of incident in one period; NaN where a number may not or cannot be said, with the reason."""

    children: float
    recorded: float
    incidents: float
    of_three: float
    of_nobody: float
    status: str

    @property
    def is_split(self) -> bool:
        """Whether the three most frequent may be told apart from the others."""
        return not math.isnan(self.of_three)

    @property
    def share(self) -> str:
        """ "52%"; nothing where a count is too small for a percentage."""
        large = self.is_split and min(self.of_three, self.recorded) >= PERCENTAGE_FROM
        return format_share(self.of_three / self.recorded, 0) if large else ""


def involvement_title(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> str:
    """How many children, and how much of the incidents three of them, in ten words or fewer."""
    before, now = _read(released, "incidents")
    if NOT_YOURS in (before.status, now.status):
        return "Children involved: for all homes together only"
    if before.status == now.status and before.status not in (SHOWN, FEW_CHILDREN):
        return f"Children involved: neither period {before.status.removeprefix('not ')}"
    for one, label in ((before, previous_label), (now, current_label)):
        if one.status not in (SHOWN, FEW_CHILDREN):
            return title_of(f"Children involved: {label} {one.status}", f"Children involved: a period {one.status}")
    if FEW_CHILDREN in (before.status, now.status):
        return f"Children involved: {FEW_CHILDREN} in a period"
    if before.children == now.children == 0:
        return "No child recorded in the incidents of either period"
    children = f"Children involved: {format_count(before.children)} to {format_count(now.children)}"
    if before.share and now.share:
        return f"{children}; three in {before.share}, then {now.share}"
    return children


def involvement_sentences(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> list[str]:
    """Each period, the incidents in which no child was recorded, and the same for Missing Person alone."""
    labels = (previous_label, current_label)
    everything, missing = _read(released, "incidents"), _read(released, "missing")
    if any(one.status == NOT_YOURS for one in everything):
        return [ONLY_TOGETHER]
    sentences = [f"{label}: {_told(one)}." for one, label in zip(everything, labels, strict=True)]
    without = [
        f"{counted(one.of_nobody, 'incident')} in {label}"
        for one, label in zip(everything, labels, strict=True)
        if one.children > 0 and one.of_nobody > 0
    ]
    if without:
        sentences.append(f"No child was recorded in {' and in '.join(without)}.")
    told = [
        f"{label}: {_told(one)}"
        for one, label in zip(missing, labels, strict=True)
        if one.status in (SHOWN, FEW_CHILDREN)
    ]
    if told:
        sentences.append(f"Missing Person alone, {'; '.join(told)}.")
    return sentences


def _told(one: _Involved) -> str:
    if one.status == FEW_CHILDREN:
        return f"{FEW_CHILDREN} recorded, of {counted(one.incidents, 'incident')} in all"
    if one.status != SHOWN:
        return one.status
    if one.incidents == 0:
        return "no incidents"
    if one.children == 0:
        return f"no child recorded in {counted(one.incidents, 'incident')}"
    told = (
        f"{counted(one.children, 'child', 'children')} in {format_count(one.recorded)} of "
        f"{counted(one.incidents, 'incident')}"
    )
    if not one.is_split:
        return told
    share = f" ({one.share})" if one.share else ""
    return f"{told}, {THREE} of them in {format_count(one.of_three)}{share}"


def _read(released: Released, kind: str) -> tuple[_Involved, _Involved]:
    rows = [row for row in rows_of(require_released(released, "involvement")) if row["kind"] == kind]
    figures = {(row["measure"], row["period"]): row for row in rows}
    return _of_period(figures, "previous"), _of_period(figures, "current")


def _of_period(figures: dict[tuple[str, str], Row], period: str) -> _Involved:
    children, recorded, three = (figures[measure, period] for measure in (CHILDREN, RECORDED, SHARE_OF_THREE))
    return _Involved(
        children=children["value"],
        recorded=recorded["numerator"],
        incidents=recorded["denominator"],
        of_three=three["numerator"],
        of_nobody=figures[OF_NOBODY, period]["numerator"],
        status=children["status"],
    )
