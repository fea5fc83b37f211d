"""Measures, prints a table with each target beside its result, and writes it to docs/performance.md.

`python -m benchmarks --rows 10000000` makes the large database as large as that. With `--postgresql URL`, of an empty
database, a copy of it is put there too, and asked the same.
"""

import argparse
import logging
import os
import platform
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from benchmarks import chromium
from benchmarks.by_hand import by_hand_results, plans
from benchmarks.cold_loads import cold_load_results
from benchmarks.filter_changes import filter_change_results
from benchmarks.first_load import first_load_result
from benchmarks.first_start import first_start_result
from benchmarks.importing import import_result
from benchmarks.make_scale import copy_to_postgresql
from benchmarks.many_authorities import LARGE, many_authorities_results
from benchmarks.papers import paper_result
from benchmarks.reruns import rerun_results
from benchmarks.result import Result, table
from benchmarks.serving import dashboard, serving
from benchmarks.shown import keep
from benchmarks.taking_down import pages_of, taken_down
from data_access.database import make_engine
from data_access.migrate import migrate

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
ROWS = 500_000
INTRODUCTION = """\
# Performance

Written by `make bench`. Ratios compare two things measured in turn, in the same run on the same computer, so that they
mean the same on another one; seconds do not. Each is a median. Nothing here is a test.

The **bare page** is a Streamlit page with a title, the same charts (the same figures, ready as numbers, by
`st.plotly_chart`) and the same tables (`st.table`), and nothing else. A second server serves it: Streamlit without
anything added, but with its imports done and frozen before the first visitor comes, as the dashboard's are.

- **Rerun of a page**: what the server does after a click. Both servers are asked over the websocket, as a browser asks,
  until they say that the script has finished, by a visitor who has seen the page. What the dashboard adds: navigation,
  filters and tools, words, captions and downloads. Its Findings are kept by then.
- **Cold load**: Chromium with nothing kept opens a page, from asking for it until its first chart is there, or its
  first table where it has no chart.
- **Another period**: from choosing it in the sidebar until the app rests and nothing of the page changes any more; on
  the bare page a select box changes what is drawn. Periods that nobody asked for before on this page have their
  Findings made; for the others these are kept.
- **First load**: bytes over the wire, compressed, for a browser that has nothing yet.
- **Fetches among many authorities**: what a page with empty caches asks of the database, for one authority. The large
  database holds copies of the sample under other numbers and names: 150 authorities, 3,500 homes and everything that
  belongs to them. Records are incidents and crimes; `python -m benchmarks --rows 10000000` makes it larger. Both
  databases are SQLite files and must give the same answers.
- **SQL written by hand**: a few fetches in that database beside a statement that counts the same, each made a frame.
  What a fetch adds is making the statement, and asking what the viewer may see. `make bench` prints how the
  database goes about each fetch.
- **Importer**: reading, checking, matching and storing a file, against the `.import` of the `sqlite3` command into the
  same table with the same indexes, from a file in which names and dates are already resolved.
- **The annual paper**: the command `python -m app.paper` on the sample, from its start to the file, against a process
  that writes a bare document with python-docx: the same lines, tables and numbers of charts, ready as text, unstyled.
- **First start**: from the command to the first answer, with no database there: tables made, sample loaded.

The targets are the product's, but for the last, which says what is normal now.
"""
NOT_MEASURED = """\
Not measured yet:

- PostgreSQL, unless `--postgresql` asked for it, and several people at once;
- ten million incidents and crimes, unless `--rows` asked for them;
- a network: server, browser and database share one computer here, so that fewer bytes save no time;
- the views for a shared screen, and choices of homes;
- computers of the kind people have; what is told in seconds holds for this one only.
"""


def main() -> None:
    """Run everything."""
    asked = _arguments()
    logging.disable(logging.WARNING)  # Streamlit warns of scripts that run without a server
    start = perf_counter()
    with tempfile.TemporaryDirectory(prefix="concordat-bench-") as folder:
        results = _measured(Path(folder), asked.rows, asked.postgresql)
    shown = table(results)
    print(shown)
    where = f"{_where()}\nThe run took {(perf_counter() - start) / 60:.0f} minutes. {_load()}"
    PAGE.write_text(f"{INTRODUCTION}\n{shown}\n\n{where}\n\n{NOT_MEASURED}", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed and size.")
    parser.add_argument("--rows", type=int, default=ROWS, help="incidents and crimes in the large database, at least")
    parser.add_argument("--postgresql", default="", help="address of an empty database, to be filled with a copy")
    return parser.parse_args()


def _measured(folder: Path, rows: int, postgresql: str) -> list[Result]:
    sample = folder / "new" / "sample.db"
    with dashboard(sample) as (address, seconds):
        served = _served(address, folder)
    imported = import_result(folder)
    among_many = many_authorities_results(sample, folder, rows)
    by_hand = _by_hand(f"sqlite:///{folder / LARGE}")
    if postgresql:
        _say("Filling PostgreSQL ...")
        migrate(postgresql)
        copy_to_postgresql(folder / LARGE, make_engine(postgresql))
        by_hand += _by_hand(postgresql)
    _say("The paper ...")
    return [*served, *among_many, *by_hand, imported, paper_result(sample, folder), first_start_result(seconds)]


def _by_hand(url: str) -> list[Result]:
    """Fetches beside SQL written by hand; their plans are printed."""
    engine = make_engine(url)
    try:
        print(plans(engine))
        return by_hand_results(engine)
    finally:
        engine.dispose()


def _served(own: str, folder: Path) -> list[Result]:
    """What is measured of the running dashboard, beside a running bare page."""
    pages = pages_of(own)
    _say(f"Taking down what {len(pages)} pages show ...")
    shown = taken_down(own, pages)
    with serving("benchmarks/bare_server.py", **keep(shown, folder / "shown.pickle")) as (bare, _):
        _say("Reruns ...")
        reruns = rerun_results(own, bare, pages, shown)
        if chromium.executable() is None:
            return [*reruns, Result("what a browser shows", chromium.NO_CHROMIUM, "", met=None)]
        with chromium.browsing() as browser:
            _say("First and cold loads ...")
            first_load = first_load_result(browser, own)
            cold_loads = cold_load_results(browser, own, bare, pages, shown)
            _say("Other periods ...")
            changes = filter_change_results(browser, own, bare, pages)
    return [*reruns, *cold_loads, *changes, first_load]


def _say(words: str) -> None:
    print(words, file=sys.stderr)


def _where() -> str:
    versions = ", ".join(f"{name} {version(name.lower())}" for name in ("Streamlit", "pandas", "SQLAlchemy"))
    return (
        f"Measured on {date.today():%d/%m/%Y} with Python {platform.python_version()}, {versions}, "
        f"on {platform.system()} with {os.cpu_count()} processors."
    )


def _load() -> str:
    """How busy the computer was; where others use it too, seconds and targets in seconds say little."""
    if not hasattr(os, "getloadavg"):
        return "How busy the computer was besides is not known."
    return f"Processes that ran or waited to run, mean of the last 15 minutes: {os.getloadavg()[2]:.1f}."


if __name__ == "__main__":
    main()
