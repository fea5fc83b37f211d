"""Kind homes: the register of homes, in its order."""

import re
from datetime import date
from typing import Any

from sqlmodel import col, select

from data_access.imports.cells import choice, count, day, text
from data_access.imports.saving import Saving, repeats, supplied
from data_access.imports.table import Column, Extract, Row, fold, read_table
from data_access.models import Authority, Home, HomeNeighbourhood, Neighbourhood, ReportingLine

# A home's first neighbourhood counts for all its records: it may have opened within a month or on a day not known.
FROM_THE_START = date(1900, 1, 1)
COLUMNS = (
    Column("home", text),
    Column("reporting_line", text),
    Column("neighbourhood", text, may_be_blank=True),
    Column("authority", text),
    Column("provider", choice("council", "private")),
    Column("beds", count, may_be_blank=True),
    Column("opened", day, may_be_blank=True),
    Column("closed", day, required=False),
    Column("signed_up", day, required=False),
)


def read_homes(data: bytes) -> Extract:
    """Rows: home, reporting_line, neighbourhood, authority, provider, beds, opened, closed, signed_up."""
    extract = read_table(data, "homes", COLUMNS)
    good = []
    for row in extract.rows:
        if row["opened"] and row["closed"] and row["closed"] < row["opened"]:
            extract.reject(row, "closed", "it lies before opened", "Write the last day the home took children")
        else:
            good.append(row)
    extract.rows = good
    return extract


def save_homes(saving: Saving, extract: Extract) -> None:
    """Add or update homes, with the lines and neighbourhoods they name, in the order of the file."""
    register = select(Home).where(col(Home.authority_id) == saving.authority_id)
    known = {fold(home.name): home for home in saving.session.exec(register)}
    authority = fold(saving.session.get_one(Authority, saving.authority_id).name)
    first: dict[tuple[Any, ...], int] = {}
    for row in extract.rows:
        if fold(row["authority"]) != authority:
            extract.reject(row, "authority", "the file is being loaded for another one", "Load its homes on their own")
            continue
        if repeats(extract, row, "home", (fold(row["home"]),), first):
            continue
        line_id = _line_id(saving, row)
        values = supplied(extract, row, "provider", "beds", "opened", "closed", "signed_up")
        home = known.get(fold(row["home"]))
        if home is None:
            home = Home(authority_id=saving.authority_id, name=row["home"], reporting_line_id=line_id, **values)
            saving.added += 1
        else:
            wanted = {**values, "reporting_line_id": line_id}
            changed = any(getattr(home, name) != value for name, value in wanted.items())
            home.sqlmodel_update(wanted)
            saving.updated += changed
            saving.unchanged += not changed
        saving.session.add(home)
        saving.session.flush()
        if row["neighbourhood"]:
            _save_neighbourhood(saving, home, row)


def line_key(name: str) -> str:
    """The stable word for a reporting line in links: Home 3/4 becomes home-3-4."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _line_id(saving: Saving, row: Row) -> int:
    lines = saving.session.exec(
        select(ReportingLine).where(col(ReportingLine.authority_id) == saving.authority_id)
    ).all()
    for line in lines:
        if line.name == row["reporting_line"]:
            return int(line.id or 0)
    key = line_key(row["reporting_line"])
    taken = {line.key for line in lines}
    line = ReportingLine(
        authority_id=saving.authority_id,
        key=key if key not in taken else f"{key}-{len(lines) + 1}",
        name=row["reporting_line"],
        register_order=len(lines) + 1,
    )
    saving.session.add(line)
    saving.session.flush()
    return int(line.id or 0)


def _save_neighbourhood(saving: Saving, home: Home, row: Row) -> None:
    known = saving.neighbourhoods()
    area_id = known.get(fold(row["neighbourhood"]))
    if area_id is None:
        area = Neighbourhood(authority_id=saving.authority_id, name=row["neighbourhood"])
        saving.session.add(area)
        saving.session.flush()
        area_id = int(area.id or 0)
    latest = saving.session.exec(
        select(HomeNeighbourhood)
        .where(col(HomeNeighbourhood.home_id) == home.id)
        .order_by(col(HomeNeighbourhood.valid_from).desc())
    ).first()
    if latest is None or latest.neighbourhood_id != area_id:
        valid_from = saving.extract_date if latest else FROM_THE_START
        saving.session.add(
            HomeNeighbourhood(home_id=int(home.id or 0), neighbourhood_id=area_id, valid_from=valid_from)
        )
        saving.session.flush()
