"""What the pages of the dashboard show, taken down from the running server and handed to the bare page."""

import functools
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

KEPT_IN = "BARE_PAGE_SHOWS"


@dataclass(frozen=True)
class Shown:
    """The charts of a page as dictionaries, and its tables, in order."""

    charts: tuple[dict[str, Any], ...]
    tables: tuple[pd.DataFrame, ...]

    def __str__(self) -> str:
        return f"{_counted(len(self.charts), 'chart')}, {_counted(len(self.tables), 'table')}"


# For each page, by its place in the address, what it shows in each of its views; the first view is what it opens with.
Pages = Mapping[str, Mapping[str, Shown]]


def keep(pages: Pages, file: Path) -> dict[str, str]:
    """Put what was taken down into a file; the environment that tells the bare page where it is."""
    file.write_bytes(pickle.dumps(pages))
    return {KEPT_IN: str(file)}


def ready(page: str) -> Mapping[str, Shown]:
    """What a page shows in each of its views; read once, so that no visitor waits for it."""
    return _kept()[page]


@functools.cache
def _kept() -> Pages:
    return pickle.loads(Path(os.environ[KEPT_IN]).read_bytes())  # noqa: S301  written by this run, into its own folder


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
