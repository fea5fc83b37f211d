"""Any measure, split and narrowed as asked: the way in to its answer."""

from collections.abc import Callable
from dataclasses import replace

from app.findings.asked import Ask, Kind
from app.findings.asking import Asking, asking
from app.findings.explore_counts import by_group, by_place, by_type
from app.findings.explore_measures import cromarty_results, events, missing_part, other_numbers, outcomes, rates
from app.findings.explore_parts import by_part
from app.findings.finding import Finding, Question, Source

KEY, SHORT = "explore", "Answer"
PARTS = ("month", "quarter", "year")
OF_COUNTS: dict[str, Callable[[Asking], Finding]] = {"type": by_type, "group": by_group}
TOGETHER_OR_BY_PLACE: dict[Kind, Callable[[Asking], Finding]] = {
    "counts": by_place,
    "missing": missing_part,
    "outcomes": outcomes,
    "rate": rates,
    "youth justice": events,
    "cromarty": cromarty_results,
    "other": other_numbers,
}


def explore(question: Question, source: Source, ask: Ask) -> Finding:
    """The answer to an ask, for the homes and periods of the question.

    Raises UnknownAsk where a key does not exist, or where the split does not fit the measure.
    """
    asked = asking(question, source, ask)
    build = by_part if ask.split in PARTS else OF_COUNTS.get(ask.split, TOGETHER_OR_BY_PLACE[asked.measure.kind])
    return replace(build(asked), key=KEY, short=SHORT)
