"""A public paper as its reader gets it, and the databases it is made from."""

import csv
from datetime import date, datetime
from pathlib import Path

from data_access.database import run_fetch
from data_access.papers import NewSnapshot, fetch_snapshots, save_snapshots
from data_access.public_sign_offs import save_public_sign_off
from data_access.viewer import system_viewer

AUTHORITY = "derby-city"
WRITER = system_viewer("writer")
NOW = datetime(2023, 10, 3, 9, 0)
OFFICERS = {"rows by home": "Director of Children's Services", "cromarty": "Corporate Parenting Committee"}
PUBLISHED = Path(__file__).resolve().parents[2] / "published"


def sign(engine, *kinds):
    """Record that officers allowed it, on 02/10/2023."""
    for kind in kinds or OFFICERS:
        save_public_sign_off(
            engine,
            WRITER,
            authority=AUTHORITY,
            period="2022-23",
            kind=kind,
            signed_by=OFFICERS[kind],
            signed_on=date(2023, 10, 2),
            now=NOW,
        )


def tables_of(opened):
    """The rows of every table below its caption, as the cells read."""
    captions = [line.text for line in opened.word.paragraphs if line.style.name == "Caption"]
    named = [caption.partition(": ")[2] for caption in captions if caption.startswith("Table")]
    whole = [table for table in opened.word.tables if table.rows[0].cells[0].text not in ("Council", "Role")]
    rows = [[tuple(cell.text for cell in row.cells) for row in table.rows] for table in whole]
    return dict(zip(named, rows, strict=True))


def printed_in(opened, start):
    """The rows below the header of the one table whose caption starts so."""
    (rows,) = (rows for caption, rows in tables_of(opened).items() if caption.startswith(start))
    return rows[1:]


def lines_of(opened):
    return [line.text for line in opened.word.paragraphs]


def everything_in(opened):
    """All text of the document: paragraphs, cells, and what charts and their workbooks hold, as one text."""
    cells = [cell for rows in tables_of(opened).values() for row in rows for cell in row]
    charts = [" ".join(opened.xml(name).itertext()) for name in opened.names("word/charts/") if name.endswith(".xml")]
    return "\n".join([*lines_of(opened), *cells, *charts])


def snapshots_of(engine):
    return run_fetch(engine, fetch_snapshots, WRITER, authority=AUTHORITY)


def keep_printed(engine, settings, now=NOW):
    """Keep a public paper of which only what it printed matters."""
    made = NewSnapshot(date(2022, 4, 1), date(2023, 3, 1), "public", "Earlier", b"file", settings, "{}", 1)
    return save_snapshots(engine, WRITER, authority=AUTHORITY, made=(made,), now=now)


def published(name):
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
