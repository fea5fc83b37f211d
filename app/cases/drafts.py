"""A form that overwrites nobody: what it was filled from, what was typed, and what somebody else saved meanwhile.

What was typed stays with its form until it is saved or dropped, also when other cases, or other pages, are opened in
between. It is kept in this person's session alone, and in no address and no log.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from analysis.formats import format_date
from analysis.wording import NOT_TYPED, changed_meanwhile_sentence
from analysis.wording.investigations import CASE_FIELD_NAMES
from app import visits
from app.markdown import plain, plain_cells
from data_access.action_changes import ChangedMeanwhile
from data_access.case_fields import CaseRefused

DRAFTS, TOLD = "case-drafts", "case-told"  # forms that are open, by their ids; what became of the last input
NOTHING_CHANGED = "Nothing was changed."
Values = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What became of an input, and below which buttons it is said; "" for the top of the page."""

    words: str
    is_saved: bool
    of: str


@dataclass
class Draft:
    """What a form was filled from.

    `typed`: what its widgets hold where that differs from what they were filled with, else None. `theirs`: what
    somebody else had saved when it was to be saved, `before` what it was before that.
    """

    version: int
    stored: Values
    typed: Values | None = None
    theirs: ChangedMeanwhile | None = None
    before: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """A form of one thing that is stored.

    `name`: what it is of, for example "case" or "point 3". `of`: the key of the case, and of a meeting where it is of
    one. `widgets`: what is typed. `shown`: stored values as widgets hold them; `written`: the reverse.
    `visit`: during which it is drawn.
    """

    name: str
    of: str
    widgets: tuple[str, ...]
    shown: Callable[[Mapping[str, Any]], Values] = field(default=dict)
    written: Callable[[Mapping[str, Any]], Values] = field(default=dict)
    visit: int = field(default_factory=visits.now)

    @property
    def id(self) -> str:
        """By which its draft is found."""
        return f"{self.name.replace(' ', '-')}-{self.of}"

    def key(self, widget: str) -> str:
        """The key of one of its widgets."""
        return f"{self.id}-{widget}-{self.visit}"

    def keyed(self, widget: str) -> dict[str, Any]:
        """What each of its widgets is drawn with: its key, and that what is typed goes into the draft."""
        return {"key": self.key(widget), "on_change": self.keep}

    def begin(self, version: int, stored: Mapping[str, Any]) -> Draft:
        """The form's draft; one that was not touched is filled anew from what is stored. Call before its widgets."""
        drafts = st.session_state.setdefault(DRAFTS, {})
        draft: Draft | None = drafts.get(self.id)
        stands = all(self.key(widget) in st.session_state for widget in self.widgets)
        if draft is None or (draft.typed is None and not stands):
            draft = drafts[self.id] = Draft(version, _own(stored))
            self._fill(self.shown(draft.stored))
        elif not stands:  # another case, or another page, was open meanwhile
            self._fill(draft.typed or {})
        return draft

    def keep(self) -> None:
        """Take what its widgets hold into the draft: after each that was changed, before the page is drawn again."""
        draft: Draft | None = st.session_state.get(DRAFTS, {}).get(self.id)
        if draft is not None:  # else it was saved, or dropped, with the same click
            typed = self._typed(draft)
            draft.typed = typed if draft.theirs or typed != self.shown(draft.stored) else None

    def buttons(self, thing: str, draft: Draft, save: Callable[..., None], args: tuple[Any, ...]) -> None:
        """Below its widgets: save, and where something is typed, that it is not saved yet, and a way to drop it."""
        buttons(self.id, self.key, thing, [draft], (save, args), self.drop)

    def save(self, put: Callable[[int, Values], int]) -> bool | None:
        """Save what was typed: True when saved, False when nothing differed, None when it was not saved.

        `put` gets the version that was seen and what differs from it, and answers the new version. Runs before the
        page is drawn again. Raises CaseRefused.
        """
        draft: Draft = st.session_state[DRAFTS][self.id]
        draft.typed = self._typed(draft)
        written = self.written(draft.typed)
        changes = {name: value for name, value in written.items() if value != draft.stored[name]}
        try:
            version = put(draft.version, changes)
        except ChangedMeanwhile as theirs:
            self._take_in(draft, theirs)
            return None
        self.drop()
        return version != draft.version

    def check(self) -> None:
        """Raise CaseRefused where what was typed cannot be read: asked before the first of several forms is saved."""
        draft: Draft = st.session_state[DRAFTS][self.id]
        draft.typed = self._typed(draft)
        self.written(draft.typed)

    def drop(self) -> None:
        """Forget the draft: the form begins anew from what is stored."""
        st.session_state.get(DRAFTS, {}).pop(self.id, None)

    def meanwhile(self, draft: Draft, version: int, who: str, when: datetime) -> None:
        """What somebody else saved since the form was filled; once both have saved, theirs beside yours."""
        theirs = draft.theirs
        if theirs is None:
            if version != draft.version:
                said = changed_meanwhile_sentence(who, when, date.today())
                st.info(plain(f"{said} Your text stays. When you save, theirs will stand beside yours."))
            return
        said = changed_meanwhile_sentence(theirs.who, theirs.when, date.today())
        st.warning(plain(f"{said} Nothing you typed is lost, and nothing of it is saved yet."))
        mine = {name: value for name, value in theirs.typed.items() if value != theirs.stored[name]}
        rows = [
            (CASE_FIELD_NAMES[name], _words(value), _words(mine[name]) if name in mine else NOT_TYPED)
            for name, value in theirs.stored.items()
            if name in mine or value != draft.before[name]
        ]
        beside = pd.DataFrame(rows, columns=["Field", f"Saved by {theirs.who}", "Yours"])
        title = f"Theirs beside yours: {self.name}"
        with st.container(key=f"cases-beside-{self.id}"):
            st.table(plain_cells(beside), hide_index=True, border="horizontal", alt=title)

    def _take_in(self, draft: Draft, theirs: ChangedMeanwhile) -> None:
        """Take theirs for what the form was filled from; what this person did not change becomes theirs."""
        typed = draft.typed or {}
        before, after = self.shown(draft.stored), self.shown(theirs.stored)
        draft.typed = {name: after[name] if value == before[name] else value for name, value in typed.items()}
        draft.before, draft.stored = draft.stored, theirs.stored
        draft.version, draft.theirs = theirs.version, theirs
        self._fill(draft.typed)

    def _typed(self, draft: Draft) -> Values:
        """What its widgets hold; of those that were not drawn yet when the screen was left, what they would hold."""
        else_held = draft.typed or self.shown(draft.stored)
        return {widget: st.session_state.get(self.key(widget), else_held[widget]) for widget in self.widgets}

    def _fill(self, values: Mapping[str, Any]) -> None:
        for widget in self.widgets:
            st.session_state[self.key(widget)] = values[widget]


def buttons(
    of: str,
    key: Callable[[str], str],
    thing: str,
    begun: Sequence[Draft],
    save: tuple[Callable[..., None], tuple[Any, ...]],
    drop: Callable[[], None],
) -> None:
    """The buttons of one form, or of several that are saved together, and below them what became of the last input.

    `of`: as `send` is told. `key`: the key of each button by its name.
    """
    label = "Save over the newest version" if any(draft.theirs for draft in begun) else f"Save the {thing}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(label, key=key("save"), type="primary", on_click=save[0], args=save[1])
        if any(draft.typed is not None for draft in begun):
            st.button("Drop what I typed", key=key("drop"), on_click=drop)
            st.markdown("Not saved yet.", width="content")
    told(of)


def send(act: Callable[[], str], of: str = "") -> None:
    """Do what a button asks, and keep what became of it: what `act` answers, or why it was refused.

    `of`: below which buttons it is said; "" for the top of the page.
    """
    try:
        said = act()
    except CaseRefused as refusal:
        tell(f"Nothing was saved. {refusal}", is_saved=False, of=of)
    else:
        if said:
            tell(said, of=of)


def tell(words: str, *, is_saved: bool = True, of: str = "") -> None:
    """Keep what is to be said once the page is drawn again."""
    st.session_state[TOLD] = Told(words, is_saved, of)


def told(of: str = "") -> None:
    """Say what became of the last input, where it was sent from here."""
    said: Told | None = st.session_state.get(TOLD)
    if said is not None and said.of == of:
        del st.session_state[TOLD]
        (st.success if said.is_saved else st.error)(plain(said.words))


def own(value: Any) -> Any:
    """A value of a table as Python's own: a moment as datetime, nothing as None."""
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, float) and pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _own(values: Mapping[str, Any]) -> Values:
    return {name: own(value) for name, value in values.items()}


def _words(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{format_date(value)} {value:%H:%M}"
    return format_date(value) if isinstance(value, date) else str(value)
