"""All caching, of fetches and Findings. A key holds what is asked, the viewer's scope and the data version."""

import os
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from app.findings.finding import Finding, Question, Source
from app.ready import ready
from data_access.coverage import DatabaseState, fetch_state
from data_access.database import Engine, run_fetch
from data_access.settings import read_settings
from data_access.startup import open_database
from data_access.viewer import Viewer

Built = TypeVar("Built")

KEPT_FRAMES = 2_000
KEPT_FINDINGS = 500
KEPT_FOR = "12h"

_state: ContextVar[DatabaseState] = ContextVar("state of the database in this run")


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The engine that all pages share, on a database that is migrated and, in the demo, filled."""
    return open_database(read_settings(os.environ))


def newest_version() -> int:
    """The data version as it stands in the database now."""
    return run_fetch(engine(), fetch_state).version


def begin_run() -> int:
    """Read once for this run which data there are, so that all figures of a page are of one moment."""
    state = run_fetch(engine(), fetch_state)
    _state.set(state)
    return state.version


def serves_only_the_sample() -> bool:
    """Whether the database still holds the sample and nothing else; a load may have changed that since the start."""
    return _state.get().holds == "sample"


def today() -> date | None:
    """The day of this run, which decides what is overdue; None on the sample, for which time stands still."""
    return None if serves_only_the_sample() else date.today()


def source(viewer: Viewer) -> Source:
    """A source of frames for this viewer, cached. Every viewer of the same scope shares what was fetched."""

    def fetch_cached(fetch: Callable[..., pd.DataFrame], *args: Any, **kwargs: Any) -> pd.DataFrame:
        name = f"{fetch.__module__}.{fetch.__qualname__}"
        return _fetched(name, viewer.scope, _state.get().version, args, kwargs, fetch, viewer)

    return fetch_cached


def finding(build: Callable[..., Built], question: Question, viewer: Viewer, *args: Any) -> Built:
    """What `build` makes of the question, made once for all viewers of a scope; a Finding comes ready to draw."""
    name = f"{build.__module__}.{build.__qualname__}"
    return _built(name, viewer.scope, _state.get().version, question, args, build, viewer)


# A Finding is frozen and is shared, not copied: Streamlit sends a copy of its figure.
@st.cache_resource(ttl=KEPT_FOR, max_entries=KEPT_FINDINGS, show_spinner=False)
def _built(
    name: str,  # noqa: ARG001  part of the key
    scope: str,  # noqa: ARG001  part of the key
    version: int,  # noqa: ARG001  part of the key
    question: Question,
    args: tuple[Any, ...],
    _build: Callable[..., Any],
    _viewer: Viewer,
) -> Any:
    built = _build(question, source(_viewer), *args)
    return ready(built) if isinstance(built, Finding) else built


@st.cache_data(ttl=KEPT_FOR, max_entries=KEPT_FRAMES, show_spinner=False)
def _fetched(
    name: str,  # noqa: ARG001  part of the key
    scope: str,  # noqa: ARG001  part of the key
    version: int,  # noqa: ARG001  part of the key
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    _fetch: Callable[..., pd.DataFrame],
    _viewer: Viewer,
) -> pd.DataFrame:
    return run_fetch(engine(), _fetch, _viewer, *args, **kwargs)
