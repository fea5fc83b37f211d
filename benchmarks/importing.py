"""The importer with all its checks against the bare import of sqlite3 into the same table with the same indexes.

The bare import is given what the importer has to work out: ids instead of names, ISO dates, months.
"""

import csv
import io
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.result import Result
from data_access.database import make_engine
from data_access.imports.saving import months_between
from data_access.load import LoadRequest, load_file
from data_access.migrate import migrate
from data_access.reference import save_reference
from data_access.viewer import system_viewer

ROOT = Path(__file__).resolve().parent.parent
ROWS = 100_000
TARGET = 0.4
SEED = 20231031
FIRST_DAY, LAST_DAY = datetime(2021, 4, 1), datetime(2023, 3, 31)
NOW = datetime(2023, 4, 12, 9, 0)
DRAWN = f"{NOW:%Y-%m-%d}"
KEY = "a key for made-up rows, long enough to be taken"
AUTHORITY = "Derby City"
RESPONSES = ("Immediate", "Priority", "Routine")
HEADER = ("reference", "reported_at", "occurred_at", "home", "incident_type", "response")


def import_result(folder: Path) -> Result:
    """Rows a second of both, each into a database of its own."""
    ours, theirs = folder / "ours.db", folder / "theirs.db"
    _prepare(ours)
    shutil.copy(ours, theirs)
    with closing(sqlite3.connect(ours)) as database:
        homes = dict(database.execute("SELECT name, id FROM home"))
        types = dict(database.execute("SELECT label, id FROM incident_type"))
    made = list(made_rows(list(homes), list(types)))
    own_s = _own_seconds(ours, _extract(made))
    bare_s, bare_way = _bare_seconds(theirs, folder, [_stored(row, homes, types) for row in made])
    counts = [_count(database) for database in (ours, theirs)]
    if counts != [ROWS, ROWS]:
        raise RuntimeError(f"Both imports should have stored {ROWS} incidents; they stored {counts}.")
    ratio = bare_s / own_s
    return Result(
        f"rows a second of the importer / of the bare {bare_way} ({ROWS:,} incidents)",
        f"{ratio:.2f} ({ROWS / own_s:,.0f} / {ROWS / bare_s:,.0f})",
        f"at least {TARGET}",
        ratio >= TARGET,
    )


def made_rows(homes: list[str], types: list[str]) -> Iterator[tuple[str, datetime, datetime, str, str, str]]:
    """Made-up incidents: reference, reported, occurred, home, type, response."""
    chance = random.Random(SEED)  # noqa: S311 - nothing here is secret
    minutes = int((LAST_DAY - FIRST_DAY).total_seconds()) // 60
    for number in range(ROWS):
        occurred = FIRST_DAY + timedelta(minutes=chance.randrange(minutes))
        reported = occurred + timedelta(minutes=chance.randrange(240))
        row = (chance.choice(homes), chance.choice(types), chance.choice(RESPONSES))
        yield (f"INC-{number:07}", reported, occurred, *row)


def _prepare(database: Path) -> None:
    url = f"sqlite:///{database}"
    migrate(url)
    engine = make_engine(url)
    save_reference(engine)
    register = (ROOT / "sample_data" / "homes.csv").read_bytes()
    request = LoadRequest("homes", register, AUTHORITY, "council", NOW.date())
    load_file(engine, request, key=KEY, now=NOW, viewer=system_viewer())
    engine.dispose()  # the last connection to close empties the write-ahead log into the file


def _extract(rows: list[tuple[str, datetime, datetime, str, str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for reference, reported, occurred, *rest in rows:
        writer.writerow((reference, f"{reported:%d/%m/%Y %H:%M}", f"{occurred:%d/%m/%Y %H:%M}", *rest))
    return text.getvalue().encode()


def _own_seconds(database: Path, data: bytes) -> float:
    engine = make_engine(f"sqlite:///{database}")
    months = months_between(date(2021, 4, 1), date(2023, 3, 1))
    request = LoadRequest("incidents", data, AUTHORITY, "police", NOW.date(), months)
    start = perf_counter()
    report = load_file(engine, request, key=KEY, now=NOW, viewer=system_viewer())
    seconds = perf_counter() - start
    engine.dispose()
    if report.problems:
        raise RuntimeError(f"A made-up row was rejected: {report.problems[0].sentence()}")
    return seconds


def _stored(row: tuple[str, datetime, datetime, str, str, str], homes: dict[str, int], types: dict[str, int]) -> tuple:
    reference, reported, occurred, home, incident_type, response = row
    moments = (f"{reported:%Y-%m-%d %H:%M:%S}.000000", f"{occurred:%Y-%m-%d %H:%M:%S}.000000")
    return (
        1,
        reference,
        "police",
        homes[home],
        types[incident_type],
        *moments,
        f"{reported:%Y-%m}-01",
        response,
        DRAWN,
        "",
        1,
    )


COLUMNS = (
    "authority_id",
    "reference",
    "source",
    "home_id",
    "type_id",
    "reported_at",
    "occurred_at",
    "month",
    "response",
    "extract_date",
    "said_earlier",
    "batch_id",
)


def _bare_seconds(database: Path, folder: Path, rows: list[tuple]) -> tuple[float, str]:
    """Seconds of the sqlite3 command's `.import`; where the command is not installed, of Python's executemany."""
    if shutil.which("sqlite3") is None:
        marks = ", ".join("?" * len(COLUMNS))
        start = perf_counter()
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.executemany(f"INSERT INTO incident ({', '.join(COLUMNS)}) VALUES ({marks})", rows)
        return perf_counter() - start, "executemany of sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        order = [name for _, name, *_ in connection.execute("PRAGMA table_info(incident)")]
    file = folder / "bare.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        for number, row in enumerate(rows, start=1):
            cells = {"id": number, **dict(zip(COLUMNS, row, strict=True))}
            writer.writerow([cells[name] for name in order])
    start = perf_counter()
    subprocess.run(["sqlite3", str(database), ".mode csv", f".import {file} incident"], check=True)
    return perf_counter() - start, ".import of sqlite3"


def _count(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM incident").fetchone()[0])
