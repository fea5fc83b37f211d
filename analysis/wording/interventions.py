"""Sentences on contacts with services: who delivered them and in which months. More of them are not worse."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.disclosure import Released, require_released
from analysis.formats import format_count
from analysis.interventions import NOT_RECORDED, TOTAL
from analysis.results import SHOWN
from analysis.wording.words import (
    CURRENT_LABEL,
    PREVIOUS_LABEL,
    Pair,
    Row,
    capitalised,
    counted,
    grouped,
    pair_of,
    rows_of,
    title_of,
)

CONTACTS_ARE_NEUTRAL = "More contacts with children are neither good nor bad news; nor are fewer."


@dataclass(frozen=True)
class _Months:
    """The counts of the months of a period that were supplied, and how many months it has."""

    counts: list[float]
    every: int

    @property
    def missing(self) -> int:
        """How many months were not supplied."""
        return self.every - len(self.counts)

    def words(self, label: str) -> str:
        """ "2022-23"; of a period with gaps "the 2 months of 2022-23 that were supplied"."""
        if not self.missing:
            return label
        verb = "was" if len(self.counts) == 1 else "were"
        return f"the {counted(len(self.counts), 'month')} of {label} that {verb} supplied"


def deliverers_title(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> str:
    """Who delivered most contacts of the period, in ten words or fewer."""
    total, deliverers = _deliverers(released, "deliverers_title")
    if not total.complete:
        return title_of(
            f"Contacts with services: {total.missing(previous_label, current_label)}",
            "Contacts with services: a period not supplied",
        )
    if total.previous == total.current == 0:
        return "No contacts with services in either period"
    plain = f"Contacts with services: {total.words}"
    if total.current == 0:
        return plain
    name, most = next(iter(deliverers.items()))
    part = f"{format_count(most.current)} of {counted(total.current, 'contact')}"
    if name == NOT_RECORDED:
        return title_of(f"Who delivered is not recorded for {part}", plain)
    return title_of(f"{capitalised(name)} delivered {part}", plain)


def deliverers_sentences(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> list[str]:
    """Who delivered most, how many services there were, and for how many contacts it was not recorded."""
    total, deliverers = _deliverers(released, "deliverers_sentences")
    if not total.complete:
        return [f"Contacts with services: {total.missing(previous_label, current_label)}, so nothing is compared."]
    if total.previous == total.current == 0:
        return ["No contacts with services in either period."]
    unknown = deliverers.pop(NOT_RECORDED, Pair(0, 0))
    sentences = []
    if deliverers:
        name, most = next(iter(deliverers.items()))
        sentences.append(f"{capitalised(name)}: {_part(most, total, previous_label)}.")
        now, before = (
            sum(count > 0 for count in counts)
            for counts in (
                [pair.current for pair in deliverers.values()],
                [pair.previous for pair in deliverers.values()],
            )
        )
        before_that = "as many" if now == before else format_count(before) if before else "none"
        sentences.append(f"Contacts were delivered by {counted(now, 'service')}; by {before_that} in {previous_label}.")
    if unknown.current or unknown.previous:
        sentences.append(f"Who delivered is not recorded for {_part(unknown, total, previous_label)}.")
    return sentences


def contacts_by_month_title(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> str:
    """Between which counts the months of both periods lay, in ten words or fewer."""
    before, now = _months(released, "contacts_by_month_title")
    if not (before.counts and now.counts):
        return title_of(
            f"Contacts by month: {_unsupplied(before, now, previous_label, current_label)}",
            "Contacts by month: a period not supplied",
        )
    gaps = [(label, told) for label, told in ((previous_label, before), (current_label, now)) if told.missing]
    if gaps:
        missing, every = sum(told.missing for _, told in gaps), sum(told.every for _, told in gaps)
        plain = f"Contacts: {missing} of {every} months not supplied"
        of_one = f"Contacts: {missing} of {every} months of {gaps[0][0]} not supplied"
        return title_of(of_one, plain) if len(gaps) == 1 else plain
    return title_of(f"Contacts a month: {_range(before.counts)}, then {_range(now.counts)}", "Contacts by month")


def contacts_by_month_sentences(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> list[str]:
    """Between which counts the months lay, how many were without a contact, and which were not supplied.

    Months without a contact are counted in a period that was supplied whole: over gaps, none would be too few.
    """
    before, now = _months(released, "contacts_by_month_sentences")
    told = ((previous_label, before), (current_label, now))
    ranges = [f"{_range(months.counts)} in {months.words(label)}" for label, months in told if months.counts]
    sentences = [f"Contacts in a month: {', '.join(ranges)}."] if ranges else []
    whole = [(label, months) for label, months in told if months.counts and not months.missing]
    if any(0 in months.counts for _, months in whole):
        without = [f"{months.counts.count(0) or 'none'} of {months.every} in {label}" for label, months in whole]
        sentences.append(f"Months without a contact: {', '.join(without)}.")
    for label, months in told:
        if not months.counts:
            sentences.append(f"Contacts of {label}: not supplied.")
        elif months.missing:
            verb = "was" if months.missing == 1 else "were"
            sentences.append(f"{months.missing} of {months.every} months of {label} {verb} not supplied.")
    return sentences


def _deliverers(released: Released, who: str) -> tuple[Pair, dict[str, Pair]]:
    """All contacts of both periods, and those of each deliverer in the order of the table."""
    rows = rows_of(require_released(released, who))
    by_name = grouped((row for row in rows if row["measure"] == "count"), "deliverer")
    return pair_of(rows, TOTAL), {name: pair_of(own, "count") for name, own in by_name.items()}


def _months(released: Released, who: str) -> tuple[_Months, _Months]:
    """The months of the earlier and of the later period."""
    rows = rows_of(require_released(released, who))
    return _of_period(rows, "previous"), _of_period(rows, "current")


def _of_period(rows: Sequence[Row], when: str) -> _Months:
    own = [row for row in rows if row["period"] == when]
    return _Months([float(row["value"]) for row in own if row["status"] == SHOWN], len(own))


def _unsupplied(before: _Months, now: _Months, previous_label: str, current_label: str) -> str:
    if not before.counts and not now.counts:
        return "neither period supplied"
    return f"{current_label if before.counts else previous_label} not supplied"


def _range(months: Sequence[float]) -> str:
    """ "2 to 14", or the one count there is."""
    low, high = format_count(min(months)), format_count(max(months))
    return low if low == high else f"{low} to {high}"


def _part(pair: Pair, total: Pair, previous_label: str) -> str:
    """ "58 of 96 contacts; 20 of 37 in 2021-22"."""
    now = f"{format_count(pair.current)} of {counted(total.current, 'contact')}" if total.current else "no contacts"
    before = f"{format_count(pair.previous)} of {format_count(total.previous)}" if total.previous else "none"
    return f"{now}; {before} in {previous_label}"
