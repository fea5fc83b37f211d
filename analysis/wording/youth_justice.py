"""Sentences on the Youth Justice Service: counts of few children, never read as a trend."""

from analysis.disclosure import Released, require_released
from analysis.formats import PERCENTAGE_FROM, format_count
from analysis.wording.words import (
    CURRENT_LABEL,
    PREVIOUS_LABEL,
    Pair,
    counted,
    grouped,
    pair_of,
    rows_of,
    title_of,
)
from analysis.youth_justice import YJS_MEASURES

TOO_FEW = "too few children to read as a trend"
NOTHING = Pair()


def youth_justice_title(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> str:
    """Offences and children of the period in ten words or fewer."""
    pairs = _read(released, "youth_justice_title")
    children, offences = pairs["children"], pairs["offences"]
    if not (children.complete and offences.complete):
        gap = offences if children.complete else children
        return title_of(
            f"Youth Justice Service: {gap.missing(previous_label, current_label)}",
            "Youth Justice Service: not supplied",
        )
    if offences.previous == offences.current == 0:
        return "YJS: no offences in either period"
    now = counted(offences.current, "offence")
    if _few(children):
        return title_of(f"YJS: {now}, {_children(children.current)}; too few for a trend")
    return title_of(
        f"YJS: {now} among {_children(children.current)}; {_among(offences.previous, children.previous)} before"
    )


def youth_justice_sentences(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> list[str]:
    """Offences among the children involved, orders and court; contacts and assessments without judgement; breaches."""
    pairs = _read(released, "youth_justice_sentences")
    children, offences = pairs["children"], pairs["offences"]
    if not (children.complete and offences.complete):
        gap = offences if children.complete else children
        return [f"Youth Justice Service: {gap.missing(previous_label, current_label)}, so nothing is compared."]
    nobody = children.previous == children.current == offences.previous == offences.current == 0
    trend = f": {TOO_FEW}" if _few(children) else ""
    sentences = [
        "No children involved and no offences in either period."
        if nobody
        else f"{counted(offences.current, 'offence')} among {_children(children.current)} involved; "
        f"{_among(offences.previous, children.previous)} in {previous_label}{trend}."
    ]
    orders = pairs["substantive_orders"]
    if orders.complete and orders.previous == orders.current == 0:
        sentences.append("No children on substantive court orders in either period.")
    elif orders.complete:
        told = f"{_children(orders.current)} on substantive court orders; {format_count(orders.previous)}"
        sentences.append(f"{told} in {previous_label}.")
    sentences += _court(pairs["court_appearances"], pairs["court_children"], previous_label)
    neutral = [_neutral(pairs["contacts"], "contact"), _neutral(pairs["assessments"], "completed assessment")]
    sentences += [sentence for sentence in neutral if sentence]
    breaches = pairs["breaches"]
    if breaches.complete:
        none = breaches.previous == breaches.current == 0
        sentences.append("No breaches in either period." if none else f"Breaches: {breaches.words}.")
    return sentences


def youth_justice_tile(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> tuple[str, str]:
    """The children involved in both periods, set large, and the few words under them; in the period itself alone where
    it has nothing to compare with."""
    children = _read(released, "youth_justice_tile")["children"]
    if children.alone:
        return format_count(children.current), children.nothing_before(previous_label)
    if not children.complete:
        return children.gap, children.missing(previous_label, current_label)
    if children.previous == children.current == 0:
        return children.words, "no children involved in either period"
    return children.words, TOO_FEW if _few(children) else "children involved with the YJS"


def children_involved_sentence(
    released: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> str:
    """How many children stand behind what is shown, from the table of the Youth Justice Service; "" if not supplied."""
    children = _read(released, "children_involved_sentence")["children"]
    if not children.complete:
        return ""
    trend = f": {TOO_FEW}" if _few(children) else ""
    told = f"{_children(children.current)} involved in {current_label}, {format_count(children.previous)}"
    return f"{told} in {previous_label}{trend}."


def _read(released: Released, who: str) -> dict[str, Pair]:
    """The counts of every measure by its key; a measure that is not in the table has none."""
    by_label = grouped(rows_of(require_released(released, who)), "label")
    found = {label: pair_of(rows, "count") for label, rows in by_label.items()}
    return {measure.key: found.get(measure.label, NOTHING) for measure in YJS_MEASURES}


def _few(children: Pair) -> bool:
    return min(children.previous, children.current) < PERCENTAGE_FROM


def _children(number: float) -> str:
    return counted(number, "child", "children")


def _among(offences: float, children: float) -> str:
    return f"{format_count(offences)} among {format_count(children)}"


def _court(appearances: Pair, children: Pair, previous_label: str) -> list[str]:
    if not appearances.complete:
        return []
    if appearances.previous == appearances.current == 0:
        return ["No court appearances in either period."]
    now, before = counted(appearances.current, "court appearance"), format_count(appearances.previous)
    # Without the number of children, or with none against appearances, it was not recorded: say nothing of it.
    if children.complete and all(
        (number > 0) == (count > 0)
        for number, count in zip(
            (children.previous, children.current), (appearances.previous, appearances.current), strict=True
        )
    ):
        now += f" by {_children(children.current)}" if appearances.current else ""
        before += f" by {format_count(children.previous)}" if appearances.previous else ""
    return [f"{now}; {before} in {previous_label}."]


def _neutral(pair: Pair, one: str) -> str:
    """More work with children is neither good nor bad news: the words say only which way the count went."""
    if not pair.complete:
        return ""
    if pair.previous == pair.current:
        return f"{counted(pair.current, one)} in each period." if pair.current else f"No {one}s in either period."
    return f"{'More' if pair.current > pair.previous else 'Fewer'} {one}s: {pair.words}."
