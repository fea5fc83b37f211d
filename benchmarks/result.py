"""One line of the table of results, and how two things are compared."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

NO_TARGET = "none"


@dataclass(frozen=True)
class Result:
    """What was measured, what came out, and what it should be; `met` is None where it was not measured or where the
    product has no target."""

    what: str
    measured: str
    target: str
    met: bool | None


def in_turn(first: Callable[[], float], second: Callable[[], float], times: int) -> tuple[float, float]:
    """Median seconds of each, taken in turn so that a slow moment of the computer meets both."""
    taken = [(first(), second()) for _ in range(times)]
    own, other = zip(*taken, strict=True)
    return median(own), median(other)


def at_most(what: str, own_s: float, other_s: float, target: float) -> Result:
    """How many times as long as the other the own takes, which should be at most the target."""
    ratio = own_s / other_s
    return Result(
        what, f"{ratio:.2f} ({own_s * 1000:,.0f} ms / {other_s * 1000:,.0f} ms)", f"at most {target}", ratio <= target
    )


def no_target(what: str, own_s: float, other_s: float) -> Result:
    """How many times as long as the other the own takes, where nothing says how many it should be."""
    return replace(at_most(what, own_s, other_s, 0), target=NO_TARGET, met=None)


def table(results: list[Result]) -> str:
    """The results as a Markdown table that is also readable as text."""
    words = {True: "yes", False: "no", None: "not measured"}
    rows = [("Measure", "Result", "Target", "Met")]
    rows += [
        (result.what, result.measured, result.target, "" if result.target == NO_TARGET else words[result.met])
        for result in results
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    rows.insert(1, tuple("-" * width for width in widths))
    padded = ((cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in padded)
