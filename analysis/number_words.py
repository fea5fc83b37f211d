"""Numbers in what people write: digits, number words, fractions and words that say how many."""

import re

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_MORE = "seventeen eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety hundreds? thousands?"
_LARGE = "millions? dozens?"
_FRACTIONS = (
    "half halves halved thirds? quarters? fourths? fifths? sixths? sevenths? eighths? ninths? tenths? twelfths?"
)
_MANY = "none nobody nil no-one neither both pairs? couple twins? trio single sole once twice thrice doubled? doubling"
_TIMES = "trebled? tripled? halving twofold threefold fourfold fivefold tenfold"
_WORDS = "|".join(" ".join((_ONES, _MORE, _LARGE, _FRACTIONS, _MANY, _TIMES)).split())
_A_NUMBER = re.compile(rf"\b(?:{_WORDS})\b", re.IGNORECASE)


def holds_number(text: str) -> bool:
    """Whether a text holds a digit, another sign for a number, or a word for one; many such words are harmless."""
    return any(sign.isnumeric() for sign in text) or _A_NUMBER.search(text) is not None
