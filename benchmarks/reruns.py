"""A page's rerun on the server against a bare Streamlit page that places the same charts and tables.

The bare page has its figures and tables ready as numbers: what the product adds is the shell (filters, navigation),
cached fetches, measures, the gate, words and the making of charts.
"""

import gc
import json
import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from streamlit.testing.v1 import AppTest

from benchmarks.result import Result

ROOT = Path(__file__).resolve().parent.parent
TARGET = 1.5
RUNS = 15
TIMEOUT_S = 60


def rerun_results(database_url: str) -> list[Result]:
    """One line a page, in the order of the files."""
    os.environ.update(DATABASE_URL=database_url, SIGN_IN="demo")
    app = AppTest.from_file(ROOT / "app" / "main.py", default_timeout=TIMEOUT_S)
    app.run()
    names = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    for name in names:
        app.switch_page(f"../pages/{name}.py").run()
    # As the running app does at its start: what is imported by now is no longer walked after every run.
    gc.collect()
    gc.freeze()
    return [_compared(app, name) for name in names]


def _compared(app: AppTest, name: str) -> Result:
    app.switch_page(f"../pages/{name}.py").run()
    if app.exception:
        return Result(f"rerun of the page {name}", "the page fails", f"at most {TARGET}", met=False)
    charts = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    tables = [shown.value for shown in app.table]
    plain = AppTest.from_function(bare, args=(charts, tables), default_timeout=TIMEOUT_S)
    plain.run()
    if plain.exception:
        raise RuntimeError(f"The bare page fails: {plain.exception[0].message}")
    own_s, plain_s = _medians(app.run, plain.run)
    ratio = own_s / plain_s
    counted = f"{_counted(len(charts), 'chart')}, {_counted(len(tables), 'table')}"
    return Result(
        f"rerun of the page {name} / a bare page ({counted})",
        f"{ratio:.2f} ({own_s * 1000:.0f} ms / {plain_s * 1000:.0f} ms)",
        f"at most {TARGET}",
        ratio <= TARGET,
    )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _medians(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[float, float]:
    """Median seconds of each, run in turn so that a slow moment of the computer meets both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for run, taken in zip((first, second), times, strict=True):
            start = perf_counter()
            run()
            taken.append(perf_counter() - start)
    return median(times[0]), median(times[1])


def bare(charts: list, tables: list) -> None:
    """The bare page. Streamlit runs the text of this function as a script, so it names nothing from outside."""
    import plotly.graph_objects as go
    import streamlit as st

    st.set_page_config(layout="wide")
    st.title("A bare page")
    for number, spec in enumerate(charts):
        st.plotly_chart(go.Figure(spec), theme=None, key=f"chart-{number}")
    for table in tables:
        st.table(table, hide_index=True)
