"""Figures as papers printed them, and which of them have been revised since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.tables import TOLD, Table

BY_TYPE = "by type"  # of such measures a row that is not there is none, since tables list only types that occurred


@dataclass(frozen=True)
class PrintedFigure:
    """A count as it stands in a paper: of which measure (one for each table), of what in words, in which period."""

    measure: str
    label: str
    period: str
    count: float


@dataclass(frozen=True)
class RevisedFigure:
    """A figure that was printed on a day and is another one now."""

    printed: PrintedFigure
    on: date
    now: float


def printed_figures(
    table: Table, measure: str, labels: Sequence[str], columns: Sequence[str], periods: Sequence[str] = ()
) -> tuple[PrintedFigure, ...]:
    """The counts of some columns of a table: what each row is called in words, and the period of each column.

    `periods`: left out, the columns are called by their periods. What was withheld or not supplied is no figure.
    """
    return tuple(
        PrintedFigure(measure, label, period, float(value))
        for column, period in zip(columns, periods or columns, strict=True)
        for label, value, status in zip(labels, table.numbers[column], table.numbers[f"{column} status"], strict=True)
        if status in TOLD
    )


def revised_figures(
    earlier: Iterable[tuple[PrintedFigure, date]], now: Iterable[PrintedFigure]
) -> tuple[RevisedFigure, ...]:
    """The figures that differ from what was printed, in the order printed.

    `earlier`: of the newest paper first; of a figure printed twice its first one counts. What is not known now is left
    out: it was not revised.
    """
    newest: dict[tuple[str, str, str], tuple[PrintedFigure, date]] = {}
    for figure, on in earlier:
        newest.setdefault((figure.measure, figure.label, figure.period), (figure, on))
    counts = {(figure.measure, figure.label, figure.period): figure.count for figure in now}
    told = {(measure, period) for measure, _, period in counts}
    revised = []
    for (measure, label, period), (figure, on) in newest.items():
        known: float | None = counts.get((measure, label, period))
        if known is None and BY_TYPE in measure and (measure, period) in told:
            known = 0.0
        if known is not None and known != figure.count:
            revised.append(RevisedFigure(figure, on, known))
    return tuple(revised)
