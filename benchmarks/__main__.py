"""Measures, prints a table with each target beside its result, and writes it to docs/performance.md."""

import os
import platform
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.first_start import first_start_results
from benchmarks.importing import import_result
from benchmarks.reruns import rerun_results
from benchmarks.result import Result, table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
INTRODUCTION = """\
# Performance

Written by `make bench`. Ratios compare two things measured in the same run on the same computer, so that they mean the
same on another one; seconds do not. Nothing here is a test.

- **Rerun of a page**: what the server does after a click, against a bare Streamlit page that places the same charts and
  tables and does nothing else. Both run in turn without a browser; medians. What the product adds: filters, navigation,
  cached fetches, measures, the gate, sentences and the making of charts.
- **Importer**: reading, checking, matching and storing a file, against the `.import` of the `sqlite3` command into the
  same table with the same indexes, from a file in which names and dates are already resolved.
- **First start**: from the command to the first answer, with no database there: tables made, sample loaded.
- **First load**: bytes over the wire, compressed, for a browser that has nothing yet.

The targets of the first two are the product's; those of the last two say what is normal now.
"""
NOT_MEASURED = """\
Not measured yet: the pages of one authority inside a database that holds 150 of them, against the sample alone (target:
at most 1.3), and everything on PostgreSQL.
"""


def main() -> None:
    """Run everything."""
    with tempfile.TemporaryDirectory(prefix="concordat-bench-") as folder:
        results = _measured(Path(folder))
    shown = table(results)
    print(shown)
    PAGE.write_text(f"{INTRODUCTION}\n{shown}\n\n{_where()}\n\n{NOT_MEASURED}", encoding="utf-8")


def _measured(folder: Path) -> list[Result]:
    # The server first: once this process has measured the pages, it holds as much memory as a server itself.
    started = first_start_results(folder)
    imported = import_result(folder)
    pages = rerun_results(f"sqlite:///{folder / 'new' / 'concordat.db'}")
    return [*pages, imported, *started]


def _where() -> str:
    versions = ", ".join(f"{name} {version(name.lower())}" for name in ("Streamlit", "pandas", "SQLAlchemy"))
    return (
        f"Measured on {date.today():%d/%m/%Y} with Python {platform.python_version()}, {versions}, "
        f"on {platform.system()} with {os.cpu_count()} processors."
    )


if __name__ == "__main__":
    main()
