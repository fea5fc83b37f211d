"""What incidents and offences by type share: which line leads, and a table for each line."""

from analysis.disclosure import Released
from analysis.results import ALL_HOMES
from analysis.tables import Table, paired_table
from app.findings.finding import Question


def lead_line(released: Released) -> str:
    """The line the finding speaks of: all homes together, or the only one chosen."""
    lines = _lines(released)
    return lines[0] if len(lines) == 1 else ALL_HOMES


def type_tables(released: Released, things: str, header: str, question: Question) -> tuple[Table, ...]:
    """A table of types for all homes together, then one for each line in register order."""
    lines = _lines(released)
    ordered = [ALL_HOMES, *lines] if len(lines) > 1 else lines
    return tuple(
        paired_table(
            released,
            f"{things} by type: {question.total_name if line == ALL_HOMES else line}",
            "type",
            header,
            only={"line": line},
            **question.labels,
        )
        for line in ordered
    )


def _lines(released: Released) -> list[str]:
    return [line for line in dict.fromkeys(released.frame["line"]) if line != ALL_HOMES]
