"""All caching, of fetches and Findings. A key holds what is asked, the viewer's scope and the data version."""

import os
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from app.findings.about import About
from app.findings.finding import Finding, Question, Source
from app.findings.offered import Offered
from app.findings.offered import offered as find_offered
from app.ready import ready
from data_access.coverage import DatabaseState, fetch_state
from data_access.database import Engine, run_fetch
from data_access.settings import Settings, read_settings
from data_access.startup import open_database
from data_access.viewer import Viewer

Built = TypeVar("Built")

KEPT_FRAMES = 2_000
KEPT_FINDINGS = 500
KEPT_FOR = "12h"

_state: ContextVar[DatabaseState] = ContextVar("state of the database in this run")


def settings() -> Settings:
    """How this process runs: which database, how people sign in."""
    return read_settings(os.environ)


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The engine that all pages share, on a database that is migrated and, in the demo, filled."""
    return open_database(settings())


def newest_version() -> int:
    """The data version as it stands in the database now."""
    return run_fetch(engine(), fetch_state).version


def version() -> int:
    """The data version that this run began with, by which everything cached in it is kept."""
    return _state.get().version


def begin_run() -> int:
    """Read once for this run which data there are, so that all figures of a page are of one moment."""
    state = run_fetch(engine(), fetch_state)
    _state.set(state)
    return state.version


def serves_only_the_sample() -> bool:
    """Whether the database still holds the sample and nothing else; a load may have changed that since the start."""
    return _state.get().holds == "sample"


def holds_nothing() -> bool:
    """Whether nothing was ever loaded into the database."""
    return _state.get().holds == "nothing"


def today() -> date | None:
    """The day of this run, which decides what is overdue; None on the sample, for which time stands still."""
    return None if serves_only_the_sample() else date.today()


def source(viewer: Viewer) -> Source:
    """A source of frames for this viewer, cached. Every viewer of the same scope shares what was fetched."""

    def fetch_cached(fetch: Callable[..., pd.DataFrame], *args: Any, **kwargs: Any) -> pd.DataFrame:
        return _fetched(_key(fetch, viewer, args, sorted(kwargs.items())), fetch, viewer, args, kwargs)

    return fetch_cached


def uncached(viewer: Viewer) -> Source:
    """A source that keeps nothing: for what needs a power, since what is kept goes to everybody of the same scope."""
    return lambda fetch, *args, **kwargs: run_fetch(engine(), fetch, viewer, *args, **kwargs)


def finding(build: Callable[..., Built], question: Question | None, viewer: Viewer, *args: Any) -> Built:
    """What `build` makes of the question, made once for all viewers of a scope; a Finding comes ready to draw."""
    built: Built = _built(_key(build, viewer, question, args), build, viewer, question, args)
    return built


def offered(viewer: Viewer, authority: str) -> Offered | None:
    """What this viewer can choose within an authority, worked out once for all viewers of a scope."""
    return _offered(_key(offered, viewer, authority), viewer, authority)


def _key(function: Callable[..., Any], viewer: Viewer, *asked: Any) -> str:
    """What decides a result, as a text: Streamlit would take longer to hash a question than to draw a chart."""
    name = f"{function.__module__}.{function.__qualname__}"
    return repr((name, viewer.scope, _state.get().version, asked))


# A Finding is frozen and is shared, not copied: Streamlit sends a copy of its figure.
@st.cache_resource(ttl=KEPT_FOR, max_entries=KEPT_FINDINGS, show_spinner=False)
def _built(
    key: str,  # noqa: ARG001  the whole key
    _build: Callable[..., Any],
    _viewer: Viewer,
    _question: Question | None,
    _args: tuple[Any, ...],
) -> Any:
    built = _build(_question, source(_viewer), *_args)
    return ready(built) if isinstance(built, Finding | About) else built


@st.cache_resource(ttl=KEPT_FOR, max_entries=KEPT_FINDINGS, show_spinner=False)
def _offered(key: str, _viewer: Viewer, _authority: str) -> Offered | None:  # noqa: ARG001  the whole key
    return find_offered(source(_viewer), _authority)


@st.cache_data(ttl=KEPT_FOR, max_entries=KEPT_FRAMES, show_spinner=False)
def _fetched(
    key: str,  # noqa: ARG001  the whole key
    _fetch: Callable[..., pd.DataFrame],
    _viewer: Viewer,
    _args: tuple[Any, ...],
    _kwargs: dict[str, Any],
) -> pd.DataFrame:
    return run_fetch(engine(), _fetch, _viewer, *_args, **_kwargs)
