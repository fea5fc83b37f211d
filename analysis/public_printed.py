"""The public's tables as a document prints them: rows and words that `public_tables` gave, and nothing else."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import pandas as pd

from analysis.formats import format_count, spoken_type
from analysis.public_others import PublicRow, PublicTable
from analysis.results import ALL_HOMES, SHOWN
from analysis.tables import Table


def public_table(rows: Sequence[PublicRow], title: str, header: str, years: tuple[str, str]) -> Table:
    """Printed rows as a table, the earlier year first; what is a text (a published rate) stands as it was published."""
    labels = [row.label for row in rows]
    text: dict[str, list[str]] = {header: labels}
    numbers: dict[str, list[object]] = {header: list(labels)}
    for year, values in zip(years, ([row.previous for row in rows], [row.current for row in rows]), strict=True):
        text[year] = [value if isinstance(value, str) else format_count(value) for value in values]
        numbers[year] = list(values)
        numbers[f"{year} status"] = [SHOWN] * len(rows)
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def rows_of_homes(table: PublicTable) -> tuple[PublicRow, ...]:
    """The rows of single homes and of homes together, which stand above all homes; none where there are totals only."""
    labels = [row.label for row in table.rows]
    return table.rows[: labels.index(ALL_HOMES)] if ALL_HOMES in labels else ()


def in_spoken_types(table: PublicTable, types: Collection[str]) -> PublicTable:
    """The same table with its types as they are said, not in capitals throughout."""
    if not types:
        return table
    # The longest first: one type can begin with the name of another.
    known = re.compile("|".join(re.escape(name) for name in sorted(types, key=len, reverse=True)))

    def spoken(text: str) -> str:
        said = known.sub(lambda found: _said(found.group()), text)
        return said[:1].upper() + said[1:]

    return replace(
        table,
        rows=tuple(replace(row, label=spoken(row.label)) for row in table.rows),
        withheld=tuple(spoken(words) for words in table.withheld),
    )


def _said(name: str) -> str:
    return name.lower() if name.isupper() else spoken_type(name)
