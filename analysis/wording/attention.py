"""Sentences on what needs attention: data that are late or do not reach over the period."""

from collections.abc import Sequence
from datetime import date

from analysis.formats import format_date
from analysis.wording.words import counted

ATTENTION_NOTHING = "Nothing: no source is late, and every source covers both periods."


def overdue_words(covered_to: date | None, now: date) -> str:
    """How far a source that has fallen behind reaches: the last day it covers, None when it was never supplied."""
    if covered_to is None:
        return "not supplied"
    return f"supplied up to {format_date(covered_to)}, which is late on {format_date(now)}"


def sources_sentences(told: Sequence[tuple[str, str]]) -> list[str]:
    """One sentence for all sources of which the same is to be said. `told`: name of the source, and the words."""
    alike: dict[str, dict[str, None]] = {}  # names in order, each once
    for name, words in told:
        alike.setdefault(words, {})[name] = None
    return [f"{', '.join(names)}: {words}." for words, names in alike.items()]


def many_lines_note(shown: int, lines: int, *, judged: bool = True) -> str:
    """Why not every home stands in the picture; "" where all do. `judged`: whether the homes have a verdict."""
    if shown == lines:
        return ""
    which = (
        f"{shown}: those with fewer or more than the usual ups and downs come first"
        if judged
        else f"the first {shown} of the register"
    )
    return f"Of {counted(lines, 'home')} the picture shows {which}. The table of all homes stands further below."
