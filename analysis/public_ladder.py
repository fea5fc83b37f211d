"""What the public may be told: a fixed ladder from rows by home and type down to a sentence (docs/disclosure.md).

The rule that makes the rows is in analysis/public_rows.py, the steps down in analysis/public_steps.py and
analysis/public_step_down.py, the attacker's test in analysis/attack.py. Nothing here makes a paper: these are the
numbers and words that one may hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.attack import Told
from analysis.periods import Period
from analysis.public_first import AREAS, CROMARTY, FIRST_PRINTED, YOUTH_JUSTICE
from analysis.public_others import (
    DETAILS_WITHHELD,
    NOT_SUPPLIED,
    Improved,
    PublicRow,
    PublicTable,
    YouthJustice,
    as_published,
    few_children,
    scores_as_told,
    spelt,
    youth_justice_as_told,
)
from analysis.public_rows import PUBLIC, Thresholds, Unit, units_of
from analysis.public_step_down import step_down
from analysis.public_steps import (
    Counted,
    Measure,
    area_counts,
    area_counts_now,
    areas_of,
    is_large_enough,
    measure_of,
    not_supplied,
    pattern_of,
    told_by,
)
from analysis.results import ALL_HOMES
from analysis.wording.words import and_list

OTHER = "Other types"
WHOLE_YEARS_ONLY = "The public are told of whole reporting years only: {period} is none."
MERGED = "{label}: fewer than {least} at one of them."
KEPT = "{label}: together as in an earlier paper."
TYPES_MERGED = "{label}: together, as some alone would show fewer than {least}."
# How many they are is not said: where the numbers are small, that would tell some of them.
OTHERS_MERGED = "{label}: together, as some alone would show fewer than {least} or are of a kind that is never named."
TOTAL_ONLY = "Totals only: rows would show fewer than {least}."
TYPES_TOTAL_ONLY = "Totals only: rows would show fewer than {least}, or a type of a kind that is never named."
FEW_TOTAL = "Fewer than {least} in one of the two years; details withheld."
FEW_IN_AREA = "{label}: withheld, fewer than {least} in one of the years."
AREAS_JOINED = "Neighbourhoods together: apart, they would say where homes lie whose numbers are together."


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
    earlier paper. Out: tables "<measure> by home" and "<measure> by type" of those that are asked for, "youth justice",
    "cromarty", "rate"; the pattern holds the numbers of homes and types that these print, and no other. Raises
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
            tables |= {f"{each.measure} by {by}": PublicTable(sentence=NOT_SUPPLIED) for by in sorted(each.tables)}
        else:
            measures.append(measure_of(each, years, earlier, sign_off, least, notes))
    areas = areas_of(measures, earlier, years, least)
    for measure in measures:
        step_down(measure, years, areas, earlier, least, notes)
    areas = areas_of(measures, earlier, years, least)  # what went a step down may join more of them
    told: list[Told] = []
    others: dict[str, list[dict[str, Any]]] = {AREAS: [], YOUTH_JUSTICE: [], CROMARTY: []}
    for measure in measures:
        told += told_by(measure, years, areas, least)
        others[AREAS] += _areas_printed(measure, areas, least, notes)
        made = {"home": _home_table(measure, areas, least), "type": _type_table(measure, least)}
        tables |= {f"{measure.name} by {by}": made[by] for by in sorted(measure.counted.tables)}
    if youth_justice is not None:
        tables["youth justice"], others[YOUTH_JUSTICE] = youth_justice_as_told(
            youth_justice, earlier, years, least, notes
        )
    if cromarty is not None:
        tables["cromarty"], others[CROMARTY] = scores_as_told(cromarty, earlier, years[1], least, notes)
    if rate is not None:
        tables["rate"] = PublicTable(as_published(rate))
    pattern = pattern_of(measures, areas, years, told) | {"others": others}
    return PublicTables(tables, pattern, tuple(dict.fromkeys(notes)))


def _areas_printed(
    measure: Measure, areas: Sequence[tuple[str, ...]], least: Thresholds, notes: list[str]
) -> list[dict[str, Any]]:
    """The counts of neighbourhoods that are printed; those revised since they were first printed are noted."""
    printed: list[dict[str, Any]] = []
    for block in areas if measure.shows_areas else ():
        counts, now = area_counts(measure, block), area_counts_now(measure, block)
        if is_large_enough(counts, least):
            for year, count, known in zip(measure.years, counts, now, strict=True):
                printed.append({"measure": measure.name, "year": year, "areas": list(block), "count": count})
                if count != known:
                    named = f"{measure.name.capitalize()} of neighbourhoods"
                    notes.append(FIRST_PRINTED.format(measure=named, year=year))
    return printed


def _home_table(measure: Measure, areas: Sequence[tuple[str, ...]], least: Thresholds) -> PublicTable:
    if measure.levels[0] == "sentence":
        return PublicTable(sentence=_why_no_total(measure, least), withheld=tuple(measure.home_words))
    words = list(measure.home_words)
    units = sorted(measure.home_rows, key=lambda unit: unit.rank)  # the register's order, the same in later papers
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
    for block in areas:
        label, counts = _area_label(block, areas), area_counts(measure, block)
        if is_large_enough(counts, least):
            rows.append(_row(label, counts))
        else:
            words.append(FEW_IN_AREA.format(label=label, least=least.events))
    return PublicTable(tuple(rows), withheld=tuple(words))


def _why_no_total(measure: Measure, least: Thresholds) -> str:
    if any(0 < count < least.events for count in measure.total.counts):
        return FEW_TOTAL.format(least=spelt(least.events))
    if not measure.total.may_be_total(least):
        return few_children(measure.total.children, least)
    return DETAILS_WITHHELD


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
        return PublicTable(sentence=" ".join(measure.type_words) or TYPES_TOTAL_ONLY.format(least=least.events))
    labels = [OTHER if unit.is_other else and_list(unit.members) for unit in units]
    words = [
        (OTHERS_MERGED if unit.is_other else TYPES_MERGED).format(label=label, least=least.events)
        for label, unit in zip(labels, units, strict=True)
        if unit.is_other or len(unit.members) > 1
    ]
    rows = [_row(label, unit.counts) for label, unit in zip(labels, units, strict=True)]
    return PublicTable(tuple(rows), withheld=tuple(words))


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
