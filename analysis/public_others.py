"""What the public may be told of the Youth Justice Service, of Cromarty scores, and of a rate as it was published."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.public_first import FIRST_PRINTED, first_of_label, first_of_scores
from analysis.public_rows import CHILDREN, YEARS, Thresholds, units_of
from analysis.results import require_columns

NOT_SUPPLIED = "Not supplied for both years."
DETAILS_WITHHELD = "Details withheld."
FEW_CHILDREN = "Fewer than {least} children {when}; details withheld."
FEW_IN_ROW = "{label}: withheld, fewer than {least}, or about fewer than {children} children, in one of the years."
CHILDREN_NOT_KNOWN = "{label}: withheld, as it is not known how many children it is about."
FEW_COMPARED = "Fewer than {least} children on one side; details withheld."
EXEMPT = "A recorded exemption ({exemption}); not split further."
IMPROVED = "{improved} of {compared} improved"
NONE_COMPARED = "No child had two scores to compare."
_WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


@dataclass(frozen=True)
class PublicRow:
    """One printed row."""

    label: str
    previous: int | str
    current: int | str


@dataclass(frozen=True)
class PublicTable:
    """One table of the public paper: its rows or, in their place, a sentence; withheld: in words, what is not there."""

    rows: tuple[PublicRow, ...] = ()
    sentence: str = ""
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class YouthJustice:
    """The table of the Youth Justice Service, and how many children it is about in each year.

    rows: label, previous, current, and the distinct children of each row, previous_children and current_children (NaN:
    unknown).
    """

    rows: pd.DataFrame
    children: tuple[float, float]


@dataclass(frozen=True)
class Improved:
    """How many of the children compared had a higher Cromarty score; exemption: who recorded it and when, or ""."""

    improved: int
    compared: int
    exemption: str = ""


def youth_justice_as_told(
    given: YouthJustice,
    earlier: Sequence[Mapping[str, Any]],
    years: tuple[str, str],
    least: Thresholds,
    notes: list[str],
) -> tuple[PublicTable, list[dict[str, Any]]]:
    """The table with the numbers first printed of a year, and what it prints as plain data."""
    table = _youth_justice_table(_youth_justice_first(given, earlier, years, notes), least)
    printed = [
        {"label": row.label, "year": year, "count": count}
        for row in table.rows
        for year, count in zip(years, (row.previous, row.current), strict=True)
    ]
    return table, printed


def scores_as_told(
    given: Improved, earlier: Sequence[Mapping[str, Any]], year: str, least: Thresholds, notes: list[str]
) -> tuple[PublicTable, list[dict[str, Any]]]:
    """The sentence with the numbers first printed of the year, and what it prints as plain data."""
    first = first_of_scores(earlier, year)
    if first is not None and first != (given.improved, given.compared):
        given = replace(given, improved=first[0], compared=first[1])
        notes.append(FIRST_PRINTED.format(measure="Cromarty scores", year=year))
    table = _cromarty_table(given, least)
    printed = {"year": year, "improved": given.improved, "compared": given.compared}
    return table, [printed] if table.sentence == _improved(given) else []


def _youth_justice_first(
    given: YouthJustice, earlier: Sequence[Mapping[str, Any]], years: tuple[str, str], notes: list[str]
) -> YouthJustice:
    """The rows with the numbers first printed of a year."""
    rows = given.rows.copy()
    for column, year in zip(YEARS, years, strict=True):
        first = [first_of_label(earlier, year, str(label)) for label in rows["label"]]
        counts = [now if known is None else known for known, now in zip(first, rows[column], strict=True)]
        if any(known is not None and known != now for known, now in zip(first, rows[column], strict=True)):
            notes.append(FIRST_PRINTED.format(measure="Youth Justice Service", year=year))
        rows[column] = counts
    return replace(given, rows=rows)


def few_children(children: tuple[float, float], least: Thresholds) -> str:
    """That a table is about too few children, and when."""
    few = [number < least.children for number in children]
    when = "each year" if all(few) else "in one of the two years"
    return FEW_CHILDREN.format(least=spelt(least.children), when=when)


def _youth_justice_table(given: YouthJustice, least: Thresholds) -> PublicTable:
    """Counts of children and of what they are about: nothing below six children, whatever the count."""
    require_columns(given.rows, ("label", *YEARS, *CHILDREN), "public_tables (youth justice)")
    if given.rows[list(YEARS)].isna().any(axis=None) or any(math.isnan(number) for number in given.children):
        return PublicTable(sentence=NOT_SUPPLIED)
    if any(0 < number < least.children for number in given.children):
        return PublicTable(sentence=few_children(given.children, least))
    units = [(str(row["label"]), units_of(pd.DataFrame([row]), "label", ("label",))[0]) for row in _records(given.rows)]
    rows: list[PublicRow] = []
    words: list[str] = []
    for label, unit in units:
        if not unit.may_be_total(least):
            words.append(FEW_IN_ROW.format(label=label, least=least.events, children=least.children))
        elif any(count and math.isnan(children) for count, children in zip(unit.counts, unit.children, strict=True)):
            words.append(CHILDREN_NOT_KNOWN.format(label=label))
        else:
            rows.append(PublicRow(label, *unit.counts))
    if not rows:
        return PublicTable(sentence=DETAILS_WITHHELD, withheld=tuple(words))
    return PublicTable(tuple(rows), withheld=tuple(words))


def _cromarty_table(given: Improved, least: Thresholds) -> PublicTable:
    """Two sides of one whole, so both must be large enough; a recorded exemption allows the sentence alone."""
    sides = (given.improved, given.compared - given.improved)
    if min(sides) < 0:
        raise ValueError(f"{given.improved} of {given.compared} cannot have improved")
    if given.compared == 0:
        return PublicTable(sentence=NONE_COMPARED)
    said = _improved(given)
    if given.exemption:
        return PublicTable(sentence=said, withheld=(EXEMPT.format(exemption=given.exemption),))
    if all(side == 0 or side >= least.children for side in sides):
        return PublicTable(sentence=said)
    return PublicTable(sentence=FEW_COMPARED.format(least=spelt(least.children)))


def _improved(given: Improved) -> str:
    return IMPROVED.format(improved=given.improved, compared=given.compared)


def as_published(rate: pd.DataFrame) -> tuple[PublicRow, ...]:
    """A published rate, unchanged."""
    require_columns(rate, ("label", *YEARS), "public_tables (rate)")
    return tuple(PublicRow(str(row["label"]), str(row["previous"]), str(row["current"])) for row in _records(rate))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = frame.to_dict("records")
    return records


def spelt(number: int) -> str:
    """A small number in words."""
    return _WORDS.get(number, str(number))
