"""What a document is made of: the pieces a caller puts in order, and what is said of the document as a whole."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.document.characters import on_one_line
from analysis.tables import MARKING, Table

DEEPEST_HEADING = 3
ChartKind = Literal["paired bars", "stacked bars", "lines"]
# How many series can be told apart without colour: fills and outlines, or dashes and markers.
MOST_SERIES: dict[ChartKind, int] = {"paired bars": 3, "stacked bars": 4, "lines": 4}


@dataclass(frozen=True)
class Heading:
    """A heading of level 1, 2 or 3."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= DEEPEST_HEADING:
            raise ValueError(f"A heading has a level from 1 to {DEEPEST_HEADING}, not {self.level}.")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `generated`: written by the dashboard and not yet accepted by a person, which is marked."""

    text: str
    generated: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list with bullets; `generated` as in a paragraph."""

    texts: Sequence[str]
    generated: bool = False


@dataclass(frozen=True)
class PrintedTable:
    """A released table with its numbered caption above and its note below."""

    table: Table
    caption: str
    note: str = ""

    def __post_init__(self) -> None:
        if not len(self.table.text.columns):
            raise ValueError(f"The table {self.table.title!r} has no columns.")


@dataclass(frozen=True)
class Series:
    """A row of numbers with its name; None is a gap and is never drawn as 0."""

    name: str
    values: Sequence[float | None]

    def __post_init__(self) -> None:
        if any(value is not None and not math.isfinite(value) for value in self.values):
            raise ValueError(f"The series {self.name!r} holds a value that is no number; a gap is None.")


@dataclass(frozen=True)
class ChartPiece:
    """A chart: the earlier series first, the one the chart is about last (drawn solid).

    `title` states the finding, `alt` tells it to those who do not see it, `caption` is the numbered line below.
    """

    kind: ChartKind
    categories: Sequence[str]
    series: Sequence[Series]
    title: str
    alt: str
    caption: str
    axis_title: str
    number_format: str = "#,##0"

    def __post_init__(self) -> None:
        for name in ("title", "alt", "caption", "axis_title"):
            if not on_one_line(getattr(self, name)):
                raise ValueError(f"A chart needs its {name.replace('_', ' ')}.")
        if not self.categories:
            raise ValueError(f"The chart {self.title!r} has no categories.")
        if not 1 <= len(self.series) <= MOST_SERIES[self.kind]:
            raise ValueError(
                f"The chart {self.title!r} has {len(self.series)} series; "
                f"{self.kind} can show from 1 to {MOST_SERIES[self.kind]}."
            )
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(
                    f"The series {series.name!r} has {len(series.values)} values for {len(self.categories)} categories."
                )


@dataclass(frozen=True)
class Note:
    """Small print: sources, definitions, what a figure cannot say."""

    text: str


@dataclass(frozen=True)
class SignOff:
    """Who has approved the paper: rows of role, name and date, of which name and date may be blank."""

    rows: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True)
class Field:
    """A row of the table at the front of a paper; fields that follow each other stand in one table."""

    label: str
    value: str


Piece = Heading | Paragraph | Bullets | PrintedTable | ChartPiece | Note | SignOff | PageBreak | Field


@dataclass(frozen=True)
class DocumentSettings:
    """What is said of the whole document: in its first lines, its header and footer, and its properties."""

    title: str
    subject: str = ""
    author: str = ""
    paper_date: date | None = None
    language: str = "en-GB"
    marking: str = MARKING

    def __post_init__(self) -> None:
        if not on_one_line(self.title):
            raise ValueError("A document needs a title.")
