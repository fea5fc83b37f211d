"""Which meeting is looked at, and which of its screens: what stands in the address, and the meetings there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import streamlit as st

from app import cache, filters, visits
from app.findings.finding import Question
from app.markdown import plain
from app.meeting import told
from data_access.meetings import Point, fetch_meetings, points_of
from data_access.models.meetings import KINDS_OF_MEETING
from data_access.viewer import Viewer

PARAMETERS = ("kind", "meeting", "screen")
ON_POINT = "meeting-on-point"  # meeting, screen and point that the last run drew
CASEWORK, TACTICAL = "casework", "tactical"
KIND_NAMES = {CASEWORK: "Data meeting", TACTICAL: "Tactical group"}


@dataclass(frozen=True)
class Held:
    """A meeting as it stands: `number` as the log names it, `is_open` until somebody ends it."""

    key: str
    number: int
    kind: str
    held_on: date
    present: str
    reason: str
    points: tuple[Point, ...]
    is_open: bool
    version: int
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True)
class Asked:
    """What the address asks: a kind of meeting, one meeting of it (None where none is open), and a screen (0: none).

    `kinds`: those that this viewer may hold. `meetings`: those of the kind, the latest first.
    """

    kinds: tuple[str, ...]
    kind: str
    meetings: tuple[Held, ...]
    meeting: Held | None
    screen: int


def draw(question: Question, viewer: Viewer) -> Asked:
    """Draw the hidden inputs that keep the address and read them; what does not exist becomes a sentence."""
    _stay_on_the_point(question, viewer)
    with st.container(key="ask-values"):
        raw = {name: st.text_input(name, key=name, bind="query-params").strip() for name in PARAMETERS}
    try:
        asked = _read(raw, question, viewer)
    except filters.UnknownChoice as problem:
        st.title("This view cannot be shown", anchor=False)
        st.error(plain(str(problem)))
        st.button("Show the meetings", on_click=go, kwargs={"kind": raw["kind"] if raw["kind"] in KIND_NAMES else ""})
        st.stop()
    meeting = asked.meeting.key if asked.meeting else ""
    point = asked.meeting.points[asked.screen - 1].key if asked.meeting and asked.screen else ""
    st.session_state[ON_POINT] = meeting, str(asked.screen or ""), point
    visits.arrive("meeting", meeting, point)
    return asked


def go(*, kind: str = "", meeting: str = "", screen: int = 0) -> None:
    """Open a screen of a meeting, or without a screen its agenda."""
    st.session_state.update(kind=kind, meeting=meeting, screen=str(screen or ""))
    st.session_state.pop("finding", None)  # which finding of the screen before was picked


def _stay_on_the_point(question: Question, viewer: Viewer) -> None:
    """Where somebody changed the agenda, keep the reader on the point they look at, wherever it stands now.

    A screen is a place on the agenda: without this, another child's case would come under what is being typed.
    """
    meeting, screen, point = st.session_state.get(ON_POINT, ("", "", ""))
    # A link without a meeting is to the one that is open: once it has ended, that one is still what is looked at.
    asked = (st.session_state.get("meeting") or meeting, st.session_state.get("screen"))
    if not point or (meeting, screen) != asked:
        return  # another one was asked for
    st.session_state["meeting"] = meeting
    held = [one for kind in kinds_of(viewer) for one in meetings_of(question, viewer, kind) if one.key == meeting]
    keys = [each.key for one in held for each in one.points]
    if point in keys:
        st.session_state["screen"] = str(keys.index(point) + 1)
    elif held:
        st.session_state["screen"] = ""
        told.tell(
            "The point you looked at was taken off the agenda. A note that you had open on it stands below.",
            is_saved=False,
        )


def meetings_of(question: Question, viewer: Viewer, kind: str) -> tuple[Held, ...]:
    """The meetings of a kind, the latest first."""
    asked = {"authority": question.selection.authority, "meeting_kind": kind}
    found = cache.source(viewer)(fetch_meetings, **asked)
    return tuple(
        Held(
            key=row.key,
            number=int(row.id),
            kind=kind,
            held_on=row.held_on,
            present=row.present,
            reason=row.reason,
            points=points_of(row.agenda),
            is_open=bool(pd.isna(row.ended_at)),
            version=int(row.version),
            changed_at=row.changed_at,
            changed_by=row.changed_by,
        )
        for row in found.itertuples(index=False)
    )


def kinds_of(viewer: Viewer) -> tuple[str, ...]:
    """The kinds of meeting that exist for a viewer."""
    return tuple(kind for kind, audience in KINDS_OF_MEETING.items() if audience in viewer.audiences)


def may_change(viewer: Viewer, kind: str) -> bool:
    """Whether this viewer may start and change meetings of a kind; data_access asks again."""
    return ("casework" if kind == CASEWORK else "plan") in viewer.powers


def _read(raw: dict[str, str], question: Question, viewer: Viewer) -> Asked:
    kinds = kinds_of(viewer)
    if raw["kind"] and raw["kind"] not in kinds:
        raise filters.UnknownChoice("This link names a kind of meeting that does not exist for your role.")
    every = {kind: meetings_of(question, viewer, kind) for kind in kinds}
    kind = raw["kind"] or kinds[0]
    if raw["meeting"]:
        found = [held for of_kind in every.values() for held in of_kind if held.key == raw["meeting"]]
        if not found:
            raise filters.UnknownChoice("This link names a meeting that does not exist for your role.")
        meeting: Held | None = found[0]
        kind = found[0].kind
    else:
        meeting = open_one(every[kind])
    return Asked(kinds, kind, every[kind], meeting, _screen(raw["screen"], meeting))


def open_one(meetings: Sequence[Held]) -> Held | None:
    """The meeting that goes on; of several, the latest."""
    return next((held for held in meetings if held.is_open), None)


def _screen(raw: str, meeting: Held | None) -> int:
    if not raw:
        return 0
    if meeting is None:
        raise filters.UnknownChoice("No meeting is open, so there is no screen to show. Start one, or choose one held.")
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw) <= len(meeting.points)):
        raise filters.UnknownChoice(f"This meeting has the screens 1 to {len(meeting.points)}, and no other.")
    return int(raw)
