"""One line of the table of results."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What was measured, what came out, and what it should be; `met` is None where it was not measured."""

    what: str
    measured: str
    target: str
    met: bool | None


def table(results: list[Result]) -> str:
    """The results as a Markdown table that is also readable as text."""
    words = {True: "yes", False: "no", None: "not measured"}
    rows = [("Measure", "Result", "Target", "Met")]
    rows += [(result.what, result.measured, result.target, words[result.met]) for result in results]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    rows.insert(1, tuple("-" * width for width in widths))
    padded = ((cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in padded)
