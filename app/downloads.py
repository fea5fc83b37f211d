"""Every file that leaves the product goes through here: made on click, its reader's right asked again, and logged."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import streamlit as st

from app import cache
from data_access.audit import Event, save_entry
from data_access.roles import Power
from data_access.viewer import NotPermitted, Viewer

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
OVERVIEW = "overview"  # its path in the address is empty


@dataclass(frozen=True)
class Run:
    """What holds for all files of a page: who looks at it, its path in the address, and whose figures they are."""

    viewer: Viewer
    page: str
    authority: str


_run: ContextVar[Run] = ContextVar("whose files this run offers")


def begin(viewer: Viewer, page: str, authority: str = "") -> None:
    """Note whose run this is, before the page draws its buttons."""
    _run.set(Run(viewer, page, authority))


def button(
    label: str,
    make: Callable[[], bytes],
    *,
    file_name: str,
    thing: str = "",
    needs: Power | None = "export",
    audience: str = "partnership",
    event: Event = "export",
    key: str | None = None,
    look: Literal["primary", "secondary", "tertiary"] = "secondary",
) -> None:
    """A button by which a file is made and taken away; for who may not take it, nothing.

    `make` runs in another thread: what it uses is bound before, and it must not use Streamlit. `thing`: what the log
    says of it after the page, such as "table crimes". `needs`, `audience`: the power and the audience it takes; None
    and "" for a file without figures.
    """
    run = _run.get()
    ending = file_name.rpartition(".")[2]
    logged = " ".join(part for part in (f"page {run.page or OVERVIEW}", thing, ending) if part)
    if needs is not None and needs not in run.viewer.powers:
        return
    engine = cache.engine()

    def file() -> bytes:
        _require(run, needs, audience)
        made = make()
        save_entry(engine, run.viewer.who, event, authority=run.authority, thing=logged, now=datetime.now())
        return made

    st.download_button(label, file, file_name=file_name, mime=KINDS[ending], key=key, on_click="ignore", type=look)


def _require(run: Run, needs: Power | None, audience: str) -> None:
    """Raise NotPermitted unless the viewer is still signed in, and may open the page and take this away from it."""
    run.viewer.still_there()
    if run.page not in run.viewer.pages:
        raise NotPermitted("This page is not for your role.")
    if needs is not None:
        run.viewer.require_power(needs, run.authority)
    if audience:
        run.viewer.require(audience, run.authority)
