"""What a load warns of that is wrong in no single row: totals beside records, blocks of rows that stand there twice."""

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from data_access.imports.kinds import Kind
from data_access.imports.saving import Saving
from data_access.imports.table import Extract, Problem
from data_access.models import PeriodCount

TOTALS_OF = {"incidents": "incidents", "crimes": "crimes", "youth_justice": "youth_justice", "cromarty": "cromarty"}
WITHOUT_KEYS = ("youth_justice",)
FEWEST = 5  # rows alike in a file of events; two contacts of a day may well be alike


def covered_by_totals(saving: Saving, kind: Kind) -> list[Problem]:
    """Say which published totals cover months of this file: from now on its records count there instead."""
    measure = TOTALS_OF.get(kind.name)
    if measure is None or not saving.months:
        return []
    periods = (
        select(col(PeriodCount.first_month), col(PeriodCount.last_month))
        .where(
            col(PeriodCount.authority_id) == saving.authority_id,
            col(PeriodCount.measure) == measure,
            col(PeriodCount.first_month) <= max(saving.months),
            col(PeriodCount.last_month) >= min(saving.months),
        )
        .distinct()
        .order_by(col(PeriodCount.first_month), col(PeriodCount.last_month))
    )
    return [_covered(first, last) for first, last in saving.session.execute(periods)]


def _covered(first: date, last: date) -> Problem:
    wrong = f"published totals cover {first:%B %Y} to {last:%B %Y} already"
    return Problem(0, "", wrong, "Where these records cover all of it, they are counted and the totals are not")


def whole_repeats(kind: Kind, extract: Extract) -> list[Problem]:
    """Say where a file without keys holds a block of rows twice, as happens when two exports are put together."""
    if kind.name not in WITHOUT_KEYS:
        return []
    alike = Counter(tuple(row.values()) for row in extract.rows)
    repeated = {values for values, times in alike.items() if times > 1}
    blocks: list[list[int]] = []
    for row in extract.rows:
        if tuple(row.values()) not in repeated:
            continue
        if blocks and row.number == blocks[-1][-1] + 1:
            blocks[-1].append(row.number)
        else:
            blocks.append([row.number])
    told = []
    by_rows = {row.number: tuple(row.values()) for row in extract.rows}
    seen: dict[tuple[object, ...], list[int]] = {}
    for block in blocks:
        if len(block) < FEWEST:
            continue
        # A block that follows itself at once is one run of rows: its second half repeats its first.
        halves = [block[: len(block) // 2], block[len(block) // 2 :]] if len(block) % 2 == 0 else [block]
        same = len(halves) == 2 and [by_rows[n] for n in halves[0]] == [by_rows[n] for n in halves[1]]
        for part in halves if same and len(halves[0]) >= FEWEST else [block]:
            key = tuple(by_rows[number] for number in part)
            if key in seen:
                wrong = f"rows {part[0]} to {part[-1]} are the same as rows {seen[key][0]} to {seen[key][-1]}"
                told.append(Problem(part[0], "(row)", wrong, "Ask the sender whether they were exported twice"))
            else:
                seen[key] = part
    return told
