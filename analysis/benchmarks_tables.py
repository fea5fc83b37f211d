"""Published shares of children convicted or cautioned as printed tables."""

from typing import Any

import pandas as pd

from analysis.benchmarks import Kind, Role
from analysis.disclosure import Released, require_released
from analysis.formats import format_count, format_printed_share, format_share
from analysis.results import SHOWN
from analysis.tables import Table

NO_BREAK = "\u00a0"
NOT_PUBLISHED = "not published"  # what a source withheld or did not have
TITLES: dict[Kind, str] = {
    "counts": "Children convicted or cautioned: counts",
    "percentages": "Children convicted or cautioned: whole percentages",
}


def share_tables(released: Released) -> tuple[Table, ...]:
    """A table of counts and one of whole percentages, by year, then one of each earlier edition and of each paper."""
    frame = require_released(released, "share_tables").frame
    tables = []
    for kind, title in TITLES.items():
        rows = frame[frame["kind"] == kind]
        if rows["role"].eq("own").any():
            tables.append(_by_year(rows, title, counted=kind == "counts"))
    for kind in ("earlier", "papers"):
        single = frame[frame["kind"] == kind].sort_values(["source", "year"], kind="stable")
        tables += [_of_one_source(str(source), rows, kind) for source, rows in single.groupby("source", sort=False)]
    return tuple(tables)


def interval_table(released: Released) -> Table:
    """The authority's counts with their Wilson 95% intervals, and the country's share."""
    frame = require_released(released, "interval_table").frame
    rows = frame[frame["kind"] == "counts"]
    own, country = (_of_role(rows, role) for role in ("own", "country"))
    years = [year for year in own.index if own.at[year, "status"] == SHOWN]
    area = str(own["area"].iloc[0])
    text = {
        "Year to March": [str(year) for year in years],
        area: [_of(own.loc[year]) for year in years],
        "95% interval": [f"{format_share(own.at[y, 'low'])} to {format_share(own.at[y, 'high'])}" for y in years],
        "England": [format_share(country.at[y, "value"]) if y in country.index else "" for y in years],
    }
    numbers = {
        "Year to March": years,
        f"{area}, share": list(own.loc[years, "value"]),
        "low": list(own.loc[years, "low"]),
        "high": list(own.loc[years, "high"]),
        "England, share": [country.at[y, "value"] if y in country.index else None for y in years],
    }
    return Table("How wide the intervals are", pd.DataFrame(text), pd.DataFrame(numbers))


def _of_role(rows: Any, role: Role) -> Any:
    """The rows of one role by year."""
    return rows[rows["role"] == role].set_index("year")


def _by_year(rows: Any, title: str, *, counted: bool) -> Table:
    years = sorted(set(rows["year"]))
    text: dict[str, list[str]] = {"Year to March": [str(year) for year in years]}
    numbers: dict[str, list[Any]] = {"Year to March": years}
    for area in dict.fromkeys(rows["area"]):
        of_area = rows[rows["area"] == area].set_index("year")
        cells = [of_area.loc[year] if year in of_area.index else None for year in years]
        if counted:
            text[area] = ["" if cell is None else _printed(cell) for cell in cells]
            text[f"{area}, share"] = ["" if cell is None else _share(cell) for cell in cells]
            numbers[f"{area}, children"] = [None if cell is None else cell["numerator"] for cell in cells]
            numbers[f"{area}, looked after"] = [None if cell is None else cell["denominator"] for cell in cells]
        else:
            text[area] = ["" if cell is None else _printed(cell) for cell in cells]
        numbers[f"{area}, share"] = [None if cell is None else cell["value"] for cell in cells]
        numbers[f"{area} status"] = ["" if cell is None else cell["status"] for cell in cells]
    return Table(title, pd.DataFrame(text), pd.DataFrame(numbers))


def _of_one_source(source: str, rows: Any, kind: str) -> Table:
    """The figures of a paper, or of an earlier edition, as they are printed there."""
    plain = {"Area": list(rows["area"]), "Year": [str(year) for year in rows["year"]]}
    numbers = {**plain, "share": list(rows["value"]), "status": list(rows["status"]), "source": source}
    printed = [_printed(row) for _, row in rows.iterrows()]
    title = source if kind == "papers" else f"Earlier edition: {source}"
    return Table(title, pd.DataFrame({**plain, "Printed": printed}), pd.DataFrame(numbers))


def _of(row: Any) -> str:
    """ "11 of 293" in one line, however narrow the column."""
    return f"{format_count(row['numerator'])} of {format_count(row['denominator'])}".replace(" ", NO_BREAK)


def _share(row: Any) -> str:
    return format_share(row["value"]) if row["status"] == SHOWN else NOT_PUBLISHED


def _printed(row: Any) -> str:
    if row["status"] != SHOWN:
        return NOT_PUBLISHED
    return _of(row) if row["numerator"] == row["numerator"] else format_printed_share(row["value"])
