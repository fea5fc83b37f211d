"""Checks and loads a file in a thread of its own, so that a click breaks nothing off, and shows how far it is."""

from collections.abc import Callable
from threading import Event, Thread

import streamlit as st

from data_access.batches import LoadRefused, LoadReport
from data_access.children import KeyMissing
from data_access.imports.table import UnreadableFile
from data_access.load import CLOSING, COVERAGE, ROWS, WAITING, Told
from data_access.viewer import NotPermitted

LOOKS_EVERY_S = 0.1
SHOWN_AFTER_S = 0.4  # what is done sooner needs no bar
ROWS_UP_TO, COVERAGE_AT, CLOSING_AT = 0.9, 0.93, 0.97  # parts of the bar
REFUSALS = (UnreadableFile, LoadRefused, NotPermitted, KeyMissing)


class Abandoned(Exception):
    """Nobody waits for this any more."""


class Job:
    """One check or one load that is going on. It uses no Streamlit."""

    def __init__(self, work: Callable[[Told], LoadReport], total: int) -> None:
        self.total = total
        self.step, self.rows = WAITING, 0
        self.report: LoadReport | None = None
        self.refusal = ""
        self._failure: Exception | None = None
        self._work = work
        self._done, self._abandoned = Event(), Event()
        Thread(target=self._run, daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Whether it is done, at the latest after so many seconds. Raises what went wrong without being a refusal."""
        is_done = self._done.wait(seconds)
        if is_done and self._failure is not None:
            raise self._failure
        return is_done

    @property
    def is_done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self._done.is_set()

    def abandon(self) -> None:
        """Break it off at its next step; nothing of it is stored."""
        self._abandoned.set()

    @property
    def part(self) -> float:
        """How much of the bar is full."""
        if self.step in (WAITING, ROWS):
            return min(self.rows / self.total, 1) * ROWS_UP_TO if self.total else 0
        return COVERAGE_AT if self.step == COVERAGE else CLOSING_AT

    @property
    def said(self) -> str:
        """What it is doing, in words."""
        of_all = f" of {self.total:,}" if self.total >= self.rows and self.total else ""
        words = {
            WAITING: "Waiting until another load is done",
            ROWS: f"{self.rows:,}{of_all} rows read",
            COVERAGE: "Noting which months are covered",
            CLOSING: "Closing the load",
        }
        return words[self.step]

    def _told(self, step: str, rows: int) -> None:
        if self._abandoned.is_set():
            raise Abandoned
        self.step, self.rows = step, rows

    def _run(self) -> None:
        try:
            self.report = self._work(self._told)
        except REFUSALS as refusal:
            self.refusal = str(refusal)
        except Abandoned:
            self.refusal = "It was broken off."
        except Exception as failure:  # noqa: BLE001  raised again in the page, by wait
            self._failure = failure
        finally:
            self._done.set()


def watch(job: Job, what: str, *, at_once: bool = False) -> LoadReport | str:
    """Wait for the job with a bar that fills. Answers its report, or the sentence by which it was refused."""
    if at_once or not job.wait(SHOWN_AFTER_S):
        bar = st.progress(job.part, f"{what}: {job.said}.")
        while not job.wait(LOOKS_EVERY_S):
            bar.progress(job.part, f"{what}: {job.said}.")
        bar.empty()
    return job.refusal if job.report is None else job.report
