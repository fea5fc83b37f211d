"""Sentences on Cromarty scores: each child against their own first meeting, never against another child."""

from analysis.disclosure import FOLDED, Released, require_released
from analysis.formats import format_count
from analysis.results import SHOWN
from analysis.wording.words import counted, rows_of, title_of

NOTHING_YET = "no child has a later meeting to compare"
NO_MEETINGS = "no meetings in this period"
RESULTS = ("improved", "same", "lower", "baseline only")


def cromarty_title(released: Released) -> str:
    """How many children score higher than at their first meeting, in ten words or fewer."""
    numbers, gap = _read(released, "cromarty_title")
    if gap:
        return f"Cromarty: scores of this period {gap}"
    compared = _compared(numbers)
    if compared == 0:
        return f"Cromarty: {NOTHING_YET if numbers['baseline only'] else NO_MEETINGS}"
    children = "child scores" if compared == 1 else "children score"
    return title_of(f"{_of(numbers['improved'], compared)} {children} higher than at first meeting")


def cromarty_sentences(released: Released) -> list[str]:
    """How many improved, stayed the same or went lower, and who has only a baseline."""
    numbers, gap = _read(released, "cromarty_sentences")
    if gap:
        return [f"Cromarty scores of this period: {gap}."]
    compared, baseline = _compared(numbers), numbers["baseline only"]
    sentences = []
    if compared:
        sentences.append(
            f"Of {_children(compared)} with a later meeting to compare, {format_count(numbers['improved'])} improved, "
            f"{format_count(numbers['same'])} stayed the same and {format_count(numbers['lower'])} scored lower "
            "than at the first meeting."
        )
    else:
        sentences.append(f"As yet {NOTHING_YET}." if baseline else f"There were {NO_MEETINGS}.")
    if baseline:
        has, are = ("has", "is") if baseline == 1 else ("have", "are")
        sentences.append(f"{_children(baseline)} {has} only a baseline to go by and {are} counted apart.")
    return sentences


def cromarty_tile(released: Released) -> tuple[str, str]:
    """How many improved, set large, and the few words under it."""
    numbers, gap = _read(released, "cromarty_tile")
    if gap:
        return gap, "no Cromarty scores for this period"
    compared = _compared(numbers)
    if compared == 0:
        return format_count(0), NOTHING_YET if numbers["baseline only"] else NO_MEETINGS
    small = f"improved; {format_count(numbers['same'])} the same, {format_count(numbers['lower'])} lower"
    return _of(numbers["improved"], compared), small


def _read(released: Released, who: str) -> tuple[dict[str, float], str]:
    """The children by result, and why there are no numbers ("" where there are)."""
    rows = [row for row in rows_of(require_released(released, who)) if row["measure"] == "count"]
    gaps = [row["status"] for row in rows if row["status"] not in (SHOWN, FOLDED)]
    found = {row["result"]: float(row["value"]) for row in rows}
    return {result: found.get(result, 0.0) for result in RESULTS}, gaps[0] if gaps else ""


def _compared(numbers: dict[str, float]) -> float:
    return numbers["improved"] + numbers["same"] + numbers["lower"]


def _of(number: float, compared: float) -> str:
    return f"{format_count(number)} of {format_count(compared)}"


def _children(number: float) -> str:
    return counted(number, "child", "children")
