"""A few fetches in the large database against SQL written by hand that counts the same, and how the
database goes about them.

What the fetch adds: making the statement, asking for what it may show (homes of the viewer) and naming what it counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any

import pandas as pd
from sqlalchemy import Engine, event, text

from benchmarks.result import Result, in_turn, no_target
from data_access.crimes import fetch_crime_counts
from data_access.database import run_fetch
from data_access.incidents import fetch_incident_counts
from data_access.neighbourhoods import fetch_neighbourhood_counts
from data_access.selection import Selection
from data_access.viewer import Viewer

RUNS = 15
ONE_AUTHORITY = "derby-city"
PERIOD = {"start": date(2022, 4, 1), "end": date(2023, 4, 1)}
OF_HOMES = """
    SELECT l.name, l.register_order, r.month, t.label, t."group", t.sensitive, count(*) AS count
    FROM {records} r JOIN home h ON h.id = r.home_id JOIN reporting_line l ON l.id = h.reporting_line_id
    JOIN {types} t ON t.id = r.type_id JOIN authority a ON a.id = h.authority_id
    WHERE a.key = :authority AND r.month >= :start AND r.month < :end
    GROUP BY r.home_id, l.name, l.register_order, r.month, t.label, t."group", t.sensitive
    ORDER BY l.register_order, r.month, t.label"""
OF_NEIGHBOURHOODS = """
    SELECT n.name, c.month, sum(c.count) AS count
    FROM neighbourhood_count c JOIN neighbourhood n ON n.id = c.neighbourhood_id
    JOIN authority a ON a.id = n.authority_id
    WHERE a.key = :authority AND c.kind = 'incident' AND c.month >= :start AND c.month < :end
    GROUP BY n.name, c.month ORDER BY n.name, c.month"""


@dataclass(frozen=True)
class _Compared:
    """A fetch, what else it is asked, and what counts the same."""

    fetch: Callable[..., pd.DataFrame]
    by_hand: str
    asked: dict[str, Any]


COMPARED = (
    _Compared(fetch_incident_counts, OF_HOMES.format(records="incident", types="incident_type"), PERIOD),
    _Compared(fetch_crime_counts, OF_HOMES.format(records="crime", types="offence_type"), PERIOD),
    _Compared(fetch_neighbourhood_counts, OF_NEIGHBOURHOODS, {**PERIOD, "kind": "incident"}),
)


def by_hand_results(engine: Engine) -> list[Result]:
    """One line a fetch. Raises RuntimeError where both do not count the same."""
    viewer = Viewer("benchmark", frozenset({"partnership"}), frozenset({ONE_AUTHORITY}))
    selection = Selection(ONE_AUTHORITY)
    where = f"in the large database, {engine.dialect.name}"
    results = []
    for one in COMPARED:
        fetch = partial(run_fetch, engine, one.fetch, viewer, selection, **one.asked)
        by_hand = partial(_by_hand, engine, one.by_hand)
        if fetch()["count"].sum() != by_hand()["count"].sum():
            raise RuntimeError(f"{one.fetch.__name__} counts otherwise than SQL written by hand.")
        own_s, other_s = in_turn(partial(_seconds, fetch), partial(_seconds, by_hand), RUNS)
        results.append(no_target(f"{one.fetch.__name__} {where} / SQL written by hand", own_s, other_s))
    return results


def plans(engine: Engine) -> str:
    """How the database goes about what each of the fetches asks."""
    viewer = Viewer("benchmark", frozenset({"partnership"}), frozenset({ONE_AUTHORITY}))
    said = []
    for one in COMPARED:
        asked: list[tuple[str, Any]] = []
        listener = partial(_take_down, asked)
        event.listen(engine, "before_cursor_execute", listener)
        try:
            run_fetch(engine, one.fetch, viewer, Selection(ONE_AUTHORITY), **one.asked)
        finally:
            event.remove(engine, "before_cursor_execute", listener)
        said += [one.fetch.__name__, *(f"    {line}" for asking in asked for line in _plan(engine, *asking))]
    return "\n".join(said)


def _take_down(asked: list[tuple[str, Any]], *told: Any) -> None:
    _connection, _cursor, statement, parameters, *_ = told
    asked.append((statement, parameters))


def _plan(engine: Engine, statement: str, parameters: Any) -> list[str]:
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as connection:
        return [str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters)]


def _by_hand(engine: Engine, statement: str) -> pd.DataFrame:
    period = {name: day.isoformat() if engine.dialect.name == "sqlite" else day for name, day in PERIOD.items()}
    with engine.connect() as connection:
        found = connection.execute(text(statement), {"authority": ONE_AUTHORITY, **period})
        return pd.DataFrame.from_records(found.all(), columns=list(found.keys()))


def _seconds(run: Callable[[], pd.DataFrame]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start
