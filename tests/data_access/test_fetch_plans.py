"""No fetch reads a fact table from end to end, however much has been loaded."""

import importlib
import inspect
import itertools
import json
import pkgutil
import re
from contextlib import contextmanager, suppress
from datetime import date, datetime

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

import data_access
from data_access.models.facts import CRIME_COUNTS_INDEX, INCIDENT_COUNTS_INDEX
from data_access.oidc import Oidc
from data_access.selection import Selection
from data_access.sign_ins import claims_of
from data_access.viewer import NotPermitted, Viewer, system_viewer

FACTS = (
    "incident",
    "crime",
    "involvement",
    "neighbourhood_count",
    "internal_count",
    "occupancy",
    "youth_justice_event",
    "cromarty_score",
    "period_count",
    "coverage",
    "action",
    "action_change",
    "narrative",
    "paper_snapshot",
    "public_sign_off",
    "paper_section",
    "sign_in",
    "investigation",
    "checklist_item",
    "review",
    "case_change",
    "meeting",
    "meeting_note",
)
SCAN = re.compile(rf"SCAN ({'|'.join(FACTS)})\b")
EVERYBODY = system_viewer("somebody")
ONE_HOME = Viewer("somebody", frozenset({"partnership"}), frozenset({"derby-city"}), frozenset({"derby-city/Home 2"}))
SIGNED_IN = claims_of({"sub": "somebody", "iat": 1_677_663_000, "exp": 1_677_666_600})
LIMITS = Oidc("https://login.example/", "concordat", "https://concordat.example", "", "")
# What a fetch may ask for, by the name of its parameter. A new name has to be added here.
ARGUMENTS = {
    "even_empty": [False, True],
    "viewer": [EVERYBODY, ONE_HOME],
    "selection": [
        Selection("derby-city"),
        Selection("derby-city", lines=("home-1", "home-3-4")),
        Selection("derby-city", provider="council"),
    ],
    "authority": ["derby-city"],
    "source": ["incidents", "neighbourhood crime", "youth_justice"],
    "kind": ["incident", "crime"],
    "measure": ["incidents", "crimes", "youth_justice", "other"],
    "start": [date(2022, 4, 1)],
    "end": [date(2023, 4, 1)],
    "at": [date(2023, 3, 1)],
    "most_frequent": [3],
    "year": [None, 2022],
    "key": [None, "4b1f09d2"],
    "since": [None, date(2023, 4, 1)],
    "sender": ["police"],
    "what": ["home", "incident_type"],
    "until": [None, date(2023, 4, 1)],
    "who": ["", "ann"],
    "event": ["", "load"],
    "child": ["", "K7M2P"],
    "page": [None, 2],
    "period": ["2022-23"],
    "snapshot_id": [1],
    "case": ["0123456789abcdef"],
    "meeting_kind": ["casework", "tactical"],
    "meeting": ["0123456789abcdef"],
    "reference": ["P-4907"],
    "secret": ["the sample holds no real child"],
    "claims": [SIGNED_IN],
    "subject": ["somebody"],
    "name": ["Somebody"],
    "roles": [("partner",)],
    "groups": [(), ("a-group",)],
    "limits": [LIMITS],
    "now": [datetime(2023, 3, 1, 9, 30)],
}


def fetches():
    """Every fetch of data_access that asks the database a question of its own."""
    found = {}
    for module_info in pkgutil.walk_packages(data_access.__path__, "data_access."):
        module = importlib.import_module(module_info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(function).parameters
            # fetch_frame runs whatever statement it is given.
            if name.startswith("fetch_") and function.__module__ == module.__name__ and "statement" not in parameters:
                found[name] = function
    return found


FETCHES = fetches()


def calls_of(function):
    """Every way of calling a fetch, as keyword arguments."""
    names = [name for name in inspect.signature(function).parameters if name != "session"]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*(ARGUMENTS[n] for n in names))]


@contextmanager
def statements_of(engine):
    """Collects the statements that run, with their parameters."""
    collected = []

    def collect(_connection, _cursor, statement, parameters, *_):
        collected.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", collect)
    try:
        yield collected
    finally:
        event.remove(engine, "before_cursor_execute", collect)


def run(engine, function):
    with statements_of(engine) as collected, Session(engine) as session:
        for arguments in calls_of(function):
            with suppress(NotPermitted):  # to who sees one home; whoever sees all may ask everything
                function(session, **arguments)
    assert collected
    return collected


def sqlite_plan(connection, statement, parameters):
    """The lines of the plan of a statement."""
    return [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]


def postgres_plan(connection, statement, parameters):
    """The nodes of the plan of a statement, were it not allowed to scan where it can search."""
    found = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    waiting = [tree["Plan"] for tree in (json.loads(found) if isinstance(found, str) else found)]
    nodes = []
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        waiting += node.get("Plans", [])
    return nodes


@contextmanager
def planning(engine):
    """A connection on which the sample is planned as if it were large."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            for way in ("seqscan", "hashjoin", "mergejoin"):
                connection.execute(text(f"SET enable_{way} = off"))
        yield connection


def scans(connection, statement, parameters):
    """Where the plan of a statement reads a fact table from end to end."""
    if connection.dialect.name == "sqlite":
        return [line for line in sqlite_plan(connection, statement, parameters) if SCAN.match(line)]
    return [
        (node["Node Type"], node.get("Relation Name", node.get("Index Name")))
        for node in postgres_plan(connection, statement, parameters)
        if node.get("Relation Name") in FACTS
        and (
            node["Node Type"] == "Seq Scan"
            or (node["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in node)
        )
    ]


@pytest.mark.parametrize("name", FETCHES)
def test_a_fetch_searches_fact_tables_and_never_scans_one(sample_engine, name):
    collected = run(sample_engine, FETCHES[name])
    with planning(sample_engine) as connection:
        for statement, parameters in collected:
            assert scans(connection, statement, parameters) == [], statement


@pytest.mark.parametrize(
    ("name", "table", "index"),
    [
        ("fetch_incident_counts", "incident", INCIDENT_COUNTS_INDEX),
        ("fetch_crime_counts", "crime", CRIME_COUNTS_INDEX),
        ("fetch_outcome_counts", "crime", CRIME_COUNTS_INDEX),
    ],
)
def test_grouped_counts_are_read_from_the_covering_index_alone(sample_engine, name, table, index):
    collected = [pair for pair in run(sample_engine, FETCHES[name]) if re.search(rf"FROM {table}\b", pair[0])]
    assert collected
    with planning(sample_engine) as connection:
        for statement, parameters in collected:
            if connection.dialect.name == "sqlite":
                plan = sqlite_plan(connection, statement, parameters)
                assert any(line.startswith(f"SEARCH {table} USING COVERING INDEX {index} ") for line in plan), plan
            else:
                plan = [
                    (node["Node Type"], node["Index Name"])
                    for node in postgres_plan(connection, statement, parameters)
                    if node.get("Relation Name") == table
                ]
                assert plan == [("Index Only Scan", index)]


@pytest.mark.parametrize("kind", ["incidents", "crimes"])
def test_the_records_that_a_load_may_update_are_found_by_an_index(own_sample_engine, load_rows, kind):
    rows = [{"reference": f"R-{number}"} for number in range(50)]
    for _ in range(2):  # the second time, all are known
        with statements_of(own_sample_engine) as collected:
            load_rows(own_sample_engine, kind, *rows)
        asked = [pair for pair in collected if re.search(rf"FROM ({'|'.join(FACTS)})\b", pair[0]) and pair[1]]
        looked_up = [pair for pair in asked if pair[0].startswith("SELECT")]
        assert any("reference" in statement for statement, _ in looked_up)
        with planning(own_sample_engine) as connection:
            for statement, parameters in looked_up:
                assert scans(connection, statement, parameters) == [], statement


def test_a_scan_would_be_noticed(sample_engine):
    with planning(sample_engine) as connection:
        assert scans(connection, "SELECT count(*) FROM incident WHERE response = 'x'", ())
        assert scans(connection, "SELECT count(*) FROM crime WHERE outcome_date IS NULL", ())


def test_the_fetches_found_are_those_of_every_topic():
    topics = {function.__module__.removeprefix("data_access.") for function in FETCHES.values()}
    assert topics >= {
        "incidents",
        "crimes",
        "neighbourhoods",
        "youth_justice",
        "cromarty",
        "benchmarks",
        "coverage",
        "homes",
        "markers",
        "involvement",
        "occupancy",
        "period_counts",
        "papers",
        "paper_sections",
        "sign_ins",
        "investigations",
        "checklist",
        "reviews",
        "meetings",
        "protocol",
    }
