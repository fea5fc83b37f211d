"""What the public paper says of its numbers, of what it withholds, and what is asked of those who make it."""

from collections.abc import Sequence
from datetime import date

from analysis.formats import format_count, format_date
from analysis.public_rows import LEAST_CHILDREN, LEAST_EVENTS
from analysis.ratios import MIN_EVENTS
from analysis.wording.comparison import TOO_FEW
from analysis.wording.words import and_list

PUBLIC_AUDIENCE_WORDS = "The public"
PUBLIC_MARKING = "For the public"
APPENDIX_TITLE = "Exempt appendix - not for publication"
APPENDIX_AUDIENCE_WORDS = "The partnership and those who decide in private; not for publication"
APPENDIX_PURPOSE = (
    "These are the full tables behind the public paper. Single numbers in them can be about one child. They are for "
    "those who decide in private, and no number may be read out or copied from here into the public paper."
)
RULE_OF_DISCLOSURE = (
    "Numbers are given for whole reporting years only, 1 April to 31 March.",
    f"A number stands alone where both years have at least {LEAST_EVENTS}, or both have none. Smaller ones are put "
    "together with others. Where that is not enough there is the total alone, or a sentence.",
    f"Where it is known how many children a number is about, these are at least {LEAST_CHILDREN} too.",
    "The same rows are put together in both years, and in later papers on the same years. The types that are named "
    "stay the same in all later papers. Types of a sensitive kind are never named; they are among the other types.",
    "Before a paper is made, it is worked out what a reader could find by taking all numbers of this paper and of "
    "earlier ones together. Where a withheld number could be found so, less is printed.",
    "Changes are told of printed numbers only. Nothing of it is told as a percentage, since most numbers are small.",
)
NOTHING_WITHHELD = "Nothing was put together or withheld in this table."
PUT_TOGETHER = "What was put together or withheld:"
AREAS_NOT_SUPPLIED = "Neighbourhoods: not supplied for both years."
CHILDREN_UNKNOWN = "How many children these events are about is not counted by home, nor for crimes."
NOT_BY_MONTH = "Months and the action plan do not stand in the public paper."
ROWS_NOT_ALLOWED = "Nobody has allowed rows by home where children are unknown, so there are totals only."
NOT_SUPPLIED_FOR_BOTH = "Not supplied for both years."
CROMARTY_NOT_SUPPLIED = "Not supplied for the year."
ALL_HOMES_NEEDED = "The public paper is about all homes of the authority, and your role is limited to some of them."
TEXTS_ARE_READ_BY_ALL = (
    "The public read every text of this paper, as people wrote it. The tables hold to the rule on small numbers; a "
    "text does not do so by itself: one number in a sentence can undo what a table withholds."
)
TEXTS_SEARCHED = (
    "Searched for were digits, numbers in words, fractions, and words such as both, pair and single. What a text lets "
    "a reader infer is not found so: a person has to read every text."
)
BEFORE_MAKING = (
    "A paper that is made and kept binds later ones: they keep its rows and its numbers, so that nothing can be found "
    "by taking one from the other. A preview binds nothing."
)
PUBLISH_WHAT_IS_KEPT = (
    "Publish only a paper that was kept: later ones cannot be tried against what a file prints that nobody kept."
)
SIGN_OFF_INTRODUCTION = (
    "The rules withhold rows by home, since it is not known how many children stand behind their numbers: six calls "
    "can be about one child. They withhold how many children improved, too, where few did not. An officer may allow "
    "either, having looked at who could be recognised. Who signed, and when, is printed in the public paper."
)
SIGN_OFF_NAMES = {
    "rows by home": "Rows by home although the children are unknown",
    "cromarty": "How many of the children improved, though few did not",
}
LOADED_SINCE_SIGNED = "Data were loaded since this was recorded: who signed has not seen these numbers."
TEST_NOT_PASSED = (
    "What a reader could work out from this and earlier papers was not found, so nothing can be said to be safe: "
    "{reason}."
)


def public_change_sentence(label: str, previous: int, current: int) -> str:
    """ "Home 2: fewer, 32 to 10." of two printed counts, and nothing else; under 20 together, too few to compare."""
    words = f"{format_count(previous)} to {format_count(current)}"
    if previous + current == 0:
        return f"{label}: none in either year."
    if previous + current < MIN_EVENTS:
        return f"{label}: {words}, {TOO_FEW}."
    moved = "as many" if previous == current else "fewer" if current < previous else "more"
    return f"{label}: {moved}, {words}."


def look_through_sentences(numbers: Sequence[str], carried: Sequence[str]) -> tuple[str, ...]:
    """Which written sections have to be looked through before the public reads them: `numbers`, `carried` by title.

    What was searched for is always said: that nothing was found does not say that there is nothing.
    """
    found = []
    if numbers:
        found.append(f"Look through the numbers written in: {and_list(numbers)}.")
    if carried:
        found.append(f"Taken over from an earlier paper and not looked through yet: {and_list(carried)}.")
    return (*found, TEXTS_SEARCHED)


def allowed_rows_sentence(sign_off: str) -> str:
    """Who allowed rows by home, as the paper prints it."""
    return f"Rows by home, of which it is not known how many children they are about, were allowed by: {sign_off}."


def left_out_sentence(days: Sequence[date]) -> str:
    """Which published papers were left out of account."""
    return f"What was printed in the paper of {and_list([format_date(day) for day in days])} was left out of account."


def leave_out_words(days: Sequence[date]) -> str:
    """The words of the switch that leaves published papers out of account."""
    return f"Leave the paper of {and_list([format_date(day) for day in days])} out of account"
