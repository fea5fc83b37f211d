"""What one authority's pages ask of the database, when it holds 150 authorities against the sample alone.

The fetches of a page are taken down while it runs with empty caches, then run again on both databases, in turn, for a
viewer of that one authority. Both databases must give the same answers.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest import mock

import pandas as pd
import streamlit as st
from streamlit.testing.v1 import AppTest

from benchmarks.large_database import AUTHORITIES, make_large
from benchmarks.result import Result, at_most, in_turn
from benchmarks.serving import ROOT
from data_access.database import Engine, make_engine, run_fetch
from data_access.viewer import Viewer

TARGET = 1.3
RUNS = 15
LARGE = "large.db"  # its name in the folder of the run
TIMEOUT_S = 60
# The questions of Explore that ask most of the database: all years, or every type of every home.
HEAVIEST = {
    "incidents by year": {"measure": "incidents", "split": "year"},
    "crimes by type": {"measure": "crimes", "split": "type"},
    "incidents by single home beside the neighbourhoods": {"measure": "incidents", "split": "home"},
    "missing share by quarter": {"measure": "missing-share", "split": "quarter"},
    "rates by year": {"measure": "incident-rate", "split": "year"},
    "contacts by month": {"measure": "yjs-contacts", "split": "month"},
}
NOT_SEEN_AT_FIRST = {"audit.py", "people.py", "start.py"}  # pages that the role of a first visit does not have
ONE_AUTHORITY = frozenset({"derby-city"})


@dataclass(frozen=True)
class _Call:
    """A fetch with what it was asked."""

    fetch: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def run(self, engine: Engine) -> Any:
        return run_fetch(engine, self.fetch, *self.args, **self.kwargs)


def many_authorities_results(sample: Path, folder: Path, rows: int) -> list[Result]:
    """One line a page; `sample` is the file of a database that holds the sample and that nobody uses now."""
    large = folder / LARGE
    shutil.copy(sample, large)
    records = make_large(large, rows)
    alone, among = make_engine(f"sqlite:///{sample}"), make_engine(f"sqlite:///{large}")
    where = f"among {AUTHORITIES} authorities with {records:,} records"
    results = []
    for name, calls in _calls_of_pages(sample).items():
        _same_answers(name, calls, alone, among)
        among_s, alone_s = in_turn(partial(_seconds, calls, among), partial(_seconds, calls, alone), RUNS)
        results.append(at_most(f"{len(calls)} fetches of {name} {where} / alone", among_s, alone_s, TARGET))
    alone.dispose()
    among.dispose()
    return results


def _calls_of_pages(sample: Path) -> dict[str, list[_Call]]:
    os.environ.update(DATABASE_URL=f"sqlite:///{sample}", SIGN_IN="demo")
    names = sorted({path.name for path in (ROOT / "pages").glob("*.py")} - NOT_SEEN_AT_FIRST)
    calls = {f"pages/{name}": _calls_of(_app(), name) for name in names}
    asked = {f"Explore, {name}": _calls_of(_app(**query), "explore.py") for name, query in HEAVIEST.items()}
    return calls | asked


def _app(**query: str) -> AppTest:
    app = AppTest.from_file(ROOT / "app" / "main.py", default_timeout=TIMEOUT_S)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def _calls_of(app: AppTest, page: str) -> list[_Call]:
    from app import cache  # the one that the page uses; imported late, when Streamlit's warnings are off

    calls: list[_Call] = []

    def taken_down(engine: Engine, fetch: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        calls.append(_Call(fetch, tuple(map(_of_one_authority, args)), kwargs))
        return run_fetch(engine, fetch, *args, **kwargs)

    st.cache_data.clear()
    st.cache_resource.clear()
    with mock.patch.object(cache, "run_fetch", taken_down):
        app.switch_page(f"../pages/{page}").run()
    if app.exception:
        raise RuntimeError(f"The page {page} fails: {app.exception[0].message}")
    return calls


def _of_one_authority(argument: Any) -> Any:
    return replace(argument, authorities=ONE_AUTHORITY) if isinstance(argument, Viewer) else argument


def _same_answers(name: str, calls: list[_Call], alone: Engine, among: Engine) -> None:
    for call in calls:
        one, other = call.run(alone), call.run(among)
        if not (one.equals(other) if isinstance(one, pd.DataFrame) else one == other):
            raise RuntimeError(f"{call.fetch.__name__}, of the page {name}, answers otherwise among many authorities.")


def _seconds(calls: list[_Call], engine: Engine) -> float:
    start = perf_counter()
    for call in calls:
        call.run(engine)
    return perf_counter() - start
