"""What the public may be told: a fixed ladder from rows by home and type down to a sentence (docs/disclosure.md).

The rule that makes the rows is in analysis/public_rows.py, the steps down in analysis/public_steps.py, the attacker's
test in analysis/attack.py. Nothing here makes a paper: these are the numbers and words that one may hold.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.attack import Told
from analysis.periods import Period
from analysis.public_rows import PUBLIC, YEARS, Thresholds, Unit, units_of
from analysis.public_steps import (
    Counted,
    Measure,
    area_counts,
    areas_of,
    measure_of,
    not_supplied,
    pattern_of,
    step_down,
    told_by,
)
from analysis.results import ALL_HOMES, require_columns
from analysis.wording.words import and_list

OTHER = "Other types"
WHOLE_YEARS_ONLY = "The public are told of whole reporting years only: {period} is none."
NOT_SUPPLIED = "Not supplied for both years."
MERGED = "{label}: fewer than {least} at one of them."
KEPT = "{label}: together as in an earlier paper."
TYPES_MERGED = "{label}: {number} types together, as some alone would show fewer than {least}."
TOTAL_ONLY = "Totals only: rows would show fewer than {least}."
FEW_TOTAL = "Fewer than {least} in one of the two years; details withheld."
DETAILS_WITHHELD = "Details withheld."
FEW_CHILDREN = "Fewer than {least} children {when}; details withheld."
FEW_IN_ROW = "{label}: withheld, fewer than {least} in one of the years."
FEW_COMPARED = "Fewer than {least} children on one side; details withheld."
EXEMPT = "A recorded exemption ({exemption}); not split further."
IMPROVED = "{improved} of {compared} improved"
AREAS_JOINED = "Neighbourhoods together: apart, they would say where homes lie whose numbers are together."
_WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


@dataclass(frozen=True, eq=False)
class YouthJustice:
    """The table of the Youth Justice Service: label, previous, current; how many children it is about in each year."""

    rows: pd.DataFrame
    children: tuple[float, float]


@dataclass(frozen=True)
class Improved:
    """How many of the children compared had a higher Cromarty score; exemption: who recorded it and when, or ""."""

    improved: int
    compared: int
    exemption: str = ""


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


@dataclass(frozen=True)
class PublicTables:
    """All that a public paper may say. pattern: plain data to store, and to give back as `earlier` next time."""

    tables: Mapping[str, PublicTable]
    pattern: Mapping[str, Any]
    notes: tuple[str, ...] = ()


def public_tables(
    counted: Sequence[Counted],
    previous: Period,
    current: Period,
    *,
    youth_justice: YouthJustice | None = None,
    cromarty: Improved | None = None,
    rate: pd.DataFrame | None = None,
    sign_off: str = "",
    earlier: Sequence[Mapping[str, Any]] = (),
    least: Thresholds = PUBLIC,
) -> PublicTables:
    """What may be printed of two whole years, and what was put together or withheld, in words.

    `sign_off`: who allowed rows by home although the children are unknown, and when; "" for nobody. `rate`: label,
    previous, current as the Department for Education published them; printed unchanged. `earlier`: the pattern of each
    earlier paper. Out: tables "<measure> by home", "<measure> by type", "youth justice", "cromarty", "rate". Raises
    ValueError for periods that are no years and for types that do not add up to the homes; MissingColumns.
    """
    for period in (previous, current):
        if not period.is_year:
            raise ValueError(WHOLE_YEARS_ONLY.format(period=period.label))
    years = (previous.label, current.label)
    notes: list[str] = []
    tables: dict[str, PublicTable] = {}
    measures: list[Measure] = []
    for each in sorted(counted, key=lambda one: one.measure):
        if not_supplied(each):
            tables |= {f"{each.measure} by {by}": PublicTable(sentence=NOT_SUPPLIED) for by in ("home", "type")}
        else:
            measures.append(measure_of(each, years, earlier, sign_off, least, notes))
    areas = areas_of(measures, earlier, years, least)
    for measure in measures:
        step_down(measure, years, areas, earlier, least, notes)
    areas = areas_of(measures, earlier, years, least)  # what went a step down may join more of them
    told: list[Told] = []
    for measure in measures:
        told += told_by(measure, years, areas)
        tables[f"{measure.name} by home"] = _home_table(measure, areas, least)
        tables[f"{measure.name} by type"] = _type_table(measure, least)
    if youth_justice is not None:
        tables["youth justice"] = _youth_justice_table(youth_justice, least)
    if cromarty is not None:
        tables["cromarty"] = _cromarty_table(cromarty, least)
    if rate is not None:
        tables["rate"] = PublicTable(_as_published(rate))
    return PublicTables(tables, pattern_of(measures, areas, years, told), tuple(dict.fromkeys(notes)))


def _home_table(measure: Measure, areas: Sequence[tuple[str, ...]], least: Thresholds) -> PublicTable:
    if measure.levels[0] == "sentence":
        return PublicTable(sentence=_why_no_total(measure, least), withheld=tuple(measure.home_words))
    words = list(measure.home_words)
    units = sorted(measure.home_rows, key=lambda unit: (unit.is_other, unit.rank))
    for unit in units:
        if len(unit.members) > 1:
            why = KEPT if all(_alone(measure, line).stands(least) for line in unit.members) else MERGED
            words.append(why.format(label=_home_label(unit.members), least=least.events))
    if not units and len(measure.counted.homes) > 1 and not words:
        words.append(TOTAL_ONLY.format(least=least.events))
    if any(len(block) > 1 for block in areas):
        words.append(AREAS_JOINED)
    rows = [_row(_home_label(unit.members), unit.counts) for unit in units]
    rows.append(_row(ALL_HOMES, measure.total.counts))
    rows += [_row(_area_label(block, areas), area_counts(measure, block)) for block in areas]
    return PublicTable(tuple(rows), withheld=tuple(words))


def _why_no_total(measure: Measure, least: Thresholds) -> str:
    if any(0 < count < least.events for count in measure.total.counts):
        return FEW_TOTAL.format(least=_word(least.events))
    if not measure.total.may_be_total(least):
        return _few_children(measure.total.children, least)
    return DETAILS_WITHHELD


def _few_children(children: tuple[float, float], least: Thresholds) -> str:
    few = [number < least.children for number in children]
    when = "each year" if all(few) else "in one of the two years"
    return FEW_CHILDREN.format(least=_word(least.children), when=when)


def _alone(measure: Measure, line: str) -> Unit:
    homes = measure.counted.homes
    return units_of(homes[homes["line"] == line], "line", ("order", "line"))[0]


def _type_table(measure: Measure, least: Thresholds) -> PublicTable:
    if measure.levels[1] == "sentence":
        return PublicTable(sentence=_why_no_total(measure, least), withheld=tuple(measure.type_words))
    if measure.counted.types.empty and measure.total.size:
        return PublicTable(sentence=NOT_SUPPLIED)
    units = sorted(measure.type_rows, key=lambda unit: (unit.is_other, -unit.counts[1], unit.members))
    if not units:
        return PublicTable(sentence=" ".join(measure.type_words) or TOTAL_ONLY.format(least=least.events))
    labels = [OTHER if unit.is_other else and_list(unit.members) for unit in units]
    words = [
        TYPES_MERGED.format(label=label, number=len(unit.members), least=least.events)
        for label, unit in zip(labels, units, strict=True)
        if len(unit.members) > 1
    ]
    rows = [_row(label, unit.counts) for label, unit in zip(labels, units, strict=True)]
    return PublicTable(tuple(rows), withheld=tuple(words))


def _youth_justice_table(given: YouthJustice, least: Thresholds) -> PublicTable:
    """Counts of children and of what they are about: nothing below six children, whatever the count."""
    require_columns(given.rows, ("label", *YEARS), "public_tables (youth justice)")
    if given.rows[list(YEARS)].isna().any(axis=None) or any(math.isnan(number) for number in given.children):
        return PublicTable(sentence=NOT_SUPPLIED)
    if any(0 < number < least.children for number in given.children):
        return PublicTable(sentence=_few_children(given.children, least))
    units = [(str(row["label"]), units_of(pd.DataFrame([row]), "label", ("label",))[0]) for row in _records(given.rows)]
    rows = [_row(label, unit.counts) for label, unit in units if unit.may_be_total(least)]
    words = [
        FEW_IN_ROW.format(label=label, least=least.events) for label, unit in units if not unit.may_be_total(least)
    ]
    return PublicTable(tuple(rows), withheld=tuple(words))


def _cromarty_table(given: Improved, least: Thresholds) -> PublicTable:
    """Two sides of one whole, so both must be large enough; a recorded exemption allows the sentence alone."""
    sides = (given.improved, given.compared - given.improved)
    if min(sides) < 0:
        raise ValueError(f"{given.improved} of {given.compared} cannot have improved")
    said = IMPROVED.format(improved=given.improved, compared=given.compared)
    if given.exemption:
        return PublicTable(sentence=said, withheld=(EXEMPT.format(exemption=given.exemption),))
    if all(side == 0 or side >= least.children for side in sides):
        return PublicTable(sentence=said)
    return PublicTable(sentence=FEW_COMPARED.format(least=_word(least.children)))


def _as_published(rate: pd.DataFrame) -> tuple[PublicRow, ...]:
    require_columns(rate, ("label", *YEARS), "public_tables (rate)")
    return tuple(PublicRow(str(row["label"]), str(row["previous"]), str(row["current"])) for row in _records(rate))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = frame.to_dict("records")
    return records


def _row(label: str, counts: tuple[int, int]) -> PublicRow:
    return PublicRow(label, *counts)


def _home_label(lines: Sequence[str]) -> str:
    """ "Homes 1 and 3/4 together"."""
    if len(lines) == 1:
        return lines[0]
    if all(line.startswith("Home ") for line in lines):
        return f"Homes {and_list([line.removeprefix('Home ') for line in lines])} together"
    return f"{and_list(lines)} together"


def _area_label(block: Sequence[str], areas: Sequence[tuple[str, ...]]) -> str:
    if len(block) == 1:
        return block[0]
    if len(areas) == 1:
        return "Both areas together" if len(block) == 2 else "All areas together"
    return f"{and_list(block)} together"


def _word(number: int) -> str:
    return _WORDS.get(number, str(number))
