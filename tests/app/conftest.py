"""Findings on the sample, without Streamlit."""

import copy
from datetime import date

import pytest

from analysis.periods import parse_period
from app.findings.finding import Question
from data_access.database import make_engine, run_fetch
from data_access.migrate import migrate
from data_access.selection import Selection
from data_access.viewer import Viewer
from tests.conftest import fill_with_sample

PARTNER = Viewer(who="test", audiences=frozenset({"partnership"}))
LINE_NAMES = {"home-1": "Home 1", "home-2": "Home 2", "home-3-4": "Home 3/4"}


@pytest.fixture(scope="session")
def source(sqlite_databases):
    """Runs fetches on a sample database that nobody changes, each question once, as pages do."""
    engine = make_engine(sqlite_databases.copy_of("sample", fill_with_sample))
    known = {}

    def fetch(function, *args, **kwargs):
        asked = function, args, tuple(sorted(kwargs.items()))
        if asked not in known:
            known[asked] = run_fetch(engine, function, PARTNER, *args, **kwargs)
        return copy.deepcopy(known[asked])

    yield fetch
    engine.dispose()


@pytest.fixture(scope="session")
def ask():
    """A question with the defaults of a first visit: ask(lines=("home-2",), current="2022-23-Q1")."""

    def make(*, lines=(), provider="", current="2022-23", previous="2021-22"):
        return Question(
            selection=Selection("derby-city", lines, provider),
            authority_name="Derby City",
            line_names=tuple(LINE_NAMES[line] for line in lines),
            provider_name=provider or "council",
            current=parse_period(current),
            previous=parse_period(previous),
            now=date(2023, 3, 31),
        )

    return make


@pytest.fixture(scope="session")
def as_at_of_the_sample():
    return date(2023, 3, 31)


@pytest.fixture
def sample_url(sqlite_databases):
    """The address of a database with the sample."""
    return sqlite_databases.copy_of("sample", fill_with_sample)


@pytest.fixture
def empty_url(sqlite_databases):
    """The address of a database with the newest tables and nothing in them."""
    return sqlite_databases.copy_of("newest tables", migrate)
