"""What the annual paper says of itself: what is not written yet, what was taken over, what was revised since."""

from collections.abc import Sequence

from analysis.formats import format_count, format_date
from analysis.printed import RevisedFigure

NOT_WRITTEN = "Not written yet."
NOTHING_GENERATED = "Nothing was supplied for this section."
NO_EARLIER_PAPER = "No earlier paper is kept, so no printed figure can be compared with what is known now."
NOTHING_REVISED = "No figure that an earlier paper printed has been revised since."
REVISED_BY_TYPE = "Figures by type that have been revised stand in the table."
WHOLE_YEARS_ONLY = "The paper is made for whole reporting years, 1 April to 31 March."
AUDIENCE_WORDS = "The partnership; not for publication"


def carried_words(period_label: str) -> str:
    """What is said under a text that was written for an earlier paper."""
    return f"This text is from the paper of {period_label} and has not been looked through for this one."


def revised_figures_sentences(revised: Sequence[RevisedFigure]) -> tuple[str, ...]:
    """A sentence each: what was printed, when, and what is known now."""
    return tuple(
        f"{each.printed.label}, {each.printed.period}: printed as {format_count(each.printed.count)} on "
        f"{format_date(each.on)}; now {format_count(each.now)}."
        for each in revised
    )
